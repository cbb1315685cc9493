"""Membership: what it means for the bot to be in a group, silenced there, or thrown out."""

from __future__ import annotations

from sqlalchemy import Connection
from telegram import Chat, ChatMember, ChatMemberRestricted
from telegram.constants import ChatMemberStatus

from bot.desk.groups import admins, changes, unknown
from bot.desk.outgoing import chats
from bot.desk.people import GroupStanding, Officer
from bot.desk.rules import Turn
from bot.terms import Suspension

PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


def can_speak(member: ChatMember) -> bool:
    """Whether a bot that is this member may write into the group."""
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member and member.can_send_messages)
    return member.status in PRESENT


def standing_of(member: ChatMember) -> GroupStanding:
    """Whether somebody who is this member is in the group."""
    present = member.is_member if isinstance(member, ChatMemberRestricted) else member.status in PRESENT
    return GroupStanding.MEMBER if present else GroupStanding.LEFT


def closing_reason(member: ChatMember, chat: Chat) -> Suspension | None:
    """Why nothing may be posted in *chat* where the bot is *member* now, or None."""
    if not can_speak(member):
        silenced = isinstance(member, ChatMemberRestricted) and member.is_member
        return Suspension.SILENCED if silenced else Suspension.REMOVED
    return Suspension.PUBLIC if chat.username else None


def come_or_go(
    connection: Connection, chat_id: int, reason: Suspension | None, by: Officer, turn: Turn
) -> None:
    """The bot is in the group, or is not: one that serves a region is closed for a *reason*, or goes on.

    One that serves none has the bot in it also where strangers can read it, or where the bot may not write.
    """
    if chats.served_by(connection, chat_id, turn.safe) is None:
        if reason is not Suspension.REMOVED:
            unknown.come_in(connection, chat_id, turn, by_admin=admins.is_admin(connection, by.id, turn.rules))
    elif reason is None:
        changes.welcome_back(connection, chat_id, turn)
    else:
        changes.close_group(connection, chat_id, reason, turn)
