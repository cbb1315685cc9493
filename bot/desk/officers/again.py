"""Again: whoever has emptied their private chat is shown a case that is still theirs to answer, as it is now.

What they may is asked afresh at the press: an old list gives nobody what has gone to somebody else meanwhile.
"""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.officers.acting import OfficeCase, case_at_desk
from bot.desk.officers.heads import case_of_head, tell_head_again
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.reposting import open_desk
from bot.desk.people import Done, GroupPress, PressOutcome, Refused
from bot.desk.referrals import tell_expert_again
from bot.desk.rules import Turn
from bot.desk.still_theirs import OwedAs, claims_on, words_for
from storage import cases, outbox
from storage.cases import CaseRow


def show_again(connection: Connection, press: GroupPress, turn: Turn, *, case_id: str) -> PressOutcome:
    """A press under the list of what is still theirs: all of the case into the chat, or why not."""
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    is_own_chat = press.spot.chat == press.officer.id
    claims = frozenset[OwedAs]() if row is None or not is_own_chat else claims_on(connection, row, press.officer, turn)
    if row is None or not claims:
        return Refused("e.over")
    refused = [why for claim in OwedAs if claim in claims and (why := _show(connection, press, row, claim, turn))]
    return refused[0] if len(refused) == len(claims) else Done("s.comes_below")


def _show(connection: Connection, press: GroupPress, row: CaseRow, claim: OwedAs, turn: Turn) -> Refused | None:
    """Put what *claim* gives into the chat, unless it is on its way; why nothing was put."""
    officer, lane = press.officer, str(private_lane(press.officer.id, turn))
    match claim:
        case OwedAs.EXPERT:
            tell_expert_again(connection, row, turn)
            return None
        case OwedAs.DESK:
            about: OfficeCase | Refused = case_at_desk(connection, row.id, officer, press.standing, turn)
            if isinstance(about, OfficeCase) and not outbox.has_pending(connection, lane, ItemKind.CARD, row.id):
                open_desk(connection, row, officer.id, turn)
        case OwedAs.HEAD:
            about = case_of_head(connection, row.id, officer, press.standing, turn)
            if isinstance(about, OfficeCase):
                tell_head_again(connection, row, officer, words_for(connection, row, officer, turn), turn)
        case unexpected:
            assert_never(unexpected)
    return about if isinstance(about, Refused) else None
