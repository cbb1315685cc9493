"""What happens to a bound group under us: it becomes public or private, loses the bot, becomes a supergroup.

Rules
- A group that anybody can read gets nothing and decides nothing: its lane waits, as does that of a group that the
  bot was removed from.
- Admins are alerted once when a lane stops and once when it goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.desk.groups.reposting import post_missing
from bot.desk.outgoing import lanes, posting
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.posting import Notice, notify, show_preview, tell_chat
from bot.desk.safe import Safe
from storage import cases, offices, outbox
from storage.offices import OfficeRow

PUBLIC, REMOVED = "public", "removed"
"""Why the lane of a group waits: anybody can read it, or the bot was thrown out."""
ALERTS = {PUBLIC: "a.went_public", REMOVED: "a.removed"}


@dataclass(frozen=True, slots=True)
class Watch:
    """What is needed when a group changes: `named` are the admins of the settings."""

    safe: Safe
    named: frozenset[int]
    now: datetime


def list_groups(connection: Connection, safe: Safe) -> list[tuple[int, str | None]]:
    """Chat id of every bound group, and why its lane is suspended."""
    return [
        (chat_of(office, safe), outbox.lane_state(connection, lanes.office_lane(office.region)))
        for office in offices.list_offices(connection)
    ]


def follow_migration(connection: Connection, *, old_chat: int, new_chat: int, safe: Safe, now: datetime) -> str | None:
    """The group became a supergroup with another id: keep serving. The region, or None when it served none.

    Its old messages are out of reach, so what is unanswered or undecided is posted anew. It may be told twice (by the
    service message and by a refused call); the second time changes nothing.
    """
    office = offices.find_office(connection, safe.group_mark(old_chat))
    if office is None:
        return None
    box = safe.seal({"chat": new_chat}, table="offices", row=office.region)
    moved = OfficeRow(office.region, safe.group_mark(new_chat), box, office.language, office.bound_on)
    offices.put_office(connection, moved)
    outbox.resume_lane(connection, lanes.office_lane(office.region))
    notify(connection, moved, Notice("s.reposted", {}, None), safe=safe, now=now)
    for case_id, seq in cases.undecided_replies(connection, office.region):
        if not outbox.has_pending(connection, lanes.office_lane(office.region), "preview", case_id, seq):
            show_preview(connection, case_id, office.region, seq, now=now)
    post_missing(connection, office.region, new_chat, safe=safe, now=now)
    return office.region


def close_group(connection: Connection, *, chat_id: int, reason: str, watch: Watch) -> str | None:
    """The bot cannot or must not write into its group: the lane waits and admins are alerted, once. The region."""
    office = offices.find_office(connection, watch.safe.group_mark(chat_id))
    if office is None:
        return None
    lane = lanes.office_lane(office.region)
    before = outbox.lane_state(connection, lane)
    outbox.suspend_lane(connection, lane, reason)
    if before is None:
        key = ALERTS.get(reason, "a.group_lost")
        posting.alert(connection, key, {"region": office.region}, named=watch.named, safe=watch.safe, now=watch.now)
        if reason == PUBLIC:
            tell_chat(connection, chat_id, Notice("s.group_public", {}, None), safe=watch.safe, now=watch.now)
    return office.region


def welcome_back(connection: Connection, *, chat_id: int, watch: Watch) -> str | None:
    """The bot is in its group again: the lane goes on, unless strangers can read the group. The region."""
    office = offices.find_office(connection, watch.safe.group_mark(chat_id))
    if office is None or outbox.lane_state(connection, lanes.office_lane(office.region)) == PUBLIC:
        return None
    return reopen_group(connection, chat_id=chat_id, watch=watch)


def reopen_group(connection: Connection, *, chat_id: int, watch: Watch) -> str | None:
    """The bot may write into its group again: the lane goes on and admins hear it. The region."""
    office = offices.find_office(connection, watch.safe.group_mark(chat_id))
    if office is None:
        return None
    lane = lanes.office_lane(office.region)
    if outbox.lane_state(connection, lane) is not None:
        outbox.resume_lane(connection, lane)
        values = {"region": office.region}
        posting.alert(connection, "a.group_back", values, named=watch.named, safe=watch.safe, now=watch.now)
    return office.region


def mind_public(connection: Connection, *, chat_id: int, public: bool, watch: Watch) -> bool:
    """Close the group when an update shows it as public; whether things may be decided there.

    Only the watch reopens it: an update does not show all that lets strangers read, and a press shows the past.
    """
    office = offices.find_office(connection, watch.safe.group_mark(chat_id))
    if office is None:
        return True
    if public:
        close_group(connection, chat_id=chat_id, reason=PUBLIC, watch=watch)
    return not public and outbox.lane_state(connection, lanes.office_lane(office.region)) != PUBLIC
