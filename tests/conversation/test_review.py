"""The review of identifiers: what is found, hidden, kept or corrected, in the form and in follow-ups."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.review import Finding, kept_fragments, with_kept
from bot.conversation.step import Occasion
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Given, Growing, Marks, Screen, Visit
from bot.conversation.values.effects import AddFacts, Alert, FileCase, Quote, Say
from bot.conversation.values.events import Commanded, Corrected
from bot.conversation.values.packing import dump_visit, load_visit
from bot.desk.citizens.questionnaire import build_questions
from tests.conversation.scenes import (
    CASE,
    MANY,
    PHONE,
    PHONE_2,
    PROPOSAL,
    REPORT,
    STORY,
    TEXTS,
    WITH_PHONES,
    WORDS,
    answer_of,
    choices_in,
    cleaned,
    eleven_digits,
    file,
    menu,
    occasion,
    play,
    press_starting,
    pressed,
    questions,
    said,
    settled,
    views_of,
    visits,
)

MASKED = "Просили позвонить на [телефон], потом на [телефон]."
OFFICIAL, SISTER = "Ахметов", "сестра Айгерим"
SIX = (
    f"Главврач {OFFICIAL} берёт деньги, мой телефон {PHONE} и ещё {PHONE_2}, моя {SISTER} это видела, я Дана, "
    f"лицевой счёт 4500213. {OFFICIAL} угрожал."
)
"""Six things: two that are certain, and four that could be somebody else's, one of them twice."""
NAMES = re.compile(rf"{OFFICIAL}|\bДана\b|Арман\s+Серіков|(сестра\s+Айгерим)|лицевой счёт (\d+)", re.IGNORECASE)


def both_tiers(text: str) -> tuple[Finding, ...]:
    """Eleven digits are certain; some names, a sister and an account could be anybody's."""
    asked = []
    for found in NAMES.finditer(text):
        kind, at = ("kin", 1) if found.group(1) else ("account", 2) if found.group(2) else ("person", 0)
        asked.append(Finding(*found.span(at), kind, certain=False))
    return tuple(sorted((*eleven_digits(text), *asked), key=lambda each: each.start))


def at_both() -> Occasion:
    return replace(occasion(), questions=replace(questions(), find=both_tiers))


def with_six(story: str = SIX) -> Visit:
    """A citizen whose report tells *story*, on the screen that asks what is hidden."""
    return play(menu(), *REPORT[:5], said(story), "=code", at=at_both())


def at_review() -> Visit:
    return visits()["in review"]


def shown(visit: Visit, language: str = "ru", at: Occasion | None = None) -> str:
    return WORDS.view(current_view(visit, at or occasion()), language)


def labels(visit: Visit, at: Occasion | None = None) -> list[str]:
    """The rows, as they stand on their buttons."""
    buttons = (button for row in current_view(visit, at or occasion()).rows for button in row)
    return [button.label for button in buttons if isinstance(button.label, str)]


def at_preview(visit: Visit, at: Occasion | None = None) -> bool:
    return any(choice.startswith("send:") for choice in choices_in(current_view(visit, at or occasion())))


def verbs(visit: Visit, at: Occasion | None = None) -> list[str]:
    return [choice.rpartition(":")[0] or choice for choice in choices_in(current_view(visit, at or occasion()))]


def test_nothing_found_is_no_step_more() -> None:
    assert at_preview(play(menu(), *REPORT))
    assert len(REPORT) == 7


def test_the_screen_shows_the_citizens_own_words_and_the_ways_on() -> None:
    text = shown(at_review())
    assert "Что из этого о Вас" in text and "чиновника" not in text
    assert labels(at_review()) == [f"🙈 {PHONE} · телефон", f"🙈 {PHONE_2} · телефон"]
    assert verbs(at_review()) == ["mask", "turn:0", "turn:1", "marked", "retype", "back", "cancel"]


def test_what_is_certain_is_hidden_and_what_could_be_somebody_elses_stays_until_it_is_turned() -> None:
    visit, at = with_six(), at_both()
    assert labels(visit, at) == [
        f"👁 {OFFICIAL} · имя человека", "👁 сестра Айгерим · родственник", "👁 Дана · имя человека",
        "👁 4500213 · лицевой счёт", f"🙈 {PHONE} · телефон", f"🙈 {PHONE_2} · телефон",
    ]  # fmt: skip
    assert "Имя чиновника лучше оставить" in shown(visit, at=at)
    done = settled(visit, 1, 2, at=at)
    assert at_preview(done, at)
    assert answer_of(done, "text") == (
        f"Главврач {OFFICIAL} берёт деньги, мой телефон [телефон] и ещё [телефон], моя [родственник] это видела, "
        f"я [имя человека], лицевой счёт 4500213. {OFFICIAL} угрожал."
    )
    assert str(answer_of(done, "text")) in shown(done, at=at)


