"""Views that stand beside the form: language, menu, help, drafts to resume, codes, facts, receipts."""

from __future__ import annotations

from typing import assert_never

from bot.conversation.questionnaire.questions import TEXT_LIMIT
from bot.conversation.questionnaire.small_talk import SmallTalk
from bot.conversation.values.attachments import counted
from bot.conversation.values.case_choices import BackToCase, FactsAgain, Give, OfficeFiles, RemoveFactsFile, WriteFacts
from bot.conversation.values.choices import (
    Anew,
    AskStatus,
    Begin,
    ChooseLanguage,
    Drop,
    HideMessage,
    ReceiptSaved,
    Resume,
    ShowHelp,
    ShowMenu,
    ShowPrivacy,
)
from bot.conversation.values.commands import Command
from bot.conversation.values.draft import Visit
from bot.conversation.values.effects import LINES, Button, CopyButton, Quote, Say, Value, View, join
from bot.conversation.values.events import CaseOpened, Filed
from bot.conversation.views.file_list import remove_buttons, result
from bot.conversation.views.preview import grouped
from bot.terms import Kind, Language

TO_MENU = (Button(Say("btn.menu"), ShowMenu()),)


def language_choice() -> View:
    """The bilingual first question; nothing is guessed from the Telegram profile."""
    kazakh = Button(Say("btn.lang_kk"), ChooseLanguage(Language.KAZAKH))
    russian = Button(Say("btn.lang_ru"), ChooseLanguage(Language.RUSSIAN))
    return View((Say("lang.ask"),), ((kazakh, russian),))


def welcome() -> View:
    """Greeting, the honest notice and the menu in one message: to choose is to have read it."""
    return View((*greeting(), Say("menu.title")), (*_menu_rows(), (Button(Say("btn.privacy_more"), ShowPrivacy()),)))


def greeting() -> tuple[Say, ...]:
    """Who we are, the honest notice, what this is not, whom to call when there is danger."""
    return (Say("start.welcome"), Say("privacy.notice"), Say("privacy.not_official"), Say("start.emergency"))


def menu() -> View:
    """What can be done here."""
    aside = (Button(Say("btn.about_data"), ShowPrivacy()), Button(Say("btn.help"), ShowHelp()))
    return View((Say("menu.title"),), (*_menu_rows(), aside))


def small_talk(talk: SmallTalk | None, workdays: int) -> View:
    """The answer to what is said to the bot as to a person, and to what it did not understand, with the ways on."""
    if talk is SmallTalk.WHEN:
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
        case unexpected:
            assert_never(unexpected)


def thanked() -> View:
    """Thanks at an opened case: the way to add something stays open."""
    more = (Button(Say("btn.add_info"), WriteFacts()), Button(Say("btn.back"), BackToCase()))
    return View((Say("talk.thanks_case"),), (more,))


def privacy(hours: int) -> View:
    """The notice, what is kept how long, and what citizens can do for their own safety."""
    more = (Say("privacy.protect"), Say("privacy.more", {"hours": hours}))
    return View((Say("privacy.notice"), *more, Say("privacy.not_official")), (TO_MENU,))


def commands() -> View:
    """Every command that works, other channels, what to do when a bribe is asked."""
    listed = tuple(Say("help.row", {"command": name, "about": Say(f"cmd.{name}")}) for name in Command)
    says = (Say("help.title"), join(LINES, listed), Say("help.other"), Say("help.bribe_asked"), Say("help.reward"))
    return View(says, (TO_MENU,))


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
    return View((Say("status.ask_code"),), (_way_back(draft_waits),))


def case_view(case: CaseOpened, *, draft_waits: bool) -> View:
    """A case as its citizen may read it: status, term, the whole talk, oldest first."""
    values: dict[str, Value] = {"case_no": case.number, "status": Say(f"st.{case.status}"), "updated": case.changed}
    paragraphs: list[Say | Quote] = [Say("status.case", values)]
    if case.due is not None:
        paragraphs.append(Say("status.due", {"due_date": case.due}))
    paragraphs += [Say("status.text_damaged")] if case.damaged else []
    for line in case.talk:
        paragraphs.append(Say("status.you_wrote" if line.ours else "status.office_wrote", {"date": line.day}))
        paragraphs += [Say("status.line_damaged")] if line.damaged else []
        paragraphs += [Quote(line.text)] if line.text else []
        paragraphs += [Say("status.files", {"n": line.files})] if line.files else []
    if all(line.ours for line in case.talk):
        paragraphs.append(Say("status.no_answer"))
    actions: tuple[tuple[Button, ...], ...] = ((Button(Say("btn.add_info"), WriteFacts()),),)
    if any(line.files and not line.ours for line in case.talk):
        actions = ((Button(Say("btn.show_files"), OfficeFiles()),), *actions)
    hide = (Button(Say("btn.hide_message"), HideMessage()),)
    return View(tuple(paragraphs), (*actions, hide, _way_back(draft_waits)))


def facts(visit: Visit) -> View:
    """The citizen adds to a filed case: words and files so far, send or leave."""
    back = (Button(Say("btn.back"), BackToCase()),)
    words, files = visit.facts, visit.facts_files
    told = tuple(result(file) for file in files)
    if not words.parts and not counted(files):
        return View((*told, Say("info.ask", {"max": TEXT_LIMIT})), (back,))
    counts = {"len": len(words.text), "max": TEXT_LIMIT}
    so_far = Say("info.so_far", counts) if words.parts else Say("info.files_so_far")
    cannot = (Say("file.cannot"),) if counted(files) else ()
    again = (Button(Say("btn.text_again"), FactsAgain()), *back) if words.parts else back
    rows = ((Button(Say("btn.submit"), Give()),), *remove_buttons(files, RemoveFactsFile), again)
    return View((*told, *cannot, so_far), rows)


def receipt(filed: Filed) -> View:
    """Number, code and term; the truth when the region has no group yet."""
    first = Say("receipt.filed", {"case_no": filed.number, "code": grouped(filed.code)})
    if filed.due is None:
        term: tuple[Say, ...] = (Say("receipt.no_office"),)
    else:
        term = (Say("receipt.due", {"due_date": filed.due}), Say("receipt.term_note", {"days": filed.workdays}))
    copy = CopyButton(Say("btn.copy_code"), filed.code)
    rows = ((copy,), (Button(Say("btn.receipt_saved"), ReceiptSaved()),), TO_MENU)
    return View((first, *term, Say(f"receipt.then_{filed.level}")), rows)


def _menu_rows() -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(Say("btn.new_report"), Begin(Kind.REPORT)),),
        (Button(Say("btn.new_proposal"), Begin(Kind.PROPOSAL)),),
        (Button(Say("btn.check_status"), AskStatus()),),
    )


def _way_back(draft_waits: bool) -> tuple[Button, ...]:
    return (Button(Say("btn.draft_back"), Resume()),) if draft_waits else TO_MENU
