"""What officers do with a case by a press: take it, hand it over, send it on, close it, and ask for words.

Rules
- Of two who press at once one wins, and the other is told who.
- Whatever costs its citizen something has a reason, which the citizen reads.
- What the status does not allow is refused, whoever forges the button.
"""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.catalogue import bodies
from bot.desk import talk
from bot.desk.colleagues import remember_officer
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.officers import experts, handing, heads, written
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.outgoing.desks import group_spot, has_desk, lane_at
from bot.desk.outgoing.items import ItemKind, SayInGroup, ShowHistory, TurnCard
from bot.desk.outgoing.posting import enqueue_files, put_item, tell_office, waits
from bot.desk.outgoing.reposting import open_desk
from bot.desk.outgoing.unheard import unheard
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused
from bot.desk.presses import CardPage, CaseAct, CasePress, CloseAs, HandTo, SendOn, ShowPage, WorkOn
from bot.desk.referrals import is_with
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, NEW, may_follow
from bot.desk.wishes import Wanted
from bot.desk.work import Work, read_work
from bot.frozen import replace
from bot.terms import Desk, Result, Side, Status
from storage import cases

WORDS_FOR = {
    CaseAct.NOTE: Wanted.NOTE,
    CaseAct.EXTEND: Wanted.EXTENSION,
    CaseAct.REDIRECT: Wanted.BODY,
    CaseAct.TRANSFER: Wanted.REGION,
    CaseAct.REJECT: Wanted.REJECTION,
    CaseAct.DUPLICATE: Wanted.DUPLICATE,
    CaseAct.OUTSIDE: Wanted.OUTSIDE,
    CaseAct.REOPEN: Wanted.REOPENING,
    CaseAct.GROUP: Wanted.GROUP,
}
"""The acts that take words, and which."""
AFTER_THE_END = frozenset({CaseAct.REOPEN, CaseAct.NOTE, CaseAct.HISTORY, CaseAct.FILES, CaseAct.OUTSIDE, CaseAct.OPEN})
"""What can be done with a case that is at an end."""
IN_EVERY_GROUP = frozenset({CaseAct.TAKE, CaseAct.RELEASE, CaseAct.CONFLICT, CaseAct.HEAD, CaseAct.OPEN})
"""What is done in a group that sees no words, too."""
FOR_BARRED = frozenset(
    {CaseAct.TAKE, CaseAct.NOTE, CaseAct.HISTORY, CaseAct.FILES, CaseAct.RELEASE, CaseAct.CONFLICT, CaseAct.HEAD}
    | {CaseAct.OPEN}
)
"""What whoever is barred from a case may press all the same: nothing that decides it. Taking it says why not itself."""


OF_GROUPS = frozenset({CaseAct.RELEASE, CaseAct.CONFLICT, CaseAct.HEAD, CaseAct.OPEN})
"""What only a group needs: a case that was sent past it is the head's from the start."""
PASSES_ON = frozenset({CaseAct.GROUP, CaseAct.TRANSFER})
"""What even a head who is barred does with a case that was sent past the group: nobody else could."""


def decide(connection: Connection, press: GroupPress, turn: Turn, *, choice: CasePress) -> PressOutcome:
    """A press under a card: do it, ask for its words, or say why not."""
    about = case_of_press(connection, press, choice.case, turn, bare=_is_bare(choice))
    if isinstance(about, Refused):
        return about
    work = read_work(about.row, turn.safe)
    if not _is_for(about.row.desk, choice):
        return Refused("s.no_rights")
    if work.bars(press.officer) and _decides(choice, about.row.desk) and not _gets_rid(choice, press.officer, work):
        return Refused(work.why_barred(press.officer, about.row.desk))
    match choice:
        case WorkOn(act):
            if about.row.status in AT_AN_END and act not in AFTER_THE_END:
                return Refused("s.at_an_end")
            return _act(connection, press, about, work, act, turn)
        case ShowPage(CardPage.EXPERTS) if not experts.can_be_shown(connection, about.row, turn):
            return Refused("s.expert_none")
        case ShowPage(page):
            lane = lane_at(about.office.region, press.spot, turn)
            put_item(connection, TurnCard(about.row.id, press.spot, page), lane, turn)
            return Done("s.page_turned")
        case SendOn(body=body):
            found = bodies.find(body)
            return Refused("s.no_rights") if found is None else send_on(connection, press, about, found, turn)
        case CloseAs(result=result):
            return close(connection, press, about, work, result, turn)
        case HandTo(officer=digits):
            return handing.hand_to(connection, press, about, work, digits, turn)
        case SendToExpert() | OpenFile():
            return experts.decide_for_expert(connection, press, about, work, choice, turn)
        case unexpected:
            assert_never(unexpected)