def test_six_findings_are_settled_with_one_press() -> None:
    at = at_both()
    for start, gone, left in (("mask:all", (OFFICIAL, PHONE, "Дана"), ()), ("marked:", (PHONE, PHONE_2), (OFFICIAL,))):
        done = press_starting(with_six(), start, at)
        text = str(answer_of(done, "text"))
        assert at_preview(done, at)
        assert not [word for word in gone if word in text] and all(word in text for word in left)


def test_a_row_is_turned_there_and_back() -> None:
    at, visit = at_both(), with_six()
    turned = settled(visit, 0, 4, done=False, at=at)
    assert labels(turned, at)[0].startswith("🙈") and labels(turned, at)[4].startswith("👁")
    assert labels(settled(turned, 0, 4, done=False, at=at), at) == labels(visit, at)


def test_the_same_fragment_is_one_row_whatever_its_capitals_and_lines() -> None:
    at = at_both()
    visit = with_six(f"{OFFICIAL} и {OFFICIAL.upper()} один человек. Арман\nСеріков, он же Арман Серіков, его брат.")
    assert labels(visit, at) == [f"👁 {OFFICIAL} · имя человека", "👁 Арман Серіков · имя человека"]
    text = str(answer_of(settled(visit, 0, at=at), "text"))
    assert text == "[имя человека] и [имя человека] один человек. Арман\nСеріков, он же Арман Серіков, его брат."


def test_more_than_eight_stand_on_pages_and_done_on_the_last() -> None:
    first = visits()["long review"]
    assert len(labels(first)) == 8 and "Страница 1 из 2" in shown(first)
    assert [v for v in verbs(first) if not v.startswith("turn")] == ["mask", "rows", "retype", "back", "cancel"]
    result = step(first, pressed("rows:1", first), occasion())
    (second,) = views_of(result.effects)
    assert result.visit == first and "Страница 2 из 2" in WORDS.view(second, "ru")
    spelled = choices_in(second)
    assert [c.split(":")[0] for c in spelled][:6] == ["mask", "turn", "turn", "turn", "rows", "marked"]
    row = next(choice for choice in spelled if choice.startswith("turn:9:"))
    turned = step(first, pressed(row, first), occasion())
    (again,) = views_of(turned.effects)
    assert again.rows[2][0].label == "👁 87010000010 · телефон"
    done = play(turned.visit, next(choice for choice in choices_in(again) if choice.startswith("marked:")))
    assert answer_of(done, "text") == re.sub(r"\d{11}", lambda m: m[0] if m[0] == "87010000010" else "[телефон]", MANY)


def test_where_there_are_too_many_all_of_a_kind_are_one_row() -> None:
    at = at_both()
    story = f"{OFFICIAL}: " + ", ".join(str(87010000001 + n) for n in range(30))
    visit = with_six(story)
    assert labels(visit, at) == ["👁 имя человека: 1", "🙈 телефон: 30"]
    assert answer_of(settled(visit, at=at), "text") == f"{OFFICIAL}: " + ", ".join(["[телефон]"] * 30)


def test_everything_hidden_at_once_leads_to_the_preview_of_the_masked_text() -> None:
    visit = play(at_review(), "mask:all")
    assert at_preview(visit) and answer_of(visit, "text") == MASKED
    assert MASKED in shown(visit) and PHONE not in shown(visit)
    assert "по манере письма" in shown(visit)


def test_what_only_the_masks_bring_to_light_is_hidden_with_everything() -> None:
    def two_rounds(text: str) -> tuple[Finding, ...]:
        found = re.search(r"\[телефон\] (Дана)", text)
        return (*eleven_digits(text), *((Finding(*found.span(1), "person", certain=False),) if found else ()))

    at = replace(occasion(), questions=replace(questions(), find=two_rounds))
    visit = play(menu(), *REPORT[:5], said(f"Мой номер {PHONE} Дана"), "=code", "mask:all", at=at)
    assert at_preview(visit, at) and answer_of(visit, "text") == "Мой номер [телефон] [имя человека]"


def test_masks_speak_the_citizens_language() -> None:
    texts = {play(at_review(), Commanded(Command.LANG), f"lang:{code}", "mask:all").language for code in ("kk", "ru")}
    assert texts == {"kk", "ru"}
    assert "жақындарыңыз туралы мәлімет бар ма" in shown(play(at_review(), Commanded(Command.LANG), "lang:kk"), "kk")


