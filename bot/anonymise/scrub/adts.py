"""AAC as a recorder streams it (ADTS): each frame led by a header that says what a container would say once."""

from __future__ import annotations

from bot.anonymise.scrub.bitstreams import BrokenStreamError, blank_aac_fillers

SYNC = (0xFF, 0xF0)  # twelve bits of ones, then layer 0
HEAD, CHECKED_HEAD = 7, 9  # bytes, without and with a check sum
SEARCHED = 65536  # bytes behind a leading tag in which the first frame must begin


def is_adts(head: bytes) -> bool:
    """True when *head* begins with the header of an ADTS frame."""
    return len(head) >= HEAD and head[0] == SYNC[0] and head[1] & 0xF6 == SYNC[1] and head[2] >> 2 & 15 < 13


def after_tag(content: bytes) -> int:
    """Where the sound begins behind an ID3 tag, if one leads."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    a, b, c, d = (byte & 127 for byte in content[6:10])
    return 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if content[5] & 16 else 0)


def head_of_adts(content: bytes) -> bytes:
    """The configuration that the first frame of *content* states; nothing when it needs more than a header can say."""
    start = after_tag(content)
    places = range(start, min(len(content), start + SEARCHED))
    head = next((content[at : at + HEAD] for at in places if is_adts(content[at : at + HEAD])), None)
    if head is None:
        return b""
    profile, rate, channels = (head[2] >> 6) + 1, head[2] >> 2 & 15, (head[2] & 1) << 2 | head[3] >> 6
    if channels == 0 or head[6] & 3:
        return b""
    return (profile << 11 | rate << 7 | channels << 3).to_bytes(2, "big")


def bare_frame(content: bytes) -> bytes:
    """The AAC frame without its header, and without text; raises BrokenStreamError when it is not one frame."""
    lead = HEAD if content[1:2] and content[1] & 1 else CHECKED_HEAD
    if not is_adts(content[:HEAD]) or content[6] & 3 or len(content) <= lead:
        raise BrokenStreamError("an ADTS frame")
    if (content[3] & 3) << 11 | content[4] << 3 | content[5] >> 5 != len(content):
        raise BrokenStreamError("an ADTS frame of another length")
    return blank_aac_fillers(content[lead:])
