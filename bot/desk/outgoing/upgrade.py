"""Bringing the outbox along: what an older program left pending is sealed anew as this one reads it.

Until version 2 a box was bound to its lane and kind only, so that two boxes of one lane and kind could be swapped
unnoticed, and items that hold nothing had none; since then each has one that is bound to its own row.

Only the bot itself does this, when it has the lock: a command beside it may find an older program at work, which could
not open what was sealed anew, and would go on putting boxes of its own kind.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection

from bot.desk.outgoing.item_rows import read_item
from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.posting import open_item, place_of
from bot.desk.safe import Safe
from bot.encryption.errors import KeyForgottenError, SealBrokenError
from bot.encryption.places import Table
from storage import facts, outbox
from storage.facts import Fact
from storage.outbox import OutboxItem

VERSION = "2"

log = logging.getLogger(__name__)


def bring_outbox_along(connection: Connection, safe: Safe) -> None:
    """Seal the items of older versions anew, once. One that does not open stays as it is: it is set aside when due."""
    if facts.get_fact(connection, Fact.OUTBOX) == VERSION:
        return
    for row in outbox.list_items(connection):
        if _is_bound(row, safe):
            continue
        try:
            content = modernise(row.kind, _open_older(row, safe))
            read_item(row.kind, row.case_id, row.seq, content)
        except (SealBrokenError, KeyForgottenError, KeyError, TypeError, ValueError) as fault:
            log.error("an older outbox item of kind %s cannot be brought along: %s", row.kind, type(fault).__name__)
            continue
        outbox.put_box(connection, row.id, safe.seal(content, table=Table.OUTBOX, row=place_of(row)))
    facts.put_fact(connection, Fact.OUTBOX, VERSION)


def _is_bound(row: OutboxItem, safe: Safe) -> bool:
    """Whether a command of this program has put *row* since the older one was stopped."""
    try:
        open_item(row, safe.untold())
    except (SealBrokenError, KeyForgottenError, TypeError, ValueError):
        return False
    return True


def _open_older(row: OutboxItem, safe: Safe) -> dict[str, Any]:
    """What version 1 kept in the box of *row*; nothing where it kept none."""
    return {} if row.box is None else safe.untold().open(row.box, table=Table.OUTBOX, row=f"{row.lane}/{row.kind}")


def modernise(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The parts of an item of version 1 under the names that they have now."""
    match kind:
        case ItemKind.EDIT:
            return {"spot": {"chat": content["chat"], "message": content["message"]}, "told": content["key"]}
        case ItemKind.DELETION:
            return {"spot": {"chat": content["chat"], "message": content["message"]}}
        case _:
            return content
