"""A sample of typed words by a hand that knew none of the rules: how many are understood, and that none is misread.

`typed_words.jsonl`: id, language, the question that is open, the words, and what they mean. "ambiguous:a|b" is for the
citizen to decide, "none" names no choice. It is a Friday, 27 November 2026.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.conversation.questionnaire.days import FUTURE, BadDay, read_day
from bot.conversation.questionnaire.naming import named
from bot.conversation.questionnaire.rough_days import RoughDay
from bot.conversation.questionnaire.small_talk import SmallTalk, asks_for_an_answer, small_talk
from bot.conversation.questionnaire.words import is_phrase, is_story
from bot.conversation.values.draft import Given
from tests.conversation.scenes import questions

FRIDAY = date(2026, 11, 27)
AT_GROUP = {"kind": Given("report"), "region": Given("mangystau")}
AT_TOPIC = {**AT_GROUP, "group": Given("law"), "sphere": Given("police")}
OPEN = {
    "sphere": ("group", AT_GROUP),
    "violation": ("violation", AT_TOPIC),
    "goal": ("goal", {**AT_TOPIC, "kind": Given("proposal")}),
}
TALKS = {SmallTalk.HERE: "presence", SmallTalk.AGREED: "other", None: "other"}
LEAST_SETTLED = {"sphere": 0.80, "violation": 0.70, "goal": 0.85, "date": 0.90, "menu": 0.95}
"""The share that is settled without a question back: below what is reached, so that a word more does not break it."""


@cache
def sample() -> tuple[Mapping[str, str], ...]:
    lines = Path(__file__).with_name("typed_words.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def verdict(row: Mapping[str, str]) -> str:
    """right, asked (the citizen is offered what was meant, or asked again), or wrong."""
    if row["question"] == "date":
        return _of_day(row["text"], _meant(row))
    if row["question"] == "menu":
        return "right" if _talk(row["text"]) in _meant(row) else "wrong"
    return _of_choice(row)


def _meant(row: Mapping[str, str]) -> set[str]:
    return set(row["meant"].removeprefix("ambiguous:").split("|"))


def _of_choice(row: Mapping[str, str]) -> str:
    name, answers = OPEN[row["question"]]
    asked = questions().row(name)
    assert asked is not None
    found = named(row["text"], asked, answers, questions())
    settled = found.sure and (is_phrase(row["text"]) or not is_story(row["text"]))
    choices = {route.choice for route in found.routes}
    if settled or not choices:
        return "right" if (choices or {"none"}) & _meant(row) else "wrong" if settled else "asked"
    return "right" if row["meant"].startswith("ambiguous:") else "asked"


def _of_day(text: str, meant: set[str]) -> str:
    match read_day(text, FRIDAY):
        case BadDay() as bad:
            read = "future" if bad == FUTURE else "none"
        case RoughDay(name):
            read = name
        case day:
            read = day.isoformat()
    return "right" if read in meant else "asked" if read == "none" else "wrong"


def _talk(text: str) -> str:
    talk = small_talk(text)
    if talk is None and is_story(text):
        return "story"
    return "when" if talk is None and asks_for_an_answer(text) else TALKS.get(talk) or str(talk)


@pytest.mark.parametrize("question", LEAST_SETTLED)
def test_no_typed_word_is_quietly_misread(question: str) -> None:
    assert [row["text"] for row in sample() if row["question"] == question and verdict(row) == "wrong"] == []


@pytest.mark.parametrize("question", LEAST_SETTLED)
def test_most_typed_words_are_understood_at_once(question: str) -> None:
    verdicts = Counter(verdict(row) for row in sample() if row["question"] == question)
    assert verdicts["right"] / verdicts.total() >= LEAST_SETTLED[question], verdicts
