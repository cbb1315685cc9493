"""A burst: however many cards come, an officer who answers sees the preview at once, and Telegram refuses nothing."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.burst import MOST_SECONDS, burst_in, p95


def test_an_officer_who_answers_in_a_burst_of_forty_cards_waits_for_no_preview(tmp_path: Path) -> None:
    """In simulated time, so that it says the same on every machine; the whole figure is `make bench`'s."""
    burst = burst_in(tmp_path, seed=0, answers=12)
    assert len(burst.waits) >= 12 and p95(burst.waits) <= MOST_SECONDS
    moments = burst.telegram.into_group
    assert max(sum(begin <= each < begin + 60 for each in moments) for begin in moments) <= 20
