"""The questionnaire: what a row says, and what follows from it: which question is open, which answers still hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.conversation.questionnaire.codes import ReadCode, no_code
from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.review import (
    Find,
    Looked,
    Masks,
    no_mask,
    nothing_found,
    open_findings,
    remembering,
)
from bot.conversation.values.attachments import MOST_FILES
from bot.conversation.values.draft import Answer, Answers, Given, Growing, value_of
from bot.conversation.values.effects import Say
from bot.conversation.values.preset import ReadLink, no_link
from bot.frozen import frozen, replace
from bot.terms import Language

TEXT_LIMIT = 10_000
LINE_LIMIT = 200
CONTACT_LIMIT = 300
SHORTEST_TEXT = 10
WHOLE_STORY = 60
"""Characters: what was told early and is shorter names the matter and does not tell it, so the text is asked for."""


@frozen
class Choice:
    """Something that may be chosen: an id, a label for each language, perhaps a hint and a shorter label."""

    id: str
    label: Mapping[str, str]
    hint: Mapping[str, str] | None = None
    short: Mapping[str, str] | None = None

    def button(self, language: Language) -> str:
        """What stands on its button."""
        return (self.short or self.label)[language]


@frozen
class NamedChoices:
    """The choices that typed words can mean; `sure` when they do not merely hint at them."""

    names: tuple[str, ...]
    sure: bool = True


@frozen
class Option:
    """A choice that its row brings along: an id, the text key of its label, perhaps another for the settled answer.

    `said` are single words of either language by which people call it; `hint` is the key of what it means.
    """

    id: str
    label: str
    settled: str | None = None
    said: tuple[str, ...] = ()
    hint: str | None = None


YES = ("да", "иә", "ия", "иа", "ага", "келісемін", "согласен", "согласна")
NO = ("нет", "жоқ", "жок", "келіспеймін")
YES_NO = (Option("yes", "btn.yes", said=YES), Option("no", "btn.no", said=NO))


@frozen
class Choose:
    """One of the `options`, or of the choices that the catalogue has for the question; `columns` in a row.

    `numbered` when the question's text counts its options, so that a number is an answer.
    """

    columns: int = 1
    options: tuple[Option, ...] = ()
    numbered: bool = False


@frozen
class Grow:
    """A text of several messages, which ends when the next question is answered."""

    shortest: int = SHORTEST_TEXT
    longest: int = TEXT_LIMIT


@frozen
class Line:
    """A short text in one message."""

    longest: int = LINE_LIMIT


@frozen
class Secret:
    """A short text whose message is deleted at once and which is never shown again."""

    longest: int = CONTACT_LIMIT


@frozen
class PastDay:
    """A day not after today, or one of the rough choices."""


@frozen
class Review:
    """What was found in the words so far: open while a finding is neither masked nor kept."""


Answering: TypeAlias = Choose | Grow | Line | Secret | PastDay | Review
Condition: TypeAlias = Callable[["Questions", Answers], bool]


def always(questions: Questions, answers: Answers) -> bool:
    """The question is for everybody."""
    return True


def given(name: str, *values: str) -> Condition:
    """The question applies when *name* was answered with one of *values*."""
    return lambda questions, answers: value_of(answers, name) in values


def has_choices(name: str) -> Condition:
    """The question applies when there is something to choose from."""
    return lambda questions, answers: bool(questions.choices_of(name, answers))


def leaves_at_slots(questions: Questions, answers: Answers) -> bool:
    """What goes by code alone waits for others, where it does so at slots: it could also leave at once."""
    return questions.at_slots and value_of(answers, "level") == "code"


def retired(questions: Questions, answers: Answers) -> bool:
    """The question is asked no more; its row stays, so that cards of older cases can name and word their answers."""
    return False


@frozen
class Question:
    """One row.

    `ask` is its text, `ask_proposal` another for proposals, `hints` further paragraphs; `label` stands in the preview.
    An optional row is offered in the preview only, under the text `offer` or by its label. A change of one that it
    `follows` removes its answer.
    `unknown` and `several` answer typed words that fit no choice, or more than one. Words may name a choice of those
    that it `leads_to`, too; a row `within` another offers only a part of what that one leads to.
    `keeping` says what filing does with the answer; what of a person it `expects` (kinds of identifiers) is no question
    in the review unless it is certain.
    """

    name: str
    answering: Answering
    ask: str
    ask_proposal: str | None = None
    label: str | None = None
    hints: tuple[str, ...] = ()
    optional: bool = False
    when: Condition = always
    follows: tuple[str, ...] = ()
    unknown: str = "err.use_buttons"
    several: str = "err.several"
    leads_to: tuple[str, ...] = ()
    within: str | None = None
    offer: str | None = None
    keeping: Keeping = Keeping.SEALED
    expects: frozenset[str] = frozenset()

    @property
    def is_read(self) -> bool:
        """Whether the office reads words that were typed here: they are looked through for identifiers first."""
        return self.keeping is Keeping.SEALED and isinstance(self.answering, Line | Grow)


ROUGH_DAYS = ("today", "yesterday", "week", "month", "ongoing", "unknown")
"""Choices of a `PastDay`; the first two become a day when they are pressed."""


@frozen
class Questions:
    """The rows, the choices that they have, finders for typed choices; what is found and masked in words, and codes.

    `most_files` go along with one case, and with each addition to it; `workdays` after filing an answer is due.
    `leaves` says when the office gets what goes by code alone; `at_slots` when that is together with what others send.
    """

    rows: tuple[Question, ...]
    choices: Mapping[str, Callable[[Answers], tuple[Choice, ...]]]
    finders: Mapping[str, Callable[[str], NamedChoices]]
    order: Callable[[str, tuple[Choice, ...], str], tuple[Choice, ...]] = lambda name, choices, language: choices
    find: Find = nothing_found
    mask: Masks = no_mask
    read_code: ReadCode = no_code
    read_link: ReadLink = no_link
    most_files: int = MOST_FILES
    workdays: int = 15
    leaves: Say = Say("leaves.now")
    at_slots: bool = False

    def row(self, name: str) -> Question | None:
        """The row called *name*; None when a saved draft names one that is gone."""
        return next((row for row in self.rows if row.name == name), None)

    def before(self, row: Question) -> tuple[Question, ...]:
        """The rows that are asked before *row*."""
        return self.rows[: self.rows.index(row)]

    def choices_of(self, name: str, answers: Answers) -> tuple[Choice, ...]:
        """What may be chosen for *name* after *answers*."""
        return self.choices[name](answers)

    def label_of(self, name: str, value: str, answers: Answers, language: Language) -> str:
        """How the choice *value* of *name* is called; the bare value when the catalogue no longer has it."""
        return next((c.label[language] for c in self.choices_of(name, answers) if c.id == value), value)

    @property
    def reviewed(self) -> Iterator[Looked]:
        """The answers that are looked through for identifiers."""
        return (Looked(row.name, row.expects) for row in self.rows if row.is_read)

    def for_one_step(self) -> Questions:
        """These questions for a single step, which asks for the findings of a text again and again.

        What was found is remembered with the text, and so no longer than the step: what people typed must not stay
        in memory when it is filed.
        """
        return replace(self, find=remembering(self.find))

    def applies(self, row: Question, answers: Answers) -> bool:
        """Whether *row* is asked at all after *answers*."""
        return row.when(self, answers)


def is_settled(questions: Questions, row: Question, answers: Answers) -> bool:
    """Whether *row* has its answer; a review has none of its own, it is settled when nothing is open.

    A text is settled as soon as it is long enough: the next question is asked, and until that is answered it grows on.
    What was told before it was asked for is enough only when it is a whole story.
    """
    if isinstance(row.answering, Review):
        return not open_findings(answers, questions.reviewed, questions.find)
    match answers.get(row.name):
        case None:
            return False
        case Growing(_, done, early) as grown:
            enough = row.answering.shortest if isinstance(row.answering, Grow) else 0
            return done or len(grown.text) >= (max(enough, WHOLE_STORY) if early else enough)
        case _:
            return True


def open_question(questions: Questions, answers: Answers) -> Question | None:
    """The first necessary row that applies and is not settled; None when the preview is due."""
    for row in questions.rows:
        # Most rows have their answer, and to see that costs less than to ask whether they apply.
        if row.optional or (row.name in answers and is_settled(questions, row, answers)):
            continue
        if questions.applies(row, answers) and not is_settled(questions, row, answers):
            return row
    return None


def put_answer(questions: Questions, answers: Answers, name: str, answer: Answer) -> Answers:
    """*answers* with *answer*, without those that no longer apply, and with lone choices settled."""
    changed = {**answers, name: answer}
    asked = questions.row(name)
    leads_on = asked is not None and asked.keeping is Keeping.NOT_KEPT
    if name in answers and (answers[name] != answer or leads_on):
        for row in questions.rows:
            if name in row.follows:
                changed.pop(row.name, None)
    for row in questions.rows:
        applies = questions.applies(row, changed)
        if row.name in changed and not (applies and _still_offered(questions, row, changed)):
            del changed[row.name]
        if applies and not row.optional and row.name not in changed:
            _settle_lone_choice(questions, row, changed)
    return MappingProxyType(changed)


def without_answer(answers: Answers, *names: str) -> Answers:
    """*answers* with *names* open again."""
    return MappingProxyType({name: answer for name, answer in answers.items() if name not in names})


def is_lone(questions: Questions, row: Question, answers: Answers) -> bool:
    """Whether *row* leaves nothing to choose: such a row settles itself and is never asked."""
    return isinstance(row.answering, Choose) and len(questions.choices_of(row.name, answers)) == 1


def _still_offered(questions: Questions, row: Question, answers: Answers) -> bool:
    value = value_of(answers, row.name)
    if value is None or not isinstance(row.answering, Choose):
        return True
    return any(choice.id == value for choice in questions.choices_of(row.name, answers))


def _settle_lone_choice(questions: Questions, row: Question, answers: dict[str, Answer]) -> None:
    if is_lone(questions, row, answers):
        answers[row.name] = Given(questions.choices_of(row.name, answers)[0].id)
