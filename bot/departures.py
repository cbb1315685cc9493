"""When what code-only citizens send leaves for the office: together at slots, so that no hour names anybody.

A random wait hides nobody where few write: whoever knows when each of five visitors of a day used their telephone names
the author of a card that follows within twenty minutes in six cases of seven. What leaves with all that has come since
the slot before could be anybody's who wrote in those hours.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeAlias

from bot.chance import Chance
from bot.clock import KAZAKHSTAN
from bot.frozen import frozen

SPREAD = timedelta(minutes=4)
"""Within a slot each item leaves at a second of its own, by chance: so nothing keeps the order in which it was sent."""
MOST_DAYS = 6
"""Days that a slot is looked for among: longer than any row of public days off, and short of the week after which the
outbox takes a wait for the mistake of a clock. After so many days off the office gets what has come all the same."""


class Workdays(Protocol):
    """Knows the working days."""

    def is_workday(self, day: date) -> bool: ...


@frozen
class Slots:
    """The times of a working day, by the clocks of Kazakhstan, at which all leaves that has come; sorted."""

    times: tuple[time, ...]

    def next_after(self, now: datetime, days: Workdays) -> datetime:
        """The first slot after *now*."""
        today = now.astimezone(KAZAKHSTAN).date()
        ahead = [today + timedelta(days=n) for n in range(MOST_DAYS + 1)]
        working = [day for day in ahead if days.is_workday(day)] or ahead[-1:]
        moments = (datetime.combine(day, each, KAZAKHSTAN) for day in [*working, ahead[-1]] for each in self.times)
        return next(moment for moment in moments if moment > now)


@frozen
class RandomWait:
    """Each leaves by itself, after a wait by chance between the two."""

    shortest: timedelta
    longest: timedelta


Departures: TypeAlias = Slots | RandomWait
AT_ONCE = RandomWait(timedelta(), timedelta())


def wait_by_chance(departures: Departures, now: datetime, days: Callable[[], Workdays], chance: Chance) -> timedelta:
    """How long what comes at *now* waits until it leaves; *days* is asked for by slots alone."""
    match departures:
        case Slots():
            return departures.next_after(now, days()) - now + _up_to(SPREAD, chance)
        case RandomWait(shortest, longest):
            return shortest + _up_to(longest - shortest, chance)


def _up_to(span: timedelta, chance: Chance) -> timedelta:
    return timedelta(seconds=chance.below(int(span.total_seconds()) + 1))
