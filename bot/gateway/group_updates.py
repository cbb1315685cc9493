"""Updates of groups as transactions: each is done once, whatever Telegram repeats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Connection

from bot.desk.citizens.intake import SEEN_FOR
from bot.desk.groups import changes, unknown
from bot.desk.officers import replies
from bot.desk.officers.replies import Reply
from bot.desk.outgoing import chats
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import tell_chat
from bot.desk.people import GroupPress, PressOutcome, Refused
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import Language
from storage import updates

TakeReply: TypeAlias = Callable[[Connection, Reply, Turn], None]
DecidePress: TypeAlias = Callable[[Connection, GroupPress, Turn], PressOutcome]


@frozen
class GroupUpdate:
    """Where an update comes from: its mark, and whether the group has a public name now."""

    mark: bytes
    chat: int
    public: bool


def do_once(connection: Connection, source: GroupUpdate, turn: Turn, use_case: Callable[..., object]) -> None:
    """Run *use_case* once for the update: a repeated one changes nothing."""
    if updates.mark_seen(connection, source.mark, expires_at=turn.after(SEEN_FOR)):
        use_case(connection)


def take_once(connection: Connection, source: GroupUpdate, use_case: TakeReply, reply: Reply, turn: Turn) -> None:
    if not updates.mark_seen(connection, source.mark, expires_at=turn.after(SEEN_FOR)):
        return
    if source.chat > 0:
        use_case(connection, reply, turn)
        return
    if chats.served_by(connection, source.chat, turn.safe) is None:
        answered = replies.case_behind(connection, reply, turn)
        if not unknown.meet(connection, source.chat, turn, speaks=answered is not None):
            return
    if changes.mind_public(connection, source.chat, turn, public=source.public):
        use_case(connection, reply, turn)
    else:
        replies.refuse_public(connection, reply, turn)


def say_damaged(connection: Connection, source: GroupUpdate, reply: Reply, turn: Turn) -> None:
    """Tell the officer who answered us that it could not be done."""
    if updates.mark_seen(connection, source.mark, expires_at=turn.after(SEEN_FOR)) and reply.answers_bot:
        tell_chat(connection, SayInChat(source.chat, "s.case_damaged", reply_to=reply.spot), turn)


def press_once(
    connection: Connection, source: GroupUpdate, use_case: DecidePress, press: GroupPress, turn: Turn
) -> tuple[PressOutcome, Language | None]:
    """The outcome, and the language of the group if it is bound."""
    office = chats.served_by(connection, source.chat, turn.safe)
    language = None if office is None else office.language
    if not updates.mark_seen(connection, source.mark, expires_at=turn.after(SEEN_FOR)):
        return Refused("s.decided_before"), language
    if source.chat > 0:
        return use_case(connection, press, turn), language
    if office is None:
        unknown.meet(connection, source.chat, turn)
    if not changes.mind_public(connection, source.chat, turn, public=source.public):
        return Refused("s.group_public"), language
    return use_case(connection, press, turn), language
