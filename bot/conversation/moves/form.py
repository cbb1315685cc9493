"""The form: what a press does to the draft, and what is shown next. Nothing typed is lost by a wrong move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.conversation.questionnaire.answering import asked_question, with_answer, with_skipped
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
from bot.conversation.questionnaire.review import holder_of, keep, mask_answers, open_findings
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import remove
from bot.conversation.values.draft import Answer, Draft, Given, Growing, Screen, Visit
from bot.conversation.values.effects import COMMAS, Say, Show, View, join
from bot.conversation.views.asking import ask
from bot.conversation.views.file_list import attach_view
from bot.conversation.views.menus import confirm_cancel
from bot.conversation.views.preview import edit_list, labelled_rows, preview


def form_view(visit: Visit, draft: Draft, occasion: Occasion) -> View:
    """The question that is open, the list of answers, or the preview."""
    language = visit.language or "kk"
    if visit.screen is Screen.EDIT:
        return edit_list(draft, occasion.questions)
    if visit.screen is Screen.FILES:
        return attach_view(draft.files, occasion.questions.most_files)
    asked = asked_question(draft, occasion.questions)
    if asked is None:
        return preview(draft, occasion.questions, language)
    return ask(asked, draft, occasion.questions, language)


def go_on(visit: Visit, draft: Draft, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Show what comes next; the first preview brings the code into the draft."""
    if draft.code is None and asked_question(draft, occasion.questions) is None:
        draft = replace(draft, code=occasion.fresh_code)
    visit = replace(visit, draft=draft, screen=Screen.FORM)
    return Step(visit, (Show(with_note(form_view(visit, draft, occasion), *notes), anew=anew),))


def settle(
    visit: Visit, draft: Draft, asked: Question, answer: Answer, occasion: Occasion, *notes: Say, anew: bool = False
) -> Step:
    """*asked* has its *answer*: go on, and say what a change in the preview did to the other answers."""
    if asked.name == "consent" and answer == Given("no"):
        return _without_contact(visit, draft, occasion, anew=anew)
    after = with_answer(draft, asked.name, answer, occasion.questions)
    if draft.editing is not None:
        notes = (*notes, *_changes(draft, after, occasion))
    return go_on(visit, after, occasion, *notes, anew=anew)


def choose(visit: Visit, draft: Draft, value: str, occasion: Occasion) -> Step:
    """A button of the open question was pressed with *value*."""
    asked = asked_question(draft, occasion.questions)
    match asked.answering if asked else None:
        case Choose() if asked is not None:
            choices = occasion.questions.choices_of(asked.name, draft.answers)
            if any(choice.id == value for choice in choices):
                return settle(visit, draft, asked, Given(value), occasion)
        case PastDay() if asked is not None and value in ROUGH_DAYS:
            return settle(visit, draft, asked, Given(_rough_day(value, occasion)), occasion)
        case _:
            pass
    return go_on(visit, draft, occasion)


def press_control(visit: Visit, draft: Draft, control: str, occasion: Occasion) -> Step:
    """A button that is no answer: done, again, skip, preview, edit, cancel."""
    verb, _, name = control.partition(":")
    asked = asked_question(draft, occasion.questions)
    match verb:
        case "done" if asked is not None and isinstance(asked.answering, Grow):
            return _finish_text(visit, draft, asked, asked.answering, occasion)
        case "again" if asked is not None and isinstance(asked.answering, Grow):
            emptied = replace(draft, answers=without_answer(draft.answers, asked.name), editing=None)
            return go_on(visit, emptied, occasion, Say("text.again"))
        case "mask" | "keep" | "retype" if asked is not None and isinstance(asked.answering, Review):
            return _review(visit, draft, verb, every=name == "all", occasion=occasion)
        case "attach" | "unfile":
            return _attach(visit, draft, name, occasion)
        case "skip" if asked is not None and asked.optional:
            return go_on(visit, with_skipped(draft, asked.name, occasion.questions), occasion)
        case "preview":
            return go_on(visit, replace(draft, editing=None), occasion)
        case "edit":
            return _edit(visit, draft, name, occasion)
        case "cancel":
            return Step(replace(visit, screen=Screen.CANCEL), (Show(confirm_cancel()),))
        case _:
            return go_on(visit, draft, occasion)


def _review(visit: Visit, draft: Draft, verb: str, *, every: bool, occasion: Occasion) -> Step:
    """Mask or keep what was found first (or mask everything), or go back to the words that hold it."""
    questions, language = occasion.questions, visit.language or "kk"
    first = open_findings(draft.answers, questions.reviewed, questions.find)[0]
    match verb:
        case "mask":
            only = None if every else first.fragment
            answers = mask_answers(
                draft.answers,
                questions.reviewed,
                questions.find,
                lambda kind: questions.mask(kind, language),
                only=only,
            )
            return go_on(visit, replace(draft, answers=answers), occasion)
        case "keep":
            return go_on(visit, replace(draft, answers=keep(draft.answers, first.fragment)), occasion)
        case _:
            name = holder_of(draft.answers, questions.reviewed, first.fragment)
            notes = (Say("pii.retype"),) if name and isinstance(draft.answers[name], Growing) else ()
            return go_on(visit, replace(draft, editing=name), occasion, *notes)


def _attach(visit: Visit, draft: Draft, number: str, occasion: Occasion) -> Step:
    """Show how files are added; with *number*, take that file out first."""
    if number.isdecimal():
        draft = replace(draft, files=remove(draft.files, int(number)))
    listed = replace(visit, draft=replace(draft, editing=None), screen=Screen.FILES)
    return Step(listed, (Show(attach_view(draft.files, occasion.questions.most_files)),))


def _edit(visit: Visit, draft: Draft, name: str, occasion: Occasion) -> Step:
    if any(row.name == name for row in labelled_rows(draft, occasion.questions)):
        return go_on(visit, replace(draft, editing=name), occasion)
    listed = replace(draft, editing=None)
    return Step(
        replace(visit, screen=Screen.EDIT, draft=listed),
        (Show(edit_list(listed, occasion.questions)),),
    )


def _finish_text(visit: Visit, draft: Draft, asked: Question, grow: Grow, occasion: Occasion) -> Step:
    grown = draft.answers.get(asked.name)
    if not isinstance(grown, Growing) or len(grown.text) < grow.shortest:
        return go_on(visit, draft, occasion, Say("err.too_short", {"min": grow.shortest}))
    return settle(visit, draft, asked, Growing(grown.parts, done=True), occasion)


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
