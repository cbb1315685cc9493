"""Budgets: strict where Telegram is strict, hardly below what it allows, and nobody waits for what costs nothing."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from itertools import pairwise

import pytest

from bot.background.sender import Delivered
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.files import CleanFile
from bot.desk.parcels.values import Notice
from bot.gateway.budget import BOT_MOST, GROUP_MOST, GROUP_RESERVE, Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.inquiries import Inquiries
from bot.gateway.looks import GroupLooks
from bot.gateway.reach import make_bot
from bot.gateway.sender import TelegramSender
from bot.gateway.traffic import ATTENDS
from bot.gateway.transport import AiohttpRequest
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.playground import JumpingClock, Playground
from bot.settings import read_settings

GROUP, OTHER, CITIZEN = -1001, -1002, 77
TELEGRAM_GROUP, TELEGRAM_BOT = (20, 60.0), (30, 1.0)


class SkippingClock(JumpingClock):
    """Whoever sleeps is there at once: the clock jumps instead."""

    async def sleep(self, seconds: float) -> None:
        self.jump(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> SkippingClock:
    return SkippingClock()


@pytest.fixture
def budget(clock: SkippingClock) -> Budget:
    return Budget(clock)


def most_within(moments: list[float], seconds: float) -> int:
    """The largest number of *moments* in any *seconds*, the end not counted."""
    return max(bisect_left(moments, moment + seconds) - at for at, moment in enumerate(moments))


async def send(budget: Budget, chat: int, times: int, *, is_edit: bool = False, paced: bool = False) -> list[float]:
    """Send *times* messages as fast as the budget lets; when each went."""
    moments = []
    for _ in range(times):
        await budget.wait_for(chat, is_edit=is_edit, paced=paced)
        moments.append(budget.clock.monotonic())
        budget.settle(chat)
    return moments


async def no_files(file_ids: object) -> list[CleanFile]:
    """These notices carry none."""
    return []



async def test_a_group_gets_twenty_in_any_minute_and_almost_all_of_them(budget: Budget) -> None:
    moments = await send(budget, GROUP, 401)
    limit, span = TELEGRAM_GROUP
    assert most_within(moments, span) == limit
    assert 400 / (moments[-1] - moments[0]) >= 0.95 * limit / span


async def test_cards_that_are_paced_get_almost_all_but_what_is_kept_for_others(budget: Budget) -> None:
    moments = await send(budget, GROUP, 401, paced=True)
    limit, span = TELEGRAM_GROUP
    assert most_within(moments, span) <= limit - GROUP_RESERVE
    assert 400 / (moments[-1] - moments[0]) >= 0.95 * (limit - GROUP_RESERVE) / span


async def test_a_preview_never_waits_behind_paced_cards(budget: Budget) -> None:
    for _ in range(100):
        await send(budget, GROUP, 1, paced=True)
        assert budget.ready_in(GROUP) == 0
    # Two officers at once: a preview for each, and what becomes of it.
    for _ in range(GROUP_RESERVE):
        assert budget.ready_in(GROUP) == 0
        budget.take(GROUP)
    assert 0 < budget.ready_in(GROUP) < 4
    # Without the pace the twenty-first would wait a whole minute.
    await send(budget, OTHER, GROUP_MOST)
    assert budget.ready_in(OTHER) > 60


async def test_those_who_are_not_paced_are_refilled_before_the_next_card(budget: Budget) -> None:
    await send(budget, GROUP, 60, paced=True)
    for _ in range(GROUP_RESERVE):
        budget.take(GROUP)
    await send(budget, GROUP, 1, paced=True)
    kept = 0
    while budget.ready_in(GROUP) == 0:
        budget.take(GROUP)
        kept += 1
    assert kept >= GROUP_RESERVE


async def test_an_album_goes_at_once_where_it_is_quiet_and_keeps_to_the_budget_where_it_is_not(budget: Budget) -> None:
    began = budget.clock.monotonic()
    await budget.wait_for_album(GROUP, 10)
    assert budget.clock.monotonic() - began < 1
    moments = [budget.clock.monotonic()] * 10
    budget.settle(GROUP)
    for count in (1, 10, 3, 1, 1, 10, 7, 1, 2, 10):
        await budget.wait_for_album(GROUP, count)
        # Telegram counts all of them when they go, whenever their places were taken.
        moments += [budget.clock.monotonic()] * count
        budget.settle(GROUP)
        assert budget.ready_in(GROUP) == 0, "a preview goes all the same"
    assert most_within(moments, TELEGRAM_GROUP[1]) <= TELEGRAM_GROUP[0] - GROUP_RESERVE


async def test_a_pause_saves_nothing_up(budget: Budget, clock: SkippingClock) -> None:
    await send(budget, GROUP, 30)
    clock.jump(3600)
    moments = await send(budget, GROUP, 60)
    assert most_within(moments, TELEGRAM_GROUP[1]) == TELEGRAM_GROUP[0]


async def test_edits_in_a_group_count_like_messages(budget: Budget) -> None:
    moments = await send(budget, GROUP, 15)
    moments += await send(budget, GROUP, 30, is_edit=True)
    assert most_within(moments, TELEGRAM_GROUP[1]) == TELEGRAM_GROUP[0]


async def test_a_slow_way_to_telegram_does_not_push_two_minutes_together(budget: Budget, clock: SkippingClock) -> None:
    """The twentieth message is answered after nine seconds, and Telegram counts it only then; the others at once."""
    counted: list[float] = []
    for n in range(60):
        await budget.wait_for(GROUP)
        if n == 19:
            clock.jump(9)
        counted.append(clock.monotonic())
        clock.jump(0.1)
        budget.settle(GROUP)
    assert most_within(counted, TELEGRAM_GROUP[1]) == TELEGRAM_GROUP[0]


async def test_those_who_never_tell_of_an_answer_have_a_second_to_spare(budget: Budget) -> None:
    moments = []
    for _ in range(100):
        await budget.wait_for(GROUP)
        moments.append(budget.clock.monotonic())
    assert most_within(moments, TELEGRAM_GROUP[1] + 0.9) == TELEGRAM_GROUP[0]


async def test_groups_do_not_wait_for_each_other(budget: Budget, clock: SkippingClock) -> None:
    await send(budget, GROUP, GROUP_MOST)
    clock.jump(1)
    assert budget.ready_in(GROUP) > 50
    assert budget.ready_in(OTHER) == 0


async def test_a_private_chat_gets_three_at_once_and_then_one_a_second(budget: Budget) -> None:
    moments = await send(budget, CITIZEN, 10)
    assert moments[2] - moments[0] < 0.1
    assert [round(later - earlier, 1) for earlier, later in pairwise(moments)][2:] == [1.0] * 7


async def test_edits_in_a_private_chat_cost_only_the_second_of_the_bot(budget: Budget, clock: SkippingClock) -> None:
    budget.traffic.attend(CITIZEN)
    await send(budget, CITIZEN, 3)
    moments = await send(budget, CITIZEN, 20, is_edit=True)
    assert moments[-1] - moments[0] < 0.5
    assert budget.ready_in(CITIZEN) > 0.4
    clock.jump(3)
    await send(budget, CITIZEN, 20, is_edit=True)
    assert budget.ready_in(CITIZEN) == 0


async def test_the_bot_stays_below_thirty_a_second_whatever_it_sends(budget: Budget) -> None:
    moments = []
    for n in range(300):
        budget.traffic.attend(1000 + n)
        moments += await send(budget, 1000 + n, 1, is_edit=n % 2 == 0)
    limit, span = TELEGRAM_BOT
    assert most_within(moments, span) == BOT_MOST < limit
    assert 299 / (moments[-1] - moments[0]) >= 0.9 * limit / span


async def test_many_who_wait_at_once_are_let_in_one_by_one(budget: Budget) -> None:
    sent = await asyncio.gather(*(send(budget, GROUP, 1) for _ in range(70)))
    assert most_within(sorted(moment for moments in sent for moment in moments), 60.0) <= TELEGRAM_GROUP[0]


async def test_one_who_gives_up_waiting_takes_nothing() -> None:
    clock = JumpingClock()
    budget = Budget(clock)
    await send(budget, GROUP, GROUP_MOST)
    waiting = [asyncio.create_task(budget.wait_for(GROUP)) for _ in range(3)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    clock.jump(61)
    await asyncio.wait_for(send(budget, GROUP, GROUP_MOST), 1)


async def test_a_refusal_holds_its_chat_for_edits_too(budget: Budget, clock: SkippingClock) -> None:
    assert not budget.hold(CITIZEN, 7)
    assert 6.9 < budget.ready_in(CITIZEN) <= 7
    assert 6.9 < budget.ready_in(CITIZEN, is_edit=True) <= 7
    assert budget.ready_in(CITIZEN + 1) == 0
    clock.jump(7)
    assert budget.ready_in(CITIZEN) == 0


async def test_refusals_in_two_chats_at_once_hold_the_whole_bot(budget: Budget, clock: SkippingClock) -> None:
    budget.hold(GROUP, 3)
    clock.jump(60)
    assert not budget.hold(GROUP, 3)
    clock.jump(1)
    assert budget.hold(OTHER, 10)
    assert 9.9 < budget.ready_in(CITIZEN, is_edit=True) <= 10


async def test_sixty_posts_over_http_provoke_no_refusal(clock: SkippingClock) -> None:
    async with Playground(clock=clock) as play:
        dana = play.person("Дана")
        group = play.group("Кеңсе", admins=[dana])
        await group.add_bot(by=dana)
        request, polling = AiohttpRequest(proxy=None), AiohttpRequest(proxy=None)
        async with make_bot(read_settings({"BOT_TOKEN": play.token, "BOT_API_URL": play.url}), request, polling) as bot:
            texts, calls = Texts.load(), Calls(bot.base_url, request)
            cards = Cards(Words(texts), build_questions(texts), WorkCalendar(), clock)
            asking = GroupLooks(bot, clock), Inquiries(bot, clock)
            sender = TelegramSender(bot, calls, cards, Budget(clock), no_files, *asking)
            began = clock.monotonic()
            for _ in range(60):
                outcome = await sender.send(Notice(group.id, "ru", "s.not_a_case", {}))
                assert isinstance(outcome, Delivered)
        assert (len(group.from_bot), play.floods, play.violations) == (60, 0, [])
        assert clock.monotonic() - began < 60 / (0.95 * 20 / 60)


async def flood(budget: Budget, chats: range, sent: int) -> list[asyncio.Task[list[float]]]:
    """Each of *chats* has sent *sent* updates and waits for a place."""
    for chat in chats:
        for _ in range(sent):
            budget.traffic.count(chat)
    return [asyncio.create_task(send(budget, chat, 1)) for chat in chats]


class NotingBudget(Budget):
    """Notes when each place was taken, and by which chat."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.taken: list[tuple[float, int]] = []

    def take(self, chat_id: int, *, paced: bool = False, is_edit: bool = False) -> None:
        self.taken.append((self.clock.monotonic(), chat_id))
        super().take(chat_id, paced=paced, is_edit=is_edit)

    @property
    def order(self) -> list[int]:
        """The chats in the order in which they were served."""
        return [chat for _, chat in self.taken]


