"""Codes: every slip of the finger is caught, every way of writing one is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chance import Chance
from bot.encryption.codes import DAMM, find_code, group_code, looks_like_code, new_code, read_code


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

WRITINGS: dict[str, Callable[[str], str]] = {
    "as shown": group_code,
    "one word": str,
    "hyphens": lambda code: group_code(code).replace(" ", "-"),
    "long dashes": lambda code: group_code(code).replace(" ", " — "),
    "no-break spaces": lambda code: group_code(code).replace(" ", "\u00a0"),
    "thin spaces": lambda code: group_code(code).replace(" ", "\u2009"),
    "own grouping": lambda code: f"{code[:3]} {code[3:10]}-{code[10:]}",
    "digit by digit": " ".join,
    "two lines": lambda code: f"{group_code(code[:12])}\n{group_code(code[12:])}\n",
    "zero-width spaces": "\u200b".join,
    "direction marks": lambda code: f"\u2068{group_code(code)}\u2069",
    "Arabic-Indic digits": lambda code: group_code(code).translate(ARABIC),
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
    assert read_code(write(code)) == code
    assert read_code(f"  {write(code)}\n") == code
    assert looks_like_code(write(code))
    assert find_code(f"Менің кодым: {write(code)}, рахмет") == code


def test_group_code_groups_by_four() -> None:
    assert group_code("12345678901234567890") == "1234 5678 9012 3456 7890"


@settings(deadline=None)
@given(st.text() | st.text("0123456789٣ -.O", max_size=40))
def test_reading_any_text_gives_a_code_or_nothing(text: str) -> None:
    for found in (read_code(text), find_code(text)):
        assert found is None or (len(found) == 20 and read_code(found) == found)
    assert not looks_like_code(text) or 16 <= sum(map(str.isdecimal, text)) <= 24


@pytest.mark.parametrize(
    "text",
    ["", "   ", CODE[:19], CODE + "0", f"код {CODE}", f"{CODE}.", f"{CODE} {CODE}", "²" * 20, "Ⅷ" * 20, "①" * 20],
)
def test_what_is_not_just_one_code_is_not_read(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize(
    "mistyped",
    [CODE[:16], CODE[:19], CODE + "1", CODE + "1234", group_code(CODE[:-1]), f"{CODE[:9]}O{CODE[10:]}", f"«{CODE}»"],
)
def test_mistyped_code_looks_like_one(mistyped: str) -> None:
    assert looks_like_code(mistyped)


@pytest.mark.parametrize(
    "prose",
    [
        "",
        "Здравствуйте",
        "87011234567",
        "+7 (701) 123-45-67, +7 (702) 765-43-21",
        "12.03.2026 в 14:30",
        f"мой код {CODE}",
        CODE[:15],
        CODE + "12345",
        f"№{CODE}!?",
        "KZ86 125K ZT50 0410 0100",
    ],
)
def test_prose_and_other_numbers_do_not_look_like_a_code(prose: str) -> None:
    assert not looks_like_code(prose)


@pytest.mark.parametrize(
    "text",
    [
        f"код{CODE}код",
        f"15. {group_code(CODE)}",
        f"№ 7: {group_code(CODE)}!",
        f"{group_code(CODE)} 2 рет жаздым",
        f"7 {CODE} 1",
        f"вот\n{group_code(CODE)}\nспасибо",
        f"8 701 123 45 67 {group_code(CODE)}",
        f"{CODE},{CODE}",
    ],
)
def test_code_is_found_inside_a_text(text: str) -> None:
    assert find_code(text) == CODE


@pytest.mark.parametrize(
    "text",
    [
        f"1{CODE}",
        f"{CODE}1",
        f"{CODE[:10]}, {CODE[10:]}",
        f"{CODE[:10]}     {CODE[10:]}",
        f"{CODE[:4]} тг {group_code(CODE[4:])}",
        "8 701 123 45 67",
    ],
)
def test_code_is_not_pieced_together_or_cut_out_of_other_numbers(text: str) -> None:
    assert find_code(text) is None


def test_shown_form_is_preferred_to_another_reading() -> None:
    # The first window of whole groups may pass the check by chance; the shown form is the likelier code.
    for number in range(200):
        code = new_code(Drawn(number * 7919 + 10**18))
        assert find_code(f"123 1 {group_code(code)}") == code


def test_long_text_of_digits_is_searched_in_reasonable_work() -> None:
    assert find_code("1 " * 2048) in (None, "1" * 20)
    assert find_code("1" * 4096) is None
    assert find_code(("1" * 19 + "." + " " * 100) * 40) is None
