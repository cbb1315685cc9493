"""What is remembered of one private chat before filing: the visit, its draft, its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from bot.conversation.values.attachments import Attachments, counted
from bot.conversation.values.commands import Command
from bot.conversation.values.own_acts import Aim
from bot.conversation.values.preset import Preset
from bot.frozen import frozen, replace
from bot.terms import Language

JOINT = "\n\n"
"""Stands between the messages of one text."""


@frozen
class Given:
    """A settled answer: the id of a choice, or words."""

    value: str


@frozen
class Skipped:
    """An optional question that the citizen passed over."""


@frozen
class Part:
    """One chat message of a growing text; `message_id` finds it again when the citizen edits it."""

    message_id: int
    text: str


@frozen
class Growing:
    """Several messages that make one text; `done` once a later question is answered: then nothing slips into it.

    `early` while all of it was told before it was asked for.
    """

    parts: tuple[Part, ...]
    done: bool = False
    early: bool = False

    @property
    def text(self) -> str:
        """The one text that the office reads; a message that was emptied leaves no gap."""
        return JOINT.join(part.text for part in self.parts if part.text.strip())


Answer: TypeAlias = Given | Skipped | Growing
Answers: TypeAlias = Mapping[str, Answer]


class Screen(StrEnum):
    """Where the citizen stands when no form is open, or what lies over the form."""

    MENU = "menu"
    FORM = "form"
    EDIT = "edit"
    FILES = "files"
    RESUME = "resume"
    CANCEL = "cancel"
    CODE = "code"
    FILES_CODE = "files_code"
    ADD_CODE = "add_code"
    CASE = "case"
    FACTS = "facts"
    CHECK = "check"
    ERASING = "erasing"
    """Nothing is left but that the messages of the chat are to be deleted: whatever comes meanwhile begins anew."""


class Untaken(StrEnum):
    """What could not be taken, by the text that says so: whatever comes before a language is chosen is told after."""

    STICKER = "err.sticker"
    LOCATION = "err.location"
    CONTACT = "err.contact_here"
    OTHER = "err.kind_unknown"
    CAPTION = "file.caption_left"
    LINK = "text.link_left"
    PART = "text.part_left"
    TOO_BIG = "err.file_too_big"
    TOO_MANY = "err.too_many_files"
    TAG = "start.deeplink_unknown"


@frozen
class Marks:
    """What the citizen had hidden, and which rows they turned on the screen that asks; digests, never the words."""

    hidden: frozenset[str] = frozenset()
    turned: frozenset[str] = frozenset()


@frozen
class Draft:
    """Answers so far; `editing` names a question that was opened again, `code` exists from the first preview.

    `beside` are words typed where none are asked for: they are in no answer until the citizen says so.
    """

    answers: Answers = field(default_factory=lambda: MappingProxyType({}))
    code: str | None = None
    editing: str | None = None
    files: Attachments = ()
    beside: Growing = Growing(())
    marks: Marks = Marks()


@frozen
class Visit:
    """One private chat: language, where it stands, its draft, the case that its code opened.

    `step` grows with every change: a button that carries another step is stale. `facts` are words and `facts_files`
    files that are not sent yet: for `case`, or without one for the case whose code is still to come. `facts_kept` is
    what the citizen left in the words on purpose, `offered` whether they were offered once more, `aim` what they are
    for.
    `purpose` is the command to go on with once a language is chosen, `early` what is to be told then.
    `guarded`: the case that is open asks, or has heard, who presses on its citizen: then it is said who reads what.
    `preset` is what a link chose for the next draft.
    `noticed` once the honest notice was put above something, `heeded` once an answer came to that.
    """

    language: Language | None = None
    screen: Screen = Screen.MENU
    draft: Draft | None = None
    case: str | None = None
    facts: Growing = Growing(())
    step: int = 0
    purpose: Command | None = None
    facts_files: Attachments = ()
    facts_kept: tuple[str, ...] = ()
    noticed: bool = False
    heeded: bool = False
    early: tuple[Untaken, ...] = ()
    offered: bool = False
    aim: Aim = Aim.ADD
    preset: Preset | None = None
    guarded: bool = False
    facts_marks: Marks = Marks()

    @property
    def spoken(self) -> Language:
        """The chosen language; Kazakh until one is chosen."""
        return self.language or Language.KAZAKH


def is_empty(draft: Draft) -> bool:
    """Whether nothing but the kind has been answered: such a draft is no loss."""
    return not counted(draft.files) and all(
        name == "kind" or isinstance(answer, Skipped) for name, answer in draft.answers.items()
    )


def draft_words(draft: Draft) -> str:
    """The texts of *draft*, as they were typed."""
    return "\n\n".join(answer.text for answer in draft.answers.values() if isinstance(answer, Growing))


def is_only_told(draft: Draft) -> bool:
    """Whether *draft* holds words or files and no choice: they were sent before anything was chosen."""
    told = all(isinstance(answer, Growing) for answer in draft.answers.values())
    return told and bool(draft.answers or counted(draft.files))


def files_of(visit: Visit) -> Attachments:
    """Every file that *visit* holds."""
    return (*(visit.draft.files if visit.draft is not None else ()), *visit.facts_files)


def draft_waits(visit: Visit) -> bool:
    """Whether *visit* holds a draft worth going back to."""
    return visit.draft is not None and not is_empty(visit.draft)


def facts_wait(visit: Visit) -> bool:
    """Whether words or files for a filed case are there and not sent, also while its code is still to come."""
    return bool(visit.facts.text.strip() or counted(visit.facts_files))


def without_facts(visit: Visit) -> Visit:
    """*visit* without the words and files that were not sent."""
    nothing = replace(visit, facts=Growing(()), facts_files=(), facts_kept=(), facts_marks=Marks())
    return replace(nothing, offered=False, aim=Aim.ADD)


def aim_of(visit: Visit) -> Aim:
    """What the words and files at the case are for: a comment has no files."""
    return Aim.ADD if visit.aim is Aim.COMMENT and counted(visit.facts_files) else visit.aim


def value_of(answers: Answers, name: str) -> str | None:
    """The words or the choice given to *name*, or None when it is open or skipped."""
    match answers.get(name):
        case Given(value):
            return value
        case Growing() as growing:
            return growing.text
        case _:
            return None
