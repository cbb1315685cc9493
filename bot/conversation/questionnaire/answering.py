"""What an answer does to a draft, before anything is shown: every function gives a changed draft, or None."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.questionnaire.questions import (
    Grow,
    Question,
    Questions,
    Review,
    Secret,
    is_lone,
    is_settled,
    open_question,
    put_answer,
    without_answer,
)
from bot.conversation.values.draft import Answer, Draft, Given, Growing, Part, Skipped, is_empty


def asked_question(draft: Draft, questions: Questions) -> Question | None:
    """The question that the citizen sees: the one reopened from the preview if it applies, else the first open one."""
    reopened = questions.row(draft.editing) if draft.editing is not None else None
    if reopened is not None and questions.applies(reopened, draft.answers):
        return reopened
    return open_question(questions, draft.answers)


def with_answer(draft: Draft, name: str, answer: Answer, questions: Questions) -> Draft:
    """*draft* with *name* settled by *answer*; answers that no longer apply are gone."""
    return replace(draft, answers=put_answer(questions, draft.answers, name, answer), editing=None)


def with_skipped(draft: Draft, name: str, questions: Questions) -> Draft:
    """*draft* with the optional question *name* passed over, its answer taken away."""
    return with_answer(draft, name, Skipped(), questions)


def with_part(draft: Draft, row: Question, part: Part) -> Draft | None:
    """*draft* with one more chat message in its growing text *row*; None when it does not fit."""
    assert isinstance(row.answering, Grow)
    before = draft.answers.get(row.name)
    grown = before if isinstance(before, Growing) else Growing(())
    after = Growing((*grown.parts, part), grown.done)
    if len(after.text) > row.answering.longest:
        return None
    return replace(draft, answers={**draft.answers, row.name: after})


def with_part_rewritten(draft: Draft, message_id: int, text: str, questions: Questions) -> Draft | None:
    """*draft* with the part that came in *message_id* rewritten; None when no part did, or it does not fit now.

    A text that was ready and has become too short is open again.
    """
    for row in questions.rows:
        answer = draft.answers.get(row.name)
        if not isinstance(row.answering, Grow) or not isinstance(answer, Growing):
            continue
        if all(part.message_id != message_id for part in answer.parts):
            continue
        parts = tuple(Part(p.message_id, text if p.message_id == message_id else p.text) for p in answer.parts)
        after = Growing(parts, answer.done)
        if len(after.text) > row.answering.longest:
            return None
        if len(after.text) < row.answering.shortest:
            after = Growing(parts)
        return replace(draft, answers={**draft.answers, row.name: after})
    return None


def early_text(draft: Draft, questions: Questions) -> Question | None:
    """The growing text that still lies ahead: a story told too early is kept for it."""
    for row in questions.rows:
        if isinstance(row.answering, Grow) and not row.optional and questions.applies(row, draft.answers):
            return None if is_settled(questions, row, draft.answers) else row
    return None


def step_back(draft: Draft, questions: Questions) -> Draft | None:
    """*draft* with its last necessary answer open again; None when that would leave nothing to go back to.

    A growing text is opened, never emptied; a secret, which cannot be shown again, stays.
    The kind is opened only when there is something to keep.
    """
    asked, answers = open_question(questions, draft.answers), draft.answers
    chosen: list[Question] = []
    for row in questions.rows:
        if asked is not None and row.name == asked.name:
            break
        if _was_asked(row, draft, questions):
            chosen.append(row)
    if not chosen or (chosen[-1].name == "kind" and is_empty(draft)):
        return None
    last = chosen[-1].name
    match answers[last]:
        case Growing(parts, _):
            answers = {**answers, last: Growing(parts)}
        case _:
            answers = without_answer(answers, last)
    return replace(draft, answers=answers, editing=None)


def _was_asked(row: Question, draft: Draft, questions: Questions) -> bool:
    answers = draft.answers
    if isinstance(row.answering, Review | Secret):
        return False
    necessary = not row.optional and questions.applies(row, answers) and is_settled(questions, row, answers)
    return necessary and not is_lone(questions, row, answers)


def begun(kind: str) -> Draft:
    """A new report or proposal."""
    return Draft({"kind": Given(kind)})
