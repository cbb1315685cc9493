"""Numbers of a region's month: how many cases, how they stand, how long it took. Never which case, never a word.

Rules
- A month is counted from a week after its end: until then the card of one of its cases may wait its random time.
- What is small is hidden, and with it whatever it could be reckoned from.
- Months do not overlap, and regions have no sum: no number is told by taking another away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import Connection

from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, UNANSWERED
from bot.frozen import frozen
from bot.terms import Status
from storage import counting, ratings

LEAST_SHOWN = 5
SETTLES = timedelta(days=8)
"""Longer than the longest random time that a card may wait: four digits of minutes, not quite a week."""
MOST_MONTHS = 60
"""Months back that can be asked for."""
_TO_DO = (Status.WAITING, *UNANSWERED)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of the calendar."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.month:02}.{self.year}"


@frozen
class RegionNumbers:
    """What is told of one region; None is hidden or unknown.

    `stars` is the mean of all ratings that the region ever got: they are kept without days.
    """

    received: int | None
    to_do: int | None = None
    answered: int | None = None
    at_end: int | None = None
    overdue: int | None = None
    days: int | None = None
    stars: float | None = None


def newest_month(today: date) -> Month:
    """The latest month whose numbers are told on *today*."""
    before = (today - SETTLES).replace(day=1) - timedelta(days=1)
    return Month(before.year, before.month)


def is_told(month: Month, today: date) -> bool:
    """Whether the numbers of *month* are told on *today*."""
    newest = newest_month(today)
    back = (newest.year - month.year) * 12 + newest.month - month.month
    return 0 <= back < MOST_MONTHS


def count_region(connection: Connection, region: str, month: Month, turn: Turn) -> RegionNumbers | None:
    """The numbers of *region*, what is small hidden; None when it got nothing. StoreDamagedError as the store says."""
    found = list(counting.days_of(connection, region, since=month.first, until=month.last))
    if not found:
        return None
    stars = _mean(ratings.stars_of_region(connection, region))
    if len(found) < LEAST_SHOWN:
        return RegionNumbers(None, stars=stars)
    to_do = [each for each in found if each.status in _TO_DO]
    at_end = [each for each in found if each.status in AT_AN_END]
    answered = len(found) - len(to_do) - len(at_end)
    if any(0 < n < LEAST_SHOWN for n in (len(to_do), len(at_end), answered)):
        return RegionNumbers(len(found), stars=stars)  # of three numbers and their sum one would tell another
    late = sum(each.due_on is not None and each.due_on < turn.today for each in to_do)
    closed = [(each.changed_on - each.filed_on).days for each in at_end if each.status is Status.CLOSED]
    return RegionNumbers(
        len(found),
        len(to_do),
        answered,
        len(at_end),
        None if 0 < late < LEAST_SHOWN or 0 < len(to_do) - late < LEAST_SHOWN else late,
        round(median(closed)) if len(closed) >= LEAST_SHOWN else None,
        stars,
    )


def _mean(stars: dict[int, int]) -> float | None:
    n = sum(stars.values())
    return round(sum(each * count for each, count in stars.items()) / n, 1) if n >= LEAST_SHOWN else None
