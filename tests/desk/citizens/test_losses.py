"""Losses: whose draft may have been lost with the keys, and what a damaged memory of it may not break."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation.values.events import Typed
from bot.desk.citizens.losses import may_be_lost
from storage.facts import Fact, put_fact
from tests.desk.house import Desk

LIFETIME = timedelta(hours=72)


@pytest.mark.parametrize(("hours", "lost"), [(0, True), (71, True), (73, False)])
def test_a_draft_may_be_lost_for_as_long_as_it_could_have_lived(desk: Desk, hours: int, lost: bool) -> None:
    before = desk.turn.now - timedelta(hours=hours)
    put_fact(desk.connection, Fact.DRAFTS_LOST, str(int(before.timestamp())))
    assert may_be_lost(desk.connection, Typed("Тағы бір сөз", 7), desk.turn, LIFETIME) is lost


@pytest.mark.parametrize("value", ["", "yesterday", "17e8"])
def test_a_damaged_memory_of_the_loss_keeps_nobody_from_an_answer(desk: Desk, value: str) -> None:
    put_fact(desk.connection, Fact.DRAFTS_LOST, value)
    assert not may_be_lost(desk.connection, Typed("Тағы бір сөз", 7), desk.turn, LIFETIME)