async def test_whoever_has_sent_little_is_answered_before_those_who_flood(clock: SkippingClock) -> None:
    budget = NotingBudget(clock)
    waiting = await flood(budget, range(2000, 2400), 20)
    await asyncio.sleep(0)
    budget.traffic.count(CITIZEN)
    await asyncio.gather(*waiting, send(budget, CITIZEN, 1))
    # Those who found places free had them already.
    assert budget.order.index(CITIZEN) <= BOT_MOST + 1
    assert len(budget.order) == 401


async def test_a_flood_is_forgotten_after_two_quiet_minutes(budget: Budget, clock: SkippingClock) -> None:
    await asyncio.gather(*await flood(budget, range(2000, 2010), 20))
    assert budget.traffic.rank(2000) == 20
    clock.jump(121)
    assert budget.traffic.rank(2000) == 0


async def test_whoever_sends_on_while_waiting_falls_back(clock: SkippingClock) -> None:
    budget = NotingBudget(clock)
    waiting = await flood(budget, range(2000, 2400), 1)
    await asyncio.sleep(0)
    for chat in range(2000, 2400):
        budget.traffic.count(chat)
    budget.traffic.count(CITIZEN)
    await asyncio.gather(*waiting, send(budget, CITIZEN, 1))
    assert budget.order.index(CITIZEN) <= BOT_MOST + 1
    assert len(budget.order) == 401


