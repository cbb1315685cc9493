"""Codes: every slip of the finger is caught, every way of writing one is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chance import Chance
from bot.conversation.views.preview import grouped
from bot.encryption.codes import DAMM, FoundCode, find_code, new_code
from bot.terms import Likeness


class Drawn(Chance):
    """A source that gives one number, and remembers below what it was asked for."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.asked: list[int] = []

    def below(self, end: int) -> int:
        self.asked.append(end)
        return self.number


CODES = st.integers(min_value=0, max_value=10**19 - 1).map(lambda number: new_code(Drawn(number)))
CODE = new_code(Drawn(4719360258147036925))
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FULLWIDTH = str.maketrans("0123456789", "０１２３４５６７８９")



def read_code(text: str) -> str | None:
    """The code found in *text*."""
    found = find_code(text)
    return None if found is None else found.code


WRITINGS: dict[str, Callable[[str], str]] = {
    "as shown": grouped,
    "one word": str,
    "hyphens": lambda code: grouped(code).replace(" ", "-"),
    "long dashes": lambda code: grouped(code).replace(" ", " — "),
    "no-break spaces": lambda code: grouped(code).replace(" ", "\u00a0"),
    "thin spaces": lambda code: grouped(code).replace(" ", "\u2009"),
    "own grouping": lambda code: f"{code[:3]} {code[3:10]}-{code[10:]}",
    "digit by digit": " ".join,
    "two lines": lambda code: f"{grouped(code[:12])}\n{grouped(code[12:])}\n",
    "zero-width spaces": "\u200b".join,
    "direction marks": lambda code: f"\u2068{grouped(code)}\u2069",
    "Arabic-Indic digits": lambda code: grouped(code).translate(ARABIC),
    "full-width digits": lambda code: code.translate(FULLWIDTH),
    "mixed digits": lambda code: code[:10] + code[10:].translate(ARABIC),
}


def test_new_codes_are_20_digits_and_differ() -> None:
    codes = {new_code(Chance()) for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 20 and code.isascii() and code.isdecimal() for code in codes)


def test_new_code_draws_from_all_19_digit_numbers_and_keeps_zeros() -> None:
    chance = Drawn(7)
    assert new_code(chance)[:19] == "0000000000000000007"
    assert chance.asked == [10**19]


def test_check_digit_of_a_published_example() -> None:
    # Damm's own example: 572 is followed by 4.
    assert new_code(Drawn(572)) == "00000000000000005724"


def test_table_is_totally_anti_symmetric() -> None:
    ten = range(10)
    assert all(sorted(row) == list(ten) for row in (*DAMM, *zip(*DAMM, strict=True)))
    assert all(DAMM[digit][digit] == 0 for digit in ten)
    assert not [
        (c, x, y) for c in ten for x in ten for y in ten if x != y and DAMM[DAMM[c][x]][y] == DAMM[DAMM[c][y]][x]
    ]


@settings(deadline=None)
@given(CODES)
def test_every_single_wrong_digit_is_caught(code: str) -> None:
    wrong = {code[:i] + digit + code[i + 1 :] for i in range(20) for digit in "0123456789"} - {code}
    assert len(wrong) == 180
    assert {read_code(each) for each in wrong} == {None}


@settings(deadline=None)
@given(CODES)
def test_every_swap_of_neighbours_is_caught(code: str) -> None:
    swapped = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(19)} - {code}
    assert {read_code(each) for each in swapped} <= {None}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS.keys())
@settings(deadline=None)
@given(code=CODES)
def test_code_is_read_however_it_is_written(write: Callable[[str], str], code: str) -> None:
    for whole in (write(code), f"  {write(code)}\n"):
        assert find_code(whole) == FoundCode(code, 0, len(whole), Likeness.SURE)
    found = find_code(f"Менің кодым: {write(code)}, рахмет")
    assert found is not None and (found.code, found.likeness) == (code, Likeness.SURE)


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS.keys())
@settings(deadline=None)
@given(code=CODES, at=st.integers(0, 19), more=st.integers(1, 9))
def test_a_slip_is_seen_however_it_is_written(write: Callable[[str], str], code: str, at: int, more: int) -> None:
    slipped = write(code[:at] + str((int(code[at]) + more) % 10) + code[at + 1 :])
    for text in (slipped, f"Менің кодым: {slipped}, рахмет", f"вот он {slipped}"):
        found = find_code(text)
        assert found is not None and found.code is None


