"""Words typed where none are asked for, once the text has ended: whether they belong to it only their writer knows."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.moves.form import go_on, too_long
from bot.conversation.questionnaire.answering import text_row, with_beside, with_beside_added
from bot.conversation.questionnaire.questions import TEXT_LIMIT
from bot.conversation.questionnaire.said import Said, said
from bot.conversation.questionnaire.small_talk import SmallTalk, small_talk
from bot.conversation.step import Occasion, Step
from bot.conversation.values.choices import AddBeside, LeaveBeside, OfTheBeside
from bot.conversation.values.draft import Draft, Growing, Part, Visit
from bot.conversation.values.effects import Say
from bot.conversation.values.events import Typed
from bot.frozen import replace

BESIDE_THE_TEXT = frozenset({SmallTalk.THANKS, SmallTalk.AGREED})
"""What people say to a bot while they are asked for a text or a button, and do not mean for the office."""


def add_beside(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """Keep the words, in no answer, and ask what they are for."""
    text = typed.text.strip()
    if said(text) is Said.SEND:
        return go_on(visit, draft, occasion, Say("preview.press_send"), anew=True)
    if (talk := small_talk(text)) is not None:
        told = "talk.not_sent" if talk is SmallTalk.SENT else "talk.not_text"
        return go_on(visit, draft, occasion, Say(told), anew=True)
    after = with_beside(draft, Part(typed.message_id, text)) if text else draft
    if len(after.beside.text) > TEXT_LIMIT:
        return go_on(visit, draft, occasion, Say("beside.too_long"), anew=True)
    return go_on(visit, after, occasion, anew=True)


def answer_beside(visit: Visit, draft: Draft, typed: Typed, occasion: Occasion) -> Step:
    """The citizen answers in words whether the words that wait belong to the text; other words wait with them."""
    match said(typed.text):
        case Said.YES | Said.DONE:
            return settle_beside(visit, draft, AddBeside(), occasion, anew=True)
        case Said.NO:
            return settle_beside(visit, draft, LeaveBeside(), occasion, anew=True)
        case _:
            return add_beside(visit, draft, typed, occasion)


def settle_beside(
    visit: Visit, draft: Draft, choice: OfTheBeside, occasion: Occasion, *, anew: bool = False
) -> Step:
    """Put the words at the end of the text, or leave them out."""
    row = text_row(occasion.questions, draft.answers)
    match choice:
        case AddBeside() if row is not None and draft.beside.parts:
            added = with_beside_added(draft, row)
            if added is None:
                return go_on(visit, draft, occasion, too_long(draft, row), anew=anew)
            return go_on(visit, added, occasion, Say("beside.added"), anew=anew)
        case AddBeside() | LeaveBeside():
            return go_on(visit, replace(draft, beside=Growing(())), occasion, Say("beside.left"), anew=anew)
        case unexpected:
            assert_never(unexpected)
