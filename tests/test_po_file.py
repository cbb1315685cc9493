"""The catalogues are read as Babel reads them, and what is none is told with its line."""

from __future__ import annotations

from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from bot.localisation import FOLDER, LANGUAGES, catalogue_path
from bot.po_file import DamagedCatalogueError, PoEntry, read_po_file
from tests.translation_files import forms_of, messages

HEADER = 'msgid ""\nmsgstr ""\n"Language: ru\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
ODD = '''
# a translator's note
#: somewhere.py:1
#| msgid "what it was"
msgid "odd.escapes"
msgstr "\\"a\\" \\\\n \\n\\tb"

#, python-format, fuzzy
msgid "odd.fuzzy"
msgstr "perhaps"

msgid   "odd.long"
msgstr   ""
  "one "
"two"
#~ msgid "odd.obsolete"
#~ msgstr "gone"

#, python-format
msgid "odd.plural"
msgid_plural "odd.plural"
msgstr[0] "{n} day"
msgstr[1] ""
"{n} days"

msgid "odd.unfinished"
msgstr ""

msgid "odd.half"
msgid_plural "odd.half"
msgstr[0] "{n} day"
msgstr[1] ""
msgid "odd.line\u2028feed"
msgstr "a\u2028b\x0bc"
'''


def by_babel(content: bytes) -> tuple[list[PoEntry], str]:
    catalogue = read_po(BytesIO(content), ignore_obsolete=True, abort_invalid=True)
    finished = {
        key: forms for key, message in messages(catalogue).items()
        if all(forms := forms_of(message)) and not message.fuzzy
    }  # fmt: skip
    plural = {key for key, message in messages(catalogue).items() if not isinstance(message.id, str)}
    return [PoEntry(key, forms, key in plural) for key, forms in finished.items()], catalogue.plural_expr


@pytest.mark.parametrize("content", [*(catalogue_path(FOLDER, each).read_bytes() for each in LANGUAGES)])
def test_our_catalogues_are_read_as_babel_reads_them(content: bytes) -> None:
    read = read_po_file(content)
    assert (list(read.entries), read.plural_rule) == by_babel(content)
    assert len(read.entries) > 1000


@pytest.mark.parametrize("header", [HEADER, f"#, fuzzy\n{HEADER}", HEADER.replace("\n", "\r\n")])
def test_what_translators_programs_write_is_read_as_babel_reads_it(header: str) -> None:
    content = f"{header}{ODD}".encode()
    read = read_po_file(content)
    assert (list(read.entries), read.plural_rule) == by_babel(content)
    assert [entry.key for entry in read.entries] == ["odd.escapes", "odd.long", "odd.plural", "odd.line\u2028feed"]


@pytest.mark.parametrize(
    ("line", "damage"),
    [
        (1, "none of it"),
        (1, 'msgid "open'),
        (1, 'msgid "a" "b"'),
        (1, 'msgstr "before its key"'),
        (1, 'msgctxt "of no use"\nmsgid "a"'),
        (2, 'msgid "a"\nmsgid_plural b'),
        (2, 'msgid "a"\nmsgstr "b"c"'),
        (4, 'msgid "a"\nmsgstr "b"\n\nmsgstr "again"'),
    ],
)
def test_a_damage_is_told_with_its_line(line: int, damage: str) -> None:
    before = f"{HEADER}\n# note\n"
    with pytest.raises(DamagedCatalogueError, match=f"line {before.count(chr(10)) + line} "):
        read_po_file(f"{before}{damage}\n".encode())


def test_no_string_stands_before_the_first_field() -> None:
    with pytest.raises(DamagedCatalogueError, match="line 2 "):
        read_po_file(b'# note\n"of nothing"\n')


def test_a_file_in_another_code_page_is_damaged() -> None:
    with pytest.raises(DamagedCatalogueError, match="byte 14 is not UTF-8"):
        read_po_file('msgid "a.b.c. да"'.encode("cp1251"))


def test_a_catalogue_says_which_form_a_number_takes() -> None:
    with pytest.raises(DamagedCatalogueError, match="no Plural-Forms"):
        read_po_file(b'msgid "a"\nmsgstr "b"\n')
