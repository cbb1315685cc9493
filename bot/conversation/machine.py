"""`step(visit, event, occasion)`: the one door of the conversation.

                   language ── menu ──┬── form … preview ── filed
                                      │     └── edit, cancel?, resume?
                                      └── code ── case ── facts

Every pair of a visit and an event has an answer; none raises. A stale button answers with the current step.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import menus
from bot.conversation.draft import Draft, Given, Growing, Part, Screen, Visit
from bot.conversation.effects import (
    AddFacts,
    Alert,
    BeginDraft,
    DeletePressed,
    DeleteTyped,
    Effect,
    FileCase,
    FindCase,
    OpenCase,
    OpenNotice,
    Say,
    Show,
    View,
)
from bot.conversation.events import (
    CaseNotFound,
    CaseOpened,
    CodeRefused,
    Commanded,
    Corrected,
    Event,
    FactsAdded,
    Filed,
    LimitReached,
    Pressed,
    Received,
    Repeated,
    Typed,
    Unusable,
)
from bot.conversation.form import (
    choose,
    form_view,
    go_on,
    is_empty,
    kind_of,
    press_control,
    replace_part,
    step_back,
    type_answer,
)
from bot.conversation.preview import fingerprint
from bot.conversation.questions import TEXT_LIMIT, Grow, open_question
from bot.conversation.step import Occasion, Step, with_note

TIMELESS = frozenset({"menu", "status", "help", "privacy", "new", "lang", "show", "add", "saved", "hide"})
"""Choices that hold whenever they are pressed: they change no answer."""

UNUSABLE_TEXTS = {
    Unusable.FILE: "file.not_yet",
    Unusable.VOICE: "file.not_yet",
    Unusable.STICKER: "err.sticker",
    Unusable.LOCATION: "err.location",
    Unusable.CONTACT: "err.contact_here",
    Unusable.OTHER: "err.need_text",
}


def step(visit: Visit, event: Event, occasion: Occasion) -> Step:
    """Advance *visit* by one *event*. A changed visit has a higher `step`, so that older buttons are stale."""
    if isinstance(event, Pressed) and visit.language is None:
        visit = replace(visit, language=event.language)
    result = _answer(visit, event, occasion)
    if result.visit == visit:
        return result
    return Step(replace(result.visit, step=visit.step + 1), result.effects)


def current_view(visit: Visit, occasion: Occasion) -> View:
    """What the citizen should see now, without changing anything."""
    if visit.language is None:
        return menus.language_choice()
    match visit.screen:
        case Screen.FORM | Screen.EDIT if visit.draft is not None:
            return form_view(visit, visit.draft, occasion)
        case Screen.RESUME if visit.draft is not None:
            return menus.resume(kind_of(visit.draft))
        case Screen.CANCEL if visit.draft is not None:
            return menus.confirm_cancel()
        case Screen.CODE:
            return menus.ask_code(draft_waits=visit.draft is not None)
        case Screen.FACTS:
            return menus.facts(visit.facts)
        case _:
            return menus.menu()


def _answer(visit: Visit, event: Event, occasion: Occasion) -> Step:
    match event:
        case Repeated():
            return Step(visit, _current(visit, occasion))
        case Commanded(name):
            return _command(visit, name, occasion)
        case Pressed():
            return _press(visit, event, occasion)
        case Typed():
            return _type(visit, event, occasion)
        case Corrected(text, message_id):
            return _correct(visit, message_id, text, occasion)
        case Received():
            return _receive(visit, event, occasion)
        case _:
            return _reported(visit, event, occasion)


def _reported(visit: Visit, event: Event, occasion: Occasion) -> Step:
    """What the desk did or found."""
    waits = visit.draft is not None
    match event:
        case Filed():
            return Step(Visit(), (Show(menus.receipt(event)),))
        case CaseOpened():
            opened = replace(visit, screen=Screen.CASE, case=event.case, facts=Growing(()))
            if event.adding:
                adding = replace(opened, screen=Screen.FACTS)
                return Step(adding, (Show(menus.facts(adding.facts), anew=True),))
            return Step(opened, (Show(menus.case_view(event, draft_waits=waits)),))
        case CaseNotFound(left):
            view = with_note(
                menus.ask_code(draft_waits=waits), Say("status.not_found"), Say("status.attempts_left", {"n": left})
            )
            return Step(replace(visit, screen=Screen.CODE, case=None), (Show(view),))
        case CodeRefused(minutes):
            return _home(visit, occasion, Say("err.code_attempts", {"minutes": minutes}))
        case FactsAdded():
            return _home(replace(visit, facts=Growing(())), occasion, Say("info.added"))
        case LimitReached(most):
            dropped = replace(visit, draft=None, screen=Screen.MENU)
            return Step(dropped, (Show(with_note(menus.menu(), Say("err.daily_limit", {"max": most}))),))
        case _:
            return Step(visit, _current(visit, occasion))


def _current(visit: Visit, occasion: Occasion, *notes: Say, anew: bool = True) -> tuple[Effect, ...]:
    if visit.screen is Screen.CASE and visit.case is not None and visit.language is not None and not notes:
        return (OpenCase(visit.case),)
    return (Show(with_note(current_view(visit, occasion), *notes), anew=anew),)


def _home(visit: Visit, occasion: Occasion, *notes: Say, anew: bool = False) -> Step:
    """Back to the draft when one waits, else to the menu."""
    home = replace(visit, screen=Screen.FORM if visit.draft else Screen.MENU, case=None)
    return Step(home, _current(home, occasion, *notes, anew=anew))


# Commands


def _command(visit: Visit, name: str, occasion: Occasion) -> Step:
    if visit.language is None or name == "lang":
        waiting = replace(visit, purpose=name if name not in ("lang", "start") else None)
        return Step(waiting, (Show(menus.language_choice(), anew=True),))
    match name:
        case "start" | "new" if visit.draft is not None and not is_empty(visit.draft):
            resumed = replace(visit, screen=Screen.RESUME)
            return Step(resumed, (Show(menus.resume(None), anew=True),))
        case "start":
            return Step(replace(visit, screen=Screen.MENU, draft=None), (Show(menus.welcome(), anew=True),))
        case "new":
            return Step(replace(visit, screen=Screen.MENU, draft=None), (Show(menus.menu(), anew=True),))
        case "status":
            asked = replace(visit, screen=Screen.CODE, case=None)
            return Step(asked, (Show(menus.ask_code(draft_waits=visit.draft is not None), anew=True),))
        case "help":
            return _aside(visit, menus.commands(occasion.commands), occasion)
        case "privacy":
            return _aside(visit, menus.privacy(), occasion)
        case "cancel":
            return _cancel(visit, occasion)
        case _:
            return _kept(visit, occasion, Say("err.unknown_command"))


def _aside(visit: Visit, view: View, occasion: Occasion) -> Step:
    """Show *view*; in mid-form the open question follows as the next message."""
    if visit.draft is None:
        return Step(visit, (Show(view, anew=True),))
    bare = View(view.paragraphs)
    return Step(visit, (Show(bare, anew=True), *_current(visit, occasion, Say("draft.kept"))))


def _cancel(visit: Visit, occasion: Occasion) -> Step:
    if visit.draft is None:
        return Step(
            replace(visit, screen=Screen.MENU, case=None),
            (Show(with_note(menus.menu(), Say("draft.none")), anew=True),),
        )
    return Step(replace(visit, screen=Screen.CANCEL), (Show(menus.confirm_cancel(), anew=True),))


def _kept(visit: Visit, occasion: Occasion, note: Say) -> Step:
    """Something that does not belong here: say so, keep the draft, show where the citizen stands."""
    if visit.language is None:
        return Step(visit, (Show(menus.language_choice(), anew=True),))
    if visit.draft is not None and visit.screen in (Screen.FORM, Screen.EDIT):
        return Step(visit, _current(visit, occasion, note, Say("draft.kept")))
    return Step(visit, _current(visit, occasion, note))


# Buttons


def _press(visit: Visit, pressed: Pressed, occasion: Occasion) -> Step:
    verb, _, rest = pressed.choice.partition(":")
    if verb == "send":
        return _send(visit, rest, occasion)
    if verb in TIMELESS:
        return _press_timeless(visit, verb, rest, occasion)
    if pressed.step != visit.step or not _has_place(visit, verb):
        return _stale(visit, occasion)
    if verb in ("resume", "anew", "drop"):
        return _press_resume(visit, verb, rest, occasion)
    if verb in ("facts", "case", "give"):
        return _press_case(visit, verb, occasion)
    assert visit.draft is not None  # _has_place has seen to it
    if pressed.choice.startswith("="):
        return choose(visit, visit.draft, pressed.choice[1:], occasion)
    if verb == "back":
        return _back(visit, visit.draft, occasion)
    return press_control(visit, visit.draft, pressed.choice, occasion)


def _has_place(visit: Visit, verb: str) -> bool:
    if verb in ("facts", "case", "give"):
        return visit.case is not None
    return visit.draft is not None


def _stale(visit: Visit, occasion: Occasion) -> Step:
    if visit.draft is None and visit.screen is Screen.MENU:
        return Step(visit, (Alert(Say("err.old_button")), Show(menus.menu(), anew=True)))
    return Step(visit, (Alert(Say("err.stale_step")), *_current(visit, occasion)))


def _press_timeless(visit: Visit, verb: str, rest: str, occasion: Occasion) -> Step:
    match verb:
        case "lang" if rest in ("kk", "ru"):
            return _choose_language(replace(visit, language=rest), occasion)
        case "new" if rest in ("report", "proposal"):
            return _begin(visit, rest, occasion)
        case "status":
            asked = replace(visit, screen=Screen.CODE, case=None)
            return Step(asked, (Show(menus.ask_code(draft_waits=visit.draft is not None)),))
        case "help":
            return Step(visit, (Show(menus.commands(occasion.commands)),))
        case "privacy":
            return Step(visit, (Show(menus.privacy()),))
        case "show" | "add":
            return Step(visit, (OpenNotice(rest, adding=verb == "add"),))
        case "saved":
            at_menu = replace(visit, screen=Screen.MENU) if visit.draft is None else visit
            return Step(at_menu, (DeletePressed(), *_current(at_menu, occasion, Say("receipt.hidden"))))
        case "hide":
            home = replace(visit, screen=Screen.FORM if visit.draft else Screen.MENU, case=None)
            return Step(home, (DeletePressed(), *_current(home, occasion)))
        case _:
            return _home(visit, occasion)


def _choose_language(visit: Visit, occasion: Occasion) -> Step:
    chosen = replace(visit, purpose=None)
    if visit.purpose is not None:
        return _command(chosen, visit.purpose, occasion)
    if visit.draft is not None:
        return Step(chosen, (Show(with_note(current_view(chosen, occasion), Say("lang.changed"))),))
    return Step(replace(chosen, screen=Screen.MENU), (Show(menus.welcome()),))


def _begin(visit: Visit, kind: str, occasion: Occasion) -> Step:
    """A new report or proposal. A second press of the same button changes nothing."""
    if visit.draft is not None and not is_empty(visit.draft):
        return Step(replace(visit, screen=Screen.RESUME), (Show(menus.resume(kind)),))
    if visit.draft is not None and kind_of(visit.draft) == kind:
        return go_on(visit, visit.draft, occasion)
    return _new_draft(visit, kind, occasion)


def _new_draft(visit: Visit, kind: str, occasion: Occasion) -> Step:
    begun = go_on(replace(visit, case=None), Draft({"kind": Given(kind)}), occasion)
    return Step(begun.visit, (BeginDraft(), *begun.effects))


def _press_resume(visit: Visit, verb: str, rest: str, occasion: Occasion) -> Step:
    match verb:
        case "drop":
            dropped = Visit(language=visit.language, step=visit.step)
            return Step(dropped, (Show(with_note(menus.menu(), Say("cancel.done"))),))
        case "anew" if rest in ("report", "proposal"):
            return _new_draft(replace(visit, draft=None), rest, occasion)
        case "anew":
            return Step(Visit(language=visit.language, step=visit.step), (Show(menus.menu()),))
        case _:
            return _home(visit, occasion)


def _back(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    earlier = step_back(draft, occasion)
    if earlier is None:
        return Step(Visit(language=visit.language, step=visit.step), (Show(menus.menu()),))
    return go_on(visit, earlier, occasion)


def _send(visit: Visit, seen: str, occasion: Occasion) -> Step:
    """The send button: it files only the preview that it stands under."""
    draft = visit.draft
    if draft is None or draft.code is None:
        return Step(visit, (Show(with_note(menus.menu(), Say("submit.check_by_code")), anew=True),))
    complete = open_question(occasion.questions, draft.answers) is None and draft.editing is None
    if not complete or seen != fingerprint(draft):
        return _stale(visit, occasion)
    return Step(visit, (Alert(Say("submit.sending")), FileCase(draft.answers, draft.code, visit.language or "kk")))


def _press_case(visit: Visit, verb: str, occasion: Occasion) -> Step:
    assert visit.case is not None  # _has_place has seen to it
    if verb == "give" and visit.facts.parts:
        return Step(visit, (AddFacts(visit.case, visit.facts.text),))
    if verb == "facts":
        emptied = replace(visit, screen=Screen.FACTS, facts=Growing(()))
        return Step(emptied, (Show(menus.facts(emptied.facts)),))
    return Step(replace(visit, screen=Screen.CASE, facts=Growing(())), (OpenCase(visit.case),))


# Messages


def _type(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    if visit.language is None:
        kept = (DeleteTyped(),) if typed.code else ()
        return Step(visit, (*kept, Show(menus.language_choice(), anew=True)))
    if typed.code is not None and not _is_own_code(visit, typed.code):
        return Step(visit, (DeleteTyped(), FindCase(typed.code)))
    if typed.code is not None or (typed.mistyped_code and visit.screen is Screen.CODE):
        note = "status.bad_code" if typed.code is None else "status.not_sent_yet"
        return Step(visit, (DeleteTyped(), *_current(visit, occasion, Say(note))))
    match visit.screen:
        case Screen.FORM if visit.draft is not None:
            return type_answer(visit, visit.draft, typed, occasion)
        case Screen.FACTS | Screen.CASE if visit.case is not None:
            return _type_facts(visit, typed)
        case Screen.CODE:
            return Step(visit, _current(visit, occasion, Say("status.bad_code")))
        case Screen.MENU:
            return Step(visit, (Show(with_note(menus.menu(), Say("err.nothing_open")), anew=True),))
        case _:
            return _kept(visit, occasion, Say("err.use_buttons"))


def _is_own_code(visit: Visit, code: str) -> bool:
    return visit.draft is not None and visit.draft.code == code


def _type_facts(visit: Visit, typed: Typed) -> Step:
    text = typed.text.strip()
    grown = Growing((*visit.facts.parts, Part(typed.message_id, text))) if text else visit.facts
    if len(grown.text) > TEXT_LIMIT:
        counts = {"len": len(visit.facts.text), "max": TEXT_LIMIT}
        return Step(visit, (Show(with_note(menus.facts(visit.facts), Say("text.part_over", counts)), anew=True),))
    after = replace(visit, screen=Screen.FACTS, facts=grown)
    return Step(after, (Show(menus.facts(grown), anew=True),))


def _correct(visit: Visit, message_id: int, text: str, occasion: Occasion) -> Step:
    """An edited message changes the draft that it is part of, and nothing that was sent."""
    if visit.draft is not None:
        changed = replace_part(visit.draft, message_id, text)
        if changed is None or len(_longest_text(changed)) > TEXT_LIMIT:
            return _kept(visit, occasion, Say("text.edit_unknown"))
        return go_on(visit, changed, occasion, Say("text.edited"), anew=True)
    if any(part.message_id == message_id for part in visit.facts.parts):
        parts = tuple(Part(message_id, text) if part.message_id == message_id else part for part in visit.facts.parts)
        after = replace(visit, facts=Growing(parts))
        return Step(after, (Show(with_note(menus.facts(after.facts), Say("text.edited")), anew=True),))
    return _kept(visit, occasion, Say("correct.by_code"))


def _longest_text(draft: Draft) -> str:
    return max((answer.text for answer in draft.answers.values() if isinstance(answer, Growing)), key=len, default="")


def _receive(visit: Visit, received: Received, occasion: Occasion) -> Step:
    """A sticker, a file, a place: say what to do instead; words that came with it are kept."""
    note = Say(UNUSABLE_TEXTS[received.kind])
    if not received.caption.strip() or visit.language is None or not _takes_text(visit, occasion):
        return _kept(visit, occasion, note)
    result = _type(visit, Typed(received.caption, received.message_id), occasion)
    return Step(result.visit, tuple(_noted(effect, note) for effect in result.effects))


def _takes_text(visit: Visit, occasion: Occasion) -> bool:
    if visit.screen in (Screen.FACTS, Screen.CASE):
        return visit.case is not None
    if visit.screen is not Screen.FORM or visit.draft is None:
        return False
    editing = visit.draft.editing
    asked = occasion.questions.row(editing) if editing else open_question(occasion.questions, visit.draft.answers)
    return asked is not None and isinstance(asked.answering, Grow)


def _noted(effect: Effect, note: Say) -> Effect:
    return Show(with_note(effect.view, note), effect.anew) if isinstance(effect, Show) else effect
