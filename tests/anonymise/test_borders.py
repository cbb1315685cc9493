"""What stands beside an identifier never hides it: every one beside every other, whatever stands between them."""

from __future__ import annotations

from itertools import product

import pytest

from bot.anonymise.identifiers import find

IDENTIFIERS = (
    "8 701 318 44 09",
    "87773184409",
    "+7 747 318-44-09",
    "8(705)318-44-09",
    "7023184409",
    "тел 46-31-80",
    "+998 90 123 45 67",
    "восемь семьсот один триста восемнадцать сорок четыре ноль девять",
    "850101300124",
    "ИИН 850101300124",
    "БИН 990440003210",
    "4400 4351 8844 7292",
    "4003032701079818",
    "KZ86125KZT5004100100",
    "KZ86 125K ZT50 0410 0100",
    "aigul.s85@mail.ru",
    "aigul собака mail точка ru",
    "@sary_arka31",
    "t.me/sary_arka31",
    "тг sary_arka31",
    "instagram.com/sary.arka",
    "инста: sary.arka",
    "удостоверение 046281553",
    "N12345678",
    "паспорт № 12345678",
    "518 MAR 12",
    "518MAR12",
    "гос номер 518 кан 12",
    "27-14-36",
    "ул. Абая, д. 45, кв. 12",
    "Сәтбаев көшесі, 45 үй, 12 пәтер",
    "14 мкр, 27 дом, 5 кв",
    "меня зовут Айгүл Серікова",
    "менің атым Бекарыс",
    "С уважением, Иванов Иван",
    "43.712905, 51.302844",
    "IMEI 354718250771829",
    "лицевой счёт 330718254",
    "ЗТ-2026-07718254",
    "17.11.1979 г.р.",
)
"""Each is found where it stands alone."""
BETWEEN = {"a new line": "\n", "a blank line": "\n\n", "a blank": " ", "a comma": ", ", "a full stop": ". "}


def letters(text: str, start: int, end: int) -> set[int]:
    return {place for place in range(start, end) if text[place].isalnum()}


def identifier(text: str) -> set[int]:
    """The letters and digits of the identifier that stands alone in *text*, without its cue word."""
    return {place for span in find(text) for place in letters(text, span.start, span.end)}


@pytest.mark.parametrize("text", IDENTIFIERS)
def test_each_is_found_alone(text: str) -> None:
    assert identifier(text)


@pytest.mark.parametrize("name", BETWEEN)
def test_none_is_lost_beside_another(name: str) -> None:
    between, lost = BETWEEN[name], []
    for first, second in product(IDENTIFIERS, repeat=2):
        text = first + between + second
        found = identifier(text)
        wanted = identifier(first) | {place + len(first + between) for place in identifier(second)}
        if not wanted <= found:
            lost.append(text)
    assert lost == []
