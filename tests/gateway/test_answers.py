"""Answers: shown at once or owed; the newest step replaces an older one, a receipt is never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.desk.citizens.arrivals import Decision, SavedStep, WaitingAnswer
from bot.gateway.answers import FLUSH_AT, OWED_AT_ONCE, CitizenAnswers
from bot.gateway.budget import Budget
from bot.gateway.private_chat import CitizenChats
from bot.terms import Language
from tests.desk.citizens.room import Room, opened
from tests.desk.house import CITIZEN
from tests.promises.desk import StillClock


@dataclass(slots=True)
class Phone:
    """The private chats: what arrived in them, and whether anything arrives now."""

    budget: Budget
    takes: bool = True
    shown: list[tuple[int, int]] = field(default_factory=list)

    async def answer(self, chat_id: int, decision: Decision, source: object = None, *, patient: bool = True) -> bool:
        """Show *decision*."""
        if self.takes:
            self.shown.append((chat_id, decision.step))
        return self.takes


@dataclass(slots=True)
class SlowPhone(Phone):
    """One whose first answer waits until it is let go."""

    slow: bool = True
    called: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, chat_id: int, decision: Decision, source: object = None, *, patient: bool = True) -> bool:
        """Show *decision*, some time."""
        if self.slow:
            self.called.set()
            await self.goes_on.wait()
        return await Phone.answer(self, chat_id, decision, source, patient=patient)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An intake of which nobody has heard yet."""
    async with opened(tmp_path) as made:
        yield made


def answers_on(room: Room, phone: Phone) -> CitizenAnswers:
    """Answers that are shown on *phone*."""
    return CitizenAnswers(room.intake, cast(CitizenChats, phone))


def step(number: int, *, filed: bool = False, saved: SavedStep | None = None) -> Decision:
    """The decision of step *number*."""
    return Decision(Language.RUSSIAN, number, (), saved, filed)


def owed(answers: CitizenAnswers, chat: int = CITIZEN) -> list[int]:
    """The steps that are owed to the chat."""
    return [decision.step for decision in answers.owed.answers.get(chat, ())]


async def test_of_one_chat_only_the_newest_step_is_owed_but_every_receipt(room: Room) -> None:
    phone = Phone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    for decision in (step(1), step(2, filed=True), step(3), step(4, filed=True), step(5), step(6)):
        await answers.deliver(CITIZEN, decision)
    assert owed(answers) == [2, 4, 6]
    phone.takes = True
    await answers.deliver(CITIZEN, step(7))
    assert (phone.shown, owed(answers)) == ([(CITIZEN, 2), (CITIZEN, 4), (CITIZEN, 7)], [])


async def test_what_is_owed_is_paid_in_order_and_once(room: Room) -> None:
    phone = Phone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    await answers.deliver(CITIZEN, step(1, filed=True))
    await answers.deliver(CITIZEN, step(2))
    await answers.deliver(4712, step(9))
    await answers.pay_owed()
    phone.takes = True
    for _ in range(2):
        await answers.pay_owed()
    assert sorted(phone.shown) == [(CITIZEN, 1), (CITIZEN, 2), (4712, 9)]
    assert phone.shown.index((CITIZEN, 1)) < phone.shown.index((CITIZEN, 2))
    assert answers.owed.answers == {}


async def test_a_chat_that_does_not_answer_lets_the_others_go_first(room: Room) -> None:
    phone = Phone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    for chat in range(OWED_AT_ONCE + 1):
        await answers.deliver(chat, step(chat))
    await answers.pay_owed()
    assert next(iter(answers.owed.answers)) == OWED_AT_ONCE
    phone.takes = True
    await answers.pay_owed()
    assert len(phone.shown) == OWED_AT_ONCE
    assert (OWED_AT_ONCE, OWED_AT_ONCE) in phone.shown


async def test_the_store_learns_of_a_step_only_when_it_was_seen(room: Room) -> None:
    phone = Phone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    decision = await room.visitor().command("start")
    await answers.deliver(CITIZEN, decision)
    await answers.flush_shown()
    assert [waiting.chat_id for waiting in await room.waiting.unsent()] == [CITIZEN]
    phone.takes = True
    await answers.pay_owed()
    assert await room.waiting.unsent() == []


async def test_many_steps_that_were_seen_are_told_to_the_store_together(room: Room) -> None:
    answers = answers_on(room, Phone(Budget(StillClock())))
    saved = SavedStep(b"actor", b"box")
    for number in range(FLUSH_AT - 1):
        await answers.deliver(number, step(number, saved=saved))
    assert len(answers.owed.shown) == FLUSH_AT - 1
    await answers.deliver(CITIZEN, step(0, saved=saved))
    assert answers.owed.shown == []


async def test_after_a_restart_a_chat_is_owed_where_it_stood_unless_it_came_meanwhile(room: Room) -> None:
    phone = Phone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    await answers.deliver(CITIZEN, step(5))
    waiting: Sequence[WaitingAnswer] = [WaitingAnswer(CITIZEN, step(4)), WaitingAnswer(4712, step(1))]
    answers.show_again(waiting)
    assert (owed(answers), owed(answers, 4712)) == ([5], [1])


async def test_a_receipt_stays_owed_when_the_news_of_a_file_fails_after_it(room: Room) -> None:
    phone = SlowPhone(Budget(StillClock()), takes=False)
    answers = answers_on(room, phone)
    news = asyncio.create_task(answers.deliver(CITIZEN, step(1)))
    await phone.called.wait()
    phone.slow = False
    await answers.deliver(CITIZEN, step(2, filed=True))
    phone.goes_on.set()
    await news
    assert owed(answers) == [2, 1]
