"""The questionnaire with what the catalogue lets a citizen choose, and with the finder of identifiers."""

from __future__ import annotations

from bot.catalogue import regions, spheres
from bot.conversation.questionnaire.questions import Choice, Questions
from bot.conversation.values.draft import Answers, value_of
from bot.desk.identifiers import find_identifiers
from bot.localisation import LANGUAGES, Texts


def build_questions(texts: Texts) -> Questions:
    """The questionnaire with the catalogue's choices."""
    all_regions = tuple(Choice(region.id, region.name) for region in regions.in_order("kk"))
    by_language = {language: [region.id for region in regions.in_order(language)] for language in LANGUAGES}

    def fixed(**labels: str) -> tuple[Choice, ...]:
        return tuple(Choice(name, {lang: texts.text(key, lang) for lang in LANGUAGES}) for name, key in labels.items())

    kinds = fixed(report="kind.report", proposal="kind.proposal")
    levels = fixed(code="btn.anon_full", relay="btn.anon_relay", contact="btn.anon_contact")
    consents = fixed(yes="btn.consent_yes", no="btn.consent_no")
    all_spheres = fixed(all="btn.all_spheres")
    groups = _choices(spheres.groups())

    def directions(answers: Answers) -> tuple[Choice, ...]:
        found = _choices(spheres.directions(value_of(answers, "region") or ""))
        return (*found, *all_spheres) if found else ()

    def in_group(answers: Answers) -> tuple[Choice, ...]:
        group = value_of(answers, "group")
        return (
            _choices(spheres.spheres(group))
            if group
            else _choices(spheres.directions(value_of(answers, "region") or ""))
        )

    def order(name: str, choices: tuple[Choice, ...], language: str) -> tuple[Choice, ...]:
        return tuple(sorted(choices, key=lambda c: by_language[language].index(c.id))) if name == "region" else choices

    return Questions(
        choices={
            "kind": lambda answers: kinds,
            "region": lambda answers: all_regions,
            "direction": directions,
            "group": lambda answers: groups,
            "sphere": in_group,
            "violation": lambda answers: _choices(spheres.violations()),
            "goal": lambda answers: _choices(spheres.goals()),
            "level": lambda answers: levels,
            "consent": lambda answers: consents,
        },
        finders={"region": lambda text: tuple(region.id for region in regions.find_regions(text))},
        order=order,
        find=find_identifiers,
        mask=lambda kind, language: texts.text(f"mask.{kind}", language),
    )


def _choices(found: tuple[spheres.Choice, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(choice.id, choice.label, choice.hint) for choice in found)
