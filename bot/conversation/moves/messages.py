"""Messages: words, edits of earlier words, and everything else that a chat can carry."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.moves.form import go_on
from bot.conversation.moves.showing import current, facts_findings, kept, stand
from bot.conversation.moves.typed_answers import grow, type_answer
from bot.conversation.questionnaire.answering import asked_question, early_text, with_part_rewritten
from bot.conversation.questionnaire.questions import TEXT_LIMIT, Grow, Line, Question, Secret
from bot.conversation.questionnaire.small_talk import SmallTalk, asks_for_an_answer, small_talk
from bot.conversation.questionnaire.words import find_code, is_story
from bot.conversation.step import Occasion, Step, with_note
from bot.conversation.values.draft import Draft, Growing, Part, Screen, Visit
from bot.conversation.values.effects import BeginDraft, DeleteTyped, Effect, FindCase, Say, Show
from bot.conversation.values.events import Corrected, Received, Typed, Unusable
from bot.conversation.views import menus

UNUSABLE_TEXTS = {
    Unusable.STICKER: "err.sticker",
    Unusable.LOCATION: "err.location",
    Unusable.CONTACT: "err.contact_here",
    Unusable.OTHER: "err.kind_unknown",
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
    asked = _asked(visit, occasion)
    note = Say(UNUSABLE_TEXTS[received.kind])
    worded = take_caption(visit, Typed(received.caption, received.message_id), occasion)
    if worded is not None:
        return _noted(worded, note)
    if received.kind is Unusable.CONTACT and asked is not None and isinstance(asked.answering, Secret):
        return _deleting(Step(visit, current(visit, occasion, Say("contact.type_it"))))
    return kept(visit, occasion, note, *((Say("file.caption_left"),) if received.caption.strip() else ()))


def take_caption(visit: Visit, typed: Typed, occasion: Occasion) -> Step | None:
    """The words under a file, where words are an answer, hold a code or tell a story early; None where they do not."""
    if not typed.text.strip():
        return None
    if find_code(typed.text, visit.draft.code if visit.draft is not None else None) or _takes_words(visit, occasion):
        return take_text(visit, typed, occasion)
    if not is_story(typed.text):
        return None
    if visit.screen is Screen.MENU:
        return take_text(visit, typed, occasion)
    ahead = early_text(visit.draft, occasion.questions) if visit.draft is not None else None
    if visit.screen is not Screen.FORM or visit.draft is None or ahead is None:
        return None
    return _unread(grow(visit, visit.draft, ahead, typed, occasion, Say("text.kept_early")))


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
    return Step(result.visit, (*others, Show(menus.language_choice(), anew=True)))


def _take_words_read(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    match visit.screen:
        case Screen.FORM if visit.draft is not None:
            return type_answer(visit, visit.draft, typed, occasion)
        case Screen.FACTS | Screen.CASE | Screen.CHECK if visit.case is not None:
            thanks = small_talk(typed.text) is SmallTalk.THANKS
            return _answer_thanks(visit, occasion) if thanks else _take_facts(visit, typed)
        case Screen.CODE if (talk := small_talk(typed.text)) is not None and talk is not SmallTalk.GREETING:
            return Step(visit, current(visit, occasion, menus.answer_to(talk, occasion.questions.workdays)))
        case Screen.CODE:
            return Step(visit, current(visit, occasion, Say("status.bad_code")))
        case Screen.EDIT | Screen.FILES | Screen.RESUME | Screen.CANCEL if visit.draft is not None:
            return kept(visit, occasion, Say("err.use_buttons"))
        case _:
            return _begin_with_words(visit, typed, occasion)


def _begin_with_words(visit: Visit, typed: Typed, occasion: Occasion) -> Step:
    """A story told before anything was chosen begins a draft; small talk is answered, as is what was not understood."""
    row = next((row for row in occasion.questions.rows if isinstance(row.answering, Grow)), None)
    talk = small_talk(typed.text)
    if row is None or talk is not None or not is_story(typed.text):
        talk = SmallTalk.WHEN if talk is None and asks_for_an_answer(typed.text) else talk
        return Step(visit, (Show(menus.small_talk(talk, occasion.questions.workdays), anew=True),))
    begun = grow(visit, visit.draft or Draft(), row, typed, occasion, Say("text.kept_early"))
    return begun if visit.draft is not None else Step(begun.visit, (BeginDraft(), *begun.effects))


def _answer_thanks(visit: Visit, occasion: Occasion) -> Step:
    """Thanks for what the office wrote are no addition, and what waits to be sent waits on."""
    if visit.screen is Screen.CASE:
        return Step(visit, (Show(menus.thanked(), anew=True),))
    return Step(visit, current(visit, occasion, Say("talk.thanks_case")))


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
