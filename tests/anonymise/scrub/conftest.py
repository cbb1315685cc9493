"""What the tests of the scrubber share."""

from __future__ import annotations

import io

import av

from bot.anonymise.scrub.office import scrub_office
from bot.anonymise.scrub.runner import Cleaned, scrub
from bot.anonymise.scrub.sniff import kind_of
from bot.anonymise.scrub.verdicts import Limits, Rebuilt
from bot.anonymise.scrub.verify import find_doubt
from tests.anonymise.scrub.searching import holds_mark


async def clean(content: bytes, **options: object) -> Cleaned:
    """Scrub *content*, which must come out, and without the planted word."""
    result = await scrub(content, **options)  # type: ignore[arg-type]
    assert isinstance(result, Cleaned), result
    assert not holds_mark(result.content)
    return result


def clean_here(content: bytes) -> Rebuilt:
    """As `clean`, for an office file and in this process: of many small ones each would start two processes."""
    made = scrub_office(content, kind_of(content), Limits())
    assert find_doubt(made.content, made.extension) is None
    assert not holds_mark(made.content)
    return made


def decoded_size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture by a decoder that did not write it."""
    with av.open(io.BytesIO(content)) as opened:
        frame = next(opened.decode(video=0))
        return frame.width, frame.height