async def test_whoever_is_in_a_conversation_waits_for_no_flood_of_those_who_only_send(clock: SkippingClock) -> None:
    """However much they have pressed, from the first second of the flood on: room is left for ten presses a second."""
    budget = NotingBudget(clock)
    waiting = await flood(budget, range(2000, 2200), 1)
    waits = []
    for chat in range(100, 140):
        budget.traffic.attend(chat)
        for _ in range(30):
            budget.traffic.count(chat)
        clock.jump(0.1)
        await asyncio.sleep(0)
        waits.append(budget.ready_in(chat, is_edit=True))
        await budget.wait_for(chat, is_edit=True)
    assert max(waits) == 0
    assert most_within([moment for moment, _ in budget.taken], 1.0) <= BOT_MOST
    await asyncio.gather(*waiting)


async def test_many_presses_at_once_are_answered_soon_in_a_flood(clock: SkippingClock) -> None:
    budget = NotingBudget(clock)
    waiting = await flood(budget, range(2000, 2200), 1)
    await asyncio.sleep(0)
    pressed = clock.monotonic()
    for chat in range(100, 120):
        budget.traffic.attend(chat)
    moments = await asyncio.gather(*(send(budget, chat, 1, is_edit=True) for chat in range(100, 120)))
    assert max(moments)[0] - pressed < 1.3
    await asyncio.gather(*waiting)


