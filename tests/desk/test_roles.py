"""Roles: given, replaced, ended and lost; each time written down and told, and nothing of anybody else is kept."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.desk import holders, roles
from bot.desk.holders import RoleHolder
from bot.desk.outgoing.items import SayInGroup
from bot.desk.people import Officer
from bot.desk.roles import HeadGaps
from bot.terms import OfficeRole
from storage import schema
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN, Desk, read_log


def held(role: OfficeRole, officer: Officer = DANA, *, region: str = "mangystau", started: bool = False) -> RoleHolder:
    """Somebody with a role."""
    return RoleHolder(region, role, officer, started)


def logged(desk: Desk) -> list[tuple[str, str, str]]:
    """What of roles the log holds."""
    entries = read_log(desk.connection, desk.safe)
    return [(entry.action, entry.who, entry.why) for entry in entries if entry.action.startswith("role-")]


def test_a_role_is_found_told_and_written_down(desk: Desk) -> None:
    desk.bind()
    desk.empty_outbox()
    head = held(OfficeRole.HEAD)
    roles.give_role(desk.connection, head, ADMIN, desk.turn)
    assert holders.find_head(desk.connection, "mangystau", desk.safe) == head
    assert roles.holder_in(desk.connection, GROUP, DANA.id, desk.safe) == head
    assert roles.holder_in(desk.connection, OTHER_GROUP, DANA.id, desk.safe) is None
    assert holders.find_head(desk.connection, "abai", desk.safe) is None
    assert logged(desk) == [("role-given", "Әлия", "head mangystau: Дана (21)")]
    assert desk.told() == [(ADMIN.id, "a.told_role", 0)]


def test_another_head_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.bind()
    roles.give_role(desk.connection, held(OfficeRole.HEAD), ADMIN, desk.turn)
    roles.give_role(desk.connection, held(OfficeRole.CONTACTS, YERLAN), ADMIN, desk.turn)
    roles.give_role(desk.connection, held(OfficeRole.HEAD, YERLAN), ADMIN, desk.turn)
    assert holders.list_holders(desk.connection, "mangystau", desk.safe) == [held(OfficeRole.HEAD, YERLAN)]
    assert [what for what, _, _ in logged(desk)].count("role-ended") == 1


def test_who_leaves_loses_the_role_in_that_region_alone_and_it_is_told_once(desk: Desk) -> None:
    desk.bind()
    for region in ("mangystau", "abai"):
        roles.give_role(desk.connection, held(OfficeRole.CONTACTS, region=region), ADMIN, desk.turn)
    desk.empty_outbox()
    for person in (DANA, DANA, YERLAN):
        roles.leave_group(desk.connection, GROUP, person.id, desk.turn)
    assert holders.find_holder(desk.connection, "mangystau", DANA.id, desk.safe) is None
    assert holders.find_holder(desk.connection, "abai", DANA.id, desk.safe) is not None
    assert [type(item) for item in desk.items()].count(SayInGroup) == 1
    assert desk.told() == [(ADMIN.id, "a.told_role_left", 0)]
    assert ("role-left", "Дана", "contacts mangystau: Дана (21)") in logged(desk)


def test_of_whoever_holds_no_role_nothing_is_kept(desk: Desk) -> None:
    roles.remember_started(desk.connection, DANA.id, desk.turn)
    assert not roles.is_unheard(desk.connection, DANA.id, desk.safe)
    assert desk.connection.execute(select(func.count()).select_from(schema.roles)).scalar_one() == 0
    roles.give_role(desk.connection, held(OfficeRole.HEAD), ADMIN, desk.turn)
    assert roles.is_unheard(desk.connection, DANA.id, desk.safe)
    roles.remember_started(desk.connection, DANA.id, desk.turn)
    assert not roles.is_unheard(desk.connection, DANA.id, desk.safe)
    assert holders.find_head(desk.connection, "mangystau", desk.safe) == held(OfficeRole.HEAD, started=True)


def test_a_damaged_row_hides_nobody_else(desk: Desk) -> None:
    roles.give_role(desk.connection, held(OfficeRole.HEAD), ADMIN, desk.turn)
    roles.give_role(desk.connection, held(OfficeRole.CONTACTS, YERLAN), ADMIN, desk.turn)
    mark = desk.safe.person_mark(DANA.id)
    desk.connection.execute(schema.roles.update().where(schema.roles.c.mark == mark).values(box=b"spoilt"))
    assert holders.list_holders(desk.connection, "mangystau", desk.safe) == [held(OfficeRole.CONTACTS, YERLAN)]
    assert desk.safe.damages
    roles.give_role(desk.connection, held(OfficeRole.HEAD), ADMIN, desk.turn)
    assert holders.find_head(desk.connection, "mangystau", desk.safe) == held(OfficeRole.HEAD)


def test_offices_without_a_head_and_heads_who_cannot_be_written_to_are_found(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    assert roles.find_gaps(desk.connection, desk.safe) == HeadGaps(("abai", "mangystau"), ())
    roles.give_role(desk.connection, held(OfficeRole.HEAD), ADMIN, desk.turn)
    assert roles.find_gaps(desk.connection, desk.safe) == HeadGaps(("abai",), ("mangystau",))
    roles.remember_started(desk.connection, DANA.id, desk.turn)
    assert roles.find_gaps(desk.connection, desk.safe) == HeadGaps(("abai",), ())
