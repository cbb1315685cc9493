"""The review of identifiers: what is found, masked, kept or corrected, in the form and in follow-ups."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.review import Finding, keep, kept_fragments
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit
from bot.conversation.values.effects import AddFacts, Say
from bot.conversation.values.events import Commanded, Corrected
from tests.conversation.scenes import (
    CASE,
    PHONE,
    PHONE_2,
    REPORT,
    STORY,
    WITH_PHONES,
    WORDS,
    answer_of,
    choices_in,
    cleaned,
    file,
    menu,
    occasion,
    play,
    pressed,
    questions,
    said,
    views_of,
    visits,
)

MASKED = "Просили позвонить на [телефон], потом на [телефон]."


def at_review() -> Visit:
    return visits()["in review"]


def shown(visit: Visit, language: str = "ru") -> str:
    return WORDS.view(current_view(visit, occasion()), language)


def at_preview(visit: Visit) -> bool:
    return any(choice.startswith("send:") for choice in choices_in(current_view(visit, occasion())))


def test_nothing_found_is_no_step_more() -> None:
    assert at_preview(play(menu(), *REPORT))
    assert len(REPORT) == 7


def test_the_review_shows_the_citizens_own_words_and_the_ways_on() -> None:
    text = shown(at_review())
    assert PHONE in text and "номер телефона" in text and "должностному лицу" in text
    assert choices_in(current_view(at_review(), occasion())) == [
        "mask", "keep", "mask:all", "retype", "back", "cancel",
    ]  # fmt: skip
    one = play(at_review(), "keep")
    assert choices_in(current_view(one, occasion())) == ["mask", "keep", "retype", "back", "cancel"]


def test_everything_masked_at_once_leads_to_the_preview_of_the_masked_text() -> None:
    visit = play(at_review(), "mask:all")
    assert at_preview(visit) and answer_of(visit, "text") == MASKED
    assert MASKED in shown(visit) and PHONE not in shown(visit)
    assert "бот находит не всё" in shown(visit)


def test_one_is_masked_and_one_is_kept() -> None:
    visit = play(at_review(), "mask", "keep")
    assert at_preview(visit)
    assert answer_of(visit, "text") == f"Просили позвонить на [телефон], потом на {PHONE_2}."


def test_masks_speak_the_citizens_language() -> None:
    texts = {play(at_review(), Commanded(Command.LANG), f"lang:{code}", "mask:all").language for code in ("kk", "ru")}
    assert texts == {"kk", "ru"}
    assert "Мәтінде Сізді танытып қоюы мүмкін" in shown(play(at_review(), Commanded(Command.LANG), "lang:kk"), "kk")


def test_every_part_of_a_text_and_every_line_is_reviewed() -> None:
    visit = play(menu(), *REPORT[:5], said(f"Первая часть, {PHONE}", 1), said(f"Вторая, {PHONE_2}", 2), "=code")
    assert answer_of(play(visit, "mask:all"), "text") == "Первая часть, [телефон]\n\nВторая, [телефон]"
    for name in ("district", "locality", "org", "official"):
        asked = play(visits()["full preview"], f"edit:{name}", said(f"Слова {PHONE}"))
        assert not at_preview(asked), name
        assert answer_of(play(asked, "mask"), name) == "Слова [телефон]"


def test_contacts_are_sealed_and_not_reviewed() -> None:
    contact = (*REPORT[:-1], "=contact", "=yes", said(PHONE))
    assert at_preview(play(menu(), *contact))


def test_the_way_back_from_the_review_keeps_the_contacts() -> None:
    visit = play(menu(), *REPORT[:5], said(WITH_PHONES), "=contact", "=yes", said("Айгүл, 87010000003"), "back")
    assert answer_of(visit, "contact") == "Айгүл, 87010000003"
    assert at_preview(play(visit, "=yes", "mask:all"))


def test_correcting_leads_to_the_words_and_back_to_the_review() -> None:
    asked = step(at_review(), pressed("retype", at_review()), occasion())
    assert views_of(asked.effects)[0].paragraphs[0] == Say("pii.retype")
    left = play(asked.visit, "done")
    assert PHONE in shown(left)
    mended = play(asked.visit, Corrected(STORY, 7), "done")
    assert at_preview(mended) and answer_of(mended, "text") == STORY
    line = play(visits()["line in review"], "retype", said("Поликлиника № 2"))
    assert at_preview(line) and answer_of(line, "org") == "Поликлиника № 2"


def test_an_edited_message_opens_the_review_again() -> None:
    visit = play(at_review(), "mask:all", Corrected(f"Новый номер {PHONE_2} есть", 7))
    assert not at_preview(visit) and PHONE_2 in shown(visit)


def test_what_was_kept_stays_kept_wherever_it_stands() -> None:
    visit = play(visits()["kept"], "edit", "edit:org", said(f"Поликлиника {PHONE}"))
    assert at_preview(visit)


def test_a_fragment_over_two_lines_can_be_kept() -> None:
    assert kept_fragments(keep(keep({}, "a\nb"), "c")) == {"a\nb", "c"}


def test_a_question_left_in_review_goes_on_in_the_form_after_a_detour() -> None:
    visit = play(at_review(), Commanded(Command.HELP), Commanded(Command.START), "resume")
    assert PHONE in shown(visit)


def test_the_send_button_of_an_unreviewed_draft_files_nothing() -> None:
    at = replace(occasion(), questions=replace(questions(), find=lambda text: (Finding(0, 3, "name"),)))
    visit = play(menu(), *REPORT)
    send = next(c for c in choices_in(current_view(visit, occasion())) if c.startswith("send:"))
    assert "pii.warning" in str(views_of(step(visit, pressed(send, visit), at).effects))


def test_follow_ups_are_reviewed_before_they_go_also_while_files_wait() -> None:
    for start in (visits()["facts"], visits()["facts with files"]):
        written = play(start, said(WITH_PHONES))
        asked = play(written, "give")
        assert asked.screen is Screen.CHECK and PHONE in shown(asked)
        masked = step(asked, pressed("fmask:all", asked), occasion())
        assert masked.visit.screen is Screen.FACTS
        assert Say("pii.preview", {"text": MASKED}) in views_of(masked.effects)[0].paragraphs
        ready = play(masked.visit, *(cleaned(f.id) for f in masked.visit.facts_files))
        (given,) = step(ready, pressed("give", ready), occasion()).effects
        assert isinstance(given, AddFacts) and (given.case, given.text) == (CASE, MASKED)


def test_a_follow_up_is_kept_one_by_one_or_corrected() -> None:
    asked = visits()["facts in review"]
    kept = play(asked, "fkeep", "fkeep")
    (given,) = step(kept, pressed("give", kept), occasion()).effects
    assert given == AddFacts(CASE, WITH_PHONES)
    back = play(asked, "fretype")
    assert back.screen is Screen.FACTS and back.facts.text == WITH_PHONES
    assert play(back, "give").screen is Screen.CHECK


def test_an_edited_follow_up_stays_in_review_while_something_is_found() -> None:
    asked = visits()["facts in review"]
    assert play(asked, Corrected(f"Звоните {PHONE}", 7)).screen is Screen.CHECK
    assert play(asked, Corrected("Без номера", 7)).screen is Screen.FACTS


def test_an_edited_follow_up_beside_a_draft_is_taken() -> None:
    visit = play(visits()["facts in mid-form"], Corrected("Другое", 7))
    assert visit.facts.text == "Другое"


def test_a_file_with_a_number_under_it_is_reviewed_too() -> None:
    visit = play(visits()["facts"], file("a", caption=f"Чек, {PHONE}"), cleaned("a"), "give")
    assert visit.screen is Screen.CHECK
