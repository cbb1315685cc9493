"""Words on their way to the citizen: for a moment they can be taken back, then they are the citizen's to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.colleagues import remember_officer
from bot.desk.history import Happening, list_history
from bot.desk.life import Change, change_case
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.officers.undecided import call_back
from bot.desk.officers.written import reopen
from bot.desk.outgoing.desks import has_desk
from bot.desk.outgoing.items import EditPreview
from bot.desk.outgoing.posting import edit_preview, show_preview
from bot.desk.outgoing.posts import PostRole, find_post
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, may_follow
from bot.desk.work import read_work
from bot.frozen import frozen, replace
from bot.terms import Desk, Level, Status, TalkState
from storage import cases, files, offices
from storage.cases import CaseRow
from storage.office_ways import is_notice_only

WITHDRAWN = "s.withdrawn_before"
"""The text of words that can reach nobody any more."""


@frozen
class Leave:
    """What a press sent: by whom, as a question or not; where the case was and how it stood; which press it was.

    `held`: they had the case. `known`: the last entry of its history then.
    """

    by: Officer
    asks: bool
    region: str
    status: Status
    sending: str
    held: bool = False
    known: int = 0


def mark_leaving(
    connection: Connection, row: CaseRow, officer: Officer, words: Mapping[str, Any], turn: Turn, *, asks: bool
) -> dict[str, Any]:
    """*words* as they are kept while they are on their way."""
    work, entries = read_work(row, turn.safe), list_history(connection, row, turn.safe)
    held = work.assignee is not None and work.assignee.id == officer.id
    known = max((entry.seq for entry in entries), default=0)
    leave = Leave(officer, asks, row.region, row.status, turn.rules.chance.new_id(), held, known)
    return {**words, "asks": asks, "leave": asdict(leave)}


def read_leave(words: Mapping[str, Any]) -> Leave:
    """What the press of *words* said that are on their way, or were."""
    said = words["leave"]
    place = (said["region"], Status(said["status"]), said["sending"], said.get("held", False), said.get("known", 0))
    return Leave(Officer(**said["by"]), said["asks"], *place)


def take_back(connection: Connection, press: GroupPress, turn: Turn, *, case_id: str, seq: int) -> PressOutcome:
    """The words wait under their preview again, as if they had not been sent.

    Also in a group that has come to see no words within those seconds: they wait with whoever has the case then.
    """
    about = case_of_press(connection, press, case_id, turn, bare=True)
    if isinstance(about, Refused):
        return about
    post = find_post(connection, press.spot, turn.safe)
    if post is not None and (post.role, post.seq) != (PostRole.PREVIEW, seq):
        return Refused("s.no_rights")
    if not cases.is_seq(seq) or not call_back(connection, about.row.id, seq, turn):
        return Refused("s.too_late")
    taken_back = Change(Happening.TAKEN_BACK, press.officer, told=False)
    change_case(connection, about.row, read_work(about.row, turn.safe), taken_back, turn)
    if _shows(connection, about.row, press.spot, turn):
        edit = EditPreview(about.row.id, seq, press.spot, "s.taken_back", anew=True)
        edit_preview(connection, about.office.region, edit, turn)
    else:
        show_preview(connection, about.office.region, about.row.id, seq, turn)
    return Done("s.taken_back")


def let_go(
    connection: Connection, case_id: str, seq: int, spot: Spot | None, turn: Turn, *, sending: str
) -> PressOutcome:
    """The words are sent: the case is answered or asked about, its citizen told, the preview at *spot* says it.

    Once only, and only as the press *sending* sent them. Where the case came to an end meanwhile they wait in their
    preview again, as where nobody serves it now, and as where whoever sent them has declared a conflict of interests;
    where it was withdrawn, or went to another office, they are dropped. The case is not given back to who gave it up.
    """
    cases.lock_case(connection, case_id)  # of a press that takes them back and of this one comes first
    row, entry = cases.get_case(connection, case_id), cases.get_talk(connection, case_id, seq)
    if row is None or entry is None or entry.state is not TalkState.LEAVING:
        return Refused("s.decided_before")
    words = talk.open_words(turn.safe.open_case_key(row.id, row.wrapped_key), seq, entry.box)
    leave = read_leave(words)
    if leave.sending != sending:
        return Refused("s.decided_before")
    if row.region != leave.region:
        return _drop(connection, row, seq, turn)
    given_up = _given_up(connection, row, leave, turn)
    why = _why_wait(row, leave, given_up)
    if why is None:
        takes = not given_up and not leave.held  # who had it at the press and has it no more has lost it since
        why = speak_for_office(connection, row, leave.by, seq, asks=leave.asks, turn=turn, takes=takes)
    outcome: PressOutcome
    if why is None:
        cases.change_talk(connection, row.id, seq, TalkState.SENT, before=TalkState.LEAVING, day=turn.today)
        outcome = Done(asked_text(row.level) if leave.asks else outcome_text(row.level))
    elif why == WITHDRAWN:
        outcome = _drop(connection, row, seq, turn)
    else:
        call_back(connection, row.id, seq, turn)
        outcome = Refused(why)
    waits = why is not None and why != WITHDRAWN
    if spot is not None and (not waits or _shows(connection, row, spot, turn)):
        edit_preview(connection, row.region, EditPreview(row.id, seq, spot, outcome.key, doubted=waits), turn)
    elif waits:
        show_preview(connection, row.region, row.id, seq, turn)  # nobody has looked at it, or sees it there any more
    return outcome


def _shows(connection: Connection, row: CaseRow, spot: Spot, turn: Turn) -> bool:
    """Whether a preview at *spot* can say anything: where groups see no words, or do again, it may stand elsewhere."""
    holder = has_desk(connection, row.id, turn)
    if spot.is_private:
        return holder is not None and holder.id == spot.chat
    return not is_notice_only(connection, row.region)


def _given_up(connection: Connection, row: CaseRow, leave: Leave, turn: Turn) -> frozenset[Happening]:
    """How whoever sent the words has given the case up since."""
    ways = (Happening.RELEASED, Happening.CONFLICT)
    later = (entry for entry in list_history(connection, row, turn.safe) if entry.seq > leave.known)
    return frozenset(entry.what for entry in later if entry.what in ways and entry.by and entry.by.id == leave.by.id)


def _why_wait(row: CaseRow, leave: Leave, given_up: frozenset[Happening]) -> str | None:
    """What the press did not know: the case came to an end, or whoever pressed has a conflict of interests."""
    if Happening.CONFLICT in given_up:
        return "s.conflict_waits"
    ended = row.status in AT_AN_END and leave.status not in AT_AN_END
    return "s.reopen_and_send" if ended and may_follow(Status.REOPENED, row.status) else None


def _drop(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> Refused:
    cases.change_talk(connection, row.id, seq, TalkState.DROPPED, before=TalkState.LEAVING, day=turn.today)
    files.drop_of_talk(connection, row.id, seq)
    return Refused(WITHDRAWN)


def speak_for_office(
    connection: Connection, row: CaseRow, officer: Officer, seq: int, *, asks: bool, turn: Turn, takes: bool = True
) -> str | None:
    """The case is asked about or answered with the words *seq*; None, or the text that says why not.

    One that was at an end is opened again; one that nobody has is the officer's from now on, if they may have it
    (*takes*).
    """
    office = offices.get_office(connection, row.region)
    if office is None:
        return "a.not_bound"
    if (known := read_work(row, turn.safe)).bars(officer):
        return known.why_barred(officer, row.desk)
    if row.status in AT_AN_END:
        if not may_follow(Status.REOPENED, row.status):
            return WITHDRAWN
        reopen(connection, OfficeCase(office, row), officer, "", turn)
        row = cases.get_case(connection, row.id) or row
    work = read_work(row, turn.safe)
    after = replace(work, assignee=work.assignee or (officer if takes else None))
    if asks:
        change = Change(Happening.ASKED, officer, to=Status.QUESTION)
    else:
        change = Change(Happening.ANSWERED, officer, to=Status.ANSWERED)
        after = replace(after, answered_by=officer, answered=seq, barred=None)
    if work.assignee is None and takes and row.desk is Desk.GROUP:
        remember_officer(connection, row.region, officer, turn)
    return WITHDRAWN if change_case(connection, row, after, change, turn) is None else None


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
