"""Messages: words, edits of earlier words, and everything else that a chat can carry."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation.moves.form import go_on
from bot.conversation.moves.showing import current, facts_findings, kept, language_view, stand
from bot.conversation.moves.typed_answers import grow, type_answer, type_beside
from bot.conversation.questionnaire.answering import asked_question, open_text, with_part_rewritten
from bot.conversation.questionnaire.questions import TEXT_LIMIT, Grow, Line, Question, Secret
from bot.conversation.questionnaire.words import find_code, is_story
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.attachments import MOST_MEGABYTES
from bot.conversation.values.draft import Draft, Growing, Part, Screen, Untaken, Visit
from bot.conversation.values.effects import BeginDraft, DeleteTyped, Effect, FindCase, Say, Show
from bot.conversation.values.events import Corrected, Received, Typed, Unusable
from bot.conversation.views import menus

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
    own = visit.draft.code if visit.draft is not None else None
    if typed.code is not None:
        return _take_code(visit, typed.code, occasion)
    inside = find_code(typed.text, own)
    if inside is not None and inside.rest and _takes_words(visit, occasion):
        rest = replace(typed, text=inside.rest, mistyped_code=False)
        return _deleting(_noted(_take_words(visit, rest, occasion), Say("status.code_cut")))
    if inside is not None:
        return _take_code(visit, inside.code, occasion)
    if typed.mistyped_code and not _takes_words(visit, occasion):
        return _deleting(Step(visit, current(visit, occasion, Say("status.bad_code"))))
    return _take_words(visit, typed, occasion)


def take_correction(visit: Visit, corrected: Corrected, occasion: Occasion) -> Step:
    """An edited message changes the draft or the unsent words that it is part of, and nothing that was sent."""
    inside = find_code(corrected.text, visit.draft.code if visit.draft is not None else None)
    text = (inside.rest if inside is not None else corrected.text).strip()
    parts = visit.facts.parts
    if any(part.message_id == corrected.message_id for part in parts):
        return _correct_facts(visit, corrected.message_id, text, occasion)
    if visit.draft is None:
        return kept(visit, occasion, Say("correct.by_code"))
    changed = with_part_rewritten(visit.draft, corrected.message_id, text, occasion.questions)
    if changed is None:
        return kept(visit, occasion, Say("text.edit_unknown"))
    return go_on(visit, changed, occasion, Say("text.edited"), anew=True)


def _correct_facts(visit: Visit, message_id: int, text: str, occasion: Occasion) -> Step:
    """The unsent words for a case, one part rewritten; where they are in review, what is found now is asked."""
    parts = visit.facts.parts
    mended = Growing(tuple(Part(p.message_id, text if p.message_id == message_id else p.text) for p in parts))
    if len(mended.text) > TEXT_LIMIT:
        return kept(visit, occasion, Say("text.edit_unknown"))
    after = replace(visit, facts=mended)
    in_review = visit.screen is Screen.CHECK and facts_findings(after, occasion.questions.find)
    return stand(after, Screen.CHECK if in_review else Screen.FACTS, occasion, Say("text.edited"), anew=True)


def take_other(visit: Visit, received: Received, occasion: Occasion) -> Step:
    """A sticker, a file, a place: say what to do instead; words that came with it are kept."""
    asked, what = _asked(visit, occasion), UNTAKEN[received.kind]
    note, left = untaken_text(what, occasion), (Untaken.CAPTION,) if received.caption.strip() else ()
    worded = take_caption(with_untaken(visit, what), Typed(received.caption, received.message_id), occasion)
    if visit.language is None:
        noted = with_untaken(visit, what, *left)
        return worded or Step(noted, current(noted, occasion))
    if worded is not None:
        return _noted(worded, note)
    if received.kind is Unusable.CONTACT and asked is not None and isinstance(asked.answering, Secret):
        return _deleting(Step(visit, current(visit, occasion, Say("contact.type_it"))))
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
    if find_code(typed.text, visit.draft.code if visit.draft is not None else None) or _takes_words(visit, occasion):
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
    return _noted(result, Say(Untaken.LINK.value))


def _take_code(visit: Visit, code: str, occasion: Occasion) -> Step:
    if visit.draft is not None and visit.draft.code == code:
        return _deleting(Step(visit, current(visit, occasion, Say("status.not_sent_yet"))))
    return Step(visit, (DeleteTyped(), FindCase(code)))


def _take_words(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    return _unread(_take_words_read(visit, typed, occasion))


def _unread(result: Step) -> Step:
    """*result*, but as long as no language is chosen nothing else is asked; a story told before is kept."""
    if result.visit.language is not None:
        return result
    others = tuple(effect for effect in result.effects if not isinstance(effect, Show))
    return Step(result.visit, (*others, Show(language_view(result.visit), anew=True)))


def _take_words_read(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    match visit.screen:
        case Screen.FORM if visit.draft is not None:
            return type_answer(visit, visit.draft, typed, occasion)
        case Screen.FACTS | Screen.CASE | Screen.CHECK if visit.case is not None:
            return _take_facts(visit, typed)
        case Screen.CODE:
            return Step(visit, current(visit, occasion, Say("status.bad_code")))
        case Screen.EDIT | Screen.FILES | Screen.RESUME | Screen.CANCEL if visit.draft is not None:
            return type_beside(visit, visit.draft, typed, occasion)
        case _:
            return _begin_with_words(visit, typed, occasion)


def _begin_with_words(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    """A story told before anything was chosen begins a draft; a greeting is shown the menu."""
    row = next((row for row in occasion.questions.rows if isinstance(row.answering, Grow)), None)
    if row is None or not is_story(typed.text):
        unknown = "err.unknown_command" if LIKE_A_COMMAND.fullmatch(typed.text) else "err.nothing_open"
        return Step(visit, current(visit, occasion, Say(unknown)))
    begun = grow(visit, visit.draft or Draft(), row, typed, occasion, Say("text.kept_early"))
    return begun if visit.draft is not None else Step(begun.visit, (BeginDraft(), *begun.effects))


def _take_facts(visit: Visit, typed: Typed) -> Step:
    text = typed.text.strip()
    grown = Growing((*visit.facts.parts, Part(typed.message_id, text))) if text else visit.facts
    if len(grown.text) > TEXT_LIMIT:
        counts = {"len": len(visit.facts.text), "max": TEXT_LIMIT}
        return Step(visit, (Show(with_note(menus.facts(visit), Say("text.part_over", counts)), anew=True),))
    after = replace(visit, screen=Screen.FACTS, facts=grown)
    return Step(after, (Show(menus.facts(after), anew=True),))


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


def _deleting(result: Step) -> Step:
    effects: tuple[Effect, ...] = tuple(effect for effect in result.effects if effect != DeleteTyped())
    return Step(result.visit, (DeleteTyped(), *effects))


def _noted(result: Step, note: Say) -> Step:
    """*result* with *note* above what it shows."""
    return Step(
        result.visit,
        tuple(
            Show(with_note(effect.view, note), effect.anew) if isinstance(effect, Show) else effect
            for effect in result.effects
        ),
    )
