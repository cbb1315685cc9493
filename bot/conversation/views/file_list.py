"""How files are spoken of: by number; what became of each is told before sending, and what no cleaning hides."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from bot.conversation.values.attachments import (
    MOST_MEGABYTES,
    Attachment,
    Attachments,
    FileState,
    clean,
    counted,
    waiting,
)
from bot.conversation.values.choices import AnyChoice, RemoveFile, ToPreview
from bot.conversation.values.effects import COMMAS, Button, Paragraph, Say, View, join

TAKEN = ("photo", "document", "voice", "audio", "video", "video_note")
VOICED = frozenset({"voice", "audio", "video", "video_note"})
"""How files are sent in which a voice may be heard."""


def results(files: Attachments) -> tuple[Say, ...]:
    """What became of *files*: one sentence for all that are alike, one of its own for each that was refused."""
    alike: dict[object, list[Attachment]] = {}
    for file in files:
        kind = file.id if file.state is FileState.REFUSED else (file.state, file.notes)
        alike.setdefault(kind, []).append(file)
    return tuple(result(same[0]) if len(same) == 1 else _of_several(same[0], len(same)) for same in alike.values())


def result(file: Attachment) -> Say:
    """What became of *file*, in words."""
    match file.state:
        case FileState.WAITING:
            return Say("file.queued", {"n": file.number})
        case FileState.REFUSED:
            reason, instead = (*file.notes, "doubt", "tell")[:2]
            why, what = Say(f"file.why_{reason}"), Say(f"file.do_{instead}")
            return Say("file.refused", {"n": file.number, "reason": why, "instead": what})
        case FileState.CLEAN if file.notes:
            return Say("file.clean", {"n": file.number, "removed": _removed(file)})
        case FileState.CLEAN:
            return Say("file.clean_none", {"n": file.number})
        case unexpected:
            assert_never(unexpected)


def _of_several(one: Attachment, count: int) -> Say:
    """What became of *count* files, all of them like *one*."""
    if one.state is FileState.WAITING:
        return Say("file.queued_all", {"n": count})
    if one.notes:
        return Say("file.clean_all", {"n": count, "removed": _removed(one)})
    return Say("file.clean_none_all", {"n": count})


def _removed(file: Attachment) -> Say:
    return join(COMMAS, tuple(Say(f"scrub.{note}") for note in file.notes))


def warnings(files: Attachments, before: Attachments = ()) -> tuple[Say, ...]:
    """What no cleaning hides in *files*, each once: said before they can go anywhere, unless *before* had it said."""
    said = {_warning(file) for file in before}
    return tuple(Say(key) for key in dict.fromkeys(_warning(file) for file in files) if key not in said)


def _warning(file: Attachment) -> str:
    return "attach.voice_warning" if file.media in VOICED else "file.cannot"


def summary(files: Attachments) -> tuple[Paragraph, ...]:
    """The files in the preview: what became of each, and what no cleaning hides."""
    if not files:
        return ()
    return (Say("line.heading", {"label": Say("label.files")}), *results(files), *cannot(files))


def wait_view(
    files: Attachments, wait: AnyChoice, ready: Callable[[int], AnyChoice], *, has_words: bool = True
) -> View:
    """Send was pressed while files are being cleaned: what became of each so far, and the choice.

    The choice carries how the files stood (`ripe`).
    """
    told = Say("file.progress", {"ready": len(clean(files)), "total": len(counted(files))})
    waits, goes = (Button(Say("btn.file_wait"), wait),), (Button(Say("btn.file_ready"), ready(ripe(files))),)
    rows = (waits, goes) if has_words or clean(files) else (waits,)
    return View((Say("file.wait"), *results(files), told), rows)


def ripe(files: Attachments) -> int:
    """How *files* stand, in one number: how many would go along now, and how many would stay behind.

    A button that carries it sends no file and leaves none behind of which the citizen has not read.
    """
    return len(clean(files)) + 100 * len(waiting(files))


def remove_buttons(files: Attachments, remove: Callable[[int], AnyChoice]) -> tuple[tuple[Button, ...], ...]:
    """A button for each file to take it out again."""
    numbers = [file.number for file in counted(files)]
    buttons = [Button(Say("btn.file_remove", {"n": n}), remove(n)) for n in numbers]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def attach_view(files: Attachments, most: int) -> View:
    """How to add files, those that are there, and a button to take each out again; *most* in all."""
    rows = (*remove_buttons(files, RemoveFile), (Button(Say("btn.to_preview"), ToPreview()),))
    if not files:
        types = join(COMMAS, tuple(Say(f"type.{media}") for media in TAKEN))
        asked = Say("attach.ask", {"max_files": most, "max_mb": MOST_MEGABYTES, "types": types})
        return View((asked, Say("attach.metadata")), rows)
    more = Say("attach.more", {"n": len(counted(files)), "max_files": most})
    return View((*results(files), *cannot(files), *((Say("file.patience"),) if waiting(files) else ()), more), rows)


def cannot(files: Attachments) -> tuple[Say, ...]:
    """What no cleaning hides, in one sentence: it stands wherever files can be sent from."""
    return (Say("file.cannot"),) if counted(files) else ()
