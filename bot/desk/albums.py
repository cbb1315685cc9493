"""Which clean files go together: albums as Telegram allows them, in the order in which they were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.desk.files import CleanFacts

MOST_IN_ALBUM = 10
MOST_BYTES = 45 * 1024 * 1024
"""In one upload; the Bot API takes 50 MB."""
ALONE = frozenset({"voice", "video_note"})


def album_kind(facts: CleanFacts) -> str:
    """Files of one kind may share an album: pictures with videos, documents and sounds among themselves."""
    return "seen" if facts.media in ("photo", "video") else facts.media


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
