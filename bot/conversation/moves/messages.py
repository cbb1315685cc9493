"""Messages: words, edits of earlier words, and everything else that a chat can carry."""

from __future__ import annotations

import re

from bot.conversation.moves.codes import (
    code_in,
    deleting,
    is_own,
    noted,
    take_code,
    take_words_for_case,
    take_words_for_code,
)
from bot.conversation.moves.commands import take_command
from bot.conversation.moves.form import go_on
from bot.conversation.moves.linked import start_by_link
from bot.conversation.moves.reviewing import facts_hidden_again
from bot.conversation.moves.showing import current, facts_findings, facts_screen, kept, language_view, stand
from bot.conversation.moves.typed_answers import grow, type_answer, type_beside
from bot.conversation.questionnaire.answering import asked_question, open_text, with_part_rewritten
from bot.conversation.questionnaire.questions import TEXT_LIMIT, Grow, Line, Question, Secret
from bot.conversation.questionnaire.said import Said, said
from bot.conversation.questionnaire.small_talk import SmallTalk, asks_for_an_answer, small_talk, wants_it_back
from bot.conversation.questionnaire.words import is_story
from bot.conversation.step import Occasion, Step
from bot.conversation.values.attachments import MOST_MEGABYTES
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Draft, Growing, Part, Screen, Untaken, Visit, facts_wait
from bot.conversation.values.effects import BeginDraft, Say, Show
from bot.conversation.values.events import Commanded, Corrected, Received, Typed, Unusable
from bot.conversation.views import menus
from bot.frozen import replace

LIKE_A_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(@\w+)?")
"""What Telegram would take for a command; of ours it is none."""
UNTAKEN = {
    Unusable.STICKER: Untaken.STICKER,
    Unusable.LOCATION: Untaken.LOCATION,
    Unusable.CONTACT: Untaken.CONTACT,
    Unusable.OTHER: Untaken.OTHER,
}


