"""What happens around the cases in the walk: sends, time, bulk work, ways of groups, people who come and go."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.groups import chores
from bot.desk.groups.ways import switch_notice
from bot.desk.holders import RoleHolder, find_head
from bot.desk.officers import departing
from bot.desk.roles import end_role, give_role
from bot.desk.still_theirs import offer_again
from bot.terms import OfficeRole
from tests.desk.house import ADMIN, DANA, GROUP, OTHER_GROUP, YERLAN
from tests.desk.walk.town import ASEL, GROUPS, PEOPLE, Town


def send(town: Town) -> object:
    """What is due goes; some of it stays in flight."""
    held = town.rng.choice([0, 0.3, 0.6])
    town.road.send(held)
    return held


def land(town: Town) -> object:
    """What is in flight arrives."""
    landed = [(item.kind, item.lane) for item, _, _ in town.road.flight]
    town.road.land()
    return landed


def pass_time(town: Town) -> object:
    """Minutes, or an hour and a half; now and then more than two days, after which nothing can be deleted."""
    span = timedelta(minutes=town.rng.choice([1, 30, 90])) if town.rng.random() < 0.95 else timedelta(hours=50)
    town.pass_by(span)
    return span


def do_slice(town: Town) -> object:
    """One case of each region's bulk work."""
    ready = chores.list_ready(town.connection, town.turn)
    for each in ready:
        chores.do_slice(town.connection, each.region, each.kind, town.turn, most=1)
    return ready


def switch_ways(town: Town) -> object:
    """A group comes to see notices only, or words again; never one that is never to see any."""
    region = town.pick_region()
    if region in town.always_bare:
        return None
    return region, switch_notice(town.connection, GROUPS[region], "", ADMIN, town.turn)


def leave_or_join(town: Town) -> object:
    """An officer leaves a group, of which the bot hears or does not; or comes back."""
    who, group = town.rng.choice([DANA, YERLAN]), town.rng.choice([GROUP, OTHER_GROUP])
    if who.id not in town.road.members[group]:
        town.road.members[group].add(who.id)
        return who.name, "is back"
    if town.rng.random() < 0.8:
        return None
    town.road.members[group].discard(who.id)
    if town.rng.random() < 0.5:
        departing.release_all(town.connection, group, who, town.turn)
    return who.name, "left"


def change_head(town: Town) -> object:
    """Somebody of the group leads the office from now on, or nobody does."""
    region, who = town.pick_region(), town.rng.choice([ASEL, DANA])
    if who.id not in town.road.members[GROUPS[region]]:
        return None
    if town.rng.random() < 0.3:
        head = find_head(town.connection, region, town.desk.safe)
        return region, head and end_role(town.connection, head, ADMIN, town.turn)
    return region, who.name, give_role(
        town.connection, RoleHolder(region, OfficeRole.HEAD, who, True), ADMIN, town.turn)  # fmt: skip


def block(town: Town) -> object:
    """Somebody blocks the bot, or lets it in again."""
    who = town.rng.choice(PEOPLE)
    if who.id in town.road.blocked:
        town.let_in(who.id)
        return who.name, "lets in"
    if town.rng.random() < 0.5:
        town.road.blocked.add(who.id)
        return who.name, "blocks"
    return None


def erase(town: Town) -> object:
    """Somebody has their private chat emptied: what is still theirs to answer is offered again."""
    who = town.rng.choice(PEOPLE)
    if town.rng.random() < 0.6 or who.id in town.road.blocked:
        return None
    town.chats.empty(who.id)
    offer_again(town.connection, who.id, town.turn)
    return who.name
