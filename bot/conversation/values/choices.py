"""Every button of a citizen as a value: what its press asks for, and how it is spelled in callback data.

Rules
- A button is one class here, or in case_choices. Its verb never gets another meaning: buttons that were drawn before an
  upgrade still hang in chats.
- Which union a class is in says when its press holds; each union is consumed by one `match` in the moves.
- A new class needs a verb, a place in a union, and what that `match` does with it.
"""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from bot.conversation.values.case_choices import OfACase, OfTheCase
from bot.conversation.values.erasing_choices import OfErasing
from bot.conversation.values.page_choices import OfThePages
from bot.conversation.values.review_choices import OfTheReview, OfTheRows
from bot.conversation.values.spelling import Fingerprint, Id, Name, Number, Reader, spell
from bot.frozen import frozen
from bot.terms import Kind, Language


@frozen
class ChooseLanguage:
    """Speak this language from now on."""

    verb: ClassVar[str] = "lang"
    language: Language


@frozen
class Begin:
    """Begin a report or a proposal."""

    verb: ClassVar[str] = "new"
    kind: Kind


@frozen
class BeginIn:
    """Speak this language from now on, and begin a report or a proposal."""

    verb: ClassVar[str] = "in"
    language: Language
    kind: Kind


@frozen
class ShowMenu:
    """Go to the menu."""

    verb: ClassVar[str] = "menu"


@frozen
class AskStatus:
    """Look after a case by its code."""

    verb: ClassVar[str] = "status"


@frozen
class ShowMine:
    """See the cases whose citizen chose that the bot may write to this chat."""

    verb: ClassVar[str] = "my"


@frozen
class ReceiptSaved:
    """Take the receipt out of the chat, once it is sure that the code is written down."""

    verb: ClassVar[str] = "saved"


@frozen
class ReceiptGone:
    """The code is written down: take the receipt, the message of this number, out of the chat."""

    verb: ClassVar[str] = "gone"
    receipt: Number


@frozen
class HideMessage:
    """Take this case out of the chat, and leave it when it is open."""

    verb: ClassVar[str] = "hide"
    case: Id | None = None


@frozen
class Send:
    """File the preview that this button stands under."""

    verb: ClassVar[str] = "send"
    seen: Fingerprint


@frozen
class Resume:
    """Go back to what is unfinished."""

    verb: ClassVar[str] = "resume"


@frozen
class Drop:
    """Delete the draft."""

    verb: ClassVar[str] = "drop"


@frozen
class Anew:
    """Delete the draft and begin another: of this kind, or from the menu."""

    verb: ClassVar[str] = "anew"
    kind: Kind | None = None


@frozen
class Back:
    """Go back to the question before."""

    verb: ClassVar[str] = "back"


@frozen
class SendReady:
    """File without the files that are still being cleaned; `ready` says how the files stood."""

    verb: ClassVar[str] = "send-ready"
    ready: Number


@frozen
class Pick:
    """Give this choice as the answer to the open question."""

    verb: ClassVar[str] = "="
    name: Name


@frozen
class PickNamed:
    """Give this choice that words named: of the open question or a later one, with the answers that lead there."""

    verb: ClassVar[str] = "named"
    name: Name


@frozen
class AllChoices:
    """See all choices of the open question again."""

    verb: ClassVar[str] = "all"


@frozen
class TextDone:
    """The text is ready."""

    verb: ClassVar[str] = "done"


@frozen
class TextAgain:
    """Write the text anew."""

    verb: ClassVar[str] = "again"


@frozen
class Skip:
    """Leave the optional question, or take its answer away."""

    verb: ClassVar[str] = "skip"


@frozen
class AddBeside:
    """Put the words that were typed beside the questions into the text."""

    verb: ClassVar[str] = "beside"


@frozen
class AsAddition:
    """What was written before anything was chosen belongs to a case that is filed already."""

    verb: ClassVar[str] = "toadd"


@frozen
class LeaveBeside:
    """Leave those words out."""

    verb: ClassVar[str] = "unbeside"


@frozen
class Attach:
    """See the files of the draft, and how more are added."""

    verb: ClassVar[str] = "attach"


@frozen
class RemoveFile:
    """Take this file out of the draft."""

    verb: ClassVar[str] = "unfile"
    number: Number


@frozen
class ToPreview:
    """Go to the preview."""

    verb: ClassVar[str] = "preview"


@frozen
class Edit:
    """Change this answer, or see all that can be changed."""

    verb: ClassVar[str] = "edit"
    name: Name | None = None


@frozen
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
