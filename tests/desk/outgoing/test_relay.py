"""The relay: an address is there only where the citizen chose it, and opens only this case's chat."""

from __future__ import annotations

import pytest

from bot.desk.outgoing.items import PushCitizen
from bot.desk.outgoing.lanes import CaseLane
from bot.desk.outgoing.relay import is_address, open_address, push
from tests.desk.house import CITIZEN, Desk


def test_who_chose_to_be_written_to_is_pushed_in_a_lane_of_the_case(desk: Desk) -> None:
    case = desk.put_case(level="relay")
    assert open_address(desk.connection, case.id, desk.safe) == CITIZEN
    assert is_address(desk.connection, case.id, CITIZEN, desk.safe)
    assert not is_address(desk.connection, case.id, CITIZEN + 1, desk.safe)
    push(desk.connection, case.row, desk.turn)
    assert desk.owed() == [(str(CaseLane(case.id)), PushCitizen(case.id))]


@pytest.mark.parametrize("level", ["code", "contact"])
def test_no_other_level_keeps_an_address(desk: Desk, level: str) -> None:
    case = desk.put_case(level=level)
    assert open_address(desk.connection, case.id, desk.safe) is None
    assert not is_address(desk.connection, case.id, CITIZEN, desk.safe)
    push(desk.connection, case.row, desk.turn)
    assert desk.items() == []


@pytest.mark.parametrize("forged", ["", "0" * 32, "нет", "a' OR 1=1 --"])
def test_a_forged_case_has_no_address(desk: Desk, forged: str) -> None:
    desk.put_case(level="relay")
    assert not is_address(desk.connection, forged, CITIZEN, desk.safe)
