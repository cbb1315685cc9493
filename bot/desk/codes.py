"""Codes for the conversation: what encryption finds in somebody's words, and the words without it."""

from __future__ import annotations

import re

from bot.conversation.questionnaire.codes import CodeInside
from bot.encryption.codes import find_code

_SAYS_NOTHING = re.compile(
    r"(?:\b(?:мой|моё|мое|моего|вот|это|менің|мынау|бұл|my|is|код\w*|kod\w*|code|проверки|тексеру|обращения|өтініш\w*)\b"
    r"|[\W_])*",
    re.IGNORECASE,
)
"""What is said of a code and of nothing else: "мой код:"."""


def read_code(text: str) -> CodeInside | None:
    """The code in *text*; None when there is none, and nothing that was meant as one."""
    found = find_code(text)
    if found is None:
        return None
    rest = (text[: found.start].rstrip() + " " + text[found.end :].lstrip()).strip()
    return CodeInside(found.code, "" if _SAYS_NOTHING.fullmatch(rest) else rest, found.likeness)