def test_every_part_of_a_text_and_every_line_is_reviewed() -> None:
    visit = play(menu(), *REPORT[:5], said(f"Первая часть, {PHONE}", 1), said(f"Вторая, {PHONE_2}", 2), "=code")
    assert answer_of(play(visit, "mask:all"), "text") == "Первая часть, [телефон]\n\nВторая, [телефон]"
    for name in ("district", "locality", "org", "official"):
        asked = play(visits()["full preview"], f"edit:{name}", said(f"Слова {PHONE}"))
        assert not at_preview(asked), name
        assert answer_of(settled(asked), name) == "Слова [телефон]"


def test_who_the_official_is_is_no_question_but_their_telephone_is() -> None:
    at = at_both()
    named = play(visits()["full preview"], "edit:official", said(f"Заведующий {OFFICIAL}"), at=at)
    assert at_preview(named, at)
    phoned = play(visits()["full preview"], "edit:official", said(f"Заведующий {OFFICIAL}, {PHONE}"), at=at)
    assert labels(phoned, at) == [f"🙈 {PHONE} · телефон"]
    elsewhere = play(visits()["full preview"], "edit:org", said(f"Магазин {OFFICIAL}"), at=at)
    assert labels(elsewhere, at) == [f"👁 {OFFICIAL} · имя человека"]


def test_proposals_are_reviewed_too() -> None:
    at = at_both()
    visit = play(menu(), *PROPOSAL[:4], said(SIX), "=relay", at=at)
    assert len(labels(visit, at)) == 6


def test_a_name_over_two_messages_is_found_and_hidden_in_both() -> None:
    at = at_both()
    visit = play(menu(), *REPORT[:5], said("Обращается к вам Арман", 1), said("Серіков, сосед.", 2), "=code", at=at)
    assert labels(visit, at) == ["👁 Арман Серіков · имя человека"]
    assert labels(with_six("Обращается к вам Арман Серіков, сосед."), at) == labels(visit, at)
    done = settled(visit, 0, at=at)
    assert answer_of(done, "text") == "Обращается к вам [имя человека]\n\n, сосед."
    grown = done.draft.answers["text"] if done.draft else None
    assert isinstance(grown, Growing) and [part.text for part in grown.parts] == [
        "Обращается к вам [имя человека]", ", сосед."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("messages", "left"),
    [
        (("Меня зовут Айгүл", "Серікқызы, живу рядом"), ("Меня зовут [имя]", ", живу рядом")),
        (("Менің атым Айгүл", "Серікқызы, осында тұрамын"), ("Менің атым [имя]", ", осында тұрамын")),
        (("Звоните мне: 8 701 234", "56 78, лучше вечером"), ("Звоните мне: [телефон]", ", лучше вечером")),
        (("Живу: г. Актау, 14 мкр", "дом 5, кв 12. Помогите!"), ("Живу: [адрес]", ". Помогите!")),
        (("Мой ИИН 880101300018", "8 701 234 56 78"), ("Мой ИИН [ИИН]", "[телефон]")),
        (("Мой телефон 87010000001", "5 декабря я пришёл"), ("Мой телефон [телефон]", "5 декабря я пришёл")),
    ],
)
def test_what_is_split_over_two_messages_is_found_as_in_one(messages: tuple[str, str], left: tuple[str, str]) -> None:
    """With the real finder."""
    at = replace(occasion(), questions=build_questions(TEXTS))
    told = (said(f"{STORY} {messages[0]}", 1), said(messages[1], 2))
    done = play(menu(), *REPORT[:5], *told, "=code", "mask:all", at=at)
    assert answer_of(done, "text") == f"{STORY} {left[0]}\n\n{left[1]}"


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
    assert len(labels(left)) == 2
    mended = play(asked.visit, Corrected(STORY, 7), "done")
    assert at_preview(mended) and answer_of(mended, "text") == STORY
    line = play(visits()["line in review"], "retype", said("Поликлиника № 2"))
    assert at_preview(line) and answer_of(line, "org") == "Поликлиника № 2"


# What was decided stays decided


def test_an_edited_message_asks_only_about_what_is_new() -> None:
    at = at_both()
    done = settled(with_six(), 1, 2, at=at)
    result = step(done, Corrected(f"{SIX} Ещё номер 87010000003.", 7), at)
    assert labels(result.visit, at) == ["🙈 87010000003 · телефон"]
    assert Say("pii.hidden_again") in views_of(result.effects)[0].paragraphs
    text = str(answer_of(result.visit, "text"))
    assert PHONE not in text and SISTER not in text and "Дана" not in text and OFFICIAL in text


