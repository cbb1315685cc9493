"""What Telegram refuses in a staff group: nothing vanishes, only what is concerned waits, and it comes to an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import Group, Message, PrivateChat
from storage import outbox
from tests.flows.office import PATIENCE, TEXTS, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import answer, put_case, put_file, rejoin
from tests.waiting import until

AGAIN = "Қайталап көру / Повторить"
MISSING = "Не удалось доставить в группу файл"


async def stage(r: Rehearsal) -> tuple[Group, PrivateChat]:
    """A group that serves Mangystau, and the private chat of an admin who has started the bot."""
    group, boss = await r.bind("mangystau"), r.play.private(r.admin)
    await boss.send("/start")
    await newest(boss, "Тілді таңдаңыз")
    return group, boss


async def pass_until_all_is_sent(r: Rehearsal) -> None:
    """Let time go by until nothing waits in the outbox."""

    async def is_empty() -> bool:
        return await r.house.store.database.read(outbox.count_pending) == 0

    await until(is_empty, r.play, meanwhile=lambda: r.clock.jump(30.0))


async def pass_until(r: Rehearsal, chat: Group | PrivateChat, words: str, seconds: float = 30.0) -> Message:
    """Let time go by until *words* stand in *chat*."""
    await until(lambda: any(words in m.text for m in chat.from_bot), r.play, meanwhile=lambda: r.clock.jump(seconds))
    return await newest(chat, words)


def told(chat: PrivateChat, words: str) -> list[Message]:
    """The alerts that hold *words*."""
    return [m for m in chat.from_bot if words in m.text]


async def test_where_pictures_are_forbidden_they_come_as_documents_at_once(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        group.forbid("photo", "video")
        files = tuple([await put_file(r, f"picture {n}".encode()) for n in range(3)])
        case = await put_case(r, "Дело с фото", attached=files)
        await group.wait_for(lambda m: len([x for x in group.from_bot if x.media == "document"]) == 3, PATIENCE)
        await pass_until_all_is_sent(r)
        (upload,) = [call for call in r.play.calls_of("sendMediaGroup") if call.ok]
        assert sorted(file.name for file in upload.files.values()) == [f"{case.number}-{n}.jpg" for n in (1, 2, 3)]
        assert told(boss, "нет права") == []
        assert r.play.violations == []


async def test_where_no_files_may_be_sent_cards_come_at_once_and_files_with_the_right(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        group.forbid("photo", "video", "audio", "voice", "video_note", "document")
        await put_case(r, "Дело с фото", attached=(await put_file(r, b"picture"),))
        await newest(group, "Дело с фото")
        await newest(boss, "У бота нет права отправлять файлы в группу")
        for minute in range(10):
            await put_case(r, f"Дело без фото {minute}")
            await newest(group, f"Дело без фото {minute}")
            r.clock.jump(60.0)
        assert [m for m in group.from_bot if m.media] == []
        group.forbid()
        r.clock.jump(61.0)
        await group.wait_for(lambda m: m.from_bot and m.media == "photo", PATIENCE)
        await newest(boss, "Бот снова может отправлять файлы в группу")
        await pass_until_all_is_sent(r)
        alerts = [told(boss, words) for words in ("нет права отправлять", "снова может отправлять", "не может писать")]
        assert [len(found) for found in alerts] == [1, 1, 0]
        assert r.play.violations == []


@pytest.mark.parametrize("refusal", ["IMAGE_PROCESS_FAILED", "PHOTO_INVALID_DIMENSIONS", "PHOTO_SAVE_FILE_INVALID"])
async def test_a_picture_that_cannot_be_processed_comes_as_a_document(tmp_path: Path, refusal: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        r.play.world.files.spoil("photo", b"odd", refusal)
        case = await put_case(r, "Дело с фото", attached=(await put_file(r, b"an odd picture"),))
        post = await group.wait_for(lambda m: m.from_bot and m.media == "document", PATIENCE)
        assert post.text == f"Вложение 1/1. Обращение: {case.number}"
        assert post.raw["document"]["file_name"] == f"{case.number}-1.jpg"
        await pass_until_all_is_sent(r)
        assert told(boss, "Сообщение не доставлено") == []
        assert r.play.violations == []


async def test_one_bad_picture_does_not_take_its_album_along(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, _ = await stage(r)
        r.play.world.files.spoil("photo", b"odd")
        contents = [b"odd" if n == 4 else f"picture {n}".encode() for n in range(7)]
        files = tuple([await put_file(r, content) for content in contents])
        case = await put_case(r, "Дело с фото", attached=files)
        await group.wait_for(lambda m: len([x for x in group.from_bot if x.media]) == 7, PATIENCE)
        await pass_until_all_is_sent(r)
        assert [m.media for m in group.from_bot if m.media].count("document") == 1
        sent = [call for call in r.play.calls_of("sendMediaGroup", "sendPhoto", "sendDocument") if call.ok]
        names = {file.name: file.body for call in sent for file in call.files.values()}
        assert names == {f"{case.number}-{n}.jpg": content for n, content in enumerate(contents, start=1)}
        assert sum(len(call.files) for call in sent) == 7
        assert r.play.violations == []


async def test_a_file_refused_in_every_form_is_missed_under_the_card_and_tried_again_by_an_admin(
    tmp_path: Path,
) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        for kind in ("photo", "document"):
            r.play.world.files.spoil(kind, b"odd")
        files = tuple([await put_file(r, content) for content in (b"good", b"odd", b"good too")])
        case = await put_case(r, "Дело с фото", attached=files)
        card = await newest(group, "Дело с фото")
        missing = await newest(group, MISSING)
        assert (missing.reply_to, "2/3" in missing.text, case.number in missing.text) == (card.id, True, True)
        assert len([m for m in group.from_bot if m.media == "photo"]) == 2
        alert = await boss.wait_for(lambda m: m.button(AGAIN) is not None, PATIENCE)
        assert f"Обращение: {case.number}\nЧто: вложения\nПричина: Telegram отказал" in alert.text
        r.play.world.files._spoiled.clear()
        await (await boss.press(AGAIN, alert)).answered(PATIENCE)
        await group.wait_for(lambda m: len([x for x in group.from_bot if x.media]) == 3, PATIENCE)
        assert [m.text for m in group.from_bot if m.media][-1] == f"Вложение 2/3. Обращение: {case.number}"
        assert r.play.violations == []


async def test_an_upload_that_always_meets_500_is_set_aside_and_the_case_goes_on_meanwhile(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        dana = group.members[1]
        r.play.fail("sendPhoto", kind="500", times=None)
        case = await put_case(r, "Дело с фото", level="relay", attached=(await put_file(r, b"picture"),))
        card = await newest(group, "Дело с фото")
        preview = await answer(group, dana, card, "Начали проверку")
        await group.press(dana, "Отправить гражданину", preview)
        tries = len(r.play.calls_of("sendPhoto"))
        alert = await pass_until(r, boss, "ошибка на серверах Telegram")
        assert case.number in alert.text and alert.button(AGAIN) is not None
        await newest(group, MISSING)
        await pass_until_all_is_sent(r)
        assert tries <= len(r.play.calls_of("sendPhoto")) <= 20


async def test_a_post_whose_answers_are_lost_comes_three_times_at_most_and_says_so(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        fault = r.play.fail("sendMessage", kind="drop-after", times=None, chat=group.id)
        case = await put_case(r, "Дело о дороге")
        alert = await pass_until(r, boss, "ответ Telegram потерян", 5.0)
        assert case.number in alert.text and alert.button(AGAIN) is not None
        copies = [m.text for m in group.from_bot if "Дело о дороге" in m.text]
        marked = ["могло прийти дважды" in text for text in copies]
        assert marked == [False, True, True]
        fault.clear()
        await put_case(r, "Другое дело")
        await newest(group, "Другое дело")


async def test_a_line_that_swallows_every_answer_gets_no_second_copy_while_it_is_bad(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        await put_case(r, "Дело до обрыва")
        await newest(group, "Дело до обрыва")
        fault = r.play.fail(kind="drop-after", times=None)
        await put_case(r, "Дело о дороге", chat=r.citizen())
        await group.wait_for(lambda m: "Дело о дороге" in m.text, PATIENCE)
        asked = ("getMe", "getChat")  # whether the line answers, and whether the group is still private
        before = len(r.play.calls_of(*asked))
        await until(lambda: len(r.play.calls_of(*asked)) > before + 9, r.play, meanwhile=lambda: r.clock.jump(20.0))
        assert len([m for m in group.from_bot if "Дело о дороге" in m.text]) == 1
        fault.clear()
        await pass_until_all_is_sent(r)
        copies = [m.text for m in group.from_bot if "Дело о дороге" in m.text]
        assert ["могло прийти дважды" in text for text in copies] == [False, True]
        assert told(boss, "ответ Telegram потерян") == []


async def test_photos_whose_answers_are_lost_come_three_times_at_most(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        r.play.fail("sendPhoto", kind="drop-after", times=None)
        await put_case(r, "Дело с фото", attached=(await put_file(r, b"picture"),))
        await pass_until(r, boss, "ответ Telegram потерян", 5.0)
        captions = [m.text for m in group.from_bot if m.media]
        assert ["могло прийти дважды" in text for text in captions] == [False, True, True]


async def test_a_closed_general_topic_keeps_the_lane_with_one_alert_until_it_is_open(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        people = [r.play.person(name) for name in ("Дана", "Ерлан")]
        group = r.play.group("Форум", members=[r.admin, *people], admins=[r.admin], forum=True)
        await group.add_bot(by=r.admin)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Группа привязана")
        boss = r.play.private(r.admin)
        await boss.send("/start")
        group.close_topic()
        cases = [await put_case(r, f"Дело {n}") for n in range(3)]
        await newest(boss, "Тема группы закрыта или удалена")
        for _ in range(20):
            r.clock.jump(60.0)
        group.close_topic(closed=False)
        for case in cases:
            await pass_until(r, group, f"🆕 {case.number}")
        await pass_until(r, boss, "Бот снова может писать в группу")
        await pass_until_all_is_sent(r)
        assert [len(told(boss, words)) for words in ("Тема группы закрыта", "снова может писать")] == [1, 1]
        cards = [m for m in group.from_bot if m.text.startswith("🆕")]
        assert len(cards) == 3 and r.play.violations == []


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: CHAT_RESTRICTED",
        "Forbidden: CHAT_WRITE_FORBIDDEN",
        "Bad Request: TOPIC_DELETED",
        "Bad Request: message thread not found",
        "Bad Request: SLOWMODE_WAIT_7",
        "Bad Request: SOMETHING_THAT_NOBODY_KNOWS",
        "Bad Request: message to be replied not found",
    ],
)
async def test_what_is_not_proven_final_keeps_every_card(tmp_path: Path, refusal: str) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        code = 403 if refusal.startswith("Forbidden") else 400
        fault = r.play.fail(
            "sendMessage", kind="refuse", times=None, description=refusal, code=code, chat=group.id
        )
        cases = [await put_case(r, f"Дело {n}") for n in range(3)]
        await until(lambda: fault.struck >= 4, r.play, meanwhile=lambda: r.clock.jump(10.0))
        fault.clear()
        for case in cases:
            await pass_until(r, group, f"🆕 {case.number}")
        await pass_until_all_is_sent(r)
        assert len([m for m in group.from_bot if m.text.startswith("🆕")]) == 3
        assert await r.house.store.database.read(outbox.count_aside) == 0
        assert len(told(boss, "не может писать") + told(boss, "Тема группы")) <= 1


async def test_an_admin_who_blocked_the_bot_makes_no_alert_go_round(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        boss.block()
        group.forbid(*("text", "photo", "document"))
        await put_case(r, "Дело в тишине")
        await until(lambda: r.play.calls_of("sendMessage")[-1].status >= 400, r.play)
        for _ in range(5):
            r.clock.jump(60.0)
        group.forbid()
        await pass_until(r, group, "Дело в тишине")
        await pass_until_all_is_sent(r)

        def refused() -> list[str]:
            tried = [call for call in r.play.calls_of("sendMessage") if call.parameters["chat_id"] == boss.id]
            return [call.parameters["text"] for call in tried if not call.ok]

        assert refused() != [] and len(set(refused())) == len(refused())  # each alert once


async def test_health_names_what_waits_and_brings_what_was_set_aside(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        other = await rejoin(r, "Абай", r.play.person("Гүлнар"))
        await other.send(r.admin, "/bind abai")
        await newest(other, "Группа привязана")
        await other.remove_bot(by=r.admin)
        await newest(boss, "Бота исключили из группы")
        refused = r.play.fail(
            "sendMessage", kind="refuse", times=1, description="Bad Request: message is too long", chat=group.id
        )
        case = await put_case(r, "Дело, которое не взяли")
        await until(lambda: refused.is_over, r.play)
        alert = await newest(boss, "Сообщение не доставлено")
        said = await boss.send("/health")
        report = await boss.wait_for(lambda m: m.from_bot and "Состояние бота" in m.text, PATIENCE, after=said)
        assert "Не доставлено: 1" in report.text and "бота исключили из группы" in report.text
        assert "Приём работает." in report.text
        shown = await boss.wait_for(lambda m: m.from_bot and m.button(AGAIN) is not None, PATIENCE, after=said)
        assert shown.text == alert.text and case.number in shown.text
        await (await boss.press(AGAIN, shown)).answered(PATIENCE)
        await newest(group, f"🆕 {case.number}")
        stranger = r.citizen("Болат")
        await stranger.send("/health")
        await stranger.wait_for(lambda m: m.from_bot, PATIENCE)
        assert not any("Состояние бота" in m.text for m in stranger.from_bot)


async def test_alerts_and_log_lines_of_refusals_hold_nothing_of_anybody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram repeats what it was sent: its words are cleaned before the log has them, and no alert has them."""
    caplog.set_level("DEBUG", logger="bot")
    async with rehearsal(tmp_path) as r:
        group, boss = await stage(r)
        citizen = r.citizen("Гүлжан")
        planted = ("Емханада Қасымов ақша сұрады", "8 701 555 12 34", "Гүлжан", "Kassymov", r.play.token)
        ids = (str(group.id), str(citizen.id), str(boss.id))
        echo = "Bad Request: can't parse entities in " + " ".join((*planted, *ids))
        for description, code in ((echo, 400), (echo.replace("can't parse", "what is"), 400), (echo, 403)):
            fault = r.play.fail(
                "sendMessage", kind="refuse", times=None, description=description, code=code, chat=group.id
            )
            case = await put_case(r, " ".join(planted[:2]), chat=citizen)
            await until(lambda fault=fault: fault.struck, r.play, meanwhile=lambda: r.clock.jump(60.0))
            fault.clear()
            assert case.number
        await until(lambda: told(boss, "Сообщение не доставлено"), r.play, meanwhile=lambda: r.clock.jump(60.0))
        said = "\n".join(m.text for m in boss.from_bot if TEXTS.text("lang.ask", "kk") not in m.text) + caplog.text
        assert "can't parse entities in …" in caplog.text
        assert [each for each in (*planted, *ids, "Қасымов", "701", "Адал") if each in said] == []
