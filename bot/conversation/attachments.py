"""Files of a draft, or of facts to add: by number, never by name; what became of each is told before sending."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.conversation.effects import Button, Quote, Say, View

MOST_FILES = 10
MOST_MEGABYTES = 20
HEARD_OR_SEEN = frozenset({"photo", "voice", "video", "video_note", "audio", "document"})


class FileState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file: `notes` are what was removed, or why it was refused and what to send instead."""

    id: str
    number: int
    media: str
    state: FileState = FileState.WAITING
    notes: tuple[str, ...] = ()
    album: str | None = None


Attachments = tuple[Attachment, ...]


def waiting(files: Attachments) -> Attachments:
    """Those that are not settled yet."""
    return tuple(file for file in files if file.state is FileState.WAITING)


def clean(files: Attachments) -> Attachments:
    """Those that will go along."""
    return tuple(file for file in files if file.state is FileState.CLEAN)


def counted(files: Attachments) -> Attachments:
    """Those that count against the limit."""
    return tuple(file for file in files if file.state is not FileState.REFUSED)


def add(files: Attachments, file_id: str, media: str, album: str | None) -> Attachments:
    """*files* with one more, numbered after the last."""
    number = 1 + max((file.number for file in files), default=0)
    return (*files, Attachment(file_id, number, media, album=album))


def settle(files: Attachments, file_id: str, state: FileState, notes: tuple[str, ...]) -> Attachments:
    """*files* in which *file_id* is settled."""
    return tuple(replace(file, state=state, notes=notes) if file.id == file_id else file for file in files)


def remove(files: Attachments, number: int) -> tuple[Attachments, tuple[str, ...]]:
    """*files* without number *number*, and the ids that are gone."""
    gone = tuple(file.id for file in files if file.number == number)
    return tuple(file for file in files if file.number != number), gone


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
            removed = Say("commas", {note: Say(f"scrub.{note}") for note in file.notes})
            return Say("file.clean", {"n": file.number, "removed": removed})
        case _:
            return Say("file.clean_none", {"n": file.number})


def summary(files: Attachments) -> tuple[Say | Quote, ...]:
    """The files in the preview: what became of each, and what no cleaning hides."""
    if not files:
        return ()
    told = tuple(result(file) for file in files)
    return (Say("line.heading", {"label": Say("label.files")}), *told, Say("file.cannot"))


def wait_view(files: Attachments) -> View:
    """Send was pressed while files are being cleaned."""
    told = Say("file.progress", {"ready": len(clean(files)), "total": len(counted(files))})
    rows = ((Button(Say("btn.file_wait"), "preview"),), (Button(Say("btn.file_ready"), "send-ready"),))
    return View((Say("file.wait"), told), rows)


def remove_buttons(files: Attachments) -> tuple[tuple[Button, ...], ...]:
    """A button for each file to take it out again."""
    numbers = [file.number for file in counted(files)]
    return tuple((Button(Say("btn.file_remove", {"n": n}), f"unfile:{n}"),) for n in numbers)


def dump(files: Attachments) -> list[list[object]]:
    """*files* as JSON values."""
    return [[file.id, file.number, file.media, file.state.value, list(file.notes), file.album] for file in files]


def load(packed: list[list[object]]) -> Attachments:
    """The files behind `dump`."""
    loaded = []
    for file_id, number, media, state, notes, album in packed:
        told = tuple(str(note) for note in notes) if isinstance(notes, list) else ()
        kept = None if album is None else str(album)
        loaded.append(Attachment(str(file_id), int(str(number)), str(media), FileState(str(state)), told, kept))
    return tuple(loaded)
