"""filings: many citizens file at once; every number must be said once, open with its code, and stand on a card.

Everybody reaches the preview first and the Send buttons are pressed together; then each citizen asks with the code.
The rates are of whole conversations, from /start to the number, without waiting for anybody.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.playground import Group, Playground
from bot.playground.driving import NUMBER
from tests.benchmarks.children import ADMIN_ID, HOUSE, running
from tests.benchmarks.crowd import Crowd, at_once, crowd_at
from tests.benchmarks.figure import Figure, at_most, printed
from tests.benchmarks.journey import FiledReport, citizen, file_report, read_by_code

WAVES = {2: 8, 8: 4, 100: 1}
"""How many at once, and how often."""
RATES = {"filings-rate": (1, 30, 9.2), "filings-rate-8-clients": (8, 80, 5.2)}
"""Clients, filings, and what GlobaLeaks made of the same."""
REGION = "mangystau"
CARDS_PATIENCE = 60.0
SHOWS = ("sendMessage", "editMessageText")
CARD = re.compile(rf"^\S+ ({NUMBER.pattern})")


@dataclass(slots=True)
class Tally:
    """What came of all filings."""

    receipts: list[FiledReport] = field(default_factory=list)
    lost: int = 0
    rates: dict[str, float] = field(default_factory=dict)


async def bind_group(play: Playground, crowd: Crowd) -> Group:
    """A staff group of the region, bound by the admin."""
    admin = play.person("Әлия", user_id=ADMIN_ID)
    group = play.group("Кеңсе", members=[admin, play.person("Дана")], admins=[admin])
    await group.add_bot(by=admin)
    await crowd.act(group.id, lambda: group.send(admin, f"/bind {REGION}"))
    return group


async def file_together(crowd: Crowd, many: int, tally: Tally) -> None:
    """One wave: *many* citizens press Send at the same moment."""
    arrived, everybody = 0, asyncio.Event()

    async def wait_for_all() -> None:
        nonlocal arrived
        arrived += 1
        if arrived == many:
            everybody.set()
        await everybody.wait()

    async def file_one() -> None:
        tally.receipts.append(await file_report(crowd, citizen(crowd.play), before_sending=wait_for_all))

    await at_once(many, [file_one] * many)


async def measure_rate(crowd: Crowd, clients: int, filings: int, tally: Tally) -> float:
    """Filings a second, conversation and all."""

    async def file_one() -> None:
        tally.receipts.append(await file_report(crowd, citizen(crowd.play)))

    begun = time.perf_counter()
    await at_once(clients, [file_one] * filings)
    return filings / (time.perf_counter() - begun)


async def count_lost(crowd: Crowd, group: Group, tally: Tally) -> int:
    """Filings without a number of their own, without a case behind the code, or without a card."""
    said = Counter(receipt.number for receipt in tally.receipts)
    opened: set[str] = set()

    async def read(receipt: FiledReport) -> None:
        if await read_by_code(crowd, receipt):
            opened.add(receipt.number)

    await at_once(8, [partial(read, receipt) for receipt in tally.receipts if receipt.code])

    def cards() -> set[str]:
        return {found[1] for message in group.from_bot if (found := CARD.match(message.text))}

    try:
        await crowd.play.wait_until(lambda: said.keys() <= cards(), CARDS_PATIENCE)
    except TimeoutError:
        print(f"{len(said.keys() - cards())} cards did not come")
    good = {number for number, times in said.items() if number and times == 1} & opened & cards()
    return len(tally.receipts) - len(good)


def count_calls(play: Playground) -> tuple[int, int]:
    """Messages and edits into private chats; all calls made for citizens."""
    shown = others = 0
    for call in play.calls:
        if call.method in SHOWS and call.parameters.get("chat_id", 0) > 0:
            shown += 1
        elif call.method in ("answerCallbackQuery", "deleteMessage"):
            others += 1
    return shown, shown + others


async def _measure(folder: Path) -> list[Figure]:
    tally = Tally()
    async with Playground(budgets=False) as play, running(play, folder, HOUSE) as _, crowd_at(play) as crowd:
        group = await bind_group(play, crowd)
        of_the_admin = crowd.actions
        for name, (clients, filings, _) in RATES.items():
            tally.rates[name] = await measure_rate(crowd, clients, filings, tally)
        for many, times in WAVES.items():
            for _ in range(times):
                await file_together(crowd, many, tally)
        tally.lost = await count_lost(crowd, group, tally)
        shown, called = count_calls(play)
        actions = crowd.actions - of_the_admin
        if play.violations:
            raise RuntimeError(f"the bot broke the rules of the Bot API: {play.violations[0]}")
    found = [
        at_most("calls-per-action", shown / actions, "messages and edits", 1.1, against="one answer to each action"),
        at_most("calls-per-action-all", called / actions, "calls", 2.0, against="an answer and an edit to each press"),
        at_most(
            "filings-lost", tally.lost, f"of {len(tally.receipts)}", 0, against="GlobaLeaks loses 24-57 % (quoted)"
        ),
    ]
    for name, (_, _, other) in RATES.items():
        found.append(
            printed(name, tally.rates[name], "filings/s", against="GlobaLeaks, with losses (quoted)", quoted=other)
        )
    return found


def figures() -> list[Figure]:
    """Losses, rates and calls."""
    with tempfile.TemporaryDirectory(prefix="filings-", dir="build") as folder:
        return asyncio.run(_measure(Path(folder).absolute()))