def test_what_was_hidden_and_is_written_once_more_is_hidden_without_a_question() -> None:
    at = at_both()
    visit = play(with_six(), "mask:all", Corrected(SIX, 7), at=at)
    assert at_preview(visit, at) and OFFICIAL not in str(answer_of(visit, "text"))
    assert visit.draft is not None and PHONE not in repr(visit.draft)


def test_whoever_writes_the_text_anew_is_asked_anew() -> None:
    at = at_both()
    visit = play(with_six(), "mask:all", "edit", "edit:text", "again", said(SIX, 8), "done", at=at)
    assert len(labels(visit, at)) == 6


def test_what_was_kept_stays_kept_wherever_it_stands() -> None:
    visit = play(visits()["kept"], "edit", "edit:org", said(f"Поликлиника {PHONE}"))
    assert at_preview(visit)


def test_fragments_that_were_kept_before_the_update_stay_kept() -> None:
    old = {"text": Given("x"), "identifiers": Given('["Арман\\nСеріков", "c"]')}
    assert kept_fragments(old) == {"арман серіков", "c"}
    assert kept_fragments(with_kept(old, kept_fragments(old))) == kept_fragments(old)


def test_a_line_that_is_typed_anew_is_decided_anew() -> None:
    line = f"Поликлиника, тел. {PHONE}"
    hidden = settled(play(visits()["full preview"], "edit:org", said(line)))
    assert answer_of(hidden, "org") == "Поликлиника, тел. [телефон]"
    again = play(hidden, "edit:org", said(line, 8))
    assert labels(again) == [f"🙈 {PHONE} · телефон"]
    assert answer_of(settled(again, 0), "org") == line


def test_a_visit_of_before_the_update_is_read_as_it_was() -> None:
    old = (
        '{"l":"ru","w":"form","s":5,"d":{"a":{"kind":"report","text":{"p":[[7,"Арман видел"]],"d":false},'
        '"identifiers":"[\\"Арман\\"]"},"c":null,"e":null,"f":[]},"k":"c","f":{"p":[[8,"Да"]],"d":false},"fk":["Да"]}'
    )
    visit = load_visit(old.encode())
    assert visit.draft is not None and visit.draft.marks == visit.facts_marks == Marks()
    assert kept_fragments(visit.draft.answers) == {"арман"} and visit.facts_kept == ("Да",)
    assert json.loads(dump_visit(visit)) == json.loads(old)


def test_rows_that_were_turned_survive_a_restart_and_leave_the_fingerprint_of_a_preview() -> None:
    marked = settled(at_review(), 0, done=False)
    assert load_visit(dump_visit(marked)) == marked
    # Of the keys that it is made of none is new: a preview that hangs in a chat still sends.
    assert set(json.loads(dump_visit(visits()["full preview"]))["d"]) == {"a", "c", "e", "f"}


# Buttons that do not fit


@pytest.mark.parametrize("old", ["mask", "keep"])
def test_buttons_from_before_there_was_one_screen_lead_to_it_and_decide_nothing(old: str) -> None:
    for visit, spelled in ((at_review(), old), (visits()["facts in review"], f"f{old}")):
        result = step(visit, pressed(spelled, visit), occasion())
        assert result.visit == visit
        assert Say("pii.ask") in views_of(result.effects)[0].paragraphs


@pytest.mark.parametrize("forged", ["marked:0123456789ab", "turn:0:0123456789ab", "turn:99:"])
def test_a_press_of_another_screen_decides_nothing_and_shows_this_one(forged: str) -> None:
    for visit in (at_review(), visits()["facts in review"]):
        seen = next(c for c in choices_in(current_view(visit, occasion())) if c.startswith("marked:")).partition(":")[2]
        result = step(visit, pressed(forged + seen if forged.endswith(":") else forged, visit), occasion())
        assert result.visit == visit and Alert(Say("err.stale_step")) in result.effects
        assert Say("pii.ask") in views_of(result.effects)[0].paragraphs


def test_done_under_other_findings_than_there_are_now_hides_nothing() -> None:
    visit = at_review()
    done = next(c for c in choices_in(current_view(visit, occasion())) if c.startswith("marked:"))
    result = step(visit, pressed(done, visit), replace(occasion(), questions=replace(questions(), find=both_tiers)))
    assert at_preview(result.visit)
    later = replace(questions(), find=lambda text: (*eleven_digits(text), Finding(0, 7, "person", certain=False)))
    result = step(visit, pressed(done, visit), replace(occasion(), questions=later))
    assert result.visit == visit and Alert(Say("err.stale_step")) in result.effects


