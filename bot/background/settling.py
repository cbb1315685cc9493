"""What follows from each outcome of a delivery, in one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from sqlalchemy import Connection

from bot.background import giving_up
from bot.background.closing import close, postpone, tell_its_office, whole
from bot.background.remembering import remember
from bot.background.retry import Again, Decision, GiveUp, KindWaits, LaneCloses, LaneRests, LaneWaits, Trial, decide
from bot.background.sender import Delivered, NotDelivered, Posted, Rejection
from bot.clock import Clock
from bot.desk import roles
from bot.desk.curators import tell_curators
from bot.desk.groups import changes, waits
from bot.desk.officers import departing
from bot.desk.officers.leaving import let_go
from bot.desk.outgoing.desks import is_opened_in_private, is_past_group
from bot.desk.outgoing.items import SHOWN_MINUTES, DeleteMessage, ItemKind, PostCard
from bot.desk.outgoing.lanes import OfficerLane, read_lane
from bot.desk.outgoing.orphans import tell_again
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import (
    forget_posts,
    mark_stale,
    mark_wiped,
    posted_in,
)
from bot.desk.outgoing.topics import CaseTopic, remember_topic
from bot.desk.parcels.readers import OfficeReader
from bot.desk.parcels.values import (
    Card,
    Contacts,
    Files,
    Parcel,
    Wiping,
    WordsDue,
)
from bot.desk.people import Spot
from bot.desk.rules import Rules, Turn
from bot.frozen import replace
from bot.terms import Chore, Desk
from storage import cases, outbox
from storage import chores as chore_rows
from storage import topics as topic_rows
from storage.outbox import OutboxItem

CHARGED = frozenset({Rejection.SERVER, Rejection.UNNAMED, Rejection.ANSWER_LOST, Rejection.OWN})
"""What is laid to the item itself, and ends its patience."""


class Settler:
    """Settles claims; every method is a transaction function."""

    def __init__(self, rules: Rules, clock: Clock) -> None:
        self.rules = rules
        self.clock = clock

    def delivered(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, outcome: Delivered
    ) -> None:
        """The item is done: remember its posts, and what must follow."""
        is_new = isinstance(parcel, Card) and parcel.chat < 0 and not self._is_known(connection, parcel)
        self._keep(connection, item, parcel, outcome)
        outbox.settle_delivered(connection, item.id)
        if isinstance(parcel, Card) and is_new:
            tell_curators(connection, parcel.row, "k.new_case", self._turn())
        if outcome.posts:
            waits.go_on(connection, item, self._turn())
        if parcel is None:
            self._find_head(connection, item)
            self._miss(connection, item)
            tell_again(connection, item, self._turn())
        if isinstance(parcel, Wiping) and item.case_id is not None and (parcel.chat > 0 or not parcel.region):
            keeps_some = parcel.rest_stays or parcel.chat < 0  # the card stays in a group, without its words
            only = parcel.messages if keeps_some else None
            safe = self.rules.safe
            mark_wiped(connection, item.case_id, parcel.chat, safe, heads_stay=parcel.heads_stay, only=only)
        if isinstance(parcel, Contacts):
            self._after_contacts(connection, item, outcome.posts)
        if isinstance(parcel, WordsDue):
            let_go(connection, parcel.case, parcel.seq, parcel.spot, self._turn(), sending=parcel.sending)

    def refused(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, outcome: NotDelivered
    ) -> Decision:
        """What arrived is not sent again; for the rest, do what `retry.decide` says, and return it."""
        self._keep(connection, item, parcel, outcome)
        turn = self._turn()
        tried = _tried(item, outcome, turn.seconds)
        decision = decide(
            Trial(
                outcome.why,
                attempt=item.attempts,
                age=turn.seconds - (tried.failing_since or turn.seconds),
                lost=tried.unknown,
                held=waits.times_found(connection, item),
                asked=outcome.asked,
                others_pass=outcome.others_pass,
                fraction=self.rules.chance.fraction(),
            )
        )
        self._follow(connection, tried, parcel, decision, turn)
        return decision

    def _follow(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, decision: Decision, turn: Turn
    ) -> None:
        match decision:
            case Again(pause):
                postpone(connection, item, turn.seconds + whole(pause))
            case LaneRests(pause):
                postpone(connection, item, turn.seconds)
                outbox.hold_lane(connection, item.lane, not_before=turn.seconds + whole(pause))
            case GiveUp(reason):
                giving_up.give_up(connection, item, parcel, reason, turn)
            case LaneWaits() | KindWaits() | LaneCloses() if changes.is_of_left_group(connection, item, turn):
                outbox.settle_delivered(connection, item.id)
            case LaneWaits() | KindWaits() | LaneCloses():
                close(connection, item, decision, turn)
            case unexpected:
                assert_never(unexpected)

    def _find_head(self, connection: Connection, item: OutboxItem) -> None:
        """A card went to nobody: another head may have come before the case was there to be handed over."""
        if item.kind != ItemKind.CARD or item.case_id is None or not is_past_group(connection, item.case_id):
            return
        row = cases.get_case(connection, item.case_id)
        if row is not None:
            chore_rows.start_chore(connection, row.region, Chore.HEAD, not_before=self._turn().seconds)

    def _miss(self, connection: Connection, item: OutboxItem) -> None:
        """Something did not go into a private chat, for its group sees words or there is none: it may lack it later."""
        if item.case_id is None or not isinstance(read_lane(item.lane), OfficerLane):
            return
        row = cases.get_case(connection, item.case_id)
        if row is not None and row.desk is Desk.GROUP and not is_opened_in_private(connection, row, self._turn()):
            mark_stale(connection, row.id, self.rules.safe)

    def has_left(self, connection: Connection, reader: OfficeReader) -> None:
        """*reader* is no member of the group: their cases and roles are over, and the group hears of it."""
        turn = self._turn()
        roles.leave_office(connection, reader.region, reader.person.id, turn)
        departing.release_cases(connection, reader.region, reader.person, turn)

    def put_off(self, connection: Connection, item: OutboxItem, not_before: int) -> None:
        """The item was not sent, for its hour has not come: it waits until *not_before*, a moment in unix seconds."""
        postpone(connection, item, not_before)

    def migrated(self, connection: Connection, item: OutboxItem, old_chat: int, new_chat: int) -> None:
        """Follow the group and send again at once, but for what is about the old chat alone."""
        turn = self._turn()
        changes.follow_migration(connection, old_chat, new_chat, turn)
        if not changes.leave_behind(connection, item, old_chat, new_chat, turn):
            postpone(connection, item, turn.seconds)

    def _keep(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, outcome: Delivered | NotDelivered
    ) -> None:
        """Remember what arrived; what of several files was refused becomes an item of its own."""
        self._mind_topic(connection, item, parcel, outcome)
        remember(connection, item, parcel, outcome.posts, self._turn())
        for file in outcome.left:
            if isinstance(parcel, Files):
                giving_up.split_off(connection, item, parcel, file, self._turn())

    def _mind_topic(
        self, connection: Connection, item: OutboxItem, parcel: Parcel | None, outcome: Delivered | NotDelivered
    ) -> None:
        """A topic was opened for the case: when its former one was deleted, the card is to stand in the new one too."""
        topic = None if parcel is None else getattr(parcel, "topic", None)
        if item.case_id is None or parcel is None:
            return
        if isinstance(outcome, Delivered) and outcome.closed is not None:
            topic_rows.mark_closed(connection, item.case_id, closed=outcome.closed)
        if outcome.topic is None:
            return
        remember_topic(connection, item.case_id, parcel.chat, outcome.topic, self.rules.safe)
        if isinstance(topic, CaseTopic) and topic.thread is not None:
            forget_posts(connection, item.case_id, parcel.chat, self.rules.safe)
            if not isinstance(parcel, Card):
                put_item(connection, PostCard(item.case_id), read_lane(item.lane), self._turn())

    def _is_known(self, connection: Connection, card: Card) -> bool:
        """Whether the group has the case already: its card comes anew."""
        return posted_in(connection, card.row.id, card.chat, self.rules.safe) is not None

    def _after_contacts(self, connection: Connection, item: OutboxItem, arrived: Sequence[Posted]) -> None:
        """Ten minutes later the contacts leave the officer's chat again."""
        turn, wait = self._turn(), timedelta(minutes=SHOWN_MINUTES)
        for post in arrived:
            deletion = DeleteMessage(Spot(post.chat, post.message_id))
            put_item(connection, deletion, read_lane(item.lane), turn, wait=wait)
        if item.case_id is not None:
            tell_its_office(connection, item.case_id, "s.reveal_sent", turn)

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _tried(item: OutboxItem, outcome: NotDelivered, now: int) -> OutboxItem:
    """*item* after this try: its parts that are settled, its lost answers, since when it is refused."""
    done = len(outcome.posts) + len(outcome.left)
    unknown = 0 if done else item.unknown  # what is tried now is another part than the one whose answer was lost
    since = None if done else item.failing_since
    if outcome.why in CHARGED:
        since = since or now
    lost = outcome.why is Rejection.ANSWER_LOST
    return replace(item, parts_done=item.parts_done + done, unknown=unknown + lost, failing_since=since)
