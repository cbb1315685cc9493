"""Roles: who leads an office, and who of it may open contacts.

Rules
- A role is held by somebody's account in one region. It ends at once for who has left the group of the region.
- Of citizens nothing is kept: only whoever holds a role is looked up, by keyed hash.
- What citizens have sent past the group goes to whoever leads the office, and from whoever does no more; while nobody
  does, it waits, and admins hear its numbers.
- Every change stands in the audit log and is told to all admins; whoever lost a role by leaving, in the group as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.holders import RoleHolder, find_head, find_holder, name_of, place_of_role
from bot.desk.outgoing.items import SayInChat, SayInGroup
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posting import AT_ONCE, alert_admins, put_item, tell_office
from bot.desk.outgoing.posts import mark_stale
from bot.desk.outgoing.to_head import spell_numbers, tell_of_waiting
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.status import ANSWERABLE
from bot.encryption.places import Table
from bot.frozen import frozen, replace
from bot.terms import Chore, Desk, OfficeRole
from storage import cases, chores, offices, roles
from storage.roles import RoleRow

MOST_WAITING = 500
"""Cases in one status that wait for a head: many times what one person can have open."""


def tell_head(
    connection: Connection,
    region: str,
    key: str,
    values: Mapping[str, Any],
    turn: Turn,
    *,
    wait: timedelta = AT_ONCE,
) -> bool:
    """Tell whoever leads the office of *region* in private, in both languages; False when nobody can be told.

    Never what a citizen wrote: for that the case is given to the head (`officers.heads`).
    """
    head = find_head(connection, region, turn.safe)
    if head is None or not head.started:
        return False
    lane = OfficerLane.of(turn.safe.person_mark(head.officer.id))
    put_item(connection, SayInChat(head.officer.id, key, values), lane, turn, wait=wait)
    return True


def holder_in(connection: Connection, chat: int, person_id: int, safe: Safe) -> RoleHolder | None:
    """What *person_id* is in the region that the group serves."""
    region = offices.region_of(connection, safe.group_mark(chat))
    return None if region is None else find_holder(connection, region, person_id, safe)


def give_role(connection: Connection, holder: RoleHolder, by: Officer, turn: Turn) -> None:
    """Let *holder* have the role, in place of what they had; another head gives way.

    A head who gets another role leads no more.
    """
    head, leads = find_head(connection, holder.region, turn.safe), holder.role is OfficeRole.HEAD
    is_head = head is not None and head.officer.id == holder.officer.id
    if head is not None and leads and not is_head:
        end_role(connection, head, by, turn, heir=holder)
    _keep(connection, holder, turn)
    if is_head and not leads:
        _leave_desk(connection, holder.region, turn, is_left=True)
    record(connection, Action.ROLE_GIVEN, by, _logged(holder), turn)
    alert_admins(connection, "a.told_role", told(holder) | {"who": name_of(by)}, turn)


def end_role(
    connection: Connection, holder: RoleHolder, by: Officer, turn: Turn, *, heir: RoleHolder | None = None
) -> None:
    """Take *holder* the role; *heir* has it from now on."""
    if roles.drop_role(connection, holder.region, turn.safe.person_mark(holder.officer.id)):
        record(connection, Action.ROLE_ENDED, by, _logged(holder), turn)
        alert_admins(connection, "a.told_role_ended", told(holder) | {"who": name_of(by)}, turn)
        if holder.role is OfficeRole.HEAD:
            _leave_desk(connection, holder.region, turn, is_left=heir is None or not heir.started)


def leave_office(connection: Connection, region: str, person_id: int, turn: Turn) -> None:
    """Whoever has left the group of *region* has no role there any more; admins and the group hear of it."""
    holder = find_holder(connection, region, person_id, turn.safe)
    if holder is None or not roles.drop_role(connection, region, turn.safe.person_mark(person_id)):
        return
    record(connection, Action.ROLE_LEFT, holder.officer, _logged(holder), turn)
    alert_admins(connection, "a.told_role_left", told(holder), turn)
    tell_office(connection, region, SayInGroup("a.told_role_left", told(holder)), turn)
    if holder.role is OfficeRole.HEAD:
        _leave_desk(connection, region, turn, is_left=True)


def leave_group(connection: Connection, chat: int, person_id: int, turn: Turn) -> None:
    """Somebody has left the group: what they were in the region that it serves is over."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is not None:
        leave_office(connection, region, person_id, turn)


