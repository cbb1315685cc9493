"""docs/conversation.md, done to the letter: one row and its texts make a question that reaches the office."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.catalogue.workdays import WorkCalendar
from bot.conversation.machine import current_view
from bot.conversation.questionnaire import rows as questionnaire
from bot.conversation.questionnaire.questions import Question, retired
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.conversation.step import Occasion
from bot.conversation.values.draft import Given, Growing, Visit
from bot.conversation.values.effects import FileCase
from bot.conversation.values.events import Typed
from bot.conversation.values.packing import dump_visit, load_visit
from bot.desk.citizens import filing
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Card
from bot.desk.rules import Turn
from bot.gateway.cards import Cards
from bot.gateway.wording import Words
from bot.localisation import FOLDER, LANGUAGES, Texts
from storage import outbox
from tests import add_text
from tests.conversation.scenes import REPORT, STORY, TODAY, WITH_CONTACT, answer_of, choices_in, menu, play
from tests.promises.desk import StillClock, Visitor, bind_office, house_at

PAGE = (Path(__file__).parent.parent.parent / "docs" / "conversation.md").read_text(encoding="utf-8")


def rows_of_the_page() -> tuple[Question, ...]:
    """The rows as the page prints them, the one of words and the one with buttons."""
    printed = re.findall(r"```python\n\s*(.+?)\n\s*```", PAGE, re.DOTALL)
    return eval("".join(printed), vars(questionnaire))  # type: ignore[no-any-return]  # the page's own lines, in their module


WITNESSES, TOLD = rows_of_the_page()
OTHERS = tuple(row for row in QUESTIONS if row.name not in (WITNESSES.name, TOLD.name))
"""The questionnaire as it is; without the rows of the page, should somebody keep them."""
LATE = {
    "kind": "report",
    "region": "mangystau",
    "sphere": "health",
    "violation": "bribe",
    "level": "relay",
    "text": STORY,
    "witnesses": "Двое соседей",
}


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """The texts, with those that the page's commands add."""
    folder = tmp_path / "locales"
    shutil.copytree(FOLDER, folder)
    commands = re.findall(r"python -m tests\.add_text (.+)", PAGE)
    assert len(commands) == 4
    for command in commands:
        assert add_text.main(shlex.split(command), folder) == 0
    return Words(Texts.load(folder))


def day(words: Words, *rows: Question) -> Occasion:
    """A day on which the questionnaire has *rows* at its end."""
    return Occasion(build_questions(words.texts, (*OTHERS, *rows)), TODAY, "12345678901234567891", 24)


def shown(words: Words, visit: Visit, at: Occasion, language: str = "ru") -> str:
    return words.view(current_view(visit, at), language)


def test_an_optional_row_is_offered_answered_shown_changed_and_taken_away(words: Words) -> None:
    at = day(words, WITNESSES)
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


def test_a_row_with_buttons_is_pressed_or_typed_and_shown_in_words(words: Words) -> None:
    at = day(words, TOLD)
    asked = play(menu(), *REPORT, "edit:told", at=at)
    assert shown(words, asked, at) == "Вы уже сообщали об этом?"
    assert choices_in(current_view(asked, at)) == ["=yes", "=no", "skip", "preview"]
    for answered in (play(asked, "=no", at=at), play(asked, Typed("нет", 9), at=at)):
        assert "Сообщали раньше: Нет" in shown(words, answered, at)
        assert "Бұрын хабарланған: Жоқ" in shown(words, answered, at, "kk")


def test_a_necessary_row_is_asked_of_drafts_that_are_open_already(words: Words) -> None:
    before = play(menu(), *WITH_CONTACT)
    at = day(words, replace(WITNESSES, optional=False))
    assert shown(words, before, at) == "Кто свидетели?"
    answered = play(before, Typed("Двое соседей", 9), at=at)
    assert "Проверьте перед отправкой" in shown(words, answered, at)


def test_words_of_a_new_row_are_looked_through_for_identifiers(words: Words) -> None:
    at = day(words, WITNESSES)
    typed = play(menu(), *REPORT, "edit:witnesses", Typed("Сосед, +7 701 234 56 78", 9), at=at)
    assert "🙈 +7 701 234 56 78 · телефон" in [b.label for row in current_view(typed, at).rows for b in row]
    masked = play(typed, "mask:all", at=at)
    assert answer_of(masked, "witnesses") == "Сосед, [телефон]"
    assert "Свидетели: Сосед, [телефон]" in shown(words, masked, at)


