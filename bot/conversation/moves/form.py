"""The form: what a press does to the draft, and what is shown next. Nothing typed is lost by a wrong move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import assert_never

from bot.conversation.moves.reviewing import hidden_again, into_draft, press_rows, words_of_draft
from bot.conversation.questionnaire.answering import (
    asked_question,
    is_revisited,
    with_answer,
    with_skipped,
    with_texts_ended,
)
from bot.conversation.questionnaire.naming import Route, route_to
from bot.conversation.questionnaire.presetting import takes_preset, with_preset
from bot.conversation.questionnaire.questions import (
    ROUGH_DAYS,
    Choose,
    Grow,
    PastDay,
    Question,
    Review,
    open_question,
    without_answer,
)
from bot.conversation.questionnaire.review import holder_of
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import remove
from bot.conversation.values.choices import (
    AllChoices,
    Attach,
    Cancel,
    Edit,
    OfTheForm,
    OfTheText,
    Pick,
    PickNamed,
    RemoveFile,
    Skip,
    TextAgain,
    TextDone,
    ToPreview,
)
from bot.conversation.values.draft import Answer, Draft, Given, Growing, Marks, Screen, Visit, value_of
from bot.conversation.values.effects import COMMAS, Alert, Say, Show, View, join
from bot.conversation.values.review_choices import (
    HideMarked,
    Keep,
    Mask,
    OfTheReview,
    OfTheRows,
    Retype,
    TurnPage,
    TurnRow,
)
from bot.conversation.views.asking import ask, beside_view
from bot.conversation.views.file_list import attach_view
from bot.conversation.views.linked import preset_note
from bot.conversation.views.menus import confirm_cancel
from bot.conversation.views.preview import edit_list, labelled_rows, preview
from bot.frozen import replace


def form_view(visit: Visit, draft: Draft, occasion: Occasion) -> View:
    """The question that is open, the list of answers, or the preview."""
    if not draft.beside.parts and visit.screen is Screen.EDIT:
        return edit_list(draft, occasion.questions)
    if not draft.beside.parts and visit.screen is Screen.FILES:
        return attach_view(draft.files, occasion.questions.most_files)
    return _asked_view(visit, draft, asked_question(draft, occasion.questions), occasion)


def _asked_view(visit: Visit, draft: Draft, asked: Question | None, occasion: Occasion) -> View:
    """The question *asked*, or the preview when none is; words beside the questions come first."""
    if draft.beside.parts:
        return beside_view(draft.beside.text)
    if asked is None:
        return preview(draft, occasion.questions, visit.spoken)
    return ask(asked, draft, occasion.questions, visit.spoken)


def go_on(visit: Visit, draft: Draft, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Show what comes next; the first preview brings the code into the draft, and what a link chose is not asked.

    What was hidden before is hidden where it was written again.
    """
    draft, told = hidden_again(visit, draft, occasion)
    notes = (*notes, *told)
    if visit.preset is not None and takes_preset(draft):
        notes = (*notes, preset_note(visit.preset, occasion.questions, visit.spoken))
        draft = with_preset(draft, visit.preset, occasion.questions)
        visit = replace(visit, preset=None)
    asked = asked_question(draft, occasion.questions)
    if draft.code is None and asked is None:
        draft = replace(draft, code=occasion.fresh_code)
    visit = replace(visit, draft=draft, screen=Screen.FORM)
    return Step(visit, (Show(with_note(_asked_view(visit, draft, asked, occasion), *notes), anew=anew),))


def settle(
    visit: Visit, draft: Draft, asked: Question, answer: Answer, occasion: Occasion, *notes: Say, anew: bool = False
) -> Step:
    """*asked* has its *answer*: go on, and say what a change in the preview did to the other answers."""
    if asked.name == "consent" and answer == Given("no"):
        return _without_contact(visit, draft, occasion, anew=anew)
    ended = with_texts_ended(draft, asked, occasion.questions)
    after = with_answer(ended, asked.name, answer, occasion.questions)
    if is_revisited(draft, occasion.questions):
        notes = (*notes, *_changes(draft, after, occasion))
    return go_on(visit, after, occasion, *notes, anew=anew)


