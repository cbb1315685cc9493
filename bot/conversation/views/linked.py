"""What a link has chosen, said above whatever comes next."""

from __future__ import annotations

from bot.conversation.questionnaire.presetting import with_preset
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Draft
from bot.conversation.values.effects import LINES, Say, join
from bot.conversation.values.preset import Preset
from bot.conversation.views.preview import summary
from bot.terms import Language


def preset_note(preset: Preset, questions: Questions, language: Language) -> Say:
    """Region and sphere by their names, and that both can be changed."""
    lines = summary(with_preset(Draft(), preset, questions), questions, language)
    return Say("start.deeplink", {"choices": join(LINES, tuple(line for line in lines if isinstance(line, Say)))})
