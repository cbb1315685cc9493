"""How a transport stream is told from other files: packets of one length follow each other."""

from __future__ import annotations

PACKET, SYNC = 188, 0x47  # bytes of a packet, and the one it begins with (ISO 13818-1)
LEADS = {0: PACKET, 4: PACKET + 4}
"""Where the first packet begins and how far it is to the next: Blu-ray discs and camcorders put a time before each."""
SEEN = 3  # packets in a row that make it a stream


def is_transport_stream(content: bytes) -> bool:
    """True when *content* begins with packets of a transport stream."""
    return any(
        len(content) >= step * SEEN and all(content[lead + step * number] == SYNC for number in range(SEEN))
        for lead, step in LEADS.items()
    )
