"""The second look at what a clean MP4 shows: every frame in it, turned in one of the ways that a telephone can mean."""

from __future__ import annotations

import itertools

LEAD_MOST = 3  # frames of run-up that a sound decoder may have before what is heard
TURNS = {(1, 0, 0, 1), (-1, 0, 0, -1), (0, 1, -1, 0), (0, -1, 1, 0), (-1, 0, 0, 1), (1, 0, 0, -1), (0, 1, 1, 0),
         (0, -1, -1, 0)}  # fmt: skip
ONE, UNIT = 0x10000, 0x40000000  # 1.0 in the two ways of writing a number in a turn


def doubt_in_showing(table: dict[bytes, bytes], movie_scale: int) -> str | None:
    """What one track, given as its boxes by name, hides from the player or says beside its frames; None if nothing."""
    head = table[b"tkhd"]
    doubt = doubt_in_turn(head[52:88] if head[0] else head[40:76], head[-8:])
    return doubt or doubt_in_edits(table, movie_scale)


def doubt_in_turn(matrix: bytes, size: bytes) -> str | None:
    """The matrix turns by quarters and mirrors, and moves the picture back to the corner, and nothing else."""
    a, b, u, c, d, v, x, y, w = signed(matrix)
    if (u, v, w) != (0, 0, UNIT) or any(number % ONE for number in (a, b, c, d)):
        return "turn: numbers"
    if (a // ONE, b // ONE, c // ONE, d // ONE) not in TURNS or not {x, y} <= {0, *signed(size)}:
        return "turn: neither a quarter nor a mirror"
    return None


def signed(body: bytes, width: int = 4) -> list[int]:
    """The big-endian signed numbers of *width* bytes in *body*."""
    return [
        int.from_bytes(body[at : at + width], "big", signed=True) for at in range(0, len(body) - width + 1, width)
    ]


def doubt_in_edits(table: dict[bytes, bytes], movie_scale: int) -> str | None:
    """The edit list shows the whole track once, from its first frame (of sound: after a short run-up) to its end."""
    body = table.get(b"elst")
    if body is None:
        return None
    wide = 8 if body[0] else 4
    places = range(8, len(body), 2 * wide + 4)
    rates = {body[at + 2 * wide : at + 2 * wide + 4] for at in places}
    if len(places) != int.from_bytes(body[4:8], "big") or rates != {b"\0\1\0\0"}:
        return "edits: speed or count"
    lines = [signed(body[at : at + 2 * wide], wide) for at in places]
    seconds, begin = lines[-1]
    if any(one != -1 for _, one in lines[:-1]) or begin < 0:
        return "edits: more than one piece"
    scale = int.from_bytes(table[b"mdhd"][20:24] if table[b"mdhd"][0] else table[b"mdhd"][12:16], "big")
    # One tick of the movie's clock more: it is the coarser one, and lengths are rounded to it.
    end = begin + -(-(seconds + 1) * scale // movie_scale)
    return doubt_in_span(table, begin, end)


def doubt_in_span(table: dict[bytes, bytes], begin: int, end: int) -> str | None:
    """Every frame lies between *begin* and *end* of the track's clock."""
    lengths = unrolled(table[b"stts"])
    starts = list(itertools.accumulate(lengths, initial=0))
    if table[b"hdlr"][8:12] == b"soun":
        longest = max(lengths, default=0)
        return "edits: sound before or behind" if begin > LEAD_MOST * longest or starts[-1] > end + longest else None
    delays = unrolled(table.get(b"ctts", b""))
    shown = [start + delay for start, delay in itertools.zip_longest(starts[:-1], delays, fillvalue=0)]
    return "edits: a frame before or behind" if min(shown) < begin or max(shown) >= end else None


def unrolled(body: bytes) -> list[int]:
    """The numbers of a table of runs, each as often as its run says."""
    runs = signed(body[8:])
    pairs = zip(runs[::2], runs[1::2], strict=True)
    return list(itertools.chain.from_iterable([value] * count for count, value in pairs))
