"""What an office is warned of in its own words, and what readers outside it do not see: both tiers of what is found."""

from __future__ import annotations

import pytest

from bot.chance import Chance
from bot.conversation.questionnaire.review import Finding
from bot.desk import identifiers, masking
from bot.desk.identifiers import LATEST, TEXTS, LatestFindings, Telltale, telltale_in
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


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were really looked through from now on."""
    looked: list[str] = []

    def look(text: str) -> tuple[Finding, ...]:
        looked.append(text)
        return (Finding(0, len(text), "phone"),)

    monkeypatch.setattr(identifiers, "find_identifiers", look)
    return looked


def test_what_was_found_lately_is_not_searched_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, latest = counting(monkeypatch), LatestFindings(Chance())
    told = ["87011234567", "870112345678", "\ud83d", "", "87011234567"]
    assert [latest.find(text) for text in told] == [(Finding(0, len(text), "phone"),) for text in told]
    assert looked == told[:-1]


def test_only_the_latest_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    looked, latest = counting(monkeypatch), LatestFindings(Chance())
    for number in range(LATEST + 1):
        latest.find(str(number))
    latest.find(str(LATEST))
    assert len(looked) == LATEST + 1
    latest.find("0")
    assert looked[LATEST + 1 :] == ["0"]


def test_nothing_of_a_text_is_kept_with_what_was_found_in_it() -> None:
    """P1: what people typed does not stay in memory, in no form that could be tried out without the key."""
    latest = LatestFindings(Chance())
    text = "Менің нөмірім 87011234567, Жұлдыз көшесі 5 үй"
    assert latest.find(text)
    held = repr(vars(latest))
    assert "87011234567" not in held and "Жұлдыз" not in held

    other = LatestFindings(Chance())
    other.find(text)
    assert vars(latest)["_found"].keys().isdisjoint(vars(other)["_found"].keys())
