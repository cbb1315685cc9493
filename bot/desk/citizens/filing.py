"""Filing: a complete draft becomes a case; further words become a part of its talk, or open it again.

Rules
- A case at an end takes no additions: what was written stays with its citizen, who can have the case opened again by it
  or begin another.
- What answers a question, or says why the case is opened again, is an addition that says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Answers, value_of
from bot.conversation.values.effects import AddFacts, FileCase
from bot.conversation.values.events import (
    CaseNotFound,
    FactsAdded,
    Filed,
)
from bot.conversation.values.own_acts import Aim, AtAnEnd, NotActed, OwnAct, WhyNot
from bot.desk.citizens import own_acts, own_cases
from bot.desk.citizens.pressed import tell_head_alone
from bot.desk.hearing import day_among, day_heard, next_slot
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.outgoing.desks import head_lane
from bot.desk.outgoing.posting import (
    AT_ONCE,
    alert_admins,
    enqueue_addition,
    enqueue_card,
    enqueue_files,
    quiet_wait,
)
from bot.desk.referrals import tell_expert_of_words
from bot.desk.rules import WORKDAYS, Rules, Turn
from bot.desk.safe import RowKey
from bot.desk.status import AT_AN_END
from bot.desk.talk import PAST, seal_answers, seal_words
from bot.desk.word_index import enter_words
from bot.desk.work import read_work
from bot.desk.workdays import calendar_now
from bot.encryption.places import Field, Table
from bot.frozen import replace
from bot.terms import Desk, Kind, Language, Level, Side, Status, TalkState
from storage import cases, contacting, files, offices
from storage.cases import CaseRow
from storage.office_ways import is_notice_only

CONSENT_TEXT = "contact.consent/1"
"""The version of the text that was agreed to: a new one when its meaning changes."""
NUMBER_DIGITS = 5
"""90,000 numbers for a region and a year, short enough to be read out over the phone."""
DRAWS_PER_LENGTH = 8
"""Eight taken numbers in a row: while a tenth of the numbers is taken, chance does that once in 10^8 filings."""
HELD = {
    Keeping.IN_CLEAR: frozenset(
        {"kind", "region", "direction", "sphere", "violation", "goal", "level", "past", "past_region"}
    ),
    Keeping.APART: frozenset({"consent", "contact"}),
}
"""The answers for which filing has a place of their own; every other one that is kept is sealed with the case."""


def file_case(connection: Connection, effect: FileCase, chat_id: int, turn: Turn, questions: Questions) -> Filed:
    """Write the case, its card in the outbox and, by its level, an address or contacts. Deletes nothing itself."""
    answers = effect.answers
    row, key = _new_case(connection, effect, turn, questions)
    row = _insert_numbered(connection, row, turn, code_mark=turn.safe.code_mark(effect.code))
    match row.level:
        case Level.RELAY:
            box = key.seal({"chat": chat_id}, table=Table.ADDRESSES, field=Field.CHAT)
            mark = own_cases.take_place(connection, chat_id, turn)
            contacting.insert_address(connection, row.id, box, mark=mark)
        case Level.CONTACT:
            box = key.seal({"contact": value_of(answers, "contact") or ""}, table=Table.CONTACTS, field=Field.CONTACT)
            contacting.insert_contact(connection, row.id, box, consent_on=turn.today, consent_text=CONSENT_TEXT)
    if row.desk is Desk.GROUP:  # nobody looks for words but a group
        enter_words(connection, row.region, row.id, _sealed(answers, questions).values(), turn.safe)
    taken, urgent = files.give_to_case(connection, effect.files, row.id, None), _is_urgent(answers)
    if row.status != Status.WAITING:
        enqueue_card(connection, row, turn, at_once=urgent)
        enqueue_files(connection, row, taken, turn)
    if row.desk is Desk.HEAD and head_lane(connection, row.region, turn) is None:
        waits = {"region": row.region, "numbers": row.number}
        wait = AT_ONCE if urgent else quiet_wait(connection, row, turn)
        alert_admins(connection, "a.past_waits", waits, turn, wait=wait)
    leaves = None if urgent or row.status is Status.WAITING else next_slot(connection, row.level, turn)
    return Filed(row.number, effect.code, row.level, row.due_on, WORKDAYS, row.desk, leaves)


def add_facts(connection: Connection, effect: AddFacts, turn: Turn) -> FactsAdded | AtAnEnd | NotActed | CaseNotFound:
    """Put the citizen's further words and files into the case as what they are for, or say why that cannot be.

    SealBrokenError or RowDamagedError, and nothing half written, when the case cannot be read.
    """
    cases.lock_case(connection, effect.case)
    row = cases.get_case(connection, effect.case)
    if row is None:
        return CaseNotFound(0)
    match effect.aim:
        case Aim.ADD:
            return _add(connection, row, effect, turn)
        case Aim.CORRECT:
            return _correct(connection, row, effect, turn)
        case Aim.REOPEN:
            return _reopen(connection, row, effect, turn)
        case Aim.COMMENT:
            done = own_acts.comment(connection, row, effect.text, turn)
            return FactsAdded(Aim.COMMENT) if done else NotActed(row.id, OwnAct.RATE, WhyNot.GONE)
        case Aim.TO_HEAD:
            return tell_head_alone(connection, row, effect.text, turn)
        case unexpected:
            assert_never(unexpected)


def _add(connection: Connection, row: CaseRow, effect: AddFacts, turn: Turn) -> FactsAdded | AtAnEnd:
    if row.status in AT_AN_END:
        return AtAnEnd(row.id, own_acts.why_not_reopened(connection, row, turn) is None)
    replies = row.status is Status.QUESTION
    _say(connection, row, effect, turn, "replies" if replies else None)
    if replies:
        replied = Change(Happening.REPLIED, None, to=Status.IN_WORK)
        change_case(connection, row, read_work(row, turn.safe), replied, turn)
    return FactsAdded(leaves=_leaves(connection, row, turn))


def _correct(connection: Connection, row: CaseRow, effect: AddFacts, turn: Turn) -> FactsAdded | AtAnEnd:
    """What was sent stays as it is. A correction answers no question, so the case stands as it did."""
    if row.status in AT_AN_END:
        return AtAnEnd(row.id, own_acts.why_not_reopened(connection, row, turn) is None)
    _say(connection, row, effect, turn, "corrects")
    return FactsAdded(Aim.CORRECT, leaves=_leaves(connection, row, turn))


def _reopen(connection: Connection, row: CaseRow, effect: AddFacts, turn: Turn) -> FactsAdded | NotActed:
    why = own_acts.why_not_reopened(connection, row, turn)
    if why is not None:
        return NotActed(row.id, OwnAct.REOPEN, why)
    _say(connection, row, effect, turn, "reopens")
    own_acts.reopen_case(connection, row, turn)
    return FactsAdded(Aim.REOPEN, leaves=_leaves(connection, row, turn))


def _leaves(connection: Connection, row: CaseRow, turn: Turn) -> datetime | None:
    return None if row.status is Status.WAITING else next_slot(connection, row.level, turn)


def _say(connection: Connection, row: CaseRow, effect: AddFacts, turn: Turn, does: str | None) -> None:
    """Put words and files into the talk, and under the card in the group; what they do is sealed with them."""
    key = turn.safe.open_case_key(row.id, row.wrapped_key)  # first: a damaged case must leave nothing half written
    seq = cases.next_seq(connection, row.id)
    taken = files.give_to_case(connection, effect.files, row.id, seq)
    words = {"text": effect.text, "files": taken, **({does: True} if does else {})}
    box = seal_words(key, seq, words)
    heard = day_heard(connection, row.level, turn)
    cases.add_talk(connection, row.id, seq, side=Side.CITIZEN, state=TalkState.SENT, day=heard, box=box)
    if row.desk is Desk.GROUP:
        enter_words(connection, row.region, row.id, [effect.text], turn.safe)
    wait = quiet_wait(connection, row, turn)
    if row.status is not Status.WAITING:
        if effect.text or is_notice_only(connection, row.region):  # of files the group hears that there is news
            enqueue_addition(connection, row, seq, turn, wait=wait)
        enqueue_files(connection, row, taken, turn, seq=seq, wait=wait)
    if row.status is Status.EXPERT and effect.text:
        tell_expert_of_words(connection, row, seq, turn, wait=wait)


def _new_case(connection: Connection, effect: FileCase, turn: Turn, questions: Questions) -> tuple[CaseRow, RowKey]:
    answers, case_id = effect.answers, turn.rules.chance.new_id()
    region, about = _office_and_past(answers)
    desk = Desk.HEAD if value_of(answers, "past") == Desk.HEAD else Desk.GROUP
    key, wrapped = turn.safe.new_row_key(Table.CASES, case_id)
    # What goes past the group waits for no group: its term runs, and whoever leads the office has it.
    bound = desk is Desk.HEAD or _is_bound(connection, region)
    sealed = {**_sealed(answers, questions), **({PAST: about} if about else {})}
    level = Level(value_of(answers, "level") or "")
    days = calendar_now(connection, turn)
    heard = turn.today if _is_urgent(answers) else day_among(days, level, turn)
    row = CaseRow(
        id=case_id,
        number="",
        region=region,
        kind=Kind(value_of(answers, "kind") or ""),
        sphere=_sphere(answers),
        topic=value_of(answers, "violation") or value_of(answers, "goal") or "",
        status=Status.REGISTERED if bound else Status.WAITING,
        level=level,
        language=Language(effect.language),
        filed_on=heard,
        changed_on=heard,
        due_on=days.due_on(heard, WORKDAYS) if bound else None,
        wrapped_key=wrapped,
        box=seal_answers(key, sealed, effect.files),
        desk=desk,
    )
    return row, key


def _is_urgent(answers: Answers) -> bool:
    """Whether the citizen, told what it costs, has chosen not to wait for a slot."""
    return value_of(answers, "urgent") == "yes"


def _office_and_past(answers: Answers) -> tuple[str, str]:
    """The region whose office gets the case, and the one past whose office it goes there, if it does."""
    region, other = value_of(answers, "region") or "", value_of(answers, "past_region")
    return (other, region) if value_of(answers, "past") == "other" and other else (region, "")


def _is_bound(connection: Connection, region: str) -> bool:
    """Whether a group serves *region*; when none does, none is given one before this transaction ends."""
    if offices.get_office(connection, region) is not None:
        return True
    offices.lock_region(connection, region)
    return offices.get_office(connection, region) is not None


def _sealed(answers: Answers, questions: Questions) -> dict[str, str]:
    """The answers that are sealed with the case: those that stood in the preview, however they were given."""
    rows = (row for row in questions.rows if row.keeping is Keeping.SEALED and questions.applies(row, answers))
    return {row.name: value for row in rows if (value := value_of(answers, row.name))}


def _prefix(rules: Rules, row: CaseRow) -> str:
    return f"{rules.region_numbers[row.region]}-{row.filed_on:%y}-"


def _insert_numbered(connection: Connection, row: CaseRow, turn: Turn, *, code_mark: bytes) -> CaseRow:
    """Insert *row* under a number that nobody has, and return it with that number.

    Numbers are drawn, not counted: counted ones would say in which order, and between which two other cards, a
    code-only case was written, and undo the wait of its card. The insert itself tells whether a number is
    free, so two filings at once never share one. A region whose year is nearly full gets a longer number.
    """
    prefix, attempt = _prefix(turn.rules, row), 0
    while True:
        digits = NUMBER_DIGITS + attempt // DRAWS_PER_LENGTH
        drawn = 10 ** (digits - 1) + turn.rules.chance.below(9 * 10 ** (digits - 1))
        numbered = replace(row, number=f"{prefix}{drawn}")
        if cases.insert_case(connection, numbered, code_mark=code_mark):
            return numbered
        attempt += 1


def _sphere(answers: Answers) -> str:
    direction = value_of(answers, "direction")
    return direction if direction not in (None, "all") else value_of(answers, "sphere") or ""
