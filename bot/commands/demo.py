"""`demo`: a Kazakh report and a Russian proposal through the whole house, without Telegram.

The bot is a process of its own on SQLite; it talks HTTP to the playground, as it would talk to Telegram.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.commands.children import rehearsal_environ, start_bot, stop_bot
from bot.commands.play import open_playground, stay_open
from bot.commands.running import FAILED, OK, run_until_ended
from bot.errors import AdaldyqError
from bot.localisation import Texts
from bot.playground import Group, Message, Person, Playground, PrivateChat, refuse_beside_real_token

SPEED = 20.0  # chosen: Telegram's pauses pass twenty times as fast, and a story can still be read along
PATIENCE = 30.0  # seconds; chosen: a busy machine is slow, and a broken demo must end
CODE = re.compile(r"(?:\d{4} ){4}\d{4}")
WIDTH = 100  # characters, a usual terminal


@dataclass(frozen=True, slots=True)
class Story:
    """What one citizen does, and what an officer answers."""

    name: str
    language: str
    region: str
    presses: Sequence[str]
    story: str
    level: str
    answer: str


REPORT = Story(
    "Айгүл",
    "kk",
    "mangystau",
    ("btn.new_report", "=mangystau", "=service", "=health", "=bribe"),
    "Қалалық емханада дәрігерге кезексіз кіру үшін тіркеу бөлімінде 5 000 теңге сұрады. Дүйсенбі, таңғы тоғызда.",
    "=code",
    "Рақмет. Емханада тексеру жүргіздік, тіркеуші жұмыстан шеттетілді. Ақша сұраса, бізге қайта жазыңыз.",
)
PROPOSAL = Story(
    "Сергей",
    "ru",
    "karaganda",
    ("btn.new_proposal", "=karaganda", "=service", "=con", "=service_quality"),
    "В ЦОНе на Бухар жырау нет отдельной очереди для мам с колясками. Предлагаю одно окно с 10 до 12 часов.",
    "=relay",
    "Спасибо за предложение: с первого декабря в этом ЦОНе откроют такое окно на пробу.",
)


class DemoError(AdaldyqError):
    """The story came to a halt; the message says what to do."""


def demo(*, stay: bool) -> int:
    """Show both stories; keep the playground open when *stay* and there is a terminal."""
    refuse_beside_real_token(os.environ)
    with tempfile.TemporaryDirectory(prefix="adaldyq-demo-") as folder:
        return run_until_ended(_show(Path(folder), stay=stay and sys.stdin.isatty()))


async def _show(folder: Path, *, stay: bool) -> int:
    clock, texts = Clock(SPEED), Texts.load()
    async with open_playground(clock, texts) as play:
        admin = play.person("Әлия")
        play.admins.add(admin.id)
        environ = rehearsal_environ(folder, token=play.token, api_url=play.url, admin_id=admin.id)
        process = await start_bot(environ, clock)
        try:
            stage = Stage(play, texts, admin)
            await _perform_beside(process, stage)
            code = _verdict(play)
            if stay:
                await stay_open(play)
        finally:
            await stop_bot(process)
    return code


async def _perform_beside(bot: asyncio.subprocess.Process, stage: Stage) -> None:
    """Both stories; DemoError as soon as the bot has ended, or when it does not answer."""
    acting, ended = asyncio.ensure_future(stage.perform_all()), asyncio.ensure_future(bot.wait())
    try:
        await asyncio.wait({acting, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not acting.done():
            raise DemoError(f"The bot ended by itself (code {bot.returncode}): mend what it says above, start again.")
        await acting
    except TimeoutError as fault:
        raise DemoError(f"The bot did not answer in time; is the machine busy? Start again.\n{fault}") from None
    finally:
        acting.cancel()
        ended.cancel()


def _verdict(play: Playground) -> int:
    if play.violations:
        print(f"\nThe bot broke {len(play.violations)} rules of the Bot API; the first: {play.violations[0]}")
        return FAILED
    print(f"\nBoth were filed, posted, answered and read. Calls to the Bot API: {len(play.calls)}, rules broken: 0.")
    return OK


class Stage:
    """Lets people act and prints what they see."""

    def __init__(self, play: Playground, texts: Texts, admin: Person) -> None:
        self.play = play
        self.texts = texts
        self.admin = admin

    async def perform_all(self) -> None:
        """The report, then the proposal."""
        for part in (REPORT, PROPOSAL):
            await self.perform(part)

    async def perform(self, part: Story) -> None:
        """One citizen's story from /start to the answer."""
        group, officer = await self._bind(part)
        chat = self.play.private(self.play.person(part.name, language_code=part.language))
        receipt = await self._file(chat, part)
        card = await group.wait_for(lambda m: m.from_bot and part.story[:40] in m.text, PATIENCE)
        say(f"{group.title}: staff group", card)
        await self._answer(group, officer, card, part)
        await self._read(chat, part, receipt)

    async def _bind(self, part: Story) -> tuple[Group, Person]:
        officer = self.play.person("Дана")
        group = self.play.group(f"Адалдық алаңы · {part.region}", members=[self.admin, officer], admins=[self.admin])
        await group.add_bot(by=self.admin)
        await group.send(self.admin, f"/bind {part.region}")
        bound = await group.wait_for(lambda m: m.from_bot, PATIENCE)
        say(f"{group.title}: an admin sent /bind {part.region}", bound)
        if part.language == "ru":
            await group.send(self.admin, "/grouplang ru")
            await group.wait_for(self._text("a.grouplang", "ru"), PATIENCE, after=bound)
        return group, officer

    async def _file(self, chat: PrivateChat, part: Story) -> Message:
        shown = await self._send(chat, "/start")
        shown = await self._press(chat, shown, f"lang:{part.language}")
        presses = [self._text(p, part.language) if p.startswith("btn.") else p for p in part.presses]
        for wanted in presses:
            shown = await self._press(chat, shown, wanted)
        shown = await self._send(chat, part.story)
        for wanted in (self._text("btn.text_done", part.language), part.level):
            shown = await self._press(chat, shown, wanted)
        return await self._press(chat, shown, self._text("btn.submit", part.language))

    async def _answer(self, group: Group, officer: Person, card: Message, part: Story) -> None:
        await group.send(officer, part.answer, reply_to=card)
        preview = await group.wait_for(lambda m: m.from_bot and part.answer[:40] in m.text, PATIENCE, after=card)
        say(f"{officer.first_name} replied to the card; the bot shows what will go out", preview)
        await group.press(officer, self._text("s.btn_send", part.language), preview)
        sent = await group.wait_for(lambda m: m.id == preview.id and m.edited, PATIENCE)
        say(f"{officer.first_name} pressed «{self._text('s.btn_send', part.language)}»", sent)

    async def _read(self, chat: PrivateChat, part: Story, receipt: Message) -> None:
        if part.level == "=relay":
            notice = await chat.wait_for(self._text("notify.discreet", part.language), PATIENCE)
            say(f"{part.name}'s phone", notice)
            shown = await self._press(chat, notice, self._text("btn.show", part.language))
        else:
            code = CODE.search(receipt.text)
            await self._send(chat, "/status")
            shown = await self._send(chat, code[0] if code else "")
        if part.answer not in shown.text:
            raise AssertionError("the answer did not reach the citizen")

    async def _send(self, chat: PrivateChat, text: str) -> Message:
        sent = await chat.send(text)
        shown = await chat.wait_for(lambda m: m.from_bot, PATIENCE, after=sent)
        say(f"{chat.person.first_name}: {text}", shown)
        return shown

    async def _press(self, chat: PrivateChat, message: Message, wanted: str) -> Message:
        button = next(
            b for row in message.buttons for b in row if b.label == wanted or (b.data or "").split(":", 1)[-1] == wanted
        )
        await chat.press(button.data or "", message)
        shown = await chat.wait_for(lambda m: m.from_bot and m != message and m.id >= message.id, PATIENCE)
        say(f"{chat.person.first_name} pressed «{button.label}»", shown)
        return shown

    def _text(self, key: str, language: str) -> str:
        return self.texts.text(key, language)


def say(act: str, message: Message) -> None:
    """Print what somebody did, and what they see now."""
    print(f"\n── {act} " + "─" * max(2, WIDTH - len(act) - 4))
    print("\n".join(f"   {line}" for line in message.text.splitlines()))
    for row in message.buttons:
        print("   " + " ".join(f"[{button.label}]" for button in row))
    sys.stdout.flush()
