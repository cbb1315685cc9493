"""Notices only: the group sees number and sphere, whoever takes the case works at it in private, to its end."""

from __future__ import annotations

import json
from pathlib import Path

from bot.conversation.values.effects import AddFacts
from bot.desk.citizens import filing
from bot.playground import Group
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import HEADINGS, add_words, put_case, put_file, turn_of
from tests.flows.test_office_roles import text

TWO_DAYS = 48 * 3600 + 60
"""Seconds: what is older cannot be deleted."""
MARK, ANSWER = "Врач требует деньги", "Врачу объявлен выговор."


async def test_a_case_is_worked_at_in_private_and_its_words_never_stand_in_the_group(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        await group.send(r.admin, "/notice on")
        await newest(group, "Теперь тексты обращений в группе не показываются")
        case = await put_case(r, MARK, level="relay")
        card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)
        dana = group.members[1]
        await group.press(dana, text("s.btn_take", "ru"), card)
        await newest(group, "не доставлено сотруднику")
        private = r.play.private(dana)
        await private.send("/start")
        opens = "Открыть в личном чате"
        card = await group.wait_for(lambda m: m.id == card.id and m.button(opens) is not None, PATIENCE)
        await group.press(dana, opens, card)
        given = await newest(private, MARK)
        assert case.number in given.text and given.buttons
        await group.send(dana, ANSWER, reply_to=card)
        await newest(group, "В этой группе не отвечают")
        await private.send(ANSWER, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and HEADINGS["ru"] in m.text, PATIENCE)
        await private.press(text("s.btn_send", "ru"), preview)
        await private.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        await private.press("x", given, data=f"end:{case.id}:measures")
        await group.wait_for(lambda m: m.id == card.id and "Закрыто" in m.text, PATIENCE)
        assert MARK not in json.dumps([m.raw for m in group.messages], ensure_ascii=False)
        assert all(ANSWER not in m.text for m in group.messages if m.from_bot)
        await group.remove(dana, by=r.admin)
        # Post by post: the card and whatever else stood there.
        await private.wait_for(lambda _: not any(MARK in m.text for m in private.messages if m.from_bot), PATIENCE)
        assert MARK not in json.dumps([m.raw for m in private.messages if m.from_bot], ensure_ascii=False)
        assert r.play.violations == []


async def test_files_too_old_to_be_deleted_become_stubs_when_the_group_is_to_see_no_words(tmp_path: Path) -> None:
    """Two pictures of two days, one of now: nothing of them stays."""
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        old = (await put_file(r, b"first picture"), await put_file(r, b"second picture"))
        case = await put_case(r, MARK, level="relay", attached=old)
        await group.wait_for(lambda _: _pictures(r, group) == [b"first picture", b"second picture"], PATIENCE)
        r.clock.jump(TWO_DAYS)
        new = await put_file(r, b"third picture")
        await r.house.store.database.write(filing.add_facts, AddFacts(case.id, "Ещё", (new,)), turn_of(r))
        r.house.notifier.wake.set()
        await group.wait_for(lambda _: len(_pictures(r, group)) == 3, PATIENCE)
        await group.send(r.admin, "/notice on")
        stub = text("n.taken_away", "ru")
        await group.wait_for(lambda _: _captions(group, stub) == 2 and len(_pictures(r, group)) == 2, PATIENCE)
        assert not [content for content in _pictures(r, group) if b"picture" in content]
        assert r.play.violations == []


def _captions(group: Group, words: str) -> int:
    return sum(words in message.raw.get("caption", "") for message in group.messages if message.from_bot)


def _pictures(r: Rehearsal, group: Group) -> list[bytes]:
    """What the pictures of ours hold that stand in the group."""
    shown = [message.raw["photo"][-1]["file_id"] for message in group.messages if "photo" in message.raw]
    return [kept.body for each in shown if (kept := r.play.world.files.find(each)) is not None]


async def test_who_left_unheard_gets_no_later_words_and_is_handed_no_case(tmp_path: Path) -> None:
    """Dana is removed while the region has no group: nobody tells the bot, which asks when something is for her."""
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        await group.send(r.admin, "/notice on")
        await newest(group, "Теперь тексты обращений в группе не показываются")
        dana, yerlan = group.members[1], group.members[2]
        private = r.play.private(dana)
        await private.send("/start")
        case = await put_case(r, "Первое", level="relay")
        card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)
        await group.press(dana, text("s.btn_take", "ru"), card)
        await newest(private, "Первое")
        await group.send(r.admin, "/unbind")
        sure = await newest(group, "Отвязать группу от региона?")
        await group.press(r.admin, "Топты ажырату / Отвязать группу", sure)
        await newest(group, "Группа отвязана")
        await group.remove(dana, by=r.admin)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Группа привязана")
        await group.send(r.admin, "/grouplang ru")
        await newest(group, "Язык группы: русский")
        await add_words(r, case, MARK)
        await newest(group, text("s.left_cases", "ru", staff="Дана", numbers=case.number))
        take = text("s.btn_take", "ru")
        card = await group.wait_for(lambda m: m.id == card.id and m.button(take) is not None, PATIENCE)
        await r.play.private(yerlan).send("/start")
        await group.press(yerlan, take, card)
        await newest(r.play.private(yerlan), MARK)
        assert MARK not in json.dumps([m.raw for m in private.messages if m.from_bot], ensure_ascii=False)
        assert r.play.violations == []
