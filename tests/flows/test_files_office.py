"""Officers' files over HTTP: cleaned before anybody sees a button, sent by a press, fetched by the citizen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground import Group, Message, PrivateChat
from tests.flows import planted
from tests.flows.office import PATIENCE, newest, rehearsal, tap
from tests.flows.planted import MARK
from tests.flows.shortcuts import OnDesk, put_case
from tests.waiting import until

SEND, ASK, DROP = "Отправить гражданину", "Отправить как вопрос", "Не отправлять"


async def preview_of(group: Group, said: Message) -> Message:
    """The preview that follows *said*."""
    return await group.wait_for(lambda m: m.button(SEND) is not None, PATIENCE, after=said)


async def release(group: Group, preview: Message) -> None:
    """Send what stands in *preview*."""
    await group.press(group.members[1], SEND, preview)
    await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)


async def read_by_code(case: OnDesk) -> Message:
    """Open the case by its code."""
    await tap(case.chat, "Русский", "Требуют взятку")
    await case.chat.send("/status")
    await newest(case.chat, "Введите код проверки")
    await case.chat.send(case.code)
    return await case.chat.wait_for(lambda m: m.from_bot and case.number in m.text, PATIENCE)


async def fetch(chat: PrivateChat, count: int) -> list[Message]:
    """Ask for the office's files; they as the citizen sees them."""
    shown = await chat.wait_for(lambda m: any(":files:" in data for data in choices(m)), PATIENCE)
    assert f"Вложений: {count}" in shown.text
    await chat.press(next(data for data in choices(shown) if ":files:" in data), shown)
    await chat.wait_for(lambda m: len([x for x in chat.from_bot if x.media]) >= count, PATIENCE)
    return [m for m in chat.from_bot if m.media]


def choices(message: Message) -> list[str]:
    """What its buttons carry."""
    return [button.data for row in message.buttons for button in row if button.data]


def count_files(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "adaldyq.db")) as store:
        return int(store.execute("SELECT count(*) FROM files").fetchone()[0])


@pytest.mark.parametrize("caption", ["Ответ во вложении", ""])
async def test_a_pdf_goes_through_a_preview_to_a_relay_citizen(tmp_path: Path, caption: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        case = await put_case(r, "Врач требует деньги", level="relay")
        card = await newest(group, "Врач требует деньги")
        said = await group.by(dana).send_document(
            planted.NAME, planted.pdf(), "application/pdf", caption=caption, reply_to=card
        )
        preview = await preview_of(group, said)
        assert (preview.labels, preview.reply_to) == ((SEND, ASK, DROP), said.id)
        assert preview.text.startswith(case.number) and caption in preview.text
        assert planted.uploads(r.play.calls, case.chat.id) == []
        await release(group, preview)
        await case.chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
        await case.chat.press("Показать")
        (got,) = await fetch(case.chat, 1)
        assert got.media == "document" and got.raw["document"]["file_name"] == f"{case.number}-1.pdf"
        (call,) = planted.uploads(r.play.calls, case.chat.id)
        (file,) = call.files.values()
        assert file.body.startswith(b"%PDF") and MARK.encode() not in file.body
        assert all(name not in str(m.raw) for m in case.chat.from_bot for name in ("Дана", str(dana.id), MARK))
        assert r.play.violations == []


async def test_an_album_is_one_preview_and_a_code_only_citizen_fetches_it(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        album = await group.by(group.members[1]).send_album(
            [planted.photo()] * 3, caption="Фото проверки", reply_to=card
        )
        preview = await preview_of(group, album[-1])
        assert "Фото проверки" in preview.text and "3" in preview.text.replace(case.number, "")
        assert len([m for m in group.from_bot if m.button(SEND)]) == 1
        await release(group, preview)
        await read_by_code(case)
        got = await fetch(case.chat, 3)
        assert [m.media for m in got] == ["photo"] * 3
        names = planted.names(planted.uploads(r.play.calls, case.chat.id))
        assert names == [f"{case.number}-{n}.jpg" for n in (1, 2, 3)]
        assert r.play.violations == []


async def test_a_refused_file_is_told_and_not_sending_forgets(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        locked = await group.by(dana).send_document("a.pdf", planted.locked_pdf(), caption="см. файл", reply_to=card)
        told = await newest(group, "Ваш файл гражданину не будет отправлен")
        assert case.number in told.text and "защищён паролем" in told.text and told.reply_to == locked.id
        assert count_files(tmp_path) == 0 and not any(m.button(SEND) for m in group.from_bot)
        said = await group.by(dana).send_photo(planted.photo(), reply_to=told)
        preview = await preview_of(group, said)
        assert count_files(tmp_path) == 1
        await group.press(dana, DROP, preview)
        await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        assert count_files(tmp_path) == 0
        assert r.play.violations == []


async def test_no_button_forged_or_not_sends_what_is_not_clean(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        r.play.fail("getFile", kind="slow", times=1, seconds=3)
        said = await group.by(dana).send_photo(planted.photo(), caption="фото", reply_to=card)
        await until(lambda: count_files(tmp_path) == 1)
        forged = await group.press(dana, (0, 0), card, data=f"out:{case.id}:1")
        assert (await forged.answered(PATIENCE)).show_alert
        r.clock.jump(3)
        preview = await preview_of(group, said)
        await release(group, preview)
        assert r.play.violations == []


async def test_an_edited_caption_keeps_the_file(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        said = await group.by(dana).send_photo(planted.photo(), caption="Было так", reply_to=card)
        old = await preview_of(group, said)
        await group.edit(dana, said, "Стало иначе")
        new = await group.wait_for(lambda m: m.button(SEND) is not None and "Стало иначе" in m.text, PATIENCE)
        assert new.id > old.id
        await group.wait_for(lambda m: m.id == old.id and not m.labels, PATIENCE)
        await release(group, new)
        shown = await read_by_code(case)
        assert "Стало иначе" in shown.text and "Было так" not in shown.text
        (got,) = await fetch(case.chat, 1)
        assert got.media == "photo"
        assert r.play.violations == []
