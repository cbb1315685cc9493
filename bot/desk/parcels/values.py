"""What is to be rendered: one value for each sort of message, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any, TypeAlias

from bot.catalogue.workdays import ChangedDays
from bot.desk.history import HistoryEntry
from bot.desk.masking import Masked
from bot.desk.outgoing.posts import Role
from bot.desk.outgoing.topics import CaseTopic
from bot.desk.people import Spot
from bot.desk.presses import CardPage, StaffPress
from bot.desk.referrals import Referral
from bot.desk.work import Work
from bot.frozen import frozen
from bot.terms import Language
from storage.cases import CaseRow


@frozen
class Card:
    """A new case for the group; `changed` is what admins have made of the calendar that its term is counted by.

    `bare`: it has no words, for the group may hold none. `referral`: with which expert it is, and until when.
    """

    chat: int
    language: Language
    row: CaseRow
    answers: dict[str, str | None]
    has_contact: bool
    parts_done: int
    work: Work = field(default_factory=Work)
    topic: CaseTopic | None = None
    changed: ChangedDays = field(default_factory=ChangedDays)
    bare: bool = False
    referral: Referral | None = None


@frozen
class CardNow:
    """A card that stands in the group, as its case stands now: its messages, in their order."""

    card: Card
    messages: tuple[int, ...]

    @property
    def chat(self) -> int:
        """The group."""
        return self.card.chat


@frozen
class TurnedPage:
    """Other buttons under a post of a case; of those to whom it can be given, digits and names.

    `files` can be opened to its expert: message of the talk, number in it, and which of the later messages that is.
    """

    card: Card
    message_id: int
    page: CardPage
    officers: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[int, int, int], ...] = ()

    @property
    def chat(self) -> int:
        """The group."""
        return self.card.chat


@frozen
class History:
    """What was done with a case, by whom and why."""

    chat: int
    language: Language
    row: CaseRow
    entries: tuple[HistoryEntry, ...]
    reply_to: int | None
    topic: CaseTopic | None = None


@frozen
class Wiping:
    """Posts of a case that say the text `key` and nothing else any more; `region` has the case, where it is named.

    `heads_stay`: the chat is the head's, and what they have as such is not among them. `rest_stays`: the chat keeps
    whatever else it has of the case.
    """

    chat: int
    language: Language
    number: str
    region: str
    messages: tuple[int, ...]
    parts_done: int
    key: str = "s.transferred_out"
    heads_stay: bool = False
    rest_stays: bool = False


@frozen
class Addition:
    """The citizen's later words: under a post of the case, or with the card where the group has none.

    `replies`: they answer a question of the office; `reopens`: they say why the case is open again.
    `fixes` are words that put right what was sent before, each with its day. With an `expert` they are none of the
    citizen's: it is the opinion of whom it names.
    """

    chat: int
    language: Language
    number: str
    text: str
    parts_done: int
    reply_to: int | None = None
    card: Card | None = None
    replies: bool = False
    topic: CaseTopic | None = None
    reopens: bool = False
    fixes: tuple[tuple[date, str], ...] = ()
    expert: str = ""


@frozen
class Preview:
    """An officer's words before they go out; `case_language` is the one that the citizen reads.

    `voiced`: a voice may be heard in the `files`; `linked`: a link lay under the words, and does not go out.
    """

    chat: int
    language: Language
    case_id: str
    number: str
    seq: int
    text: str
    case_language: Language
    reply_to: int | None
    parts_done: int
    files: int = 0
    voiced: bool = False
    linked: bool = False
    asks: bool = False
    topic: CaseTopic | None = None


@frozen
class Verdict:
    """What became of a preview: the same message says it.

    One that is `doubted` waits on, with its buttons; what `returns` has been sent and can be taken back.
    What is decided `anew` has been taken back: nothing speaks against it that a press would have to be sure of.
    """

    chat: int
    language: Language
    message_id: int
    number: str
    text: str
    case_language: Language
    key: str
    files: int = 0
    voiced: bool = False
    linked: bool = False
    asks: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    doubted: tuple[str, int] | None = None
    returns: tuple[str, int] | None = None
    anew: bool = False


@frozen
class Notice:
    """A short text in a group or to an admin, with a button for each of its `presses`: called so, or as `labels` say.

    Without a `language` it is said in both. `role` is what a reply to it is looked up as, None when it means nothing.
    """

    chat: int
    language: Language | None
    key: str
    values: Mapping[str, Any]
    reply_to: int | None = None
    presses: tuple[StaffPress, ...] = ()
    role: Role | None = None
    topic: CaseTopic | None = None
    labels: tuple[str, ...] = ()


@frozen
class Later:
    """Nothing yet: it is not said before `not_before`, a moment in unix seconds."""

    not_before: int


@frozen
class Push:
    """A word to the citizen: there is something to read. Discreet, unless they chose that it names the `number`."""

    chat: int
    language: Language
    case_id: str
    number: str = ""


@frozen
class Contacts:
    """A citizen's contacts for one officer, in private, for some minutes."""

    chat: int
    language: Language
    number: str
    text: str
    minutes: int