def is_unheard(connection: Connection, person_id: int, safe: Safe) -> bool:
    """Whether *person_id* holds a role, and is not known to have opened the private chat."""
    return any(not each.started for each in _held_by(connection, person_id, safe))


def remember_started(connection: Connection, person_id: int, turn: Turn) -> None:
    """Whoever holds a role has opened the private chat. Of others nothing is written."""
    for holder in _held_by(connection, person_id, turn.safe):
        if not holder.started:
            _keep(connection, replace(holder, started=True), turn)


def lose_reach(connection: Connection, region: str, turn: Turn) -> None:
    """Whoever leads the office of *region* takes no messages: what was sent to them waits until they write again."""
    head = find_head(connection, region, turn.safe)
    if head is not None and head.started:
        _keep(connection, replace(head, started=False), turn)
        _let_wait(connection, region, turn, told=True)


def _leave_desk(connection: Connection, region: str, turn: Turn, *, is_left: bool) -> None:
    chores.start_chore(connection, region, Chore.HEAD, not_before=turn.seconds)
    _let_wait(connection, region, turn, told=is_left)


def _let_wait(connection: Connection, region: str, turn: Turn, *, told: bool) -> None:
    """What was sent past the group waits for whoever leads the office next, who gets all of it.

    *told* when nobody does: admins hear the numbers, and nothing else.
    """
    if told:
        tell_of_waiting(connection, region, turn)
    found: list[str] = []
    for status in ANSWERABLE:
        places = cases.list_places(connection, region, status, limit=MOST_WAITING, desk=Desk.HEAD)
        found += [place.number for place in places]
    for number in found:
        row = cases.find_by_number(connection, number)
        if row is not None:
            mark_stale(connection, row.id, turn.safe)
    if found and told:
        alert_admins(connection, "a.past_waits", {"region": region, "numbers": spell_numbers(found)}, turn)


@frozen
class HeadGaps:
    """The regions with a group whose office has no head, and those whose head cannot be written to."""

    without: tuple[str, ...]
    unheard: tuple[str, ...]


def find_gaps(connection: Connection, safe: Safe) -> HeadGaps:
    """Where nobody can be asked as the head of an office that there is."""
    heads = {region: find_head(connection, region, safe) for region in sorted(offices.bound_regions(connection))}
    unheard = (region for region, head in heads.items() if head is not None and not head.started)
    return HeadGaps(tuple(region for region, head in heads.items() if head is None), tuple(unheard))


def told(holder: RoleHolder) -> dict[str, Any]:
    """What is said of *holder* wherever a role is told."""
    return {"region": holder.region, "person": holder.name, "role": holder.role}


def _held_by(connection: Connection, person_id: int, safe: Safe) -> list[RoleHolder]:
    regions = roles.list_of_person(connection, safe.person_mark(person_id))
    found = (find_holder(connection, region, person_id, safe) for region in regions)
    return [each for each in found if each is not None]


def _keep(connection: Connection, holder: RoleHolder, turn: Turn) -> None:
    mark = turn.safe.person_mark(holder.officer.id)
    said: dict[str, Any] = {"id": holder.officer.id, "name": holder.officer.name, "started": holder.started}
    said |= {"district": holder.district} if holder.district else {}
    box = turn.safe.seal(said, table=Table.ROLES, row=place_of_role(holder.region, mark))
    roles.put_role(connection, RoleRow(holder.region, mark, holder.role, box))
    if holder.role is OfficeRole.HEAD and holder.started:
        chores.start_chore(connection, holder.region, Chore.HEAD, not_before=turn.seconds)


def _logged(holder: RoleHolder) -> str:
    """As the log names who holds what."""
    return f"{holder.role} {holder.region}: {holder.officer.name} ({holder.officer.id})"
