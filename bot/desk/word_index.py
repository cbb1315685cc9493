"""The index of words: a case is found by the words of its citizen, which stand nowhere in clear.

Rules
- Of each word only the beginning of a keyed hash of region and stem is kept (`Safe.word_mark`): several words share
  one, so what is found is looked at again in the opened text.
- A case is entered when it is filed, with each addition, and anew under the other region's key when it goes there. Its
  entries go with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from bot.catalogue.stems import stems_in
from bot.desk.safe import Safe
from storage import words


def enter_words(connection: Connection, region: str, case_id: str, texts: Iterable[str], safe: Safe) -> None:
    """The case of *region* can be found by the words in *texts*."""
    stems = frozenset[str]().union(*(stems_in(text) for text in texts))
    words.put_words(connection, case_id, {safe.word_mark(region, stem) for stem in stems})


def enter_anew(connection: Connection, region: str, case_id: str, texts: Iterable[str], safe: Safe) -> None:
    """The case is one of *region* now: it is found there, and nowhere else."""
    words.drop_words(connection, case_id)
    enter_words(connection, region, case_id, texts, safe)


def may_hold(connection: Connection, region: str, stems: Collection[str], safe: Safe) -> list[str] | None:
    """The cases of *region* that may hold words of all *stems*; None where too many do."""
    return words.find_cases(connection, {safe.word_mark(region, stem) for stem in stems})
