"""Ready answers: an office's own, sealed, changed by few."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.desk.officers.templates import (
    LONGEST_NAME,
    MOST,
    Template,
    add_template,
    drop_template,
    get_ready,
    list_ready,
    read_template,
)
from bot.desk.people import Done, Refused
from bot.terms import Language
from tests.desk.house import ADMIN, DANA, Desk

READY = Template("Кезек туралы", "Кезек ережесі өзгерді.", Language.KAZAKH, "health")


def put(desk: Desk, ready: Template = READY, region: str = "mangystau") -> Template:
    """Keep it; the ready answer with its id."""
    assert add_template(desk.connection, region, ADMIN, ready, desk.turn) == Done(
        "s.template_saved", {"name": ready.name}
    )
    return next(each for each in list_ready(desk.connection, region, "", desk.turn) if each.name == ready.name)


def names(desk: Desk, sphere: str = "", region: str = "mangystau") -> list[str]:
    """The ready answers that fit."""
    return [each.name for each in list_ready(desk.connection, region, sphere, desk.turn)]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("kk емхана\nКезек туралы\nКезек ережесі өзгерді.", READY),
        ("RU\nОтказ\nПервая строка.\n\nВторая.", Template("Отказ", "Первая строка.\n\nВторая.", Language.RUSSIAN)),
        ("ru небылица\nОтказ\nТекст", None),
        ("en\nОтказ\nТекст", None),
        ("ru\nОтказ", None),
        (f"ru\n{'о' * (LONGEST_NAME + 1)}\nТекст", None),
    ],
)
def test_language_and_sphere_name_and_text_each_from_a_new_line_on(said: str, read: Template | None) -> None:
    assert read_template(said) == read


def test_only_those_who_may_add_and_delete(desk: Desk) -> None:
    kept = put(desk)
    refused = Refused("s.template_head_only")
    assert add_template(desk.connection, "mangystau", DANA, replace(READY, name="Басқа"), desk.turn) == refused
    assert drop_template(desk.connection, "mangystau", DANA, kept, desk.turn) == refused
    assert names(desk) == [READY.name]
    assert isinstance(drop_template(desk.connection, "mangystau", ADMIN, kept, desk.turn), Done)
    assert names(desk) == []


def test_an_office_has_its_own_and_those_of_a_sphere_come_with_those_for_all(desk: Desk) -> None:
    kept, _ = put(desk), put(desk, Template("Бәріне", "Мәтін", Language.KAZAKH))
    put(desk, Template("Мектеп", "Мәтін", Language.KAZAKH, "education"))
    assert names(desk, "health") == ["Бәріне", "Кезек туралы"]
    assert len(names(desk)) == 3
    assert names(desk, region="abai") == []
    assert get_ready(desk.connection, "abai", kept.id, desk.turn) is None
    assert get_ready(desk.connection, "mangystau", kept.id, desk.turn) == kept


def test_there_is_an_end_of_them(desk: Desk) -> None:
    for n in range(MOST):
        put(desk, replace(READY, name=f"Жауап {n}"))
    full = add_template(desk.connection, "mangystau", ADMIN, READY, desk.turn)
    assert full == Refused("s.template_full", {"n": MOST})


def test_they_lie_sealed_to_their_region_and_a_damaged_one_is_left_out(desk: Desk) -> None:
    kept, other = put(desk), put(desk, replace(READY, name="Басқа"))
    boxes = desk.connection.execute(text("SELECT box FROM templates")).scalars().all()
    assert all(READY.name.encode() not in bytes(box) and READY.text.encode() not in bytes(box) for box in boxes)
    desk.connection.execute(text("UPDATE templates SET region = 'abai' WHERE id = :id"), {"id": kept.id})
    assert (names(desk), names(desk, region="abai")) == (["Басқа"], [])
    assert get_ready(desk.connection, "abai", kept.id, desk.turn) is None
    assert get_ready(desk.connection, "mangystau", other.id, desk.turn) == other
