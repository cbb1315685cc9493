"""`demo`: a Kazakh report and a Russian proposal through the whole house, without Telegram.

The bot is a process of its own on SQLite; it talks HTTP to the playground, as it would talk to Telegram. Its clock runs
as ours does: what a citizen has ten minutes for lasts ten minutes, unless the person at the page lets the clock jump.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from bot.commands.children import rehearsal_environ, start_bot, stop_bot
from bot.commands.jumps import jump_bot
from bot.commands.play import open_playground, stay_open
from bot.commands.running import FAILED, OK, run_until_ended
from bot.errors import AdaldyqError
from bot.frozen import frozen
from bot.localisation import Texts
from bot.playground import Group, JumpingClock, Message, Person, Playground, refuse_beside_real_token
from bot.playground.driving import Driver, Receipt, Way

PATIENCE = 30.0  # seconds; chosen: a busy machine is slow, and a broken demo must end
WIDTH = 100  # characters, a usual terminal


@frozen
class Story:
    """What one citizen does, and what an officer answers."""

    name: str
    language: str
    way: Way
    answer: str


REPORT = Story(
    "Айгүл",
    "kk",
    Way(
        "Қалалық емханада дәрігерге кезексіз кіру үшін тіркеу бөлімінде 5 000 теңге сұрады. Дүйсенбі, таңғы тоғызда.",
    ),
    "Рақмет. Емханада тексеру жүргіздік, тіркеуші жұмыстан шеттетілді. Ақша сұраса, бізге қайта жазыңыз.",
)
PROPOSAL = Story(
    "Сергей",
    "ru",
    Way(
        "В ЦОНе на Бухар жырау нет отдельной очереди для мам с колясками. Предлагаю одно окно с 10 до 12 часов.",
        kind="proposal",
        region="karaganda",
        sphere="con",
        topic="service_quality",
        level="relay",
    ),
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
    clock, texts = JumpingClock(), Texts.load()
    async with open_playground(clock, texts) as play:
        admin = play.person("Әлия")
        play.admins.add(admin.id)
        environ = rehearsal_environ(folder, token=play.token, api_url=play.url, admin_id=admin.id)
        process = await start_bot(environ, clock)
        play.followers.append(partial(jump_bot, process, clock))
        try:
            stage = DemoStage(play, texts, admin)
            await _perform_beside(process, stage)
            code = _verdict(play)
            if stay:
                await stay_open(play)
        finally:
            await stop_bot(process)
    return code


async def _perform_beside(bot: asyncio.subprocess.Process, stage: DemoStage) -> None:
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


class Teller(Driver):
    """A citizen whose every act is printed with what the bot shows then."""

    def saw(self, act: str, message: Message) -> None:
        """Print it."""
        say(f"{self.chat.person.first_name}: {act}", message)


class DemoStage:
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
        citizen = Teller(chat, self.texts, part.language, patience=PATIENCE)
        await citizen.choose_language()
        await citizen.fill(part.way)
        receipt = await citizen.send()
        card = await group.wait_for(lambda m: m.from_bot and part.way.story[:40] in m.text, PATIENCE)
        say(f"{group.title}: staff group", card)
        await self._answer(group, officer, card, part)
        await self._read(citizen, part, receipt)

    async def _bind(self, part: Story) -> tuple[Group, Person]:
        officer = self.play.person("Дана")
        title = f"Адалдық алаңы · {part.way.region}"
        group = self.play.group(title, members=[self.admin, officer], admins=[self.admin])
        await group.add_bot(by=self.admin)
        await group.send(self.admin, f"/bind {part.way.region}")
        bound = await group.wait_for(lambda m: m.from_bot, PATIENCE)
        say(f"{group.title}: an admin sent /bind {part.way.region}", bound)
        if part.language == "ru":
            await group.send(self.admin, "/grouplang ru")
            await group.wait_for(self._text("a.grouplang", "ru"), PATIENCE, after=bound)
        asked = await group.send(self.admin, "/takeback 0")  # nobody is to wait in a rehearsal
        await group.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
        return group, officer

    async def _answer(self, group: Group, officer: Person, card: Message, part: Story) -> None:
        await group.send(officer, part.answer, reply_to=card)
        preview = await group.wait_for(lambda m: m.from_bot and part.answer[:40] in m.text, PATIENCE, after=card)
        say(f"{officer.first_name} replied to the card; the bot shows what will go out", preview)
        await group.press(officer, self._text("s.btn_send", part.language), preview)
        sent = await group.wait_for(lambda m: m.id == preview.id and m.edited, PATIENCE)
        say(f"{officer.first_name} pressed «{self._text('s.btn_send', part.language)}»", sent)

    async def _read(self, citizen: Teller, part: Story, receipt: Receipt) -> None:
        if part.way.level == "relay":
            say(f"{part.name}'s phone", await citizen.see("notify.discreet"))
            await citizen.press("btn.show")
        else:
            await citizen.say("/status", "status.ask_code")
            await citizen.chat.send(receipt.code)
        say(f"{part.name} reads the answer", await citizen.chat.wait_for(part.answer, PATIENCE))

    def _text(self, key: str, language: str) -> str:
        return self.texts.text(key, language)


def say(act: str, message: Message) -> None:
    """Print what somebody did, and what they see now."""
    print(f"\n── {act} " + "─" * max(2, WIDTH - len(act) - 4))
    print("\n".join(f"   {line}" for line in message.text.splitlines()))
    for row in message.buttons:
        print("   " + " ".join(f"[{button.label}]" for button in row))
    sys.stdout.flush()
