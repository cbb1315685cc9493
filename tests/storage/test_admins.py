"""Admins, and links that make one of whoever uses them first."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from storage import admins
from storage.admins import AdminRow
from storage.engine import Database
from tests.storage.rows import whole

MARK, LINK = b"mark \x00\xff", b"link \x00\xff"


async def test_an_admin_is_known_and_made_anew(database: Database) -> None:
    assert not await database.read(admins.is_admin, MARK)
    await database.write(admins.put_admin, MARK, b"chat")
    await database.write(admins.put_admin, MARK, b"same chat \xff")
    await database.write(admins.put_admin, b"other", b"other chat")
    assert await database.read(admins.is_admin, MARK)
    known = [AdminRow(MARK, b"same chat \xff"), AdminRow(b"other", b"other chat")]
    assert await database.read(admins.list_admins, aside=whole) == known


async def test_a_removed_admin_is_none_until_restored_or_made_anew_and_forgotten_after_a_day(
    database: Database,
) -> None:
    await database.write(admins.put_admin, MARK, b"chat")
    assert not await database.write(admins.restore_admin, MARK)
    assert [await database.write(admins.remove_admin, MARK, now=100) for _ in range(2)] == [True, False]
    assert not await database.read(admins.is_admin, MARK)
    assert await database.read(admins.list_admins, aside=whole) == []
    assert await database.read(admins.get_admin, MARK) == AdminRow(MARK, b"chat", 100)
    assert await database.write(admins.restore_admin, MARK)
    assert await database.read(admins.is_admin, MARK)
    await database.write(admins.remove_admin, MARK, now=100)
    await database.write(admins.put_admin, MARK, b"new chat")
    assert await database.read(admins.get_admin, MARK) == AdminRow(MARK, b"new chat")
    await database.write(admins.remove_admin, MARK, now=100)
    await database.write(admins.forget_removed, until=99)
    assert await database.read(admins.get_admin, MARK) == AdminRow(MARK, b"new chat", 100)
    await database.write(admins.forget_removed, until=100)
    assert await database.read(admins.get_admin, MARK) is None


async def test_a_link_works_once_and_only_in_its_time(database: Database) -> None:
    await database.write(admins.put_link, LINK, expires_at=100)
    assert not await database.write(admins.use_link, b"no such link", now=50)
    assert not await database.write(admins.use_link, LINK, now=100)
    assert await database.write(admins.use_link, LINK, now=99)
    assert not await database.write(admins.use_link, LINK, now=99)


async def test_of_many_who_use_a_link_at_once_one_succeeds(database: Database) -> None:
    await database.write(admins.put_link, LINK, expires_at=100)
    used = await asyncio.gather(*(database.write(admins.use_link, LINK, now=50) for _ in range(20)))
    assert sorted(used) == [False] * 19 + [True]


async def test_links_past_their_time_are_forgotten(database: Database) -> None:
    await database.write(admins.put_link, LINK, expires_at=100)
    await database.write(admins.put_link, b"later", expires_at=101)
    await database.write(admins.forget_links, now=100)
    await database.write(admins.put_link, LINK, expires_at=300)
    with pytest.raises(IntegrityError):
        await database.write(admins.put_link, b"later", expires_at=300)
