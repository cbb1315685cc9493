"""Codes in what a citizen writes: by every way in the same rule, and what is written beside one is not lost.

Rules
- A code opens its case, wherever it is written: alone, in a sentence, behind a command, under a picture.
- One with a slip is never looked up, so that it costs no attempt.
- In words that are an answer only what is surely a code counts; in a story only what is likely one.
- Words beside a code, and words where a code is asked for, wait for its case; nothing of them is sent before.
"""

from __future__ import annotations

from bot.conversation.moves.reviewing import facts_hidden_again
from bot.conversation.moves.showing import current, waits_for_other
from bot.conversation.questionnaire.codes import CodeInside
from bot.conversation.questionnaire.questions import TEXT_LIMIT
from bot.conversation.questionnaire.small_talk import SmallTalk, is_about_a_code, small_talk
from bot.conversation.questionnaire.words import is_story
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Growing, Part, Screen, Visit
from bot.conversation.values.effects import DeleteTyped, Effect, FindCase, Say, Show
from bot.frozen import replace
from bot.terms import Likeness


def code_in(visit: Visit, text: str, occasion: Occasion, *, as_answer: bool) -> CodeInside | None:
    """The code in *text* that is to be acted upon; *as_answer*: the words themselves are an answer where one stands."""
    inside = occasion.questions.read_code(text)
    if inside is None or inside.likeness is Likeness.SURE or is_own(visit, inside.code):
        return inside
    if as_answer or (is_story(inside.rest) and inside.likeness is Likeness.POSSIBLE):
        return None
    return None if inside.code is None and is_story(inside.rest) else inside


def is_own(visit: Visit, code: str | None) -> bool:
    """Whether *code* is that of the unsent draft."""
    return code is not None and visit.draft is not None and visit.draft.code == code


def take_code(visit: Visit, inside: CodeInside, message_id: int, occasion: Occasion) -> Step:
    """Open the case of the code, or tell of its slip; words beside it wait for the case."""
    if inside.code is not None and is_own(visit, inside.code):
        return deleting(Step(visit, current(visit, occasion, Say("status.not_sent_yet"))))
    if inside.rest and not is_about_a_code(inside.rest):
        if waits_for_other(visit, None):
            return deleting(Step(visit, current(visit, occasion, Say("info.other_waits"))))
        kept = _with_words(visit, Part(message_id, inside.rest))
        if kept is None:
            return deleting(Step(visit, current(visit, occasion, _too_long(visit))))
        visit = replace(kept, screen=Screen.ADD_CODE)
    if inside.code is None:
        return deleting(Step(visit, current(visit, occasion, Say("status.bad_code"))))
    return Step(visit, (DeleteTyped(), FindCase(inside.code)))


def take_words_for_case(visit: Visit, part: Part, occasion: Occasion) -> Step:
    """One more message for the case that is open, or for the one whose code is still to come."""
    after = _with_words(visit, part)
    if after is None:
        return Step(visit, current(visit, occasion, _too_long(visit)))
    after, told = facts_hidden_again(after, occasion)
    after = replace(after, screen=Screen.FACTS if visit.case is not None else Screen.ADD_CODE)
    return Step(after, current(after, occasion, *told))


def take_words_for_code(visit: Visit, part: Part, occasion: Occasion) -> Step:
    """Words where only a code was asked for: a story waits for the case of that code."""
    if small_talk(part.text) is SmallTalk.NUMBER:
        return Step(visit, current(visit, occasion, Say("talk.number")))
    if not is_story(part.text) or waits_for_other(visit, None):
        return Step(visit, current(visit, occasion, Say("status.bad_code")))
    return take_words_for_case(visit, part, occasion)


def deleting(result: Step) -> Step:
    """*result*, and what the citizen has just sent is deleted."""
    effects: tuple[Effect, ...] = tuple(effect for effect in result.effects if effect != DeleteTyped())
    return Step(result.visit, (DeleteTyped(), *effects))


def noted(result: Step, note: Say) -> Step:
    """*result* with *note* above what it shows."""
    return Step(
        result.visit,
        tuple(
            Show(with_note(effect.view, note), effect.anew) if isinstance(effect, Show) else effect
            for effect in result.effects
        ),
    )


def _with_words(visit: Visit, part: Part) -> Visit | None:
    """*visit* with one more message for a case; None when it is too much."""
    text = part.text.strip()
    grown = Growing((*visit.facts.parts, Part(part.message_id, text))) if text else visit.facts
    return None if len(grown.text) > TEXT_LIMIT else replace(visit, facts=grown)


def _too_long(visit: Visit) -> Say:
    return Say("text.part_over", {"len": len(visit.facts.text), "max": TEXT_LIMIT})
