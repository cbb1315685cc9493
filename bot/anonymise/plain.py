"""What survives of a Telegram message as plain text, and text that Telegram cannot make clickable.

Rules:
- plain text is NFC, without control, invisible, bidirectional, tag and private-use characters; line ends are
  "\\n", and no more than three of them stand in a row; emoji keep their joiners and variation selectors;
- lone surrogates, which cannot be sent, become U+FFFD;
- defanging puts U+2060 (word joiner, no width) where Telegram's linking would start: after @, /, # and $ that
  begin a mention, command, tag or ticker, and before each dot and after each «://» of a web or tg: address;
- both are idempotent, and removing U+2060 gives the text back.
"""

from __future__ import annotations

import re
import unicodedata

JOINER = "\u2060"

_LINE_END = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff\u2800]"
)
_SELECTORS = re.compile("(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff#*0-9])[\ufe00-\ufe0f]|[\ufe00-\ufe0d]")
_LONE_JOINER = re.compile(
    "(?<![\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])\u200d|\u200d(?![\u2190-\u27bf\U0001f000-\U0001faff])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LINES = re.compile("\n(?:[ \u00a0]*\n){3,}")

_MENTION = re.compile(r"[@＠](?=\w)")
_COMMAND = re.compile(r"(?<![\w/])/(?=[A-Za-z0-9_])")
_TAG = re.compile(r"(?<!\w)[#＃$](?=\w)")
_SCHEME = re.compile(r"(?i)(?:https?|ftp|tg|ton|tonsite|mailto|tel):(?!\u2060)(?=\S)")
_SLASHES = re.compile(r"//(?=\w)")
_DOT = re.compile(r"(?<=[\w)\]\-~])[.。．｡](?=\w)(?!(?<=\d[.])\d)")


def plain_text(text: str) -> str:
    """Return what may cross of *text*: readable characters and single line breaks."""
    kept = _LINE_END.sub("\n", text).replace("\t", " ")
    kept = _SURROGATE.sub("\ufffd", kept)
    for _ in range(4):
        cleaned = unicodedata.normalize("NFC", _without_invisible(kept))
        if cleaned == kept:
            break
        kept = cleaned
    return _BLANK_LINES.sub("\n\n\n", kept)


def defang(text: str) -> str:
    """Return *text* readable as before, with no mention, command, tag or address that Telegram would link.

    Telegram joins «t.me», «example.com» or «@name» into a link only while their characters touch: a word
    joiner between them has no width and stops it. Dots between two digits stay (dates, sums, times).
    """
    for pattern in (_MENTION, _COMMAND, _TAG, _SCHEME, _SLASHES):
        text = pattern.sub(lambda match: match[0] + JOINER, text)
    return _DOT.sub(lambda match: JOINER + match[0] + JOINER, text)


def _without_invisible(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    text = _SELECTORS.sub("", text)
    return _LONE_JOINER.sub("", text)
