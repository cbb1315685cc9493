"""What a link such as `/start r47-health` does: it chooses beforehand, says so, and is changed like any answer."""

from __future__ import annotations

import pytest

from bot.conversation.machine import current_view, step
from bot.conversation.questionnaire.questions import open_question
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Screen, Visit, dump_visit, load_visit
from bot.conversation.values.effects import Say
from bot.conversation.values.events import Commanded, Repeated
from bot.conversation.values.preset import Preset
from bot.desk.links import read_link, spell_link
from tests.conversation.scenes import (
    CODE,
    STORY,
    WORDS,
    answer_of,
    menu,
    occasion,
    play,
    pressed,
    questions,
    said,
    views_of,
)


def by_link(payload: str, visit: Visit | None = None) -> Visit:
    return play(visit or menu(), Commanded(Command.START, payload))


def asked(visit: Visit) -> str | None:
    row = open_question(questions(), visit.draft.answers) if visit.draft else None
    return None if row is None else row.name


def told(visit: Visit, move: str, language: str = "ru") -> str:
    (view,) = views_of(step(visit, pressed(move, visit), occasion()).effects)
    return WORDS.view(view, language)


def test_region_and_sphere_are_there_when_the_report_begins_and_are_told_once() -> None:
    visit = by_link("r47-health")
    assert visit.draft is None
    text = told(visit, "new:report")
    assert "По ссылке выбрано:\nРегион: Мангистауская область\nСфера: Здравоохранение" in text
    begun = play(visit, "new:report")
    assert [answer_of(begun, name) for name in ("kind", "region", "sphere")] == ["report", "mangystau", "health"]
    assert (asked(begun), begun.preset) == ("violation", None)
    assert Say("start.deeplink") not in current_view(begun, occasion()).paragraphs


@pytest.mark.parametrize(
    ("payload", "open_row"),
    [("r47", "group"), ("r47-nothing", "group"), ("R47-HEALTH", "violation"), ("r23-fisheries", "violation"),
     ("r23-health", "violation"), ("r23", "direction")],
)  # fmt: skip
def test_a_link_leads_as_far_as_it_says(payload: str, open_row: str) -> None:
    assert asked(play(by_link(payload), "new:report")) == open_row


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_newcomer_is_told_with_the_first_question_in_the_language_that_was_pressed(language: str) -> None:
    visit = by_link("r47-health", Visit())
    assert (visit.language, visit.screen) == (None, Screen.MENU)
    begun = play(visit, f"in:{language}:report")
    assert (answer_of(begun, "sphere"), begun.language) == ("health", language)
    assert WORDS.texts.text("label.sphere", language) in told(visit, f"in:{language}:report", language)


@pytest.mark.parametrize("payload", ["r99", "r99-health", "rx", "47-health", "promo_2026-Aktau", "-", "x" * 64])
def test_an_unknown_payload_does_nothing_and_is_not_kept(payload: str) -> None:
    result = step(menu(), Commanded(Command.START, payload), occasion())
    (view,) = views_of(result.effects)
    assert view.paragraphs[0] == Say("start.deeplink_unknown")
    assert result.visit == play(menu(), Commanded(Command.START))
    newcomer = by_link(payload, Visit())
    assert newcomer == play(Visit(), Commanded(Command.START))
    assert payload.encode() not in dump_visit(newcomer)


def test_what_the_link_chose_is_changed_like_any_answer() -> None:
    begun = play(by_link("r47-health"), "new:report")
    back = play(begun, "back")
    assert (asked(back), answer_of(back, "region")) == ("sphere", "mangystau")
    again = play(back, "=school")
    assert (asked(again), answer_of(again, "sphere")) in (("violation", "school"), ("sphere", None))
    filled = play(begun, "=bribe", said(STORY), "=code", "edit:region", "=abai")
    assert answer_of(filled, "region") == "abai"


def test_an_unfinished_report_stays_as_it_is_and_a_region_that_was_chosen_too() -> None:
    waiting = by_link("r47-health", play(menu(), "new:report", "=abai"))
    assert (waiting.screen, answer_of(waiting, "region")) == (Screen.RESUME, "abai")
    resumed = play(waiting, "resume", "=service")
    assert (answer_of(resumed, "region"), answer_of(resumed, "group"), resumed.preset) == ("abai", "service", None)
    anew = play(waiting, "anew:report")
    assert answer_of(anew, "region") == "mangystau"


def test_a_story_told_first_is_kept_and_the_link_answers_the_rest() -> None:
    visit = play(by_link("r47-health"), said(STORY), "=report")
    assert (answer_of(visit, "text"), answer_of(visit, "sphere")) == (STORY, "health")


def test_a_repeated_update_and_a_code_behind_start_do_what_they_did() -> None:
    visit = by_link("r47-health")
    assert play(visit, Repeated()) == visit
    assert by_link(CODE).preset is None
    assert load_visit(dump_visit(visit)) == visit


@pytest.mark.parametrize("preset", [Preset("mangystau"), Preset("mangystau", "health"), Preset("atyrau", "fisheries")])
def test_a_link_reads_as_it_is_spelled(preset: Preset) -> None:
    assert read_link(spell_link(preset.region, preset.sphere)) == preset
