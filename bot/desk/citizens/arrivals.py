"""What intake takes and gives: an arrival, what the limits allow, the decision, visits that wait for something."""

from __future__ import annotations

from enum import Enum, auto

from bot.conversation.values.effects import Effect
from bot.conversation.values.events import Event
from bot.desk.citizens.limits import Limit
from bot.desk.files import Settle
from bot.frozen import frozen
from bot.terms import Language

OWN_NEWS = -1
"""The update id of an arrival that Telegram did not send: what became of a file."""


@frozen
class TelegramFile:
    """Where a file that has just arrived can be fetched, and what its sender says it is."""

    telegram_id: str
    declared: str | None


@frozen
class Arrival:
    """One update of a private chat; or the news of a file, which `settle` ends in the same transaction."""

    update_id: int
    chat_id: int
    event: Event
    file: TelegramFile | None = None
    settle: Settle | None = None


@frozen
class SavedStep:
    """The visit of `actor` as it was saved in `box`: what is marked once the citizen has seen this very step.

    With the end of the messages in chat `erased` it ends: nothing is to be known of the account any more.
    """

    actor: bytes
    box: bytes
    erased: int | None = None


@frozen
class Decision:
    """What was decided and committed. `saved` is the step to mark as shown, None when no visit was kept. What is said
    `beside` the conversation does not tell where the citizen stands. Once the chat was `erased`, nothing but the answer
    itself knows how its citizen is to be told."""

    language: Language | None
    step: int
    effects: tuple[Effect, ...]
    saved: SavedStep | None = None
    filed: bool = False
    beside: bool = False
    erased: bool = False


class Counted(Enum):
    """What uses up a limit of the chat."""

    DRAFT = auto()
    WRONG_CODE = auto()


@frozen
class Allowances:
    """What memory says about this chat at the moment; the limits are asked, `additions` about a case."""

    filed: Limit
    begun: Limit
    codes: int
    minutes: int
    language: Language | None
    additions: Limit


@frozen
class WaitingAnswer:
    """A chat, and what it is to be shown though it has sent nothing now."""

    chat_id: int
    decision: Decision


@frozen
class ExpiredVisit:
    """A visit past its time: the chat to tell, its language, the actor to forget after telling, the texts to tell."""

    chat_id: int
    language: Language | None
    actor: bytes
    keys: tuple[str, ...] = ()
