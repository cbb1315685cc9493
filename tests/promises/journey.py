"""One long day of the real program against the playground, and everything that it left behind.

`python -m bot run` is a process of its own with LOG_LEVEL=DEBUG: its log is what it wrote to its streams, its disk is
every file below its folder (home, temporary folder and working folder are all there). People with marks in every
field of every message file cases of each level, add facts, answer, open contacts, forge buttons; Telegram fails.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import bot
from bot.clock import Clock
from bot.playground import Call, Group, Message, Person, Playground, PrivateChat, Violation
from bot.playground.driving import read_receipt
from tests.promises.planting import MARK, VARIANTS, planted_reply, planted_words
from tests.promises.searching import read_folder, read_values
from tests.promises.walking import choices, file_case, last, press, say_all

SPEED = 20.0
ADMIN_ID = 5_700_001_937
LEVELS = ("code", "relay", "contact")
WORDS, FACTS, REPLY, REASON, CONTACT = "СҮТҚОРЕК", "ҚҰМЫРСҚА", "ЖАУАПХАТ", "СЕБЕПТІҢ", "ҚОҢЫРАУЫМ"
TYPED = (WORDS, FACTS, REPLY, REASON, CONTACT)
"""What people type; each stands in the texts of its kind and nowhere else."""
KNOWN_LINK, STRANGE_LINK = "r47-health", "Zhuldyz_poster_31"
"""By what people come: a link that chooses something, and one that means nothing to us."""


@dataclass(slots=True)
class Journey:
    """What happened and what was left."""

    ids: dict[str, int] = field(default_factory=dict)
    citizens: dict[str, int] = field(default_factory=dict)
    officers: dict[str, int] = field(default_factory=dict)
    group: int = 0
    codes: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    updates: str = ""
    running: dict[str, bytes] = field(default_factory=dict)
    stopped: dict[str, bytes] = field(default_factory=dict)
    log: bytes = b""

    def sent_to(self, *chats: int) -> dict[str, bytes]:
        """Every body that went into *chats*."""
        return {
            f"{call.method} #{place} to {call.parameters.get('chat_id')}": call.body
            for place, call in enumerate(self.calls)
            if call.parameters.get("chat_id") in chats
        }

    def sent(self) -> dict[str, bytes]:
        """Every body that went to Telegram."""
        return {f"{call.method} #{place}": call.body for place, call in enumerate(self.calls)}


async def travel(folder: Path) -> Journey:
    """Live through the day in *folder*."""
    journey = Journey()
    clock = Clock(SPEED)
    async with Playground(clock=clock, budgets=False) as play:
        _record_updates(play, journey)
        async with _program(folder, play, clock) as streams:
            await _live(play, journey)
            journey.running = read_folder(folder) | read_values(folder / "adaldyq.db")
        journey.stopped = read_folder(folder)
        journey.log = streams.read_bytes()
        journey.calls, journey.violations = play.calls, play.violations
    return journey


def _record_updates(play: Playground, journey: Journey) -> None:
    """Keep what Telegram told the bot: the marks must have been on their way."""
    put = play.world.updates.put

    def put_and_keep(kind: str, payload: dict[str, object], *, lane: int) -> None:
        put(kind, payload, lane=lane)
        waiting = play.world.updates.waiting()
        journey.updates += waiting[-1].text if waiting else ""

    play.world.updates.put = put_and_keep  # type: ignore[method-assign]


@asynccontextmanager
async def _program(folder: Path, play: Playground, clock: Clock) -> AsyncIterator[Path]:
    """The program, serving; stopped at the end the way a supervisor stops it."""
    streams = folder.parent / f"{folder.name}.log"
    (folder / "tmp").mkdir(parents=True)
    with streams.open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--speed", str(SPEED), "--speed-origin", str(clock.origin)),
            cwd=folder,
            env=_environment(folder, play),
            stdout=log,
            stderr=log,
        )
        try:
            yield streams
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), 20)


def _environment(folder: Path, play: Playground) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(bot.__file__).parents[1]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "LOG_LEVEL": "DEBUG",
        "BOT_TOKEN": play.token,
        "BOT_API_URL": play.url,
        "DATABASE_URL": f"sqlite:///{folder}/adaldyq.db",
        "KEYRING_FILE": f"{folder}/keys/keyring.json",
        "ADMIN_IDS": str(ADMIN_ID),
        "CODE_ONLY_SLOTS": "now",
    }


async def _live(play: Playground, journey: Journey) -> None:
    admin, dana = _person(play, "admin", user_id=ADMIN_ID), _person(play, "dana")
    group = await _bind(play, admin, dana)
    journey.group = group.id
    journey.officers = {"admin": admin.id, "dana": dana.id}
    await play.private(dana).start(KNOWN_LINK)
    await play.private(admin).start(STRANGE_LINK)
    await group.send(admin, f"/role head {dana.id}")
    await group.wait_for(lambda m: m.from_bot and "Рөл берілді" in m.text)
    receipts = {}
    for level in LEVELS:
        chat = play.private(_person(play, level))
        journey.citizens[level] = chat.person.id
        if level == "relay":
            _let_telegram_fail(play)
        receipts[level] = read_receipt(await _file(chat, level))
        journey.codes.append(receipts[level][1])
    play.clear_faults()
    for place, level in enumerate(LEVELS):
        chat = play.private(play.world.people[journey.citizens[level]])
        card = await group.wait_for(lambda m, number=receipts[level][0]: m.from_bot and number in m.text)
        await _answer(group, dana, card, place)
        await _read_and_add(chat, receipts[level][1], place)
        await group.wait_for(lambda m, place=place: m.from_bot and f"{FACTS}{place}" in m.text)
    card = await group.wait_for(lambda m: m.from_bot and any(c.startswith("open:") for c in _data(m)))
    await _open_contacts(play, group, dana, card)
    await _forge(play, group, dana)
    journey.ids = {**journey.citizens, **journey.officers, "group": group.id}


def _person(play: Playground, name: str, user_id: int | None = None) -> Person:
    names = {"last_name": f"{MARK}{name}-тегі", "username": f"Zhuldyz_{name}_x7", "language_code": "ru"}
    return play.person(f"{MARK}{name}", user_id=user_id, is_premium=True, **names)


async def _bind(play: Playground, admin: Person, dana: Person) -> Group:
    group = play.group(f"{MARK}кеңсе", members=[admin, dana], admins=[admin], bot_admin=True)
    await group.add_bot(by=admin)
    await group.send(admin, "/bind mangystau")
    await group.wait_for(lambda m: m.from_bot and "Группа привязана" in m.text)
    await group.send(admin, "/takeback 0")
    await group.wait_for(lambda m: m.from_bot and "Возврат отправленного ответа выключен" in m.text)
    return group


def _let_telegram_fail(play: Playground) -> None:
    """Faults of every kind in the middle of a filing: each is logged, and none may log more than its kind."""
    for kind in ("500", "502", "drop-after", "429"):
        play.fail("sendMessage", kind=kind)
    play.fail("editMessageText", kind="drop-before")


async def _file(chat: PrivateChat, level: str) -> Message:
    """File a case in which every message has every field."""
    who = {"sender": chat.person.id, "chat": chat.id}

    def text(variant: int):  # type: ignore[no-untyped-def]
        return lambda: chat.send(f"{WORDS}{variant} деньги у врача", entities=[], extra=planted_words(variant, **who))

    def caption(variant: int):  # type: ignore[no-untyped-def]
        return lambda: chat.send_photo(caption=f"{WORDS}{variant} под снимком", extra=planted_words(variant, **who))

    words = [text(variant) for variant in range(VARIANTS)] + [caption(variant) for variant in range(2)]
    contact = [lambda: chat.send(f"{CONTACT} 87013334455", extra=planted_words(3, **who))]
    return await file_case(chat, level, words, contact)


async def _answer(group: Group, dana: Person, card: Message, place: int) -> None:
    """Dana answers under the card and lets the answer go."""
    planted = planted_reply(place, sender=dana.id, chat=group.id, card=card.raw)
    await group.send(dana, f"{REPLY}{place} виновный наказан", reply_to=card, extra=planted)
    preview = await group.wait_for(lambda m: m.from_bot and f"{REPLY}{place}" in m.text and bool(m.buttons))
    await group.press(dana, (0, 0), preview)
    await group.wait_for(lambda m: m.id == preview.id and not m.buttons)


async def _read_and_add(chat: PrivateChat, code: str, place: int) -> None:
    """The citizen reads by code and adds facts."""
    who = {"sender": chat.person.id, "chat": chat.id}
    await chat.send(code, extra=planted_words(place, **who))
    case = await chat.wait_for(lambda m: m.from_bot and REPLY in m.text and "facts:" in " ".join(choices(m)))
    await press(chat, case, "facts")
    await last(chat, case)
    words = f"{FACTS}{place} ещё одно"
    shown = await say_all(chat, [lambda: chat.send(words, extra=planted_words(place + 3, **who))])
    await press(chat, shown, "give")


async def _open_contacts(play: Playground, group: Group, dana: Person, card: Message) -> None:
    """Dana opens the contacts, with a reason."""
    button = next(data for data in _data(card) if data.startswith("open:"))
    await group.press(dana, button, card)
    prompt = await group.wait_for(lambda m: m.from_bot and not m.buttons, after=max(m.id for m in group.messages))
    planted = planted_reply(4, sender=dana.id, chat=group.id, card=prompt.raw)
    await group.send(dana, f"{REASON} нужно спросить адрес", reply_to=prompt, extra=planted)
    await play.private(dana).wait_for(CONTACT)


async def _forge(play: Playground, group: Group, dana: Person) -> None:
    """Buttons that no client of ours shows, and a press in which every field is planted."""
    target = group.from_bot[-1]
    nowhere = "0" * 32
    for data in ("out:нет:1", f"out:{nowhere}:{'9' * 25}", f"open:{MARK}", f"why:{MARK}", f"move:{MARK}", "bind:"):
        pressed = await group.press(dana, "x", target, data=data)
        await pressed.answered()
    chat = play.private(dana)
    for data in ("kk" + "z" * 59 + ":x", f"ru0:show:{MARK}", f"ru0:={MARK}", "::::", MARK):
        pressed = await chat.press("x", chat.from_bot[-1], data=data)
        await pressed.answered()


def _data(message: Message) -> list[str]:
    return [button.data for row in message.buttons for button in row if button.data]
