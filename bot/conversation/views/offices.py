"""What the offices are, and what each tells about itself and its people."""

from __future__ import annotations

from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.effects import Button, Paragraph, Quote, Say, View
from bot.conversation.values.offices import AboutOffices
from bot.conversation.values.page_choices import ShowAbout
from bot.conversation.views.asking import in_rows
from bot.conversation.views.menus import TO_MENU
from bot.terms import Language


def about(found: AboutOffices, questions: Questions, language: Language) -> View:
    """What the offices are, with a button for each that tells something; or what one tells."""
    if found.region is not None:
        told: Paragraph = Quote(found.text) if found.text else Say("about.office_none")
        title = Say("about.office", {"office": found.region, "region": found.region})
        return View((title, told), ((Button(Say("btn.about_others"), ShowAbout()),), TO_MENU))
    general = Say("about.text", {"term": Say("n.workdays", {"n": questions.workdays})})
    regions = (each for each in questions.choices_of("region", {}) if each.id in found.regions)
    listed = questions.order("region", tuple(regions), language)
    buttons = [Button(each.button(language), ShowAbout(each.id)) for each in listed]
    return View((general, Say("about.choose" if buttons else "about.none")), (*in_rows(buttons, 2), TO_MENU))