def take_text(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    """Words of one message. One that holds a code is deleted at once, whatever is open."""
    as_answer = _takes_words(visit, occasion)
    inside = code_in(visit, typed.text, occasion, as_answer=as_answer)
    if inside is None:
        return _take_words(visit, typed, occasion)
    if inside.rest and (as_answer or is_own(visit, inside.code)):
        rest = replace(typed, text=inside.rest)
        note = Say("status.code_cut" if as_answer else "status.not_sent_yet")
        return deleting(noted(_take_words(visit, rest, occasion), note))
    return take_code(visit, inside, typed.message_id, occasion)


def take_commanded(visit: Visit, commanded: Commanded, occasion: Occasion) -> Step:
    """A command; with a code behind it the case of that code. A story behind it is words like any others."""
    command, words = commanded.command, commanded.words
    inside = code_in(visit, words, occasion, as_answer=False) if words else None
    if inside is not None:
        asked = visit if inside.code is not None else take_command(visit, Command.STATUS, occasion).visit
        return take_code(asked, inside, commanded.message_id, occasion)
    if command is Command.STATUS and any(sign.isdigit() for sign in words):
        return noted(take_command(visit, command, occasion), Say("status.bad_code"))
    if command in (Command.START, Command.NEW) and is_story(words) and " " in words:
        return take_text(visit, Typed(words, commanded.message_id), occasion)
    if command is Command.START:
        return start_by_link(visit, words, occasion)
    return take_command(visit, command, occasion)


def take_correction(visit: Visit, corrected: Corrected, occasion: Occasion) -> Step:
    """An edited message changes the draft or the unsent words that it is part of, and nothing that was sent."""
    inside = code_in(visit, corrected.text, occasion, as_answer=True)
    text = (inside.rest if inside is not None else corrected.text).strip()
    result = _correct(visit, corrected.message_id, text, occasion)
    if result is not None:
        return _unread(result) if inside is None else deleting(_unread(result))
    if inside is not None and inside.code is not None and not inside.rest:
        return take_code(visit, inside, corrected.message_id, occasion)
    told = _not_corrected(visit, occasion)
    return told if inside is None else deleting(told)


def _not_corrected(visit: Visit, occasion: Occasion) -> Step:
    """The edited message is part of nothing that waits: what was sent stays as it was."""
    if visit.draft is not None:
        return kept(visit, occasion, Say("text.edit_unknown"))
    if visit.language is None:
        return Step(visit, current(visit, occasion, Say("correct.both")))
    return Step(visit, (Show(menus.correct_by_code(visit.case), anew=True),))


def _correct(visit: Visit, message_id: int, text: str, occasion: Occasion) -> Step | None:
    """The unsent words that the message is part of, rewritten; None when it is part of none."""
    if any(part.message_id == message_id for part in visit.facts.parts):
        return _correct_facts(visit, message_id, text, occasion)
    draft = visit.draft
    changed = None if draft is None else with_part_rewritten(draft, message_id, text, occasion.questions)
    return None if changed is None else go_on(visit, changed, occasion, Say("text.edited"), anew=True)


def _correct_facts(visit: Visit, message_id: int, text: str, occasion: Occasion) -> Step:
    """The unsent words for a case, one part rewritten; where they are in review, what is found now is asked."""
    parts = visit.facts.parts
    mended = Growing(tuple(Part(p.message_id, text if p.message_id == message_id else p.text) for p in parts))
    if len(mended.text) > TEXT_LIMIT:
        return kept(visit, occasion, Say("text.edit_unknown"))
    after, told = facts_hidden_again(replace(visit, facts=mended), occasion)
    in_review = visit.screen is Screen.CHECK and facts_findings(after, occasion.questions.find)
    there = Screen.CHECK if in_review else facts_screen(after)
    return stand(after, there, occasion, Say("text.edited"), *told, anew=True)


def take_other(visit: Visit, received: Received, occasion: Occasion) -> Step:
    """A sticker, a file, a place: say what to do instead; words that came with it are kept."""
    asked, what = _asked(visit, occasion), UNTAKEN[received.kind]
    note, left = untaken_text(what, occasion), (Untaken.CAPTION,) if received.caption.strip() else ()
    worded = take_caption(with_untaken(visit, what), Typed(received.caption, received.message_id), occasion)
    if visit.language is None:
        later = with_untaken(visit, what, *left)
        return worded or Step(later, current(later, occasion))
    if worded is not None:
        return noted(worded, note)
    if received.kind is Unusable.CONTACT and asked is not None and isinstance(asked.answering, Secret):
        return deleting(Step(visit, current(visit, occasion, Say("contact.type_it"))))
    return kept(visit, occasion, note, *(untaken_text(each, occasion) for each in left))


def untaken_text(what: Untaken, occasion: Occasion) -> Say:
    """The text that says that *what* was not taken, and what to do instead."""
    match what:
        case Untaken.TOO_BIG:
            return Say(what, {"max_mb": MOST_MEGABYTES})
        case Untaken.TOO_MANY:
            return Say(what, {"max_files": occasion.questions.most_files})
        case _:
            return Say(what.value)


def with_untaken(visit: Visit, *what: Untaken) -> Visit:
    """*visit* that remembers *what* could not be taken, as long as there is no language to tell it in."""
    if visit.language is not None:
        return visit
    return replace(visit, early=tuple(dict.fromkeys((*visit.early, *what))))


def take_caption(visit: Visit, typed: Typed, occasion: Occasion) -> Step | None:
    """The words under a file, where words are an answer, hold a code or tell a story early; None where they do not."""
    if not typed.text.strip():
        return None
    as_answer = visit.screen is Screen.ADD_CODE or _takes_words(visit, occasion)
    if as_answer or code_in(visit, typed.text, occasion, as_answer=False) is not None:
        return take_text(visit, typed, occasion)
    if visit.screen is Screen.MENU:
        return take_text(visit, typed, occasion) if is_story(typed.text) else None
    if visit.draft is None or visit.screen not in (Screen.FORM, Screen.EDIT, Screen.FILES):
        return None
    row = open_text(visit.draft, occasion.questions)
    if row is not None and row.name not in visit.draft.answers and not is_story(typed.text):
        return None
    return _unread(type_beside(visit, visit.draft, typed, occasion))


def tell_link(result: Step) -> Step:
    """The message that led to *result* hid a link under its words: it was not taken, and that is told."""
    if result.visit.language is None:
        return Step(with_untaken(result.visit, Untaken.LINK), result.effects)
    return noted(result, Say(Untaken.LINK.value))


def _take_words(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    return _unread(_take_words_read(visit, typed, occasion))


def _unread(result: Step) -> Step:
    """*result*, but as long as no language is chosen nothing else is asked; a story told before is kept."""
    if result.visit.language is not None:
        return result
    others = tuple(effect for effect in result.effects if not isinstance(effect, Show))
    shown = (part for effect in result.effects if isinstance(effect, Show) for part in effect.view.paragraphs)
    is_left = any(isinstance(part, Say) and part.key == "text.part_over" for part in shown)
    visit = with_untaken(result.visit, Untaken.PART) if is_left else result.visit
    return Step(visit, (*others, Show(language_view(visit), anew=True)))


def _take_words_read(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    part = Part(typed.message_id, typed.text)
    match visit.screen:
        case Screen.FORM if visit.draft is not None:
            return type_answer(visit, visit.draft, typed, occasion)
        case Screen.FACTS | Screen.CASE | Screen.CHECK if visit.case is not None:
            if small_talk(typed.text) is SmallTalk.THANKS:
                return _answer_thanks(visit, occasion)
            if facts_wait(visit) and said(typed.text) in (Said.SEND, Said.DONE):
                return Step(visit, current(visit, occasion, Say("info.press_send")))
            return take_words_for_case(visit, part, occasion)
        case Screen.ADD_CODE:
            return take_words_for_case(visit, part, occasion)
        case Screen.CODE if (talk := small_talk(typed.text)) is not None and talk is not SmallTalk.GREETING:
            return Step(visit, current(visit, occasion, menus.answer_to(talk, occasion.questions.workdays)))
        case Screen.CODE | Screen.FILES_CODE:
            return take_words_for_code(visit, part, occasion)
        case Screen.RESUME | Screen.CANCEL if visit.draft is not None and not is_story(typed.text):
            return kept(visit, occasion, Say("err.use_buttons"))
        case Screen.EDIT | Screen.FILES | Screen.RESUME | Screen.CANCEL if visit.draft is not None:
            return type_beside(visit, visit.draft, typed, occasion)
        case _:
            return _begin_with_words(visit, typed, occasion)


def _begin_with_words(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    """A story told before anything was chosen begins a draft; small talk is answered, as is what was not understood."""
    row = next((row for row in occasion.questions.rows if isinstance(row.answering, Grow)), None)
    talk = SmallTalk.WITHDRAW if wants_it_back(typed.text) else small_talk(typed.text)
    if LIKE_A_COMMAND.fullmatch(typed.text):
        return Step(visit, current(visit, occasion, Say("err.unknown_command")))
    if row is None or talk is not None or not is_story(typed.text):
        talk = SmallTalk.WHEN if talk is None and asks_for_an_answer(typed.text) else talk
        return Step(visit, (Show(menus.small_talk(talk, occasion.questions.workdays), anew=True),))
    begun = grow(visit, visit.draft or Draft(), row, typed, occasion, Say("text.kept_early"))
    return begun if visit.draft is not None else Step(begun.visit, (BeginDraft(), *begun.effects))


def _answer_thanks(visit: Visit, occasion: Occasion) -> Step:
    """Thanks for what the office wrote are no addition, and what waits to be sent waits on."""
    if visit.screen is Screen.CASE and visit.case is not None:
        return Step(visit, (Show(menus.thanked(visit.case), anew=True),))
    return Step(visit, current(visit, occasion, Say("talk.thanks_case")))


def _asked(visit: Visit, occasion: Occasion) -> Question | None:
    if visit.language is None or visit.screen is not Screen.FORM or visit.draft is None:
        return None
    return asked_question(visit.draft, occasion.questions)


def _takes_words(visit: Visit, occasion: Occasion) -> bool:
    """Whether any words are an answer now: then digits and captions are answers too."""
    if visit.language is not None and visit.screen in (Screen.FACTS, Screen.CASE, Screen.CHECK):
        return visit.case is not None
    asked = _asked(visit, occasion)
    return asked is not None and isinstance(asked.answering, Grow | Line | Secret)
