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
from gettext import c2py
from hashlib import sha256
from pathlib import Path
from sys import intern

from bot.errors import AdaldyqError
from bot.frozen import frozen
from bot.parsed_texts import DamagedTextsError, ParsedTexts, parsed_texts
from bot.terms import Language

LANGUAGES: tuple[str, ...] = tuple(Language)
FOLDER = Path(__file__).resolve().parent.parent / "locales"
PLACE = re.compile(r"\{([a-z_]+)\}")

# Babel's short Kazakh date has a two-digit year, so the pattern is given.
_DAY_PATTERNS: dict[str, str] = {Language.KAZAKH: "%d.%m.%Y", Language.RUSSIAN: "%d.%m.%Y"}


class MissingTextError(AdaldyqError):
    """A text, one of its languages or one of its values is missing."""


@frozen
class _Tongue:
    """All texts of one language by key, the values that a text names, and which plural form a number takes."""

    phrases: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    places: Mapping[str, frozenset[str]]
    form_of: Callable[[int], int]

    def keys(self) -> frozenset[str]:
        return frozenset(self.phrases) | frozenset(self.plurals)


_NONE = frozenset[str]()
_PARSED: dict[str, tuple[bytes, _Tongue]] = {}
"""By language: the digest of a catalogue's bytes, and what was in them."""


class Texts:
    """The texts of all languages; safe to share, nothing in it changes after `load`."""

    def __init__(self, tongues: Mapping[str, _Tongue]) -> None:
        self._tongues = tongues

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Texts:
        """Read every language under *folder*; MissingTextError names what one of them lacks."""
        tongues = {language: _read_tongue(folder, language) for language in LANGUAGES}
        known = frozenset[str]().union(*(tongue.keys() for tongue in tongues.values()))
        gaps = [
            f"{language}: {key}"
            for language, tongue in tongues.items()
            for key in sorted(known - tongue.keys())
        ]
        if gaps:
            raise MissingTextError("texts without a translation: " + ", ".join(gaps))
        return cls(tongues)

    def text(self, key: str, language: str, /, **values: object) -> str:
        """The text of *key*, its places filled with *values*, neither fewer nor more than it names."""
        tongue, phrase = self._tongue(language), self.unfilled(key, language)
        places = tongue.places.get(key, _NONE)
        if places != values.keys():
            wanted, given = sorted(places), sorted(values)
            raise MissingTextError(f"text {key!r} ({language}) takes {wanted} and was given {given}")
        return phrase.format_map(values) if values else phrase

    def opening(self, key: str, language: str, /) -> str:
        """The text of *key* up to its first value: what a message can be known by, whatever its values are."""
        return PLACE.split(self.unfilled(key, language), maxsplit=1)[0].strip()

    def unfilled(self, key: str, language: str, /) -> str:
        """The text of *key* as it is written, for somebody who fills its places elsewhere."""
        tongue = self._tongue(language)
        phrase = tongue.phrases.get(key)
        if phrase is None:
            if key in tongue.plurals:
                raise MissingTextError(f"text {key!r} has plural forms: ask for it by number")
            raise MissingTextError(f"no text {key!r}")
        return phrase

    def plural(self, key: str, language: str, n: int) -> str:
        """The form of *key* that agrees with *n*, with *n* in it."""
        tongue = self._tongue(language)
        forms = tongue.plurals.get(key)
        if forms is None:
            raise MissingTextError(f"text {key!r} has no plural forms")
        return forms[tongue.form_of(abs(n))].format_map({"n": n})

    def day(self, day: date, language: str) -> str:
        """*day* as people here write it: 05.03.2026."""
        pattern = _DAY_PATTERNS.get(language)
        if pattern is None:
            raise MissingTextError(f"no texts in language {language!r}")
        return day.strftime(pattern)

    def keys(self) -> frozenset[str]:
        """Every key, plural ones too."""
        return self._tongues[LANGUAGES[0]].keys()

    def _tongue(self, language: str) -> _Tongue:
        tongue = self._tongues.get(language)
        if tongue is None:
            raise MissingTextError(f"no texts in language {language!r}")
        return tongue


def catalogue_path(folder: Path, language: str) -> Path:
    """Where the .po file of *language* stands under *folder*."""
    return folder / language / "LC_MESSAGES" / "bot.po"


def _read_tongue(folder: Path, language: str) -> _Tongue:
    path = catalogue_path(folder, language)
    try:
        return _tongue_in(path, path.read_bytes(), language)
    except OSError as error:
        raise MissingTextError(f"the texts in {path} cannot be read: {error.strerror}") from error
    except DamagedTextsError as error:
        raise MissingTextError(f"the texts in {path} are damaged: {error}") from error


def _tongue_in(path: Path, catalogue_file: bytes, language: str) -> _Tongue:
    """The phrases in the bytes of the catalogue at *path*: the same bytes are looked at once, changed ones again."""
    seen = sha256(catalogue_file).digest()
    known = _PARSED.get(language)
    if known is None or known[0] != seen:
        known = _PARSED[language] = seen, _tongue_of(parsed_texts(path, catalogue_file, language))
    return known[1]


def _tongue_of(parsed: ParsedTexts) -> _Tongue:
    places: dict[str, frozenset[str]] = {}
    same: dict[frozenset[str], frozenset[str]] = {}  # a thousand texts have a hundred sets of places
    # Both languages, and the code that asks for them, share one string for each key.
    phrases = {intern(key): phrase for key, phrase in parsed.phrases.items()}
    plurals = {intern(key): forms for key, forms in parsed.plurals.items()}
    for key, forms in (*((key, (phrase,)) for key, phrase in phrases.items()), *plurals.items()):
        if named := frozenset(PLACE.findall("".join(forms))):
            places[key] = same.setdefault(named, named)
    return _Tongue(phrases, plurals, places, c2py(parsed.plural_rule))
