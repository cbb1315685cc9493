"""A forum as a staff group: a topic for each case, opened once, closed with it, made anew when it was deleted."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Group
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import add_words, put_case


async def forum(r: Rehearsal, *, manages: bool = True) -> Group:
    """A forum that serves Mangystau in Russian, with Dana and Yerlan."""
    people = [r.play.person(name) for name in ("Дана", "Ерлан")]
    group = r.play.group("Кеңсе", members=[r.admin, *people], admins=[r.admin], forum=True)
    await group.add_bot(by=r.admin, admin=True)
    if not manages:
        group.keep_topics_from_bot()
    await group.send(r.admin, "/bind mangystau")
    await newest(group, "Группа привязана")
    await group.send(r.admin, "/grouplang ru")
    await group.wait_for(lambda m: m.from_bot and m.text == "Язык группы: русский", PATIENCE)
    return group


async def test_each_case_has_a_topic_named_by_number_and_sphere_and_all_of_it_stands_there(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await forum(r)
        dana = group.members[1]
        first, second = await put_case(r, "Бірінші іс"), await put_case(r, "Екінші іс")
        cards = [await newest(group, words) for words in ("Бірінші іс", "Екінші іс")]
        assert sorted(group.topics.values()) == sorted(f"{c.number} · Здравоохранение" for c in (first, second))
        assert [group.topics[card.topic or 0].split()[0] for card in cards] == [first.number, second.number]
        await group.press(dana, "Запросить уточнение", cards[0])
        prompt = await newest(group, "Напишите вопрос")
        await group.send(dana, "Қай кабинет?", reply_to=prompt, topic=cards[0].topic)
        preview = await newest(group, "Қай кабинет?")
        await add_words(r, first, "Толықтыру")
        added = await newest(group, "Толықтыру")
        assert {each.topic for each in (prompt, preview, added)} == {cards[0].topic}
        assert r.play.violations == []


async def test_a_topic_is_closed_with_its_case_and_opened_with_it_again(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await forum(r)
        dana = group.members[1]
        await put_case(r, "Іс")
        card = await newest(group, "Іс")
        await group.press(dana, "Направить в другой орган", card)
        card = await group.wait_for(lambda m: m.id == card.id and "Прокуратура" in m.labels, PATIENCE)
        await group.press(dana, "Прокуратура", card)
        card = await group.wait_for(lambda m: m.id == card.id and "Кому передано: Прокуратура" in m.text, PATIENCE)
        assert group.closed_topics == frozenset()
        await group.press(dana, "Закрыть", card)
        card = await group.wait_for(lambda m: m.id == card.id and "Другой результат" in m.labels, PATIENCE)
        await group.press(dana, "Передано в компетентный орган", card)
        card = await group.wait_for(lambda m: m.id == card.id and "Статус: Закрыто" in m.text, PATIENCE)
        await r.play.wait_until(lambda: group.closed_topics == {card.topic}, PATIENCE)
        await group.press(dana, "Открыть повторно", card)
        prompt = await newest(group, "Напишите причину")
        await group.send(dana, "Появились новые сведения", reply_to=prompt, topic=card.topic)
        await group.wait_for(lambda m: m.id == card.id and "Открыто повторно" in m.text, PATIENCE)
        await r.play.wait_until(lambda: group.closed_topics == frozenset(), PATIENCE)
        assert r.play.violations == []


async def test_a_deleted_topic_is_made_anew_with_the_card_in_it(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await forum(r)
        case = await put_case(r, "Жоғалған тақырып")
        card = await newest(group, "Жоғалған тақырып")
        old = card.topic
        assert old is not None
        group.delete_topic(old)
        await add_words(r, case, "Кейінгі сөз")
        added = await newest(group, "Кейінгі сөз")
        again = await group.wait_for(lambda m: m.from_bot and "Жоғалған тақырып" in m.text, PATIENCE)
        assert added.topic == again.topic != old
        assert list(group.topics.values()) == [f"{case.number} · Здравоохранение"]
        assert r.play.violations == []


async def test_without_the_right_the_posts_of_a_case_answer_its_card(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await forum(r, manages=False)
        case = await put_case(r, "Тақырыпсыз")
        card = await newest(group, "Тақырыпсыз")
        await add_words(r, case, "Толықтыру")
        added = await newest(group, "Толықтыру")
        assert (card.topic, group.topics, added.reply_to) == (None, {}, card.id)
        assert r.play.violations == []
