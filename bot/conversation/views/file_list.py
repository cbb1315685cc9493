"""How files are spoken of: by number; what became of each is told before sending, and what no cleaning hides."""

from __future__ import annotations

from collections.abc import Callable

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
            removed = join(COMMAS, tuple(Say(f"scrub.{note}") for note in file.notes))
            return Say("file.clean", {"n": file.number, "removed": removed})
        case _:
            return Say("file.clean_none", {"n": file.number})


def warning(media: str) -> Say:
    """What no cleaning hides in a file that was sent as *media*: said before it can go anywhere."""
    return Say("attach.voice_warning" if media in VOICED else "file.cannot")


def summary(files: Attachments) -> tuple[Paragraph, ...]:
    """The files in the preview: what became of each, and what no cleaning hides."""
    if not files:
        return ()
    told = tuple(result(file) for file in files)
    return (Say("line.heading", {"label": Say("label.files")}), *told, *_cannot(files))


def wait_view(
    files: Attachments, wait: AnyChoice, ready: Callable[[int], AnyChoice], *, has_words: bool = True
) -> View:
    """Send was pressed while files are being cleaned: what became of each so far, and the choice.

    The choice carries how many were ready, so that none goes along of which the citizen has not read.
    """
    told = Say("file.progress", {"ready": len(clean(files)), "total": len(counted(files))})
    results = tuple(result(file) for file in files)
    waits, goes = (Button(Say("btn.file_wait"), wait),), (Button(Say("btn.file_ready"), ready(ripe(files))),)
    rows = (waits, goes) if has_words or clean(files) else (waits,)
    return View((Say("file.wait"), *results, told), rows)


def ripe(files: Attachments) -> int:
    """How many of *files* would go along now."""
    return len(clean(files))


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
    told = tuple(result(file) for file in files)
    more = Say("attach.more", {"n": len(counted(files)), "max_files": most})
    return View((*told, *_cannot(files), *((Say("file.patience"),) if waiting(files) else ()), more), rows)


def _cannot(files: Attachments) -> tuple[Say, ...]:
    return (Say("file.cannot"),) if counted(files) else ()
