"""Buttons: those that always hold, and those that belong to one step."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.commands import take_command
from bot.conversation.moves.form import choose, go_on, press_control, settle
from bot.conversation.moves.showing import current, facts_findings, home, stand
from bot.conversation.questionnaire.answering import begun, step_back
from bot.conversation.questionnaire.questions import open_question
from bot.conversation.questionnaire.review import mask_text
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import clean, remove, waiting
from bot.conversation.values.draft import (
    Draft,
    Given,
    Growing,
    Part,
    Screen,
    Visit,
    draft_waits,
    facts_wait,
    value_of,
    without_facts,
)
from bot.conversation.values.effects import (
    AddFacts,
    Alert,
    BeginDraft,
    DeletePressed,
    DropFiles,
    Effect,
    FetchFiles,
    FileCase,
    OpenCase,
    OpenNotice,
    Say,
    Show,
)
from bot.conversation.values.events import Pressed
from bot.conversation.views import menus
from bot.conversation.views.file_list import ripe, wait_view
from bot.conversation.views.preview import fingerprint

TIMELESS = frozenset({"menu", "status", "help", "privacy", "new", "lang", "show", "add", "saved", "hide"})
"""Choices that hold whenever they are pressed: they change no answer."""
OF_THE_CASE = frozenset(
    {"facts", "again_facts", "case", "give", "give-ready", "files", "unfile_facts", "fmask", "fkeep", "fretype"}
)


def take_press(visit: Visit, pressed: Pressed, occasion: Occasion) -> Step:
    """Do what a button says; a stale one answers with the current step."""
    verb, _, rest = pressed.choice.partition(":")
    if verb == "send":
        return _send(visit, rest, occasion)
    if verb in TIMELESS:
        return _press_timeless(visit, verb, rest, occasion)
    if pressed.step != visit.step:
        return _stale(visit, occasion)
    if verb in OF_THE_CASE and visit.case is not None:
        return _press_case(visit, visit.case, verb, rest, occasion)
    if verb == "resume":
        return home(visit, occasion)
    if visit.draft is None:
        return _stale(visit, occasion)
    return _press_draft(visit, visit.draft, pressed.choice, occasion)


def _stale(visit: Visit, occasion: Occasion) -> Step:
    at_menu = visit.draft is None and visit.screen is Screen.MENU
    alert = Alert(Say("err.old_button" if at_menu else "err.stale_step"))
    return Step(visit, (alert, *current(visit, occasion)))


def _press_timeless(visit: Visit, verb: str, rest: str, occasion: Occasion) -> Step:
    match verb:
        case "lang" if rest in ("kk", "ru"):
            return _choose_language(visit, rest, occasion)
        case "new" if rest in ("report", "proposal"):
            return _begin(visit, rest, occasion)
        case "status":
            return stand(visit, Screen.CODE, occasion)
        case "help":
            return Step(visit, (Show(menus.commands(occasion.commands)),))
        case "privacy":
            return Step(visit, (Show(menus.privacy(occasion.draft_hours)),))
        case "show" | "add":
            return Step(visit, (OpenNotice(rest, adding=verb == "add"),))
        case "saved":
            return Step(visit, (DeletePressed(), *current(visit, occasion, Say("receipt.hidden"))))
        case "hide":
            left = home(replace(without_facts(visit), case=None), occasion, anew=True)
            return Step(left.visit, (DeletePressed(), *left.effects))
        case "menu":
            return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion)
        case _:
            return _stale(visit, occasion)


def _choose_language(visit: Visit, language: str, occasion: Occasion) -> Step:
    is_first = visit.language is None
    chosen = replace(visit, language=language, purpose=None)
    if visit.purpose is not None:
        return take_command(chosen, visit.purpose, occasion)
    if is_first and chosen.screen is Screen.MENU:
        return Step(chosen, (Show(menus.welcome()),))
    if is_first and draft_waits(chosen) and chosen.case is None:
        # Words or files came before anything was chosen: they are kept, and the notice is read before the first answer.
        return Step(chosen, current(chosen, occasion, *menus.greeting(), Say("text.kept_early"), anew=False))
    if is_first:
        return Step(chosen, current(chosen, occasion, anew=False))
    return Step(chosen, current(chosen, occasion, Say("lang.changed"), anew=False))


def _begin(visit: Visit, kind: str, occasion: Occasion) -> Step:
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


def _new_draft(visit: Visit, kind: str, occasion: Occasion) -> Step:
    fresh = go_on(visit, begun(kind), occasion)
    return Step(fresh.visit, (BeginDraft(), *fresh.effects))


def _press_draft(visit: Visit, draft: Draft, choice: str, occasion: Occasion) -> Step:
    verb, _, rest = choice.partition(":")
    match verb:
        case "drop":
            dropped = replace(visit, draft=None, screen=Screen.MENU)
            return Step(dropped, (Show(with_note(menus.menu(), Say("cancel.done"))),))
        case "anew" if rest in ("report", "proposal"):
            # The draft that it replaces was counted already: no BeginDraft, so that no limit can take both.
            return go_on(visit, begun(rest), occasion)
        case "anew":
            return Step(replace(visit, draft=None, screen=Screen.MENU), (Show(menus.menu()),))
        case "back":
            return _back(visit, draft, occasion)
        case "send-ready":
            return _send_ready(visit, draft, rest, occasion)
        case _ if choice.startswith("="):
            return choose(visit, draft, choice[1:], occasion)
        case _:
            return press_control(visit, draft, choice, occasion)


def _back(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    if draft.editing is not None or open_question(occasion.questions, draft.answers) is None:
        return go_on(visit, replace(draft, editing=None), occasion)
    earlier = step_back(draft, occasion.questions)
    if earlier is not None:
        return go_on(visit, earlier, occasion)
    return stand(visit, Screen.RESUME if draft_waits(visit) else Screen.MENU, occasion)


def _send(visit: Visit, seen: str, occasion: Occasion) -> Step:
    """The send button: it files only the preview that it stands under."""
    draft = visit.draft
    if draft is None or draft.code is None:
        return Step(visit, (Show(with_note(menus.menu(), Say("submit.check_by_code")), anew=True),))
    if not _is_complete(draft, occasion):
        return _stale(visit, occasion)
    if seen != fingerprint(draft):
        changed = go_on(visit, draft, occasion, anew=True)
        return Step(changed.visit, (Alert(Say("err.stale_step")), *changed.effects))
    if waiting(draft.files):
        return Step(visit, (Show(wait_view(draft.files, "preview", "send-ready")),))
    return _file(visit, draft, draft.code)


def _send_ready(visit: Visit, draft: Draft, ready: str, occasion: Occasion) -> Step:
    """Do not wait for the files that are still being cleaned: they are not sent."""
    if draft.code is None or not _is_complete(draft, occasion):
        return _stale(visit, occasion)
    if ready != ripe(draft.files):
        return Step(visit, (Show(wait_view(draft.files, "preview", "send-ready")),))
    return _file(visit, draft, draft.code)


def _file(visit: Visit, draft: Draft, code: str) -> Step:
    late = tuple(file.id for file in waiting(draft.files))
    dropped: tuple[Effect, ...] = (DropFiles(late),) if late else ()
    files = tuple(file.id for file in clean(draft.files))
    filing = FileCase(draft.answers, code, visit.language or "kk", files)
    return Step(visit, (Alert(Say("submit.sending")), *dropped, filing))


def _is_complete(draft: Draft, occasion: Occasion) -> bool:
    return open_question(occasion.questions, draft.answers) is None and draft.editing is None


def _press_case(visit: Visit, case: str, verb: str, rest: str, occasion: Occasion) -> Step:
    match verb:
        case "give" | "give-ready" if facts_findings(visit, occasion.questions.find):
            return stand(visit, Screen.CHECK, occasion)
        case "give" | "give-ready" if facts_wait(visit):
            return _give(visit, case, rest if verb == "give-ready" else None)
        case "fmask" | "fkeep" | "fretype":
            return _review_facts(visit, verb, occasion, every=rest == "all")
        case "files":
            return Step(visit, (FetchFiles(case),))
        case "again_facts":
            emptied = replace(visit, facts=Growing(()), facts_kept=())
            return stand(emptied, Screen.FACTS, occasion, Say("text.again"))
        case "unfile_facts" if rest.isdecimal():
            return stand(replace(visit, facts_files=remove(visit.facts_files, int(rest))), Screen.FACTS, occasion)
        case "case":
            return Step(replace(visit, screen=Screen.CASE), (OpenCase(case),))
        case _:
            return stand(visit, Screen.FACTS, occasion)


def _give(visit: Visit, case: str, ready: str | None) -> Step:
    """Send words and clean files; while others are being cleaned only when *ready* says how many were seen clean."""
    words, files = visit.facts, clean(visit.facts_files)
    late = tuple(file.id for file in waiting(visit.facts_files))
    nothing = not words.parts and not files
    if late and (nothing or ready != ripe(visit.facts_files)):
        asked = wait_view(visit.facts_files, "facts", "give-ready", has_words=bool(words.parts))
        return Step(visit, (Show(asked),))
    dropped: tuple[Effect, ...] = (DropFiles(late),) if late else ()
    return Step(visit, (*dropped, AddFacts(case, words.text, tuple(file.id for file in files))))


def _review_facts(visit: Visit, verb: str, occasion: Occasion, *, every: bool) -> Step:
    """Mask or keep what was found in the words for the case, or go back to them."""
    questions, language = occasion.questions, visit.language or "kk"
    found = facts_findings(visit, questions.find)
    if not found or verb == "fretype":
        return stand(visit, Screen.FACTS, occasion, *((Say("pii.retype"),) if found else ()))
    first = found[0].fragment
    if verb == "fkeep":
        after = replace(visit, facts_kept=(*visit.facts_kept, first))
    else:
        only, kept = None if every else first, frozenset(visit.facts_kept)

        def masked(text: str) -> str:
            return mask_text(text, kept, questions.find, lambda kind: questions.mask(kind, language), only=only)

        parts = tuple(Part(part.message_id, masked(part.text)) for part in visit.facts.parts)
        after = replace(visit, facts=Growing(parts))
    if facts_findings(after, questions.find):
        return stand(after, Screen.CHECK, occasion)
    return stand(after, Screen.FACTS, occasion, Say("pii.preview", {"text": after.facts.text}), Say("pii.limits"))
