"""Presses at a case: open it, add words and files, look through what was found in them, give them.

Rules
- A button that names its case leads there for ever: at once while the case is open, or when its stored address is this
  chat; else by its code. What was wanted waits for the code, which case was wanted is not remembered.
- What is done with a case by an old button is done at once where its stored address is this chat; behind the code the
  case is shown first, for it may have changed meanwhile.
- Words that wait for one case are never given to another: they are given or deleted first.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import assert_never

from bot.conversation.moves.form import go_on
from bot.conversation.moves.reviewing import into_facts, press_rows, words_of_facts
from bot.conversation.moves.showing import (
    facts_findings,
    facts_review,
    facts_screen,
    home,
    stale,
    stand,
    waits_for_other,
)
from bot.conversation.questionnaire.questions import Grow
from bot.conversation.step import Occasion, Step
from bot.conversation.values.attachments import clean, remove, waiting
from bot.conversation.values.case_choices import (
    AsReport,
    BackToCase,
    Correct,
    DropFacts,
    FactsAgain,
    FactsToHead,
    Give,
    GiveReady,
    OfACase,
    OfficeFiles,
    OfOwnActs,
    OfTheCase,
    Rate,
    RemoveFactsFile,
    ShowNotice,
    Sure,
    Want,
    WriteFacts,
)
from bot.conversation.values.draft import (
    Draft,
    Growing,
    Marks,
    Screen,
    Visit,
    aim_of,
    draft_waits,
    facts_wait,
    without_facts,
)
from bot.conversation.values.effects import (
    ActOnCase,
    AddFacts,
    BeginDraft,
    DropFiles,
    Effect,
    FetchFiles,
    OpenCase,
    OpenNotice,
    RateCase,
    Say,
    Show,
)
from bot.conversation.values.own_acts import Aim, OwnAct
from bot.conversation.values.review_choices import (
    FactsKeep,
    FactsMask,
    FactsRetype,
    HideMarked,
    OfTheFactsReview,
    OfTheRows,
    TurnPage,
    TurnRow,
)
from bot.conversation.views import adding, own_acts
from bot.conversation.views.file_list import ripe, wait_view
from bot.frozen import replace

AIMS = {OwnAct.PRESSED: Aim.TO_HEAD, OwnAct.REOPEN: Aim.REOPEN}
"""What is done with words, and what these are for then."""


def press_of_case(visit: Visit, choice: OfACase, occasion: Occasion, *, is_fresh: bool) -> Step:
    """Lead to the case that *choice* names; one that names none means the open case, as long as it *is_fresh*."""
    case = choice.case or (visit.case if is_fresh else None)
    if waits_for_other(visit, case):
        note = Say("info.unsent" if case is None else "info.other_waits")
        return stand(visit, Screen.FACTS, occasion, note, anew=True)
    if facts_wait(visit) and visit.case is None and not isinstance(choice, WriteFacts | Correct):
        return stand(visit, Screen.ADD_CODE, occasion, Say("info.unsent"), anew=True)
    if case is not None and case == visit.case:
        return press_open(visit, case, choice, occasion)
    there = replace(visit, screen=_way_by_code(choice), aim=_aim(visit, choice))
    if case is None:
        return stand(there, there.screen, occasion, anew=True)
    return Step(there, (OpenNotice(case, choice if isinstance(choice, OfOwnActs) else None),))


def press_open(visit: Visit, case: str, choice: OfACase, occasion: Occasion) -> Step:
    """Do what *choice* says of the *case* that is open."""
    match choice:
        case WriteFacts() | Correct():
            return stand(replace(visit, aim=_aim(visit, choice)), Screen.FACTS, occasion, anew=True)
        case OfficeFiles():
            return Step(visit, (FetchFiles(case),))
        case BackToCase() | ShowNotice():
            return Step(replace(visit, screen=Screen.CASE), (OpenCase(case),))
        case Want(act):
            return _want(visit, case, act, occasion)
        case Sure(act):
            return Step(visit, (ActOnCase(case, act),))
        case Rate(stars):
            return Step(visit, (RateCase(case, stars),))
        case unexpected:
            assert_never(unexpected)


def _want(visit: Visit, case: str, act: OwnAct, occasion: Occasion) -> Step:
    """What cannot be undone is asked about first; a case is opened again with words that say why."""
    match act:
        case OwnAct.WITHDRAW | OwnAct.UNLINK | OwnAct.UNCONTACT | OwnAct.PLAIN:
            return Step(visit, (Show(own_acts.confirm(act, case), anew=True),))
        case OwnAct.DECLINE | OwnAct.REVIEW | OwnAct.SAFE | OwnAct.DISCREET:
            return Step(visit, (ActOnCase(case, act),))
        case OwnAct.PRESSED | OwnAct.REOPEN if facts_wait(visit) and Aim.TO_HEAD in (visit.aim, AIMS[act]):
            # What waits was written for other eyes: it is sent or deleted first.
            note = () if visit.aim is AIMS[act] else (Say("info.unsent"),)
            return stand(visit, Screen.FACTS, occasion, *note, anew=True)
        case OwnAct.PRESSED:
            return stand(replace(visit, aim=Aim.TO_HEAD), Screen.FACTS, occasion, anew=True)
        case OwnAct.REOPEN:
            return stand(replace(visit, aim=Aim.REOPEN), Screen.FACTS, occasion, anew=True)
        case OwnAct.RATE:
            return Step(replace(visit, screen=Screen.CASE), (OpenCase(case),))
        case unexpected:
            assert_never(unexpected)


def _aim(visit: Visit, choice: OfACase) -> Aim:
    """What the next words are for. Those that wait go on being for what they were written for."""
    corrects = isinstance(choice, Correct)
    if facts_wait(visit) and not (corrects and visit.aim is Aim.ADD):
        return visit.aim
    return Aim.CORRECT if corrects else Aim.ADD


def _way_by_code(choice: OfACase) -> Screen:
    """Where the code is asked for, and what follows it."""
    match choice:
        case WriteFacts() | Correct():
            return Screen.ADD_CODE
        case OfficeFiles():
            return Screen.FILES_CODE
        case BackToCase() | ShowNotice() | Want() | Sure() | Rate():
            return Screen.CODE
        case unexpected:
            assert_never(unexpected)


def press_case(visit: Visit, choice: OfTheCase | OfTheRows, occasion: Occasion) -> Step:
    """Do what a button says of the words that wait for the open case, or for the one whose code is still to come."""
    match choice:
        case Give() | GiveReady():
            ready = choice.ready if isinstance(choice, GiveReady) else None
            return stale(visit, occasion) if visit.case is None else _give(visit, visit.case, ready, occasion)
        case FactsMask() | FactsKeep() | FactsRetype() | TurnRow() | TurnPage() | HideMarked():
            return _review_facts(visit, choice, occasion)
        case FactsAgain():
            emptied = replace(visit, facts=Growing(()), facts_kept=(), facts_marks=Marks())
            return stand(emptied, facts_screen(visit), occasion, Say("text.again"))
        case DropFacts():
            return home(without_facts(visit), occasion, Say("info.dropped"))
        case FactsToHead():
            if visit.facts_files:
                return stand(visit, Screen.FACTS, occasion, Say("press.no_files"))
            return stand(replace(visit, aim=Aim.TO_HEAD), Screen.FACTS, occasion)
        case AsReport() if visit.aim is Aim.TO_HEAD:
            return stale(visit, occasion)
        case AsReport():
            return _begin_report(visit, occasion)
        case RemoveFactsFile(number):
            kept = replace(visit, facts_files=remove(visit.facts_files, number))
            return stand(kept, facts_screen(visit), occasion)
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
        asked = wait_view(visit.facts_files, WriteFacts(case), GiveReady, has_words=bool(words.parts))
        return Step(visit, (Show(asked),))
    if aim_of(visit) in (Aim.REOPEN, Aim.TO_HEAD) and not words.parts:
        return stand(visit, Screen.FACTS, occasion, adding.ask_words(aim_of(visit)))
    dropped: tuple[Effect, ...] = (DropFiles(late),) if late else ()
    given = AddFacts(case, words.text, tuple(file.id for file in files), aim_of(visit))
    return Step(visit, (given, *dropped))


def _begin_report(visit: Visit, occasion: Occasion) -> Step:
    """The words and files that a case at an end does not take begin a report; a draft that waits goes first."""
    if draft_waits(visit):
        return stand(visit, Screen.FACTS, occasion, Say("info.draft_first"), anew=True)
    row = next(row for row in occasion.questions.rows if isinstance(row.answering, Grow))
    told = Growing(visit.facts.parts, early=True)
    answers = {row.name: told} if told.parts else {}
    draft = Draft(MappingProxyType(answers), files=visit.facts_files, marks=visit.facts_marks)
    begun = go_on(replace(without_facts(visit), case=None), draft, occasion, anew=True)
    return Step(begun.visit, (BeginDraft(), *begun.effects))


def _review_facts(visit: Visit, choice: OfTheFactsReview | OfTheRows, occasion: Occasion) -> Step:
    """Turn a row, hide what is marked or everything, or go back to the words; nothing of another screen is decided."""
    find = occasion.questions.find
    if not facts_findings(visit, find) or visit.case is None:
        return stand(visit, facts_screen(visit), occasion)
    if isinstance(choice, FactsRetype):
        return stand(visit, Screen.FACTS, occasion, Say("pii.retype"))
    if isinstance(choice, FactsKeep):
        return stand(visit, Screen.CHECK, occasion)
    decided = press_rows(words_of_facts(visit), choice, visit, occasion)
    if decided.is_stale:
        return stale(visit, occasion)
    after = into_facts(visit, decided.words)
    if isinstance(choice, TurnRow | TurnPage):
        return Step(after, (Show(facts_review(after, occasion, page=decided.page)),))
    if facts_findings(after, find):
        return stand(after, Screen.CHECK, occasion)
    return Step(replace(after, screen=Screen.FACTS), (Show(adding.as_the_office_sees(after)),))
