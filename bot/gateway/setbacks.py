"""When a citizen's answer is sent again that Telegram did not take: a pure decision, and it has an end.

Rules
- What Telegram refuses for good is not repeated.
- What certainly did not arrive is repeated with a growing pause, for as long as Telegram itself keeps an update.
- What may have arrived (its answer was lost) is repeated twice at most, with a word that it may have come twice.
- No pause is drawn by chance: the bot's budget lets those who wait for the same moment in one by one.

What is owed to offices lies in the outbox, waits hours and is set aside before admins' eyes (`background.retry`); here
somebody looks at the screen, and what is given up is shown again by their next message.
"""

from __future__ import annotations

from enum import Enum, auto

from telegram.error import TelegramError

from bot.background.sender import Rejection
from bot.frozen import frozen, replace
from bot.gateway.outcomes import rejection_of, seconds_of

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 60.0
"""Seconds. A dropped connection is there again at once; a minute after an outage nobody notices the pause."""
LOST_PAUSES = (2.0, 15.0)
"""Seconds before the first and the second repeat of what may have arrived: by then a bad moment of the line is over."""
KEPT_SECONDS = 24 * 3600.0
"""So long Telegram keeps what people send to a bot (Bot API, "Getting updates"); later their question is stale."""
LASTING = frozenset({Rejection.BLOCKED, Rejection.GONE, Rejection.SILENCED})
PASSING = frozenset({Rejection.UNREACHED, Rejection.FLOOD, Rejection.SERVER, Rejection.TOKEN, Rejection.OWN})


class Setback(Enum):
    """What a fault says about the message that met it."""

    FINAL = auto()
    """Telegram will never take it."""
    CLOSED = auto()
    """Telegram will take nothing in this chat: the citizen has blocked the bot."""
    NOT_NOW = auto()
    """It certainly did not arrive."""
    UNKNOWN = auto()
    """Its answer was lost: it may have arrived."""


@frozen
class Tries:
    """How often one message has failed, how many of its answers were lost, and when it was first tried."""

    since: float
    failed: int = 0
    lost: int = 0

    def after(self, setback: Setback) -> Tries:
        """One more failure."""
        return replace(self, failed=self.failed + 1, lost=self.lost + (setback is Setback.UNKNOWN))


def read_fault(fault: TelegramError) -> Setback:
    """What *fault* says."""
    rejection = rejection_of(fault)
    if rejection is Rejection.ANSWER_LOST:
        return Setback.UNKNOWN
    if rejection in LASTING:
        return Setback.CLOSED
    return Setback.NOT_NOW if rejection in PASSING else Setback.FINAL


def pause_before(fault: TelegramError, tries: Tries, now: float) -> float | None:
    """Seconds until the message is sent again, None when it never is; *tries* hold this *fault* already."""
    match read_fault(fault):
        case Setback.FINAL | Setback.CLOSED:
            return None
        case Setback.UNKNOWN:
            return LOST_PAUSES[tries.lost - 1] if tries.lost <= len(LOST_PAUSES) else None
        case Setback.NOT_NOW:
            if now - tries.since > KEPT_SECONDS:
                return None
            growing = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries.failed - 1, 16))
            flood = rejection_of(fault) is Rejection.FLOOD
            return max(growing, seconds_of(fault)) if flood else growing