async def test_those_in_no_conversation_are_let_in_however_many_press(clock: SkippingClock) -> None:
    budget = NotingBudget(clock)
    began = clock.monotonic()
    waiting = await flood(budget, range(2000, 2100), 1)
    budget.traffic.attend(CITIZEN)
    while not all(task.done() for task in waiting):
        await send(budget, CITIZEN, 1, is_edit=True)
        clock.jump(0.03)
        await asyncio.sleep(0)
    assert clock.monotonic() - began <= 100 / 3.9
    assert most_within([moment for moment, _ in budget.taken], 1.0) <= BOT_MOST


def test_a_conversation_is_over_some_time_after_the_last_press(budget: Budget, clock: SkippingClock) -> None:
    budget.traffic.attend(CITIZEN)
    assert budget.traffic.is_inside(CITIZEN)
    clock.jump(ATTENDS + 1)
    assert not budget.traffic.is_inside(CITIZEN)


async def test_a_flood_of_citizens_leaves_groups_their_share_and_the_reverse(clock: SkippingClock) -> None:
    budget = NotingBudget(clock)
    private = await flood(budget, range(2000, 2300), 1)
    groups = await flood(budget, range(-2300, -2000), 1)
    moments = [sorted(m for each in await asyncio.gather(*tasks) for m in each) for tasks in (private, groups)]
    end = min(moments[0][-1], moments[1][-1])
    ended = [sum(m <= end for m in each) for each in moments]
    assert ended[0] == 300 and 0.4 <= ended[1] / ended[0] <= 0.6
    assert most_within([moment for moment, _ in budget.taken], 1.0) <= BOT_MOST


async def test_a_place_is_not_given_to_a_chat_that_was_served_meanwhile(budget: Budget) -> None:
    tasks = [asyncio.create_task(send(budget, chat, 3)) for chat in range(1, 60)]
    twice = [asyncio.create_task(send(budget, CITIZEN, 3)) for _ in range(3)]
    moments = sorted(m for each in await asyncio.gather(*twice) for m in each)
    await asyncio.gather(*tasks)
    assert most_within(moments, 0.99) <= 4
