"""Texts as Telegram sees them: counted in UTF-16, with the entities it finds or is given.

Rules
- What Telegram finds by itself (commands, mentions, links, hashtags, addresses) becomes entities too,
  in what people write and in what the bot sends: a text without them has been defanged.
- Of the parse modes only HTML is read; the others are refused.
"""

import re
from html.parser import HTMLParser

from bot.playground.entities import HIDES, Entity, check_given, place_of, utf16_length
from bot.playground.errors import violation

FOUND = re.compile(
    r"(?P<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<url>https?://[^\s<>]+|(?<![\w@.])(?:[A-Za-z0-9-]+\.)+(?:me|kz|ru|com|org|net|gov|info|io)\b(?:/[^\s<>]*)?)"
    r"|(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d ()-]{8,16}\d(?!\w))"
)
MAY_HOLD = re.compile(r"[/@#.+]")
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}


def find_entities(text: str) -> list[Entity]:
    """What Telegram itself would find in a text, in order."""
    if not MAY_HOLD.search(text):
        return []
    return [
        {
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
            "type": found.lastgroup,
        }
        for found in FOUND.finditer(text)
    ]


def read_text(text: str, *, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """The text and its entities after parsing, as the sender meant and Telegram found them."""
    if parse_mode:
        if parse_mode.lower() != "html":
            raise violation(f"parse mode {parse_mode} is not implemented in the playground")
        text, given = _read_html(text)
    else:
        given = entities or []
    given = check_given(text, given)
    if not given:
        text = text.strip()
    taken = [(each["offset"], each["offset"] + each["length"]) for each in given if each["type"] in HIDES]
    found = [
        entity
        for entity in find_entities(text)
        if not any(start < entity["offset"] + entity["length"] and entity["offset"] < end for start, end in taken)
    ]
    return text, sorted([*given, *found], key=place_of)


def command_in(text: str) -> tuple[str, str | None] | None:
    """The command a text begins with, and the bot it is addressed to, if any."""
    found = re.match(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![\w/@])", text)
    return (found[1], found[2]) if found else None


def _read_html(text: str) -> tuple[str, list[Entity]]:
    reader = _HtmlReader()
    reader.feed(text)
    reader.close()
    if reader.open_tags:
        tag = reader.open_tags[-1][0]
        raise violation(f"can't parse entities: can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(reader.pieces), reader.entities


class _HtmlReader(HTMLParser):
    """Reads Telegram's small HTML: known tags become entities, all else is refused."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self.open_tags: list[tuple[str, Entity]] = []
        self.length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = TAGS.get(tag)
        if kind is None:
            raise violation(f'can\'t parse entities: unsupported start tag "{tag}"')
        if tag == "blockquote" and "expandable" in dict(attrs):
            kind = "expandable_blockquote"
        entity: Entity = {"type": kind, "offset": self.length, "length": 0}
        if tag == "a":
            entity["url"] = dict(attrs).get("href") or ""
        self.open_tags.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_tags or self.open_tags[-1][0] != tag:
            raise violation(f'can\'t parse entities: unmatched end tag "{tag}"')
        _, entity = self.open_tags.pop()
        entity["length"] = self.length - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
        self.length += utf16_length(data)