def settle_route(visit: Visit, draft: Draft, route: Route, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """The choice at the end of *route* is given, and with it every answer that leads there."""
    after = draft
    for name, choice in route.answers:
        after = with_answer(after, name, Given(choice), occasion.questions)
    if draft.editing is not None:
        notes = (*notes, *_changes(draft, after, occasion))
    return go_on(visit, after, occasion, *notes, anew=anew)


def press_form(visit: Visit, draft: Draft, choice: OfTheForm, occasion: Occasion) -> Step:
    """A button of the form was pressed; one that does not fit the open question shows that question."""
    match choice:
        case Pick(name):
            return _pick(visit, draft, name, occasion)
        case PickNamed(name):
            return _pick_named(visit, draft, name, occasion)
        case AllChoices():
            return go_on(visit, draft, occasion)
        case TextDone() | TextAgain():
            return _press_text(visit, draft, choice, occasion)
        case Mask() | Keep() | Retype() | TurnRow() | TurnPage() | HideMarked():
            return _review(visit, draft, choice, occasion)
        case Skip():
            return _skip(visit, draft, occasion)
        case Attach():
            return _list_files(visit, draft, occasion)
        case RemoveFile(number):
            return _list_files(visit, replace(draft, files=remove(draft.files, number)), occasion)
        case ToPreview():
            return go_on(visit, replace(draft, editing=None), occasion)
        case Edit(name):
            return _edit(visit, draft, name, occasion)
        case Cancel():
            return Step(replace(visit, screen=Screen.CANCEL), (Show(confirm_cancel()),))
        case unexpected:
            assert_never(unexpected)


def _pick(visit: Visit, draft: Draft, name: str, occasion: Occasion) -> Step:
    """The open question is answered with its choice *name*."""
    asked = asked_question(draft, occasion.questions)
    match asked.answering if asked else None:
        case Choose() if asked is not None:
            choices = occasion.questions.choices_of(asked.name, draft.answers)
            if any(choice.id == name for choice in choices):
                return settle(visit, draft, asked, Given(name), occasion)
        case PastDay() if asked is not None and name in ROUGH_DAYS:
            return settle(visit, draft, asked, Given(_rough_day(name, occasion)), occasion)
        case _:
            pass
    return go_on(visit, draft, occasion)


def _pick_named(visit: Visit, draft: Draft, name: str, occasion: Occasion) -> Step:
    """The choice *name*, which typed words named, answers the open question and those on the way to it."""
    asked = asked_question(draft, occasion.questions)
    route = route_to(name, asked, draft.answers, occasion.questions) if asked is not None else None
    return go_on(visit, draft, occasion) if route is None else settle_route(visit, draft, route, occasion)


def _press_text(visit: Visit, draft: Draft, choice: OfTheText, occasion: Occasion) -> Step:
    asked = asked_question(draft, occasion.questions)
    if asked is None or not isinstance(asked.answering, Grow):
        return go_on(visit, draft, occasion)
    match choice:
        case TextDone():
            return finish_text(visit, draft, asked, asked.answering, occasion)
        case TextAgain():
            # Opened from the preview, it stays open until the citizen says that it is ready: the next part may follow.
            still = draft.editing if is_revisited(draft, occasion.questions) else None
            emptied = replace(draft, answers=without_answer(draft.answers, asked.name), editing=still, marks=Marks())
            return go_on(visit, emptied, occasion, Say("text.again"))
        case unexpected:
            assert_never(unexpected)


def _skip(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    asked = asked_question(draft, occasion.questions)
    if asked is not None and asked.optional:
        draft = with_skipped(draft, asked.name, occasion.questions)
    return go_on(visit, draft, occasion)


def _review(visit: Visit, draft: Draft, choice: OfTheReview | OfTheRows, occasion: Occasion) -> Step:
    """Turn a row, hide what is marked or everything, or go back to the words; nothing of another screen is decided."""
    questions = occasion.questions
    asked = asked_question(draft, questions)
    if asked is None or not isinstance(asked.answering, Review) or isinstance(choice, Keep):
        return go_on(visit, draft, occasion)
    words = words_of_draft(draft, occasion)
    if isinstance(choice, Retype):
        name = holder_of(words, questions.find)
        notes = (Say("pii.retype"),) if name and isinstance(draft.answers[name], Growing) else ()
        return go_on(visit, replace(draft, editing=name), occasion, *notes)
    decided = press_rows(words, choice, visit, occasion)
    if decided.is_stale:
        again = go_on(visit, draft, occasion, anew=True)
        return Step(again.visit, (Alert(Say("err.stale_step")), *again.effects))
    after = into_draft(draft, decided.words)
    if isinstance(choice, TurnRow | TurnPage):
        shown = ask(asked, after, questions, visit.spoken, page=decided.page)
        return Step(replace(visit, draft=after), (Show(shown),))
    return go_on(visit, after, occasion)


def too_long(draft: Draft, row: Question) -> Say:
    """The last words do not fit into the text *row* any more."""
    assert isinstance(row.answering, Grow)
    counts = {"len": len(value_of(draft.answers, row.name) or ""), "max": row.answering.longest}
    return Say("text.part_over", counts)


def _list_files(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    """Show the files of *draft*, and how more are added."""
    listed = replace(visit, draft=replace(draft, editing=None), screen=Screen.FILES)
    return Step(listed, (Show(attach_view(draft.files, occasion.questions.most_files)),))


def _edit(visit: Visit, draft: Draft, name: str | None, occasion: Occasion) -> Step:
    labelled = tuple(labelled_rows(draft, occasion.questions))
    if any(name in (row.name, row.within) for row in labelled if name is not None):
        return go_on(visit, replace(draft, editing=name), occasion)
    listed = replace(draft, editing=None)
    return Step(
        replace(visit, screen=Screen.EDIT, draft=listed),
        (Show(edit_list(listed, occasion.questions)),),
    )


def finish_text(
    visit: Visit, draft: Draft, asked: Question, grow: Grow, occasion: Occasion, *, anew: bool = False
) -> Step:
    """The citizen says that the text is ready."""
    grown = draft.answers.get(asked.name)
    if not isinstance(grown, Growing) or len(grown.text) < grow.shortest:
        return go_on(visit, draft, occasion, anew=anew)
    return settle(visit, draft, asked, Growing(grown.parts, done=True), occasion, anew=anew)


def _without_contact(visit: Visit, draft: Draft, occasion: Occasion, *, anew: bool) -> Step:
    """No consent: nothing was collected, another level is chosen."""
    kept = without_answer(draft.answers, "level", "consent", "contact")
    return go_on(visit, replace(draft, answers=kept, editing=None), occasion, Say("contact.not_taken"), anew=anew)


def _changes(before: Draft, after: Draft, occasion: Occasion) -> Iterator[Say]:
    """What became of the other answers when one was changed in the preview."""
    gone = [
        Say(row.label)
        for row in labelled_rows(before, occasion.questions)
        if row.label and isinstance(before.answers.get(row.name), Given | Growing) and row.name not in after.answers
    ]
    if gone:
        yield Say("preview.dropped", {"labels": join(COMMAS, tuple(gone))})
    if open_question(occasion.questions, after.answers) is not None:
        yield Say("preview.ask_again")
    elif not gone:
        yield Say("preview.changed")


def _rough_day(value: str, occasion: Occasion) -> str:
    match value:
        case "today":
            return occasion.today.isoformat()
        case "yesterday":
            return (occasion.today - timedelta(days=1)).isoformat()
        case _:
            return value
