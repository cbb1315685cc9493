"""Albums: only what Telegram lets share one, in the order in which it was sent."""

from __future__ import annotations

import pytest

from bot.desk.files import CleanFacts
from bot.desk.outgoing.albums import MOST_BYTES, PHOTO_BYTES, group_albums, sent_as


def facts(media: str, *, size: int = 1000, sides: tuple[int, int] = (100, 100)) -> CleanFacts:
    return CleanFacts("bin", media, (), 1, size, *sides)


def grouped(*media: str, size: int = 1000) -> list[int]:
    """The lengths of the runs."""
    known = [(str(at), facts(each, size=size)) for at, each in enumerate(media)]
    runs = list(group_albums(known))
    assert [file_id for run in runs for file_id in run] == [file_id for file_id, _ in known]
    return [len(run) for run in runs]


def test_kinds_share_albums_as_telegram_allows() -> None:
    assert grouped() == []
    assert grouped("photo", "video", "photo") == [3]
    assert grouped("photo", "document", "document", "photo") == [1, 2, 1]
    assert grouped("audio", "audio", "document") == [2, 1]
    assert grouped("voice", "voice", "video_note") == [1, 1, 1]


def test_no_album_is_longer_or_larger_than_an_upload_may_be() -> None:
    assert grouped(*["photo"] * 23) == [10, 10, 3]
    assert grouped(*["document"] * 3, size=MOST_BYTES // 2) == [2, 1]
    assert grouped("document", "document", size=MOST_BYTES + 1) == [1, 1]


@pytest.mark.parametrize(
    ("size", "sides", "expected"),
    [
        (PHOTO_BYTES, (5000, 5000), "photo"),
        (PHOTO_BYTES + 1, (100, 100), "document"),
        (1000, (5000, 5001), "document"),
        (1000, (2001, 100), "document"),
        (1000, (2000, 100), "photo"),
    ],
)
def test_a_picture_beyond_the_limits_of_photos_is_a_document(size: int, sides: tuple[int, int], expected: str) -> None:
    large = facts("photo", size=size, sides=sides)
    assert sent_as(large) == expected
    if expected == "document":
        assert [len(run) for run in group_albums([("a", facts("photo")), ("b", large)])] == [1, 1]
