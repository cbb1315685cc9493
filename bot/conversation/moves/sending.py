"""Sending: what the send button and "do not wait for the files" do; nothing is filed that was not seen."""

from __future__ import annotations

from bot.conversation.moves.form import go_on
from bot.conversation.moves.showing import stale
from bot.conversation.questionnaire.answering import asked_question
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import Attachments, clean, waiting
from bot.conversation.values.choices import SendReady, ToPreview
from bot.conversation.values.draft import Draft, Visit
from bot.conversation.values.effects import Alert, DropFiles, Effect, FileCase, Say, Show, View
from bot.conversation.views import menus
from bot.conversation.views.file_list import ripe, wait_view
from bot.conversation.views.preview import fingerprint


def press_send(visit: Visit, seen: str, occasion: Occasion) -> Step:
    """The send button: it files only the preview that it stands under."""
    draft = visit.draft
    if draft is None or draft.code is None:
        return Step(visit, (Show(with_note(menus.menu(), Say("submit.check_by_code")), anew=True),))
    if not _is_complete(draft, occasion):
        return stale(visit, occasion)
    if seen != fingerprint(draft):
        return _show_changed(visit, draft, occasion)
    if waiting(draft.files):
        return Step(visit, (Show(_wait(draft.files)),))
    return _file(visit, draft, draft.code)


def press_send_ready(visit: Visit, draft: Draft, ready: int, occasion: Occasion) -> Step:
    """Do not wait for the files that are still being cleaned: they are not sent."""
    if draft.code is None or not _is_complete(draft, occasion):
        return stale(visit, occasion)
    if ready == ripe(draft.files):
        return _file(visit, draft, draft.code)
    return Step(visit, (Show(_wait(draft.files)),)) if waiting(draft.files) else _show_changed(visit, draft, occasion)


def _show_changed(visit: Visit, draft: Draft, occasion: Occasion) -> Step:
    """The preview is not what it was when the button was drawn: it is read again before anything is sent."""
    changed = go_on(visit, draft, occasion, anew=True)
    return Step(changed.visit, (Alert(Say("err.stale_step")), *changed.effects))


def _wait(files: Attachments) -> View:
    return wait_view(files, ToPreview(), SendReady)


def _file(visit: Visit, draft: Draft, code: str) -> Step:
    late = tuple(file.id for file in waiting(draft.files))
    dropped: tuple[Effect, ...] = (DropFiles(late),) if late else ()
    files = tuple(file.id for file in clean(draft.files))
    filing = FileCase(draft.answers, code, visit.spoken, files)
    return Step(visit, (*dropped, filing))


def _is_complete(draft: Draft, occasion: Occasion) -> bool:
    """Whether the preview is what the citizen sees."""
    return not draft.beside.parts and asked_question(draft, occasion.questions) is None