@frozen
class HeadPost:
    """A case for the head of its office, in private; their own words on it, before they go out; or what is `pressed`.

    That is what its citizen says of those who press on them, for the head alone.
    """

    card: Card
    preview: Preview | None
    pressed: str = ""

    @property
    def chat(self) -> int:
        """The head's."""
        return self.card.chat

    @property
    def language(self) -> Language:
        """The office's."""
        return self.card.language


@frozen
class ExpertPost:
    """A case for its expert, in private, as far as they may read it; or their own `opinion` `seq`, before it goes.

    What was `added` comes by itself; what only `reminds` of the term has no words.
    """

    chat: int
    language: Language
    case_id: str
    number: str
    sphere: str
    due_on: date
    parts_done: int = 0
    answers: Mapping[str, Masked] = field(default_factory=dict)
    later: tuple[Masked, ...] = ()
    opinion: str = ""
    seq: int = 0
    added: bool = False
    reminds: bool = False


@frozen
class Deletion:
    """A message of ours whose time is over."""

    chat: int
    message_id: int


@frozen
class Files:
    """Clean files of a case for the group: one message or one album, numbered from `first` of `total`.

    Of those that are named here the first `parts_done` are settled.
    """

    chat: int
    language: Language
    number: str
    file_ids: tuple[str, ...]
    first: int
    total: int
    reply_to: int | None
    parts_done: int = 0
    topic: CaseTopic | None = None


@frozen
class ExpertFile:
    """One file of a case for its expert, in private."""

    files: Files

    @property
    def chat(self) -> int:
        """The expert's."""
        return self.files.chat


@frozen
class Worded:
    """What was worded when it was decided: texts, rows of buttons under the last; in place of the message `instead`.

    `of_cases` when it tells of cases, `copied` when its words may be taken along.
    """

    chat: int
    parts: tuple[str, ...]
    buttons: tuple[tuple[tuple[str, str], ...], ...]
    instead: int | None
    of_cases: bool = False
    copied: bool = False


@frozen
class WordsDue:
    """Words of the office that can be taken back no more; nothing is sent, the desk lets them go."""

    chat: int
    case: str
    seq: int
    spot: Spot
    sending: str


@frozen
class Leaving:
    """The bot leaves the group."""

    chat: int


Parcel: TypeAlias = (
    Card
    | CardNow
    | TurnedPage
    | History
    | Wiping
    | Addition
    | Preview
    | Verdict
    | Notice
    | Worded
    | Leaving
    | WordsDue
    | Push
    | Contacts
    | HeadPost
    | ExpertPost
    | ExpertFile
    | Deletion
    | Files
)
