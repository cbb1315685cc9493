"""How much slower other citizens' steps get while ten files are being cleaned, against our own idle in one run."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from PIL import Image

from bot.playground import PrivateChat
from tests.benchmarks.figure import Figure, within
from tests.flows.office import Rehearsal, choose_language, rehearsal

FILES, STEPS, ROUNDS = 10, 25, 3
SIDE = 2400


def picture() -> bytes:
    """A photo as a phone makes it: some megapixels of noise over a slope."""
    slope = Image.linear_gradient("L").resize((SIDE, SIDE))
    noise = Image.effect_noise((SIDE, SIDE), 40)
    out = io.BytesIO()
    Image.merge("RGB", (slope, noise, noise)).save(out, "JPEG", quality=90)
    return out.getvalue()


async def step(r: Rehearsal, chat: PrivateChat) -> float:
    """Seconds from one message of a citizen to its answer."""
    r.clock.jump(3.0)
    started = time.perf_counter()
    sent = await chat.send("/help")
    await chat.wait_for(lambda m: m.from_bot, 60, after=sent)
    return time.perf_counter() - started


async def steps(r: Rehearsal, chat: PrivateChat, busy: Callable[[], Awaitable[bool]] | None) -> float:
    """The median of some steps; those that were not *busy* do not count."""
    taken = []
    for _ in range(STEPS):
        if busy is not None and not await busy():
            break
        taken.append(await step(r, chat))
    return median(taken)


async def one_round(r: Rehearsal, chat: PrivateChat, content: bytes) -> tuple[float, float]:
    """Steps while files are cleaned, and steps before."""
    idle = await steps(r, chat, None)
    sender = r.citizen("Болат")
    await choose_language(sender)
    await sender.press("Сообщить о нарушении")
    for _ in range(FILES):
        await sender.send_photo(content)

    async def cleaning() -> bool:
        return r.house.file_jobs.places.is_cleaning

    async with asyncio.timeout(30):
        while not await cleaning():
            await asyncio.sleep(0.005)
    loaded = await steps(r, chat, cleaning)
    async with asyncio.timeout(300):
        while await cleaning():
            await asyncio.sleep(0.05)
    return loaded, idle


async def measure() -> list[tuple[float, float]]:
    """Rounds of (while cleaning, idle)."""
    content = picture()
    with tempfile.TemporaryDirectory() as folder:
        async with rehearsal(Path(folder)) as r:
            chat = r.citizen()
            await choose_language(chat)
            await steps(r, chat, None)
            return [await one_round(r, chat, content) for _ in range(ROUNDS)]


def figures() -> list[Figure]:
    """The figure."""
    pairs = asyncio.run(measure())
    return [within("step-while-cleaning", pairs, "ms", None, against="idle", scale=1000)]


if __name__ == "__main__":
    print(figures())
