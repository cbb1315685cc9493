"""A WAV with more than one block of sound: players play the first, and it alone crosses."""

from __future__ import annotations

from bot.anonymise.scrub.avi_lists import chunks

HEAD = 12  # bytes: RIFF, a length, WAVE
SOUND = b"data"


def first_sound(content: bytes) -> bytes:
    """*content* to the end of its first block of sound, when another follows; else as it is."""
    ends = [(begin, end) for name, begin, end in chunks(content, HEAD, len(content)) if name == SOUND]
    if len(ends) < 2 or ends[0][0] == ends[0][1]:  # of length zero: the recorder never wrote how long it is
        return content
    end = ends[0][1]
    return content[:4] + (end - 8).to_bytes(4, "little") + content[8:end]
