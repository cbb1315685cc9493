"""The questionnaire with what the catalogue lets a citizen choose, and with the finder of identifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import Connection

from bot.catalogue import links, meanings, regions, spheres
from bot.catalogue.word_index import Meant
from bot.conversation.questionnaire.checking import problems_in
from bot.conversation.questionnaire.questions import Choice, Choose, NamedChoices, Option, Question, Questions
from bot.conversation.questionnaire.review import Find
from bot.conversation.questionnaire.rows import QUESTIONS
from bot.conversation.values.draft import Answers, value_of
from bot.conversation.values.effects import Say
from bot.conversation.values.preset import Preset
from bot.departures import AT_ONCE, Departures, RandomWait, Slots
from bot.desk.citizens.filing import HELD
from bot.desk.codes import read_code
from bot.desk.holders import find_ready_head
from bot.desk.identifiers import find_identifiers
from bot.desk.rules import WORKDAYS
from bot.desk.safe import Safe
from bot.desk.talk import ATTACHED, COUNT, PAST
from bot.errors import AdaldyqError
from bot.frozen import replace
from bot.localisation import LANGUAGES, Texts
from storage import offices

Offer = Callable[[Answers], tuple[Choice, ...]]
"""What may be chosen after the answers so far."""


OF_REGIONS = ("region", "past_region")
"""The questions whose choices are regions: each language has an order of its own."""


class QuestionError(AdaldyqError):
    """The rows of the questionnaire cannot be used; the message says why."""


def build_questions(
    texts: Texts,
    rows: tuple[Question, ...] = QUESTIONS,
    *,
    departures: Departures = AT_ONCE,
    find: Find = find_identifiers,
) -> Questions:
    """The questionnaire of *rows*, with the catalogue's choices; QuestionError when a row would not work.

    It tells citizens of the *departures* of what goes by code alone, and asks them about what it can *find*.
    """
    catalogued = _catalogue(texts)
    problems = list(problems_in(rows, reserved=(COUNT, ATTACHED, PAST), held=HELD, catalogued=catalogued))
    if problems:
        raise QuestionError("\n".join(problems))
    by_language = {language: [region.id for region in regions.in_order(language)] for language in LANGUAGES}

    def order(name: str, choices: tuple[Choice, ...], language: str) -> tuple[Choice, ...]:
        if name not in OF_REGIONS:
            return choices
        return tuple(sorted(choices, key=lambda c: by_language[language].index(c.id)))

    return Questions(
        rows=rows,
        choices={**catalogued, **_options(texts, rows)},
        finders=FINDERS,
        order=order,
        find=find,
        mask=lambda kind, language: texts.text(f"mask.{kind}", language),
        read_code=read_code,
        read_link=_read_link,
        workdays=WORKDAYS,
        leaves=_leaves(departures),
        at_slots=isinstance(departures, Slots),
    )


def _leaves(departures: Departures) -> Say:
    """How it reads when the office gets what goes by code alone."""
    match departures:
        case Slots(times):
            return Say("leaves.slots", {"times": ", ".join(f"{each:%H:%M}" for each in times)})
        case RandomWait(shortest, longest) if longest:
            minutes = [span // timedelta(minutes=1) for span in (shortest, longest)]
            return Say("leaves.random", {"minutes": "–".join(str(each) for each in dict.fromkeys(minutes))})
        case RandomWait():
            return Say("leaves.now")


def _read_link(payload: str) -> Preset | None:
    found = links.read_link(payload)
    return None if found is None else Preset(*found)


def as_offices_are(questions: Questions, connection: Connection, safe: Safe) -> Questions:
    """*questions* with only such ways past a group as there are now: a head who can be written to, an office elsewhere.

    What has been chosen stays offered: an answer that vanished would send the case to the very group. The store is
    asked only when one of them is.
    """

    def ways(answers: Answers) -> tuple[Choice, ...]:
        region, chosen = value_of(answers, "region") or "", value_of(answers, "past")
        able = {"usual", chosen}
        if find_ready_head(connection, region, safe) is not None and offices.get_office(connection, region) is not None:
            able.add("head")
        if {*offices.bound_regions(connection)} - {region}:
            able.add("other")
        return tuple(each for each in questions.choices["past"](answers) if each.id in able)

    def elsewhere(answers: Answers) -> tuple[Choice, ...]:
        able = {*offices.bound_regions(connection), value_of(answers, "past_region")}
        return tuple(each for each in questions.choices["past_region"](answers) if each.id in able)

    return replace(questions, choices={**questions.choices, "past": ways, "past_region": elsewhere})


def _options(texts: Texts, rows: tuple[Question, ...]) -> Mapping[str, Offer]:
    """The choices that rows bring along."""
    return {
        row.name: _always(*(_optional(texts, option) for option in row.answering.options))
        for row in rows
        if isinstance(row.answering, Choose) and row.answering.options
    }


def _catalogue(texts: Texts) -> Mapping[str, Offer]:
    """The choices that the catalogue has for questions."""
    other = _worded(texts, "all", "btn.all_spheres")

    def directions(answers: Answers) -> tuple[Choice, ...]:
        found = _choices(spheres.directions(value_of(answers, "region") or ""))
        return (*found, other) if found else ()

    def in_group(answers: Answers) -> tuple[Choice, ...]:
        group = value_of(answers, "group")
        return _choices(spheres.spheres(group) if group else spheres.directions(value_of(answers, "region") or ""))

    def other_regions(answers: Answers) -> tuple[Choice, ...]:
        return tuple(region for region in every if region.id != value_of(answers, "region"))

    every = tuple(Choice(region.id, region.name, short=region.short) for region in regions.in_order("kk"))
    return {
        "past_region": other_regions,
        "region": _always(*every),
        "direction": directions,
        "group": _always(*_choices(spheres.groups())),
        "sphere": in_group,
        "violation": _always(*_choices(spheres.violations())),
        "goal": _always(*_choices(spheres.goals())),
    }


def _always(*choices: Choice) -> Offer:
    return lambda answers: choices


def _optional(texts: Texts, option: Option) -> Choice:
    choice = _worded(texts, option.id, option.label)
    if option.hint is None:
        return choice
    return replace(choice, hint={language: texts.text(option.hint, language) for language in LANGUAGES})


def _worded(texts: Texts, name: str, key: str) -> Choice:
    return Choice(name, {language: texts.text(key, language) for language in LANGUAGES})


def _choices(found: tuple[spheres.CatalogueEntry, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(choice.id, choice.label, choice.hint) for choice in found)


def _find_regions(text: str) -> NamedChoices:
    return NamedChoices(tuple(region.id for region in regions.find_regions(text)))


def _finding(find: Callable[[str], Meant]) -> Callable[[str], NamedChoices]:
    def look(text: str) -> NamedChoices:
        meant = find(text)
        return NamedChoices(tuple(sorted(meant.owners)), meant.sure)

    return look


FINDERS: Mapping[str, Callable[[str], NamedChoices]] = {
    **dict.fromkeys(OF_REGIONS, _find_regions),
    **dict.fromkeys(("direction", "group", "sphere"), _finding(meanings.find_spheres)),
    "violation": _finding(meanings.find_violations),
    "goal": _finding(meanings.find_goals),
}
"""Who is asked what typed words mean, by question."""
