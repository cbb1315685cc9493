"""`step(visit, event, occasion)`: the one door of the conversation.

                   language ── menu ──┬── form … preview ── filed
                                      │     └── edit, cancel?, resume?
                                      └── code ── case ── facts

Every pair of a visit and an event has an answer; none raises. A stale button answers with the current step.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.conversation.commands import take_command
from bot.conversation.draft import Visit
from bot.conversation.events import (
    CaseNotFound,
    CaseOpened,
    CodeRefused,
    Commanded,
    Corrected,
    Event,
    FactsAdded,
    Filed,
    LimitReached,
    Pressed,
    Received,
    Repeated,
    Typed,
)
from bot.conversation.messages import take_correction, take_other, take_text
from bot.conversation.presses import take_press
from bot.conversation.reports import take_report
from bot.conversation.showing import current, current_view
from bot.conversation.step import Occasion, Step

__all__ = ["current_view", "step"]


def step(visit: Visit, event: Event, occasion: Occasion) -> Step:
    """Advance *visit* by one *event*. A changed visit has a higher `step`, so that older buttons are stale."""
    known = visit
    if isinstance(event, Pressed) and visit.language is None and _tells_language(event):
        known = replace(visit, language=event.language)
    result = _answer(known, event, occasion)
    if result.visit == visit:
        return result
    return Step(replace(result.visit, step=visit.step + 1), result.effects)


def _tells_language(pressed: Pressed) -> bool:
    """Whether the message under the button was in a chosen language; the language question itself was not."""
    return pressed.step >= 0 and not pressed.choice.startswith("lang:")


def _answer(visit: Visit, event: Event, occasion: Occasion) -> Step:
    match event:
        case Repeated():
            return Step(visit, current(visit, occasion))
        case Commanded(name):
            return take_command(visit, name, occasion)
        case Pressed():
            return take_press(visit, event, occasion)
        case Typed():
            return take_text(visit, event, occasion)
        case Corrected():
            return take_correction(visit, event, occasion)
        case Received():
            return take_other(visit, event, occasion)
        case Filed() | CaseOpened() | CaseNotFound() | CodeRefused() | FactsAdded() | LimitReached():
            return take_report(visit, event, occasion)
        case unexpected:
            assert_never(unexpected)
