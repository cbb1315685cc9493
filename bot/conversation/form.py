"""The form: what each answer does to the draft. Nothing a citizen typed is lost by a wrong move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.conversation.asking import ask
from bot.conversation.draft import (
    Draft,
    Given,
    Growing,
    Part,
    Screen,
    Skipped,
    Visit,
    value_of,
)
from bot.conversation.effects import DeleteTyped, Effect, Say, Show, View
from bot.conversation.events import Typed
from bot.conversation.menus import confirm_cancel
from bot.conversation.preview import edit_list, preview
from bot.conversation.questions import (
    Choose,
    Grow,
    Line,
    PastDay,
    Question,
    Secret,
    is_settled,
    open_question,
    put_answer,
    skip_answer,
)
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.words import BadDay, one_line, read_day


def asked_question(draft: Draft, occasion: Occasion) -> Question | None:
    """The question that the citizen sees: the one reopened from the preview, else the first open one."""
    if draft.editing is not None:
        return occasion.questions.row(draft.editing)
    return open_question(occasion.questions, draft.answers)


def form_view(visit: Visit, draft: Draft, occasion: Occasion) -> View:
    """The question that is open, the list of answers, or the preview."""
    language = visit.language or "kk"
    if visit.screen is Screen.EDIT:
        return edit_list(draft, occasion.questions)
    asked = asked_question(draft, occasion)
    if asked is None:
        return preview(draft, occasion.questions, language)
    return ask(asked, draft, occasion.questions, language)


def go_on(visit: Visit, draft: Draft, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Show what comes next; the first preview brings the code into the draft."""
    if draft.code is None and asked_question(draft, occasion) is None:
        draft = replace(draft, code=occasion.fresh_code)
    visit = replace(visit, draft=draft, screen=Screen.FORM)
    return Step(visit, (Show(with_note(form_view(visit, draft, occasion), *notes), anew=anew),))


def choose(visit: Visit, draft: Draft, value: str, occasion: Occasion) -> Step:
    """A button of the open question was pressed with *value*."""
    asked = asked_question(draft, occasion)
    if asked is None:
        return go_on(visit, draft, occasion)
    if isinstance(asked.answering, PastDay):
        return go_on(visit, _settled(draft, asked, _rough_day(value, occasion), occasion), occasion)
    offered = occasion.questions.choices_of(asked.name, draft.answers) if isinstance(asked.answering, Choose) else ()
    if value not in {choice.id for choice in offered}:
        return go_on(visit, draft, occasion, Say("err.use_buttons"))
    if asked.name == "consent" and value == "no":
        return _without_contact(visit, draft, occasion)
    return _moved_on(visit, draft, _settled(draft, asked, value, occasion), occasion)


