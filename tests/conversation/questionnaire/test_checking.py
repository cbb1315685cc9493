"""Rows that could not work are refused when the house is built, and the reason is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import (
    YES_NO,
    Choose,
    Line,
    Option,
    Question,
    Review,
    Secret,
)
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.desk.citizens.questionnaire import QuestionError, build_questions
from bot.localisation import Texts

TEXTS = Texts.load()
LINE = Question("seen-by", Line(), "org.ask", label="label.org")
TOLD = Question("asked-before", Choose(2, YES_NO), "org.ask", label="label.org")
YES = Option("yes", "btn.yes")


def refusal(*rows: Question) -> list[str]:
    """Why a questionnaire that ends with *rows* is refused, line by line."""
    with pytest.raises(QuestionError) as caught:
        build_questions(TEXTS, (*QUESTIONS, *rows))
    return str(caught.value).split("\n")


def test_good_rows_are_taken() -> None:
    assert build_questions(TEXTS, (*QUESTIONS, LINE, TOLD)).rows == (*QUESTIONS, LINE, TOLD)


@pytest.mark.parametrize("name", ["files", "attached"])
def test_a_name_that_means_something_else_among_the_answers_is_refused(name: str) -> None:
    problem = f"the question {name!r} has a name that means something else among the sealed answers"
    assert refusal(replace(LINE, name=name)) == [problem]


@pytest.mark.parametrize("name", ["", "Witnesses", "куәлар", "a:b", "w" * 33])
def test_a_name_that_fits_into_no_button_is_refused(name: str) -> None:
    assert refusal(replace(LINE, name=name)) == [f"the question {name!r} has a name that does not fit into a button"]


def test_a_name_that_is_there_twice_is_refused() -> None:
    assert refusal(replace(LINE, name="org")) == ["the question 'org' is there 2 times"]


@pytest.mark.parametrize("keeping", [Keeping.IN_CLEAR, Keeping.APART])
def test_an_answer_that_filing_would_lose_is_refused(keeping: Keeping) -> None:
    problem = f"the question 'seen-by' is to be kept {keeping.name}, where filing has no place for it"
    assert refusal(replace(LINE, keeping=keeping)) == [problem]


def test_a_sealed_answer_without_a_label_is_refused() -> None:
    assert refusal(replace(LINE, label=None)) == [
        "the question 'seen-by' has no label, so that nobody could read its answer"
    ]


def test_a_secret_that_would_be_read_on_the_card_is_refused() -> None:
    assert refusal(replace(LINE, answering=Secret())) == [
        "the question 'seen-by' is a secret, and would be read on the card"
    ]


def test_a_review_whose_decisions_would_be_kept_is_refused() -> None:
    assert refusal(replace(LINE, answering=Review())) == [
        "the question 'seen-by' is a review, which has no answer to keep"
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ((), "has no choices"),
        ((YES, replace(YES, label="btn.no")), "has two options of one id"),
        ((YES, Option("жоқ", "btn.no")), "has an option 'жоқ' that does not fit into a button"),
        ((YES, Option("n" * 33, "btn.no")), f"has an option {'n' * 33!r} that does not fit into a button"),
    ],
)
def test_options_that_could_not_be_pressed_are_refused(options: tuple[Option, ...], problem: str) -> None:
    assert refusal(replace(TOLD, answering=Choose(2, options))) == [f"the question 'asked-before' {problem}"]


def test_options_beside_the_catalogue_are_refused() -> None:
    rows = tuple(replace(row, answering=Choose(2, YES_NO)) if row.name == "goal" else row for row in QUESTIONS)
    with pytest.raises(QuestionError, match="'goal' has choices from the catalogue and its own"):
        build_questions(TEXTS, rows)
