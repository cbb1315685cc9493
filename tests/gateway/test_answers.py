"""Answers: shown at once or owed; the newest step replaces an older one, a receipt is never lost, no decision waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.desk.citizens.arrivals import Decision, SavedStep, WaitingAnswer
from bot.gateway.answers import CitizenAnswers
from bot.gateway.asides import Asides
from bot.gateway.budget import Budget
from bot.gateway.private_chat import CitizenChats, Piece, SentFile, Spoken
from bot.gateway.transport import LostAnswerError
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.playground import JumpingClock
from bot.terms import Language
from storage.errors import StoreUnavailableError
from tests.desk.citizens.room import Room, opened
from tests.desk.house import CITIZEN
from tests.waiting import until

OTHER = 4712


@dataclass(slots=True)
class Phone:
    """The private chats: what arrived in them, and what becomes of the next sendings (None: it arrives)."""

    shown: list[tuple[int, str]] = field(default_factory=list)
    faults: list[Exception | None] = field(default_factory=list)
    hanging: set[int] = field(default_factory=set)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    tried: int = 0
    words: Words = field(default_factory=lambda: Words(Texts.load()))
    drawn: Sequence[Piece] = ()

    def pieces(self, decision: Decision, source: object) -> list[Piece]:
        """What is *drawn*, or one message with the number of the step."""
        return [*self.drawn] or [Spoken(str(decision.step))]

    def do_beside(self, decision: Decision, source: object, asides: Asides) -> list[asyncio.Task[None]]:
        """Nothing is to be done beside."""
        return []

    def say(self, text: str, keyboard: object = None) -> list[Piece]:
        """A word as one piece."""
        return [Spoken(text)]

    async def send(self, chat_id: int, piece: Piece, language: Language | None, *, again: bool) -> None:
        """Show *piece*, unless something is wrong."""
        self.tried += 1
        if chat_id in self.hanging:
            await self.goes_on.wait()
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        words = piece.text if isinstance(piece, Spoken) else piece.file
        self.shown.append((chat_id, f"{words} again" if again else words))


    def missing(self, file: SentFile, language: Language | None) -> Spoken:
        """What stands in place of a file."""
        return Spoken(f"{file.file} is missing")


@dataclass(slots=True)
class Desk:
    """Answers on a phone, and the clock they go by."""

    answers: CitizenAnswers
    phone: Phone
    clock: JumpingClock

    @property
    def owed(self) -> dict[int, list[str]]:
        """What is owed, by chat."""
        return {
            chat: [piece.text for answer in owing.answers for piece in answer.pieces if isinstance(piece, Spoken)]
            for chat, owing in self.answers.owed.items()
        }

    async def all_shown(self) -> None:
        """Let time pass until nothing is owed."""
        await until(lambda: not self.answers.owed, meanwhile=lambda: self.clock.jump(1.0))


@asynccontextmanager
async def desk_of(room: Room, *faults: Exception | None) -> AsyncIterator[Desk]:
    """Answers in *room* whose first sendings meet *faults*."""
    clock, phone = JumpingClock(), Phone(faults=list(faults))
    answers = CitizenAnswers(room.intake, cast(CitizenChats, phone), Budget(clock), cast(Asides, Silent()))
    try:
        yield Desk(answers, phone, clock)
    finally:
        await answers.stop()


class Silent:
    """No asides."""

    async def stop(self) -> None:
        """There is nothing to stop."""


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An intake of which nobody has heard yet."""
    async with opened(tmp_path) as made:
        yield made


def step(number: int, *, filed: bool = False, saved: SavedStep | None = None) -> Decision:
    """The decision of step *number*."""
    return Decision(Language.RUSSIAN, number, (), saved, filed)


async def test_what_can_go_at_once_is_there_when_the_decision_is_acknowledged(room: Room) -> None:
    async with desk_of(room) as desk:
        await desk.answers.deliver(CITIZEN, step(1))
        assert (desk.phone.shown, desk.owed) == ([(CITIZEN, "1")], {})