def type_answer(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Text arrived while the form is open."""
    asked = asked_question(draft, occasion)
    notes = (Say("text.forwarded"),) if typed.forwarded else ()
    match asked.answering if asked else None:
        case Choose() if asked is not None:
            return _type_choice(visit, draft, asked, typed, occasion)
        case Grow() if asked is not None:
            return _grow(visit, draft, asked, typed, occasion, *notes)
        case Line(longest) | Secret(longest) if asked is not None:
            return _type_line(visit, draft, asked, typed, longest, occasion, *notes)
        case PastDay() if asked is not None:
            return _type_day(visit, draft, asked, typed, occasion)
        case _:
            return go_on(visit, draft, occasion, Say("err.use_buttons"), anew=True)


def press_control(visit: Visit, draft: Draft, control: str, occasion: Occasion) -> Step:
    """A button that is no answer: done, again, skip, back, preview, edit, cancel."""
    asked = asked_question(draft, occasion)
    match control.partition(":")[::2]:
        case "done", _ if asked is not None and isinstance(asked.answering, Grow):
            return _finish_text(visit, draft, asked, occasion)
        case "again", _ if asked is not None and isinstance(asked.answering, Grow):
            emptied = {name: answer for name, answer in draft.answers.items() if name != asked.name}
            return go_on(visit, replace(draft, answers=emptied, editing=None), occasion, Say("text.again"))
        case "skip", _ if asked is not None and asked.optional:
            return go_on(visit, replace(draft, answers=skip_answer(draft.answers, asked.name), editing=None), occasion)
        case "preview", _:
            return go_on(visit, replace(draft, editing=None), occasion)
        case "edit", "":
            opened = replace(visit, screen=Screen.EDIT, draft=replace(draft, editing=None))
            return Step(opened, (Show(edit_list(draft, occasion.questions)),))
        case "edit", name if any(row.name == name for row in occasion.questions.rows):
            return go_on(visit, replace(draft, editing=name), occasion)
        case "cancel", _:
            return Step(replace(visit, screen=Screen.CANCEL), (Show(confirm_cancel()),))
        case _:
            return go_on(visit, draft, occasion)


def step_back(draft: Draft, occasion: Occasion) -> Draft | None:
    """*draft* with its last necessary answer open again, or None when nothing but the kind is answered."""
    questions, answers = occasion.questions, dict(draft.answers)
    asked = open_question(questions, answers)
    before = []
    for row in questions.rows:
        if asked is not None and row.name == asked.name:
            break
        if not row.optional and questions.applies(row, answers) and is_settled(row, answers):
            before.append(row)
    chosen = [row for row in before if not _is_lone(row, draft, occasion)]
    if not chosen or chosen[-1].name == "kind":
        return None
    last = chosen[-1].name
    match answers[last]:
        case Growing(parts, _):
            answers[last] = Growing(parts)
        case _:
            del answers[last]
    return replace(draft, answers=answers, editing=None)


def replace_part(draft: Draft, message_id: int, text: str) -> Draft | None:
    """*draft* with the part that came in *message_id* rewritten, or None when no part did."""
    for name, answer in draft.answers.items():
        if isinstance(answer, Growing) and any(part.message_id == message_id for part in answer.parts):
            parts = tuple(Part(p.message_id, text if p.message_id == message_id else p.text) for p in answer.parts)
            return replace(draft, answers={**draft.answers, name: Growing(parts, answer.done)})
    return None


def _is_lone(row: Question, draft: Draft, occasion: Occasion) -> bool:
    return isinstance(row.answering, Choose) and len(occasion.questions.choices_of(row.name, draft.answers)) == 1


def _settled(draft: Draft, asked: Question, value: str, occasion: Occasion) -> Draft:
    answers = put_answer(occasion.questions, draft.answers, asked.name, Given(value))
    return replace(draft, answers=answers, editing=None)


def _moved_on(visit: Visit, before: Draft, after: Draft, occasion: Occasion, *, anew: bool = False) -> Step:
    """Go on, and say so when a change in the preview opened questions again."""
    was_preview = before.editing is not None
    if not was_preview:
        return go_on(visit, after, occasion, anew=anew)
    note = "preview.changed" if open_question(occasion.questions, after.answers) is None else "preview.ask_again"
    return go_on(visit, after, occasion, Say(note), anew=anew)


def _rough_day(value: str, occasion: Occasion) -> str:
    match value:
        case "today":
            return occasion.today.isoformat()
        case "yesterday":
            return (occasion.today - timedelta(days=1)).isoformat()
        case "week" | "month" | "ongoing":
            return value
        case _:
            return "unknown"


def _without_contact(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    """No consent: nothing was collected, another level is chosen."""
    kept = {name: answer for name, answer in draft.answers.items() if name not in ("level", "consent", "contact")}
    return go_on(visit, replace(draft, answers=kept, editing=None), occasion, Say("contact.not_taken"))


def _type_choice(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    questions, language = occasion.questions, visit.language or "kk"
    finder = questions.finders.get(asked.name)
    offered = {choice.id: choice for choice in questions.choices_of(asked.name, draft.answers)}
    words = one_line(typed.text).casefold()
    found = (
        finder(typed.text)
        if finder
        else tuple(
            name for name, choice in offered.items() if words in {label.casefold() for label in choice.label.values()}
        )
    )
    match [name for name in found if name in offered]:
        case [name] if asked.name != "consent" or name != "no":
            return _moved_on(visit, draft, _settled(draft, asked, name, occasion), occasion, anew=True)
        case [_]:
            return _without_contact(visit, draft, occasion)
        case []:
            return go_on(
                visit, draft, occasion, Say(f"{asked.name}.not_found" if finder else "err.use_buttons"), anew=True
            )
        case several:
            view = with_note(ask(asked, draft, questions, language, only=tuple(several)), Say(f"{asked.name}.several"))
            return Step(replace(visit, screen=Screen.FORM), (Show(view, anew=True),))


def _grow(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion, *notes: Say) -> Step:
    assert isinstance(asked.answering, Grow)
    before = draft.answers.get(asked.name)
    grown = before if isinstance(before, Growing) else Growing(())
    text = typed.text.strip()
    after = Growing((*grown.parts, Part(typed.message_id, text)), grown.done)
    if len(after.text) > asked.answering.longest:
        counts = {"len": len(grown.text), "max": asked.answering.longest}
        key = "text.part_over" if grown.parts else "err.too_long"
        note = Say(key, counts if grown.parts else {"len": len(text), "max": asked.answering.longest})
        return go_on(visit, draft, occasion, note, anew=True)
    if not text:
        return go_on(visit, draft, occasion, Say("err.need_text"), anew=True)
    changed = replace(draft, answers={**draft.answers, asked.name: after})
    return go_on(visit, changed, occasion, *notes, Say("text.added"), anew=True)


def _finish_text(visit: Visit, draft: Draft, asked: Question, occasion: Occasion) -> Step:
    assert isinstance(asked.answering, Grow)
    grown = draft.answers.get(asked.name)
    if not isinstance(grown, Growing) or len(grown.text) < asked.answering.shortest:
        return go_on(visit, draft, occasion, Say("err.too_short", {"min": asked.answering.shortest}))
    answers = put_answer(occasion.questions, draft.answers, asked.name, Growing(grown.parts, done=True))
    return _moved_on(visit, draft, replace(draft, answers=answers, editing=None), occasion)


def _type_line(
    visit: Visit, draft: Draft, asked: Question, typed: Typed, longest: int, occasion: Occasion, *notes: Say
) -> Step:
    text = one_line(typed.text)
    secret: tuple[Effect, ...] = (DeleteTyped(),) if isinstance(asked.answering, Secret) else ()
    if not text or len(text) > longest:
        note = Say("err.too_long", {"len": len(text), "max": longest}) if text else Say("err.need_text")
        result = go_on(visit, draft, occasion, note, anew=True)
        return Step(result.visit, (*secret, *result.effects))
    after = replace(draft, answers=put_answer(occasion.questions, draft.answers, asked.name, Given(text)), editing=None)
    saved = (Say("contact.saved"),) if secret else notes
    result = go_on(visit, after, occasion, *saved, anew=True)
    return Step(result.visit, (*secret, *result.effects))


def _type_day(visit: Visit, draft: Draft, asked: Question, typed: Typed, occasion: Occasion) -> Step:
    match read_day(typed.text, occasion.today):
        case BadDay(key):
            return go_on(visit, draft, occasion, Say(key), anew=True)
        case day:
            return _moved_on(visit, draft, _settled(draft, asked, day.isoformat(), occasion), occasion, anew=True)


def is_empty(draft: Draft) -> bool:
    """Whether nothing but the kind has been answered."""
    return all(name == "kind" or isinstance(answer, Skipped) for name, answer in draft.answers.items())


def kind_of(draft: Draft) -> str | None:
    """Report or proposal."""
    return value_of(draft.answers, "kind")
