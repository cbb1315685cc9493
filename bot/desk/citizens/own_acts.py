"""What citizens do with their own cases: withdraw, decline, rate, have reviewed or opened again, cut the link.

Rules
- The caller has made sure that this citizen may read the case; what can be done with it is `rights.may`, asked here
  once more, so that an old button, a double tap or a forged press does nothing.
- What is between citizen and head alone goes past `life`: no card is drawn anew for it (`bot/desk/safety.py`).
- Nothing here knows the chat. Of a code-only case the group hears later, at an hour that says nothing (promise P3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.own_acts import Acted, NotActed, OwnAct, Rated, WhyNot
from bot.desk import history
from bot.desk.citizens.rights import LOW, may, stars_of, why_not_reopen
from bot.desk.hearing import day_among
from bot.desk.history import Happening, HistoryEntry, list_history
from bot.desk.joined import list_joined
from bot.desk.life import Change, change_case
from bot.desk.outgoing import relay
from bot.desk.outgoing.desks import all_desks
from bot.desk.outgoing.items import TellOfCitizen
from bot.desk.outgoing.orphans import tell_of_orphans
from bot.desk.outgoing.posting import alert_admins, put_item, quiet_wait
from bot.desk.roles import tell_head
from bot.desk.rules import WORKDAYS, Turn
from bot.desk.work import Work, read_work
from bot.desk.workdays import calendar_now
from bot.frozen import replace
from bot.terms import Chore, Desk, Level, Status
from storage import cases, chores, contacting, ratings
from storage.cases import CaseRow


def act_on_case(connection: Connection, case_id: str, turn: Turn, *, act: OwnAct) -> Acted | NotActed:
    """Do *act*, or say why not; SealBrokenError or RowDamagedError, and nothing done, when the case cannot be read."""
    found = _look(connection, case_id, turn)
    if found is None:
        return NotActed(case_id, act, WhyNot.GONE)
    row, entries, work = found
    if act not in may(row, entries, turn.today):
        return NotActed(case_id, act, WhyNot.GONE)
    match act:
        case OwnAct.WITHDRAW:
            _withdraw(connection, row, work, turn)
        case OwnAct.DECLINE:
            _change(connection, row, work, Change(Happening.DECLINED, None, to=Status.IN_WORK), turn)
            tell_of_citizen(connection, row, "s.citizen_declined", turn)
        case OwnAct.REVIEW:
            _ask_review(connection, row, work, turn)
        case OwnAct.UNLINK:
            relay.cut(connection, row)
            _forget_reach(connection, row, work, Happening.UNLINKED, turn)
        case OwnAct.PLAIN | OwnAct.DISCREET:
            relay.set_plain(connection, row, turn.safe, plain=act is OwnAct.PLAIN)
        case OwnAct.UNCONTACT:
            contacting.delete_contact(connection, row.id)
            _forget_reach(connection, row, work, Happening.CONTACT_REMOVED, turn)
        case OwnAct.SAFE:
            history.note(connection, row, Happening.SAFE, None, turn, why="", about="")
        case OwnAct.RATE | OwnAct.REOPEN | OwnAct.PRESSED:
            return NotActed(case_id, act, WhyNot.GONE)  # these take stars or words, which a press alone has not
        case unexpected:
            assert_never(unexpected)
    return Acted(case_id, act)


def rate_case(connection: Connection, case_id: str, turn: Turn, *, stars: Stars) -> Rated | NotActed:
    """Count *stars*, once for a case; again changes nothing."""
    found = _look(connection, case_id, turn)
    if found is None:
        return NotActed(case_id, OwnAct.RATE, WhyNot.GONE)
    row, entries, work = found
    if stars_of(entries) is not None:
        return Rated(case_id, OwnAct.REVIEW in may(row, entries, turn.today))
    if OwnAct.RATE not in may(row, entries, turn.today):
        return NotActed(case_id, OwnAct.RATE, WhyNot.GONE)
    _change(connection, row, work, Change(Happening.RATED, None, about=stars), turn)
    if row.desk is Desk.GROUP:  # a star more would tell of a case that went past the group
        ratings.count_rating(connection, row.region, int(stars))
    tell_of_citizen(connection, row, "s.citizen_rating", turn, {"rating": int(stars)})
    if stars in LOW:
        _tell_above(connection, row, ("h.low_rating", "a.past_low_rating"), turn, {"rating": int(stars)})
    return Rated(case_id, stars in LOW)


def comment(connection: Connection, row: CaseRow, text: str, turn: Turn) -> bool:
    """Keep what the citizen says of their stars, once; False when there are none, or something was said."""
    entries = list_history(connection, row, turn.safe)
    if stars_of(entries) is None or any(entry.what is Happening.COMMENTED for entry in entries):
        return False
    work = read_work(row, turn.safe)
    _change(connection, row, work, Change(Happening.COMMENTED, None, why=text), turn)
    tell_of_citizen(connection, row, "s.citizen_commented", turn)
    return True


def why_not_reopened(connection: Connection, row: CaseRow, turn: Turn) -> WhyNot | None:
    """Why the citizen cannot have *row* opened again."""
    return why_not_reopen(row, list_history(connection, row, turn.safe), turn.today)


def reopen_case(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """The case is open again, with a new term; why stands in the talk."""
    work = replace(read_work(row, turn.safe), result=None)
    _reopen(connection, row, work, Happening.REOPENED, turn)


def tell_of_citizen(
    connection: Connection, row: CaseRow, key: str, turn: Turn, values: Mapping[str, Any] | None = None
) -> None:
    """Let the group hear what the citizen has done; nobody, while the region has no group."""
    if row.status is not Status.WAITING:
        told = {"case_no": row.number, **(values or {})}
        for lane in all_desks(connection, row, turn):
            put_item(connection, TellOfCitizen(row.id, key, told), lane, turn, wait=quiet_wait(connection, row, turn))


def _tell_above(
    connection: Connection, row: CaseRow, keys: tuple[str, str], turn: Turn, values: Mapping[str, Any]
) -> None:
    """Whoever leads the office hears the first of *keys* in private, no sooner than the group may.

    Of what the head has answered admins hear the second instead, by its number alone: nobody judges their own answer.
    """
    to_head, to_admins = keys
    told, wait = {"case_no": row.number, **values}, quiet_wait(connection, row, turn)
    if row.desk is Desk.HEAD:
        alert_admins(connection, to_admins, {**told, "region": row.region}, turn, wait=wait)
    else:
        tell_head(connection, row.region, to_head, told, turn, wait=wait)


def _look(connection: Connection, case_id: str, turn: Turn) -> tuple[CaseRow, list[HistoryEntry], Work] | None:
    """The case, its history and its work. Nobody else changes it until this transaction ends."""
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    if row is None:
        return None
    return row, list_history(connection, row, turn.safe), read_work(row, turn.safe)


def _change(connection: Connection, row: CaseRow, work: Work, change: Change, turn: Turn) -> None:
    done = change_case(connection, row, work, change, turn)
    assert done is not None  # `may` offers nothing that the status does not allow


def _withdraw(connection: Connection, row: CaseRow, work: Work, turn: Turn) -> None:
    # One that waited for a group has no term yet, and gets none to keep: the schema wants a day where nothing waits.
    due = turn.today if row.status is Status.WAITING else None
    change = Change(Happening.WITHDRAWN, None, to=Status.WITHDRAWN)
    change_case(connection, row, work, change, turn, due_on=due)
    tell_of_citizen(connection, row, "s.citizen_withdrew", turn)
    _tell_of_left(connection, row, list_joined(connection, row, work, turn), turn)


def _tell_of_left(connection: Connection, row: CaseRow, joined: Sequence[CaseRow], turn: Turn) -> None:
    """Nobody looks into the matter of those *joined* to *row* any more: whoever works at each of them hears it.

    *row* may have gone to another office since, and what was sent past a group is its head's business alone. Their
    citizens must not read when this one withdrew, and no chat may show it sooner than its own.
    """
    wait, left = quiet_wait(connection, row, turn), dict[tuple[Desk, str], list[CaseRow]]()
    for each in joined:
        left.setdefault((each.desk, each.region), []).append(each)
    for whose, mine in left.items():
        under = row if whose == (row.desk, row.region) else mine[0]
        tell_of_orphans(connection, under, mine, turn, wait=wait)


def _ask_review(connection: Connection, row: CaseRow, work: Work, turn: Turn) -> None:
    """Somebody else looks at the answer again: whoever gave it can neither take the case nor answer it."""
    after = replace(work, result=None, assignee=None, barred=work.answered_by)
    _reopen(connection, row, after, Happening.REVIEW_ASKED, turn)
    tell_of_citizen(connection, row, "s.citizen_review", turn)
    _tell_above(connection, row, ("h.review", "a.past_review"), turn, {})


def _reopen(connection: Connection, row: CaseRow, work: Work, what: Happening, turn: Turn) -> None:
    days = calendar_now(connection, turn)
    due = days.due_on(day_among(days, row.level, turn), WORKDAYS)
    done = change_case(connection, row, work, Change(what, None, to=Status.REOPENED), turn, due_on=due)
    assert done is not None  # only from where it may be reopened
    if row.desk is Desk.HEAD:  # whoever leads the office now may never have seen it: it was over when they came
        chores.start_chore(connection, row.region, Chore.HEAD, not_before=turn.seconds)


def _forget_reach(connection: Connection, row: CaseRow, work: Work, what: Happening, turn: Turn) -> None:
    """The code alone leads to the case from now on, and the group hears it as of any such case."""
    cases.change_level(connection, row.id, Level.CODE)
    after = replace(row, level=Level.CODE)
    _change(connection, after, work, Change(what, None), turn)
    tell_of_citizen(connection, after, "s.citizen_code_only", turn)
