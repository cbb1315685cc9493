"""What an office tells about itself: written in two languages, read by everybody, sealed and defanged."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.conversation.values.offices import AboutOffices
from bot.desk.charters import LONGEST, CharterWish, carry_out, get_text, read_about, read_wish
from bot.desk.people import Done, Refused
from bot.terms import Language
from tests.desk.house import OTHER_GROUP, Desk

KK, RU = Language.KAZAKH, Language.RUSSIAN
CHARTER = "Жетекшісі: Дана Ахметова. Хабарласу: @dana, t.me/dana."


def put(desk: Desk, said: str = CHARTER, language: Language = KK, region: str = "mangystau") -> None:
    assert carry_out(desk.connection, region, CharterWish(language, said), desk.turn) == Done("a.about_saved")


def about(desk: Desk, region: str | None = "mangystau", language: Language = KK) -> AboutOffices:
    return read_about(desk.connection, region, language, desk.turn)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("kk\nБірінші жол.\n\nЕкінші.", CharterWish(KK, "Бірінші жол.\n\nЕкінші.")),
        (" RU \n Текст ", CharterWish(RU, "Текст")),
        ("ru off", CharterWish(RU)),
        ("kk OFF", CharterWish(KK)),
        *((said, None) for said in ("", "ru", "en\nText", "Текст", "ru on\nТекст", "ru off\nТекст", "ru\n\n")),
    ],
)
def test_a_language_and_a_text_from_a_new_line_on_or_off(said: str, wish: CharterWish | None) -> None:
    assert read_wish(said) == wish


def test_a_text_is_read_in_the_other_language_too_until_it_is_deleted(desk: Desk) -> None:
    desk.bind()
    put(desk, "Мәтін")
    assert about(desk, language=RU) == AboutOffices(("mangystau",), "mangystau", "Мәтін")
    put(desk, "Текст", RU)
    put(desk, "Другой текст", RU)
    assert (about(desk, language=RU).text, about(desk).text) == ("Другой текст", "Мәтін")
    for language in Language:
        assert carry_out(desk.connection, "mangystau", CharterWish(language), desk.turn) == Done("a.about_dropped")
    assert about(desk) == AboutOffices(())


def test_one_that_is_too_long_changes_nothing(desk: Desk) -> None:
    desk.bind()
    put(desk, "Мәтін")
    long = carry_out(desk.connection, "mangystau", CharterWish(KK, "ы" * (LONGEST + 1)), desk.turn)
    assert long == Refused("a.about_long", {"len": LONGEST + 1, "max": LONGEST})
    assert about(desk).text == "Мәтін"


def test_only_offices_that_serve_are_named(desk: Desk) -> None:
    put(desk)
    assert about(desk) == AboutOffices(())
    desk.bind("abai", OTHER_GROUP)
    assert about(desk, "abai") == AboutOffices(())
    desk.bind()
    assert about(desk, None) == AboutOffices(("mangystau",))
    assert about(desk, "abai") == AboutOffices(("mangystau",))


def test_it_lies_sealed_to_its_region_and_language_and_links_to_nobody(desk: Desk) -> None:
    desk.bind()
    desk.bind("abai", OTHER_GROUP)
    put(desk)
    (box,) = desk.connection.execute(text("SELECT box FROM charters")).scalars().all()
    assert not any(word.encode() in bytes(box) for word in CHARTER.split())
    told = about(desk).text
    assert "@dana" not in told and "t.me" not in told and told.replace("\u2060", "") == CHARTER
    desk.connection.execute(text("UPDATE charters SET region = 'abai'"))
    assert (get_text(desk.connection, "abai", KK, desk.turn), about(desk, "abai").text) == ("", "")
