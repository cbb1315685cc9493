"""The honest notice: nobody comes to the menu or to a question without having been shown it once."""

from __future__ import annotations

from bot.conversation.moves.showing import BESIDE_A_CASE
from bot.conversation.step import Step, above
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import Say, Show, View
from bot.conversation.values.events import (
    AdditionWaits,
    Commanded,
    Corrected,
    Event,
    FileSent,
    FileSettled,
    Pressed,
    Received,
    Typed,
)
from bot.conversation.views.menus import NOTICE
from bot.frozen import replace

OWN_NEWS = (FileSettled, AdditionWaits)
"""What is told by the bot of its own accord: the notice stands above what citizens do themselves."""


def heeding(visit: Visit, event: Event) -> Visit:
    """*visit* after the notice was put before its citizen and *event* answers that very message.

    A message that never arrived is answered by nobody, and so is one that was overtaken by another press.
    """
    match event:
        case Pressed(step=step):
            answers = step == visit.step
        case _:
            answers = isinstance(event, Typed | FileSent | Received | Commanded | Corrected)
    return replace(visit, heeded=True) if visit.noticed and answers else visit


def with_notice(result: Step, event: Event) -> Step:
    """*result* with the notice above the first view that it shows, until this citizen has answered below it.

    It is done in this one place, so that no way, whatever it begins with, leads round it. Who only looks after a case
    has read it before filing that.
    """
    visit = result.visit
    if visit.heeded or visit.language is None or visit.screen not in BESIDE_A_CASE or isinstance(event, OWN_NEWS):
        return result
    shown = next((place for place, effect in enumerate(result.effects) if isinstance(effect, Show)), None)
    if shown is None:
        return result
    before, after = result.effects[:shown], result.effects[shown + 1 :]
    return Step(replace(visit, noticed=True), (*before, *_noticed(result.effects[shown]), *after))


def noticed_view(visit: Visit, view: View) -> View:
    """*view*, which shows again where *visit* stands, with the notice while nobody has answered to it."""
    needs = visit.noticed and not visit.heeded and not _tells(view)
    return above(view, *NOTICE) if needs else view


def _noticed(effect: object) -> tuple[Show, ...]:
    """*effect* with the notice above it; before it, where it tells what became of files: that may be long."""
    assert isinstance(effect, Show)
    view = effect.view
    if _tells(view):
        return (effect,)
    return (replace(effect, view=above(view, *NOTICE)),) if view.rows else (Show(View(NOTICE), anew=True), effect)


def _tells(view: View) -> bool:
    return Say("privacy.short") in view.paragraphs
