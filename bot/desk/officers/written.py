"""Words that an act takes: they are asked for, written in reply, and then the act is done.

Rules
- Whoever writes the words does the act, and must be known by name: those of an anonymous admin wait for a press.
- Words that are too short, or not understood, are asked for again; nothing is done by halves.
- Contacts are opened for the officer who asked alone, if they may (`reveals`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.desk import life
from bot.desk.history import Happening
from bot.desk.joined import join, list_joined, tell_outcome
from bot.desk.life import Change
from bot.desk.officers import passing, reveals
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.officers.passing import Act
from bot.desk.officers.understanding import find_first, is_understood, latest_term, read_term
from bot.desk.outgoing import reposting
from bot.desk.outgoing.desks import lane_at
from bot.desk.outgoing.items import AskWho, AskWords, SayInGroup
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import put_item, tell_office
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import WORKDAYS, Turn
from bot.desk.status import AT_AN_END, may_follow
from bot.desk.wishes import Wanted, Wish, find_wish, keep_wish, list_wishes, spend_wish, with_words
from bot.desk.work import read_work
from bot.desk.workdays import calendar_now
from bot.frozen import frozen, replace
from bot.terms import Desk, Status
from storage import cases

DOUBLE_TAP = 10
"""Seconds in which a second press is the same wish."""


@frozen
class WrittenWords:
    """Words under the question of a wish. `officer` is None when an anonymous admin wrote them."""

    wish: str
    text: str
    officer: Officer | None
    spot: Spot
    standing: GroupStanding = GroupStanding.UNASKED


def ask_words(
    connection: Connection, press: GroupPress, about: OfficeCase, wanted: Wanted, turn: Turn
) -> PressOutcome:
    """Remember who wants what, and ask for the words that it takes. A double tap makes one question."""
    row, officer = about.row, press.officer
    if (refusal := _refusal_of(about, wanted)) is not None:
        return Refused(refusal)
    if not any(_is_the_same(wish, wanted, officer, turn) for wish in list_wishes(connection, row.id, turn)):
        wish = Wish(turn.rules.chance.new_id(), row.id, wanted, officer, turn.seconds)
        keep_wish(connection, wish, turn)
        lane = lane_at(about.office.region, press.spot, turn)
        put_item(connection, _question(about, wish, press.spot, turn), lane, turn)
    return Done("s.reveal_asking" if wanted is Wanted.CONTACTS else "s.write_below")


def ask_for_contacts(connection: Connection, press: GroupPress, turn: Turn, *, case_id: str) -> PressOutcome:
    """The button that opens contacts: why is asked first."""
    about = case_of_press(connection, press, case_id, turn)
    if isinstance(about, Refused):
        return about
    if not reveals.are_there(connection, about.row):
        return Refused("s.reveal_none")
    why = reveals.why_closed(connection, about.office, press.officer, press.standing, turn)
    if why is not None:
        return Refused(why)
    return ask_words(connection, press, about, Wanted.CONTACTS, turn)


def take_words(connection: Connection, written: WrittenWords, about: OfficeCase, turn: Turn) -> None:
    """A reply to the question: do what was wanted, or say why not. Words without a name wait for a press."""
    wish = find_wish(connection, written.wish, turn)
    region = about.office.region
    if wish is None or wish.case != about.row.id:
        _say(connection, about, Refused("s.wish_over"), written.spot, turn)
    elif _is_anothers(wish, written.officer):
        _say(connection, about, Refused("s.reveal_not_yours"), written.spot, turn)
    elif not is_understood(connection, wish.wanted, about, written.text, turn):
        item = replace(_question(about, wish, written.spot, turn), again=True)
        put_item(connection, item, lane_at(region, written.spot, turn), turn)
    elif written.officer is None and wish.words is not None:
        # Words of two people may wait here: whoever presses must know whose they put their name to.
        _say(connection, about, Refused("s.wish_over"), written.spot, turn)
    elif written.officer is None:
        keep_wish(connection, with_words(wish, written.text), turn)
        put_item(connection, AskWho(about.row.id, wish.id, written.spot), OfficeLane(region), turn)
    else:
        by = GroupPress(written.spot, written.officer, written.standing)
        done = carry_out(connection, wish, about, by, written.text, turn)
        if done is not None:
            _say(connection, about, done, written.spot, turn)


def confirm_words(connection: Connection, press: GroupPress, turn: Turn, *, wish: str) -> PressOutcome:
    """The words came from an anonymous admin: the press names the person."""
    found = find_wish(connection, wish, turn)
    if found is None:
        return Refused("s.wish_over")
    about = case_of_press(connection, press, found.case, turn)
    if isinstance(about, Refused):
        return about
    if found.words is None or _is_anothers(found, press.officer):
        return Refused("s.reveal_not_yours")
    done = carry_out(connection, found, about, press, found.words, turn)
    return done or Done("s.reveal_opening" if found.wanted is Wanted.CONTACTS else "s.comes_below")


def carry_out(
    connection: Connection, wish: Wish, about: OfficeCase, by: GroupPress, text: str, turn: Turn
) -> PressOutcome | None:
    """Do what was wanted, once, by whom and where *by* says; what is to be said of it, if that is not said already."""
    if (refusal := _why_not(connection, wish.wanted, about, by, turn)) is not None:
        return Refused(refusal)
    if not spend_wish(connection, wish):
        return Refused("s.wish_over")
    officer = by.officer
    act = Act(about, read_work(about.row, turn.safe), officer, text.strip(), by.spot)
    match wish.wanted:
        case Wanted.CONTACTS:
            # Their citizen may have taken them back meanwhile.
            opened = reveals.open_contacts(connection, about.row, officer, text, turn)
            return None if opened else Refused("s.reveal_none")
        case Wanted.NOTE:
            noted = Change(Happening.NOTED, officer, why=act.text, told=False)
            return _change(connection, act, noted, turn, "s.note_saved")
        case Wanted.OUTSIDE:
            return _give_number(connection, act, turn)
        case Wanted.BODY:
            return _send_on(connection, act, turn)
        case Wanted.EXTENSION:
            return _extend(connection, act, turn)
        case Wanted.REJECTION:
            change = Change(Happening.REJECTED, officer, to=Status.REJECTED, why=act.text)
            return _change(connection, act, change, turn, "s.rejected")
        case Wanted.DUPLICATE:
            return _mark_duplicate(connection, act, turn)
        case Wanted.REGION | Wanted.GROUP:
            return passing.pass_on(connection, wish.wanted, act, turn)
        case Wanted.REOPENING:
            done = reopen(connection, act.about, officer, act.text, turn)
            return _done("s.reopened_short", about) if done else Refused("s.cannot_reopen")
        case unexpected:
            assert_never(unexpected)


def reopen(connection: Connection, about: OfficeCase, officer: Officer, why: str, turn: Turn) -> bool:
    """The case is opened again, with a new term; False when it cannot be."""
    due = calendar_now(connection, turn).due_on(turn.today, WORKDAYS)
    work = replace(read_work(about.row, turn.safe), result=None)
    change = Change(Happening.REOPENED, officer, to=Status.REOPENED, why=why)
    return life.change_case(connection, about.row, work, change, turn, due_on=due) is not None


def _why_not(
    connection: Connection, wanted: Wanted, about: OfficeCase, by: GroupPress, turn: Turn
) -> str | None:
    """Why *wanted* cannot be done now, or not by whoever *by* names."""
    if wanted is Wanted.CONTACTS:
        return reveals.why_closed(connection, about.office, by.officer, by.standing, turn)
    work, at_head = read_work(about.row, turn.safe), about.row.desk is Desk.HEAD
    gets_rid = wanted is Wanted.REGION and work.has_conflict(by.officer)
    may_all = wanted is Wanted.NOTE or gets_rid or (at_head and wanted in (Wanted.REGION, Wanted.GROUP))
    if not may_all and work.bars(by.officer):
        return work.why_barred(by.officer, about.row.desk)
    return _refusal_of(about, wanted)


def _refusal_of(about: OfficeCase, wanted: Wanted) -> str | None:
    """Why *wanted* cannot be done with the case as it stands."""
    status = about.row.status
    match wanted:
        case Wanted.NOTE | Wanted.OUTSIDE | Wanted.CONTACTS:
            return None
        case Wanted.REOPENING:
            return None if may_follow(Status.REOPENED, status) else "s.cannot_reopen"
        case Wanted.GROUP if about.row.desk is Desk.GROUP:
            return "s.no_rights"
        case (
            Wanted.EXTENSION | Wanted.BODY | Wanted.REJECTION | Wanted.DUPLICATE | Wanted.REGION | Wanted.GROUP
        ):
            return "s.at_an_end" if status in AT_AN_END else None
        case unexpected:
            assert_never(unexpected)


def _is_anothers(wish: Wish, officer: Officer | None) -> bool:
    """Contacts are opened for the officer who asked alone; other words any officer may write, in their own name."""
    return wish.wanted is Wanted.CONTACTS and officer is not None and officer.id != wish.by.id


def _is_the_same(wish: Wish, wanted: Wanted, officer: Officer, turn: Turn) -> bool:
    return (wish.wanted, wish.by.id) == (wanted, officer.id) and turn.seconds - wish.at < DOUBLE_TAP


def _question(about: OfficeCase, wish: Wish, under: Spot, turn: Turn) -> AskWords:
    values: Mapping[str, Any] = {}
    if wish.wanted is Wanted.EXTENSION:
        values = {"max_date": latest_term(about, read_work(about.row, turn.safe), turn).isoformat()}
    return AskWords(about.row.id, wish.id, under, wanted=wish.wanted, values=values)


def _done(key: str, about: OfficeCase) -> Done:
    return Done(key, {"case_no": about.row.number})


def _change(connection: Connection, act: Act, change: Change, turn: Turn, told: str) -> PressOutcome:
    done = life.change_case(connection, act.about.row, act.work, change, turn)
    return Refused("s.at_an_end") if done is None else _done(told, act.about)


def _give_number(connection: Connection, act: Act, turn: Turn) -> PressOutcome:
    change = Change(Happening.OUTSIDE, act.officer, about=act.text, told=False)
    life.change_case(connection, act.about.row, replace(act.work, outside=act.text), change, turn)
    return _done("s.outside_saved", act.about)


def _send_on(connection: Connection, act: Act, turn: Turn) -> PressOutcome:
    """To a body that has no button: its citizen reads the name as it was written."""
    change = Change(Happening.REDIRECTED, act.officer, to=Status.REDIRECTED, about=act.text)
    done = life.change_case(connection, act.about.row, replace(act.work, body=act.text), change, turn)
    return Refused("s.at_an_end") if done is None else _done("s.redirected", act.about)


def _extend(connection: Connection, act: Act, turn: Turn) -> PressOutcome | None:
    row, read = act.about.row, read_term(act.about, act.text, turn)
    if read is None:
        return Refused("s.extend_wrong", {"max_date": latest_term(act.about, act.work, turn).isoformat()})
    day, why = read
    cases.change_due(connection, row, day, today=turn.today)
    work = replace(act.work, first_due=act.work.first_due or row.due_on)
    change = Change(Happening.EXTENDED, act.officer, why=why, about=day.isoformat())
    life.change_case(connection, replace(row, due_on=day), work, change, turn)
    told = {"case_no": row.number, "due_date": day.isoformat(), "said": reposting.shorten_reason(why)}
    return Done("s.extended", told)


def _mark_duplicate(connection: Connection, act: Act, turn: Turn) -> PressOutcome:
    row, first = act.about.row, find_first(connection, act.about, act.text, turn)
    if first is not None:
        cases.lock_case(connection, first.id)  # it must not come to an end unheard while this one is joined to it
        first = find_first(connection, act.about, act.text, turn)
    if first is None:
        return Refused("s.duplicate_unknown")
    if not may_follow(Status.DUPLICATE, row.status):
        return Refused("s.at_an_end")
    along = list_joined(connection, row, act.work, turn)
    work = join(connection, row, act.work, first, along, turn)
    change = Change(Happening.DUPLICATE, act.officer, to=Status.DUPLICATE, about=first.number)
    life.change_case(connection, row, work, change, turn)
    tell_outcome(connection, first, (row, *along), turn)
    return Done("s.duplicate_done", {"case_no": row.number, "first": first.number})


def _say(connection: Connection, about: OfficeCase, outcome: PressOutcome, spot: Spot, turn: Turn) -> None:
    """A reply to what was done answers the citizen; one to a refusal is the words once more, and answers nobody."""
    case = about.row.id if isinstance(outcome, Done) else None
    notice = SayInGroup(outcome.key, outcome.values, spot, case)
    tell_office(connection, about.office.region, notice, turn)
