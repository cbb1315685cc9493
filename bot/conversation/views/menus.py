"""Views that stand beside the form: language, menu, help, drafts to resume, codes, facts, receipts."""

from __future__ import annotations

from bot.conversation.questionnaire.questions import TEXT_LIMIT
from bot.conversation.values.attachments import counted
from bot.conversation.values.case_choices import (
    BackToCase,
    DropFacts,
    FactsAgain,
    Give,
    OfficeFiles,
    RemoveFactsFile,
    WriteFacts,
)
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
from bot.conversation.values.draft import Visit, draft_waits, facts_wait
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
    asks = bool(case.talk) and not case.talk[-1].ours
    actions: tuple[tuple[Button, ...], ...] = (
        (Button(Say("btn.answer" if asks else "btn.add_info"), WriteFacts(case.case)),),
    )
    if any(line.files and not line.ours for line in case.talk):
        actions = (*actions, (Button(Say("btn.show_files"), OfficeFiles(case.case)),))
    hide = (Button(Say("btn.hide_message"), HideMessage(case.case)),)
    return View(tuple(paragraphs), (*actions, hide, _way_back(draft_waits)))


def case_is_open(case: str, *, draft_waits: bool) -> View:
    """In place of a case that is not read out again: what can be done with it."""
    rows = ((Button(Say("btn.open_case"), BackToCase(case)),), (Button(Say("btn.add_info"), WriteFacts(case)),))
    return View((Say("status.open"),), (*rows, _way_back(draft_waits)))


def facts(visit: Visit) -> View:
    """The citizen adds to a filed case: words and files so far, send or leave."""
    back = (Button(Say("btn.back"), BackToCase(visit.case)),)
    told = tuple(result(file) for file in visit.facts_files)
    if not facts_wait(visit):
        return View((*told, Say("info.ask", {"max": TEXT_LIMIT})), (back,))
    so_far = Say("info.so_far" if visit.facts.parts else "info.files_so_far")
    return View((*told, *_cannot(visit), so_far), ((Button(Say("btn.submit"), Give()),), *_undo(visit), back))


def ask_code_to_add(visit: Visit) -> View:
    """The case to which something is added opens by its code; what was written meanwhile waits for it."""
    told = tuple(result(file) for file in visit.facts_files)
    if not facts_wait(visit):
        return View((*told, Say("info.ask_code")), (_way_back(draft_waits(visit)),))
    return View((*told, *_cannot(visit), Say("info.kept")), (*_undo(visit), _way_back(draft_waits(visit))))


def offer(case: str | None) -> View:
    """What was written hours ago is still here and not sent; discreet, for it comes unasked."""
    drop = (Button(Say("btn.drop_facts"), DropFacts()),)
    if case is None:
        return View((Say("info.offer_code"),), ((Button(Say("btn.send_code"), WriteFacts()),), drop))
    return View((Say("info.offer"),), ((Button(Say("btn.submit"), Give()),), drop))


def correct_by_code(case: str | None) -> View:
    """An edit of what was sent reaches nobody; what can be done instead, at every level."""
    return View((Say("correct.by_code"),), ((Button(Say("btn.add_to_case"), WriteFacts(case)),), TO_MENU))


def receipt(filed: Filed) -> View:
    """Number, code and term; the truth when the region has no group yet."""
    first = Say("receipt.filed", {"case_no": filed.number, "code": grouped(filed.code)})
    if filed.due is None:
        term: tuple[Say, ...] = (Say("receipt.no_office"),)
    else:
        term = (Say("receipt.due", {"due_date": filed.due, "term": Say("n.workdays", {"n": filed.workdays})}),)
    copy = CopyButton(Say("btn.copy_code"), filed.code)
    rows = ((copy,), (Button(Say("btn.receipt_saved"), ReceiptSaved()),), TO_MENU)
    return View((first, *term, Say(f"receipt.then_{filed.level}")), rows)


def _menu_rows() -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(Say("btn.new_report"), Begin(Kind.REPORT)),),
        (Button(Say("btn.new_proposal"), Begin(Kind.PROPOSAL)),),
        (Button(Say("btn.check_status"), AskStatus()),),
    )


def _undo(visit: Visit) -> tuple[tuple[Button, ...], ...]:
    """What is not given can be taken back: files one by one, the words, everything."""
    again = ((Button(Say("btn.text_again"), FactsAgain()),),) if visit.facts.parts else ()
    drop = (Button(Say("btn.drop_facts"), DropFacts()),)
    return (*remove_buttons(visit.facts_files, RemoveFactsFile), *again, drop)


def _cannot(visit: Visit) -> tuple[Say, ...]:
    return (Say("file.cannot"),) if counted(visit.facts_files) else ()


def _way_back(draft_waits: bool) -> tuple[Button, ...]:
    return (Button(Say("btn.draft_back"), Resume()),) if draft_waits else TO_MENU
