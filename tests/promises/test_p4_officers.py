"""P4: nothing of an officer's account reaches the citizen; who is not a person in a bound group holds no rights."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram import Bot, Message

from bot.gateway.staff_group import officer_of
from bot.playground import Group, Person
from tests.flows.office import Rehearsal, choose_language, fill_report, newest, rehearsal, send_preview
from tests.promises.journey import REASON, REPLY, Journey
from tests.promises.planting import MARK
from tests.promises.searching import find, numbers, texts

CHANNEL = {"id": -1_001_777_000_111, "title": "Арна", "type": "channel"}


def test_nothing_of_an_officer_reaches_a_citizen(journey: Journey) -> None:
    bodies = journey.sent_to(*journey.citizens.values())
    assert find(texts(REPLY), bodies) != []
    officers = texts(MARK, "Zhuldyz_", "43100985", REASON) | numbers(journey.officers | {"group": journey.group})
    assert find(officers, bodies) == []
    assert find(officers, {"planted": f"{MARK}dana".encode()}) != []


def test_an_answer_to_a_press_tells_nothing_of_an_officer(journey: Journey) -> None:
    answers = {f"#{n}": call.body for n, call in enumerate(journey.calls) if call.method == "answerCallbackQuery"}
    assert len(answers) > 20
    assert find(texts(MARK, "Zhuldyz_", "43100985") | numbers(journey.officers), answers) == []


@pytest.mark.parametrize(
    "extra",
    [
        {"sender_chat": {"id": -100200300, "type": "supergroup", "title": "x"}},
        {"sender_chat": CHANNEL},
        {"from": {"id": 5, "is_bot": True, "first_name": "робот"}},
        {"from": None},
    ],
)
def test_only_a_person_is_an_officer(extra: dict[str, object]) -> None:
    chat = {"id": -100200300, "type": "supergroup", "title": "x"}
    person = {"id": 5, "is_bot": False, "first_name": "Дана", "last_name": "Х"}
    raw = {"message_id": 1, "date": 1, "chat": chat, "from": person, "text": "/bind", "sender_tag": "начальница"}
    named = officer_of(Message.de_json(raw, Bot("1:playground")))
    assert named is not None and (named.id, named.name) == (5, "Дана Х")
    unnamed = {name: value for name, value in (raw | extra).items() if value is not None}
    assert officer_of(Message.de_json(unnamed, Bot("1:playground"))) is None


async def test_an_anonymous_admin_binds_nothing_until_a_press_names_an_admin(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        dana = r.play.person("Дана")
        group = r.play.group("Кеңсе", members=[dana], admins=[r.admin, dana])
        await group.add_bot(by=r.admin)
        await group.send(r.admin, "/bind mangystau", as_anonymous_admin=True)
        question = await group.wait_for(lambda m: m.from_bot and bool(m.buttons))
        pressed = await group.press(dana, (0, 0), question)
        assert "Әлия" not in (await pressed.answered()).text
        assert not await _is_bound(r, group)
        await group.press(r.admin, (0, 0), question)
        await newest(group, "Группа привязана")
        assert await _is_bound(r, group)


async def test_a_channel_and_a_stranger_bind_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        stranger = r.play.person("Чужой")
        group = r.play.group("Чужая группа", members=[stranger], admins=[stranger])
        await group.add_bot(by=stranger)
        for how in ({}, {"as_channel": CHANNEL}):
            r.clock.jump(61.0)  # strangers hear one line a minute
            seen = len(group.from_bot)
            await group.send(stranger, "/bind mangystau", **how)  # type: ignore[arg-type]
            await r.play.wait_until(lambda seen=seen: len(group.from_bot) > seen)
            r.clock.jump(61)  # a group of strangers hears one line a minute
        for data in ("bind:mangystau", "unbind:", "regions:", "move:mangystau"):
            pressed = await group.press(stranger, "x", group.from_bot[-1], data=data)
            await pressed.answered()
        assert not await _is_bound(r, group)
        shown = "".join(message.text for message in group.from_bot)
        assert "Группа привязана" not in shown and "Актюбинская" not in shown


async def test_members_of_another_group_decide_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        ours, theirs = await r.bind("mangystau"), await r.bind("qaraghandy", members=("Сәуле",))
        strangers = r.play.group("Чужая группа", members=[r.admin, r.play.person("Чужой")])
        await strangers.add_bot(by=r.admin)
        chat = r.citizen()
        await choose_language(chat)
        await fill_report(chat, "В поликлинике требуют деньги за приём к врачу.")
        _, code = await send_preview(chat)
        card = await newest(ours, "В поликлинике требуют деньги")
        await ours.send(ours.members[1], "Виновный наказан.", reply_to=card)
        preview = await ours.wait_for(lambda m: m.from_bot and "Виновный наказан" in m.text and bool(m.buttons))
        data = preview.buttons[0][0].data
        assert data is not None
        for group in (theirs, strangers):
            target = await _some_post(r, group)
            pressed = await group.press(group.members[-1], "x", target, data=data)
            await pressed.answered()
        await chat.send("/status")
        await newest(chat, "Введите код")
        await chat.send(code)
        case = await chat.wait_for(lambda m: m.from_bot and "Дополнить" in m.labels)
        assert "Виновный наказан" not in case.text
        assert ours.message(preview.id) == preview


async def _some_post(r: Rehearsal, group: Group) -> object:
    """A message of the bot in *group* under which a changed client could forge a press."""
    if not group.from_bot:
        person: Person = group.members[-1]
        await group.send(person, "/bind mangystau")
        await r.play.wait_until(lambda: group.from_bot)
    return group.from_bot[-1]


async def _is_bound(r: Rehearsal, group: Group) -> bool:
    from bot.desk.outgoing import chats

    safe = r.house.store.safe
    return await r.house.store.database.read(chats.served_by, group.id, safe) is not None
