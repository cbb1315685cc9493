"""Who holds a role in an office, as it is kept: looked up by keyed hash. What changes it is `roles`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from bot.terms import OfficeRole
from storage import admins, roles
from storage.roles import RoleRow


@frozen
class RoleHolder:
    """Who holds `role` in `region`; `started` when they have opened their private chat with the bot.

    `district` is what a curator looks after, as it was typed.
    """

    region: str
    role: OfficeRole
    officer: Officer
    started: bool
    district: str = ""

    @property
    def name(self) -> str:
        """As they are called in what is told; a curator with their district."""
        return name_of(self.officer) + (f" ({defang(self.district)})" if self.district else "")


def list_holders(connection: Connection, region: str, safe: Safe) -> list[RoleHolder]:
    """Who holds a role in *region*, the head first; whose row is damaged is left out, and noted."""
    found = []
    for row in roles.list_roles(connection, region, aside=safe.damages.met):
        try:
            found.append(_open(row, safe))
        except NOT_OPENED:
            continue
    return sorted(found, key=lambda each: (each.role is not OfficeRole.HEAD, each.officer.name, each.officer.id))


def find_holder(connection: Connection, region: str, person_id: int, safe: Safe) -> RoleHolder | None:
    """What *person_id* is in *region*."""
    row = roles.get_role(connection, region, safe.person_mark(person_id))
    return None if row is None else _open(row, safe)


def find_head(connection: Connection, region: str, safe: Safe) -> RoleHolder | None:
    """Who leads the office of *region*, if that can be read."""
    return next((each for each in list_holders(connection, region, safe) if each.role is OfficeRole.HEAD), None)


def find_ready_head(connection: Connection, region: str, safe: Safe) -> RoleHolder | None:
    """Who leads the office of *region*, if they can be written to in private."""
    head = find_head(connection, region, safe)
    return head if head is not None and head.started else None


def leads(connection: Connection, region: str, person_id: int, safe: Safe) -> bool:
    """Whether *person_id* leads the office of *region*."""
    head = find_head(connection, region, safe)
    return head is not None and head.officer.id == person_id


def may_open_contacts(connection: Connection, region: str, person_id: int, safe: Safe) -> bool:
    """Whether *person_id* may read what citizens of *region* left as contacts: its head, and whom the head allowed.

    Another role, such as looking after a district, allows nothing here; without a head nobody answers for it.
    """
    if find_head(connection, region, safe) is None:
        return False
    holder = find_holder(connection, region, person_id, safe)
    return holder is not None and holder.role in (OfficeRole.HEAD, OfficeRole.CONTACTS)


def may_run_office(connection: Connection, region: str, person_id: int, turn: Turn) -> bool:
    """Whether *person_id* may change how the office of *region* works: its head may, and the admins of the bot."""
    if person_id in turn.rules.named_admins or admins.is_admin(connection, turn.safe.person_mark(person_id)):
        return True
    return leads(connection, region, person_id, turn.safe)


def _open(row: RoleRow, safe: Safe) -> RoleHolder:
    said: Mapping[str, Any] = safe.open(row.box, table=Table.ROLES, row=place_of_role(row.region, row.mark))
    known = Officer(said["id"], said["name"]), bool(said["started"]), said.get("district", "")
    return RoleHolder(row.region, row.role, *known)


def place_of_role(region: str, mark: bytes) -> str:
    """What the box of a role is bound to."""
    return f"{region}/{mark.hex()}"


def name_of(who: Officer) -> str:
    """How *who* is called in what is told: a name cannot be a link or a mention."""
    return defang(who.name) or str(who.id)