def test_a_code_is_shown_in_fours() -> None:
    assert grouped("12345678901234567890") == "1234 5678 9012 3456 7890"


@settings(deadline=None)
@given(st.text() | st.text("0123456789٣ -.O", max_size=40))
def test_reading_any_text_gives_a_code_a_slip_or_nothing(text: str) -> None:
    found = find_code(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert found.code is None or (len(found.code) == 20 and read_code(found.code) == found.code)


@pytest.mark.parametrize("text", ["", "   ", CODE[:15], "²" * 20, "Ⅷ" * 20, "①" * 20])
def test_what_holds_no_code_is_not_read(text: str) -> None:
    assert find_code(text) is None


@pytest.mark.parametrize(
    "mistyped",
    [
        *(CODE[:16], CODE[:19], CODE + "0", CODE + "1", CODE + "1234", grouped(CODE[:-1])),
        *(f"{CODE[:9]}O{CODE[10:]}", f"1{CODE}", f"код: {CODE[:17]}"),
        *(f"мой код {CODE[:-1]}", f"мой код {grouped(CODE[:-1])} вроде"),
    ],
)
def test_what_was_meant_as_a_code_is_a_slip(mistyped: str) -> None:
    found = find_code(mistyped)
    assert found is not None and found.code is None


@pytest.mark.parametrize(
    "prose",
    [
        "Здравствуйте",
        "87011234567",
        "+7 (701) 123-45-67, +7 (702) 765-43-21",
        "звоните 87011234567 87027654321",
        "12.03.2026 в 14:30",
        "KZ86 125K ZT50 0410 0100",
        f"{CODE[:10]}, {CODE[10:]} и всё",
        f"{CODE[:10]}     {CODE[10:]} и всё",
        f"{CODE[:4]} тг {grouped(CODE[4:])} и всё",
        "8 701 123 45 67",
    ],
)
def test_other_numbers_are_neither_a_code_nor_a_slip(prose: str) -> None:
    assert find_code(prose) is None


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        (f"код{CODE}код", Likeness.SURE),
        (f"{CODE}.", Likeness.SURE),
        (f"«{CODE}»", Likeness.SURE),
        (f"15. {grouped(CODE)}", Likeness.SURE),
        (f"№ 7: {grouped(CODE)}!", Likeness.SURE),
        (f"{grouped(CODE)} 2 рет жаздым", Likeness.SURE),
        (f"7 {CODE} 1", Likeness.LIKELY),
        (f"вот\n{grouped(CODE)}\nспасибо", Likeness.SURE),
        (f"вот {CODE} спасибо", Likeness.LIKELY),
        (f"вот {CODE[:7]} {CODE[7:]} спасибо", Likeness.POSSIBLE),
        (f"8 701 123 45 67 {grouped(CODE)}", Likeness.SURE),
        (f"вот {CODE},{CODE}", Likeness.LIKELY),
    ],
)
def test_a_code_is_found_inside_a_text(text: str, likeness: Likeness) -> None:
    found = find_code(text)
    assert found is not None and (found.code, found.likeness) == (CODE, likeness)


def test_shown_form_is_preferred_to_another_reading() -> None:
    # The first window of whole groups may pass the check by chance; the shown form is the likelier code.
    for number in range(200):
        code = new_code(Drawn(number * 7919 + 10**18))
        assert read_code(f"вот 123 1 {grouped(code)}") == code


def test_long_text_of_digits_is_searched_in_reasonable_work() -> None:
    assert read_code("1 " * 2048) in (None, "1" * 20)
    assert find_code("1" * 4096) is None
    assert read_code(("1" * 19 + "." + " " * 100) * 40) is None
