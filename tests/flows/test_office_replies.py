"""Officers answer from the group: cards, previews, what counts as an answer and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.office import PATIENCE, newest, rehearsal
from tests.flows.shortcuts import add_words, answer, put_case


async def test_card_says_all_and_an_answer_goes_through_a_preview_once(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, erlan = group.members[1:]
        case = await put_case(r, "Врач требует деньги. Пишите @kto или t.me/kto", level="relay")
        card = await newest(group, "Врач требует деньги")
        assert card.text.startswith(f"🆕 {case.number}\nСтатус: Зарегистрировано\nОтветственный: не назначен\nВид: ")
        assert "\nСфера: Здравоохранение\n" in card.text
        assert "Способ отправки: " in card.text
        assert "(15 рабочих дней)" in card.text
        assert "@kto" not in card.text
        assert card.raw["has_protected_content"]

        preview = await answer(group, dana, card, "Проверили, виновный наказан.")
        assert preview.text.startswith(f"{case.number}\n")
        assert "Язык обращения: русский" in preview.text
        assert preview.labels == ("Отправить гражданину", "Отправить как вопрос", "Не отправлять")
        first = await group.press(dana, "Отправить гражданину", preview)
        second = await group.press(erlan, "Отправить гражданину", preview)
        told = [await first.answered(PATIENCE), await second.answered(PATIENCE)]
        assert [(each.text, each.show_alert) for each in told] == [
            ("Отправлено.", False),
            ("По этому ответу решение уже принято.", True),
        ]
        verdict = await group.wait_for(lambda m: m.id == preview.id and "Отправлено." in m.text, PATIENCE)
        assert (verdict.labels, verdict.text.startswith(case.number)) == ((), True)
        await case.chat.wait_for(lambda m: m.button("Показать") is not None, PATIENCE)
        assert len([m for m in case.chat.from_bot if m.button("Показать")]) == 1
        for name in ("Дана", "Ерлан", str(dana.id), str(erlan.id)):
            assert all(name not in str(m.raw) for m in case.chat.from_bot)
        assert r.play.violations == []


async def test_kazakh_group_reads_kazakh_and_drops_a_preview(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language="kk")
        dana = group.members[1]
        case = await put_case(r, "Дәрігер ақша талап етеді", language="kk")
        card = await newest(group, "Дәрігер ақша")
        assert "(15 жұмыс күні)" in card.text
        preview = await answer(group, dana, card, "Тексердік.", language="kk")
        press = await group.press(dana, "Жібермеу", preview)
        assert not (await press.answered(PATIENCE)).show_alert
        dropped = await group.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
        assert "Тексердік." in dropped.text and case.number in dropped.text
        again = await group.press(dana, (0, 0), preview, data=f"out:{case.id}:1")
        assert (await again.answered(PATIENCE)).text == "Бұл жауап туралы шешім қабылданып қойған."
        assert r.play.violations == []


async def test_later_words_come_under_the_card_and_can_be_answered(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        await add_words(r, case, "Это было снова")
        added = await newest(group, "Это было снова")
        assert (added.reply_to, case.number in added.text) == (card.id, True)
        await add_words(r, case, "И ещё раз. " * 500)
        last = await group.wait_for(lambda m: m.text.startswith(f"{case.number} · 2/2"), PATIENCE)
        first = next(m for m in group.from_bot if m.id == last.id - 1)
        assert first.reply_to == card.id
        preview = await answer(group, group.members[1], last, "Спасибо, учтено")
        assert preview.text.startswith(case.number)
        assert r.play.violations == []


async def test_longest_reply_is_previewed_whole_and_sent(tmp_path: Path) -> None:
    words = "@dana 😀 " * 455
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Долгий текст. " * 280)
        card = await group.wait_for(lambda m: m.text.startswith(f"{case.number} · 2/2"), PATIENCE)
        preview = await answer(group, group.members[1], card, words.strip())
        last = await group.wait_for(lambda m: "Отправить гражданину" in m.labels, PATIENCE)
        assert last.id > preview.id and last.text.startswith(f"{case.number} · 2/2\n")
        shown = "".join(m.text for m in group.from_bot if preview.id <= m.id <= last.id)
        assert shown.count("😀") == 455
        await group.press(group.members[1], "Отправить гражданину", last)
        done = await group.wait_for(lambda m: m.id == last.id and not m.labels, PATIENCE)
        assert done.text.endswith("гражданин прочтёт его по коду.")
        assert r.play.violations == []


async def test_edit_of_a_reply_shows_it_anew_until_it_is_sent(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        said = await group.send(dana, "Приедем в понедельник", reply_to=card)
        old = await newest(group, "Приедем в понедельник")
        await group.edit(dana, said, "Приедем во вторник")
        new = await newest(group, "Приедем во вторник")
        replaced = await group.wait_for(lambda m: m.id == old.id and not m.labels, PATIENCE)
        assert "этот вариант не будет отправлен" in replaced.text
        stale = await group.press(dana, "Отправить гражданину", old, data=old.buttons[0][0].data)
        assert (await stale.answered(PATIENCE)).show_alert
        await group.press(dana, "Отправить гражданину", new)
        await group.wait_for(lambda m: m.id == new.id and not m.labels, PATIENCE)
        await group.edit(dana, said, "Приедем в среду")
        warned = await newest(group, "Отправьте исправление новым сообщением")
        assert warned.reply_to == said.id
        assert all("в среду" not in m.text for m in group.from_bot)
        assert r.play.violations == []


async def test_only_words_are_answers_and_nothing_is_dropped_in_silence(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        sticker = await group.by(dana).send_sticker(reply_to=card)
        told = await group.wait_for("можно отправить текст или файл", PATIENCE, after=sticker)
        assert told.reply_to == sticker.id
        command = await group.send(dana, "/spravka", reply_to=card)
        await group.wait_for("можно отправить текст или файл", PATIENCE, after=command)
        bound = next(m for m in group.from_bot if "Группа привязана" in m.text)
        stray = await group.send(dana, "Спасибо!", reply_to=bound)
        await group.wait_for("не относится ни к одному обращению", PATIENCE, after=stray)
        refusals = [m for m in group.from_bot if "можно отправить текст или файл" in m.text]
        assert len(refusals) == 2
        assert not any("Гражданину будет отправлен" in m.text for m in group.from_bot)
        assert r.play.violations == []


async def test_bot_that_sees_everything_takes_only_replies_to_its_posts(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, erlan = group.members[1:]
        await group.promote_bot(r.admin)
        await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        said = await group.send(dana, "Коллеги, кто возьмёт?")
        await group.send(erlan, "Я", reply_to=said)
        await group.send(dana, "/bind@other_bot abai", reply_to=card)
        preview = await answer(group, dana, card, "Проверяем")
        await group.send(erlan, "Хорошо написала", reply_to=said)
        last = await answer(group, erlan, preview, "И дополнение")
        assert [m.text for m in group.from_bot if m.id > card.id] == [preview.text, last.text]
        assert r.play.violations == []


async def test_anonymous_admin_is_previewed_and_a_person_presses(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        await put_case(r, "Врач требует деньги", level="relay")
        card = await newest(group, "Врач требует деньги")
        await group.send(r.admin, "Ответ без имени", reply_to=card, as_anonymous_admin=True)
        preview = await newest(group, "Ответ без имени")
        press = await group.press(r.admin, "Отправить гражданину", preview)
        assert (await press.answered(PATIENCE)).text == "Отправлено."
        assert r.play.violations == []


@pytest.mark.parametrize("by_bot", [True, False])
async def test_plain_words_in_a_topic_are_no_answer(tmp_path: Path, by_bot: bool) -> None:
    async with rehearsal(tmp_path) as r:
        group = r.play.group("Кеңсе", members=[r.admin], admins=[r.admin], forum=True)
        await group.add_bot(by=r.admin)
        await group.promote_bot(r.admin)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Группа привязана")
        await group.send(r.admin, "/grouplang ru")
        await newest(group, "Язык группы: русский")
        await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        topic = await group.open_topic("12-26-10000", by=None if by_bot else r.admin)
        await group.send(r.admin, "просто слова", topic=topic)
        preview = await answer(group, r.admin, card, "Проверяем")
        assert [m.text for m in group.from_bot if m.id > card.id and m.text] == [preview.text]


async def test_post_missing_from_the_map_is_found_by_its_number(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        case = await put_case(r, "Врач требует деньги")
        card = await newest(group, "Врач требует деньги")
        forged = await group.send(group.members[2], f"🆕 {case.number}\nподделка")
        await r.house.store.database.write(lambda connection: connection.exec_driver_sql("DELETE FROM posts"))
        await group.promote_bot(r.admin)
        await group.send(group.members[1], "не ответ", reply_to=forged)
        preview = await answer(group, group.members[1], card, "Нашли по номеру")
        assert preview.text.startswith(case.number)
        assert all("не ответ" not in m.text for m in group.from_bot)


async def test_an_office_may_do_without_the_preview_where_nothing_was_found(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        await group.send(dana, "/preview off")
        await newest(group, "Бұл әрекетке рұқсатыңыз жоқ")
        await group.send(r.admin, "/preview off")
        await newest(group, "сразу уходит гражданину")
        case = await put_case(r, "Іс", level="relay")
        card = await newest(group, "Іс")
        plain = await group.send(dana, "Проверили, виновный наказан.", reply_to=card)
        told = await group.wait_for(lambda m: m.from_bot and "Отправлено" in m.text, PATIENCE, after=plain)
        assert (told.reply_to, told.labels) == (plain.id, ())
        await group.wait_for(lambda m: m.id == card.id and "Ответил(а): Дана" in m.text, PATIENCE)
        pushed = await newest(case.chat, "новое сообщение")
        assert "Проверили" not in pushed.text
        for text in ("Позвоните: 8 701 555 12 34", "Напишите Ваш ИИН и адрес"):
            doubtful = await group.send(dana, text, reply_to=card)
            shown = await group.wait_for(lambda m: m.from_bot and bool(m.labels), PATIENCE, after=doubtful)
            assert "Отправить гражданину" in shown.labels
        hidden = await group.send(r.admin, "Без имени", reply_to=card, as_anonymous_admin=True)
        shown = await group.wait_for(lambda m: m.from_bot and bool(m.labels), PATIENCE, after=hidden)
        assert "Отправить гражданину" in shown.labels
        assert r.play.violations == []


async def test_a_sent_answer_can_be_taken_back_for_a_minute_and_nobody_has_read_it_then(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, yerlan = group.members[1:3]
        await group.send(r.admin, "/takeback 60")
        await newest(group, "можно вернуть в течение (секунд): 60")
        case = await put_case(r, "Іс", level="relay")
        card = await newest(group, "Іс")
        await group.send(dana, "Не тот ответ", reply_to=card)
        preview = await newest(group, "Не тот ответ")
        await group.press(dana, "Отправить гражданину", preview)
        leaving = await group.wait_for(lambda m: m.id == preview.id and m.labels == ("Вернуть",), PATIENCE)
        assert "через 60 с" in leaving.text
        await case.chat.press("Русский")
        await case.chat.send("/status")
        await case.chat.send(case.code)
        seen = await newest(case.chat, case.number)
        assert "Не тот ответ" not in seen.text and "Зарегистрировано" in seen.text
        await group.press(yerlan, "Вернуть", leaving)
        back = await group.wait_for(lambda m: m.id == preview.id and "Ответ возвращён" in m.text, PATIENCE)
        r.clock.jump(120)
        await group.press(dana, "Отправить гражданину", back)
        leaving = await group.wait_for(lambda m: m.id == preview.id and m.labels == ("Вернуть",), PATIENCE)
        r.clock.jump(61)
        await group.wait_for(lambda m: m.id == preview.id and "Отправлено" in m.text and not m.labels, PATIENCE)
        await newest(case.chat, "новое сообщение")
        late = await (await group.press(dana, "Вернуть", leaving, data=leaving.buttons[0][0].data)).answered(PATIENCE)
        assert late.show_alert and "Вернуть уже нельзя" in late.text
        assert r.play.violations == []
