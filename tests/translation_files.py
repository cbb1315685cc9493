"""The three files of the texts, read as one table and written in one canonical form.

bot.pot holds the order, the notes and the section headings; kk/ and ru/ hold the texts. Writing what was just
read changes no byte, so a change of one text is a change of a few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import normalize, read_po

from bot.localisation import LANGUAGES, catalogue_path
from bot.parsed_texts import forms_of

BUTTONS = ("btn.", "s.btn_", "e.btn_")
BUTTON_LIMIT = 30
ALERT_LIMIT = 200
COMMAND_LIMIT = 256

PLURAL_RULES = {
    "kk": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
_HEADINGS = {
    "": "Every text of the bot: msgid is its key, the lines with #. say where it stands.",
    "kk": "The Kazakh texts. How to work with this file: locales/README.md",
    "ru": "The Russian texts. How to work with this file: locales/README.md",
}
_SECTION = re.compile(r"^=== (.+) ===$")
_LIMIT = re.compile(r"at most (\d+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text: its key, where it stands, its note, and its forms by language (several: a plural)."""

    key: str
    section: str
    note: str
    forms: Mapping[str, Sequence[str]]

    @property
    def is_plural(self) -> bool:
        return any(len(forms) > 1 for forms in self.forms.values())

    @property
    def limit(self) -> int | None:
        """The longest text that fits, in characters, or None."""
        found = _LIMIT.search(self.note)
        if found:
            return int(found[1])
        return COMMAND_LIMIT if self.key.startswith("cmd.") else None


def complete_note(key: str, note: str) -> str:
    """*note* with the limit that the place of the text sets, so that translators see it."""
    if key.startswith(BUTTONS) and not _LIMIT.search(note):
        rest = re.sub(r"^button[\s,;:]*", "", note)
        note = f"button, at most {BUTTON_LIMIT} characters" + (f"; {rest}" if rest else "")
    return re.sub(r"callback alert(?!, at most)", f"callback alert, at most {ALERT_LIMIT} characters", note)


def template_path(folder: Path) -> Path:
    return folder / "bot.pot"


def read_catalogue(path: Path, language: str | None = None) -> Catalog:
    """One of the three files as Babel reads it; obsolete texts are dropped."""
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def messages(catalogue: Catalog) -> dict[str, Message]:
    """The messages of *catalogue* by key, in the order of the file, without its header."""
    by_key = {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue}
    by_key.pop("", None)
    return by_key


def read_entries(folder: Path) -> list[Entry]:
    """The whole table, in the order of bot.pot; a text that a language lacks has no forms there."""
    template = messages(read_catalogue(template_path(folder)))
    texts = {
        language: messages(read_catalogue(catalogue_path(folder, language), language))
        for language in LANGUAGES
    }
    entries: list[Entry] = []
    section = ""
    for key, message in template.items():
        lines = list(message.auto_comments)
        heading = _SECTION.match(lines[0]) if lines else None
        if heading:
            section = heading[1]
            del lines[0]
        forms = {language: forms_of(found[key]) if key in found else () for language, found in texts.items()}
        entries.append(Entry(key, section, " ".join(lines), forms))
    return entries


def write_entries(folder: Path, entries: Sequence[Entry]) -> None:
    """Write all three files; each is replaced whole, so a reader never meets half a file."""
    _replace(template_path(folder), _render(entries, language=""))
    for language in LANGUAGES:
        _replace(catalogue_path(folder, language), _render(entries, language))


def _render(entries: Iterable[Entry], language: str) -> str:
    blocks = [_header(language)]
    section = ""
    for entry in entries:
        heading = "" if entry.section == section else f"#. === {entry.section} ===\n"
        section = entry.section
        blocks.append(heading + _message(entry, language))
    return "\n".join(blocks)


def _header(language: str) -> str:
    fields = {
        "Project-Id-Version": "adaldyq",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_RULES.get(language, "nplurals=INTEGER; plural=EXPRESSION;"),
    }
    if not language:
        del fields["Plural-Forms"]
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return f'# {_HEADINGS[language]}\nmsgid ""\nmsgstr {normalize(lines, width=0)}\n'


def _message(entry: Entry, language: str) -> str:
    note = f"#. {entry.note}\n" if entry.note else ""
    key = normalize(entry.key, width=0)
    forms = entry.forms[language] if language else ("",) * (2 if entry.is_plural else 1)
    if not entry.is_plural:
        return f"{note}msgid {key}\nmsgstr {normalize(forms[0] if forms else '', width=0)}\n"
    strings = "".join(f"msgstr[{number}] {normalize(form, width=0)}\n" for number, form in enumerate(forms))
    return f"{note}msgid {key}\nmsgid_plural {key}\n{strings}"


def _replace(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(content, encoding="utf-8")
    fresh.replace(path)
