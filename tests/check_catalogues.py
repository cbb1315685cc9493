"""Holds the texts against each other and against the source: `python -m tests.check_catalogues [--unused]`.

Rules
1. bot.pot and both .po files have the same keys in the same order; no text is empty, fuzzy or there twice.
2. A text names the same places in both languages; a brace stands only around a place; a plural names {n}.
3. A text keeps the limit in its note ("at most N characters"); buttons have one always.
4. Every letter belongs to the Kazakh, Russian or Latin alphabet, and no word mixes scripts.
5. A key that the source names exists; with --unused, a key that exists is named by the source.
6. A key in the list of Kazakh lines that nobody has read yet (README.md) exists, and stands there once.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.localisation import FOLDER, LANGUAGES, PLACE, catalogue_path
from bot.parsed_texts import forms_of
from tests.text_keys import NamedKeys, named_keys
from tests.translation_files import (
    BUTTON_LIMIT,
    BUTTONS,
    Entry,
    messages,
    read_catalogue,
    read_entries,
    template_path,
)

SOURCE = FOLDER.parent / "bot"

_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёәғқңөұүһі")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_SIGNS = frozenset("ℹ")  # a sign that Unicode counts among the letters
_UNREAD = re.compile(r"^```unread\n(.*?)^```", re.DOTALL | re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per fault; 1 when there is any."""
    parser = argparse.ArgumentParser(prog="python -m tests.check_catalogues", description=__doc__)
    parser.add_argument("--unused", action="store_true", help="also list the keys the source never names")
    chosen = parser.parse_args(arguments)
    faults = list(check(FOLDER, SOURCE, unused=chosen.unused))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"texts: {len(read_entries(FOLDER))} keys, {len(faults)} faults")
    return 1 if faults else 0


def check(folder: Path, source: Path, *, unused: bool = False) -> Iterator[str]:
    """Every fault of the texts under *folder*, and of the keys that *source* names."""
    yield from _check_files(folder)
    entries = read_entries(folder)
    for entry in entries:
        for fault in (*_check_places(entry), *_check_length(entry), *_check_letters(entry)):
            yield f"{entry.key}: {fault}"
    keys = {entry.key for entry in entries}
    yield from _check_named(keys, named_keys(source, keys), unused=unused)
    yield from _check_unread(folder, keys)


def _check_unread(folder: Path, keys: set[str]) -> Iterator[str]:
    guide = folder / "README.md"
    listed = _UNREAD.search(guide.read_text(encoding="utf-8")) if guide.exists() else None
    for key, times in Counter(listed[1].split() if listed else ()).items():
        if key not in keys:
            yield f"README.md: {key} is listed as unread, and there is no such text"
        elif times > 1:
            yield f"README.md: {key} is listed as unread {times} times"


def _check_files(folder: Path) -> Iterator[str]:
    wanted = list(messages(read_catalogue(template_path(folder))))
    for language in LANGUAGES:
        path = catalogue_path(folder, language)
        found = messages(read_catalogue(path, language))
        yield from (f"{language}: {key} is there twice" for key in _repeated(path))
        yield from (f"{language}: {key} is missing" for key in wanted if key not in found)
        yield from (f"{language}: {key} is not in bot.pot" for key in found if key not in wanted)
        if found.keys() == set(wanted) and list(found) != wanted:
            first = next(key for key, place in zip(found, wanted, strict=True) if key != place)
            yield f"{language}: the order is not that of bot.pot, from {first} on"
        for key, message in found.items():
            forms = forms_of(message)
            if not all(form.strip() for form in forms):
                yield f"{language}: {key} is empty"
            if message.fuzzy:
                yield f"{language}: {key} is marked fuzzy"


def _repeated(path: Path) -> list[str]:
    """Keys that stand in the file more than once: a reader keeps the last of them without a word."""
    counts = Counter(re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE))
    return [key for key, count in counts.items() if count > 1]


def _check_places(entry: Entry) -> Iterator[str]:
    places = {
        (language, number): frozenset(PLACE.findall(form))
        for language, forms in entry.forms.items()
        for number, form in enumerate(forms)
    }
    if len(set(places.values())) > 1:
        named = {str(language): sorted(names) for (language, _), names in places.items()}
        yield f"the places differ: {named}"
    if entry.is_plural and any(names != {"n"} for names in places.values()):
        yield "a plural names {n} and nothing else"
    for language, forms in entry.forms.items():
        if any(set("{}") & set(PLACE.sub("", form)) for form in forms):
            yield f"{language}: a brace that belongs to no place"


def _check_length(entry: Entry) -> Iterator[str]:
    limit = BUTTON_LIMIT if entry.key.startswith(BUTTONS) else entry.limit
    if limit is None:
        return
    for language, forms in entry.forms.items():
        for form in forms:
            if len(form) > limit:
                yield f"{language}: {len(form)} characters, at most {limit}"


def _check_letters(entry: Entry) -> Iterator[str]:
    for language, forms in entry.forms.items():
        for form in forms:
            if form != unicodedata.normalize("NFC", form):
                yield f"{language}: not in Unicode's composed form (NFC)"
            for word in _WORD.findall(PLACE.sub(" ", form)):
                yield from (f"{language}: {fault}" for fault in _check_word(word))


def _check_word(word: str) -> Iterator[str]:
    letters = set(word.lower())
    strangers = letters - _CYRILLIC - _LATIN - _SIGNS
    if strangers:
        named = ", ".join(f"U+{ord(letter):04X}" for letter in sorted(strangers))
        yield f"{word!r} has a letter of no alphabet of ours: {named}"
    elif letters & _CYRILLIC and letters & _LATIN:
        named = ", ".join(sorted(letters & _LATIN))
        yield f"{word!r} mixes Cyrillic and Latin letters ({named} is Latin)"
    elif len(word) == 1 and letters & _LATIN:
        yield f"{word!r} is a lone Latin letter"


def _check_named(keys: set[str], named: NamedKeys, *, unused: bool) -> Iterator[str]:
    for key, place in sorted(named.unknown.items()):
        yield f"{key}: named in {place}, but there is no such text"
    if unused:
        yield from (f"{key}: never named in the source" for key in sorted(keys - named.used))


if __name__ == "__main__":
    sys.exit(main())
