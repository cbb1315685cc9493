"""Files: one arrives, one is cleaned or refused. Each is told in a short line, and none is lost.

Rules
- A file goes where words would go: to the case that is open, else to the draft; at the menu it begins a draft.
- The line is a message of its own and never the question again, whose buttons above stay as they are. Where files can
  be sent from, it carries the button that leads there.
- Of an album only the first is answered; what became of them is told once, when the last is settled.
- What came before a language was chosen is told with the first view in that language.
- The words under a file are an answer where words are one, else the early text; where they are neither, that is told.
"""

from __future__ import annotations

from enum import Enum, auto

from bot.conversation.moves.messages import take_caption, untaken_text, with_untaken
from bot.conversation.moves.showing import current, current_view
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
from bot.conversation.values.case_choices import WriteFacts
from bot.conversation.values.choices import ToPreview
from bot.conversation.values.draft import Draft, Growing, Screen, Untaken, Visit, files_of
from bot.conversation.values.effects import BeginDraft, Button, DropFiles, Effect, KeepFile, Say, Show, View
from bot.conversation.values.events import FileSent, FileSettled, Typed
from bot.conversation.values.own_acts import Aim
from bot.conversation.views.file_list import result, results, warnings
from bot.frozen import replace


class Holder(Enum):
    """Where a file goes."""

    DRAFT = auto()
    NEW_DRAFT = auto()
    CASE = auto()
    NOWHERE = auto()


def take_file(visit: Visit, sent: FileSent, occasion: Occasion) -> Step:
    """Keep the file for the draft, or for the case that is open; the words that came with it go where words go."""
    place = _place(visit)
    if visit.aim is Aim.TO_HEAD and place is Holder.CASE:
        # All files of a case are the office's to see: what is for the head alone is words.
        return _answer(visit, sent, Holder.NOWHERE, occasion, Say("press.no_files"))
    if place is Holder.NOWHERE:
        return _answer(visit, sent, place, occasion, Say("file.not_here"))
    before = without_old_news(_files_at(visit, place), sent.album)
    reason = _too_much(before, sent, occasion.questions.most_files)
    if reason is not None:
        return _refuse(visit, sent, place, before, reason, occasion)
    files = add(before, sent.file, sent.media, sent.album)
    after = _with_files(visit, files, place)
    begun: tuple[Effect, ...] = (BeginDraft(),) if place is Holder.NEW_DRAFT else ()
    kept = (*begun, KeepFile(sent.file))
    if is_of_album(before, sent.album) and not sent.caption.strip():
        return Step(after, kept)
    if after.screen is not visit.screen:
        place = Holder.NEW_DRAFT  # its question has not been put yet
    early = (Say("file.kept_early"),) if place is Holder.NEW_DRAFT else ()
    told = _answer(after, sent, place, occasion, result(files[-1]), *warnings(files[-1:], before), *early)
    return Step(told.visit, (*kept, *told.effects))


def take_settled(visit: Visit, settled: FileSettled, occasion: Occasion) -> Step:
    """A file was cleaned or refused: told as soon as no other is on its way. One that is gone is forgotten."""
    place = next((each for each in (Holder.DRAFT, Holder.CASE) if _holds(visit, each, settled.file)), None)
    if place is None:
        return Step(visit, (DropFiles((settled.file,)),) if settled.clean else ())
    state = FileState.CLEAN if settled.clean else FileState.REFUSED
    files = settle(_files_at(visit, place), settled.file, state, settled.notes)
    if waiting(files) or visit.language is None:
        return Step(_holding(visit, place, files), ())
    after = _holding(visit, place, all_told(files))
    return Step(after, _tell(after, place, occasion, *results(untold(files))))


def tell_early(chosen: Step, occasion: Occasion) -> Step:
    """A language has just been chosen: what came before it is told in a message of its own, below what is asked."""
    visit, files = chosen.visit, files_of(chosen.visit)
    untaken = tuple(untaken_text(each, occasion) for each in visit.early)
    notes = (*untaken, *results(files), *warnings(counted(files)), *_kept_early(visit))
    if not notes:
        return chosen
    draft = None if visit.draft is None else replace(visit.draft, files=all_told(visit.draft.files))
    told = replace(visit, early=(), draft=draft, facts_files=all_told(visit.facts_files))
    return Step(told, (*chosen.effects, Show(View(notes), anew=True)))


def _kept_early(visit: Visit) -> tuple[Say, ...]:
    """What of a draft was kept before its questions came."""
    if visit.draft is None:
        return ()
    if any(isinstance(answer, Growing) for answer in visit.draft.answers.values()):
        return (Say("text.kept_early"),)
    return (Say("file.kept_early"),) if counted(visit.draft.files) else ()


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


