"""What a step asks for: something to show, and what the desk is to do in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from bot.conversation.values.case_choices import OfOwnActs, Stars
from bot.conversation.values.choices import AnyChoice
from bot.conversation.values.draft import Answers
from bot.conversation.values.offices import ReadAbout
from bot.conversation.values.own_acts import Aim, OwnAct
from bot.frozen import frozen
from bot.terms import Language

NOTHING: Mapping[str, Value] = MappingProxyType({})
LINES = "lines"
COMMAS = "commas"
"""Keys of no text: the values are texts, joined line by line or with commas."""


@frozen
class Say:
    """A text by its key, with values that may be texts themselves."""

    key: str
    values: Mapping[str, Value] = field(default_factory=lambda: NOTHING)


@frozen
class Quote:
    """Words of a person, shown as they are, without any parse mode."""

    text: str


Value: TypeAlias = str | int | date | Say


@frozen
class Fold:
    """Paragraphs of ours that open at a touch: three lines of them are seen at once."""

    says: tuple[Say, ...]


@frozen
class Hints:
    """A list of ours that explains the buttons; `folded` where something more important stands above it."""

    text: str
    folded: bool = False


Paragraph: TypeAlias = Say | Quote | Fold | Hints


@frozen
class Button:
    """A button that is pressed: its label, and the choice that the press brings back."""

    label: Say | str
    choice: AnyChoice


@frozen
class CopyButton:
    """A button that puts *copies* on the citizen's clipboard; nothing comes back."""

    label: Say | str
    copies: str


AnyButton: TypeAlias = Button | CopyButton


@frozen
class View:
    """One message to show: paragraphs, and rows of buttons under them."""

    paragraphs: tuple[Paragraph, ...]
    rows: tuple[tuple[AnyButton, ...], ...] = ()


@frozen
class Show:
    """Show *view*: in place of the message whose button was pressed, else as a new message."""

    view: View
    anew: bool = False


@frozen
class Alert:
    """A short word over the chat, for a press only; one that `stays` is there, and read out, until it is closed."""

    say: Say
    stays: bool = False


@frozen
class DeleteTyped:
    """Delete the message that the citizen has just sent: it holds a code or contacts."""


@frozen
class DeletePressed:
    """Delete the message whose button was pressed."""


@frozen
class DeleteReceipt:
    """Delete this message, which holds number and code: its citizen has said that they are written down."""

    message_id: int


@frozen
class AskToErase:
    """Ask whether the messages of the chat are to go; only the store knows what is offered again when they have."""


@frozen
class EraseChat:
    """Delete what can be deleted of the chat's messages: *doing* is said meanwhile, *done* is shown after.

    The visit is deleted as well.
    """

    doing: Say
    done: View


@frozen
class BeginDraft:
    """A draft begins, unless a limit does not let it: counted in memory only."""


@frozen
class FileCase:
    """File the case. The answers are complete and the code has been shown."""

    answers: Answers
    code: str
    language: Language
    files: tuple[str, ...] = ()


@frozen
class FindCase:
    """Look a case up by its code."""

    code: str


@frozen
class OpenCase:
    """Show the case that this visit's code has opened before."""

    case: str


@frozen
class OpenNotice:
    """Show the case behind a notice that the bot pushed, or do with it what is `wanted`.

    The desk checks that it was pushed to this chat.
    """

    case: str
    wanted: OfOwnActs | None = None


@frozen
class ListCases:
    """Show the cases that keep this chat as their citizen's address: to be read, or `to_unlink` one of them."""

    to_unlink: bool = False


@frozen
class AddFacts:
    """Put the citizen's further words into the opened case, as what they are for."""

    case: str
    text: str
    files: tuple[str, ...] = ()
    aim: Aim = Aim.ADD


@frozen
class ActOnCase:
    """Do with the opened case what its citizen wants."""

    case: str
    act: OwnAct


@frozen
class RateCase:
    """Give the opened case so many stars."""

    case: str
    stars: Stars


@frozen
class KeepFile:
    """Let the file that has just arrived be downloaded and cleaned."""

    file: str


@frozen
class DropFiles:
    """Forget these files."""

    files: tuple[str, ...]


@frozen
class FetchFiles:
    """Show the files that the office sent in the opened case."""

    case: str


@frozen
class SendFiles:
    """Send these clean files into the chat; made by the desk."""

    files: tuple[str, ...]
    number: str


Effect: TypeAlias = (
    Show
    | Alert
    | DeleteTyped
    | DeletePressed
    | DeleteReceipt
    | AskToErase
    | EraseChat
    | BeginDraft
    | FileCase
    | FindCase
    | OpenCase
    | OpenNotice
    | ListCases
    | ReadAbout
    | AddFacts
    | ActOnCase
    | RateCase
    | KeepFile
    | DropFiles
    | FetchFiles
    | SendFiles
)


def join(key: str, says: tuple[Say, ...]) -> Say:
    """Several texts as one value; *key* is LINES or COMMAS."""
    return Say(key, {str(number): say for number, say in enumerate(says)})
