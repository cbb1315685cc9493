"""Words for people: texts by key with their values, views as messages, cut where Telegram's limits are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, assert_never

from bot.catalogue import bodies
from bot.catalogue.regions import REGIONS
from bot.conversation.values.callback import spell_press
from bot.conversation.values.effects import (
    COMMAS,
    LINES,
    AnyButton,
    CopyButton,
    Fold,
    Hints,
    Paragraph,
    Quote,
    Say,
    View,
)
from bot.frozen import frozen
from bot.graphemes import is_boundary, last_boundary
from bot.localisation import Texts
from bot.terms import ExpertField, Language, OfficeRole

MESSAGE_UNITS = 4096
"""UTF-16 code units in one message."""
BOTH: Final[None] = None
"""In place of a language: both of them, one after the other."""
JOINTS = {LINES: "\n", COMMAS: ", "}
DAYS, ISO_DAY = ("date", "due_date", "max_date"), re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NAMED, FAMILIES = ("reason", "instead", "kind", "what", "why"), ("file.", "item.", "aside.", "value.")
"""Values by these names are texts themselves when they are keys of these families."""
COUNTED = "n."
"""The family of texts that have a form for each number `n`."""
HEADINGS = (
    *("line.heading", "status.you_wrote", "status.you_corrected", "status.office_asked", "status.office_answered"),
)


@frozen
class FoldedStretch:
    """A stretch of a text that Telegram shows folded: where it begins and how long it is, in UTF-16 code units."""

    offset: int
    length: int

    @property
    def entity(self) -> dict[str, Any]:
        """The message entity that folds it."""
        return {"type": "expandable_blockquote", "offset": self.offset, "length": self.length}


@frozen
class Drawn:
    """A view as one text."""

    text: str
    folds: tuple[FoldedStretch, ...] = ()


class Words:
    """The texts of the house, for one language at a time or (in groups that nobody has bound) for both."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts

    def text(self, key: str, language: Language | None, values: Mapping[str, Any] | None = None) -> str:
        """The text *key* with *values*; days, regions and nested texts are put into words first."""
        if language is BOTH:
            both = tuple(self.text(key, each, values) for each in Language)
            return "\n\n".join(dict.fromkeys(both))
        if not values:
            return self.texts.text(key, language)
        return self.texts.text(key, language, **{name: self.value(name, v, language) for name, v in values.items()})

    def maybe_twice(self, text: str, language: Language | None) -> str:
        """*text* with the word that it may have come before, where one message has room for it."""
        marked = f"{text}\n\n{self.text('s.maybe_twice', language)}"
        return marked if units(marked) <= MESSAGE_UNITS else text

    def label(self, key: str, language: Language | None) -> str:
        """The text *key* as a button's label; for those who read both languages, both on one line."""
        if language is BOTH:
            return " / ".join(dict.fromkeys(self.text(key, each) for each in Language))
        return self.text(key, language)

    def value(self, name: str, value: Any, language: Language) -> str:
        """One value inside a text."""
        match value:
            case Say():
                return self.say(value, language)
            case date():
                return self.texts.day(value, language)
            case str() if name in NAMED and value.startswith(FAMILIES):
                return self.text(value, language)
            case str() if name == "what" and value.startswith("damage."):
                return self.text(value, language)
            case str() if name in ("region", "which") and value in REGIONS:
                return REGIONS[value].name[language]
            case str() if name == "office" and value in REGIONS:
                return REGIONS[value].office[language]
            case str() if name == "body" and (body := bodies.find(value)) is not None:
                return body.label[language]
            case str() if name == "role" and value in tuple(OfficeRole):
                return self.text(f"a.role_{value}", language)
            case str() if name == "field" and value in tuple(ExpertField):
                return self.text(f"a.field_{value}", language)
            case str() if name in DAYS and ISO_DAY.fullmatch(value):
                return self.texts.day(date.fromisoformat(value), language)
            case _:
                return str(value)

    def say(self, say: Say, language: Language) -> str:
        """*say* in *language*; the keys in JOINTS join their values instead of naming a text."""
        joint = JOINTS.get(say.key)
        if joint is not None:
            return joint.join(self.value("", value, language) for value in say.values.values())
        if say.key.startswith(COUNTED):
            return self.texts.plural(say.key, language, int(str(say.values["n"])))
        return self.text(say.key, language, say.values)

    def view(self, view: View, language: Language) -> str:
        """The paragraphs of *view*; short answers stand line by line."""
        return self.draw(view, language).text

    def draw(self, view: View, language: Language) -> Drawn:
        """The paragraphs of *view* as text, and which stretches of it are folded."""
        text, folds = "", []
        before: Paragraph | None = None
        for paragraph in view.paragraphs:
            if before is not None:
                text += "\n" if _belong_together(before, paragraph) else "\n\n"
            words = self._paragraph(paragraph, language)
            if isinstance(paragraph, Fold) or (isinstance(paragraph, Hints) and paragraph.folded):
                folds.append(FoldedStretch(units(text), units(words)))
            text += words
            before = paragraph
        return Drawn(text, tuple(folds))

    def _paragraph(self, paragraph: Paragraph, language: Language) -> str:
        match paragraph:
            case Say():
                return self.say(paragraph, language)
            case Quote(text) | Hints(text):
                return text
            case Fold(says):
                return "\n\n".join(self.say(say, language) for say in says)
            case unexpected:
                assert_never(unexpected)

    def keyboard(self, rows: Sequence[Sequence[AnyButton]], language: Language, step: int) -> dict[str, Any] | None:
        """Buttons whose presses carry language, step and choice: the JSON object that Telegram takes."""
        if not rows:
            return None
        return {"inline_keyboard": [[self._button(button, language, step) for button in row] for row in rows]}

    def _button(self, button: AnyButton, language: Language, step: int) -> dict[str, Any]:
        label = button.label if isinstance(button.label, str) else self.say(button.label, language)
        if isinstance(button, CopyButton):
            return {"text": label, "copy_text": {"text": button.copies}}
        return {"text": label, "callback_data": spell_press(button.choice, step, language)}


def units(text: str) -> int:
    """The length of *text* as Telegram counts it: UTF-16 code units."""
    # Two bytes each; half of a pair alone counts as one, too. Asked of every text: a loop over its signs is dear.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = MESSAGE_UNITS) -> list[str]:
    """*text* in parts of at most *limit* units, cut at an empty line, a line end or a space where there is one.

    What people see as one sign is never cut, unless it alone is longer than a part.
    No part is empty, for Telegram refuses such a message; an empty *text* has none.
    """
    parts = []
    text = text.strip()
    while units(text) > limit:
        cut = _cut(text, limit)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text] if text else parts


def _cut(text: str, limit: int) -> int:
    longest = _fitting(text, limit)
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, longest // 2, longest)
        if at > 0 and is_boundary(text, at) and is_boundary(text, at + len(mark)):
            return at
    return last_boundary(text, longest)


def _fitting(text: str, limit: int) -> int:
    used = 0
    for at, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > limit:
            return at
    return len(text)


def _belong_together(first: Paragraph, second: Paragraph) -> bool:
    if not isinstance(first, Say):
        return False
    if isinstance(second, Quote):
        return first.key in HEADINGS
    return first.key == "line.value" and isinstance(second, Say) and second.key in ("line.value", "line.heading")
