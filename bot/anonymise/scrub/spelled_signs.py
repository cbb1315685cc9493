"""Signs that no letters of the machine have: where a PDF would show a gap, it shows that there was one of them.

What is printed has the signs of Unicode up to its version 9 (`make office`). Emoji that came later have names in
English alone, which neither a citizen nor an officer need to read: one sign stands for all of them.
"""

from __future__ import annotations

LATER = (
    (0x1F6D5, 0x1F6D7), (0x1F6DC, 0x1F6DF), (0x1F6F9, 0x1F6FC), (0x1F7E0, 0x1F7EB), (0x1F7F0, 0x1F7F0),
    (0x1F90C, 0x1F90F), (0x1F93F, 0x1F93F), (0x1F94D, 0x1F94F), (0x1F96C, 0x1F97F), (0x1F998, 0x1F9BF),
    (0x1F9C1, 0x1F9CF), (0x1F9E7, 0x1F9FF), (0x1FA70, 0x1FAFF),
)  # fmt: skip
"""The emoji that neither Symbola 2.60 nor DejaVu 2.37 has: of version 10 and later."""
TONES = range(0x1F3FB, 0x1F400)  # of skin: on their own they are printed as squares of grey


ANY_EMOJI = "[\u263a]"
SPELLED: dict[int, str] = {code: ANY_EMOJI for first, last in LATER for code in range(first, last + 1)}
SPELLED |= dict.fromkeys(TONES, "")
"""For `str.translate`."""
