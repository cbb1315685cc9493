"""The honest notice: nobody comes to the menu or to a question without having been shown it once."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.showing import BESIDE_A_CASE
from bot.conversation.step import Step, above
from bot.conversation.values.effects import Say, Show, View
from bot.conversation.views.menus import NOTICE


def with_notice(result: Step) -> Step:
    """*result* with the notice above the first view that it shows, if this citizen has not been shown it yet.

    It is done in this one place, so that no way, whatever it begins with, leads round it. Who only looks after a case
    has read it before filing that.
    """
    visit = result.visit
    if visit.noticed or visit.language is None or visit.screen not in BESIDE_A_CASE:
        return result
    shown = next((place for place, effect in enumerate(result.effects) if isinstance(effect, Show)), None)
    if shown is None:
        return result
    told = tuple(_noticed(effect) if place == shown else effect for place, effect in enumerate(result.effects))
    return Step(replace(visit, noticed=True), told)


def _noticed(effect: object) -> Show:
    assert isinstance(effect, Show)
    view = effect.view
    return effect if _tells(view) else replace(effect, view=above(view, *NOTICE))


def _tells(view: View) -> bool:
    return Say("privacy.short") in view.paragraphs