async def test_a_decision_waits_for_no_chat_that_hangs_and_for_no_budget(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gateway.answers.AT_ONCE", 0.01)
    async with desk_of(room) as desk:
        desk.phone.hanging.add(CITIZEN)
        for number in (1, 2, 3):
            await desk.answers.deliver(CITIZEN, step(number))
        for number in range(1, 6):
            await desk.answers.deliver(OTHER, step(number))
        assert desk.phone.shown == [(OTHER, "1"), (OTHER, "2"), (OTHER, "3")]
        assert desk.owed == {CITIZEN: ["3"], OTHER: ["5"]}
        desk.phone.goes_on.set()
        await desk.all_shown()
        assert sorted(desk.phone.shown[3:]) == [(CITIZEN, "1"), (CITIZEN, "3"), (OTHER, "5")]


async def test_one_who_has_sent_more_is_not_waited_for(room: Room) -> None:
    async with desk_of(room) as desk:
        desk.phone.hanging.add(CITIZEN)
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        assert (desk.owed, desk.phone.tried) == ({CITIZEN: ["1"]}, 0)


async def test_of_one_chat_only_the_newest_step_is_owed_but_every_receipt(room: Room) -> None:
    async with desk_of(room) as desk:
        desk.answers.budget.hold(CITIZEN, 60)
        for decision in (step(1), step(2, filed=True), step(3), step(4, filed=True), step(5), step(6)):
            await desk.answers.deliver(CITIZEN, decision)
        desk.answers.say(CITIZEN, "first")
        desk.answers.say(CITIZEN, "second")
        assert desk.owed == {CITIZEN: ["2", "4", "6", "second"]}
        await desk.all_shown()
        assert desk.phone.shown == [(CITIZEN, each) for each in ("2", "4", "6", "second")]


async def test_the_place_in_the_budget_goes_to_the_latest_however_often_it_is_replaced(room: Room) -> None:
    async with desk_of(room) as desk:
        for number in range(1, 4):
            await desk.answers.deliver(CITIZEN, step(number))
        for number in range(4, 40):
            await desk.answers.deliver(CITIZEN, step(number))
            desk.clock.jump(0.1)
            await asyncio.sleep(0)
        await desk.all_shown()
        told = [int(words) for _, words in desk.phone.shown]
        assert told == sorted(told) and told[-1] == 39 and 6 <= len(told) <= 9


async def test_what_does_not_arrive_is_sent_again_with_growing_pauses(room: Room) -> None:
    faults = [NetworkError("away")] * 6
    async with desk_of(room, *faults) as desk:
        begun = desk.clock.monotonic()
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        await desk.all_shown()
        assert desk.phone.shown == [(CITIZEN, "1")]
        assert desk.clock.monotonic() - begun >= 0.2 + 0.4 + 0.8 + 1.6 + 3.2 + 6.4


async def test_an_answer_that_was_lost_is_repeated_twice_at_most_and_says_so(room: Room) -> None:
    async with desk_of(room, LostAnswerError("lost")) as desk:
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        await desk.all_shown()
        assert desk.phone.shown == [(CITIZEN, "1 again")]
    async with desk_of(room, *[LostAnswerError("lost")] * 9) as desk:
        saved = SavedStep(b"actor", b"box")
        await desk.answers.deliver(CITIZEN, step(1, saved=saved), patient=False)
        await desk.answers.deliver(CITIZEN, step(2, filed=True), patient=False)
        await desk.all_shown()
        # The first was replaced by nothing, for a receipt replaces no step: both had their three tries.
        assert (desk.phone.tried, desk.phone.shown, desk.answers.shown) == (6, [], [])


@pytest.mark.parametrize("fault", [BadRequest("no"), Forbidden("blocked")])
async def test_what_telegram_refuses_for_good_is_not_repeated(room: Room, fault: Exception) -> None:
    async with desk_of(room, fault) as desk:
        saved = SavedStep(b"actor", b"box")
        await desk.answers.deliver(CITIZEN, step(1, saved=saved))
        assert (desk.phone.tried, desk.owed, desk.answers.shown) == (1, {}, [saved])


async def test_a_refusal_holds_its_chat_and_no_other(room: Room) -> None:
    async with desk_of(room, RetryAfter(3600)) as desk:
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        await until(lambda: desk.phone.tried == 1)
        await desk.answers.deliver(CITIZEN, step(2))
        await desk.answers.deliver(OTHER, step(3))
        assert (desk.phone.shown, desk.owed) == ([(OTHER, "3")], {CITIZEN: ["2"]})
        desk.clock.jump(3600)
        await desk.all_shown()
        assert desk.phone.shown == [(OTHER, "3"), (CITIZEN, "2")]


async def test_one_file_that_is_never_taken_leaves_the_others_and_the_words(room: Room) -> None:
    async with desk_of(room, *[NetworkError("500")] * 5) as desk:
        files = SentFile("bad", "26-04-0001", 1), SentFile("good", "26-04-0001", 2)
        desk.phone.drawn = (*files, Spoken("words"))
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        await desk.all_shown()
        said = ["bad is missing", "good", "words"]
    assert desk.phone.shown == [(CITIZEN, words) for words in said]


async def test_a_pressed_message_that_cannot_be_edited_is_said_anew(room: Room) -> None:
    async with desk_of(room, BadRequest("message can't be edited")) as desk:
        desk.phone.drawn = (Spoken("words", None, 7),)
        await desk.answers.deliver(CITIZEN, step(1), patient=False)
        await desk.all_shown()
        assert (desk.phone.tried, desk.phone.shown) == (2, [(CITIZEN, "words")])


async def test_an_answer_that_cannot_be_made_costs_itself_alone(room: Room) -> None:
    async with desk_of(room, ValueError("damaged")) as desk:
        await desk.answers.deliver(CITIZEN, step(1, filed=True), patient=False)
        await desk.answers.deliver(CITIZEN, step(2), patient=False)
        await desk.all_shown()
        assert desk.phone.shown == [(CITIZEN, "2")]


async def test_the_store_learns_of_a_step_only_when_it_was_seen(room: Room) -> None:
    async with desk_of(room, NetworkError("away")) as desk:
        await desk.answers.deliver(CITIZEN, await room.visitor().command("start"), patient=False)
        await desk.answers.flush_shown()
        assert [waiting.chat_id for waiting in await room.waiting.unsent()] == [CITIZEN]
        await desk.all_shown()
        await desk.answers.flush_shown()
        assert await room.waiting.unsent() == []


async def test_what_was_seen_while_the_store_was_away_is_told_it_later(room: Room) -> None:
    async with desk_of(room) as desk:
        await desk.answers.deliver(CITIZEN, await room.visitor().command("start"), patient=False)
        await desk.all_shown()
        shown, room.intake.shown = room.intake.shown, _away  # type: ignore[method-assign]
        with pytest.raises(StoreUnavailableError):
            await desk.answers.flush_shown()
        room.intake.shown = shown  # type: ignore[method-assign]
        await desk.answers.flush_shown()
        assert await room.waiting.unsent() == []


async def _away(steps: object) -> None:
    raise StoreUnavailableError("away")


async def test_after_a_restart_a_chat_is_owed_where_it_stood_unless_it_came_meanwhile(room: Room) -> None:
    async with desk_of(room) as desk:
        for chat in (CITIZEN, OTHER):
            desk.answers.budget.hold(chat, 60)
        await desk.answers.deliver(CITIZEN, step(5))
        waiting: Sequence[WaitingAnswer] = [WaitingAnswer(CITIZEN, step(4)), WaitingAnswer(OTHER, step(1))]
        desk.answers.show_again(waiting)
        assert desk.owed == {CITIZEN: ["5"], OTHER: ["1"]}


@pytest.mark.parametrize("fault", [None, Forbidden("blocked")])
async def test_whoever_tells_a_citizen_hears_when_it_has_arrived_or_never_can(
    room: Room, fault: Exception | None
) -> None:
    async with desk_of(room, fault) as desk:
        assert await desk.answers.tell(CITIZEN, "err.session_expired", None)
    async with desk_of(room) as desk:
        desk.answers.budget.hold(CITIZEN, 60)
        told = asyncio.create_task(desk.answers.tell(CITIZEN, "err.session_expired", None))
        await until(lambda: desk.answers.owed)
        desk.answers.say(CITIZEN, "something else")
        assert not await told
