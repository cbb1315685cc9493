"""Files of a draft, or of facts to add: by number, never by name."""

from __future__ import annotations

from enum import StrEnum

from bot.frozen import frozen, replace

MOST_FILES = 10
MOST_MEGABYTES = 20


class FileState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    CLEAN = "clean"
    REFUSED = "refused"


@frozen
class Attachment:
    """One file: `notes` are what was removed, or why it was refused and what to send instead.

    `told` once the citizen has read what became of it.
    """

    id: str
    number: int
    media: str
    state: FileState = FileState.WAITING
    notes: tuple[str, ...] = ()
    album: str | None = None
    told: bool = False


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


def is_of_album(files: Attachments, album: str | None) -> bool:
    """Whether another file of *album* is among *files*."""
    return album is not None and any(file.album == album for file in files)


def add(files: Attachments, file_id: str, media: str, album: str | None) -> Attachments:
    """*files* with one more, numbered after the last."""
    return (*files, Attachment(file_id, _next_number(files), media, album=album))


def add_refused(files: Attachments, new: Attachment) -> Attachments:
    """*files* with one that was not even fetched, numbered after the last."""
    return (*files, replace(new, number=_next_number(files), state=FileState.REFUSED))


def _next_number(files: Attachments) -> int:
    return 1 + max((file.number for file in files), default=0)


def without_old_news(files: Attachments, album: str | None) -> Attachments:
    """*files* without the refused ones that the citizen has read about; those of the *album* that arrives stay."""
    return tuple(
        file
        for file in files
        if file.state is not FileState.REFUSED or not file.told or (album is not None and file.album == album)
    )


def untold(files: Attachments) -> Attachments:
    """The settled ones that the citizen has not read about."""
    return tuple(file for file in files if file.state is not FileState.WAITING and not file.told)


def all_told(files: Attachments) -> Attachments:
    """*files*, every settled one of them told."""
    return tuple(file if file.state is FileState.WAITING else replace(file, told=True) for file in files)


def settle(files: Attachments, file_id: str, state: FileState, notes: tuple[str, ...]) -> Attachments:
    """*files* in which *file_id* is settled."""
    return tuple(replace(file, state=state, notes=notes, told=False) if file.id == file_id else file for file in files)


def remove(files: Attachments, number: int) -> Attachments:
    """*files* without number *number*."""
    return tuple(file for file in files if file.number != number)


def dump_attachments(files: Attachments) -> list[list[object]]:
    """*files* as JSON values."""
    return [[f.id, f.number, f.media, f.state.value, list(f.notes), f.album, f.told] for f in files]


def load_attachments(packed: list[list[object]]) -> Attachments:
    """The files behind `dump_attachments`."""
    loaded = []
    for file_id, number, media, state, notes, album, told in packed:
        read = tuple(str(note) for note in notes) if isinstance(notes, list) else ()
        of = None if album is None else str(album)
        settled = FileState(str(state))
        loaded.append(Attachment(str(file_id), int(str(number)), str(media), settled, read, of, bool(told)))
    return tuple(loaded)
