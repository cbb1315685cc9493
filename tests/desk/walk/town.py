"""The town: the people of two offices, their cases, and what everybody does there picks by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TypeAlias

from sqlalchemy import Connection

from bot.departures import RandomWait
from bot.desk import experts
from bot.desk.experts import LINK_PREFIX, Invitation
from bot.desk.holders import RoleHolder
from bot.desk.outgoing.posts import PlacedPost, PostRole, Prompt, list_posts
from bot.desk.people import GroupPress, Officer, PressOutcome, Spot, StandingUnaskedError
from bot.desk.roles import give_role, remember_started
from bot.desk.rules import Turn
from bot.terms import ExpertField, OfficeRole
from storage import cases
from storage.cases import CaseRow
from storage.office_ways import OfficeWays, is_notice_only, put_ways
from tests.desk.house import ADMIN, DANA, GROUP, NOW, OTHER_GROUP, YERLAN, Desk, new_rules
from tests.desk.walk.chats import Chats
from tests.desk.walk.road import Road
from tests.promises.desk import StillClock

ASEL, SAULE, MARAT = Officer(24, "Асель"), Officer(31, "Сәуле"), Officer(32, "Марат")
PEOPLE = (DANA, YERLAN, ASEL, SAULE)
"""Who may press anything anywhere: two officers, the head of both offices, an expert who is in no group."""
EXPERTS = (SAULE, MARAT, DANA)
GROUPS = {"mangystau": GROUP, "abai": OTHER_GROUP}
CITIZENS = "зверобой"
"""Stands in whatever a citizen writes."""
HEADS_ALONE = "сыртқа айтпаңыз"
"""Stands in what a citizen writes to the head of the office alone."""
OFFICES = "қазбауыр"
"""Stands in whatever an office writes to a citizen."""
MOST_CASES = 9
"""With more of them each is met too seldom for anything to happen to it twice."""

WITH_BUTTONS = (PostRole.CARD, PostRole.PREVIEW, PostRole.HEAD, PostRole.EXPERT)

Ask: TypeAlias = Callable[[GroupPress], PressOutcome | None]
"""What a press or a reply does, once it is known whether who does it is in the group."""


@dataclass(slots=True)
class Town:
    """The desk, the road and the chats, and what is known of the walk that the desk does not know."""

    desk: Desk
    rng: Random
    clock: StillClock
    chats: Chats
    road: Road
    cases: list[str] = field(default_factory=list)
    past: set[str] = field(default_factory=set)
    """Those that were filed past the group."""
    always_bare: set[str] = field(default_factory=set)
    """Regions whose group never sees a word."""

    @property
    def connection(self) -> Connection:
        """The desk's transaction."""
        return self.desk.connection

    @property
    def turn(self) -> Turn:
        """The desk's turn."""
        return self.desk.turn

    def row(self, case: str) -> CaseRow:
        """The case as it is now."""
        row = cases.get_case(self.connection, case)
        assert row is not None
        return row

    def pick_case(self) -> str:
        """Any case."""
        return self.rng.choice(self.cases)

    def pick_region(self) -> str:
        """A region of which something is in flight, rather: what changes now finds it on its way."""
        held = [item.case_id for item, _, _ in self.road.flight if item.case_id is not None]
        if held and self.rng.random() < 0.7:
            return self.row(self.rng.choice(held)).region
        return self.rng.choice(list(GROUPS))

    def list_posts(self, case: str, chat: int) -> list[PlacedPost]:
        """The posts of the case in *chat*, the newest last."""
        posts = [each for each in list_posts(self.connection, case, self.desk.safe) if each.spot.chat == chat]
        return sorted(posts, key=lambda each: each.spot.message)

    def pick_post(
        self, chat: int, roles: Sequence[PostRole] = (), *, to_answer: bool = False
    ) -> tuple[str, PlacedPost] | None:
        """A post in *chat*, of one of *roles* if any are named, and its case; None when there is none.

        *to_answer*: rather one that asks for words; else one with buttons.
        """
        mostly = (lambda role: isinstance(role, Prompt)) if to_answer else (lambda role: role in WITH_BUTTONS)
        for case in self.rng.sample(self.cases, len(self.cases)):
            here = [each for each in self.list_posts(case, chat) if not roles or each.role in roles]
            wanted = [each for each in here if mostly(each.role)]
            if here:
                return case, self.rng.choice(wanted if wanted and self.rng.random() < 0.8 else here)
        return None

    def ask(self, who: Officer, spot: Spot, do: Ask) -> PressOutcome | None:
        """Let *who* do something at *spot*; whether people are in the group is said as often as it is asked."""
        press = GroupPress(spot, who)
        for _ in range(3):
            try:
                return do(press)
            except StandingUnaskedError as fault:
                standing = self.road.standing(fault.chat, fault.heir or who.id)
                press = replace(press, heirs=standing) if fault.heir else replace(press, standing=standing)
        raise AssertionError("asked more often than there is to ask")

    def pass_by(self, span: timedelta) -> None:
        """Let *span* pass."""
        self.desk.pass_by(span)
        self.clock.pass_by(span)

    def let_in(self, person: int) -> None:
        """The person takes messages of ours again."""
        self.road.blocked.discard(person)
        remember_started(self.connection, person, self.turn)

    def come_to_rest(self) -> None:
        """Everybody lets the bot in, everything arrives, all bulk work is done, all that waits has its hour."""
        for person in tuple(self.road.blocked):
            self.let_in(person)
        for _ in range(4):
            self.road.land()
            self.road.send()
            self.desk.do_chores()
            self.pass_by(timedelta(hours=4))
        self.road.land()
        self.road.send()


def found_town(connection: Connection, seed: int) -> Town:
    """Two offices with groups, one head of both, and three experts in each; the ways of the groups by chance."""
    rng = Random(seed)
    waits = RandomWait(timedelta(minutes=10), timedelta(hours=3))
    desk = Desk(connection, Turn(replace(new_rules(seed=seed + 1), departures=waits), NOW))
    clock = StillClock(NOW.timestamp())
    chats = Chats(clock)
    members = {group: {DANA.id, YERLAN.id, ASEL.id, ADMIN.id} for group in GROUPS.values()}
    town = Town(desk, rng, clock, chats, Road(desk, clock, rng, chats, members))
    for region, group in GROUPS.items():
        desk.bind(region, group)
        put_ways(connection, region, OfficeWays(take_back=rng.choice([0, 60]), notice_only=rng.random() < 0.5))
        if rng.random() < 0.3 and is_notice_only(connection, region):
            town.always_bare.add(region)
        give_role(connection, RoleHolder(region, OfficeRole.HEAD, ASEL, True), ADMIN, desk.turn)
        for who in EXPERTS:
            link = experts.make_link(connection, Invitation(region, ExpertField.SCIENCE, ADMIN), desk.turn)
            experts.agree(connection, link.removeprefix(LINK_PREFIX), who, desk.turn)
    return town
