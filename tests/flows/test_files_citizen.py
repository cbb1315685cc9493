"""A citizen's files over HTTP: cleaned, told, filed, and posted as new bytes under neutral names."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from bot.desk.files import UNCLAIMED_LASTS
from bot.desk.groups.binding import Bound
from bot.desk.groups.moves import confirm_at_once
from bot.playground import JumpingClock, Message, Playground, PrivateChat
from storage import files, outbox
from tests.flows import planted
from tests.flows.citizens import Citizen
from tests.flows.office import (
    ADMIN_ID,
    PATIENCE,
    Rehearsal,
    choose_language,
    fill_report,
    newest,
    rehearsal,
    running,
    send_preview,
    settings_for,
    tap,
)
from tests.flows.planted import MARK
from tests.flows.shortcuts import turn_of
from tests.waiting import until

CLEANED = "очищен. Удалено"


async def at_preview(r: Rehearsal, text: str = "Врач требует деньги", **how: str) -> PrivateChat:
    """A citizen at the preview of a report."""
    chat = r.citizen()
    await choose_language(chat)
    await fill_report(chat, text, **how)
    return chat


async def all_sent(r: Rehearsal) -> None:
    """Return when the outbox is empty."""

    async def is_empty() -> bool:
        return await r.house.store.database.read(outbox.count_pending) == 0

    await until(is_empty, r.play, meanwhile=r.pass_by)


async def settled(chat: PrivateChat, number: int = 1, *, after: Message | int = 0) -> Message:
    """What the citizen is told of file *number*, or of so many that are alike, when it is done."""
    alone = tuple(f"Файл № {number} {how}" for how in ("очищен", "проверен", "не принят"))
    together = tuple(f"{how} файлов: {number}." for how in ("Очищено", "Проверено"))

    def tells(message: Message) -> bool:
        return message.from_bot and any(words in message.text for words in (*alone, *together))

    return await chat.wait_for(tells, PATIENCE, after=after)


async def submit(chat: PrivateChat) -> tuple[str, str]:
    """From the files to the preview, and send it; number and code."""
    await look_over(chat)
    return await send_preview(chat)


async def look_over(chat: PrivateChat) -> Message:
    """From wherever the last file was told to the preview."""
    ways = ("Отправить", "Проверить и отправить")
    told = await chat.wait_for(lambda m: any(m.button(way) is not None for way in ways), PATIENCE)
    if told.button("Отправить") is not None:
        return told
    await chat.press("Проверить и отправить", told)
    return await chat.wait_for(lambda m: m.id >= told.id and m.button("Отправить") is not None, PATIENCE)


def sent_bytes(r: Rehearsal, chat: int) -> list[bytes]:
    """The files that were sent into *chat*."""
    return [file.body for call in planted.uploads(r.play.calls, chat) for file in call.files.values()]


def count_files(folder: Path) -> tuple[int, int]:
    """How many files and chunks the store holds."""
    with closing(sqlite3.connect(folder / "adaldyq.db")) as store:
        return tuple(store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("files", "file_chunks"))


async def test_a_photo_in_a_code_only_report(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        assert MARK.encode() in planted.photo()
        await chat.send_photo(planted.photo())
        told = await settled(chat, 1)
        assert CLEANED in told.text and "место" in told.text
        number, _ = await submit(chat)
        card = await newest(group, "Врач требует деньги")
        post = await group.wait_for(lambda m: m.media == "photo" and m.from_bot, PATIENCE)
        assert (post.id > card.id, post.reply_to) == (True, card.id)
        assert (post.text, post.raw["has_protected_content"]) == (f"Вложение 1/1. Обращение: {number}", True)
        assert planted.names(planted.uploads(r.play.calls, group.id)) == [f"{number}-1.jpg"]
        (content,) = sent_bytes(r, group.id)
        picture = Image.open(io.BytesIO(content))
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (320, 200), {})
        assert MARK.encode() not in content
        assert r.play.violations == []


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_three_photos_one_by_one_cost_little_to_read(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.choose_language()
        preview = await citizen.file_up_to_sending("report")
        for _ in range(3):
            sent = await citizen.chat.send_photo(planted.phone_photo())
            await citizen.chat.wait_for(lambda m: m.from_bot and cleaned_in(language) in m.text, PATIENCE, after=sent)
        told = [message for message in citizen.chat.from_bot if message.id > preview.id]
        cost = sum(len(message.text) for message in told)
        print(f"three photos one by one, {language}: {cost} characters in {len(told)} messages")
        assert (len(told), cost < 600) == (6, True)
        assert all(len(message.labels) == 1 for message in told)
        await citizen.press("btn.to_preview")
        submit = citizen.text("btn.submit")
        shown = await citizen.chat.wait_for(lambda m: m.id > preview.id and m.button(submit) is not None, PATIENCE)
        assert shown.text.count(cleaned_in(language)) == 1
        assert r.play.violations == []


def cleaned_in(language: str) -> str:
    """The word by which a cleaned file is told."""
    return {"kk": "тазаланды. Өшірілгені", "ru": "Удалено: "}[language]


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_the_fate_of_a_file_sent_before_a_language_is_told_right_after_it(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        citizen = Citizen(r.citizen(), language, r.clock)
        await citizen.chat.send_document("дәлел.zip", planted.archive())
        await citizen.see("lang.ask")
        await citizen.chat.send_sticker()
        await until(lambda: bool(r.play.calls_of("getFile")), r.play)
        await until(lambda: count_files(tmp_path) == (0, 0), r.play)
        await citizen.press(f"lang:{language}")
        told = await citizen.see("file.why_type")
        for key in ("err.sticker", "file.do_unpack"):
            assert citizen.text(key) in told.text
        assert citizen.text("file.kept_early") not in told.text
        assert r.play.violations == []


async def test_an_album_with_documents_goes_as_albums_in_order(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r, level="relay")
        await chat.send_album([planted.photo()] * 3)
        await settled(chat, 3)
        await chat.send_document(planted.NAME, planted.pdf(), "application/pdf")
        await settled(chat, 4)
        await chat.send_document(f"{MARK}.docx", planted.docx())
        await settled(chat, 5)
        number, _ = await submit(chat)
        await group.wait_for(lambda m: "Вложение 4/5" in m.text, PATIENCE)
        sent = planted.uploads(r.play.calls, group.id)
        assert [call.method for call in sent] == ["sendMediaGroup", "sendMediaGroup"]
        endings = ("1.jpg", "2.jpg", "3.jpg", "4.pdf", "5.docx")
        assert planted.names(sent) == [f"{number}-{ending}" for ending in endings]
        posts = [m for m in group.from_bot if m.media]
        assert [m.media for m in posts] == ["photo"] * 3 + ["document"] * 2
        assert [m.text for m in posts if m.text] == [f"Вложение {n}/5. Обращение: {number}" for n in (1, 4)]
        assert len({m.raw["media_group_id"] for m in posts}) == 2
        assert all(m.raw["has_protected_content"] for m in posts)
        said = group.members[1]
        last = await group.send(said, "Видели все файлы", reply_to=posts[2])
        preview = await group.wait_for(lambda m: m.button("Отправить гражданину") is not None, PATIENCE, after=last)
        assert "Видели все файлы" in preview.text and preview.text.startswith(number)
        assert r.play.violations == []


async def test_a_voice_and_a_circle_arrive_as_such(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        await chat.send_voice(planted.voice())
        await settled(chat, 1)
        await chat.send_video_note(planted.video_note())
        await settled(chat, 2)
        number, _ = await submit(chat)
        await group.wait_for(lambda m: m.media == "video_note", PATIENCE)
        sent = planted.uploads(r.play.calls, group.id)
        assert [call.method for call in sent] == ["sendVoice", "sendVideoNote"]
        assert planted.names(sent) == [f"{number}-1.ogg", f"{number}-2.mp4"]
        assert all(MARK.encode() not in content for content in sent_bytes(r, group.id))
        assert r.play.violations == []


async def test_what_is_refused_is_told_with_a_way_out_and_leaves_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        refused = (
            ("a.pdf", planted.locked_pdf(), "файл защищён паролем", "снимите пароль"),
            ("b.txt", b"", "файл пустой", "ещё раз"),
            ("c.jpg", planted.program(), "макрос или программа", "опишите"),
            ("e.zip", planted.archive(), "такой тип файла не принимается", ""),
            ("f.jpg", planted.photo()[:900], "файл повреждён", "ещё раз"),
        )
        for name, content, why, instead in refused:
            told = (await settled(chat, after=await chat.send_document(name, content))).text
            assert "не принят" in told and why in told and instead in told and "Причина: " in told, told
        assert count_files(tmp_path) == (0, 0)
        await submit(chat)
        card = await newest(group, "Врач требует деньги")
        assert "Вложения" not in card.text
        assert planted.uploads(r.play.calls, group.id) == []
        assert r.play.violations == []


async def add_to_case(r: Rehearsal, chat: PrivateChat, code: str) -> None:
    """Open the case by its code and begin to add facts."""
    await chat.send("/status")
    await newest(chat, "Введите код проверки")
    await chat.send(code)
    await chat.wait_for(lambda m: m.button("facts") is not None or any("ополнить" in x for x in m.labels), PATIENCE)


async def test_later_files_come_under_the_card_with_and_without_words(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        number, code = await send_preview(chat)
        card = await newest(group, "Врач требует деньги")
        await add_to_case(r, chat, code)
        sent = await chat.send_photo(planted.photo(), caption="Вот его кабинет")
        await settled(chat, 1, after=sent)
        await give(chat, sent)
        words = await newest(group, "Вот его кабинет")
        post = await group.wait_for(lambda m: m.media == "photo", PATIENCE)
        assert (words.reply_to, post.reply_to, post.id > words.id) == (card.id, card.id, True)
        await add_to_case(r, chat, code)
        sent = await chat.send_document(planted.NAME, planted.pdf(), "application/pdf")
        await settled(chat, 1, after=sent)
        await give(chat, sent)
        wordless = await group.wait_for(lambda m: m.media == "document", PATIENCE)
        assert (wordless.reply_to, wordless.text) == (card.id, f"Вложение 1/1. Обращение: {number}")
        assert planted.names(planted.uploads(r.play.calls, group.id)) == [f"{number}-1.jpg", f"{number}-1.pdf"]
        assert all(MARK.encode() not in content for content in sent_bytes(r, group.id))
        assert r.play.violations == []


async def give(chat: PrivateChat, after: Message) -> None:
    """Hand the facts over: from the line about the file in *after* to what is added, and on."""
    line = await chat.wait_for(lambda m: m.button("Перейти к дополнению") is not None, PATIENCE, after=after)
    await chat.press("Перейти к дополнению", line)
    shown = await chat.wait_for(
        lambda m: m.id >= line.id and any(b.data and b.data.endswith(":give") for b in flat(m)), PATIENCE
    )
    await chat.press(next(b.data for b in flat(shown) if b.data and b.data.endswith(":give")), shown)


def flat(message: Message):  # type: ignore[no-untyped-def]
    return [button for row in message.buttons for button in row]


async def test_files_wait_for_a_group_and_go_along_when_the_region_moves(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = await at_preview(r)
        await chat.send_album([planted.photo()] * 2)
        await settled(chat, 2)
        await chat.send_voice(planted.voice())
        await settled(chat, 3)
        await look_over(chat)
        await tap(chat, "Отправить", "Обращение")
        group = await r.bind("mangystau")
        card = await newest(group, "Врач требует деньги")
        await group.wait_for(lambda m: m.media == "voice", PATIENCE)
        assert [m.media for m in group.from_bot if m.media] == ["photo", "photo", "voice"]
        first = planted.names(planted.uploads(r.play.calls, group.id))
        other = r.play.group("Басқа кеңсе", members=[r.admin], admins=[r.admin])
        await other.add_bot(by=r.admin)
        await other.send(r.admin, "/bind mangystau")
        await newest(group, "Запрошен перевод региона")
        assert isinstance(await r.house.store.database.write(confirm_at_once, "mangystau", turn_of(r)), Bound)
        await other.wait_for(lambda m: m.media == "voice", PATIENCE)
        assert planted.names(planted.uploads(r.play.calls, other.id)) == first
        moved = await newest(other, "Врач требует деньги")
        assert [m.reply_to for m in other.from_bot if m.media] == [moved.id] * 3
        assert card.text.splitlines()[0] == moved.text.splitlines()[0]
        assert r.play.violations == []


async def test_cancelled_and_unclaimed_files_leave_the_store(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        left, stays = await at_preview(r), await at_preview(r)
        for chat in (left, stays):
            await chat.send_photo(planted.photo())
            await settled(chat)
        assert count_files(tmp_path) == (2, 2)
        asked = await left.send("/cancel")
        shown = await left.wait_for(lambda m: m.from_bot and bool(m.labels), PATIENCE, after=asked)
        pressed = await left.press((0, 0), shown)
        await pressed.answered(PATIENCE)
        assert count_files(tmp_path) == (1, 1)
        clock, database = r.clock, r.house.store.database
        later = int(clock.timestamp() + UNCLAIMED_LASTS.total_seconds()) + 1
        while await database.write(files.drop_expired, now=later):
            pass
        assert count_files(tmp_path) == (0, 0)


async def test_a_restart_in_the_middle_of_cleaning_loses_no_file(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        admin = play.person("Әлия", user_id=ADMIN_ID)
        async with running(settings, clock) as house:
            r = Rehearsal(play, house, clock, settings, admin)
            group = await r.bind("mangystau")
            chat = await at_preview(r)
            play.fail("getFile", kind="slow", times=None, seconds=30)
            await chat.send_photo(planted.photo())
            await newest(chat, "Файл № 1 получен")
            await until(lambda: play.calls_of("getFile"), play)
        play.clear_faults()
        assert count_files(tmp_path) == (1, 0)
        async with running(settings, clock):
            await settled(chat)
            number, _ = await submit(chat)
            await group.wait_for(lambda m: m.media == "photo", PATIENCE)
            assert planted.names(planted.uploads(play.calls, group.id)) == [f"{number}-1.jpg"]
        assert play.violations == []


@pytest.mark.parametrize("kind", ["429", "500", "drop-before", "drop-after"])
async def test_an_upload_that_fails_is_repeated_without_loss(tmp_path: Path, kind: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        chat = await at_preview(r)
        await chat.send_album([planted.photo()] * 2)
        await settled(chat, 2)
        r.play.fail("sendMediaGroup", kind=kind, times=2)  # type: ignore[arg-type]
        number, _ = await submit(chat)
        copies = 3 if kind == "drop-after" else 1
        await until(lambda: len([m for m in group.from_bot if m.media]) >= 2 * copies, r.play, meanwhile=r.pass_by)
        await all_sent(r)
        assert len([m for m in group.from_bot if m.media]) == 2 * copies
        last = planted.uploads(r.play.calls, group.id)[-1]
        assert planted.names([last]) == [f"{number}-1.jpg", f"{number}-2.jpg"]
        assert r.play.violations == []
