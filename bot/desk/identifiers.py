"""Identifiers for people: what anonymise finds, under the names that the texts use."""

from __future__ import annotations

from bot.anonymise import identifiers
from bot.anonymise.identifiers import Kind
from bot.conversation.questionnaire.review import Finding

TEXTS = {
    Kind.PHONE: "phone",
    Kind.IIN: "iin",
    Kind.BIN: "bin",
    Kind.EMAIL: "email",
    Kind.HANDLE: "username",
    Kind.URL_PROFILE: "profile",
    Kind.CARD: "card",
    Kind.IBAN: "iban",
    Kind.DOC_ID: "document",
    Kind.PLATE: "plate",
    Kind.ADDRESS: "address",
    Kind.SELF_NAME: "name",
}
"""Kinds of identifiers, and the ends of their text keys `pii.kind_…` and `mask.…`."""


def find_identifiers(text: str) -> tuple[Finding, ...]:
    """What could reveal a person in *text*. Nothing of it is remembered here."""
    return tuple(Finding(span.start, span.end, TEXTS[span.kind]) for span in identifiers.find(text))


def asks_for_personal(text: str) -> bool:
    """Whether an officer's *text* seems to ask a citizen who they are."""
    return identifiers.asks_for_personal(text)
