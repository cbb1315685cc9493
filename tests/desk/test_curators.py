"""Curators: whoever looks after a district hears of its cases once, in private, by number, sphere and term."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.background.sender import Delivered, Posted
from bot.background.settling import Settler
from bot.clock import Clock
from bot.conversation.values.draft import Given
from bot.conversation.values.effects import FileCase
from bot.desk.citizens import filing
from bot.desk.curators import is_same_place, tell_curators
from bot.desk.holders import RoleHolder, list_holders
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.posting import enqueue_card
from bot.desk.parcels.opening import open_parcel
from bot.desk.people import Officer
from bot.desk.roles import give_role, remember_started
from bot.encryption.codes import new_code
from bot.gateway.admin import Asked
from bot.gateway.office_roles import RoleWish, read_wish, shorten
from bot.terms import OfficeRole
from storage import cases
from tests.desk.house import ADMIN, CITIZEN, DANA, GROUP, QUESTIONS, YERLAN, Desk, OnDesk

DISTRICT, MARK = "Мұнайлы ауданы", "зверобой"


def curate(desk: Desk, district: str = DISTRICT, officer: Officer = DANA, *, started: bool = True) -> None:
    holder = RoleHolder("mangystau", OfficeRole.CURATOR, officer, started, district)
    give_role(desk.connection, holder, ADMIN, desk.turn)
    desk.empty_outbox()


def file_in(desk: Desk, district: str, *, past: str = "usual", level: str = "relay") -> OnDesk:
    answers = {
        "kind": "report", "region": "mangystau", "sphere": "health", "violation": "bribe", "text": MARK,
        "level": level, "district": district, "past": past,
    }  # fmt: skip
    given = {name: Given(value) for name, value in answers.items()}
    effect = FileCase(given, new_code(desk.turn.rules.chance), "kk")
    filed = filing.file_case(desk.connection, effect, CITIZEN, desk.turn, QUESTIONS)
    row = cases.find_by_number(desk.connection, filed.number)
    assert row is not None
    return OnDesk(row, filed.code)


def deliver_card(desk: Desk) -> None:
    """The card that waits reaches the group."""
    (item,) = [row for row in desk.rows() if row.kind == "card"]
    parcel = open_parcel(desk.connection, item, desk.turn)
    arrived = Delivered((Posted(GROUP, 70, 1),))
    Settler(desk.turn.rules, Clock()).delivered(desk.connection, item, parcel, arrived)  # type: ignore[arg-type]


def told(desk: Desk) -> list[tuple[int, str, str]]:
    said = [item for item in desk.items() if isinstance(item, SayInChat) and item.key.startswith("k.")]
    return [(item.chat, item.key, item.values["case_no"]) for item in said]


@pytest.mark.parametrize("level", ["relay", "code"])
def test_a_curator_hears_of_a_case_when_its_card_is_there_and_not_before(desk: Desk, level: str) -> None:
    desk.bind()
    curate(desk)
    case = file_in(desk, "Мунайлинский район, с. Баянды", level=level)
    assert told(desk) == []
    deliver_card(desk)
    assert told(desk) == [(DANA.id, "k.new_case", case.row.number)]
    (said,) = [item for item in desk.items() if isinstance(item, SayInChat)]
    assert MARK not in str(said.values) and "Баянды" not in str(said.values)


def test_a_card_that_comes_anew_is_no_news(desk: Desk) -> None:
    desk.bind()
    curate(desk)
    case = file_in(desk, DISTRICT)
    deliver_card(desk)
    desk.empty_outbox()
    enqueue_card(desk.connection, desk.row(case), desk.turn, at_once=True)
    deliver_card(desk)
    assert told(desk) == []


def test_others_districts_others_roles_closed_chats_and_cases_past_the_group_tell_nobody(desk: Desk) -> None:
    desk.bind()
    curate(desk, officer=DANA, started=False)
    curate(desk, "Бейнеу", YERLAN)
    case = file_in(desk, DISTRICT)
    deliver_card(desk)
    assert told(desk) == []
    curate(desk)
    past = file_in(desk, DISTRICT, past="head")
    tell_curators(desk.connection, past.row, "k.new_case", desk.turn)
    assert told(desk) == []
    tell_curators(desk.connection, case.row, "k.overdue", desk.turn)
    assert told(desk) == [(DANA.id, "k.overdue", case.row.number)]


@pytest.mark.parametrize(
    ("said", "district", "same"),
    [
        ("Мұнайлы ауданы", "Мұнайлы", True),
        ("мунайлинский р-н", "Мұнайлы ауданы", True),
        ("Бейнеуский район", "Бейнеу", True),
        ("в Каракиянском районе, Курык", "Қарақия ауданы", True),
        ("Жаңаөзен қаласы", "Жанаозен", True),
        ("Мангистауский район", "Маңғыстау ауданы", True),
        ("Түпқараған", "Тупкараганский район", True),
        ("Бейнеу ауданы", "Мұнайлы ауданы", False),
        ("", "Мұнайлы", False),
        ("ауданы", "Мұнайлы ауданы", False),
        ("не знаю", "Мұнайлы", False),
    ],
)
def test_a_district_is_known_in_both_languages(said: str, district: str, same: bool) -> None:
    assert is_same_place(said, district) is same


def test_the_command_takes_a_district_for_a_curator_and_for_nobody_else() -> None:
    assert read_wish("curator 21 Мұнайлы ауданы") == RoleWish(OfficeRole.CURATOR, 21, "Мұнайлы ауданы")
    assert read_wish("куратор Мунайлинский") == RoleWish(OfficeRole.CURATOR, None, "Мунайлинский")
    assert read_wish("head 21") == RoleWish(OfficeRole.HEAD, 21)
    for wrong in ("curator", "curator 21", "head Мұнайлы", "curator ауданы", "curator р-н"):
        assert read_wish(wrong) is None
    asked = Asked("role", GROUP, ADMIN, "curator 21 Мұнайлы")
    assert shorten(asked) == ""  # no typed word goes onto a button


def test_the_district_stands_beside_the_name_and_stays_when_the_chat_is_opened(desk: Desk) -> None:
    desk.bind()
    curate(desk, started=False)
    remember_started(desk.connection, DANA.id, desk.turn)
    (holder,) = list_holders(desk.connection, "mangystau", desk.safe)
    assert holder == RoleHolder("mangystau", OfficeRole.CURATOR, DANA, True, DISTRICT)
    assert holder.name == "Дана (Мұнайлы ауданы)"
    assert replace(holder, district="").name == "Дана"
