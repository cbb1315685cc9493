"""Files: one arrives, one is cleaned or refused. Each is told; none is lost by where the citizen stands.

Rules
- A file goes where words would go: to the case that is open, else to the draft; at the menu it begins a draft.
- Of an album only the first is answered; what became of them is told once, when the last is settled.
- The words under a file are an answer where words are one, else the early text; where they are neither, that is told.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from bot.conversation.moves.messages import take_caption
from bot.conversation.moves.showing import current, current_view, facts_screen
from bot.conversation.questionnaire.answering import asked_question
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import (
    MOST_MEGABYTES,
    Attachment,
    Attachments,
    FileState,
    add,
    add_refused,
    all_told,
    counted,
    is_of_album,
    settle,
    untold,
    waiting,
    without_old_news,
)
from bot.conversation.values.case_choices import BackToCase
from bot.conversation.values.draft import Draft, Screen, Visit
from bot.conversation.values.effects import BeginDraft, Button, DropFiles, Effect, KeepFile, Say, Show, View
from bot.conversation.values.events import FileSent, FileSettled, Typed
from bot.conversation.views.file_list import result, warning


class Holder(Enum):
    """Where a file goes."""

    DRAFT = auto()
    NEW_DRAFT = auto()
    CASE = auto()
    NOWHERE = auto()


def take_file(visit: Visit, sent: FileSent, occasion: Occasion) -> Step:
    """Keep the file for the draft, or for the case that is open; the words that came with it go where words go."""
    place = _place(visit)
    if place is Holder.NOWHERE:
        return _answer(visit, sent, occasion, Say("file.not_here"))
    before = without_old_news(_files_at(visit, place), sent.album)
    reason = _too_much(before, sent, occasion.questions.most_files)
    if reason is not None:
        return _refuse(visit, sent, place, before, reason, occasion)
    files = add(before, sent.file, sent.media, sent.album)
    after = _with_files(visit, files, place, occasion)
    begun: tuple[Effect, ...] = (BeginDraft(),) if place is Holder.NEW_DRAFT else ()
    kept = (*begun, KeepFile(sent.file))
    if is_of_album(before, sent.album) and not sent.caption.strip():
        return Step(after, kept)
    early = (Say("file.kept_early"),) if place is Holder.NEW_DRAFT else ()
    told = _answer(after, sent, occasion, result(files[-1]), warning(sent.media), *early)
    return Step(told.visit, (*kept, *told.effects))


def take_settled(visit: Visit, settled: FileSettled, occasion: Occasion) -> Step:
    """A file was cleaned or refused: told as soon as no other is on its way. One that is gone is forgotten."""
    state = FileState.CLEAN if settled.clean else FileState.REFUSED
    draft = visit.draft
    if draft is not None and any(file.id == settled.file for file in draft.files):
        files = settle(draft.files, settled.file, state, settled.notes)
        after = replace(visit, draft=replace(draft, files=_told_when_ready(files, visit)))
    elif any(file.id == settled.file for file in visit.facts_files):
        files = settle(visit.facts_files, settled.file, state, settled.notes)
        after = replace(visit, facts_files=_told_when_ready(files, visit))
    else:
        return Step(visit, (DropFiles((settled.file,)),) if settled.clean else ())
    if waiting(files) or visit.language is None:
        return Step(after, ())
    return Step(after, _tell(after, occasion, *(result(file) for file in untold(files))))


def _told_when_ready(files: Attachments, visit: Visit) -> Attachments:
    return files if waiting(files) or visit.language is None else all_told(files)


def _place(visit: Visit) -> Holder:
    if visit.case is not None and visit.screen in (Screen.CASE, Screen.FACTS, Screen.CHECK):
        return Holder.CASE
    if visit.screen is Screen.ADD_CODE:
        return Holder.CASE
    if visit.draft is not None:
        return Holder.DRAFT
    return Holder.NOWHERE if visit.screen in (Screen.CODE, Screen.FILES_CODE) else Holder.NEW_DRAFT


def _files_at(visit: Visit, place: Holder) -> Attachments:
    if place is Holder.CASE:
        return visit.facts_files
    return visit.draft.files if visit.draft is not None else ()


def _with_files(visit: Visit, files: Attachments, place: Holder, occasion: Occasion) -> Visit:
    """*visit* with *files*: at the preview in the list of files, which is short; from the menu into the form."""
    if place is Holder.CASE:
        return replace(visit, facts_files=files, screen=facts_screen(visit))
    draft = replace(visit.draft or Draft(), files=files)
    screen = Screen.FORM if visit.screen is Screen.MENU or visit.draft is None else visit.screen
    at_preview = visit.screen is Screen.FORM and asked_question(draft, occasion.questions) is None
    return replace(visit, draft=draft, screen=Screen.FILES if at_preview else screen)


def _too_much(files: Attachments, sent: FileSent, most: int) -> str | None:
    if len(counted(files)) >= most:
        return "count"
    return "size" if sent.size > MOST_MEGABYTES * 1024 * 1024 else None


def _refuse(visit: Visit, sent: FileSent, place: Holder, before: Attachments, reason: str, occasion: Occasion) -> Step:
    """The file is too much. One of an album is told with the others; a note of it stays until it was."""
    most = occasion.questions.most_files
    told = (
        Say("err.too_many_files", {"max_files": most})
        if reason == "count"
        else Say("err.file_too_big", {"max_mb": MOST_MEGABYTES})
    )
    if sent.album is None or place is Holder.NEW_DRAFT or len(before) >= 2 * most:
        return _answer(visit, sent, occasion, told)
    later = is_of_album(before, sent.album) and bool(waiting(before))
    known = any(file.album == sent.album and file.state is FileState.REFUSED for file in before)
    notes = (reason, "remove" if reason == "count" else "split")
    refused = Attachment(sent.file, 0, sent.media, notes=notes, album=sent.album, told=not later)
    after = _with_files(visit, add_refused(before, refused), place, occasion)
    if (later or known) and not sent.caption.strip():
        return Step(after, ())
    return _answer(after, sent, occasion, told)


def _answer(visit: Visit, sent: FileSent, occasion: Occasion, *notes: Say) -> Step:
    """Tell *notes* and where the citizen stands, after the words under the file went where they go."""
    caption = sent.caption.strip()
    if not caption:
        return Step(visit, _tell(visit, occasion, *notes))
    worded = take_caption(visit, Typed(caption, sent.message_id), occasion)
    if worded is None:
        return Step(visit, _tell(visit, occasion, *notes, Say("file.caption_left")))
    if visit.language is None:
        return worded
    if not any(isinstance(effect, Show) for effect in worded.effects):
        return Step(worded.visit, (*worded.effects, Show(View(notes), anew=True)))
    effects: tuple[Effect, ...] = tuple(
        Show(_noted(worded.visit, effect.view, *notes), effect.anew) if isinstance(effect, Show) else effect
        for effect in worded.effects
    )
    return Step(worded.visit, effects)


def _tell(visit: Visit, occasion: Occasion, *notes: Say) -> tuple[Effect, ...]:
    """*notes* and where the citizen stands; a case is not read out again for them, a button leads back to it."""
    if visit.language is None:
        return current(visit, occasion)
    if visit.screen is Screen.CASE and visit.case is not None:
        return (Show(View(notes, ((Button(Say("btn.open_case"), BackToCase(visit.case)),),)), anew=True),)
    return (Show(_noted(visit, current_view(visit, occasion), *notes), anew=True),)


def _noted(visit: Visit, view: View, *notes: Say) -> View:
    """*view* with *notes* above it. A list of files tells its news itself; in a preview they would be overlooked."""
    lists = visit.screen in (Screen.FILES, Screen.FACTS, Screen.ADD_CODE)
    new = (note for note in notes if note not in view.paragraphs or not (lists or note == Say("file.cannot")))
    return with_note(view, *new)
