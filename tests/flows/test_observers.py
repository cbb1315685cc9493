"""An observer from the link to the last number: in private alone, asked every time, and never a word of a case."""

from __future__ import annotations

import logging
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.playground import PrivateChat
from bot.terms import Status
from storage import schema
from tests.flows.office import Rehearsal, newest, rehearsal
from tests.flows.shortcuts import files_in, put_case, turn_of
from tests.promises.searching import find, numbers, texts

STORY = "Емханада дәрігердің қабылдауына ақша талап етеді."


async def ask(chat: PrivateChat, said: str, words: str = "") -> str:
    """What the bot says after *said* that holds *words*."""
    asked = await chat.send(said)
    return (await chat.wait_for(lambda m: m.from_bot and words in m.text, after=asked)).text


def file_earlier(connection: Connection, day: date) -> None:
    values = {"filed_on": day, "changed_on": day, "due_on": day, "status": Status.IN_WORK}
    connection.execute(update(schema.cases).values(**values))


async def put_months_ago(r: Rehearsal) -> str:
    """Six cases of an earlier month, all overdue; the month as it is written."""
    for _ in range(6):
        await put_case(r, STORY)
    today = turn_of(r).today
    day = date(today.year - 1, today.month, 1)
    await r.house.store.database.write(file_earlier, day)
    return f"{day.month:02}.{day.year}"


async def test_an_observer_reads_numbers_until_removed_and_nobody_else_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        month = await put_months_ago(r)
        admin, observer, stranger = r.play.private(r.admin), r.citizen("Бақыт"), r.citizen("Бөтен")
        unknown = await ask(r.citizen(), "/nosuchcommand")
        assert await ask(r.citizen(), "/numbers") == await ask(r.citizen(), "/observers link") == unknown
        made = await ask(admin, "/observers link", "?start=observer-")
        found = re.search(r"\?start=(observer-\S+)", made)
        assert found is not None
        await ask(observer, f"/start {found[1]}", "Теперь Вы наблюдатель")
        await ask(stranger, f"/start {found[1]}", "Ссылка недействительна")
        await newest(admin, "Добавлен наблюдатель: Бақыт")
        for chat in (observer, admin):
            told = await ask(chat, f"/numbers {month}", "Порядок: зарегистрировано")
            assert "6 / 6 / 0 / 0 / 6 / * / *" in told
            assert not any(word in told for word in STORY.split())
        assert "observer-" not in await ask(observer, "/observers link")  # no right to name others
        asked = await group.send(group.members[1], f"/numbers {month}")
        await group.send(group.members[1], "/help")
        assert "/help" in (await group.wait_for(lambda m: m.from_bot, after=asked)).text  # nothing came before it
        await ask(admin, "/observers", f"Бақыт – {observer.id}")
        await ask(admin, f"/observers {observer.id}", "Наблюдатель исключён.")
        assert "Порядок" not in await ask(observer, f"/numbers {month}")
        assert r.play.violations == []
        sealed = texts("Бақыт", found[1].removeprefix("observer-")) | numbers({"observer": observer.id})
        assert find(sealed, files_in(tmp_path) | {"log": caplog.text.encode()}) == []
    assert find(sealed, files_in(tmp_path)) == []
    assert find(sealed, {"a leak": f"{observer.id} Бақыт".encode()}) != []
