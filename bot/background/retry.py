"""What follows from a refusal: a pure decision with an end.

Rules
- Only what is proven final sets an item aside at once. What has no name here is tried again for a while first.
- Nothing is tried for ever: what Telegram or we fail at is set aside after some time, visibly, and its case goes on.
- What is the line's fault or the chat's is not charged to the item: it waits, however long that takes.
- What may have arrived (its answer was lost) is repeated twice at most.
- Pauses grow, and are drawn a little longer by chance, so that those who failed together do not come back together.

    refusal of …            what is done                              until
    the line, 429           the lane rests                            the line is back
    a right, a topic        the lane or its files wait                something of it is taken
    the chat itself         the lane is closed                        somebody lets the bot in again
    the answer was lost     again, marked                             two repeats, then set aside
    no name, 5xx, our own   again, with growing pauses                PATIENCE, then set aside
    the message itself      set aside
    one kind of file        another form of it                        the last form
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from bot.background.sender import Rejection
from bot.desk.outgoing.albums import Form
from bot.frozen import frozen
from bot.terms import SetAside, Suspension

FIRST_PAUSE = 3.0
"""Seconds: about what a reconnecting line, or a server that restarts, needs."""
LONGEST_PAUSE = 600.0
"""Seconds. Ten minutes after Telegram is well again nobody waits any more."""
LINE_PAUSE = 60.0
"""Seconds at most between looks whether the line is back: a connection costs nothing, and everybody waits for it."""
LOST_PAUSES = (10.0, 60.0)
"""Seconds before the first and the second repeat of what may have arrived: a bad moment of a line is over by then."""
PATIENCE = 1800.0
"""Seconds that one item is tried although others pass: about twelve tries. No fault of a single one passes later."""
OUTAGE_PATIENCE = 6 * 3600.0
"""Seconds while the chat takes nothing at all: then it is no fault of the item's. Outages of Telegram last hours."""
LEAST_TRIES = 5
"""However old it is: a process that was down all night must not give up an item at its second try."""
OWN_TRIES = 5
"""Faults of our own: with growing pauses between them a passing one is over, and a lasting one needs us."""
HOLD_PAUSE = 30.0
"""Seconds until it is found out whether a right is back: twice as long each time. The watch may know it before."""
JITTER = 0.25
"""So much longer a pause is at most."""

LADDERS: Mapping[Form, tuple[Form, ...]] = {
    Form.PHOTO: (Form.PHOTO, Form.DOCUMENT),
    Form.VIDEO: (Form.VIDEO, Form.DOCUMENT),
    Form.VIDEO_NOTE: (Form.VIDEO_NOTE, Form.VIDEO, Form.DOCUMENT),
    Form.VOICE: (Form.VOICE, Form.AUDIO, Form.DOCUMENT),
    Form.AUDIO: (Form.AUDIO, Form.DOCUMENT),
    Form.DOCUMENT: (Form.DOCUMENT,),
}
"""In which forms a file may go, the best first: nothing is processed in a document, and no privacy refuses it."""
OF_THE_FILE = frozenset(
    {Rejection.PICTURE, Rejection.FILE, Rejection.TOO_LARGE, Rejection.PRIVACY, Rejection.NO_RIGHT_TO_KIND}
)
"""What is said about the form in which a file went, and not about the chat or the line."""


@frozen
class Trial:
    """One refused try: how many tries that makes, how many answers were lost (both with this one), and for how long.

    `age` is in seconds since the first refusal that counts; `held` says how often in a row the lane or its files were
    found closed before; `asked` is the pause that Telegram asks for; `others_pass` whether the chat takes other
    things; `fraction` is drawn for the pause, from 0 to 1.
    """

    refusal: Rejection
    attempt: int = 1
    age: float = 0.0
    lost: int = 0
    held: int = 0
    asked: float = 0.0
    others_pass: bool = True
    fraction: float = 0.0


@frozen
class Again:
    """This item alone is tried again after `pause` seconds."""

    pause: float


@frozen
class LaneRests:
    """Nothing goes in the lane for `pause` seconds; nobody needs to be told."""

    pause: float


@frozen
class LaneWaits:
    """The chat takes nothing: one item looks again after `pause` seconds; admins are told once."""

    reason: Suspension
    pause: float


@frozen
class KindWaits:
    """The chat takes no files: they wait as a lane does, all else goes on."""

    reason: Suspension
    pause: float


