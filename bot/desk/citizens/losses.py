"""Drafts that were lost: who comes back to one is told so, and not that it may have been sent.

Rules
- A damaged row is its owner's, who hears it at once.
- The session keys hash the accounts too: whose draft was lost with them cannot be told any more. So nobody is sought;
  who presses an old button, or writes without a visit, hears it for as long as a draft of before could have lived, in
  words that hold for those who had none as well.
- Commands, codes and buttons that need no draft work as ever.
- A "send" under a lost preview has sent nothing by this press; what an earlier press sent is found by its code.
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto
from typing import assert_never

from sqlalchemy import Connection

from bot.conversation.machine import current_view
from bot.conversation.step import with_note
from bot.conversation.values.choices import Send, Timeless
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import Effect, Say, Show
from bot.conversation.values.events import Corrected, Event, FileSent, Pressed, Received, Repeated, Typed
from bot.desk.citizens.transaction import Transaction
from bot.desk.codes import read_code
from bot.desk.rules import Turn
from bot.frozen import replace
from bot.terms import Language
from storage import facts, visits
from storage.facts import Fact


def note_loss(connection: Connection, *, now: int) -> None:
    """The session keys are about to be made anew: remember when, if anybody's visit hung on the old ones."""
    if visits.are_there(connection):
        facts.put_fact(connection, Fact.DRAFTS_LOST, str(now))


def may_be_lost(connection: Connection, event: Event, turn: Turn, lifetime: timedelta) -> bool:
    """Whether *event*, which meets no visit, may belong to a draft that was lost with the keys."""
    if not _belongs_to_a_draft(event):
        return False
    lost = facts.get_fact(connection, Fact.DRAFTS_LOST)
    # A damaged fact tells nothing of when: the citizen is answered as if no draft had been lost.
    return lost is not None and lost.isdecimal() and turn.now.timestamp() - int(lost) < lifetime.total_seconds()


class Loss(Enum):
    """What a draft was lost with."""

    KEYS = auto()
    DAMAGE = auto()


def tell_of_loss(run: Transaction, visit: Visit, event: Event, loss: Loss) -> tuple[Visit, tuple[Effect, ...]]:
    """From an empty *visit* through *event*: what is shown begins with what was lost. A press does nothing else."""
    sent = isinstance(event, Pressed) and isinstance(event.choice, Send)
    if isinstance(event, Pressed):
        known = event.language if event.step >= 0 else None
        visit, event = replace(visit, language=visit.language or known), Repeated()
    after, effects = run.go(visit, event)
    lost = Say(_key_of(loss, after.language))
    return after, _with_notes(run, after, effects, lost, *((Say("draft.lost_unsent"),) if sent else ()))


def _key_of(loss: Loss, language: Language | None) -> str:
    match loss:
        case Loss.KEYS:
            return "draft.lost" if language else "draft.lost_both"
        case Loss.DAMAGE:
            return "draft.damaged" if language else "draft.damaged_both"
        case unexpected:
            assert_never(unexpected)


def _with_notes(run: Transaction, after: Visit, effects: tuple[Effect, ...], *notes: Say) -> tuple[Effect, ...]:
    """*effects* with *notes* above the first view that they show, or above where the citizen stands."""
    for place, effect in enumerate(effects):
        if isinstance(effect, Show):
            told = replace(effect, view=with_note(effect.view, *notes), anew=True)
            return (*effects[:place], told, *effects[place + 1 :])
    return (*effects, Show(with_note(current_view(after, run.occasion), *notes), anew=True))


def _belongs_to_a_draft(event: Event) -> bool:
    match event:
        case Pressed(choice):
            return isinstance(choice, Send) or not isinstance(choice, Timeless)
        case Typed():
            return read_code(event.text) is None
        case Corrected() | Received() | FileSent():
            return True
        case _:
            return False
