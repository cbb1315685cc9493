"""Calls of what storage/ does about experts: part of `growth_calls`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sqlalchemy import Connection

from storage import experts, referrals
from storage.experts import ExpertLinkRow, ExpertRow
from storage.referrals import ReferralRow
from tests.benchmarks.growth_world import LATER, MARK, REGION
from tests.storage.rows import CASE, DAY, DUE, NOW

Call: TypeAlias = Callable[[Connection], Any]
LIMIT = 2


def fail(met: Exception) -> None:
    """No row of these stores is damaged."""
    raise met


OF_EXPERTS: Mapping[str, Call] = {
    "experts.put_expert": lambda c: experts.put_expert(c, ExpertRow(REGION, MARK, b"box")),
    "experts.list_experts": lambda c: experts.list_experts(c, REGION, aside=fail),
    "experts.list_of_person": lambda c: experts.list_of_person(c, MARK, [REGION, "abai"]),
    "experts.drop_expert": lambda c: experts.drop_expert(c, REGION, MARK),
    "experts.put_link": lambda c: experts.put_link(c, ExpertLinkRow(b"new", b"box"), expires_at=LATER),
    "experts.get_link": lambda c: experts.get_link(c, MARK, now=NOW),
    "experts.use_link": lambda c: experts.use_link(c, MARK, now=NOW),
    "experts.list_links": experts.list_links,
    "experts.forget_links": lambda c: experts.forget_links(c, now=NOW),
    "referrals.put_referral": lambda c: referrals.put_referral(c, ReferralRow(CASE.id, REGION, DUE, b"box")),
    "referrals.get_referral": lambda c: referrals.get_referral(c, CASE.id),
    "referrals.list_of_region": lambda c: referrals.list_of_region(c, REGION),
    "referrals.list_due": lambda c: referrals.list_due(c, REGION, today=DUE, limit=LIMIT),
    "referrals.look_later": lambda c: referrals.look_later(c, CASE.id, look_on=DAY),
    "referrals.drop_referral": lambda c: referrals.drop_referral(c, CASE.id),
}
