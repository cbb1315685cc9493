"""The decision after a refusal: what waits, what is tried again, and that there is always an end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.background.retry import (
    FIRST_PAUSE,
    HOLD_PAUSE,
    JITTER,
    LADDERS,
    LEAST_TRIES,
    LINE_PAUSE,
    LONGEST_PAUSE,
    LOST_PAUSES,
    OUTAGE_PATIENCE,
    OWN_TRIES,
    PATIENCE,
    Again,
    Decision,
    GiveUp,
    KindWaits,
    LaneCloses,
    LaneRests,
    LaneWaits,
    Trial,
    decide,
    other_form,
)
from bot.background.sender import Rejection
from bot.desk.outgoing.albums import Form
from bot.terms import SetAside, Suspension

R = Rejection
FIRST: dict[Rejection, Decision] = {
    R.UNREACHED: LaneRests(FIRST_PAUSE),
    R.TOKEN: LaneRests(FIRST_PAUSE),
    R.FLOOD: LaneRests(1.0),
    R.SILENCED: LaneWaits(Suspension.SILENCED, HOLD_PAUSE),
    R.TOPIC: LaneWaits(Suspension.TOPIC, HOLD_PAUSE),
    R.NO_RIGHT_TO_KIND: KindWaits(Suspension.NO_FILES, HOLD_PAUSE),
    R.BLOCKED: LaneCloses(Suspension.FORBIDDEN),
    R.PUBLIC: LaneCloses(Suspension.PUBLIC),
    R.HOMELESS: LaneCloses(Suspension.DAMAGED),
    R.GONE: LaneCloses(Suspension.GONE),
    R.PUBLIC: LaneCloses(Suspension.PUBLIC),
    R.HOMELESS: LaneCloses(Suspension.DAMAGED),
    R.ANSWER_LOST: Again(LOST_PAUSES[0]),
    R.SERVER: Again(FIRST_PAUSE),
    R.UNNAMED: Again(FIRST_PAUSE),
    R.OWN: Again(FIRST_PAUSE),
    R.PRIVACY: GiveUp(SetAside.REFUSED),
    R.PICTURE: GiveUp(SetAside.REFUSED),
    R.FILE: GiveUp(SetAside.REFUSED),
    R.MALFORMED: GiveUp(SetAside.REFUSED),
    R.TOO_LARGE: GiveUp(SetAside.TOO_LARGE),
    R.BROKEN: GiveUp(SetAside.CANNOT_OPEN),
    R.PUBLIC: LaneCloses(Suspension.PUBLIC),
    R.HOMELESS: LaneCloses(Suspension.DAMAGED),
}
"""What follows from the first try, without a draw."""
FINAL = frozenset({R.PRIVACY, R.PICTURE, R.FILE, R.MALFORMED, R.TOO_LARGE, R.BROKEN})
"""What is proven: Telegram would say the same for ever, or there is nothing to send."""
OF_THE_ITEM = (R.ANSWER_LOST, R.SERVER, R.UNNAMED, R.OWN)


@pytest.mark.parametrize("refusal", list(Rejection))
def test_every_refusal_has_its_first_decision(refusal: Rejection) -> None:
    assert decide(Trial(refusal)) == FIRST[refusal]


@pytest.mark.parametrize(
    ("trial", "decision"),
    [
        (Trial(R.UNREACHED, attempt=3), LaneRests(12.0)),
        (Trial(R.UNREACHED, attempt=1000), LaneRests(LINE_PAUSE)),
        (Trial(R.FLOOD, asked=33.0, attempt=50), LaneRests(33.0)),
        (Trial(R.TOPIC, held=1), LaneWaits(Suspension.TOPIC, 60.0)),
        (Trial(R.NO_RIGHT_TO_KIND, held=1000), KindWaits(Suspension.NO_FILES, LONGEST_PAUSE)),
        (Trial(R.ANSWER_LOST, lost=2, attempt=2), Again(LOST_PAUSES[1])),
        (Trial(R.ANSWER_LOST, lost=3, attempt=3), GiveUp(SetAside.ANSWER_LOST)),
        (Trial(R.SERVER, attempt=4, age=24.0), Again(24.0)),
        (Trial(R.SERVER, attempt=9, age=PATIENCE - 1), Again(LONGEST_PAUSE)),
        (Trial(R.SERVER, attempt=9, age=PATIENCE), GiveUp(SetAside.SERVER_ERRORS)),
        (Trial(R.SERVER, attempt=9, age=PATIENCE, others_pass=False), Again(LONGEST_PAUSE)),
        (Trial(R.SERVER, attempt=40, age=OUTAGE_PATIENCE, others_pass=False), GiveUp(SetAside.SERVER_ERRORS)),
        (Trial(R.SERVER, attempt=LEAST_TRIES - 1, age=10 * OUTAGE_PATIENCE), Again(LONGEST_PAUSE)),
        (Trial(R.UNNAMED, attempt=9, age=PATIENCE), GiveUp(SetAside.REFUSED)),
        (Trial(R.OWN, attempt=OWN_TRIES - 1), Again(24.0)),
        (Trial(R.OWN, attempt=OWN_TRIES), GiveUp(SetAside.FAULTY)),
    ],
)
def test_later_tries_wait_longer_and_come_to_an_end(trial: Trial, decision: Decision) -> None:
    assert decide(trial) == decision


def test_pauses_are_drawn_longer_by_chance_and_never_shorter() -> None:
    for refusal in (R.UNREACHED, R.TOPIC, R.ANSWER_LOST, R.SERVER, R.OWN):
        first, last = decide(Trial(refusal)), decide(Trial(refusal, fraction=1.0))
        assert isinstance(first, Again | LaneRests | LaneWaits) and isinstance(last, Again | LaneRests | LaneWaits)
        assert last.pause == pytest.approx(first.pause * (1.0 + JITTER))


@given(st.lists(st.sampled_from(sorted(Rejection, key=lambda each: each.name)), max_size=60), st.booleans())
def test_what_is_not_proven_final_loses_no_item_before_its_end(refusals: list[Rejection], others_pass: bool) -> None:
    """An item is given up at once for what is proven, and else only after its repeats, its tries, its patience."""
    for trial in walk(refusals, others_pass=others_pass):
        if isinstance(decide(trial), GiveUp):
            own = trial.refusal is R.OWN and trial.attempt >= OWN_TRIES
            lost = trial.refusal is R.ANSWER_LOST and trial.lost > len(LOST_PAUSES)
            patient = trial.refusal in (R.SERVER, R.UNNAMED) and trial.age >= PATIENCE and trial.attempt >= LEAST_TRIES
            assert trial.refusal in FINAL or own or lost or patient
            return


@given(st.lists(st.sampled_from(OF_THE_ITEM), min_size=400, max_size=400), st.booleans())
def test_what_is_laid_to_the_item_comes_to_an_end(refusals: list[Rejection], others_pass: bool) -> None:
    trials = list(walk(refusals, others_pass=others_pass))
    assert isinstance(decide(trials[-1]), GiveUp)
    assert len(trials) <= 60
    assert trials[-1].age <= OUTAGE_PATIENCE + 2 * LONGEST_PAUSE


def walk(refusals: list[Rejection], *, others_pass: bool) -> list[Trial]:
    """The trials of one item that meets *refusals* one after another, up to where it is given up."""
    trials: list[Trial] = []
    trial, since, now = Trial(R.OWN, attempt=0, others_pass=others_pass, fraction=0.5), None, 0.0
    for refusal in refusals:
        if refusal in OF_THE_ITEM and since is None:
            since = now
        lost = trial.lost + (refusal is R.ANSWER_LOST)
        age = 0.0 if since is None else now - since
        trial = replace(trial, refusal=refusal, attempt=trial.attempt + 1, lost=lost, age=age)
        trials.append(trial)
        match decide(trial):
            case GiveUp():
                return trials
            case Again(pause) | LaneRests(pause) | LaneWaits(_, pause) | KindWaits(_, pause):
                now += pause
            case LaneCloses():
                now += 3600.0
    return trials


@pytest.mark.parametrize(
    ("first", "refusal", "forms"),
    [
        (Form.PHOTO, R.PICTURE, [Form.DOCUMENT]),
        (Form.PHOTO, R.NO_RIGHT_TO_KIND, [Form.DOCUMENT]),
        (Form.VOICE, R.PRIVACY, [Form.AUDIO, Form.DOCUMENT]),
        (Form.VIDEO_NOTE, R.PRIVACY, [Form.VIDEO, Form.DOCUMENT]),
        (Form.VOICE, R.NO_RIGHT_TO_KIND, [Form.DOCUMENT]),
        (Form.AUDIO, R.UNNAMED, [Form.DOCUMENT]),
        (Form.DOCUMENT, R.FILE, []),
        (Form.PHOTO, R.SERVER, []),
        (Form.PHOTO, R.FLOOD, []),
        (Form.PHOTO, R.TOPIC, []),
        (Form.PHOTO, R.ANSWER_LOST, []),
    ],
)
def test_a_refused_file_goes_in_its_other_forms(first: Form, refusal: Rejection, forms: list[Form]) -> None:
    met, form = [], other_form(refusal, first, first)
    while form is not None:
        met.append(form)
        form = other_form(refusal, first, form)
    assert met == forms


def test_every_form_has_a_ladder_that_ends_in_a_document() -> None:
    assert set(LADDERS) == set(Form)
    assert all(ladder[0] is form and ladder[-1] is Form.DOCUMENT for form, ladder in LADDERS.items())
