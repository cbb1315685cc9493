"""Hiding in a text of several messages: what is found in the one text is hidden in the right pieces of each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.questionnaire.hiding import MOST_ROWS, Row, marked, pages, rows_of
from bot.conversation.questionnaire.review import (
    Finding,
    Looked,
    OpenFinding,
    Reviewed,
    Spot,
    decide,
    mask_parts,
    mask_text,
    open_in,
)
from bot.conversation.values.draft import JOINT, Growing, Part
from bot.conversation.views.findings import row_label

TEXTS = st.text(st.sampled_from("ab \n.😀"), max_size=12)


@st.composite
def told(draw: st.DrawFn) -> tuple[tuple[Part, ...], list[Spot]]:
    """Some messages, and stretches of their one text that lie apart and begin and end inside messages."""
    parts = tuple(Part(at, text) for at, text in enumerate(draw(st.lists(TEXTS, max_size=5))))
    inside = sorted(draw(st.sets(st.sampled_from(_inside(parts)), max_size=8))) if _inside(parts) else []
    pairs = zip(inside[::2], inside[1::2], strict=False)
    return parts, [(start, last + 1, f"[{number}]") for number, (start, last) in enumerate(pairs)]


def _inside(parts: tuple[Part, ...]) -> list[int]:
    """The places in the one text that lie in a message, and not between two."""
    places, at = [], 0
    for part in parts:
        if part.text.strip():
            places += range(at, at + len(part.text))
            at += len(part.text) + len(JOINT)
    return places


def _stretches(parts: tuple[Part, ...]) -> list[tuple[int, int, int]]:
    """Each message with text: its place among all, and from where to where it reaches in the one text."""
    found, at = [], 0
    for place, part in enumerate(parts):
        if part.text.strip():
            found.append((place, at, at + len(part.text)))
            at += len(part.text) + len(JOINT)
    return found


@given(told())
def test_hiding_inside_messages_is_hiding_in_the_one_text(case: tuple[tuple[Part, ...], list[Spot]]) -> None:
    parts, spots = case
    ranges = _stretches(parts)
    within = [spot for spot in spots if any(start <= spot[0] and spot[1] <= end for _, start, end in ranges)]
    after = mask_parts(parts, within)
    # Joined as they are: a message in which nothing but a mask is left is no empty one.
    assert Growing(after).text == mask_text(Growing(parts).text, within)
    assert [part.message_id for part in after] == [part.message_id for part in parts]


@given(told())
def test_over_several_messages_the_first_has_the_mask_and_the_others_lose_their_piece(
    case: tuple[tuple[Part, ...], list[Spot]],
) -> None:
    parts, spots = case
    after = mask_parts(parts, spots)
    expected = [part.text for part in parts]
    for place, start, end in reversed(_stretches(parts)):
        for from_, to, mask in reversed(spots):
            if from_ < end and to > start:
                cut = max(from_, start) - start, min(to, end) - start
                mine = mask if from_ >= start else ""
                expected[place] = expected[place][: cut[0]] + mine + expected[place][cut[1] :]
    assert [part.text for part in after] == expected


def test_a_stretch_that_begins_between_two_messages_has_its_mask_in_the_second() -> None:
    parts = (Part(1, "ab"), Part(2, "cd"))
    assert mask_parts(parts, [(3, 5, "[x]")]) == (Part(1, "ab"), Part(2, "[x]d"))
    assert mask_parts(parts, [(1, 3, "[x]")]) == (Part(1, "a[x]"), Part(2, "cd"))


def test_a_message_that_lost_all_its_words_leaves_no_gap() -> None:
    told = Growing((Part(1, "Я Арман"), Part(2, "Серіков"), Part(3, "Конец.")))
    words = Reviewed({"text": told}, (Looked("text"),), frozenset())

    def find(text: str) -> tuple[Finding, ...]:
        at = text.find("Арман\n\nСеріков")
        return (Finding(at, at + 14, "person", certain=False),) if at >= 0 else ()

    after = decide(words, frozenset({"арман серіков"}), find, lambda kind: f"[{kind}]").answers["text"]
    assert isinstance(after, Growing) and after.text == "Я [person]\n\nКонец."
    assert [part.message_id for part in after.parts] == [1, 2, 3]


def _found(fragment: str, kind: str = "person", *, certain: bool = False) -> OpenFinding:
    return OpenFinding("text", Finding(0, len(fragment), kind, certain), fragment)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=3), st.sampled_from(("phone", "person")), st.booleans())))
def test_every_finding_has_exactly_one_row(each: list[tuple[str, str, bool]]) -> None:
    found = [_found(words, kind, certain=sure) for words, kind, sure in each]
    rows = rows_of(found)
    assert len(rows) <= MOST_ROWS
    for finding in found:
        assert sum(finding.folded in row.folded for row in rows) == 1
    sure = {finding.folded for finding in found if finding.finding.certain}
    assert marked(rows, frozenset()) >= sure if len(rows) else not found
    assert pages(rows) >= 1


def test_nothing_is_open_twice_after_it_was_decided() -> None:
    words = Reviewed({"text": Growing((Part(1, "aaa bbb aaa"),))}, (Looked("text"),), frozenset())

    def find(text: str) -> tuple[Finding, ...]:
        places = (at for at in range(len(text)) if text[at : at + 3] in ("aaa", "bbb"))
        return tuple(Finding(at, at + 3, "person", certain=False) for at in places)

    after = decide(words, frozenset({"aaa"}), find, lambda kind: "[x]")
    assert open_in(after, find) == [] and after.kept == {"bbb"}
    assert after.answers["text"] == Growing((Part(1, "[x] bbb [x]"),))


def test_a_row_says_what_a_number_is_and_fits_on_a_button() -> None:
    def mask(kind: str) -> str:
        return {"account": "[лицевой счёт]", "record": "[очень длинное название номера]", "address": "[адрес]"}[kind]

    def label(words: str | None, kind: str, count: int = 1) -> str:
        drawn = row_label(Row(kind, False, words, frozenset(map(str, range(count)))), True, mask)
        assert len(drawn) <= 30
        return drawn

    assert label("4500213", "account") == "🙈 4500213 · лицевой счёт"
    assert label("45002139999999999999", "account") == "🙈 450021399999… · лицевой счёт"
    assert label("2024-118/77-5534", "record").startswith("🙈 2024-118/7… · очень")
    assert label("Ақтау, 14 шағын аудан, 5-үй, 12-пәтер", "address") == "🙈 Ақтау, 14 шағын аудан, 5-үй…"
    assert label(None, "account", 400) == "🙈 лицевой счёт: 400"


def test_what_the_messages_hold_together_is_one_find_and_what_they_hold_apart_stays_apart() -> None:
    told = Growing((Part(1, "я ab"), Part(2, ""), Part(3, "cd и ef"), Part(4, "gh")))

    def find(text: str) -> tuple[Finding, ...]:
        """Two letters that are certain; two pairs of them in one line, which are not; and half of a pair with more."""
        certain = [Finding(at, at + 2, "phone") for at in range(len(text)) if text[at : at + 2] in ("ab", "gh")]
        pairs = [Finding(at, at + 6, "name", False) for at in range(len(text)) if text[at : at + 6] == "ab  cd"]
        across = [Finding(at, at + 5, "name") for at in range(len(text)) if text[at : at + 5] == "ef  g"]
        return tuple(sorted(pairs or certain, key=lambda each: each.start)) + tuple(across)

    found = open_in(Reviewed({"text": told}, (Looked("text"),), frozenset()), find)
    assert [(each.fragment, each.finding.certain) for each in found] == [("ab\n\ncd", True), ("gh", True)]
