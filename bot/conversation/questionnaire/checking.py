"""Whether a questionnaire can be used: looked at once, when the house is built, so that no answer is lost in silence.

Rules
- A name belongs to one row, is none of those that something else has, and fits into a button, as do ids of options.
- What has no place of its own at filing is sealed with the case. A sealed answer has a label to stand under.
- A secret is never sealed with the case, for the case's answers stand on its card; a review has no answer to keep.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import Choose, Question, Review, Secret
from bot.conversation.values.choices import Edit, Pick, spell_choice


def problems_in(
    rows: Collection[Question],
    *,
    reserved: Collection[str],
    held: Mapping[Keeping, Collection[str]],
    catalogued: Collection[str],
) -> Iterator[str]:
    """Why *rows* cannot be used, each reason as a sentence.

    *reserved* names stand for something else among the sealed answers, *held* ones have a place of their own at filing,
    *catalogued* ones get their choices from the catalogue.
    """
    for name, times in Counter(row.name for row in rows).items():
        if times > 1:
            yield f"the question {name!r} is there {times} times"
    for row in rows:
        yield from (f"the question {row.name!r} {problem}" for problem in _problems(row, reserved, held, catalogued))


def _problems(
    row: Question, reserved: Collection[str], held: Mapping[Keeping, Collection[str]], catalogued: Collection[str]
) -> Iterator[str]:
    if row.name in reserved:
        yield "has a name that means something else among the sealed answers"
    if not _fits(Edit, row.name):
        yield "has a name that does not fit into a button"
    if row.keeping in held and row.name not in held[row.keeping]:
        yield f"is to be kept {row.keeping.name}, where filing has no place for it"
    if row.keeping is Keeping.SEALED and row.label is None:
        yield "has no label, so that nobody could read its answer"
    match row.answering:
        case Choose(options=options):
            yield from _problems_of_choices(row, [option.id for option in options], catalogued)
        case Secret() if row.keeping is Keeping.SEALED:
            yield "is a secret, and would be read on the card"
        case Review() if row.keeping is not Keeping.NOT_KEPT:
            yield "is a review, which has no answer to keep"
        case _:
            pass


def _problems_of_choices(row: Question, options: list[str], catalogued: Collection[str]) -> Iterator[str]:
    if bool(options) is (row.name in catalogued):
        yield "has choices from the catalogue and its own" if options else "has no choices"
    if len(set(options)) < len(options):
        yield "has two options of one id"
    for option in options:
        if not _fits(Pick, option):
            yield f"has an option {option!r} that does not fit into a button"


def _fits(button: type[Edit] | type[Pick], name: str) -> bool:
    try:
        spell_choice(button(name))
    except ValueError:
        return False
    return True
