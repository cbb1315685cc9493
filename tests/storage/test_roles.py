"""Who holds a role in which region."""

from __future__ import annotations

from bot.terms import OfficeRole
from storage import roles
from storage.engine import Database
from storage.roles import RoleRow
from tests.storage.rows import whole

MARK, OTHER = b"mark \x00\xff", b"other"


async def test_a_role_is_held_in_one_region_and_replaced_there(database: Database) -> None:
    rows = [RoleRow(region, MARK, OfficeRole.CONTACTS, b"box") for region in ("abai", "mangystau")]
    for row in rows:
        await database.write(roles.put_role, row)
    head = RoleRow("abai", MARK, OfficeRole.HEAD, b"box \xff")
    await database.write(roles.put_role, head)
    await database.write(roles.put_role, RoleRow("abai", OTHER, OfficeRole.CONTACTS, b"box"))
    assert await database.read(roles.get_role, "abai", MARK) == head
    assert await database.read(roles.get_role, "aqmola", MARK) is None
    assert {row.mark for row in await database.read(roles.list_roles, "abai", aside=whole)} == {MARK, OTHER}
    assert sorted(await database.read(roles.list_of_person, MARK)) == ["abai", "mangystau"]
    assert [await database.write(roles.drop_role, "abai", MARK) for _ in range(2)] == [True, False]
    assert await database.read(roles.list_of_person, MARK) == ["mangystau"]
