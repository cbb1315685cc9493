"""Views that stand beside the form: language, menu, help, drafts to resume, codes, facts, receipts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from bot.conversation.questionnaire.small_talk import SmallTalk
from bot.conversation.values.case_choices import BackToCase, Correct, OfficeFiles, Rate, Stars, WriteFacts
from bot.conversation.values.choices import (
    Anew,
    AskStatus,
    Begin,
    BeginIn,
    ChooseLanguage,
    Drop,
    HideMessage,
    ReceiptGone,
    ReceiptSaved,
    Resume,
    ShowMenu,
    ShowMine,
)
from bot.conversation.values.commands import Command
from bot.conversation.values.effects import LINES, Button, CopyButton, Fold, Paragraph, Quote, Say, Value, View, join
from bot.conversation.values.events import CaseOpened, Filed, News, NewsLine, TalkLine
from bot.conversation.values.own_acts import OwnAct
from bot.conversation.values.page_choices import Advice, ShowAbout, ShowAdvice, ShowHelp, ShowPrivacy
from bot.conversation.views.own_acts import act_button
from bot.conversation.views.preview import grouped
from bot.terms import Desk, Kind, Language, Level, Status

NOTHING_TO_COME = (Status.REDIRECTED, Status.CLOSED, Status.REJECTED, Status.DUPLICATE, Status.WITHDRAWN)
"""Where a case stands, no answer of the office is waited for."""
TO_MENU = (Button(Say("btn.menu"), ShowMenu()),)


NOTICE: tuple[Paragraph, ...] = (Say("privacy.short"), Fold((Say("privacy.notice"), Say("privacy.not_official"))))
"""The honest notice: the hardest facts in three lines, the rest at a touch."""


def language_choice() -> View:
    """The bilingual question; nothing is guessed from the Telegram profile."""
    return View((Say("lang.ask"),), (tuple(_language(language) for language in Language),))


def first_screen(*, words_wait: bool) -> View:
    """Who we are and the hardest facts in both languages; one press chooses the language and what to send."""
    kept = (Say("start.kept"),) if words_wait else ()
    reports = tuple((Button(Say(f"btn.report_{language}"), BeginIn(language, Kind.REPORT)),) for language in Language)
    proposals = tuple(Button(Say(f"btn.proposal_{each}"), BeginIn(each, Kind.PROPOSAL)) for each in Language)
    return View((Say("start.first"), *kept), (*reports, proposals, tuple(_language(each) for each in Language)))


def welcome() -> View:
    """Greeting, the honest notice and the menu in one message: to choose is to have read it."""
    return View((Say("start.welcome"), *NOTICE, Say("start.emergency")), _menu_rows())


def menu() -> View:
    """What can be done here."""
    return View((Say("menu.title"),), _menu_rows())


def small_talk(talk: SmallTalk | None, workdays: int) -> View:
    """The answer to what is said to the bot as to a person, and to what it did not understand, with the ways on."""
    if talk is SmallTalk.WHEN or talk is SmallTalk.WITHDRAW:
        return View((answer_to(talk, workdays),), ((Button(Say("btn.check_status"), AskStatus()),), TO_MENU))
    return View((answer_to(talk, workdays),), menu().rows)


def answer_to(talk: SmallTalk | None, workdays: int) -> Say:
    """What is answered to small talk; to None, that it was not understood."""
    match talk:
        case None:
            return Say("err.nothing_open")
        case SmallTalk.GREETING:
            return Say("start.welcome")
        case SmallTalk.WHEN:
            return Say("talk.when", {"n": workdays})
        case SmallTalk.THANKS | SmallTalk.HERE | SmallTalk.AGREED:
            return Say(f"talk.{talk.value}")
        case SmallTalk.SENT | SmallTalk.NUMBER | SmallTalk.WITHDRAW:
            return Say(f"talk.{talk.value}")
        case unexpected:
            assert_never(unexpected)


def thanked(case: str) -> View:
    """Thanks at an opened *case*: the way to add something stays open."""
    more = (Button(Say("btn.add_info"), WriteFacts(case)), Button(Say("btn.back"), BackToCase(case)))
    return View((Say("talk.thanks_case"),), (more,))


def privacy(hours: int, leaves: Say) -> View:
    """The notice, what is kept how long, and what citizens can do for their own safety."""
    kept = Say("privacy.more", {"hours": hours, "leaves": leaves})
    return View((*NOTICE, Fold((Say("privacy.protect"), kept))), (TO_MENU,))


def commands() -> View:
    """What to do and where to go, then every command that works."""
    listed = tuple(Say("help.row", {"command": name, "about": Say(f"cmd.{name}")}) for name in Command)
    return View((Say("help.ask"), Fold((Say("help.title"), join(LINES, listed)))), (*_ADVICE_ROWS, TO_MENU))


def advice(about: Advice) -> View:
    """What to do when a bribe is asked, or where to go with what an office cannot decide."""
    match about:
        case Advice.BRIBE:
            return View((Say("help.bribe_asked"), Fold((Say("help.reward"),))), (_REPORT, _ADVICE_ROWS[1], TO_MENU))
        case Advice.WHERE:
            return View((Say("help.other"),), (_REPORT, _ADVICE_ROWS[0], TO_MENU))
        case unexpected:
            assert_never(unexpected)


def resume(kind: Kind | None, hours: int) -> View:
    """An unfinished draft exists: go on, or begin anew as *kind*, or look after another case."""
    anew = Button(Say("btn.draft_new"), Anew(kind))
    rows = (Button(Say("btn.continue"), Resume()),), (anew,), (Button(Say("btn.check_status"), AskStatus()),)
    return View((Say("draft.resume"), Say("draft.expires", {"hours": hours})), rows)


def confirm_cancel() -> View:
    """Ask before a draft is deleted."""
    return View((Say("cancel.confirm"),), ((Button(Say("btn.yes"), Drop()), Button(Say("btn.no"), Resume())),))


def ask_code(*, draft_waits: bool) -> View:
    """Ask for the twenty digits."""
    mine = (Button(Say("btn.my_cases"), ShowMine()),)
    return View((Say("status.ask_code"),), (mine, way_back(draft_waits)))


def case_view(case: CaseOpened, *, draft_waits: bool) -> View:
    """A case as its citizen may read it: status, term, the whole talk, oldest first."""
    values: dict[str, Value] = {"case_no": case.number, "status": Say(f"st.{case.status}"), "updated": case.changed}
    paragraphs: list[Paragraph] = [Say("status.case", values)]
    if case.due is not None:
        paragraphs.append(Say("status.due", {"due_date": case.due}))
    paragraphs += _who_has_it(case)
    paragraphs += [Say("status.text_damaged")] if case.damaged else []
    for at in range(len(case.talk) + 1):
        paragraphs += [_news(line) for line in case.news if line.after == at]
        paragraphs += _said(case.talk[at]) if at < len(case.talk) else []
    paragraphs += [Say("press.ask")] if case.asks_safety else []
    if all(line.ours or line.asks or line.aside for line in case.talk) and case.status not in NOTHING_TO_COME:
        paragraphs.append(Say("status.no_answer"))
    ask = (Say("rate.ask"),) if OwnAct.RATE in case.may else ()
    hide = (Button(Say("btn.hide_message"), HideMessage(case.case)),)
    return View((*paragraphs, *ask), (*_actions(case), hide, way_back(draft_waits)))


def _who_has_it(case: CaseOpened) -> list[Paragraph]:
    """Who works at a case that was sent past the office of its region, or past its group."""
    if case.desk is Desk.HEAD:
        return [Say("status.with_head_alone")]
    return [Say("status.at_office", {"region": case.office})] if case.office else []


def _actions(case: CaseOpened) -> Iterator[tuple[Button, ...]]:
    """What can be done with the case, in the order of its likelihood."""
    asks = case.status is Status.QUESTION
    if case.asks_safety:
        yield from _wants(case, OwnAct.PRESSED, OwnAct.SAFE)
    if not case.ended:
        yield (Button(Say("btn.answer" if asks else "btn.add_info"), WriteFacts(case.case)),)
    yield from _wants(case, OwnAct.DECLINE)
    if not case.ended:
        yield (Button(Say("btn.correct"), Correct(case.case)),)
    if any(line.files and not line.ours for line in case.talk):
        yield (Button(Say("btn.show_files"), OfficeFiles(case.case)),)
    if OwnAct.RATE in case.may:
        yield tuple(Button(stars.value, Rate(stars, case.case)) for stars in Stars)
    yield from _wants(case, OwnAct.REVIEW, OwnAct.REOPEN, OwnAct.WITHDRAW, OwnAct.PLAIN, OwnAct.DISCREET)
    yield from _wants(case, OwnAct.UNLINK, OwnAct.UNCONTACT)
    if not case.asks_safety:
        yield from _wants(case, OwnAct.PRESSED)


def _wants(case: CaseOpened, *acts: OwnAct) -> Iterator[tuple[Button, ...]]:
    yield from ((act_button(act, case.case),) for act in acts if act in case.may)


def _said(line: TalkLine) -> list[Paragraph]:
    """One message of the talk under who wrote it and when."""
    said: list[Paragraph] = [Say(_who(line), {"date": line.day})]
    said += [Say("status.line_damaged")] if line.damaged else []
    said += [Quote(line.text)] if line.text else []
    return [*said, *([Say("status.files", {"n": line.files})] if line.files else [])]


def _who(line: TalkLine) -> str:
    if line.aside:
        return "status.told_head" if line.ours else "status.head_wrote"
    if line.ours:
        return "status.you_corrected" if line.corrects else "status.you_wrote"
    return "status.office_asked" if line.asks else "status.office_answered"


def _news(line: NewsLine) -> Say:
    """What was done; whatever it is about is put into words by its name."""
    values: dict[str, Value] = {"date": line.day}
    match line.what:
        case News.EXTENDED:
            values |= {"due_date": line.about, "said": line.why}
        case News.TRANSFERRED:
            values |= {"region": line.about, "said": line.why}
        case News.TO_GROUP:
            values["said"] = line.why
        case News.REDIRECTED:
            values["body"] = line.about
        case News.CLOSED | News.FIRST_CLOSED:
            values["result"] = Say(f"result.{line.about}")
        case News.REJECTED:
            values["said"] = line.why
        case News.RATED:
            values["rating"] = line.about
        case (
            News.TAKEN | News.TO_HEAD | News.TO_EXPERT | News.SPAM | News.DUPLICATE | News.REOPENED | News.WITHDRAWN
            | News.FIRST_ANSWERED | News.FIRST_REDIRECTED | News.FIRST_REJECTED
            | News.OVERDUE | News.DECLINED | News.REVIEW_ASKED | News.NEW_HEAD | News.EXPERT_FILE
        ):  # fmt: skip
            pass
        case unexpected:
            assert_never(unexpected)
    return Say(f"news.{line.what}", values)


def case_is_open(case: str, *, draft_waits: bool) -> View:
    """In place of a case that is not read out again: what can be done with it."""
    rows = ((Button(Say("btn.open_case"), BackToCase(case)),), (Button(Say("btn.add_info"), WriteFacts(case)),))
    return View((Say("status.open"),), (*rows, way_back(draft_waits)))


def offer_draft() -> View:
    """The same of what was begun and not sent."""
    return View((Say("draft.offer"),), ((Button(Say("btn.continue"), Resume()),),))


def confirm_receipt_gone(receipt: int) -> View:
    """The message number *receipt* holds the only code: whether it is to go is asked first."""
    rows = ((Button(Say("btn.receipt_gone"), ReceiptGone(receipt)),), TO_MENU)
    return View((Say("receipt.confirm_gone"),), rows)


def correct_by_code(case: str | None) -> View:
    """An edit of what was sent reaches nobody; what can be done instead, at every level."""
    return View((Say("correct.by_code"),), ((Button(Say("btn.correct_case"), Correct(case)),), TO_MENU))


def receipt(filed: Filed) -> View:
    """Number, code and term; the truth when the region has no group yet."""
    first = Say("receipt.filed", {"case_no": filed.number, "code": grouped(filed.code)})
    if filed.due is None:
        term, back = Say("receipt.no_office"), Say("receipt.return_no_office")
    else:
        term = Say("receipt.due", {"due_date": filed.due, "term": Say("n.workdays", {"n": filed.workdays})})
        back = Say("receipt.return", {"due_date": filed.due})
    # Nobody can write to whoever has the code alone: they have to know when to come back.
    returning = (back,) if filed.level is Level.CODE else ()
    copy = CopyButton(Say("btn.copy_code"), filed.code)
    rows = ((copy,), TO_MENU, (Button(Say("btn.receipt_saved"), ReceiptSaved()),))
    past = (Say("status.with_head_alone"),) if filed.desk is Desk.HEAD else ()
    reached = (leaves_on(filed.leaves),) if filed.leaves else ()
    return View((first, *past, *reached, term, *returning, Say(f"receipt.then_{filed.level}")), rows)


def leaves_on(moment: datetime) -> Say:
    """When the office gets what has just been sent."""
    return Say("receipt.leaves", {"date": moment.date(), "time": f"{moment:%H:%M}"})


_REPORT = (Button(Say("btn.new_report"), Begin(Kind.REPORT)),)
_ADVICE_ROWS = (
    (Button(Say("btn.bribe_asked"), ShowAdvice(Advice.BRIBE)),),
    (Button(Say("btn.where_to"), ShowAdvice(Advice.WHERE)),),
)


def _menu_rows() -> tuple[tuple[Button, ...], ...]:
    """In the order of their likelihood."""
    return (
        _REPORT,
        (Button(Say("btn.check_status"), AskStatus()),),
        (Button(Say("btn.new_proposal"), Begin(Kind.PROPOSAL)),),
        *_ADVICE_ROWS,
        (Button(Say("btn.about"), ShowAbout()),),
        (Button(Say("btn.about_data"), ShowPrivacy()), Button(Say("btn.help"), ShowHelp())),
    )


def _language(language: Language) -> Button:
    return Button(Say(f"btn.lang_{language}"), ChooseLanguage(language))


def way_back(draft_waits: bool) -> tuple[Button, ...]:
    """Back to the draft that waits, else to the menu."""
    return (Button(Say("btn.draft_back"), Resume()),) if draft_waits else TO_MENU
