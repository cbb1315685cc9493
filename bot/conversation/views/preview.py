"""The preview: every answer so far, the code, the send button; and the list of answers to change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import assert_never

from bot.conversation.questionnaire.questions import Choose, Grow, Line, PastDay, Question, Questions, Review, Secret
from bot.conversation.values.attachments import waiting
from bot.conversation.values.choices import Attach, Cancel, Edit, Send, ToPreview
from bot.conversation.values.draft import Answers, Draft, Given, Growing, Visit, value_of
from bot.conversation.values.effects import Button, CopyButton, Paragraph, Quote, Say, Value, View
from bot.conversation.values.packing import dump_visit
from bot.conversation.views.asking import Rows, in_rows
from bot.conversation.views.file_list import summary as attached
from bot.terms import Language, Level


def fingerprint(draft: Draft) -> str:
    """Twelve hexadecimal digits that change with any answer, the code, the files and what became of them.

    What became of some while others are being cleaned does not count: the question that follows then tells it.
    """
    packed = json.loads(dump_visit(Visit(draft=Draft(draft.answers, draft.code))))["d"]
    unsettled = bool(waiting(draft.files))
    packed["f"] = [[file.id, "" if unsettled else file.state.value] for file in draft.files]
    canonical = json.dumps(packed, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def grouped(code: str) -> str:
    """Twenty digits in groups of four, to be read aloud and written down."""
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def preview(draft: Draft, questions: Questions, language: Language) -> View:
    """All answers, the code and what pressing send will do."""
    code = draft.code or ""
    paragraphs: list[Paragraph] = [Say("preview.title")]
    paragraphs += summary(draft, questions, language)
    paragraphs += attached(draft.files)
    paragraphs.append(Say("pii.limits"))
    if value_of(draft.answers, "level") == Level.CODE:
        urgent = questions.at_slots and value_of(draft.answers, "urgent") == "yes"
        paragraphs.append(Say("preview.urgent") if urgent else Say("preview.leaves", {"leaves": questions.leaves}))
    additions = _additions(draft, questions)
    paragraphs += [Say("preview.code", {"code": grouped(code)}), Say("preview.not_sent")]
    rows = (
        (Button(Say("btn.submit"), Send(fingerprint(draft))),),
        (Button(Say("btn.edit"), Edit()), CopyButton(Say("btn.copy_code"), code)),
        *additions,
        (Button(Say("btn.files" if draft.files else "btn.add_files"), Attach()),),
        (Button(Say("btn.cancel"), Cancel()),),
    )
    return View(tuple(paragraphs), rows)


def summary(draft: Draft, questions: Questions, language: Language) -> Iterator[Paragraph]:
    """One line for each answer with a label; long texts as paragraphs of their own."""
    for row in labelled_rows(draft, questions):
        if row.name not in draft.answers or row.label is None:
            continue
        if isinstance(draft.answers[row.name], Growing):
            yield Say("line.heading", {"label": Say(row.label)})
            yield Quote(value_of(draft.answers, row.name) or "")
        else:
            shown = shown_value(row, draft.answers, questions, language)
            yield Say("line.value", {"label": Say(row.label), "value": shown})


def labelled_rows(draft: Draft, questions: Questions) -> Iterator[Question]:
    """The rows that apply and may be looked at or changed in the preview."""
    return (row for row in questions.rows if row.label and questions.applies(row, draft.answers))


def shown_value(row: Question, answers: Answers, questions: Questions, language: Language) -> Value:
    """How the answer to *row* reads, to its citizen and to the office; a secret never shows."""
    value = value_of(answers, row.name)
    if value is None:
        return Say("label.empty")
    match row.answering:
        case Secret():
            return Say("contact.sealed_mark")
        case PastDay():
            return shown_day(value)
        case Choose(options=options):
            settled = (Say(option.settled or option.label) for option in options if option.id == value)
            return next(settled, None) or questions.label_of(row.name, value, answers, language)
        case Grow() | Line() | Review():
            return value
        case unexpected:
            assert_never(unexpected)


def shown_day(value: str) -> Value:
    """A day as a date, a rough choice as its text."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return Say(f"value.when_{value}")


def edit_list(draft: Draft, questions: Questions) -> View:
    """A button for every answer that may be changed."""
    buttons = [Button(Say(row.label or ""), Edit(row.name)) for row in labelled_rows(draft, questions)]
    return View((Say("edit.ask"),), (*in_rows(buttons, 1), (Button(Say("btn.back"), ToPreview()),)))


def _additions(draft: Draft, questions: Questions) -> Rows:
    """A button for every optional answer that is not there yet."""
    missing = (row for row in labelled_rows(draft, questions) if row.optional)
    buttons = [
        Button(Say(row.offer) if row.offer else Say("btn.add", {"label": Say(row.label or "")}), Edit(row.name))
        for row in missing
        if not isinstance(draft.answers.get(row.name), Given)
    ]
    return in_rows(buttons, 1)
