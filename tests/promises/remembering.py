"""Looking through the memory of this process: which strings and bytes hold a text, wherever they hang."""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.promises.desk import StillClock, Visitor, bind_office, house_at

PLACE = "Жұлдыз көшесі"
"""What is searched for; the planted texts hold it between other words, so that they are other strings."""


def remembered(words: str) -> int:
    """How many strings and bytes of this process hold *words*, beside *words* itself."""
    gc.collect()
    packed = words.encode()
    return sum(
        words in found if isinstance(found, str) else packed in found
        for found in _texts()
        if found is not words and found is not packed
    )


def _texts() -> Iterator[str | bytes | bytearray]:
    """Every string and all bytes that something refers to; containers that the collector does not track are opened."""
    waiting, seen = gc.get_objects(), set[int]()
    mine = {id(waiting), id(seen), id(sys._getframe())}
    for known in waiting:
        seen.add(id(known))
    while waiting:
        for found in gc.get_referents(waiting.pop()):
            if id(found) in seen or id(found) in mine:
                continue
            seen.add(id(found))
            if isinstance(found, str | bytes | bytearray):
                yield found
            else:
                waiting.append(found)


async def _file(folder: Path) -> tuple[int, int]:
    """What is remembered while a planted text is held on purpose, and after it was filed."""
    async with house_at(folder, StillClock()) as house:
        await bind_office(house)
        visitor = Visitor(house.intake, 700, count(1))
        held = [f"Қабылдауда, {PLACE} бойында, ақша сұрады."]
        while_held = remembered(PLACE)
        await visitor.file(held.pop())
        return while_held, remembered(PLACE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.stdout.write("{} {}\n".format(*asyncio.run(_file(Path(name)))))
