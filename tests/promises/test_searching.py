"""The search itself: whatever is planted in any encoding is found, so that an empty answer means something."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.promises.planting import MARK
from tests.promises.searching import find, numbers, read_folder, read_values, texts

GROUP = -1_002_190_000_631
PERSON = 5_317_000_123
NEEDLES = texts(MARK)
HIDDEN = f"до {MARK}0007 после"


@pytest.mark.parametrize(
    "content",
    [
        HIDDEN.encode(),
        HIDDEN.lower().encode(),
        HIDDEN.encode("utf-16-le"),
        HIDDEN.encode("utf-16-be"),
        json.dumps({"text": HIDDEN}).encode(),
        json.dumps({"text": HIDDEN}, ensure_ascii=False).encode(),
        quote(HIDDEN).encode(),
        repr(HIDDEN.encode()).encode(),
        HIDDEN.encode().hex().encode(),
        HIDDEN.encode().hex().upper().encode(),
        *(base64.b64encode(b"x" * shift + HIDDEN.encode()) for shift in range(3)),
        *(base64.urlsafe_b64encode(b"x" * shift + HIDDEN.encode("utf-16-le")) for shift in range(3)),
    ],
)
def test_a_text_is_found_in_every_encoding(content: bytes) -> None:
    assert find(NEEDLES, {"here": b"\0\xff" + content + b"\xff\0"}) != []


@pytest.mark.parametrize("number", [PERSON, GROUP])
@pytest.mark.parametrize(
    "write",
    [
        lambda n: str(n).encode(),
        lambda n: str(n).encode("utf-16-le"),
        lambda n: json.dumps({"id": n}).encode(),
        lambda n: base64.b64encode(b"id=" + str(n).encode()),
        lambda n: n.to_bytes(8, "big", signed=True),
        lambda n: n.to_bytes(8, "little", signed=True),
        lambda n: n.to_bytes(6, "big", signed=True),
        lambda n: str(n).encode().hex().encode(),
        lambda n: f"{abs(n):x}".encode(),
    ],
)
def test_an_id_is_found_as_text_and_as_number(number: int, write: object) -> None:
    assert find(numbers({"id": number}), {"here": b"\0\xff" + write(number) + b"\xff"}) != []  # type: ignore[operator]


def test_what_a_program_leaves_on_its_disk_is_found(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "kept.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=wal")
    database.execute("CREATE TABLE kept (words TEXT, box BLOB, number INTEGER, long INTEGER)")
    database.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (HIDDEN, HIDDEN.encode("utf-16-be"), PERSON, GROUP))
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "rest").write_text(HIDDEN, encoding="utf-8")
    on_disk = read_folder(tmp_path)
    places = {line.rpartition(" in ")[2] for line in find(NEEDLES, on_disk)}
    assert places == {"kept.db-wal", "tmp/rest"}
    assert {line.partition(" as ")[0] for line in find(numbers({"person": PERSON, "group": GROUP}), on_disk)} == {
        "person",
        "group",
    }
    assert find(NEEDLES, read_values(tmp_path / "kept.db")) != []
    database.close()


def test_what_is_not_there_is_not_found() -> None:
    assert find(NEEDLES | numbers({"id": PERSON}), {"here": gzip.compress(b"nothing of anybody" * 99)}) == []
