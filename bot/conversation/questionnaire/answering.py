"""What an answer does to a draft, before anything is shown: every function gives a changed draft, or None."""

from __future__ import annotations

from bot.conversation.questionnaire.questions import (
    TEXT_LIMIT,
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
from bot.conversation.values.draft import Answer, Answers, Draft, Given, Growing, Part, Skipped, is_empty
from bot.frozen import replace


def asked_question(draft: Draft, questions: Questions) -> Question | None:
    """The question that the citizen sees: the one reopened from the preview if it applies, else the first open one."""
    reopened = questions.row(draft.editing) if draft.editing is not None else None
    if reopened is not None and questions.applies(reopened, draft.answers):
        return reopened
    return open_question(questions, draft.answers)


def is_revisited(draft: Draft, questions: Questions) -> bool:
    """Whether a question was opened again when all were answered, and leads back to the preview or the review."""
    if draft.editing is None:
        return False
    left = open_question(questions, draft.answers)
    return left is None or left.name == draft.editing or isinstance(left.answering, Review)


def with_answer(draft: Draft, name: str, answer: Answer, questions: Questions) -> Draft:
    """*draft* with *name* settled by *answer*; answers that no longer apply are gone."""
    return replace(draft, answers=put_answer(questions, draft.answers, name, answer), editing=None)


def with_texts_ended(draft: Draft, row: Question, questions: Questions) -> Draft:
    """*draft* in which the texts that stand before *row* grow no more."""
    answers = dict(draft.answers)
    for earlier in questions.before(row):
        match answers.get(earlier.name):
            case Growing(parts, False, early) if is_settled(questions, earlier, draft.answers):
                answers[earlier.name] = Growing(parts, done=True, early=early)
            case _:
                continue
    return replace(draft, answers=answers)


def with_skipped(draft: Draft, name: str, questions: Questions) -> Draft:
    """*draft* with the optional question *name* passed over, its answer taken away."""
    return with_answer(draft, name, Skipped(), questions)


def with_beside(draft: Draft, part: Part) -> Draft:
    """*draft* with one more chat message among the words that are in no answer."""
    return replace(draft, beside=Growing((*draft.beside.parts, part)))


def with_beside_added(draft: Draft, row: Question) -> Draft | None:
    """*draft* with the words typed beside the questions at the end of its text *row*; None when they do not fit."""
    grown: Draft | None = draft
    for part in draft.beside.parts:
        grown = None if grown is None else with_part(grown, row, part)
    return None if grown is None else replace(grown, beside=Growing(()))


def with_part(draft: Draft, row: Question, part: Part, *, early: bool = False) -> Draft | None:
    """*draft* with one more chat message in its growing text *row*, perhaps *early*; None when it does not fit."""
    assert isinstance(row.answering, Grow)
    before = draft.answers.get(row.name)
    grown = before if isinstance(before, Growing) else Growing(())
    after = Growing((*grown.parts, part), grown.done, early and (grown.early or not grown.parts))
    if len(after.text) > row.answering.longest:
        return None
    return replace(draft, answers={**draft.answers, row.name: after})


def with_part_rewritten(draft: Draft, message_id: int, text: str, questions: Questions) -> Draft | None:
    """*draft* with the part that came in *message_id* rewritten; None when no part did, or it does not fit now.

    A text that was ready and has become too short is open again.
    """
    if any(part.message_id == message_id for part in draft.beside.parts):
        left = tuple(part for part in _rewritten(draft.beside.parts, message_id, text) if part.text.strip())
        return replace(draft, beside=Growing(left)) if len(Growing(left).text) <= TEXT_LIMIT else None
    for row in questions.rows:
        answer = draft.answers.get(row.name)
        if not isinstance(row.answering, Grow) or not isinstance(answer, Growing):
            continue
        if all(part.message_id != message_id for part in answer.parts):
            continue
        parts = _rewritten(answer.parts, message_id, text)
        after = Growing(parts, answer.done, answer.early)
        if len(after.text) > row.answering.longest:
            return None
        if len(after.text) < row.answering.shortest:
            after = replace(after, done=False)
        return replace(draft, answers={**draft.answers, row.name: after})
    return None


def _rewritten(parts: tuple[Part, ...], message_id: int, text: str) -> tuple[Part, ...]:
    return tuple(Part(part.message_id, text if part.message_id == message_id else part.text) for part in parts)


def open_text(draft: Draft, questions: Questions) -> Question | None:
    """The necessary text that may still grow: it lies ahead, or the question after it is not answered yet."""
    row = text_row(questions, draft.answers)
    if row is None:
        return None
    match draft.answers.get(row.name):
        case Growing(_, True):
            return None
        case _:
            return row


def text_row(questions: Questions, answers: Answers) -> Question | None:
    """The question for the text; None in a questionnaire that has none."""
    texts = (row for row in questions.rows if isinstance(row.answering, Grow) and not row.optional)
    return next((row for row in texts if questions.applies(row, answers)), None)


def grows_on(draft: Draft, asked: Question, questions: Questions) -> bool:
    """Whether the text is there already and words typed at *asked*, a later question, would continue it."""
    row = open_text(draft, questions)
    if row is None or row.name not in draft.answers:
        return False
    return row in questions.before(asked) and is_settled(questions, row, draft.answers)


def step_back(draft: Draft, questions: Questions) -> Draft | None:
    """*draft* with the necessary answer before the asked question open again; None when there is nothing to go back to.

    A growing text is opened, never emptied; a secret, which cannot be shown again, stays.
    The kind is opened only when there is something to keep.
    """
    asked, answers = asked_question(draft, questions), draft.answers
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
        case Growing(parts, _, _):
            return replace(draft, answers={**answers, last: Growing(parts)}, editing=last)
        case _:
            return replace(draft, answers=without_answer(answers, last), editing=None)


def _was_asked(row: Question, draft: Draft, questions: Questions) -> bool:
    answers = draft.answers
    if isinstance(row.answering, Review | Secret):
        return False
    necessary = not row.optional and questions.applies(row, answers) and is_settled(questions, row, answers)
    return necessary and not is_lone(questions, row, answers)


def begun(kind: str) -> Draft:
    """A new report or proposal."""
    return Draft({"kind": Given(kind)})
