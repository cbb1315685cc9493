"""What survives of a person's message, and how it is shown to staff without Telegram making links of it."""

from __future__ import annotations

import re
import unicodedata

WORD_JOINER = "\u2060"
_KEPT_CONTROLS = frozenset("\n\t")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\u0085|\x0b|\x0c")
_MANY_LINES = re.compile(r"\n{4,}")
_LIVE = re.compile(r"(?<!\u2060)(?:(?<=@)(?=\w)|(?<=/)(?=\w)|(?<=t)(?=\.me\b)|(?<=telegram)(?=\.(?:me|dog|org)\b)|(?<=:)(?=//))", re.IGNORECASE)


def plain_text(text: str) -> str:
    """*text* in NFC without invisible, bidirectional and control characters; line ends as `\\n`, at most three together."""
    lined = _LINE_ENDS.sub("\n", text)
    kept = "".join(c for c in lined if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return _MANY_LINES.sub("\n\n\n", unicodedata.normalize("NFC", kept))


def defang(text: str) -> str:
    """*text* in which no @name, no link to Telegram and no /command comes alive; reads the same."""
    return _LIVE.sub(WORD_JOINER, text)
