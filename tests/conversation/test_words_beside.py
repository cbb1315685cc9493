"""Words typed where none are asked for: none is lost, and none slips into what its writer thinks is finished."""

from __future__ import annotations

import pytest

from bot.conversation.machine import current_view, step
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import FileCase, Quote, Say
from bot.conversation.values.events import Corrected, Pressed
from bot.conversation.values.packing import dump_visit, load_visit
from tests.conversation.scenes import (
    PHONE,
    REPORT,
    STORY,
    answer_of,
    choices_in,
    menu,
    occasion,
    play,
    pressed,
    said,
    views_of,
    visits,
)

FORGOTTEN = "Забыла сказать: это был кабинет 12."


def keys(visit: Visit) -> list[str]:
    return [part.key for part in current_view(visit, occasion()).paragraphs if isinstance(part, Say)]


def quotes(visit: Visit) -> list[str]:
    return [part.text for part in current_view(visit, occasion()).paragraphs if isinstance(part, Quote)]


def is_preview(visit: Visit) -> bool:
    return "preview.title" in keys(visit)


AFTER_THE_TEXT = ("full preview", "list of answers", "in review", "resume", "cancel")


@pytest.mark.parametrize("place", AFTER_THE_TEXT)
def test_words_after_the_text_are_offered_to_be_added(place: str) -> None:
    before = visits()[place]
    asked = play(before, said(FORGOTTEN, 91))
    assert keys(asked) == ["beside.ask"] and quotes(asked) == [FORGOTTEN]
    assert choices_in(current_view(asked, occasion())) == ["beside", "unbeside"]
    assert answer_of(asked, "text") == answer_of(before, "text")
    added = play(asked, "beside")
    assert answer_of(added, "text") == f"{answer_of(before, 'text')}\n\n{FORGOTTEN}"
    assert answer_of(play(asked, "unbeside"), "text") == answer_of(before, "text")


def test_several_messages_are_offered_as_one() -> None:
    visit = play(visits()["full preview"], said("Первое.", 91), said("Второе.", 92), Corrected("Исправленное.", 91))
    assert quotes(visit) == ["Исправленное.\n\nВторое."]
    assert answer_of(play(visit, "beside"), "text") == f"{STORY}\n\nИсправленное.\n\nВторое."


def test_what_was_typed_at_the_preview_outlives_a_restart() -> None:
    visit = play(visits()["full preview"], said(FORGOTTEN, 91))
    assert load_visit(dump_visit(visit)) == visit


def test_send_files_nothing_while_words_wait_for_a_decision() -> None:
    preview = play(menu(), *REPORT)
    send = next(choice for choice in choices_in(current_view(preview, occasion())) if choice.startswith("send:"))
    waiting = play(preview, said(FORGOTTEN, 91))
    result = step(waiting, pressed(send, waiting), occasion())
    assert not any(isinstance(effect, FileCase) for effect in result.effects)
    assert views_of(result.effects) == [current_view(waiting, occasion())]
    assert keys(result.visit) == ["beside.ask"]


def test_added_words_are_looked_through_like_the_others() -> None:
    visit = play(menu(), *REPORT, said(f"Звоните {PHONE}", 91), "beside")
    assert "pii.ask" in keys(visit) and not is_preview(visit)


def test_words_that_do_not_fit_are_not_called_added() -> None:
    full = play(menu(), *REPORT[:5], *(said("ы" * 4000, n) for n in (1, 2)), "=code")
    visit = play(full, said("э" * 3000, 91))
    result = step(visit, pressed("beside", visit), occasion())
    assert views_of(result.effects)[0].paragraphs[0] == Say("text.part_over", {"len": 8002, "max": 10_000})
    assert quotes(result.visit) == ["э" * 3000]
    assert is_preview(play(visit, "unbeside"))


def test_the_text_goes_on_until_the_next_question_is_answered() -> None:
    asked = play(menu(), *REPORT[:6])
    assert keys(asked) == ["text.written", "anon.ask", "anon.how"]
    more = play(asked, said("И ещё: кабинет 12.", 8))
    assert answer_of(more, "text") == f"{STORY}\n\nИ ещё: кабинет 12."
    assert keys(more) == ["text.written", "anon.ask"]  # what it means is folded now
    ended = play(more, "=contact")
    assert keys(ended)[0] == "contact.consent"
    told = step(ended, said("ой", 9), occasion())
    assert answer_of(told.visit, "text") == answer_of(more, "text")
    assert views_of(told.effects)[0].paragraphs[0] == Say("err.use_buttons")
    assert keys(play(ended, said(FORGOTTEN, 9))) == ["beside.ask"]


def test_a_short_addition_is_shown_so_that_a_mistaken_one_is_seen() -> None:
    asked = play(menu(), *REPORT[:6])
    shown = step(asked, said("кабинет 12", 8), occasion())
    assert views_of(shown.effects)[0].paragraphs[0] == Say("text.added", {"words": "кабинет 12"})


