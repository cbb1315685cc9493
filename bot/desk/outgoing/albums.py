"""Which clean files go together: albums as Telegram allows them, in the order in which they were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.desk.files import CleanFacts

MOST_IN_ALBUM = 10
"""Telegram's limit (Bot API, sendMediaGroup)."""
MOST_BYTES = 45 * 1024 * 1024
"""In one upload; the Bot API takes 50 MB."""
PHOTO_BYTES = 10 * 1024 * 1024
"""Telegram's limit for a photo (Bot API, sendPhoto)."""
MOST_SIDES = 10_000
"""Width and height of a photo together."""
MOST_STRETCHED = 20
"""How much longer than the other one side of a photo may be."""
ALONE = frozenset({"voice", "video_note"})


def sent_as(facts: CleanFacts) -> str:
    """The kind of message for the file; a picture over Telegram's limits for photos goes as a document."""
    too_large = facts.size > PHOTO_BYTES or _is_stretched(facts)
    return "document" if facts.media == "photo" and too_large else facts.media


def album_kind(facts: CleanFacts) -> str:
    """Files of one kind may share an album: pictures with videos, documents and sounds among themselves."""
    kind = sent_as(facts)
    return "seen" if kind in ("photo", "video") else kind


def group_albums(files: Sequence[tuple[str, CleanFacts]]) -> Iterator[list[str]]:
    """The ids of *files* in runs that one message or album can carry."""
    run: list[tuple[str, CleanFacts]] = []
    for entry in files:
        if run and not _fits(run, entry[1]):
            yield [file_id for file_id, _ in run]
            run = []
        run.append(entry)
    if run:
        yield [file_id for file_id, _ in run]


def _fits(run: list[tuple[str, CleanFacts]], facts: CleanFacts) -> bool:
    kind = album_kind(facts)
    same = kind == album_kind(run[0][1]) and kind not in ALONE
    size = facts.size + sum(before.size for _, before in run)
    return same and len(run) < MOST_IN_ALBUM and size <= MOST_BYTES


def _is_stretched(facts: CleanFacts) -> bool:
    width, height = facts.width or 1, facts.height or 1
    return width + height > MOST_SIDES or max(width, height) > MOST_STRETCHED * min(width, height)
