"""Identifiers for people: what anonymise finds, under the names that the texts use."""

from __future__ import annotations

from dataclasses import dataclass

from bot.anonymise import identifiers
from bot.anonymise.identifiers import IdentifierKind
from bot.conversation.questionnaire.review import Finding

TEXTS = {
    IdentifierKind.PHONE: "phone",
    IdentifierKind.IIN: "iin",
    IdentifierKind.BIN: "bin",
    IdentifierKind.EMAIL: "email",
    IdentifierKind.HANDLE: "username",
    IdentifierKind.URL_PROFILE: "profile",
    IdentifierKind.CARD: "card",
    IdentifierKind.IBAN: "iban",
    IdentifierKind.DOC_ID: "document",
    IdentifierKind.PLATE: "plate",
    IdentifierKind.ADDRESS: "address",
    IdentifierKind.SELF_NAME: "name",
    IdentifierKind.WALLET: "wallet",
    IdentifierKind.GEO: "geo",
    IdentifierKind.DEVICE: "device",
    IdentifierKind.USER_ID: "userid",
    IdentifierKind.ACCOUNT_NO: "account",
    IdentifierKind.CASE_NO: "record",
    IdentifierKind.BIRTH_DATE: "birth",
    IdentifierKind.KIN: "kin",
    IdentifierKind.ROLE: "role",
    IdentifierKind.PERSON: "person",
}
"""Kinds of identifiers, and the ends of their text keys `pii.kind_…` and `mask.…`."""


def find_identifiers(text: str) -> tuple[Finding, ...]:
    """What could reveal a person in *text*. Nothing of it is remembered here."""
    return tuple(Finding(span.start, span.end, TEXTS[span.kind], span.certain) for span in identifiers.find(text))


OFFICIAL = frozenset({"person", "role"})
"""What names an official stands in almost every answer: warned of each time, nobody would read the warning."""


@dataclass(frozen=True, slots=True)
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
    return identifiers.asks_for_personal(text)
