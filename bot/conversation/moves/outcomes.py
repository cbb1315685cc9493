"""What became of what a citizen wanted done with their case: told in a message of its own, and what follows."""

from __future__ import annotations

from typing import TypeAlias, assert_never

from bot.conversation.moves.showing import aside, home, stand
from bot.conversation.step import Occasion, Step
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait, without_facts
from bot.conversation.values.effects import OpenCase, Say, Show, View
from bot.conversation.values.events import ErasingAsked, FactsAdded
from bot.conversation.values.offices import AboutOffices
from bot.conversation.values.own_acts import Acted, Aim, AtAnEnd, MyCases, NotActed, OwnAct, Rated
from bot.conversation.views import adding, erasing, menus, offices, own_acts
from bot.frozen import replace

Outcome: TypeAlias = FactsAdded | AtAnEnd | Acted | NotActed | Rated | MyCases | AboutOffices | ErasingAsked


def take_outcome(visit: Visit, outcome: Outcome, occasion: Occasion) -> Step:
    """Show what *outcome* says; nothing that is written and not given is lost by it."""
    match outcome:
        case FactsAdded(aim, waits, leaves):
            later = () if leaves is None else (menus.leaves_on(leaves),)
            return home(without_facts(visit), occasion, _given(aim, waits=waits), *later, anew=True)
        case AtAnEnd(case, may_reopen):
            return Step(visit, (Show(adding.closed(visit, case, may_reopen=may_reopen), anew=True),))
        case Acted(case, act):
            return _tell_done(visit, case, act, occasion)
        case NotActed():
            return _tell_not_done(visit, outcome, occasion)
        case Rated(case, low):
            return _ask_comment(visit, case, occasion, low=low)
        case MyCases(listed, to_unlink):
            shown = erasing.linked if to_unlink else own_acts.mine
            return Step(visit, (Show(shown(listed, draft_waits=draft_waits(visit)), anew=True),))
        case ErasingAsked(offers_again):
            unsent = draft_waits(visit) or facts_wait(visit)
            return Step(visit, (Show(erasing.confirm_chat(unsent=unsent, offers_again=offers_again), anew=True),))
        case AboutOffices():
            return aside(visit, offices.about(outcome, occasion.questions, visit.spoken), occasion)
        case unexpected:
            assert_never(unexpected)


def _given(aim: Aim, *, waits: bool) -> Say:
    match aim:
        case Aim.ADD:
            return Say("info.added")
        case Aim.CORRECT:
            return Say("correct.noted")
        case Aim.REOPEN:
            return Say("reopen.done")
        case Aim.COMMENT:
            return Say("rate.comment_added")
        case Aim.TO_HEAD:
            return Say("press.waits" if waits else "press.sent")
        case unexpected:
            assert_never(unexpected)


def _tell_done(visit: Visit, case: str, act: OwnAct, occasion: Occasion) -> Step:
    """A case whose link is cut is left at once, so that nothing of this chat leads to it; unless words for it wait."""
    if act is not OwnAct.UNLINK:
        return Step(visit, (Show(own_acts.done(act, case), anew=True),))
    if facts_wait(visit):
        return stand(visit, Screen.FACTS, occasion, Say("unlink.done"), anew=True)
    return home(replace(visit, case=None), occasion, Say("unlink.done"), anew=True)


def _tell_not_done(visit: Visit, not_done: NotActed, occasion: Occasion) -> Step:
    """The case is shown as it is; words that were to open it again, or to comment, wait on as an addition.

    What was for the head alone stays so.
    """
    why = own_acts.not_done(not_done.act, not_done.why)
    if facts_wait(visit):
        kept = visit.aim if visit.aim is Aim.TO_HEAD else Aim.ADD
        return stand(replace(visit, aim=kept), Screen.FACTS, occasion, why, anew=True)
    told = Show(View((why,)), anew=True)
    return Step(replace(visit, screen=Screen.CASE), (told, OpenCase(not_done.case)))


def _ask_comment(visit: Visit, case: str, occasion: Occasion, *, low: bool) -> Step:
    """Thanks; what is typed now is the comment, unless other words wait."""
    if facts_wait(visit):
        return stand(visit, Screen.FACTS, occasion, Say("rate.thanks"), anew=True)
    asked = replace(visit, screen=Screen.FACTS, aim=Aim.COMMENT)
    return Step(asked, (Show(adding.rated(case, low=low), anew=True),))
