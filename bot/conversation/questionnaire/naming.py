"""Choices named by words: which of them typed words mean, and the answers that lead there.

A word may name a choice of a later question («полиция» where the group of spheres is asked): the questions between are
settled with it. Where words can mean several choices, or merely hint at one, the citizen chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import (
    NamedChoices,
    Question,
    Questions,
    put_answer,
    without_answer,
)
from bot.conversation.questionnaire.words import fitting, same_label
from bot.conversation.values.draft import Answers, Given, value_of
from bot.frozen import frozen
from bot.terms import Language


@frozen
class Route:
    """The answers that lead to a choice, by question and in their order; the last is the choice itself."""

    answers: tuple[tuple[str, str], ...]

    @property
    def choice(self) -> str:
        """The id of the choice that it leads to."""
        return self.answers[-1][1]


@frozen
class Named:
    """What typed words can mean; `sure` when they name one choice and do not merely hint at it."""

    routes: tuple[Route, ...] = ()
    sure: bool = False


def named(text: str, asked: Question, answers: Answers, questions: Questions) -> Named:
    """The choices that *text* can mean where *asked* is open: its own, and those that lie beyond it."""
    labels = {choice.id: choice.label for choice in questions.choices_of(asked.name, answers)}
    own = {choice: _own_route(asked, choice, answers, questions) for choice in labels}
    called = same_label(text, labels)
    finder = questions.finders.get(asked.name)
    found = finder(text) if finder is not None else NamedChoices(fitting(text, labels))
    # What a word merely hints at is no rival of a choice that was called by its full name.
    names = found.names if found.sure or not called else ()
    reached = _reached(names, (*own.values(), *routes_beyond(asked, answers, questions)), questions)
    routes = tuple(dict.fromkeys([*(own[choice] for choice in called), *reached]))
    if not routes:
        routes = tuple(own[choice] for choice in fitting(text, labels))
        return Named(routes, len(routes) == 1)
    return Named(routes, len(routes) == 1 and (found.sure or bool(called)))


def _own_route(row: Question, choice: str, answers: Answers, questions: Questions) -> Route:
    """The way to a choice of *row* itself, and on to what it leaves no choice of."""
    after = put_answer(questions, without_answer(answers, *row.leads_to), row.name, Given(choice))
    lone = ((name, value) for name in row.leads_to if (value := value_of(after, name)) is not None)
    return Route(((row.name, choice), *lone))


def routes_beyond(row: Question, answers: Answers, questions: Questions) -> tuple[Route, ...]:
    """Ways to what *row* leads to, or what another answer before it would have led to; the shortest first."""
    start = questions.row(row.within) if row.within else row
    if start is None:
        return ()
    passed = (start.name, *start.leads_to)
    found = _walk(passed, without_answer(answers, *passed), questions)
    return tuple(sorted((route for route in found if len(route.answers) > 1), key=lambda route: len(route.answers)))


def route_to(name: str, asked: Question, answers: Answers, questions: Questions) -> Route | None:
    """The shortest way beyond *asked* to the choice *name*; None when there is none any more."""
    return next((route for route in routes_beyond(asked, answers, questions) if route.choice == name), None)


def way_to(name: str, asked: Question, answers: Answers, questions: Questions) -> Route | None:
    """The way to the choice *name* of *asked* itself, else the shortest beyond it; None when there is none."""
    own = (choice.id for choice in questions.choices_of(asked.name, answers) if asked.keeping is not Keeping.NOT_KEPT)
    if name in own:
        return _own_route(asked, name, answers, questions)
    return route_to(name, asked, answers, questions)


def label_of(route: Route, answers: Answers, questions: Questions, language: Language) -> str:
    """How the choice at the end of *route* is called."""
    name, choice = route.answers[-1]
    for before, value in route.answers[:-1]:
        answers = put_answer(questions, answers, before, Given(value))
    return questions.label_of(name, choice, answers, language)


def _walk(rows: tuple[str, ...], answers: Answers, questions: Questions) -> Iterator[Route]:
    """Every way through *rows*, each with those choices that the answers before it leave."""
    for choice in questions.choices_of(rows[0], answers):
        after = put_answer(questions, answers, rows[0], Given(choice.id))
        rest = tuple(name for name in rows[1:] if (row := questions.row(name)) and questions.applies(row, after))
        here = (rows[0], choice.id)
        if not rest:
            yield Route((here,))
        elif (lone := value_of(after, rest[0])) is not None:
            yield Route((here, (rest[0], lone)))
        else:
            yield from (Route((here, *route.answers)) for route in _walk(rest, after, questions))


def _reached(names: Iterable[str], routes: Iterable[Route], questions: Questions) -> Iterator[Route]:
    """The first of *routes* to each of *names*; a choice that only leads on has no name of its own."""
    leading = {row.name for row in questions.rows if row.keeping is Keeping.NOT_KEPT}
    ends = [route for route in routes if route.answers[-1][0] not in leading]
    for name in names:
        yield from [route for route in ends if route.choice == name][:1]
