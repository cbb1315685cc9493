"""What an office is warned of in its own words, and what readers outside it do not see: both tiers of what is found."""

from __future__ import annotations

import pytest

from bot.conversation.questionnaire.review import Finding
from bot.desk import identifiers, masking
from bot.desk.identifiers import TEXTS, Telltale, telltale_in
from bot.desk.masking import Hidden, mask_for_outsiders
from bot.localisation import LANGUAGES, Texts

WORDS = "Қызы Айша, 8 701 234 56 78, жеке шот."


def one_of_each(text: str) -> tuple[Finding, ...]:
    """A relative and an account that could be anybody's, a telephone that is certain."""
    return (Finding(0, 9, "kin", certain=False), Finding(11, 26, "phone"), Finding(28, 36, "account", certain=False))


def test_what_could_be_anybodys_is_told_apart_from_what_is_certain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identifiers, "find_identifiers", one_of_each)
    assert telltale_in(WORDS) == Telltale(("phone",), ("kin", "account"))
    assert telltale_in(WORDS)


@pytest.mark.parametrize("kind", ["person", "role"])
def test_the_name_and_post_of_an_official_are_no_warning(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(identifiers, "find_identifiers", lambda text: (Finding(0, 9, kind, certain=False),))
    assert not telltale_in(WORDS)
    monkeypatch.setattr(identifiers, "find_identifiers", lambda text: (Finding(0, 9, kind),))
    assert telltale_in(WORDS) == Telltale((kind,), ())


def test_an_account_that_is_found_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert telltale_in("Лицевой счёт 4500213, телефон 8 701 234 56 78.") == Telltale(("phone",), ("account",))


def test_readers_outside_see_nothing_of_either_tier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "find_identifiers", one_of_each)
    assert mask_for_outsiders(WORDS) == (Hidden("kin"), ", ", Hidden("phone"), ", ", Hidden("account"), ".")


def test_every_kind_has_its_texts_in_both_languages() -> None:
    texts = Texts.load()
    for kind in TEXTS.values():
        for language in LANGUAGES:
            assert texts.text(f"pii.kind_{kind}", language)
            mask = texts.text(f"mask.{kind}", language)
            assert mask.startswith("[") and mask.endswith("]") and len(mask) <= 24
