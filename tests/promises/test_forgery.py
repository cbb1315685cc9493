"""What a changed client, a stranger or a guesser may try: nothing opens, nothing breaks, no false alarm is raised."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.chance import Chance
from bot.conversation.values.callback import FOREIGN, read_press
from bot.conversation.values.case_choices import ShowNotice
from bot.conversation.values.commands import Command
from bot.conversation.values.events import Pressed
from bot.desk.citizens.intake import CODES_AN_HOUR
from bot.desk.groups import admins
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.encryption.codes import new_code
from bot.wiring import House
from storage import cases
from tests.flows.office import rehearsal
from tests.promises.desk import StillClock, Visitor, house_at

WORDS = "В поликлинике требуют деньги за приём."
ODD = (
    *("", ":", "::::", "kk", "ru:", "ru1", "ru-1:x", "ru+1:x", "RU1:x", "en1:x", "ru١:x", "ru1:\x00", "ru1:\ud800"),
    *("ru1:show:\udfff", "ru1:show:\x00", "ru1:=\u202e", "kk" + "z" * 60 + ":x", "ru1:" + "x" * 61, "ru1:=қала"),
    "ru1 :x",
)


@pytest.mark.parametrize("data", ODD)
def test_odd_callback_data_are_no_choice(data: str) -> None:
    assert read_press(data) == FOREIGN


def test_our_own_callback_data_are_read() -> None:
    assert read_press("ru10:show:" + "0" * 32) == Pressed(ShowNotice("0" * 32), 36, "ru")


async def test_odd_presses_break_nothing_and_alarm_nobody(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, chat = await r.bind("mangystau"), r.citizen()
        await chat.start()
        shown = await chat.wait_for("Тілді таңдаңыз")
        sendable = [data for data in ODD if data.isprintable() or data == "ru1:\x00"]
        for data in (*sendable, "kkzzzzzzzzzzzz:send:" + "f" * 40):
            r.clock.jump(2)  # the bot keeps to Telegram's one message a second
            await (await chat.press("x", shown, data=data)).answered()
        place = "0" * 32
        odd = ("out:қ:1", f"not:{place}:0", "open:\x00", "why:", "why:қ")
        for data in (f"out:{place}:{'9' * 40}", f"out:{place}:٣", *odd):
            await (await group.press(group.members[1], "x", group.from_bot[-1], data=data)).answered()
        await r.house.store.database.probe()
        assert r.house.receiver.set_aside == 0


async def test_a_notice_opens_only_in_the_chat_that_it_was_sent_to(tmp_path: Path) -> None:
    async with house_at(tmp_path, StillClock()) as house:
        updates = count(1)
        owner, stranger = Visitor(house.intake, 501, updates), Visitor(house.intake, 502, updates)
        numbers = {level: (await owner.file(WORDS, level=level))[0] for level in ("relay", "code")}
        numbers["contact"] = (await owner.file(WORDS, "Айгүл, 87010000000", level="contact"))[0]
        ids = {}
        for level, number in numbers.items():
            row = await house.store.database.read(cases.find_by_number, number)
            assert row is not None
            ids[level] = row.id
        await owner.press(f"show:{ids['relay']}", step=0)
        assert "status.case" in owner.said()
        await owner.press("facts")
        assert _adds(owner)
        await stranger.command(Command.START)
        for level in ids:
            await stranger.press(f"show:{ids[level]}", step=0)
            assert "status.case" not in stranger.said() and not _adds(stranger)
        named = [f"{verb}:{case}" for verb in ("facts", "case", "files", "hide") for case in ids.values()]
        for verb in ("facts", "give", "case", "files", *named):
            for step in (None, 0):
                await stranger.press(verb, step)
                assert "status.case" not in stranger.said() and not _adds(stranger)
        for level in ("code", "contact"):
            for verb in ("show", "facts", "case", "files"):
                await owner.press(f"{verb}:{ids[level]}", step=0)
                assert "status.case" not in owner.said() and not _adds(owner)


async def test_guessing_codes_ends_after_some_attempts_and_an_own_code_is_no_way_round(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        updates = count(1)
        victim, guesser = Visitor(house.intake, 501, updates), Visitor(house.intake, 502, updates)
        code = (await victim.file(WORDS))[1]
        own = (await guesser.file(WORDS))[1]
        await guesser.press("lang:ru")
        for _ in range(CODES_AN_HOUR):
            await guesser.type(new_code(Chance()))
            assert "status.not_found" in guesser.said()
            if "err.code_attempts" not in guesser.said():
                await guesser.type(own)
        await guesser.type(code)
        assert "status.case" not in guesser.said() and "err.code_attempts" in guesser.said()
        await guesser.type(code)
        assert "status.case" not in guesser.said()
        clock.pass_by(timedelta(hours=1, seconds=1))
        await guesser.type(own)
        assert "status.case" in guesser.said()


async def test_a_limit_belongs_to_one_account_and_names_it_nowhere(tmp_path: Path) -> None:
    async with house_at(tmp_path, StillClock()) as house:
        updates = count(1)
        guesser, other = Visitor(house.intake, 5_317_000_123, updates), Visitor(house.intake, 502, updates)
        code = (await other.file(WORDS))[1]
        await guesser.file(WORDS)
        await guesser.press("lang:ru")
        for _ in range(CODES_AN_HOUR):
            await guesser.type(new_code(Chance()))
        await other.press("lang:ru")
        await other.type(code)
        assert "status.case" in other.said()
        kept = (
            house.intake.codes._happened,
            house.intake.filed._happened,
            house.intake.begun._happened,
            house.intake._languages,
        )
        assert [len(memory._kept) for memory in kept] == [1, 2, 2, 2]
        assert not {5_317_000_123, 502} & {name for memory in kept for name in memory._kept}


@pytest.mark.parametrize(
    "payload",
    ["admin-", "admin-x", "admin-" + "A" * 58, "show:" + "0" * 32, "0" * 64, "send:abc", "qaraghandy'--", "ру"],
)
async def test_a_start_payload_opens_nothing(tmp_path: Path, payload: str) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await chat.start(payload)
        await chat.wait_for(lambda m: m.from_bot)
        await r.house.store.database.probe()
        assert not await _is_admin(r.house, chat.id)
        assert "Группы" not in chat.from_bot[-1].text


async def test_an_admin_link_works_once_and_not_for_ever(tmp_path: Path) -> None:
    clock = StillClock()
    async with house_at(tmp_path, clock) as house:
        write, turn = house.store.database.write, Turn(house.intake.rules, clock.now())
        links = [await write(admins.make_link, turn) for _ in range(2)]
        person, thief = Officer(601, "Әлия"), Officer(602, "Чужой")
        assert await write(admins.use_link, links[0], person, turn)
        assert not await write(admins.use_link, links[0], thief, turn)
        clock.pass_by(timedelta(minutes=31))
        assert not await write(admins.use_link, links[1], thief, Turn(house.intake.rules, clock.now()))
        assert [await _is_admin(house, account) for account in (601, 602)] == [True, False]


async def test_a_code_under_a_picture_is_a_code(tmp_path: Path) -> None:
    from bot.conversation.values.effects import DeleteTyped
    from bot.conversation.values.events import Received, Unusable

    async with house_at(tmp_path, StillClock()) as house:
        visitor = Visitor(house.intake, 501, count(1))
        code = (await visitor.file(WORDS))[1]
        await visitor.press("lang:ru")
        decision = await visitor.take(Received(Unusable.OTHER, 9, code))
        assert DeleteTyped() in decision.effects and "status.case" in visitor.said()


def _adds(visitor: Visitor) -> bool:
    """Whether the visitor is asked for further words on a case."""
    return not visitor.said().isdisjoint({"info.ask", "info.for_case", "info.so_far", "info.added"})


async def _is_admin(house: House, account: int) -> bool:
    return bool(await house.store.database.read(admins.is_admin, account, house.intake.rules))
