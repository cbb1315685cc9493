"""Every text that a person reads, by key and language.

Rules
1. The catalogues are gettext .po files in locales/, read once at the start; msgid is the key, no sentence.
2. A text names its values in braces, `{region}`. They go in as they are: no format, no inflection, no markup.
3. A missing text is a fault and never an empty line or a bare key shown to a person. That each language has
   every key is found out at the start, a wrong value at the call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bot.errors import AdaldyqError
from bot.frozen import frozen
from bot.terms import Language

LANGUAGES: tuple[str, ...] = tuple(Language)
FOLDER = Path(__file__).resolve().parent.parent / "locales"
PLACE = re.compile(r"\{([a-z_]+)\}")

# Babel's short Kazakh date has a two-digit year, so the pattern is given.
_DAY_PATTERNS: dict[str, str] = {Language.KAZAKH: "%d.%m.%Y", Language.RUSSIAN: "%d.%m.%Y"}


class MissingTextError(AdaldyqError):
    """A text, one of its languages or one of its values is missing."""


@frozen
class Phrase:
    """One text in one language: a single form, or its plural forms in the order of the language's rule."""

    forms: tuple[str, ...]
    places: frozenset[str]
    is_plural: bool


@frozen
class _Tongue:
    """All phrases of one language, and which plural form a number takes."""

    phrases: Mapping[str, Phrase]
    form_of: Callable[[int], int]


class Texts:
    """The texts of all languages; safe to share, nothing in it changes after `load`."""

    def __init__(self, tongues: Mapping[str, _Tongue]) -> None:
        self._tongues = tongues

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Texts:
        """Read every language under *folder*; MissingTextError names what one of them lacks."""
        tongues = {language: _read_tongue(folder, language) for language in LANGUAGES}
        known = frozenset[str]().union(*(tongue.phrases for tongue in tongues.values()))
        gaps = [
            f"{language}: {key}"
            for language, tongue in tongues.items()
            for key in sorted(known - tongue.phrases.keys())
        ]
        if gaps:
            raise MissingTextError("texts without a translation: " + ", ".join(gaps))
        return cls(tongues)

    def text(self, key: str, language: str, /, **values: object) -> str:
        """The text of *key*, its places filled with *values*, neither fewer nor more than it names."""
        phrase = self._phrase(key, language)
        if phrase.is_plural:
            raise MissingTextError(f"text {key!r} has plural forms: ask for it by number")
        if phrase.places != values.keys():
            wanted, given = sorted(phrase.places), sorted(values)
            raise MissingTextError(f"text {key!r} ({language}) takes {wanted} and was given {given}")
        return phrase.forms[0].format_map(values) if values else phrase.forms[0]

    def opening(self, key: str, language: str, /) -> str:
        """The text of *key* up to its first value: what a message can be known by, whatever its values are."""
        return PLACE.split(self._phrase(key, language).forms[0], maxsplit=1)[0].strip()

    def unfilled(self, key: str, language: str, /) -> str:
        """The text of *key* as it is written, for somebody who fills its places elsewhere."""
        return self._phrase(key, language).forms[0]

    def plural(self, key: str, language: str, n: int) -> str:
        """The form of *key* that agrees with *n*, with *n* in it."""
        phrase = self._phrase(key, language)
        if not phrase.is_plural:
            raise MissingTextError(f"text {key!r} has no plural forms")
        form = phrase.forms[self._tongues[language].form_of(abs(n))]
        return form.format_map({"n": n})

    def day(self, day: date, language: str) -> str:
        """*day* as people here write it: 05.03.2026."""
        pattern = _DAY_PATTERNS.get(language)
        if pattern is None:
            raise MissingTextError(f"no texts in language {language!r}")
        return day.strftime(pattern)

    def keys(self) -> frozenset[str]:
        """Every key, plural ones too."""
        return frozenset(self._tongues[LANGUAGES[0]].phrases)

    def _phrase(self, key: str, language: str) -> Phrase:
        tongue = self._tongues.get(language)
        if tongue is None:
            raise MissingTextError(f"no texts in language {language!r}")
        phrase = tongue.phrases.get(key)
        if phrase is None:
            raise MissingTextError(f"no text {key!r}")
        return phrase


def catalogue_path(folder: Path, language: str) -> Path:
    """Where the .po file of *language* stands under *folder*."""
    return folder / language / "LC_MESSAGES" / "bot.po"


def forms_of(message: Message) -> tuple[str, ...]:
    """What a translator wrote: one form, or the plural forms in their order."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def _read_tongue(folder: Path, language: str) -> _Tongue:
    path = catalogue_path(folder, language)
    try:
        return _parsed(path.read_bytes(), language)
    except OSError as error:
        raise MissingTextError(f"the texts in {path} cannot be read: {error.strerror}") from error
    except (PoFileError, UnicodeDecodeError) as error:
        raise MissingTextError(f"the texts in {path} are damaged: {error}") from error


@lru_cache(maxsize=len(LANGUAGES))
def _parsed(catalogue_file: bytes, language: str) -> _Tongue:
    """The phrases in the bytes of a catalogue: the same bytes are parsed once, changed ones again."""
    catalogue = read_po(BytesIO(catalogue_file), locale=language, abort_invalid=True)
    return _Tongue(_phrases(catalogue), c2py(catalogue.plural_expr))


def _phrases(catalogue: Catalog) -> dict[str, Phrase]:
    """Every finished text of *catalogue*; what a translator left empty or marked fuzzy is not there."""
    phrases: dict[str, Phrase] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = forms_of(message)
        if key and all(forms) and not message.fuzzy:
            places = frozenset(PLACE.findall("".join(forms)))
            phrases[key] = Phrase(forms, places, is_plural=not isinstance(message.id, str))
    return phrases
