"""The honest notice comes before the menu and before the first question, whatever a citizen does first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.machine import step
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import Fold, Say
from bot.conversation.values.events import Commanded, Event, FileSettled, Received, Unusable
from bot.conversation.values.packing import dump_visit, load_visit
from tests.conversation.scenes import (
    OPENED,
    STORY,
    WORDS,
    check_view,
    file,
    menu,
    occasion,
    play,
    pressed,
    said,
    views_of,
)

FIRST_ACTS: dict[str, tuple[Event, ...]] = {
    "nothing": (),
    "start": (Commanded(Command.START),),
    "words": (said(STORY),),
    "a greeting": (said("сәлем"),),
    "a file": (file("a"),),
    "a file that is refused": (file("a"), FileSettled("a", False, ("locked", "unlock"))),
    "a file that is too big": (file("a", size=21 * 1024 * 1024),),
    "a sticker": (Received(Unusable.STICKER, 5),),
    "a file and words": (file("a"), said(STORY, 8)),
    "status": (Commanded(Command.STATUS),),
    "help": (Commanded(Command.HELP),),
    "a case by its code": (OPENED,),
}


def tells(view: object) -> bool:
    return Say("privacy.short") in view.paragraphs  # type: ignore[attr-defined]


@pytest.mark.parametrize("first", FIRST_ACTS)
@pytest.mark.parametrize("chosen", ["lang:kk", "in:kk:report", "in:ru:proposal"])
def test_the_notice_stands_above_the_first_question(first: str, chosen: str) -> None:
    visit = play(Visit(), *FIRST_ACTS[first])
    shown = views_of(step(visit, pressed(chosen, visit), occasion()).effects)
    visit = play(visit, chosen)
    if not visit.noticed:
        assert not any(tells(view) for view in shown)
        shown = views_of(step(visit, pressed("new:report", visit), occasion()).effects)
        visit = play(visit, "new:report")
    assert visit.noticed and [tells(view) for view in shown].count(True) == 1


def test_the_notice_is_shown_once() -> None:
    visit = play(Visit(), "in:kk:report")
    assert visit.noticed
    after = step(visit, pressed("=mangystau", visit), occasion())
    assert not any(tells(view) for view in views_of(after.effects))


def test_who_was_shown_it_is_remembered_with_the_visit() -> None:
    assert load_visit(dump_visit(menu())).noticed
    assert not load_visit(dump_visit(replace(menu(), noticed=False))).noticed


def test_an_old_button_of_a_forgotten_visit_does_not_lead_round_it() -> None:
    old = pressed("new:report", menu())
    shown = views_of(step(Visit(step=3), old, occasion()).effects)
    assert tells(shown[0])


def test_the_rest_of_the_notice_opens_at_a_touch() -> None:
    visit = play(Visit(), Commanded(Command.START))
    (view,) = views_of(step(visit, pressed("lang:kk", visit), occasion()).effects)
    assert Fold((Say("privacy.notice"), Say("privacy.not_official"))) in view.paragraphs
    drawn = WORDS.draw(view, "kk")
    (fold,) = drawn.folds
    inside = drawn.text.encode("utf-16-le")[2 * fold.offset : 2 * (fold.offset + fold.length)].decode("utf-16-le")
    assert inside == WORDS.text("privacy.notice", "kk") + "\n\n" + WORDS.text("privacy.not_official", "kk")


def test_where_much_is_to_be_told_of_files_the_notice_is_a_message_of_its_own() -> None:
    way = (file("a", media="voice"), Commanded(Command.START), Commanded(Command.MY), file("b", caption="0"))
    visit = play(Visit(), *way)
    shown = views_of(step(visit, pressed("lang:kk", visit), occasion()).effects)
    assert [tells(view) for view in shown] == [True, False]
    for view in shown:
        check_view(view)