@frozen
class LaneCloses:
    """The bot is not in the chat any more: nothing is tried until somebody lets it in."""

    reason: Suspension


@frozen
class GiveUp:
    """The item is set aside, and whoever waits for it is told."""

    reason: SetAside


Decision: TypeAlias = Again | LaneRests | LaneWaits | KindWaits | LaneCloses | GiveUp


def decide(trial: Trial) -> Decision:
    """What follows from *trial*."""
    match trial.refusal:
        case Rejection.UNREACHED | Rejection.TOKEN:
            return LaneRests(_grown(trial, _doubled(trial.attempt, LINE_PAUSE)))
        case Rejection.FLOOD:
            return LaneRests(max(1.0, trial.asked) + trial.fraction)
        case Rejection.SILENCED | Rejection.TOPIC | Rejection.NO_RIGHT_TO_KIND | Rejection.BLOCKED | Rejection.GONE:
            return _wait_for_chat(trial.refusal, _grown(trial, _doubled(trial.held + 1, LONGEST_PAUSE, HOLD_PAUSE)))
        case Rejection.ANSWER_LOST:
            return _repeat(trial)
        case Rejection.SERVER | Rejection.UNNAMED:
            return _while_patient(trial)
        case Rejection.OWN:
            return GiveUp(SetAside.FAULTY) if trial.attempt >= OWN_TRIES else _again(trial)
        case Rejection.MALFORMED | Rejection.PICTURE | Rejection.FILE | Rejection.PRIVACY:
            return GiveUp(SetAside.REFUSED)
        case Rejection.TOO_LARGE:
            return GiveUp(SetAside.TOO_LARGE)
        case Rejection.PUBLIC:
            return LaneCloses(Suspension.PUBLIC)
        case Rejection.HOMELESS:
            return LaneCloses(Suspension.DAMAGED)
        case Rejection.BROKEN:
            return GiveUp(SetAside.CANNOT_OPEN)
        case unexpected:
            assert_never(unexpected)


def other_form(refusal: Rejection, first: Form, refused: Form) -> Form | None:
    """In which form a file whose *first* form is the best may go after *refused*; None when that was the last."""
    if refusal not in OF_THE_FILE and refusal is not Rejection.UNNAMED:
        return None
    forms = LADDERS[first]
    following = forms[forms.index(refused) + 1 :]
    # Where one kind may not be sent, a neighbour seldom may either, and every refusal costs a turn of the group's.
    return following[-1] if following and refusal is Rejection.NO_RIGHT_TO_KIND else next(iter(following), None)


def _wait_for_chat(refusal: Rejection, pause: float) -> Decision:
    """What waits while the chat does not take it, and whether it is tried meanwhile."""
    match refusal:
        case Rejection.NO_RIGHT_TO_KIND:
            return KindWaits(Suspension.NO_FILES, pause)
        case Rejection.TOPIC:
            return LaneWaits(Suspension.TOPIC, pause)
        case Rejection.BLOCKED:
            return LaneCloses(Suspension.FORBIDDEN)
        case Rejection.GONE:
            return LaneCloses(Suspension.GONE)
        case _:
            return LaneWaits(Suspension.SILENCED, pause)


def _repeat(trial: Trial) -> Decision:
    if trial.lost > len(LOST_PAUSES):
        return GiveUp(SetAside.ANSWER_LOST)
    return Again(_grown(trial, LOST_PAUSES[max(0, trial.lost - 1)]))


def _while_patient(trial: Trial) -> Decision:
    """Again until patience ends, each pause as long as all before it together."""
    patience = PATIENCE if trial.others_pass else OUTAGE_PATIENCE
    if trial.age < patience or trial.attempt < LEAST_TRIES:
        return Again(_grown(trial, min(LONGEST_PAUSE, max(FIRST_PAUSE, trial.age))))
    return GiveUp(SetAside.SERVER_ERRORS if trial.refusal is Rejection.SERVER else SetAside.REFUSED)


def _again(trial: Trial) -> Decision:
    return Again(_grown(trial, _doubled(trial.attempt, LONGEST_PAUSE)))


def _doubled(attempt: int, longest: float, first: float = FIRST_PAUSE) -> float:
    return min(longest, first * 2.0 ** min(max(0, attempt - 1), 16))


def _grown(trial: Trial, pause: float) -> float:
    return pause * (1.0 + JITTER * trial.fraction)