@pytest.mark.parametrize("spelled", ["marked:0123456789ab", "turn:0:0123456789ab", "rows:3"])
def test_a_press_where_nothing_is_asked_shows_where_one_stands(spelled: str) -> None:
    for name in ("full preview", "facts written", "facts kept", "menu", "report 3"):
        visit = visits()[name]
        result = step(visit, pressed(spelled, visit), occasion())
        assert result.visit.draft == visit.draft and result.visit.facts == visit.facts, name


def test_nothing_of_a_person_travels_in_a_button() -> None:
    """Two texts that differ in the digits of their telephones alone have the same buttons."""
    stories = [f"Просили позвонить на {number}, потом ещё раз." for number in (PHONE, PHONE_2)]
    drawn = [play(menu(), *REPORT[:5], said(story), "=code") for story in stories]
    assert choices_in(current_view(drawn[0], occasion())) == choices_in(current_view(drawn[1], occasion()))


def test_a_question_left_in_review_goes_on_in_the_form_after_a_detour() -> None:
    turned = settled(at_review(), 0, done=False)
    visit = play(turned, Commanded(Command.HELP), Commanded(Command.START), "resume")
    assert labels(visit) == [f"👁 {PHONE} · телефон", f"🙈 {PHONE_2} · телефон"]


def test_the_send_button_of_an_unreviewed_draft_files_nothing() -> None:
    at = replace(occasion(), questions=replace(questions(), find=lambda text: (Finding(0, 3, "name"),)))
    visit = play(menu(), *REPORT)
    send = next(c for c in choices_in(current_view(visit, occasion())) if c.startswith("send:"))
    effects = step(visit, pressed(send, visit), at).effects
    assert "pii.ask" in str(views_of(effects)) and not any(isinstance(effect, FileCase) for effect in effects)


# Words for a case


def test_follow_ups_are_reviewed_before_they_go_also_while_files_wait() -> None:
    for start in (visits()["facts"], visits()["facts with files"]):
        written = play(start, said(WITH_PHONES))
        asked = play(written, "give")
        assert asked.screen is Screen.CHECK and labels(asked)[0] == f"🙈 {PHONE} · телефон"
        masked = step(asked, pressed("fmask:all", asked), occasion())
        assert masked.visit.screen is Screen.FACTS
        (view,) = views_of(masked.effects)
        assert Say("pii.preview", {"text": MASKED}) in view.paragraphs and Quote(MASKED) not in view.paragraphs
        ready = play(masked.visit, *(cleaned(f.id) for f in masked.visit.facts_files))
        (given,) = step(ready, pressed("give", ready), occasion()).effects
        assert isinstance(given, AddFacts) and (given.case, given.text) == (CASE, MASKED)


@pytest.mark.parametrize("start", ["facts", "correcting", "why reopened", "rated"])
def test_all_words_for_a_case_have_the_same_screen(start: str) -> None:
    at = at_both()
    asked = play(visits()[start], said(SIX), "give", at=at)
    assert labels(asked, at) == labels(with_six(), at)
    done = settled(asked, 1, 2, at=at)
    (given, *_) = step(done, pressed("give", done), at).effects
    assert isinstance(given, AddFacts) and given.text == answer_of(settled(with_six(), 1, 2, at=at), "text")


def test_a_follow_up_is_kept_or_corrected() -> None:
    asked = visits()["facts in review"]
    kept = settled(asked, 0, 1)
    (given,) = step(kept, pressed("give", kept), occasion()).effects
    assert given == AddFacts(CASE, WITH_PHONES)
    back = play(asked, "fretype")
    assert back.screen is Screen.FACTS and back.facts.text == WITH_PHONES
    assert play(back, "give").screen is Screen.CHECK


def test_a_follow_up_that_goes_on_is_asked_only_about_what_is_new() -> None:
    at = at_both()
    done = settled(play(visits()["facts"], said(SIX), "give", at=at), 1, at=at)
    more = play(done, said(f"Повторю: {PHONE}, {OFFICIAL}, {SISTER}.", 8), at=at)
    assert more.facts.parts[-1].text == f"Повторю: [телефон], {OFFICIAL}, [родственник]."
    assert play(more, "give", at=at).screen is Screen.FACTS
    new = play(more, said("И 87010000003.", 9), "give", at=at)
    assert labels(new, at) == ["🙈 87010000003 · телефон"]


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
    told = play(menu(), *REPORT[:5], file("a", caption=f"{STORY} Мой номер {PHONE}"), cleaned("a"), "=code")
    assert labels(told) == [f"🙈 {PHONE} · телефон"]