def _is_bare(choice: CasePress) -> bool:
    """Whether *choice* neither shows nor takes words: who has the case may be decided in every group."""
    match choice:
        case WorkOn(act):
            return act in IN_EVERY_GROUP
        case ShowPage(page):
            return page in (CardPage.FRONT, CardPage.OFFICERS)
        case HandTo():
            return True
        case SendOn() | CloseAs() | SendToExpert() | OpenFile():
            return False
        case unexpected:
            assert_never(unexpected)


def _is_for(desk: Desk, choice: CasePress) -> bool:
    """Whether a case of *desk* knows what *choice* asks for."""
    match choice:
        case WorkOn(act):
            return act is not CaseAct.GROUP if desk is Desk.GROUP else act not in OF_GROUPS
        case ShowPage(page):
            return desk is Desk.GROUP or page is not CardPage.OFFICERS
        case HandTo():
            return desk is Desk.GROUP
        case SendOn() | CloseAs() | SendToExpert() | OpenFile():
            return True
        case unexpected:
            assert_never(unexpected)


def _decides(choice: CasePress, desk: Desk) -> bool:
    """Whether *choice* says what becomes of the case."""
    if not isinstance(choice, WorkOn):
        return isinstance(choice, SendOn | CloseAs | SendToExpert | OpenFile)
    return choice.act not in FOR_BARRED and not (desk is Desk.HEAD and choice.act in PASSES_ON)


def _gets_rid(choice: CasePress, officer: Officer, work: Work) -> bool:
    """Whether *choice* gives the case to another office, for *officer* has declared a conflict of interests."""
    return isinstance(choice, WorkOn) and choice.act is CaseAct.TRANSFER and work.has_conflict(officer)


def _act(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, act: CaseAct, turn: Turn
) -> PressOutcome:
    match act:
        case CaseAct.TAKE:
            return _take(connection, press, about, work, turn)
        case CaseAct.RELEASE | CaseAct.CONFLICT:
            what = Happening.RELEASED if act is CaseAct.RELEASE else Happening.CONFLICT
            return _release(connection, press, about, work, what, turn)
        case CaseAct.SPAM:
            return _mark_as_spam(connection, press, about, work, turn)
        case CaseAct.ASK | CaseAct.ANSWER:
            return _ask_for_message(connection, press, about, turn, asks=act is CaseAct.ASK)
        case CaseAct.HISTORY:
            if not waits(connection, ItemKind.HISTORY, about.row, turn):
                lane = lane_at(about.office.region, press.spot, turn)
                put_item(connection, ShowHistory(about.row.id, press.spot), lane, turn)
            return Done("s.comes_below")
        case CaseAct.HEAD:
            return heads.give_to_head(connection, press, about, work, turn)
        case CaseAct.RECALL:
            return experts.take_from_expert(connection, press, about, turn)
        case CaseAct.OPEN:
            return _open_in_private(connection, press, about, turn)
        case CaseAct.FILES:
            return _post_files_again(connection, about, turn)
        case (
            CaseAct.NOTE | CaseAct.EXTEND | CaseAct.REDIRECT | CaseAct.TRANSFER | CaseAct.REJECT
            | CaseAct.DUPLICATE | CaseAct.OUTSIDE | CaseAct.REOPEN | CaseAct.GROUP
        ):  # fmt: skip
            return written.ask_words(connection, press, about, WORDS_FOR[act], turn)
        case unexpected:
            assert_never(unexpected)


def _take(connection: Connection, press: GroupPress, about: OfficeCase, work: Work, turn: Turn) -> PressOutcome:
    """The first to press has the case; whoever comes later is told who has it."""
    officer, row = press.officer, about.row
    if work.bars(officer):
        return Refused(work.why_barred(officer, row.desk))
    if is_with(connection, row, officer, turn.safe):
        return Refused("s.you_are_its_expert")
    if work.assignee is not None:
        if work.assignee.id == officer.id:
            return Refused("s.taken_by_you")
        return Refused("s.lost_race", {"staff": work.assignee.name})
    is_new = row.status in NEW
    change = Change(Happening.TAKEN, officer, to=Status.IN_WORK if is_new else None, told=is_new)
    change_case(connection, row, replace(work, assignee=officer), change, turn)
    if row.desk is Desk.GROUP:
        remember_officer(connection, row.region, officer, turn)
    return Done("s.taken", {"staff": officer.name})


