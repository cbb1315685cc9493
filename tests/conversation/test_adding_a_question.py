"""docs/conversation.md, done to the letter: one row and its texts make a question."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.machine import current_view
from bot.conversation.questionnaire import questions as questionnaire
from bot.conversation.questionnaire.questions import QUESTIONS, Question, Questions
from bot.conversation.step import Occasion
from bot.conversation.values.draft import Growing, Visit, dump_visit, load_visit
from bot.conversation.values.events import Typed
from bot.desk.citizens.questionnaire import build_questions
from bot.gateway.wording import Words
from bot.localisation import FOLDER, Texts
from tests import add_text
from tests.conversation.scenes import REPORT, STORY, TODAY, WITH_CONTACT, answer_of, choices_in, menu, play

PAGE = (Path(__file__).parent.parent.parent / "docs" / "conversation.md").read_text(encoding="utf-8")


def row_of_the_page() -> Question:
    """The row as the page prints it."""
    printed = re.search(r"```python\n\s*(.+?)\n\s*```", PAGE, re.DOTALL)
    assert printed is not None
    row = eval(printed[1], vars(questionnaire))  # the page's own line, in the module that it speaks of
    assert isinstance(row, Question)
    return row


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """The texts, with those that the page's commands add."""
    folder = tmp_path / "locales"
    shutil.copytree(FOLDER, folder)
    commands = re.findall(r"python -m tests\.add_text (.+)", PAGE)
    assert len(commands) == 2
    for command in commands:
        assert add_text.main(shlex.split(command), folder) == 0
    return Words(Texts.load(folder))


def day(words: Words, row: Question) -> Occasion:
    """A day on which the questionnaire has *row* at its end."""
    asked: Questions = replace(build_questions(words.texts), rows=(*QUESTIONS, row))
    return Occasion(asked, TODAY, "12345678901234567890", 24)


def shown(words: Words, visit: Visit, at: Occasion, language: str = "ru") -> str:
    return words.view(current_view(visit, at), language)


def test_an_optional_row_is_offered_answered_shown_changed_and_taken_away(words: Words) -> None:
    at = day(words, row_of_the_page())
    preview = play(menu(), *REPORT, at=at)
    assert "edit:witnesses" in choices_in(current_view(preview, at))
    asked = play(preview, "edit:witnesses", at=at)
    assert shown(words, asked, at) == "Кто свидетели?"
    assert shown(words, asked, at, "kk") == "Куәлар кім?"
    answered = load_visit(dump_visit(play(asked, Typed("Двое соседей", 9), at=at)))
    assert "Свидетели: Двое соседей" in shown(words, answered, at)
    changed = play(answered, "edit", "edit:witnesses", Typed("Трое", 10), at=at)
    assert answer_of(changed, "witnesses") == "Трое"
    assert "Свидетели: не указано" in shown(words, play(changed, "edit:witnesses", "skip", at=at), at)


def test_a_necessary_row_is_asked_of_drafts_that_are_open_already(words: Words) -> None:
    before = play(menu(), *WITH_CONTACT)
    at = day(words, replace(row_of_the_page(), optional=False))
    assert shown(words, before, at) == "Кто свидетели?"
    answered = play(before, Typed("Двое соседей", 9), at=at)
    assert "Проверьте перед отправкой" in shown(words, answered, at)


def test_a_row_that_is_gone_leaves_its_drafts_whole(words: Words) -> None:
    at = day(words, row_of_the_page())
    asked = play(menu(), *REPORT, "edit:witnesses", at=at)
    usual = replace(at, questions=build_questions(words.texts))
    assert "Проверьте перед отправкой" in shown(words, asked, usual)
    text = asked.draft.answers["text"] if asked.draft else None
    assert isinstance(text, Growing) and text.text == STORY
