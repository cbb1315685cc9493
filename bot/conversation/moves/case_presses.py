"""Presses at an opened case: read on, add words and files, look through what was found in them, give them."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.conversation.moves.showing import facts_findings, stand
from bot.conversation.questionnaire.review import mask_text
from bot.conversation.step import Occasion, Step
from bot.conversation.values.attachments import clean, remove, waiting
from bot.conversation.values.case_choices import (
    BackToCase,
    FactsAgain,
    FactsKeep,
    FactsMask,
    FactsRetype,
    Give,
    GiveReady,
    OfficeFiles,
    OfTheCase,
    OfTheFactsReview,
    RemoveFactsFile,
    WriteFacts,
)
from bot.conversation.values.draft import Growing, Part, Screen, Visit, facts_wait
from bot.conversation.values.effects import AddFacts, DropFiles, Effect, FetchFiles, OpenCase, Say, Show
from bot.conversation.views.file_list import ripe, wait_view


def press_case(visit: Visit, case: str, choice: OfTheCase, occasion: Occasion) -> Step:
    """Do what a button of the opened *case* says."""
    match choice:
        case WriteFacts():
            return stand(visit, Screen.FACTS, occasion)
        case Give():
            return _give(visit, case, None, occasion)
        case GiveReady(ready):
            return _give(visit, case, ready, occasion)
        case FactsMask() | FactsKeep() | FactsRetype():
            return _review_facts(visit, choice, occasion)
        case OfficeFiles():
            return Step(visit, (FetchFiles(case),))
        case FactsAgain():
            emptied = replace(visit, facts=Growing(()), facts_kept=())
            return stand(emptied, Screen.FACTS, occasion, Say("text.again"))
        case RemoveFactsFile(number):
            return stand(replace(visit, facts_files=remove(visit.facts_files, number)), Screen.FACTS, occasion)
        case BackToCase():
            return Step(replace(visit, screen=Screen.CASE), (OpenCase(case),))
        case unexpected:
            assert_never(unexpected)


def _give(visit: Visit, case: str, ready: int | None, occasion: Occasion) -> Step:
    """Give what waits for the case, once nothing that was found in its words is open."""
    if facts_findings(visit, occasion.questions.find):
        return stand(visit, Screen.CHECK, occasion)
    if not facts_wait(visit):
        return stand(visit, Screen.FACTS, occasion)
    return _hand_over(visit, case, ready, occasion)


def _hand_over(visit: Visit, case: str, ready: int | None, occasion: Occasion) -> Step:
    """Send words and clean files; while others are being cleaned only when *ready* says how the files were seen."""
    words, files = visit.facts, clean(visit.facts_files)
    late = tuple(file.id for file in waiting(visit.facts_files))
    nothing = not words.parts and not files
    unseen = bool(late) if ready is None else ready != ripe(visit.facts_files)
    if unseen and not late:
        return stand(visit, Screen.FACTS, occasion)
    if late and (nothing or unseen):
        asked = wait_view(visit.facts_files, WriteFacts(), GiveReady, has_words=bool(words.parts))
        return Step(visit, (Show(asked),))
    dropped: tuple[Effect, ...] = (DropFiles(late),) if late else ()
    return Step(visit, (AddFacts(case, words.text, tuple(file.id for file in files)), *dropped))


def _review_facts(visit: Visit, choice: OfTheFactsReview, occasion: Occasion) -> Step:
    """Mask or keep what was found in the words for the case, or go back to them."""
    found = facts_findings(visit, occasion.questions.find)
    if not found:
        return stand(visit, Screen.FACTS, occasion)
    first = found[0].fragment
    match choice:
        case FactsMask(every):
            after = _masked(visit, None if every else first, occasion)
        case FactsKeep():
            after = replace(visit, facts_kept=(*visit.facts_kept, first))
        case FactsRetype():
            return stand(visit, Screen.FACTS, occasion, Say("pii.retype"))
        case unexpected:
            assert_never(unexpected)
    if facts_findings(after, occasion.questions.find):
        return stand(after, Screen.CHECK, occasion)
    return stand(after, Screen.FACTS, occasion, Say("pii.preview", {"text": after.facts.text}), Say("pii.limits"))


def _masked(visit: Visit, only: str | None, occasion: Occasion) -> Visit:
    questions, language, kept = occasion.questions, visit.spoken, frozenset(visit.facts_kept)

    def masked(text: str) -> str:
        return mask_text(text, kept, questions.find, lambda kind: questions.mask(kind, language), only=only)

    parts = tuple(Part(part.message_id, masked(part.text)) for part in visit.facts.parts)
    return replace(visit, facts=Growing(parts))
