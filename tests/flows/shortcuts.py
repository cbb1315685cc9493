"""Cases put on the desk without the conversation: what the office's journeys begin with, in no time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.chance import Chance
from bot.conversation.values.draft import Given
from bot.conversation.values.effects import AddFacts, FileCase
from bot.conversation.values.events import Filed
from bot.desk.citizens import filing
from bot.desk.files import CleanFacts
from bot.desk.rules import Turn
from bot.encryption.codes import new_code
from bot.playground import Group, Message, Person, PrivateChat
from storage import cases
from tests.desk import house
from tests.flows.office import PATIENCE, TEXTS, Rehearsal

HEADINGS = {"kk": "Азаматқа мынадай мәтін жіберіледі", "ru": "Гражданину будет отправлен такой текст"}

REMINDERS = {
    "s.silent": ("case_no", "date"),
    "s.crime_wait": ("case_no",),
    "s.half_time": ("case_no", "due_date", "assignee"),
    "s.due_soon": ("case_no", "due_date", "assignee"),
    "s.overdue": ("case_no", "due_date", "assignee"),
}
"""What an office is told of a case in the morning, and the values of each text."""
MORNINGS = {**REMINDERS, "s.digest": ("region", "new", "open", "soon", "late", "read")}
"""All that it is told on a working morning without having asked."""


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A case that was filed by *chat*."""

    number: str
    code: str
    id: str
    chat: PrivateChat


def files_in(folder: Path) -> dict[str, bytes]:
    """All that lies on the disk of a bot that lives in *folder*."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def put_case(
    r: Rehearsal,
    text: str,
    *,
    region: str = "mangystau",
    level: str = "code",
    language: str = "ru",
    chat: PrivateChat | None = None,
    attached: tuple[str, ...] = (),
) -> OnDesk:
    """File a report, with these clean files, as the conversation would, for a citizen who has started the bot."""
    chat = chat or r.citizen()
    await chat.send("/start")
    store = r.house.store
    answers = {
        "kind": Given("report"),
        "region": Given(region),
        "sphere": Given("health"),
        "violation": Given("bribe"),
        "text": Given(text),
        "level": Given(level),
        "contact": Given("Айгүл, +7 701 123 45 67"),
    }
    filed: Filed = await store.database.write(
        filing.file_case,
        FileCase(answers, new_code(Chance()), language, attached),
        chat.id,
        turn_of(r),
        r.house.intake.questions,
    )
    row = await store.database.read(cases.find_by_number, filed.number)
    assert row is not None
    r.house.notifier.wake.set()
    return OnDesk(filed.number, filed.code, row.id, chat)


def turn_of(r: Rehearsal) -> Turn:
    """A transaction's turn in this house, now."""
    return Turn(r.house.intake.rules, r.clock.now())


async def put_file(r: Rehearsal, content: bytes, media: str = "photo", extension: str = "jpg") -> str:
    """A clean file that no case has claimed yet; its id."""
    facts = CleanFacts(extension, media, (), 0, len(content), 100, 100)
    store = r.house.store
    put = partial(house.put_file, content=content, facts=facts)
    return await store.database.write(put, turn_of(r))


async def add_words(r: Rehearsal, case: OnDesk, text: str) -> None:
    """The citizen's later words."""
    await r.house.store.database.write(filing.add_facts, AddFacts(case.id, text), turn_of(r))
    r.house.notifier.wake.set()


def beginning(key: str, language: str) -> str:
    """The text of MORNINGS up to its first value."""
    return TEXTS.text(key, language, **dict.fromkeys(MORNINGS[key], "\0")).partition("\0")[0]


def is_unasked(message: Message) -> bool:
    """Whether a group got this without having said anything: a new card, or what a morning brings."""
    told = [beginning(key, language) for key in MORNINGS for language in HEADINGS]
    return message.text.startswith(("🆕", *told))


async def answer(group: Group, officer: Person, card: Message, text: str, *, language: str = "ru") -> Message:
    """Reply to *card* and wait for the preview of it."""
    said = await group.send(officer, text, reply_to=card)
    return await group.wait_for(lambda m: m.from_bot and HEADINGS[language] in m.text, PATIENCE, after=said)


async def give_role(r: Rehearsal, group: Group, role: str, person: Person) -> Message:
    """The admin gives *person* a role in the region of *group*; what the group reads."""
    said = await group.send(r.admin, f"/role {role} {person.id}")
    return await group.wait_for(lambda m: m.from_bot and person.first_name in m.text, PATIENCE, after=said)


async def rejoin(r: Rehearsal, title: str, *people: Person, supergroup: bool = True) -> Group:
    """Another group of the admin's, with the bot in it and nothing bound."""
    group = r.play.group(title, members=[r.admin, *people], admins=[r.admin], supergroup=supergroup)
    await group.add_bot(by=r.admin)
    return group
