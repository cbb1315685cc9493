"""The questions that citizens are asked, in order.

Adding one is a row here and its texts (docs/conversation.md shows it).
"""

from __future__ import annotations

from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import (
    NO,
    YES,
    YES_NO,
    Choose,
    Grow,
    Line,
    Option,
    PastDay,
    Question,
    Questions,
    Review,
    Secret,
    given,
    has_choices,
    leaves_at_slots,
    retired,
)
from bot.conversation.questionnaire.review import KEPT
from bot.conversation.values.draft import Answers, value_of

__all__ = ["QUESTIONS", "YES_NO", "retired"]
"""What a row may need beyond what others use is imported already: adding one is that row and nothing else."""

NOT_FOUND = "err.not_found"
"""Answers words that name no choice, where the choices may be named."""


def _whole_list(questions: Questions, answers: Answers) -> bool:
    """The general list of spheres is needed: the region has no directions, or none of them fits."""
    return value_of(answers, "direction") in (None, "all") and bool(value_of(answers, "region"))


QUESTIONS = (
    Question(
        "kind",
        Choose(options=(Option("report", "kind.report"), Option("proposal", "kind.proposal"))),
        "kind.ask",
        label="label.kind",
        keeping=Keeping.IN_CLEAR,
    ),
    Question(
        "region",
        Choose(columns=2),
        "region.ask",
        "region.ask_proposal",
        "label.region",
        ("region.type_hint",),
        unknown="region.not_found",
        several="region.several",
        keeping=Keeping.IN_CLEAR,
    ),
    Question(
        "direction",
        Choose(),
        "direction.ask",
        label="label.direction",
        hints=("group.type_hint",),
        when=has_choices("direction"),
        unknown=NOT_FOUND,
        keeping=Keeping.IN_CLEAR,
        leads_to=("group", "sphere"),
    ),
    Question(
        "group",
        Choose(),
        "group.ask",
        hints=("group.type_hint",),
        when=_whole_list,
        unknown=NOT_FOUND,
        keeping=Keeping.NOT_KEPT,
        leads_to=("sphere",),
    ),
    Question(
        "sphere",
        Choose(),
        "sphere.ask",
        label="label.sphere",
        when=_whole_list,
        follows=("group",),
        unknown=NOT_FOUND,
        keeping=Keeping.IN_CLEAR,
        within="group",
    ),
    Question(
        "violation",
        Choose(),
        "violation.ask",
        label="label.violation",
        when=given("kind", "report"),
        unknown=NOT_FOUND,
        keeping=Keeping.IN_CLEAR,
    ),
    Question(
        "goal",
        Choose(),
        "goal.ask",
        label="label.goal",
        when=given("kind", "proposal"),
        unknown=NOT_FOUND,
        keeping=Keeping.IN_CLEAR,
    ),
    Question("text", Grow(), "text.ask_report", "text.ask_proposal", "label.text"),
    Question(
        "level",
        Choose(
            options=(
                Option("code", "btn.anon_code", "value.anon_code", ("код", "коду", "кодпен", "анонимно", "анонимді")),
                Option("relay", "btn.anon_relay", "value.anon_relay", ("бот", "ботом")),
                Option("contact", "btn.anon_contact", "value.anon_contact", ("контакт", "контакты", "байланыс")),
            ),
            numbered=True,
        ),
        "anon.ask",
        hints=("anon.how",),
        label="label.anonymity",
        keeping=Keeping.IN_CLEAR,
    ),
    Question(
        "consent",
        Choose(options=(Option("yes", "btn.consent_yes", said=YES), Option("no", "btn.consent_no", said=NO))),
        "contact.consent",
        hints=("contact.who_sees", "contact.consent_back"),
        when=given("level", "contact"),
        keeping=Keeping.APART,
    ),
    Question(
        "contact",
        Secret(),
        "contact.ask",
        label="label.contact",
        when=given("consent", "yes"),
        keeping=Keeping.APART,
    ),
    Question(KEPT, Review(), "pii.ask", keeping=Keeping.NOT_KEPT),
    Question(
        "past",
        Choose(
            options=(
                Option("head", "btn.conflict_head", "value.past_head", hint="conflict.head_means"),
                Option("other", "btn.conflict_other", "value.past_other", hint="conflict.other_means"),
                Option("usual", "btn.conflict_usual", "value.past_usual"),
            )
        ),
        "conflict.ask",
        label="label.past",
        optional=True,
        when=given("kind", "report"),
        offer="btn.conflict",
        keeping=Keeping.IN_CLEAR,
    ),
    Question(
        "past_region",
        Choose(columns=2),
        "conflict.region_ask",
        label="label.past_region",
        hints=("region.type_hint",),
        when=given("past", "other"),
        unknown="region.not_found",
        several="region.several",
        keeping=Keeping.IN_CLEAR,
    ),
    Question("district", Line(), "district.ask", label="label.district", optional=True, follows=("region",)),
    Question("locality", Line(), "locality.ask", label="label.locality", optional=True, follows=("region",)),
    Question("org", Line(), "org.ask", label="label.org", optional=True),
    Question(
        "official",
        Line(),
        "official.ask",
        label="label.official",
        optional=True,
        when=given("kind", "report"),
        expects=frozenset({"person", "role"}),
    ),
    Question(
        "applicant",
        Choose(
            options=(
                Option("person", "btn.applicant_person", "value.applicant_person"),
                Option("business", "btn.applicant_business", "value.applicant_business", ("бизнес", "кәсіпкер", "ип")),
            )
        ),
        "applicant.ask",
        label="label.applicant",
        optional=True,
    ),
    Question(
        "business",
        Line(),
        "business.ask",
        label="label.business",
        optional=True,
        when=given("applicant", "business"),
    ),
    Question("when", PastDay(), "when.ask", label="label.when", optional=True, when=given("kind", "report")),
    Question(
        "urgent",
        Choose(
            options=(
                Option("yes", "btn.urgent_yes", "value.urgent", ("срочно", "шұғыл")),
                Option("no", "btn.urgent_no", "value.not_urgent"),
            )
        ),
        "urgent.ask",
        label="label.urgent",
        optional=True,
        when=leaves_at_slots,
        offer="btn.urgent",
        keeping=Keeping.NOT_KEPT,
    ),
)