def test_back_from_the_question_after_the_text_opens_the_text() -> None:
    back = play(menu(), *REPORT[:6], "back")
    assert keys(back) == ["text.parts_so_far"]
    assert choices_in(current_view(back, occasion())) == ["done", "again", "back", "cancel"]
    assert keys(play(back, "done")) == ["anon.ask", "anon.how"]
    assert keys(play(back, "back")) == ["violation.ask"]
    assert keys(play(back, "back", "=bribe")) == ["text.written", "anon.ask", "anon.how"]


def test_a_story_told_early_is_not_asked_for_again() -> None:
    visit = play(menu(), "new:report", said(STORY), *REPORT[1:5])
    assert keys(visit) == ["text.written", "anon.ask", "anon.how"] and answer_of(visit, "text") == STORY


def test_every_word_before_the_language_is_kept() -> None:
    visit = play(Visit(), said(STORY, 1), said("и ещё сегодня", 2))
    assert keys(visit) == ["start.first", "start.kept"]
    assert answer_of(visit, "text") == f"{STORY}\n\nи ещё сегодня"


def test_send_under_the_old_preview_is_refused_by_the_step_of_nothing_else() -> None:
    """The send button holds whenever it is pressed: what was typed after its preview is what stops it."""
    preview = play(menu(), *REPORT)
    send = next(choice for choice in choices_in(current_view(preview, occasion())) if choice.startswith("send:"))
    later = play(preview, said(FORGOTTEN, 91))
    old = pressed(send, preview)
    assert isinstance(old, Pressed)
    assert keys(step(later, old, occasion()).visit) == ["beside.ask"]


@pytest.mark.parametrize("number", ["1", "1.", "1 код", "код", "тек кодпен"])
def test_a_numbered_choice_is_taken_by_its_number_and_by_its_name(number: str) -> None:
    chosen = play(menu(), *REPORT[:6], said(number, 8))
    assert is_preview(chosen) and answer_of(chosen, "level") == "code"
    assert answer_of(chosen, "text") == STORY


@pytest.mark.parametrize("word", ["иә", "да", "жоқ", "не надо", "керек емес"])
def test_the_offer_is_answered_in_words_too(word: str) -> None:
    added = word in ("иә", "да")
    visit = play(visits()["full preview"], said(FORGOTTEN, 91), said(word, 92))
    assert answer_of(visit, "text") == (f"{STORY}\n\n{FORGOTTEN}" if added else STORY)
    assert is_preview(visit)


@pytest.mark.parametrize("word", ["жибер", "жіберу", "отправить", "отправь"])
def test_send_in_words_is_no_part_of_the_text(word: str) -> None:
    result = step(visits()["full preview"], said(word, 91), occasion())
    assert views_of(result.effects)[0].paragraphs[0] == Say("preview.press_send")
    assert is_preview(result.visit) and answer_of(result.visit, "text") == STORY


def test_a_phrase_that_names_the_sphere_is_in_the_text_too_and_the_text_is_asked_for() -> None:
    visit = play(menu(), *REPORT[:2], said("в полиции деньги требуют", 5), "=bribe")
    assert keys(visit)[0] == "text.ask_report" and "text.early" in keys(visit)
    assert quotes(visit) == ["в полиции деньги требуют"]
    assert keys(play(visit, said(STORY, 6))) == ["text.written", "anon.ask"]


def test_what_was_told_before_anything_was_chosen_can_be_an_addition() -> None:
    visit = play(menu(), said(FORGOTTEN, 5))
    assert "text.waits" in keys(visit) and quotes(visit) == [FORGOTTEN]
    moved = play(visit, "toadd")
    assert moved.draft is None and moved.facts.text == FORGOTTEN and keys(moved) == ["info.kept"]


def test_words_without_a_number_or_an_at_are_no_contacts() -> None:
    asked = play(menu(), *REPORT[:6], "=contact", "=yes")
    result = step(asked, said("керек емес, өшіріңіз", 9), occasion())
    assert answer_of(result.visit, "contact") is None
    assert any(Say("contact.none") in view.paragraphs for view in views_of(result.effects))


def test_an_early_part_that_does_not_fit_is_told_once_there_is_a_language() -> None:
    visit = play(Visit(), *(said(("ұзақ " * 800)[:4000] + "ы", number) for number in (1, 2, 3)))
    assert len((answer_of(visit, "text") or "").split("\n\n")) == 2
    result = step(visit, pressed("lang:kk", visit), occasion())
    assert any(Say("text.part_left") in view.paragraphs for view in views_of(result.effects))


@pytest.mark.parametrize("word", ["надо", "нужно", "керек"])
def test_a_word_of_need_is_no_refusal(word: str) -> None:
    visit = play(visits()["full preview"], said(FORGOTTEN, 91), said(word, 92))
    assert keys(visit) == ["beside.ask"] and FORGOTTEN in quotes(visit)[0]


@pytest.mark.parametrize("word", ["да", "жоқ"])
def test_yes_or_no_may_be_what_the_office_asked_for(word: str) -> None:
    visit = play(visits()["facts written"], said(word, 92))
    assert visit.facts.text.endswith(f"\n\n{word}")


def test_a_long_story_told_first_is_not_printed_again() -> None:
    visit = play(menu(), said("ы" * 4000, 1), said("э" * 4000, 2))
    assert keys(visit) == ["text.kept_early", "kind.ask"] and quotes(visit) == []
