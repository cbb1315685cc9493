"""What is in a translator's .po file, and the same beside it in a form that needs no parser.

Rules
- The .po file is the truth: what stands beside it is used only while it names the digest of the very bytes.
- Babel parses; at most once for each change of a file, for it takes a tenth of a start and stays in memory.
- Where nothing can be written, as in a folder of another account, each start parses.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from gettext import c2py
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import AdaldyqError
from bot.frozen import frozen

if TYPE_CHECKING:
    from babel.messages.catalog import Message

FORM = 1
"""Of what is kept; another one is parsed anew."""

log = logging.getLogger(__name__)


@frozen
class ParsedTexts:
    """Every finished text by key, and the rule (in C, as gettext has it) which plural form a number takes."""

    phrases: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]
    plural_rule: str


class DamagedTextsError(AdaldyqError):
    """A .po file that cannot be parsed; its words say where."""


def parsed_texts(path: Path, catalogue_file: bytes, language: str) -> ParsedTexts:
    """The texts in *catalogue_file*, the bytes of the .po file at *path*; DamagedTextsError if it has faults."""
    digest, beside = sha256(catalogue_file).hexdigest(), path.with_suffix(".json")
    found = _read(beside, digest)
    if found is None:
        found = parse(catalogue_file, language)
        _keep(beside, digest, found)
    return found


def parse(catalogue_file: bytes, language: str) -> ParsedTexts:
    """Every finished text; what a translator left empty or marked fuzzy is not there."""
    from babel.messages.pofile import PoFileError, read_po  # only here: see the rules

    phrases: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    try:
        catalogue = read_po(BytesIO(catalogue_file), locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise DamagedTextsError(str(error)) from error
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        forms = forms_of(message)
        if not key or message.fuzzy or not all(forms):
            continue
        if message.pluralizable:
            plurals[key] = forms
        else:
            phrases[key] = forms[0]
    return ParsedTexts(phrases, plurals, catalogue.plural_expr)


def forms_of(message: Message) -> tuple[str, ...]:
    """What a translator wrote: one form, or the plural forms in their order."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def _read(beside: Path, digest: str) -> ParsedTexts | None:
    """What *beside* keeps of the .po file that has *digest*; None if that is nothing, or damaged."""
    try:
        kept: Any = json.loads(beside.read_bytes())
        if kept["form"] != FORM or kept["digest"] != digest:
            return None
        c2py(kept["plural_rule"])
        plurals = {key: tuple(map(str, forms)) for key, forms in kept["plurals"].items()}
        return ParsedTexts(dict(kept["phrases"]), plurals, kept["plural_rule"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None  # it is only a copy: the .po file is parsed instead, and what is damaged is replaced


def _keep(beside: Path, digest: str, parsed: ParsedTexts) -> None:
    """Put *parsed* where the next start finds it: whole or not at all, whoever else does the same."""
    kept = {
        "form": FORM,
        "digest": digest,
        "phrases": parsed.phrases,
        "plurals": parsed.plurals,
        "plural_rule": parsed.plural_rule,
    }
    try:
        descriptor, name = tempfile.mkstemp(prefix=".texts-", dir=beside.parent)
    except OSError as fault:
        log.debug("parsed texts are not kept in %s: %s", beside.parent, fault.strerror)
        return
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False)
        Path(name).replace(beside)
    except OSError as fault:
        log.debug("parsed texts are not kept in %s: %s", beside, fault.strerror)
        with suppress(OSError):
            Path(name).unlink()
