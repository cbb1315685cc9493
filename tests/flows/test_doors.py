"""Nobody stops the bot for the others: what is decided waits for no budget, no refusal and no method that hangs.

Every test looks at what was acknowledged and in which order, never at a clock.
"""

from __future__ import annotations

from pathlib import Path

from bot.playground import Group, PrivateChat
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.waiting import until

MANY = 150
"""More than Telegram hands out at once."""


def strangers(r: Rehearsal) -> Group:
    """Somebody else's group, in which the bot is a member."""
    owner = r.play.person("Жасұлан")
    return r.play.group("Бөтен топ", members=[owner], admins=[owner])


async def all_acknowledged(r: Rehearsal) -> None:
    """Return when Telegram keeps nothing for the bot any more."""
    await until(lambda: not r.play.world.updates.waiting(), r.play, meanwhile=lambda: r.clock.jump(0.5))


async def is_welcomed(chat: PrivateChat) -> None:
    """A new citizen's /start is answered."""
    await chat.send("/start")
    await newest(chat, "Тілді таңдаңыз")


async def test_a_strangers_group_that_gives_commands_and_forges_presses_holds_up_nobody(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = strangers(r)
        await group.add_bot(by=group.members[0])
        await group.send(group.members[0], "/help")
        shown = await group.wait_for(lambda m: m.from_bot, PATIENCE)
        for method in ("sendMessage", "answerCallbackQuery", "getChat", "getChatAdministrators", "leaveChat"):
            r.play.fail(method, kind="hang", times=None, chat=group.id)
        for _ in range(MANY):
            await group.send(group.members[0], "/bind mangystau")
            await group.press(group.members[0], "x", shown, data="move:mangystau")
        await is_welcomed(r.citizen())
        await all_acknowledged(r)
        assert r.play.calls_of("getChat", "getChatMemberCount") == []


async def test_a_group_under_a_long_refusal_holds_up_nobody_and_hears_its_answers_later(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        refusal = r.play.fail("sendMessage", kind="429", times=None, retry_after=1800, chat=group.id)
        for _ in range(3):
            for said in ("/help", "/regions", "/grouplang"):
                await group.send(r.admin, said)
        await is_welcomed(r.citizen())
        await all_acknowledged(r)
        before = len(group.from_bot)
        refusal.clear()
        r.clock.jump(1801)
        await until(lambda: len(group.from_bot) >= before + 3, r.play)
        # Of each command one answer waited, and at most one more was on its way when the refusal came.
        assert len(group.from_bot) - before <= 4


async def test_a_private_chat_in_which_sending_hangs_holds_up_nobody_and_not_itself(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        hanging = r.play.fail("sendMessage", kind="hang", times=None, chat=chat.id)
        for _ in range(MANY):
            await chat.send("/start")
        await is_welcomed(r.citizen("Болат"))
        await all_acknowledged(r)
        assert chat.from_bot == []
        hanging.clear()
        await newest(chat, "Тілді таңдаңыз")
        assert len(chat.from_bot) <= 3


async def test_a_group_in_which_sending_hangs_holds_up_no_update_and_no_other_group(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, other = await r.bind("mangystau"), await r.bind("abai")
        for method in ("sendMessage", "getChat"):
            r.play.fail(method, kind="hang", times=None, chat=group.id)
        for _ in range(MANY):
            await group.send(r.admin, "/bind abai")
        asked = await other.send(r.admin, "/help")
        await other.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
        await is_welcomed(r.citizen())
        await all_acknowledged(r)
        assert len([call for call in r.play.calls_of("getChat") if call.parameters == {}]) <= 2


async def test_an_answer_that_is_owed_survives_a_restart(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat, group = r.citizen(), await r.bind("mangystau")
        for each in (chat.id, group.id):
            r.play.fail("sendMessage", kind="hang", times=None, chat=each)
        await chat.send("/start")
        await group.send(group.members[1], "/help")
        await all_acknowledged(r)
        assert chat.from_bot == []
        group_id = group.id
    async with rehearsal(tmp_path) as again:
        await again.play.wait_until(
            lambda: {call.parameters["chat_id"] for call in again.play.calls_of("sendMessage")} >= {chat.id, group_id},
            PATIENCE,
        )


def is_left(r: Rehearsal, group: Group) -> bool:
    """Whether the bot has left the group."""
    return r.play.world.chats[group.id].bot_status == "left"


async def test_a_strangers_group_that_floods_is_left_and_left_again(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = strangers(r)
        owner = group.members[0]
        await group.add_bot(by=owner)
        await group.send(owner, "/help")
        line = await group.wait_for(lambda m: m.from_bot, PATIENCE)
        for _ in range(4):
            await group.send(owner, "/bind mangystau")
            await group.press(owner, "x", line, data="move:mangystau")
            await group.press(owner, "x", line, data="bind:mangystau")
            await group.press(owner, "x", line, data=f"out:{'0' * 32}:1")
            await group.send(owner, "a reply", reply_to=line)
        await until(lambda: is_left(r, group), r.play)
        assert len(group.from_bot) == 1
        await group.add_bot(by=owner)
        await until(lambda: is_left(r, group), r.play)
        assert (len(group.from_bot), r.play.violations) == (1, [])


async def test_a_strangers_group_that_does_nothing_is_left_after_a_day_and_no_other(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        idle, office = strangers(r), await r.bind("mangystau")
        await idle.add_bot(by=idle.members[0])
        begun = r.play.group("Жаңа кеңсе", members=[r.admin], admins=[r.admin])
        await begun.add_bot(by=r.admin)
        await all_acknowledged(r)
        r.clock.jump(20 * 3600)
        await begun.send(r.admin, "/bind")
        await newest(begun, "К какому региону")
        r.clock.jump(5 * 3600)
        await until(lambda: is_left(r, idle), r.play, meanwhile=lambda: r.clock.jump(1.0))
        assert [is_left(r, group) for group in (begun, office)] == [False, False]
        r.clock.jump(20 * 3600)
        await until(lambda: is_left(r, begun), r.play, meanwhile=lambda: r.clock.jump(1.0))
        assert (idle.from_bot, is_left(r, office)) == ([], False)


async def test_a_strangers_group_with_a_public_name_is_left_as_any_other(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        owner = r.play.person("Жасұлан")
        group = r.play.group("Бөтен топ", members=[owner], admins=[owner], username="boten_top")
        await group.add_bot(by=owner)
        await all_acknowledged(r)
        r.clock.jump(25 * 3600)
        await until(lambda: is_left(r, group), r.play, meanwhile=lambda: r.clock.jump(1.0))
        await group.add_bot(by=owner)
        await until(lambda: is_left(r, group), r.play)
        assert (group.from_bot, r.play.violations) == ([], [])


async def test_numbers_that_fall_after_a_quiet_week_are_heard(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await is_welcomed(chat)
        await all_acknowledged(r)
        r.play.world.updates.number_from(17)
        said = await chat.send("/start")
        await chat.wait_for(lambda m: m.from_bot, PATIENCE, after=said)
        await all_acknowledged(r)
        r.clock.jump(8 * 24 * 3600)
        await r.play.wait_until(lambda: "offset" not in r.play.calls_of("getUpdates")[-1].parameters, PATIENCE)
        r.play.world.updates.number_from(5)
        await is_welcomed(r.citizen("Болат"))
        await all_acknowledged(r)
        assert r.play.calls_of("getUpdates")[-1].parameters["offset"] == 6
