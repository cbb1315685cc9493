"""P6: "sent" is said only after the COMMIT that holds the case, and a case that was committed is never denied."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from bot.conversation.values.choices import Send
from bot.conversation.values.events import Pressed
from bot.desk.citizens.arrivals import Arrival
from bot.playground.driving import NUMBER
from tests.flows.office import Rehearsal, choose_language, fill_report, newest, rehearsal
from tests.promises.desk import StillClock, Visitor, house_at
from tests.promises.walking import choices
from tests.waiting import until

WORDS = "В поликлинике требуют деньги за приём."


@asynccontextmanager
async def _full_disk(r: Rehearsal) -> AsyncIterator[None]:
    """SQLite finds no room for another page: a real fault of the store, and it ends."""
    writer: Any = r.house.store.database._store._writer  # type: ignore[attr-defined]
    pages = await writer.run(partial(_limit, writer, 1))
    try:
        yield
    finally:
        await writer.run(partial(_limit, writer, pages))


def _limit(writer: Any, pages: int) -> int:
    before: int = writer._raw.execute("PRAGMA max_page_count").fetchone()[0]
    writer._raw.execute(f"PRAGMA max_page_count = {pages}")
    return before


def _committed(folder: Path) -> int:
    """How many cases another process sees."""
    with closing(sqlite3.connect(f"file:{folder}/adaldyq.db?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM cases").fetchone()[0])


def _says_sent(r: Rehearsal) -> list[str]:
    """Everything that the bot said and that a citizen would take for "sent"."""
    said = [str(call.parameters.get("text", "")) for call in r.play.calls]
    return [text for text in said if "зарегистрирован" in text or NUMBER.search(text)]


async def test_nothing_says_sent_while_the_store_cannot_commit(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await choose_language(chat)
        receiver = r.house.receiver
        assert receiver is not None
        await fill_report(chat, WORDS * 40)  # large, so that the case needs pages of its own
        preview = chat.from_bot[-1]
        send = next(choice for choice in choices(preview) if choice.startswith("send:"))
        async with _full_disk(r):
            seen = len(r.play.calls)
            await chat.press(choices(preview)[send], preview)
            await until(lambda: not receiver.outage.healthy or len(r.play.calls) > seen + 3)
            assert not receiver.outage.healthy
            assert _says_sent(r) == [] and _committed(tmp_path) == 0
        receipt = await newest(chat, "зарегистрировано")
        assert _committed(tmp_path) == 1 and NUMBER.search(receipt.text)
        assert len(_says_sent(r)) == 2  # the receipt, and the line over the chat that says it too


async def test_the_case_is_there_for_others_when_the_receipt_is_on_its_way(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await choose_language(chat)
        await fill_report(chat, WORDS)
        seen: list[int] = []
        receive = r.play._answering.answer

        async def look_and_answer(arrived: Any) -> Any:
            body = arrived.body.decode("utf-8", "replace")
            if "зарегистрировано" in body:
                seen.append(_committed(tmp_path))
            return await receive(arrived)

        r.play._answering.answer = look_and_answer  # type: ignore[method-assign]
        await chat.press("Отправить")
        await newest(chat, "зарегистрировано")
        assert set(seen) == {1}


async def test_a_send_that_comes_again_after_a_crash_is_answered_with_the_truth(tmp_path: Path) -> None:
    """Killed between COMMIT and answer: Telegram repeats the press to a process that remembers nothing."""
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        visitor = Visitor(house.intake, 501, count(1))
        pressed: list[Arrival] = []
        take = visitor.intake.take

        async def take_and_keep(arrival: Arrival) -> Any:
            pressed.append(arrival)
            return await take(arrival)

        visitor.intake.take = take_and_keep  # type: ignore[method-assign]
        await visitor.file(WORDS)
    sent = pressed[-1]
    assert isinstance(sent.event, Pressed) and isinstance(sent.event.choice, Send)
    async with house_at(tmp_path, clock) as house:
        again = Visitor(house.intake, 501, count(sent.update_id))
        await again.take(sent.event)
        assert "submit.check_by_code" in again.said()
        assert _committed(tmp_path) == 1


async def test_every_commit_is_synchronous(tmp_path: Path) -> None:
    async with house_at(tmp_path, StillClock()) as house:
        writer: Any = house.store.database._store._writer  # type: ignore[attr-defined]
        asked = ("synchronous", "journal_mode", "secure_delete")
        found = await writer.run(lambda: [writer._raw.execute(f"PRAGMA {name}").fetchone()[0] for name in asked])
        assert found == [2, "wal", 1]
