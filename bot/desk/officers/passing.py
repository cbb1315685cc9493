"""Passing a case on: to another region's office, or from whoever leads the office into its group.

Rules
- Whoever had the case has no word of it afterwards: its posts are wiped, its files deleted, undecided answers dropped.
- Past which office its citizen has sent a case, to that office nobody gives it.
- The number stays. Why it went is written down, and its citizen reads it.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk import life
from bot.desk.history import Happening
from bot.desk.life import Change
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.undecided import drop_all
from bot.desk.officers.understanding import read_region
from bot.desk.outgoing import reposting
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.desks import group_spot, has_desk, private_lane
from bot.desk.outgoing.items import DeleteMessage, SayInGroup, WipePosts
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import carry_notices, put_item, tell_office
from bot.desk.outgoing.posts import files_in
from bot.desk.people import Done, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import NEW
from bot.desk.talk import citizen_words, past_region
from bot.desk.wishes import Wanted
from bot.desk.word_index import enter_anew
from bot.desk.work import Work
from bot.frozen import frozen, replace
from bot.terms import Desk, Status
from storage import cases, offices
from storage.cases import CaseRow


@frozen
class Act:
    """What is done with the words: whose they are, where they stand, what case they are about."""

    about: OfficeCase
    work: Work
    officer: Officer
    text: str
    spot: Spot


def pass_on(connection: Connection, wanted: Wanted, act: Act, turn: Turn) -> PressOutcome | None:
    """To whom *wanted* says; what is to be said of it, if that is not said already."""
    return _to_group(connection, act, turn) if wanted is Wanted.GROUP else _to_office(connection, act, turn)


def _to_office(connection: Connection, act: Act, turn: Turn) -> PressOutcome | None:
    """The case leaves whoever had it; the other office gets it whole, under the same number."""
    row, read = act.about.row, read_region(act.about, act.text)
    if read is None:
        return Refused("s.transfer_wrong")
    region, why = read
    if region in (past_region(row, turn.safe), act.work.avoids):
        return Refused("s.transfer_past")
    if offices.get_office(connection, region) is None:
        return Refused("s.transfer_no_office")
    holder = has_desk(connection, row.id, turn) if row.desk is Desk.HEAD else None
    change = Change(Happening.TRANSFERRED, act.officer, to=Status.REGISTERED, why=why, about=region)
    avoids = row.region if row.desk is Desk.HEAD else act.work.avoids
    moved = life.change_case(connection, row, replace(act.work, assignee=None, avoids=avoids), change, turn)
    if moved is None:
        return Refused("s.at_an_end")
    if row.desk is Desk.HEAD:
        _leave_head(connection, act, holder, turn)
        told: PressOutcome | None = Done("h.transferred", {"case_no": row.number, "region": region})
    else:
        _leave_group(connection, act, region, turn)
        notice = SayInGroup("s.transferred_out", {"case_no": row.number, "region": region}, group_spot(act.spot))
        tell_office(connection, row.region, notice, turn)
        told = None
    cases.change_region(connection, row.id, region, today=turn.today)
    enter_anew(connection, region, row.id, citizen_words(connection, row, turn.safe), turn.safe)
    after = replace(moved, region=region, desk=Desk.GROUP)
    reposting.post_transferred(connection, after, row.region, why, turn)
    _carry(connection, after, holder, turn)
    return told


def _to_group(connection: Connection, act: Act, turn: Turn) -> PressOutcome:
    """Whoever leads the office gives the case into its group: that has it from now on, as any other."""
    row, holder = act.about.row, has_desk(connection, act.about.row.id, turn)
    to = None if row.status in NEW else Status.REGISTERED
    change = Change(Happening.TO_GROUP, act.officer, to=to, why=act.text)
    moved = life.change_case(connection, row, replace(act.work, assignee=None), change, turn)
    if moved is None:
        return Refused("s.at_an_end")
    _leave_head(connection, act, holder, turn)
    cases.change_region(connection, row.id, row.region, today=turn.today)
    enter_anew(connection, row.region, row.id, citizen_words(connection, row, turn.safe), turn.safe)
    after = replace(moved, desk=Desk.GROUP)
    reposting.enter_group(connection, after, act.text, turn)
    _carry(connection, after, holder, turn)
    return Done("h.given_to_group", {"case_no": row.number})


def _leave_head(connection: Connection, act: Act, holder: Officer | None, turn: Turn) -> None:
    if holder is not None:
        reposting.take_desk(connection, act.about.row, holder.id, turn)
    drop_all(connection, act.about.row, turn)


def _carry(connection: Connection, row: CaseRow, holder: Officer | None, turn: Turn) -> None:
    """What the head was still to be told of the citizen is told whoever has the case now."""
    if holder is not None:
        carry_notices(connection, row, private_lane(holder.id, turn), turn)


def _leave_group(connection: Connection, act: Act, region: str, turn: Turn) -> None:
    """What the group has of the case is wiped, its files are deleted, answers that nobody has decided are dropped."""
    row, lane = act.about.row, OfficeLane(act.about.row.region)
    put_item(connection, WipePosts(row.id, region), lane, turn)
    group = chat_of(act.about.office, turn.safe)
    for spot in files_in(connection, row.id, group, turn.safe):
        put_item(connection, DeleteMessage(spot), lane, turn)
    drop_all(connection, row, turn)
