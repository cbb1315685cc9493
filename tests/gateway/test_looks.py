"""Looks: a group is asked about before anything of a case goes there, once a minute, and gets nothing in doubt."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from bot.background.sender import Delivered, NotDelivered, Outcome, Rejection
from bot.catalogue.workdays import WorkCalendar
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.files import CleanFile
from bot.desk.parcels.values import Addition, Files, Notice, Parcel, Preview, Verdict
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.inquiries import Inquiries
from bot.gateway.looks import FRESH, GroupLooks
from bot.gateway.reach import make_bot
from bot.gateway.sender import TelegramSender
from bot.gateway.transport import BotApiRequest
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.playground import Group, JumpingClock, Playground
from bot.settings import read_settings

NUMBER = "12-26-10000"


async def no_files(file_ids: Sequence[str]) -> list[CleanFile]:
    """Nothing is sent."""
    return []


def addition(group: Group) -> Addition:
    """A citizen's later words."""
    return Addition(group.id, "ru", NUMBER, "И ещё.", 0, 7)


def of_a_case(group: Group) -> list[Parcel]:
    """Everything that holds words or files of a case; a card is put together as an addition is."""
    return [
        addition(group),
        Preview(group.id, "ru", "a" * 32, NUMBER, 1, "Ответ", "ru", None, 0),
        Verdict(group.id, "ru", 7, NUMBER, "Ответ", "ru", "s.sent"),
        Files(group.id, "ru", NUMBER, ("f" * 32,), 1, 1, None),
    ]


@asynccontextmanager
async def sending() -> AsyncIterator[tuple[Playground, Group, TelegramSender, JumpingClock]]:
    """A sender, and a private group with its bot."""
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        dana = play.person("Дана")
        group = play.group("Кеңсе", admins=[dana])
        await group.add_bot(by=dana)
        request, polling = BotApiRequest(proxy=None), BotApiRequest(proxy=None)
        async with make_bot(read_settings({"BOT_TOKEN": play.token, "BOT_API_URL": play.url}), request, polling) as bot:
            texts = Texts.load()
            cards = Cards(Words(texts), build_questions(texts), WorkCalendar(), clock)
            calls, looks = Calls(bot.base_url, request), GroupLooks(bot, clock)
            asking = looks, Inquiries(bot, clock)
            yield play, group, TelegramSender(bot, calls, cards, Budget(clock), no_files, *asking), clock


def why_not(outcome: Outcome) -> Rejection | None:
    """Why a parcel was not delivered."""
    return outcome.why if isinstance(outcome, NotDelivered) else None


def looked(play: Playground) -> int:
    """How often the bot asked about a group."""
    return len([call for call in play.calls if call.method == "getChat"])


async def test_a_group_that_became_public_gets_nothing_of_a_case_in_any_shape() -> None:
    async with sending() as (_, group, sender, _):
        group.make_public("adaldyq_open")
        outcomes = [await sender.send(parcel) for parcel in of_a_case(group)]
        assert outcomes == [NotDelivered(Rejection.PUBLIC)] * 4
        assert group.from_bot == []
        assert isinstance(await sender.send(Notice(group.id, None, "s.group_public", {})), Delivered)


async def test_a_look_holds_for_a_minute() -> None:
    async with sending() as (play, group, sender, clock):
        for _ in range(3):
            assert isinstance(await sender.send(addition(group)), Delivered)
        assert looked(play) == 1
        clock.jump(FRESH)
        group.make_public("adaldyq_open")
        assert await sender.send(addition(group)) == NotDelivered(Rejection.PUBLIC)
        group.make_public(None)
        assert isinstance(await sender.send(addition(group)), Delivered)
        assert (looked(play), len(group.from_bot)) == (3, 4)


@pytest.mark.parametrize(
    ("kind", "description"), [("500", None), ("drop-before", None), ("refuse", "Bad Request: SOMETHING")]
)
async def test_a_group_that_cannot_be_asked_about_gets_nothing_and_is_asked_again(
    kind: str, description: str | None
) -> None:
    async with sending() as (play, group, sender, _):
        about = {} if description is None else {"description": description}
        play.fail("getChat", kind=kind, **about)  # type: ignore[arg-type]
        assert why_not(await sender.send(addition(group))) is Rejection.UNREACHED
        assert group.from_bot == []
        assert isinstance(await sender.send(addition(group)), Delivered)


async def test_a_group_without_the_bot_closes_its_lane() -> None:
    async with sending() as (_, group, sender, _):
        await group.remove_bot(by=group.members[0])
        assert why_not(await sender.send(addition(group))) is Rejection.BLOCKED
