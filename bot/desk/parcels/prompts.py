"""How the words that an act takes are asked for."""

from __future__ import annotations

from typing import assert_never

from bot.desk.wishes import Wanted


def question(wanted: Wanted) -> str:
    """The key of the question for *wanted*."""
    match wanted:
        case Wanted.CONTACTS:
            return "s.reveal_prompt"
        case Wanted.NOTE:
            return "s.note_prompt"
        case Wanted.EXTENSION:
            return "s.extend_ask"
        case Wanted.REJECTION | Wanted.REOPENING:
            return "s.reason_ask"
        case Wanted.DUPLICATE:
            return "s.duplicate_ask"
        case Wanted.BODY:
            return "s.body_ask"
        case Wanted.REGION:
            return "s.transfer_ask"
        case Wanted.OUTSIDE:
            return "s.extno_ask"
        case Wanted.GROUP:
            return "h.group_ask"
        case unexpected:
            assert_never(unexpected)


def said_again(wanted: Wanted) -> str:
    """The key of what is said when the words for *wanted* will not do."""
    match wanted:
        case Wanted.CONTACTS | Wanted.REJECTION | Wanted.REOPENING | Wanted.NOTE | Wanted.GROUP:
            return "s.reveal_reason_short"
        case Wanted.EXTENSION:
            return "s.extend_wrong"
        case Wanted.DUPLICATE:
            return "s.duplicate_unknown"
        case Wanted.REGION:
            return "s.transfer_wrong"
        case Wanted.BODY | Wanted.OUTSIDE:
            return "s.too_long_name"
        case unexpected:
            assert_never(unexpected)
