"""What is written for a filed case and not given yet: an addition, the reason for opening it again, a comment."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.questionnaire.questions import TEXT_LIMIT
from bot.conversation.values.case_choices import (
    AsReport,
    BackToCase,
    DropFacts,
    FactsAgain,
    FactsToHead,
    Give,
    RemoveFactsFile,
    WriteFacts,
)
from bot.conversation.values.draft import Visit, aim_of, draft_waits, facts_wait
from bot.conversation.values.effects import Button, Quote, Say, View
from bot.conversation.values.own_acts import Aim, OwnAct
from bot.conversation.views.asking import own_words
from bot.conversation.views.file_list import cannot, remove_buttons, results
from bot.conversation.views.menus import way_back
from bot.conversation.views.own_acts import REOPENING_DAYS, act_button


def facts(visit: Visit) -> View:
    """The citizen adds to a filed case, or says why it is opened again: words and files so far, send or leave."""
    aim, back = aim_of(visit), (Button(Say("btn.back"), BackToCase(visit.case)),)
    told, warned = results(visit.facts_files), cannot(visit.facts_files)
    if not facts_wait(visit):
        return View((*told, ask_words(aim)), (back,))
    words = own_words(visit.facts.text)
    so_far = Say("info.so_far" if visit.facts.parts else "info.files_so_far")
    who, alone = _readers(visit, aim)
    give = (Button(Say(_giving(aim)), Give()),)
    return View((*who, *words, *told, *warned, so_far), (*alone, give, *_undo(visit), back))


def as_the_office_sees(visit: Visit) -> View:
    """The words for a case after it was decided what is hidden in them, as they will stand on the card."""
    seen, words = facts(visit), visit.facts.text
    others = tuple(part for part in seen.paragraphs if part != Quote(words))
    return View((Say("pii.preview", {"text": words}), Say("pii.limits"), *others), seen.rows)


def _readers(visit: Visit, aim: Aim) -> tuple[tuple[Say, ...], tuple[tuple[Button, ...], ...]]:
    """Who reads what waits, where that is not plain, and the way to have the head alone read it."""
    if aim is Aim.TO_HEAD:
        return (Say("press.to_head"),), ()
    if not visit.guarded or visit.case is None or aim not in (Aim.ADD, Aim.CORRECT):
        return (), ()
    alone = ((Button(Say("btn.only_head"), FactsToHead()),),) if not visit.facts_files else ()
    return (Say("press.group_reads"),), alone


def _giving(aim: Aim) -> str:
    """The text of the button that gives what is written."""
    match aim:
        case Aim.ADD | Aim.COMMENT | Aim.CORRECT:
            return "btn.submit"
        case Aim.REOPEN:
            return "btn.act_reopen"
        case Aim.TO_HEAD:
            return "btn.give_head"
        case unexpected:
            assert_never(unexpected)


def ask_words(aim: Aim) -> Say:
    """What is to be written."""
    match aim:
        case Aim.ADD:
            return Say("info.ask", {"max": TEXT_LIMIT})
        case Aim.CORRECT:
            return Say("correct.ask", {"max": TEXT_LIMIT})
        case Aim.REOPEN:
            return Say("reopen.ask", {"days": REOPENING_DAYS})
        case Aim.COMMENT:
            return Say("rate.comment")
        case Aim.TO_HEAD:
            return Say("press.words")
        case unexpected:
            assert_never(unexpected)


def rated(case: str, *, low: bool) -> View:
    """Thanks for the stars; whoever gave few may have the answer looked at again, and everybody may say why."""
    few = (Say("rate.low"),) if low else ()
    review = ((act_button(OwnAct.REVIEW, case),),) if low else ()
    skip = (Button(Say("btn.rate_skip"), BackToCase(case)),)
    return View((Say("rate.thanks"), *few, Say("rate.comment")), (*review, skip))


def closed(visit: Visit, case: str, *, may_reopen: bool) -> View:
    """What was written for a case that takes no additions, and the ways on with it; nothing of it is lost."""
    words = own_words(visit.facts.text)
    reopen = ((act_button(OwnAct.REOPEN, case),),) if may_reopen else ()
    anew = (Button(Say("btn.as_report"), AsReport()),)
    told = Say("info.closed" if may_reopen else "info.closed_for_good")
    return View((*words, told), (*reopen, anew, (Button(Say("btn.drop_facts"), DropFacts()),)))


def ask_code_to_add(visit: Visit) -> View:
    """The case to which something is added opens by its code; what was written meanwhile waits for it."""
    told, back = results(visit.facts_files), way_back(draft_waits(visit))
    if not facts_wait(visit):
        return View((*told, Say("info.ask_code")), (back,))
    return View((*told, *cannot(visit.facts_files), Say("info.kept")), (*_undo(visit), back))


def offer(case: str | None) -> View:
    """What was written hours ago is still here and not sent; discreet, for it comes unasked."""
    drop = (Button(Say("btn.drop_facts"), DropFacts()),)
    if case is None:
        return View((Say("info.offer_code"),), ((Button(Say("btn.send_code"), WriteFacts()),), drop))
    return View((Say("info.offer"),), ((Button(Say("btn.submit"), Give()),), drop))


def _undo(visit: Visit) -> tuple[tuple[Button, ...], ...]:
    """What is not given can be taken back: files one by one, the words, everything."""
    again = ((Button(Say("btn.text_again"), FactsAgain()),),) if visit.facts.parts else ()
    drop = (Button(Say("btn.drop_facts"), DropFacts()),)
    return (*remove_buttons(visit.facts_files, RemoveFactsFile), *again, drop)
