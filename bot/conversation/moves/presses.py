"""Buttons: those that always hold, and those that belong to one step."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.moves.beside import settle_beside
from bot.conversation.moves.case_presses import press_case, press_of_case
from bot.conversation.moves.commands import take_command
from bot.conversation.moves.erasing import press_erasing
from bot.conversation.moves.form import go_on, press_form, settle
from bot.conversation.moves.linked import with_waiting
from bot.conversation.moves.sending import press_send, press_send_ready
from bot.conversation.moves.showing import current, facts_screen, home, stale, stand, status_screen
from bot.conversation.questionnaire.answering import asked_question, begun, is_revisited, step_back
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.case_choices import OfACase, OfTheCase
from bot.conversation.values.choices import (
    AddBeside,
    Anew,
    AsAddition,
    AskStatus,
    Back,
    Begin,
    BeginIn,
    ChooseLanguage,
    Drop,
    HideMessage,
    LeaveBeside,
    OfTheDraft,
    OfTheHouse,
    ReceiptGone,
    ReceiptSaved,
    Resume,
    Send,
    SendReady,
    ShowMenu,
    ShowMine,
    Timeless,
)
from bot.conversation.values.draft import (
    Draft,
    Given,
    Growing,
    Screen,
    Visit,
    draft_waits,
    facts_wait,
    is_empty,
    is_only_told,
    value_of,
)
from bot.conversation.values.effects import BeginDraft, DeletePressed, DeleteReceipt, Effect, ListCases, Say, Show
from bot.conversation.values.erasing_choices import OfErasing
from bot.conversation.values.events import Pressed
from bot.conversation.values.offices import ReadAbout
from bot.conversation.values.page_choices import OfThePages, ShowAbout, ShowAdvice, ShowHelp, ShowPrivacy
from bot.conversation.values.review_choices import OfTheRows
from bot.conversation.views import menus
from bot.frozen import replace
from bot.terms import Kind, Language


def take_press(visit: Visit, pressed: Pressed, occasion: Occasion) -> Step:
    """Do what a button says; a stale one answers with the current step."""
    choice = pressed.choice
    if isinstance(choice, OfACase):
        return press_of_case(visit, choice, occasion, is_fresh=pressed.step == visit.step)
    if isinstance(choice, Timeless):
        is_fresh = pressed.step == visit.step
        if isinstance(choice, OfErasing):
            result = press_erasing(visit, choice, occasion, is_fresh=is_fresh)
        else:
            result = _press_timeless(visit, choice, pressed, occasion)
        return result if is_fresh else _below(result)
    if choice is None or pressed.step != visit.step:
        return stale(visit, occasion)
    if isinstance(choice, OfTheCase):
        begun = visit.case is not None or facts_wait(visit)
        return press_case(visit, choice, occasion) if begun else stale(visit, occasion)
    if isinstance(choice, OfTheRows) and visit.screen is Screen.CHECK:
        return press_case(visit, choice, occasion)
    if isinstance(choice, Resume):
        # The message of a case stays where it is: it leads there again.
        return home(visit, occasion, anew=visit.screen is Screen.CASE)
    return stale(visit, occasion) if visit.draft is None else _press_draft(visit, visit.draft, choice, occasion)


def _below(result: Step) -> Step:
    """*result* in new messages: the button hangs somewhere above, where what it shows would be seen by nobody."""
    effects = (replace(effect, anew=True) if isinstance(effect, Show) else effect for effect in result.effects)
    return Step(result.visit, tuple(effects))


def _press_timeless(visit: Visit, choice: OfTheHouse, pressed: Pressed, occasion: Occasion) -> Step:
    match choice:
        case Send(seen):
            return press_send(visit, seen, occasion)
        case ChooseLanguage(language):
            return _choose_language(visit, language, occasion)
        case BeginIn(language, kind):
            return _begin(replace(visit, language=language, purpose=None), kind, occasion)
        case Begin(kind):
            return _begin(visit, kind, occasion)
        case AskStatus():
            return stand(visit, status_screen(visit), occasion)
        case ShowMine():
            return Step(visit, (ListCases(),))
        case ShowHelp() | ShowAdvice() | ShowPrivacy() | ShowAbout():
            return Step(visit, (_page(choice, occasion),))
        case ReceiptSaved():
            return Step(visit, (Show(menus.confirm_receipt_gone(pressed.message_id), anew=True),))
        case ReceiptGone(receipt):
            gone = (DeleteReceipt(receipt), DeletePressed())
            return Step(visit, (*gone, *current(visit, occasion, Say("receipt.hidden"))))
        case HideMessage(case):
            return _hide(visit, case, occasion)
        case ShowMenu():
            # As a message of its own: above it may stand a case, or the only place where a code is written.
            return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion, anew=True)
        case unexpected:
            assert_never(unexpected)


def _page(choice: OfThePages, occasion: Occasion) -> Effect:
    match choice:
        case ShowHelp():
            return Show(menus.commands())
        case ShowAdvice(about):
            return Show(menus.advice(about))
        case ShowPrivacy():
            return Show(menus.privacy(occasion.draft_hours, occasion.questions.leaves))
        case ShowAbout(region):
            return ReadAbout(region)
        case unexpected:
            assert_never(unexpected)


def _hide(visit: Visit, case: str | None, occasion: Occasion) -> Step:
    """The message goes, and the case is left; what was written for it stays until it is given or deleted."""
    is_open = case is None or case == visit.case
    note = Say("chat.only_hidden")
    left = home(visit, occasion, note, anew=True) if is_open else Step(visit, current(visit, occasion, note))
    return Step(left.visit, (DeletePressed(), *left.effects))


def _choose_language(visit: Visit, language: Language, occasion: Occasion) -> Step:
    is_first = visit.language is None
    chosen = replace(visit, language=language, purpose=None)
    if visit.purpose is not None:
        return take_command(chosen, visit.purpose, occasion)
    if is_first and chosen.screen is Screen.MENU:
        return with_waiting(Step(chosen, (Show(menus.welcome()),)), occasion)
    if is_first:
        return Step(chosen, current(chosen, occasion, anew=False))
    return Step(chosen, current(chosen, occasion, Say("lang.changed"), anew=False))


def _begin(visit: Visit, kind: Kind, occasion: Occasion) -> Step:
    """A new report or proposal. A second press of the same button changes nothing."""
    draft = visit.draft
    if draft is None:
        return _new_draft(visit, kind, occasion)
    if draft_waits(visit):
        row = occasion.questions.row("kind")
        if row is not None and value_of(draft.answers, "kind") is None:
            return settle(visit, draft, row, Given(kind), occasion)
        return Step(replace(visit, screen=Screen.RESUME), (Show(menus.resume(kind, occasion.draft_hours)),))
    return go_on(visit, draft if value_of(draft.answers, "kind") == kind else begun(kind), occasion)


def _new_draft(visit: Visit, kind: Kind, occasion: Occasion) -> Step:
    fresh = go_on(visit, begun(kind), occasion)
    return Step(fresh.visit, (BeginDraft(), *fresh.effects))


def _press_draft(visit: Visit, draft: Draft, choice: OfTheDraft, occasion: Occasion) -> Step:
    match choice:
        case Drop():
            dropped = replace(visit, draft=None, screen=Screen.MENU)
            return Step(dropped, (Show(with_note(menus.menu(), Say("cancel.done"))),))
        case Anew(kind):
            return _begin_anew(visit, kind, occasion)
        case AsAddition():
            return _as_addition(visit, draft, occasion)
        case AddBeside() | LeaveBeside():
            return settle_beside(visit, draft, choice, occasion)
        case Back():
            return _back(visit, draft, occasion)
        case SendReady(ready):
            return press_send_ready(visit, draft, ready, occasion)
        case _:
            return press_form(visit, draft, choice, occasion)


def _begin_anew(visit: Visit, kind: Kind | None, occasion: Occasion) -> Step:
    if kind is None:
        return Step(replace(visit, draft=None, screen=Screen.MENU), (Show(menus.menu()),))
    # The draft that it replaces was counted already: no BeginDraft, so that no limit can take both.
    return go_on(visit, begun(kind), occasion)


def _as_addition(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    """The words and files of *draft* wait for a case instead, whose code is asked for."""
    if facts_wait(visit):
        return stand(visit, facts_screen(visit), occasion, Say("info.unsent"))
    if not (is_only_told(draft) or is_empty(draft)):
        return stale(visit, occasion)
    grown = next((answer for answer in draft.answers.values() if isinstance(answer, Growing)), Growing(()))
    words = Growing(tuple(part for part in grown.parts if part.text.strip()))
    moved = replace(visit, draft=None, case=None, facts=words, facts_files=draft.files, facts_marks=draft.marks)
    return stand(moved, Screen.ADD_CODE, occasion)


def _back(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    asked = asked_question(draft, occasion.questions)
    if asked is None or is_revisited(draft, occasion.questions):
        return go_on(visit, replace(draft, editing=None), occasion)
    earlier = step_back(draft, occasion.questions)
    if earlier is not None:
        return go_on(visit, earlier, occasion)
    return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion)
