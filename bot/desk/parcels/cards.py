"""Cards as parcels: a case for its group, as it stands when the item is opened."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.colleagues import list_colleagues
from bot.desk.experts import list_experts
from bot.desk.history import list_history
from bot.desk.holders import leads
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.desks import has_desk
from bot.desk.outgoing.items import RefreshCard, ShowHistory, TurnCard, WipePosts
from bot.desk.outgoing.posts import card_in, shown_in
from bot.desk.outgoing.topics import CaseTopic, find_topic
from bot.desk.parcels.values import Card, CardNow, History, TurnedPage, Wiping
from bot.desk.presses import CardPage
from bot.desk.referrals import find_referral, list_files
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.safety import HEADS_ALONE
from bot.desk.talk import COUNT, PAST, open_answers
from bot.desk.work import read_work
from bot.desk.workdays import changed_days
from bot.frozen import frozen
from bot.terms import Level, Status
from storage import cases
from storage.cases import CaseRow
from storage.office_ways import is_notice_only

MOST_OFFICERS = 6
"""So many colleagues have a button, the latest at work first; with giving the case up and the way back that makes
eight."""
MOST_EXPERTS = 7
MOST_FILES = 6
"""So many files have a button, beside taking the case back and the way back; the next come when these are opened."""


@frozen
class Opening:
    """An item that is being opened: what of its parts has been sent; the region of its lane and the group, if any."""

    connection: Connection
    turn: Turn
    parts_done: int
    group: OfficeChat | None
    region: str | None = None

    @property
    def safe(self) -> Safe:
        """The seals."""
        return self.turn.safe


def open_card(row: CaseRow, group: OfficeChat, at: Opening, parts_done: int) -> Card:
    """The case as it stands now; of its words nothing but how many files it has where the group may hold none."""
    answers = open_answers(at.safe.open_case_key(row.id, row.wrapped_key), row)
    work, changed = read_work(row, at.safe), changed_days(at.connection, at.turn.today, at.safe)
    has_contact, topic = row.level == Level.CONTACT, open_topic(row, group, at)
    bare = is_bare(row.region, group, at)
    if bare:
        answers = {name: answers[name] for name in (COUNT, PAST) if name in answers}
    referral = find_referral(at.connection, row, at.safe) if row.status is Status.EXPERT else None
    return Card(group.chat, group.language, row, answers, has_contact, parts_done, work, topic, changed, bare, referral)


def is_bare(region: str, group: OfficeChat, at: Opening) -> bool:
    """Whether no word of a case may stand in the chat: it is a group, and its region sees notices only."""
    return group.chat < 0 and is_notice_only(at.connection, region)


def open_topic(row: CaseRow, group: OfficeChat, at: Opening) -> CaseTopic:
    """Where the case is talked about, if the group is a forum: only the sender knows that."""
    thread, closed = find_topic(at.connection, row.id, group.chat, at.safe) or (None, False)
    return CaseTopic(row.number, row.sphere, thread, closed)


def open_shown(
    item: RefreshCard | TurnCard | ShowHistory, row: CaseRow, group: OfficeChat, at: Opening
) -> CardNow | TurnedPage | History | None:
    """What is shown of a case that the group has already."""
    match item:
        case RefreshCard():
            return open_refresh(row, group, at)
        case TurnCard():
            return open_page(item, row, group, at)
        case ShowHistory():
            return open_history(item, row, group, at)
        case unexpected:
            assert_never(unexpected)


def open_refresh(row: CaseRow, group: OfficeChat, at: Opening) -> CardNow | None:
    """None where the group has no card that is known."""
    messages = card_in(at.connection, row.id, group.chat, at.safe)
    return CardNow(open_card(row, group, at, 0), messages) if messages else None


def open_page(item: TurnCard, row: CaseRow, group: OfficeChat, at: Opening) -> TurnedPage | None:
    """None where the post stands in a group that the region has left."""
    message = item.spot.within(group.chat)
    if message is None:
        return None
    named = _officers(row.region, at) if item.page is CardPage.OFFICERS else ()
    if item.page is CardPage.EXPERTS and row.status is not Status.EXPERT:
        named = _experts(row.region, at)
    files = _openable(row, at) if item.page is CardPage.EXPERTS and row.status is Status.EXPERT else ()
    return TurnedPage(open_card(row, group, at, 0), message, item.page, named, files)


def open_history(item: ShowHistory, row: CaseRow, group: OfficeChat, at: Opening) -> History:
    """What was done with the case; what is between its citizen and the head stands in the head's chat alone."""
    is_heads = leads(at.connection, row.region, group.chat, at.safe)
    known = list_history(at.connection, row, at.safe)
    entries = tuple(entry for entry in known if is_heads or entry.what not in HEADS_ALONE)
    under, topic = item.reply_to.within(group.chat), open_topic(row, group, at)
    return History(group.chat, group.language, row, entries, under, topic)


def open_wiping(item: WipePosts, group: OfficeChat, at: Opening) -> Wiping | None:
    """The posts that the former group has of the case; None when it has none, or the case is back."""
    row = cases.get_case(at.connection, item.case)
    if item.chat is not None:
        return None if row is None else _lose_words(item, row, group, at)
    messages = shown_in(at.connection, item.case, group.chat, at.safe)
    if row is None or row.region == at.region or not messages:
        return None
    return Wiping(group.chat, group.language, row.number, item.region, messages, at.parts_done)


def _lose_words(item: WipePosts, row: CaseRow, group: OfficeChat, at: Opening) -> Wiping | None:
    """The posts that may hold words no longer; the newest card of a group stays, and loses its words by itself.

    What a head has as such they keep as long as they lead the office of the case, and lose that alone where they have
    the case itself to work at.
    """
    if item.chat != group.chat:
        return None
    officer = has_desk(at.connection, item.case, at.turn)
    heads_stay = leads(at.connection, row.region, group.chat, at.safe)
    rest_stays = officer is not None and officer.id == item.chat
    messages = shown_in(at.connection, item.case, group.chat, at.safe, heads_stay=heads_stay)
    if rest_stays:
        mine = shown_in(at.connection, item.case, group.chat, at.safe, heads_stay=True)
        messages = tuple(message for message in messages if message not in mine)
    if group.chat < 0:
        if not is_notice_only(at.connection, row.region):
            return None
        kept = card_in(at.connection, item.case, group.chat, at.safe)[:1]
        messages = tuple(message for message in messages if message not in kept)
    if not messages:
        return None
    done = at.parts_done
    return Wiping(group.chat, group.language, row.number, "", messages, done, "n.wiped", heads_stay, rest_stays)


def _officers(region: str, at: Opening) -> tuple[tuple[str, str], ...]:
    latest = list_colleagues(at.connection, region, at.safe)[:MOST_OFFICERS]
    return tuple((each.digits, each.officer.name) for each in latest)


def _experts(region: str, at: Opening) -> tuple[tuple[str, str], ...]:
    return tuple((each.digits, each.name) for each in list_experts(at.connection, region, at.safe)[:MOST_EXPERTS])


def _openable(row: CaseRow, at: Opening) -> tuple[tuple[int, int, int], ...]:
    """The files that its expert has not been let see yet."""
    referral = find_referral(at.connection, row, at.safe)
    seen = () if referral is None else referral.files
    left = [each for each in list_files(at.connection, row, at.turn) if each.id not in seen]
    return tuple((each.seq, each.n, each.later) for each in left[:MOST_FILES])
