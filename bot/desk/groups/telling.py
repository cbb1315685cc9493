"""Telling: whatever changes an office or the admins is told to every admin in private, and to the groups concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import alert_admins, tell_chat
from bot.desk.people import Officer
from bot.desk.presses import PrivatePress, spell_staff_press
from bot.desk.rules import Turn


def tell_of_change(
    connection: Connection,
    key: str,
    values: Mapping[str, Any],
    turn: Turn,
    *,
    chats: Iterable[int | None] = (),
    presses: tuple[PrivatePress, ...] = (),
) -> None:
    """Say the text *key* to all admins and in *chats*, with a button for each of *presses*."""
    alert_admins(connection, key, values, turn, presses=presses)
    spelled = tuple(spell_staff_press(press) for press in presses)
    for chat in dict.fromkeys(chats):
        if chat is not None:
            tell_chat(connection, SayInChat(chat, key, values, presses=spelled), turn)


def name_of(who: Officer) -> str:
    """How *who* is called in what is told: a name cannot be a link or a mention. Without one, by their number."""
    return defang(who.name) or str(who.id)