def _open_in_private(connection: Connection, press: GroupPress, about: OfficeCase, turn: Turn) -> PressOutcome:
    """All of the case once more, for whoever has it: they may have opened their chat only now."""
    holder = has_desk(connection, about.row.id, turn)
    if holder is None or holder.id != press.officer.id:
        return Refused("n.not_yours")
    open_desk(connection, about.row, holder.id, turn)
    return Done("n.comes_in_private")


def _release(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, what: Happening, turn: Turn
) -> PressOutcome:
    """The officer who has the case gives it up; a conflict of interests may be declared by anybody about themselves.

    Whoever has declared one leaves the case to others from then on, whoever had it.
    """
    row, officer = about.row, press.officer
    mine = work.assignee is not None and work.assignee.id == officer.id
    if not mine and what is not Happening.CONFLICT:
        return Refused("s.not_yours")
    after = replace(work, assignee=None) if mine else work
    if what is Happening.CONFLICT and not work.has_conflict(officer):
        after = replace(after, conflicted=(*after.conflicted, officer))
    change_case(connection, row, after, Change(what, officer, told=False), turn)
    if mine:
        due = {} if row.due_on is None else {"due_date": row.due_on.isoformat()}
        number = {"case_no": row.number}
        told = ("s.conflict_declared", number) if what is Happening.CONFLICT else ("s.released", number | due)
        tell_office(connection, row.region, SayInGroup(*told, group_spot(press.spot), row.id), turn)
    return Done("s.conflict_noted" if what is Happening.CONFLICT else "s.released_alert")


def send_on(
    connection: Connection, press: GroupPress, about: OfficeCase, body: bodies.Body, turn: Turn
) -> PressOutcome:
    """The case is for *body*: its citizen reads whose it is now."""
    work = read_work(about.row, turn.safe)
    change = Change(Happening.REDIRECTED, press.officer, to=Status.REDIRECTED, about=body.id)
    if change_case(connection, about.row, replace(work, body=body.id), change, turn) is None:
        return Refused("s.at_an_end")
    return Done("s.redirected_alert")


def close(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, result: Result, turn: Turn
) -> PressOutcome:
    """The case is closed with *result*, once its citizen has an answer or knows where it was sent on to."""
    change = Change(Happening.CLOSED, press.officer, to=Status.CLOSED, about=result)
    if not may_follow(Status.CLOSED, about.row.status):
        return Refused("s.at_an_end" if about.row.status in AT_AN_END else "s.close_no_answer")
    change_case(connection, about.row, replace(work, result=result), change, turn)
    return Done("s.closed_alert")


def _mark_as_spam(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, turn: Turn
) -> PressOutcome:
    change = Change(Happening.SPAM, press.officer, to=Status.REJECTED)
    if change_case(connection, about.row, work, change, turn) is None:
        return Refused("s.at_an_end")
    return Done("s.spam_alert")


def _ask_for_message(
    connection: Connection, press: GroupPress, about: OfficeCase, turn: Turn, *, asks: bool
) -> PressOutcome:
    """What the citizen is to read is written in reply to the message that comes now."""
    key = "s.ask_prompt" if asks else "s.reply_prompt"
    told = SayInGroup(key, {"case_no": about.row.number}, press.spot, about.row.id, asks=asks)
    tell_office(connection, about.office.region, told, turn)
    return Done("s.write_below")


def _post_files_again(connection: Connection, about: OfficeCase, turn: Turn) -> PressOutcome:
    """The citizen's files once more, below: those of the case, then those of each later message; none that wait."""
    row = about.row
    known = cases.list_talk(connection, row.id, aside=turn.safe.damages.met)
    waiting = unheard(connection, row, turn)  # nobody may learn from the answer that something is on its way
    said = [entry for entry in known if entry.seq not in waiting]
    posted = 0
    for seq in (talk.OF_THE_CASE, *(entry.seq for entry in said)):
        files = talk.citizen_files(connection, row, seq, turn.safe) if _is_citizens(said, seq) else []
        if not waits(connection, ItemKind.FILES, row, turn, seq):
            enqueue_files(connection, row, files, turn, seq=seq)
        posted += len(files)
    return Done("s.comes_below") if posted else Refused("s.no_files")


def _is_citizens(said: list[cases.TalkRow], seq: int) -> bool:
    return all(entry.side is Side.CITIZEN for entry in said if entry.seq == seq)
