"""Words on their way to the citizen: for a moment they can be taken back, then they are the citizen's to read."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.colleagues import remember_officer
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.officers.written import reopen
from bot.desk.outgoing.items import EditPreview, ItemKind
from bot.desk.outgoing.lanes import CaseLane
from bot.desk.outgoing.posting import edit_preview
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, may_follow
from bot.desk.work import read_work
from bot.terms import Level, Status, TalkState
from storage import cases, offices, outbox
from storage.cases import CaseRow


def take_back(connection: Connection, press: GroupPress, turn: Turn, *, case_id: str, seq: int) -> PressOutcome:
    """The words wait under their preview again, as if they had not been sent."""
    about = case_of_press(connection, press, case_id, turn)
    if isinstance(about, Refused):
        return about
    row, now = about.row, TalkState.PREVIEW
    if not cases.change_talk(connection, row.id, seq, now, before=TalkState.LEAVING, day=turn.today):
        return Refused("s.too_late")
    for item in outbox.list_of_case(connection, str(CaseLane(row.id)), ItemKind.WORDS, row.id):
        if item.seq == seq:
            outbox.withdraw(connection, item.id)
    edit = EditPreview(row.id, seq, press.spot, "s.taken_back", doubted=True)
    edit_preview(connection, about.office.region, edit, turn)
    return Done("s.taken_back")


def let_go(connection: Connection, case_id: str, seq: int, spot: Spot | None, turn: Turn) -> PressOutcome:
    """The words are sent: the case is answered or asked about, its citizen told, the preview at *spot* says it.

    Once only. Where the case has been withdrawn meanwhile, or went to another office, they are dropped.
    """
    cases.lock_case(connection, case_id)  # of a press that takes them back and of this one comes first
    row, entry = cases.get_case(connection, case_id), cases.get_talk(connection, case_id, seq)
    if row is None or entry is None or entry.state is not TalkState.LEAVING:
        return Refused("s.decided_before")
    words = talk.open_words(turn.safe.open_case_key(row.id, row.wrapped_key), seq, entry.box)
    officer, asks = Officer(**words["by"]), bool(words.get("asks"))
    done = speak_for_office(connection, row, officer, seq, asks=asks, turn=turn)
    state = TalkState.SENT if done else TalkState.DROPPED
    cases.change_talk(connection, row.id, seq, state, before=TalkState.LEAVING, day=turn.today)
    told = (asked_text(row.level) if asks else outcome_text(row.level)) if done else "s.withdrawn_before"
    if spot is not None:
        edit_preview(connection, row.region, EditPreview(row.id, seq, spot, told), turn)
    return Done(told) if done else Refused(told)


def speak_for_office(
    connection: Connection, row: CaseRow, officer: Officer, seq: int, *, asks: bool, turn: Turn
) -> bool:
    """The case is asked about or answered with the words *seq*; False when its status does not let it.

    One that was at an end is opened again; one that nobody has is the officer's from now on.
    """
    office = offices.get_office(connection, row.region)
    if office is None:
        return False
    if row.status in AT_AN_END:
        if not may_follow(Status.REOPENED, row.status):
            return False
        reopen(connection, OfficeCase(office, row), officer, "", turn)
        row = cases.get_case(connection, row.id) or row
    work = read_work(row, turn.safe)
    after = replace(work, assignee=work.assignee or officer)
    if asks:
        change = Change(Happening.ASKED, officer, to=Status.QUESTION)
    else:
        change = Change(Happening.ANSWERED, officer, to=Status.ANSWERED)
        after = replace(after, answered_by=officer, answered=seq, barred=None)
    if work.assignee is None:
        remember_officer(connection, row.region, officer, turn)
    return change_case(connection, row, after, change, turn) is not None


def outcome_text(level: Level) -> str:
    """What the preview says once it is sent: how the citizen will read it."""
    match level:
        case Level.RELAY:
            return "s.sent"
        case Level.CODE:
            return "s.stored_for_code"
        case Level.CONTACT:
            return "s.stored_contact"
        case unexpected:
            assert_never(unexpected)


def asked_text(level: Level) -> str:
    """The same of a question."""
    return "s.asked" if level is Level.RELAY else "s.asked_by_code"
