"""Opinions: what an expert writes in private about a case that they were given, and what becomes of it.

Rules
- What stands in the expert's chat gives rights to them alone, and only while the case is with them: whoever had it
  before, or forges a press, reads and decides nothing.
- An opinion is shown to its expert before it goes. It goes to whoever works at the case and into its history, never
  to the citizen: what the citizen reads is the office's answer.
- It is no message of the talk, for those of the office are the citizen's to read.
"""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.expert_presses import DeclineCase, DropAsExpert, OpinionPress, SendAsExpert
from bot.desk.history import Happening, list_history
from bot.desk.officers.returning import return_case
from bot.desk.outgoing.desks import all_desks, private_lane
from bot.desk.outgoing.items import PostOpinion, TellExpert
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import PostRole, find_post
from bot.desk.people import THE_BOT, Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.referrals import Referral, find_referral, rewrite_referral, tell_expert
from bot.desk.rules import Turn
from bot.frozen import frozen, replace
from bot.terms import Status
from storage import cases
from storage.cases import CaseRow


@frozen
class ExpertReply:
    """A message in a private chat that answers message `answered` of it; `text` is None when it is not words alone."""

    spot: Spot
    answered: int
    officer: Officer
    text: str | None


@frozen
class _Given:
    """A case, and how it is with its expert."""

    row: CaseRow
    referral: Referral


def is_for_expert(connection: Connection, reply: ExpertReply, turn: Turn) -> bool:
    """Whether *reply* answers what an expert was sent; everything else in a private chat is somebody else's."""
    post = find_post(connection, Spot(reply.spot.chat, reply.answered), turn.safe)
    return post is not None and post.role in (PostRole.EXPERT, PostRole.EXPERT_FILE)


def take_opinion(connection: Connection, reply: ExpertReply, turn: Turn) -> PressOutcome | None:
    """A reply in a private chat: keep it as an opinion that is shown first; None when it answers no post to an expert.

    It takes the place of one that was not sent.
    """
    post = find_post(connection, Spot(reply.spot.chat, reply.answered), turn.safe)
    if post is None or post.role not in (PostRole.EXPERT, PostRole.EXPERT_FILE):
        return None
    given = _given_to(connection, post.case, reply.officer, turn)
    if given is None:
        return Refused("e.over")
    text = (reply.text or "").strip()
    if not text:
        return Refused("e.text_only")
    draft = replace(given.referral, draft=given.referral.draft + 1, text=text)
    rewrite_referral(connection, given.row, draft, turn)
    tell_expert(connection, TellExpert(given.row.id, reply.officer.id, draft.draft), turn)
    return Done("e.preview_comes")


def decide_as_expert(
    connection: Connection, press: GroupPress, turn: Turn, *, choice: OpinionPress
) -> PressOutcome:
    """A press under a case or an opinion in the expert's private chat."""
    given = _given_to(connection, choice.case, press.officer, turn)
    if given is None or not press.spot.is_private:
        return Refused("e.over")
    match choice:
        case SendAsExpert(seq=seq):
            return _send(connection, press, given, seq, turn)
        case DropAsExpert(seq=seq):
            if not _is_draft(given.referral, seq):
                return Refused("s.decided_before")
            rewrite_referral(connection, given.row, replace(given.referral, text=""), turn)
            return Done("s.not_sent")
        case DeclineCase():
            return_case(connection, given.row, Happening.EXPERT_DECLINED, press.officer, turn)
            return Done("e.declined", {"case_no": given.row.number})
        case unexpected:
            assert_never(unexpected)


def lose_expert(connection: Connection, case_id: str, lane: str, turn: Turn) -> None:
    """The expert of *lane* takes no messages: the case comes back to its office, if it is with them."""
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    referral = None if row is None else find_referral(connection, row, turn.safe)
    if row is not None and referral is not None and str(private_lane(referral.expert.id, turn)) == lane:
        return_case(connection, row, Happening.EXPERT_UNREACHED, THE_BOT, turn)


def _send(connection: Connection, press: GroupPress, given: _Given, seq: int, turn: Turn) -> PressOutcome:
    row, referral = given.row, given.referral
    if not _is_draft(referral, seq):
        return Refused("s.decided_before")
    return_case(connection, row, Happening.OPINION, press.officer, turn, why=referral.text)
    entries = (entry.seq for entry in list_history(connection, row, turn.safe) if entry.what is Happening.OPINION)
    item = PostOpinion(row.id, max(entries))
    for lane in all_desks(connection, row, turn):
        put_item(connection, item, lane, turn)
    return Done("e.saved", {"case_no": row.number})


def _is_draft(referral: Referral, seq: int) -> bool:
    """Whether the button stands under the words that were written last, and nobody has decided them."""
    return bool(referral.text) and referral.draft == seq


def _given_to(connection: Connection, case_id: str, officer: Officer, turn: Turn) -> _Given | None:
    """The case, if *officer* is the expert who has it now; nobody else changes it until this transaction ends."""
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    referral = None if row is None else find_referral(connection, row, turn.safe)
    if row is None or referral is None or row.status is not Status.EXPERT or referral.expert.id != officer.id:
        return None
    return _Given(row, referral)
