"""Every button that is drawn does something, and every kind of button is drawn somewhere."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from bot.conversation.machine import current_view
from bot.conversation.values.callback import spell_press
from bot.conversation.values.choices import AnyChoice, HideMessage
from bot.conversation.values.draft import Screen, Visit
from bot.conversation.values.review_choices import FactsKeep, Keep
from bot.conversation.views import menus
from bot.gateway import wording
from tests.conversation.places import AT, CASES, OPEN, Walked, dead_buttons, place_of, walk
from tests.conversation.scenes import STORY, menu, play, said

DRAWN_NO_MORE = {Keep, FactsKeep}
"""They hang in chats from before there was one screen for what is found (tests/conversation/test_review.py)."""
REPORT = ("new:report", "=city", "=law", "=police", "=bribe", said(STORY), "=code")


@cache
def walked() -> Walked:
    """The walk of somebody who has never been here."""
    return walk(Visit())


def test_no_button_is_dead_wherever_one_comes() -> None:
    assert walked().dead == ()


def test_every_kind_of_button_is_drawn_somewhere() -> None:
    assert walked().drawn == set(get_args(AnyChoice)) - DRAWN_NO_MORE


def test_the_walk_comes_to_every_screen() -> None:
    assert walked().screens == set(Screen) - {Screen.ERASING}  # nothing is drawn there, and nothing can be pressed


@pytest.mark.parametrize("answered", range(1, len(REPORT) + 1))
def test_no_button_is_dead_in_a_draft_whose_edited_question_is_gone(answered: int) -> None:
    visit = play(menu(), *REPORT[:answered], at=AT)
    assert visit.draft is not None
    stranded = replace(visit, draft=replace(visit.draft, editing="gone"))
    assert list(dead_buttons(place_of(stranded, current_view(stranded, AT)))) == []


def test_a_button_that_lost_a_letter_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk sees what a citizen would: the case is shown, and "delete this message" does nothing."""

    def misspelled(choice: AnyChoice, step: int, language: str) -> str:
        spelled = spell_press(choice, step, language)
        return spelled[:-1] if isinstance(choice, HideMessage) else spelled

    opened = play(menu(), CASES[OPEN])
    view = menus.case_view(CASES[OPEN], draft_waits=False)
    assert list(dead_buttons(place_of(opened, view, "code"))) == []
    monkeypatch.setattr(wording, "spell_press", misspelled)
    (dead,) = dead_buttons(place_of(opened, view, "code"))
    assert dead.endswith(f"hide:{OPEN[1:]} is stale after code")