@pytest.mark.parametrize("when", [None, retired])
def test_a_row_that_is_gone_leaves_its_drafts_whole(words: Words, when: object) -> None:
    at = day(words, WITNESSES)
    asked = play(menu(), *REPORT, "edit:witnesses", at=at)
    rows = () if when is None else (replace(WITNESSES, when=retired),)
    usual = day(words, *rows)
    assert "Проверьте перед отправкой" in shown(words, asked, usual)
    text = asked.draft.answers["text"] if asked.draft else None
    assert isinstance(text, Growing) and text.text == STORY


@dataclass(frozen=True, slots=True)
class Filed:
    """A case on its way: the preview in both languages, and the parcel of its card as the notifier opens it."""

    preview: dict[str, str]
    card: Card


async def file_case(folder: Path, words: Words, rows: Sequence[Question], *moves: str | Typed) -> Filed:
    """File a report in a house over SQLite whose questionnaire ends with *rows*; *moves* are made at the preview."""
    async with house_at(folder, StillClock(), CODE_ONLY_SLOTS="now") as house:
        await bind_office(house)
        house.intake.questions = build_questions(words.texts, (*OTHERS, *rows))
        visitor = Visitor(house.intake, 700, count(1))
        await visitor.command("start")
        for move in ("lang:ru", *REPORT, *moves):
            await (visitor.press(move) if isinstance(move, str) else visitor.take(move))
        preview = {language: words.view(visitor.views()[-1], language) for language in LANGUAGES}
        await visitor.press(next(choice for choice in visitor.offered() if choice.startswith("send:")))
        card = await house.store.database.write(_claim_card, Turn(house.intake.rules, house.clock.now()))
        return Filed(preview, card)


def _claim_card(connection: Connection, turn: Turn) -> Card:
    (item,) = outbox.claim_due(connection, now=turn.seconds, lease=60, limit=9)
    parcel = open_parcel(connection, item, turn)
    assert isinstance(parcel, Card)
    return parcel


def read_card(words: Words, card: Card, language: str, *rows: Question) -> list[str]:
    """The lines of *card* in an office of *language*, in a house whose questionnaire ends with *rows*."""
    cards = Cards(words, build_questions(words.texts, (*OTHERS, *rows)), WorkCalendar(), StillClock())
    (post,) = cards.card(replace(card, language=language))
    return post.text.split("\n")


async def test_answers_to_new_rows_stand_on_the_card_as_in_the_preview(tmp_path: Path, words: Words) -> None:
    rows = rows_of_the_page()
    filed = await file_case(tmp_path, words, rows, "edit:witnesses", Typed("Двое соседей", 9), "edit:told", "=no")
    expected = {
        "kk": ["Куәлар: Двое соседей", "Бұрын хабарланған: Жоқ"],
        "ru": ["Свидетели: Двое соседей", "Сообщали раньше: Нет"],
    }
    for language, lines in expected.items():
        assert "\n".join(lines) in filed.preview[language]
        read = read_card(words, filed.card, language, *rows)
        at = read.index(lines[0])
        assert read[at : at + 2] == lines and read[-2:] == ["", STORY]


async def test_cards_of_older_cases_keep_the_answers_to_a_row_that_is_retired(tmp_path: Path, words: Words) -> None:
    filed = await file_case(tmp_path, words, (TOLD,), "edit:told", "=yes")
    assert "Сообщали раньше: Да" in read_card(words, filed.card, "ru", replace(TOLD, when=retired))


async def test_cards_of_older_cases_know_nothing_of_a_row_that_is_new(tmp_path: Path, words: Words) -> None:
    filed = await file_case(tmp_path, words, ())
    assert read_card(words, filed.card, "ru", *rows_of_the_page()) == read_card(words, filed.card, "ru")


async def test_what_stood_in_no_preview_is_not_sent(tmp_path: Path, words: Words) -> None:
    """An answer to a question that was retired while its draft was open."""
    filed = await file_case(tmp_path, words, (WITNESSES,), "edit:witnesses", Typed("Двое соседей", 9))
    assert filed.card.answers["witnesses"] == "Двое соседей"
    (folder := tmp_path / "later").mkdir()
    async with house_at(folder, StillClock()) as house:
        await bind_office(house)
        answers = {name: Given(value) for name, value in LATE.items()}
        questions = build_questions(words.texts, (*OTHERS, replace(WITNESSES, when=retired)))
        effect = FileCase(answers, "12345678901234567891", "ru")
        turn = Turn(house.intake.rules, house.clock.now())
        await house.store.database.write(filing.file_case, effect, 700, turn, questions)
        card = await house.store.database.write(_claim_card, turn)
    assert card.answers == {"text": STORY, "files": "", "attached": ""}
