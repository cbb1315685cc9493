"""Which clean files go together: albums as Telegram allows them, in the order in which they were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

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


class Form(StrEnum):
    """The kinds of message that carry a file."""

    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


ALONE = frozenset({Form.VOICE, Form.VIDEO_NOTE})
"""What no album takes."""
SEEN = frozenset({Form.PHOTO, Form.VIDEO})
"""What shares an album; documents and sounds are among themselves."""


def sent_as(facts: CleanFacts) -> Form:
    """The best form for the file; a picture over Telegram's limits for photos goes as a document."""
    too_large = facts.size > PHOTO_BYTES or _is_stretched(facts)
    return Form.DOCUMENT if facts.media == Form.PHOTO and too_large else Form(facts.media)


def share_album(first: Form, second: Form) -> bool:
    """Whether an album takes both."""
    return {first, second} <= SEEN or (first == second and first not in ALONE)


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
    size = facts.size + sum(before.size for _, before in run)
    return share_album(sent_as(run[0][1]), sent_as(facts)) and len(run) < MOST_IN_ALBUM and size <= MOST_BYTES


def _is_stretched(facts: CleanFacts) -> bool:
    width, height = facts.width or 1, facts.height or 1
    return width + height > MOST_SIDES or max(width, height) > MOST_STRETCHED * min(width, height)