def _holds(visit: Visit, place: Holder, name: str) -> bool:
    return any(file.id == name for file in _files_at(visit, place))


def _holding(visit: Visit, place: Holder, files: Attachments) -> Visit:
    """*visit* with *files*, where it stands."""
    if place is Holder.CASE:
        return replace(visit, facts_files=files)
    return replace(visit, draft=replace(visit.draft or Draft(), files=files))


def _with_files(visit: Visit, files: Attachments, place: Holder) -> Visit:
    """*visit* with *files*; from the menu into the form."""
    held = _holding(visit, place, files)
    return replace(held, screen=Screen.FORM) if place is Holder.NEW_DRAFT or visit.screen is Screen.MENU else held


def _too_much(files: Attachments, sent: FileSent, most: int) -> Untaken | None:
    if len(counted(files)) >= most:
        return Untaken.TOO_MANY
    return Untaken.TOO_BIG if sent.size > MOST_MEGABYTES * 1024 * 1024 else None


def _refuse(
    visit: Visit, sent: FileSent, place: Holder, before: Attachments, why: Untaken, occasion: Occasion
) -> Step:
    """The file is too much. One of an album is told with the others; a note of it stays until it was."""
    told, most = untaken_text(why, occasion), occasion.questions.most_files
    if visit.language is None:
        noted = with_untaken(visit, why)
        if is_of_album(before, sent.album) and not sent.caption.strip():
            return Step(noted, ())
        return _answer(noted, sent, place, occasion, told)
    if sent.album is None or place is Holder.NEW_DRAFT or len(before) >= 2 * most:
        return _answer(visit, sent, Holder.NOWHERE if place is Holder.NEW_DRAFT else place, occasion, told)
    later = is_of_album(before, sent.album) and bool(waiting(before))
    known = any(file.album == sent.album and file.state is FileState.REFUSED for file in before)
    notes = ("count", "remove") if why is Untaken.TOO_MANY else ("size", "split")
    refused = Attachment(sent.file, 0, sent.media, notes=notes, album=sent.album, told=not later)
    after = _holding(visit, place, add_refused(before, refused))
    if (later or known) and not sent.caption.strip():
        return Step(after, ())
    return _answer(after, sent, place, occasion, told)


def _answer(visit: Visit, sent: FileSent, place: Holder, occasion: Occasion, *notes: Say) -> Step:
    """Tell *notes*, after the words under the file went where they go; what these words lead to is shown below."""
    caption = sent.caption.strip()
    worded = take_caption(visit, Typed(caption, sent.message_id), occasion)
    if visit.language is None:
        left = with_untaken(visit, Untaken.CAPTION) if caption else visit
        return worded or Step(left, current(left, occasion))
    if worded is None:
        left_out = (Say("file.caption_left"),) if caption else ()
        return Step(visit, _tell(visit, place, occasion, *notes, *left_out))
    if not any(isinstance(effect, Show) for effect in worded.effects):
        return Step(worded.visit, (*worded.effects, Show(View(notes), anew=True)))
    effects: tuple[Effect, ...] = tuple(
        Show(_noted(effect.view, *notes), effect.anew) if isinstance(effect, Show) else effect
        for effect in worded.effects
    )
    return Step(worded.visit, effects)


def _tell(visit: Visit, place: Holder, occasion: Occasion, *notes: Say) -> tuple[Effect, ...]:
    """*notes* in a message of their own, with the button that leads on; where a draft begins, above its question."""
    if place is Holder.NEW_DRAFT:
        return (Show(_noted(current_view(visit, occasion), *notes), anew=True),)
    return (Show(View(notes, _ways_on(visit, place, occasion)), anew=True),)


def _ways_on(visit: Visit, place: Holder, occasion: Occasion) -> tuple[tuple[Button, ...], ...]:
    """The button to where files are sent from, unless something is asked first."""
    if place is Holder.CASE:
        return ((Button(Say("btn.to_facts"), WriteFacts(visit.case)),),)
    if place is not Holder.DRAFT or visit.draft is None:
        return ()
    complete = visit.screen is Screen.FORM and asked_question(visit.draft, occasion.questions) is None
    listed = visit.screen in (Screen.EDIT, Screen.FILES)
    return ((Button(Say("btn.to_preview"), ToPreview()),),) if complete or listed else ()


def _noted(view: View, *notes: Say) -> View:
    """*view* with those of *notes* above it that it does not tell itself."""
    words_too = (Say("file.kept_early"),) if Say("text.kept_early") in view.paragraphs else ()
    said = (*view.paragraphs, *words_too)
    return with_note(view, *(note for note in notes if note not in said))
