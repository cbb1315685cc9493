"""Every button of a citizen as a value: what its press asks for, and how it is spelled in callback data.

Rules
- A button is one class here, or in case_choices. Its verb never gets another meaning: buttons that were drawn before an
  upgrade still hang in chats.
- Which union a class is in says when its press holds; each union is consumed by one `match` in the moves.
- A new class needs a verb, a place in a union, and what that `match` does with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from bot.conversation.values.case_choices import OfACase, OfTheCase
from bot.conversation.values.erasing_choices import OfErasing
from bot.conversation.values.page_choices import OfThePages
from bot.conversation.values.review_choices import OfTheReview, OfTheRows
from bot.conversation.values.spelling import Fingerprint, Id, Name, Number, Reader, spell
from bot.terms import Kind, Language


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak this language from now on."""

    verb: ClassVar[str] = "lang"
    language: Language


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a report or a proposal."""

    verb: ClassVar[str] = "new"
    kind: Kind


@dataclass(frozen=True, slots=True)
class BeginIn:
    """Speak this language from now on, and begin a report or a proposal."""

    verb: ClassVar[str] = "in"
    language: Language
    kind: Kind


@dataclass(frozen=True, slots=True)
class ShowMenu:
    """Go to the menu."""

    verb: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Look after a case by its code."""

    verb: ClassVar[str] = "status"


@dataclass(frozen=True, slots=True)
class ShowMine:
    """See the cases whose citizen chose that the bot may write to this chat."""

    verb: ClassVar[str] = "my"


@dataclass(frozen=True, slots=True)
class ReceiptSaved:
    """Take the receipt out of the chat, once it is sure that the code is written down."""

    verb: ClassVar[str] = "saved"


@dataclass(frozen=True, slots=True)
class ReceiptGone:
    """The code is written down: take the receipt, the message of this number, out of the chat."""

    verb: ClassVar[str] = "gone"
    receipt: Number


@dataclass(frozen=True, slots=True)
class HideMessage:
    """Take this case out of the chat, and leave it when it is open."""

    verb: ClassVar[str] = "hide"
    case: Id | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """File the preview that this button stands under."""

    verb: ClassVar[str] = "send"
    seen: Fingerprint


@dataclass(frozen=True, slots=True)
class Resume:
    """Go back to what is unfinished."""

    verb: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete the draft."""

    verb: ClassVar[str] = "drop"


@dataclass(frozen=True, slots=True)
class Anew:
    """Delete the draft and begin another: of this kind, or from the menu."""

    verb: ClassVar[str] = "anew"
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """Go back to the question before."""

    verb: ClassVar[str] = "back"


@dataclass(frozen=True, slots=True)
class SendReady:
    """File without the files that are still being cleaned; `ready` says how the files stood."""

    verb: ClassVar[str] = "send-ready"
    ready: Number


@dataclass(frozen=True, slots=True)
class Pick:
    """Give this choice as the answer to the open question."""

    verb: ClassVar[str] = "="
    name: Name


@dataclass(frozen=True, slots=True)
class PickNamed:
    """Give this choice that words named: of the open question or a later one, with the answers that lead there."""

    verb: ClassVar[str] = "named"
    name: Name


@dataclass(frozen=True, slots=True)
class AllChoices:
    """See all choices of the open question again."""

    verb: ClassVar[str] = "all"


@dataclass(frozen=True, slots=True)
class TextDone:
    """The text is ready."""

    verb: ClassVar[str] = "done"


@dataclass(frozen=True, slots=True)
class TextAgain:
    """Write the text anew."""

    verb: ClassVar[str] = "again"


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the optional question, or take its answer away."""

    verb: ClassVar[str] = "skip"


@dataclass(frozen=True, slots=True)
class AddBeside:
    """Put the words that were typed beside the questions into the text."""

    verb: ClassVar[str] = "beside"


@dataclass(frozen=True, slots=True)
class AsAddition:
    """What was written before anything was chosen belongs to a case that is filed already."""

    verb: ClassVar[str] = "toadd"


@dataclass(frozen=True, slots=True)
class LeaveBeside:
    """Leave those words out."""

    verb: ClassVar[str] = "unbeside"


@dataclass(frozen=True, slots=True)
class Attach:
    """See the files of the draft, and how more are added."""

    verb: ClassVar[str] = "attach"


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """Take this file out of the draft."""

    verb: ClassVar[str] = "unfile"
    number: Number


@dataclass(frozen=True, slots=True)
class ToPreview:
    """Go to the preview."""

    verb: ClassVar[str] = "preview"


@dataclass(frozen=True, slots=True)
class Edit:
    """Change this answer, or see all that can be changed."""

    verb: ClassVar[str] = "edit"
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Ask whether the draft is to be deleted."""

    verb: ClassVar[str] = "cancel"


OfTheHouse: TypeAlias = (
    ChooseLanguage
    | BeginIn
    | Begin
    | ShowMenu
    | AskStatus
    | ShowMine
    | OfThePages
    | ReceiptSaved
    | ReceiptGone
    | HideMessage
    | Send
)
OfNoCase: TypeAlias = OfTheHouse | OfErasing
Timeless: TypeAlias = OfNoCase | OfACase
"""They hold whenever they are pressed: they change no answer. Send is held to its preview by a fingerprint instead."""
OfTheText: TypeAlias = TextDone | TextAgain
OfTheBeside: TypeAlias = AddBeside | LeaveBeside
OfTheChoosing: TypeAlias = Pick | PickNamed | AllChoices
OfTheForm: TypeAlias = (
    OfTheChoosing | OfTheText | Skip | OfTheReview | OfTheRows | Attach | RemoveFile | ToPreview | Edit | Cancel
)
OfTheDraft: TypeAlias = Drop | Anew | Back | SendReady | AsAddition | OfTheBeside | OfTheForm
"""They hold at the step that they were drawn at, while there is a draft."""
AnyChoice: TypeAlias = Timeless | Resume | OfTheDraft | OfTheCase

_READER: Reader[AnyChoice] = Reader(AnyChoice)


def spell_choice(choice: AnyChoice) -> str:
    """*choice* as callback data carry it: at most 47 characters of ASCII."""
    return spell(choice)


def read_choice(text: str) -> AnyChoice | None:
    """The choice that is spelled *text*, or None when none is."""
    return _READER.read(text)
