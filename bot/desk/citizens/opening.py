"""A visit opened from its row, or why it cannot be: its key is forgotten, or the row is damaged."""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias

from bot.conversation.values.draft import Visit
from bot.conversation.values.packing import dump_visit, load_visit
from bot.desk.damage import Damages
from bot.encryption.errors import KeyForgottenError, SealBrokenError
from bot.encryption.session import SessionKeys
from bot.frozen import frozen
from storage.damage import DamagedRow
from storage.visits import SealedVisit

VISITS = "visits"
CONTEXT = "visit"
CHAT_BYTES = 8
"""What a chat's id fits in; it stands before the visit in the box, for the row names nobody."""
UNLIKE_A_VISIT = (ValueError, KeyError, TypeError, AttributeError)
"""What reading an opened box raises when it holds no visit that this program knows."""


@frozen
class Opened:
    """A visit whose box was opened, and its chat."""

    chat_id: int
    visit: Visit


class Unopened(Enum):
    """Why a visit cannot be opened."""

    FORGOTTEN = auto()
    """Its session key is gone: as if it had expired."""
    DAMAGED = auto()


OpenedOrNot: TypeAlias = Opened | Unopened


class VisitOpener:
    """Seals visits and opens them; a damaged one is noted."""

    def __init__(self, session: SessionKeys, damages: Damages) -> None:
        self.session = session
        self.damages = damages

    def seal(self, chat_id: int, visit: Visit) -> bytes:
        """*visit* as the box of its row."""
        return self.session.seal(chat_id.to_bytes(CHAT_BYTES, "big", signed=True) + dump_visit(visit), context=CONTEXT)

    def open(self, row: SealedVisit) -> OpenedOrNot:
        """Chat and visit in *row*."""
        try:
            plain = self.session.open(row.box, context=CONTEXT)
            chat_id = int.from_bytes(plain[:CHAT_BYTES], "big", signed=True)
            return Opened(chat_id, load_visit(plain[CHAT_BYTES:]))
        except KeyForgottenError:
            return Unopened.FORGOTTEN
        except (SealBrokenError, *UNLIKE_A_VISIT):
            self.note(row)
            return Unopened.DAMAGED

    def note(self, row: SealedVisit) -> None:
        """Note that *row* is damaged."""
        self.damages.note(DamagedRow(VISITS, row.actor.hex()))
