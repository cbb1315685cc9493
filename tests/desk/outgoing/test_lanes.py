"""Lanes: each spells itself, each is read back, no two chats share one."""

from __future__ import annotations

import pytest

from bot.desk.outgoing.lanes import (
    LANES,
    PERSON_DIGITS,
    AdminLane,
    CaseLane,
    GroupLane,
    Lane,
    OfficeLane,
    OfficerLane,
    WordsLane,
    read_lane,
)

MARK = bytes(range(32))
SPELLED: dict[str, Lane] = {
    "office:mangystau": OfficeLane("mangystau"),
    f"case:{'a' * 32}": CaseLane("a" * 32),
    f"words:{'a' * 32}": WordsLane("a" * 32),
    f"group:{MARK.hex()[:32]}": GroupLane.of(MARK),
    f"officer:{MARK.hex()[:32]}": OfficerLane.of(MARK),
    f"admin:{MARK.hex()[:32]}": AdminLane.of(MARK),
}
"""As lanes lie in the databases of running bots: whoever changes one strands what waits there."""


def test_a_lane_is_spelled_as_in_running_databases_and_read_back() -> None:
    assert {str(lane): lane for lane in SPELLED.values()} == SPELLED
    assert {name: read_lane(name) for name in SPELLED} == SPELLED
    assert {type(lane) for lane in SPELLED.values()} == set(LANES)


@pytest.mark.parametrize("name", ["", "mangystau", "offices:mangystau", " office:mangystau"])
def test_a_lane_of_no_kind_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a lane of no kind"):
        read_lane(name)


def test_a_mark_names_a_chat_by_128_bits() -> None:
    assert PERSON_DIGITS == 32
    assert GroupLane.of(MARK) != GroupLane.of(MARK[1:] + MARK[:1])
