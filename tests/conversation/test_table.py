"""Every place to stand against everything that can happen there."""

from __future__ import annotations

import pytest

from bot.conversation.machine import current_view, step
from bot.conversation.values.case_choices import OfACase
from bot.conversation.values.choices import Begin, BeginIn, HideMessage, ReceiptSaved, Send, ShowMenu, Timeless
from bot.conversation.values.draft import Screen, Visit, draft_waits, files_of
from bot.conversation.values.effects import AddFacts, DeleteTyped, DropFiles, FileCase, KeepFile, Show
from bot.conversation.values.erasing_choices import SureChatErased
from bot.conversation.values.events import (
    AdditionWaits,
    CaseDamaged,
    CaseLocked,
    CaseNotFound,
    CaseOpened,
    Commanded,
    Corrected,
    Event,
    FactsAdded,
    Filed,
    FileSent,
    FileSettled,
    Pressed,
    Received,
    Repeated,
    Typed,
)
from bot.conversation.values.packing import dump_visit, load_visit
from tests.conversation.scenes import (
    CODE,
    OTHER_CODE,
    check_view,
    events,
    files_in,
    is_shown,
    may_be_silent,
    may_lose_files,
    may_lose_words,
    occasion,
    views_of,
    visits,
    words_in,
)


@pytest.mark.parametrize("name", visits())
def test_every_event_has_an_answer_that_can_be_shown(name: str) -> None:
    visit = visits()[name]
    check_view(current_view(visit, occasion()))
    for event in events(visit):
        result = step(visit, event, occasion())
        assert is_shown(result) or may_be_silent(event), event
        for view in views_of(result.effects):
            check_view(view)
        check_view(current_view(result.visit, occasion()))


@pytest.mark.parametrize("name", visits())
def test_nothing_typed_is_lost_but_on_purpose(name: str) -> None:
    visit = visits()[name]
    for event in events(visit):
        after = step(visit, event, occasion()).visit
        if not may_lose_words(event, visit):
            lost = words_in(visit) - words_in(after)
            assert not lost, (event, lost)
        if not may_lose_files(event, visit):
            assert files_in(visit) <= files_in(after), event


@pytest.mark.parametrize("name", visits())
def test_files_that_are_held_are_kept_in_the_store_and_no_others(name: str) -> None:
    visit = visits()[name]
    held = {file.id for file in files_of(visit)}
    for event in events(visit):
        result = step(visit, event, occasion())
        kept = {effect.file for effect in result.effects if isinstance(effect, KeepFile)}
        dropped = {each for effect in result.effects if isinstance(effect, DropFiles) for each in effect.files}
        after = {file.id for file in files_of(result.visit)}
        assert kept <= files_in(result.visit), event
        if not isinstance(event, Filed | FactsAdded):
            assert held - after <= dropped, event
        sends = any(isinstance(effect, FileCase | AddFacts) for effect in result.effects)
        assert sends or not dropped & after, event


@pytest.mark.parametrize("name", [name for name, visit in visits().items() if draft_waits(visit)])
def test_what_is_no_answer_changes_no_answer(name: str) -> None:
    visit = visits()[name]
    assert visit.draft is not None
    for event in events(visit):
        if _is_no_answer(event, visit):
            after = step(visit, event, occasion()).visit.draft
            assert after is not None, event
            assert after.answers == visit.draft.answers, event


@pytest.mark.parametrize("name", visits())
def test_every_visit_survives_a_restart(name: str) -> None:
    visit = visits()[name]
    assert load_visit(dump_visit(visit)) == visit


@pytest.mark.parametrize("name", visits())
def test_a_changed_visit_makes_older_buttons_stale(name: str) -> None:
    visit = visits()[name]
    for event in events(visit):
        result = step(visit, event, occasion())
        after = result.visit
        if isinstance(event, FileSent) and _asked_by(after) == _asked_by(visit) or isinstance(event, AdditionWaits):
            assert after.step == visit.step, event
        elif isinstance(event, FileSettled):
            # Where an addition is sent from, its button must not give a file of which nobody has read.
            assert after.step == visit.step or visit.screen in (Screen.FACTS, Screen.ADD_CODE), event
        else:
            assert after.step == visit.step + 1 if after != visit else after.step == visit.step


@pytest.mark.parametrize("name", visits())
def test_a_message_with_a_code_is_deleted(name: str) -> None:
    visit = visits()[name]
    for event in events(visit):
        holds_code = isinstance(event, Typed) and (event.text in (CODE, OTHER_CODE) or "1111 2222 3333" in event.text)
        if holds_code or (isinstance(event, Received) and "1111 2222" in event.caption):
            effects = step(visit, event, occasion()).effects
            assert effects[0] == DeleteTyped(), event
            assert effects.count(DeleteTyped()) == 1
        if isinstance(event, FileSent) and "1111 2222" in event.caption:
            assert step(visit, event, occasion()).effects.count(DeleteTyped()) == 1, event


def _asked_by(visit: Visit) -> tuple[object, ...]:
    """What the citizen is asked, and where."""
    answers = None if visit.draft is None else dict(visit.draft.answers)
    beside = None if visit.draft is None else visit.draft.beside
    return (visit.screen, visit.case, visit.draft is None, answers, beside, visit.facts, visit.language)


@pytest.mark.parametrize("name", visits())
def test_no_press_at_a_case_and_nothing_told_of_one_takes_a_message_away(name: str) -> None:
    """Under the message that is pressed may stand the only code, or the only way to the case: it is left as it is."""
    visit = visits()[name]
    for event in events(visit):
        choice = event.choice if isinstance(event, Pressed) else None
        is_press = isinstance(choice, OfACase | ShowMenu | ReceiptSaved | HideMessage)
        if is_press or isinstance(event, CaseOpened | CaseDamaged | CaseLocked | CaseNotFound):
            shown = [effect for effect in step(visit, event, occasion()).effects if isinstance(effect, Show)]
            assert all(effect.anew for effect in shown), event


def _is_no_answer(event: Event, visit: Visit) -> bool:
    match event:
        case Repeated():
            return True
        case Commanded():
            return True
        case Received(_, _, caption):
            return not caption
        case Corrected(_, number):
            return number == 5_000
        case Pressed(Begin() | BeginIn() | Send()):
            return False
        case Pressed(SureChatErased(), number):
            return number != visit.step  # what was not sent goes with the messages of the chat
        case Pressed(choice, number):
            return isinstance(choice, Timeless) or number != visit.step
        case _:
            return False
