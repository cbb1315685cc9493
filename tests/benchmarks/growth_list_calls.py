"""Calls of what lists and finds cases: part of `growth_calls`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.terms import Language, Priority, Status
from storage import charters, counting, listing, observers, outbox, searches, templates, words
from storage.listing import DuePlace
from storage.observers import ObserverRow
from storage.templates import TemplateRow
from tests.benchmarks.growth_world import ASSIGNEE, KEPT, LATER, OFFICE, RARE, REGION, WISH
from tests.storage.rows import CASE, DAY, DUE, NOW

Call: TypeAlias = Callable[[Connection], Any]
NEW = "9" * 32
TEN = 4
"""As many as the smallest store has of each: more would be more there."""
PLACE = DuePlace(DUE, CASE.number)
LAST = DuePlace(DUE + timedelta(days=1), "")


def fail(met: Exception) -> None:
    """No row of these stores is damaged."""
    raise met


OF_LISTS: Mapping[str, Call] = {
    "listing.list_due": lambda c: listing.list_due(c, REGION, Status.REGISTERED, limit=1),
    "listing.list_due, later": lambda c: listing.list_due(c, REGION, Status.REGISTERED, beyond=PLACE, limit=1),
    "listing.list_due, earlier": lambda c: listing.list_due(
        c, REGION, Status.REGISTERED, beyond=LAST, back=True, limit=1
    ),
    "listing.list_due, soon": lambda c: listing.list_due(c, REGION, Status.REGISTERED, until=DUE, limit=1),
    "listing.list_due, of one officer": lambda c: listing.list_due(
        c, REGION, Status.REGISTERED, assignee=ASSIGNEE, limit=1
    ),
    "listing.list_filed": lambda c: listing.list_filed(c, REGION, since=DAY, until=DAY, limit=TEN),
    "listing.list_filed of a sphere": lambda c: listing.list_filed(
        c, REGION, since=DAY, until=DAY, sphere=CASE.sphere, limit=TEN
    ),
    "counting.days_of": lambda c: list(counting.days_of(c, REGION, since=DAY, until=DAY)),
    "observers.put_observer": lambda c: observers.put_observer(c, ObserverRow(b"observer", b"box")),
    "observers.is_observer": lambda c: observers.is_observer(c, b"observer"),
    "observers.list_observers": lambda c: observers.list_observers(c, aside=fail),
    "observers.drop_observer": lambda c: observers.drop_observer(c, b"observer"),
    "words.put_words": lambda c: words.put_words(c, CASE.id, [b"new"]),
    "words.find_cases": lambda c: words.find_cases(c, [RARE, b"common"]),
    "words.drop_words": lambda c: words.drop_words(c, CASE.id),
    "searches.put_search": lambda c: searches.put_search(c, NEW, b"box", expires_at=LATER),
    "searches.get_search": lambda c: searches.get_search(c, WISH, now=NOW),
    "searches.forget_searches": lambda c: searches.forget_searches(c, now=NOW),
    "charters.put_charter": lambda c: charters.put_charter(c, REGION, Language.RUSSIAN, b"box"),
    "charters.get_charter": lambda c: charters.get_charter(c, REGION, Language.KAZAKH),
    "charters.regions_with_charter": charters.regions_with_charter,
    "charters.drop_charter": lambda c: charters.drop_charter(c, REGION, Language.KAZAKH),
    "templates.put_template": lambda c: templates.put_template(c, TemplateRow(NEW, REGION, b"box")),
    "templates.get_template": lambda c: templates.get_template(c, KEPT),
    "templates.list_templates": lambda c: templates.list_templates(c, REGION, limit=TEN, aside=fail),
    "templates.drop_template": lambda c: templates.drop_template(c, KEPT),
    "outbox.list_waiting": lambda c: outbox.list_waiting(c, OFFICE, Priority.CARD, now=NOW),
}
