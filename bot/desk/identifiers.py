"""Identifiers for people: what anonymise finds, under the names that the texts use."""

from __future__ import annotations

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


def asks_for_personal(text: str) -> bool:
    """Whether an officer's *text* seems to ask a citizen who they are."""
    return identifiers.asks_for_personal(text)
