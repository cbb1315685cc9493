"""Identifiers for people: what anonymise finds, under the names that the texts use.

The rules' lists and expressions are a quarter of what a start has to do, and nobody needs them before a preview: they
are loaded when they are first asked for, or beside the first answers (`load_rules`).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence

from bot.chance import Chance
from bot.conversation.questionnaire.review import Finding
from bot.frozen import frozen

TEXTS = {
    "PHONE": "phone",
    "IIN": "iin",
    "BIN": "bin",
    "EMAIL": "email",
    "HANDLE": "username",
    "URL_PROFILE": "profile",
    "CARD": "card",
    "IBAN": "iban",
    "DOC_ID": "document",
    "PLATE": "plate",
    "ADDRESS": "address",
    "SELF_NAME": "name",
    "WALLET": "wallet",
    "GEO": "geo",
    "DEVICE": "device",
    "USER_ID": "userid",
    "ACCOUNT_NO": "account",
    "CASE_NO": "record",
    "BIRTH_DATE": "birth",
    "KIN": "kin",
    "ROLE": "role",
    "PERSON": "person",
}
"""Kinds of identifiers, and the ends of their text keys `pii.kind_…` and `mask.…`."""


def load_rules() -> None:
    """Load them now; for a thread beside the loop."""
    find_identifiers("")


def find_identifiers(text: str) -> tuple[Finding, ...]:
    """What could reveal a person in *text*. Nothing of it is remembered here."""
    from bot.anonymise.identifiers import find

    return tuple(Finding(span.start, span.end, TEXTS[span.kind], span.certain) for span in find(text))


LATEST = 512
"""Texts whose findings are known still: those of a few minutes on a busy day, at some hundred bytes each."""


class LatestFindings:
    """What was found in the latest texts, for whoever asks again: a citizen's next presses come to the same words.

    Nothing of a text is kept: it is known again by a digest under a key that this process drew. Places and kinds alone
    tell nobody anything.
    """

    def __init__(self, chance: Chance) -> None:
        self._key = chance.octets(hashlib.blake2b.MAX_KEY_SIZE)
        self._found: OrderedDict[bytes, tuple[Finding, ...]] = OrderedDict()

    def find(self, text: str) -> tuple[Finding, ...]:
        """As `find_identifiers`; for one thread."""
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()
        found = self._found.get(digest)
        if found is None:
            found = self._found[digest] = find_identifiers(text)
            if len(self._found) > LATEST:
                self._found.popitem(last=False)
        return found


def find_people(text: str) -> Sequence[tuple[int, int]]:
    """Where *text* names anybody, an official too."""
    from bot.anonymise.identifiers import find_people

    return find_people(text)


OFFICIAL = frozenset({"person", "role"})
"""What names an official stands in almost every answer: warned of each time, nobody would read the warning."""


@frozen
class Telltale:
    """The kinds in an office's words by which somebody is known: what `surely` tells who, and what `perhaps` does."""

    surely: tuple[str, ...]
    perhaps: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.surely or self.perhaps)


def telltale_in(text: str) -> Telltale:
    """What of *text*, which an office is about to send to a citizen, should be looked at once more.

    Of what could be anybody's it is what tells of a private life: a relative, a birthday, an account. Whoever reads the
    answer may be neither who it is about nor alone.
    """
    found = find_identifiers(text)
    surely = dict.fromkeys(each.kind for each in found if each.certain)
    perhaps = dict.fromkeys(each.kind for each in found if not each.certain and each.kind not in OFFICIAL)
    return Telltale(tuple(surely), tuple(kind for kind in perhaps if kind not in surely))


def asks_for_personal(text: str) -> bool:
    """Whether an officer's *text* seems to ask a citizen who they are."""
    from bot.anonymise.identifiers import asks_for_personal

    return asks_for_personal(text)
