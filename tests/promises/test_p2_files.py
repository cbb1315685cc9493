"""P2 and P3 with files: nothing of an original crosses, is logged or lies on the disk; no row names an account."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.flows import planted
from tests.flows.office import newest, rehearsal
from tests.flows.planted import MARK
from tests.flows.test_files_citizen import at_preview, settled, submit
from tests.flows.test_files_office import preview_of, release
from tests.promises.searching import find, numbers, read_folder, read_values, texts


def pieces(content: bytes) -> dict[str, dict[str, bytes]]:
    """Parts of an original that would be found wherever the whole is written."""
    places = {"head": 40, "middle": len(content) // 2, "tail": len(content) - 72}
    return {f"original {name}": {"bytes": content[at : at + 32]} for name, at in places.items()}


def known_ids(play: Playground, sent: set[bytes]) -> list[str]:
    """Telegram's names for what people sent."""
    kept = [file for file in play.world.files._by_id.values() if file.body in sent]
    return [name for file in kept for name in (file.file_id, file.unique_id)]


async def test_nothing_of_an_original_crosses_is_logged_or_lies_on_the_disk(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        await chat.send_photo(planted.photo())
        await settled(chat, 1)
        await chat.send_document(planted.NAME, planted.pdf(), "application/pdf")
        await settled(chat, 2)
        running = read_folder(tmp_path) | read_values(tmp_path / "adaldyq.db")
        await submit(chat)
        card = await newest(group, "Врач требует деньги")
        await group.wait_for(lambda m: m.media == "document")
        dana = group.members[1]
        said = await group.by(dana).send_document(f"{MARK}.docx", planted.docx(), reply_to=card)
        await release(group, await preview_of(group, said))
        later = read_folder(tmp_path) | read_values(tmp_path / "adaldyq.db")
        running |= {f"later {name}": content for name, content in later.items()}
        originals = {planted.photo(), planted.pdf(), planted.docx()}
        ids = known_ids(r.play, originals)
        assert len(ids) == 6
        needles = texts(MARK, "Серікқызы", *ids)
        for original in originals:
            needles |= {f"{len(original)} {name}": forms for name, forms in pieces(original).items()}
        sent = {f"{c.method} {at}": c.body for at, c in enumerate(r.play.calls) if c.method in planted.UPLOADS}
        own = [{name: part for name, part in m.raw.items() if name != "reply_to_message"} for m in group.from_bot]
        said_there = {f"group {raw['message_id']}": str(raw).encode() for raw in own}
        log = {"log": "\n".join(record.getMessage() for record in caplog.records).encode()}
        assert len(sent) == 2
        assert find(needles, sent | said_there | log | running) == []
        accounts = numbers({"citizen": chat.person.id, "officer": dana.id, "group": group.id})
        assert find(accounts, {name: content for name, content in running.items() if ":file" in name}) == []
        planted_one = {"copy": running["later adaldyq.db"] + planted.photo()}
        assert len(find(needles, planted_one)) >= 3
    assert find(needles, read_folder(tmp_path)) == []


async def test_file_rows_of_two_accounts_differ_in_chance_alone(tmp_path: Path) -> None:
    """What is left of a filing with a file is the same for account X and account Y, but for what is drawn or sealed."""
    left = []
    for name in ("x", "y"):
        async with rehearsal(tmp_path / name) as r:
            if name == "y":
                r.citizen("Біреу")
            await r.bind("mangystau")
            chat = await at_preview(r)
            await chat.send_photo(planted.photo())
            await settled(chat)
            await submit(chat)

            def dump(connection):  # type: ignore[no-untyped-def]
                rows = connection.exec_driver_sql("SELECT * FROM files").mappings().all()
                chunks = connection.exec_driver_sql("SELECT n, length(box) FROM file_chunks").all()
                return [{k: len(v) if isinstance(v, bytes) else v for k, v in row.items()} for row in rows], chunks

            rows, chunks = await r.house.store.database.read(dump)
            assert len(rows[0].pop("id")) == len(rows[0].pop("case_id")) == 32
            left.append((rows, chunks))
    assert left[0] == left[1]
    assert (left[0][0][0]["expires_at"], left[0][0][0]["job"], left[0][0][0]["leased_until"]) == (0, None, None)
