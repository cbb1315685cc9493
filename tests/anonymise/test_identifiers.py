"""What the identifier rules promise, on the samples and on any text at all."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.anonymise.identifiers import IdentifierKind, Span, find
from bot.anonymise.identifiers.registry import has_check_digit
from bot.anonymise.masks import mask
from bot.desk.identifiers import TEXTS as TEXT_NAMES
from bot.localisation import Texts

from .identifier_figures import Sample, load, measure

LABELS = {kind: f"[{kind.value.lower()}]" for kind in IdentifierKind}
TEXTS = Texts.load()
KAZAKH_LABELS = {kind: TEXTS.text(f"mask.{TEXT_NAMES[kind]}", "kk") for kind in IdentifierKind}
SAMPLES = load("dev") + load("held")

WORDS = st.sampled_from(
    [
        "8 701 123 45 67", "+7", "007", "ЖСН", "850101300128", "4400 4301 2345 6789", "KZ", "менің атым", "Айгүл",
        "я", "мен", "Иванов", "ул.", "Абая", "көшесі", "27-14-36", "дом", "кв", "12", "@", "aigul", "t.me/",
        "N12345678",
        "123 ABC 02", "тел", "[телефон]", "с уважением,", "\n", " ", ".", "собака", "mail.ru", "теңге", "№", "инста:",
        "сегіз", "жеті жүз", "бір", "куәлік", "8️⃣", "７０１", "\u200b", "\ud800", "деген", "азаматпын", "мкр",
    ]
)  # fmt: skip
TYPED = st.one_of(
    st.text(st.characters(), max_size=200),
    st.lists(WORDS, max_size=25).map(" ".join),
    st.lists(st.one_of(WORDS, st.text(st.characters(), max_size=6)), max_size=25).map("".join),
    st.sampled_from([sample.text for sample in SAMPLES]),
)


@pytest.mark.parametrize("name", ["dev", "held"])
def test_the_samples_hold_at_least_the_promised_number_of_texts(name: str) -> None:
    samples = load(name)
    assert len(samples) >= {"dev": 300, "held": 150}[name]
    assert {sample.language for sample in samples} == {"kk", "ru", "mixed", "latn"}
    assert len({sample.text for sample in samples}) == len(samples)


@pytest.mark.parametrize("name", ["dev", "held"])
def test_find_reaches_the_aims(name: str) -> None:
    figures = measure(load(name), find)
    for counted in sorted(figures.there):
        print(f"{name} {counted}: {figures.found[counted]} of {figures.there[counted]}")
    for language in ("kk", "ru", "mixed", "latn"):
        assert figures.recall(language) >= 0.97, language
    assert figures.recall("SELF_NAME") >= 0.90
    assert figures.recall("ADDRESS") >= 0.90
    assert figures.clean_flagged <= 0.03 * figures.clean
    assert figures.traps_flagged <= 0.01 * figures.traps
    assert figures.telling_left <= 0.05 * figures.telling


@given(TYPED)
@settings(deadline=None)
def test_find_gives_sorted_spans_that_never_overlap(text: str) -> None:
    spans = find(text)
    assert list(spans) == sorted(spans)
    assert all(span.start < span.end for span in spans)
    assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
    assert all(span.start >= 0 and span.end <= len(text) for span in spans)


@given(TYPED)
@settings(deadline=None)
def test_masking_changes_no_other_text(text: str) -> None:
    spans = find(text)
    masked = mask(text, spans, LABELS)
    place = 0
    done = 0
    for span in spans:
        kept = text[done : span.start]
        assert masked[place : place + len(kept)] == kept
        place += len(kept)
        assert masked.startswith(LABELS[span.kind], place)
        place += len(LABELS[span.kind])
        done = span.end
    assert masked[place:] == text[done:]


@given(TYPED, st.sampled_from([LABELS, KAZAKH_LABELS]))
@settings(deadline=None)
def test_find_sees_nothing_in_a_mask(text: str, labels: dict[IdentifierKind, str]) -> None:
    spans = find(text)
    masked = mask(text, spans, labels)
    shift = 0
    masks = []
    for span in spans:
        masks.append((span.start + shift, span.start + shift + len(labels[span.kind])))
        shift += len(labels[span.kind]) - (span.end - span.start)
    for again in find(masked):
        assert all(again.end <= start or end <= again.start for start, end in masks)


@pytest.mark.parametrize("sample", load("dev"), ids=lambda sample: sample.id)
def test_find_finds_nothing_more_in_a_masked_sample(sample: Sample) -> None:
    assert find(mask(sample.text, find(sample.text), KAZAKH_LABELS)) == ()


def test_find_counts_code_points_of_the_given_text() -> None:
    text = "😀 те\u200bл: 8️⃣7️⃣0️⃣1 1\u200b23 45 67, ок"
    (span,) = find(text)
    assert span == Span(text.index("8"), text.index("67") + 2, IdentifierKind.PHONE)


@pytest.mark.parametrize(
    "text",
    [
        "Өтінішім 1234 5678 9012 3456 7890 қашан қаралады",
        "код 12345678901234567890",
        "звонил на 8 800 080 77 77, 102, 112, 109, 1414 и 1424",
        "смета 7 012 345 678 тенге, 87 012 345 678 тг",
        "договор № 010140000123/250001/00 от 05.03.2026",
        "по ст. 366 и 367 УК РК, п. 2 ст. 190",
        "школа № 14, поликлиника № 3, каб. 204",
        "На улице Абая 30 деревьев, в 27 мкр 3 детсада",
        "",
    ],
)
def test_find_leaves_what_is_no_persons(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "8" * 20_000,
        "8 " * 10_000,
        "8 701 " * 3_500,
        "a" * 20_000,
        "a." * 10_000,
        "@a" * 10_000,
        "@" * 20_000,
        "a@" * 10_000,
        "ул. " * 5_000,
        "ул. Абая " * 2_200,
        "Абай " * 4_000,
        "Абай көшесі " * 1_700,
        "мен " * 5_000,
        "менің атым " * 1_800,
        "меня зовут Я" * 1_700,
        "А." * 10_000,
        "27-14-" * 3_400,
        "дом 5 " * 3_400,
        "кв 1, " * 3_400,
        "1234 " * 4_000,
        "KZ" * 10_000,
        "KZ12 " * 4_000,
        "семь " * 4_000,
        "жеті жүз " * 2_200,
        "удостоверение № " * 1_250,
        "мой номер " * 2_000,
        "\n" * 20_000,
        " " * 20_000,
        "-" * 20_000,
        "(" * 20_000,
        "8(" * 10_000,
        "адрес: Абай, " * 1_540,
        "живу в г. Актау, " * 1_170,
        "instagram.com/" * 1_430,
        "собака точка " * 1_540,
        "\u0301" * 20_000,
        "\ud800" * 20_000,
        "тел: 50-12-" * 1_800,
        "123 ABC " * 2_500,
        "деген азамат" * 1_660,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_find_comes_to_an_end_on_hostile_texts(text: str) -> None:
    spans = find(text[:20_000])
    assert list(spans) == sorted(spans)


def _calls(text: str) -> int:
    """How many functions are called to look through *text*: no clock, so the same on any machine."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "piece",
    ["а.", "А. ", "г. ", "н.п.", "иванов и. ", "л. ов ", "тётя ", "Айгүл ", "мен ", "абай 1 ", "1 ", "№ 1 ", "87\n",
     "Абай к. 1 ", "дом семь ", "ауыл, ", "сын Али, ", "жалғыз ", "@a ", "очередь 1 ", "мкр Самал 1 кв 2, ", "кв 5. "],
)  # fmt: skip
def test_what_it_costs_grows_no_faster_than_the_text(piece: str) -> None:
    """A message that is nothing but initials once took half a minute, in the transaction that all others wait for."""
    find(piece)  # what is read at first use is no growth
    short, long = (piece * 2_000)[:1_500], (piece * 2_000)[:3_000]
    assert _calls(long) < 2.5 * _calls(short) + 100


def test_check_digits_follow_the_published_weights() -> None:
    assert [last for last in range(10) if has_check_digit(f"85010130012{last}")] == [_weighed("85010130012")]
    assert not has_check_digit("000000000001")


def _weighed(eleven: str) -> int:
    rest = sum(int(digit) * weight for digit, weight in zip(eleven, range(1, 12), strict=True)) % 11
    assert rest != 10, "choose a number that needs the first weights only"
    return rest
