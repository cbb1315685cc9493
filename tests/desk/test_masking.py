"""What outsiders read: codes and numbers of cases go, in whatever hand they are written."""

from __future__ import annotations

import pytest

from bot.chance import Chance
from bot.desk.masking import mask_for_outsiders
from bot.encryption.codes import new_code

MARKS = [" ", "-", ".", ",", ", ", "_", "/", " . ", "·", ";", "+", "\u2022", "*", "—", "\n\n", "\u00a0", "|"]
NUMBERS = [
    "12-26-12345", "12\u201126\u201112345", "12–26–12345", "12 26 12345", "12/26/12345", "12.26.12345",
    "12 - 26 - 12345", "12—26—12345", "12_26_12345",
]  # fmt: skip


def shown(text: str) -> str:
    return "".join(piece for piece in mask_for_outsiders(text) if isinstance(piece, str))


@pytest.mark.parametrize("mark", MARKS)
def test_a_code_is_hidden_in_whatever_hand(mark: str) -> None:
    code = new_code(Chance.seeded(3))
    left = shown(f"Менің кодым {mark.join(code[at : at + 4] for at in range(0, 20, 4))} рахмет")
    assert not any(code[at : at + 4] in left for at in range(0, 20, 4))


@pytest.mark.parametrize("number", NUMBERS)
def test_the_number_of_a_case_is_hidden_in_whatever_hand(number: str) -> None:
    assert "12345" not in shown(f"Осыған дейін {number} өтінішін бердім")
