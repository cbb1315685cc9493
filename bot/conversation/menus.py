"""Views that stand beside the form: language, menu, help, drafts to resume, codes, cases, receipts."""

from __future__ import annotations

from bot.conversation.draft import Growing
from bot.conversation.effects import Button, Quote, Say, Value, View
from bot.conversation.events import CaseOpened, Filed
from bot.conversation.preview import grouped

CLOSED = frozenset({"closed", "withdrawn", "rejected"})


def language_choice() -> View:
    """The bilingual first question; nothing is guessed from the Telegram profile."""
    row = (Button(Say("btn.lang_kk"), "lang:kk"), Button(Say("btn.lang_ru"), "lang:ru"))
    return View((Say("lang.ask"),), (row,))


def welcome() -> View:
    """Greeting, the honest notice and the menu in one message: to choose is to have read it."""
    notes = (Say("start.welcome"), Say("privacy.notice"), Say("privacy.not_official"), Say("start.emergency"))
    return View((*notes, Say("menu.title")), (*_menu_rows(), (Button(Say("btn.privacy_more"), "privacy"),)))


def menu() -> View:
    """What can be done here."""
    return View(
        (Say("menu.title"),),
        (*_menu_rows(), (Button(Say("btn.about_data"), "privacy"), Button(Say("btn.help"), "help"))),
    )


def privacy() -> View:
    """The notice and what a citizen can do for their own safety."""
    return View((Say("privacy.notice"), Say("privacy.more"), Say("privacy.not_official")), (_to_menu(),))


def commands(names: tuple[str, ...]) -> View:
    """Every command that works, other channels, what to do when a bribe is asked."""
    listed = tuple(Say("help.row", {"command": name, "about": Say(f"cmd.{name}")}) for name in names)
    return View(
        (Say("help.title"), lines(listed), Say("help.other"), Say("help.bribe_asked"), Say("help.reward")),
        (_to_menu(),),
    )


def resume(kind: str | None) -> View:
    """An unfinished draft exists: go on, or begin anew as *kind*."""
    anew = Button(Say("btn.draft_new"), f"anew:{kind}" if kind else "anew")
    return View((Say("draft.resume"),), ((Button(Say("btn.continue"), "resume"),), (anew,)))


def confirm_cancel() -> View:
    """Ask before a draft is deleted."""
    return View((Say("cancel.confirm"),), ((Button(Say("btn.yes"), "drop"), Button(Say("btn.no"), "resume")),))


def ask_code(*, draft_waits: bool) -> View:
    """Ask for the twenty digits."""
    return View((Say("status.ask_code"),), (_back_to_draft(draft_waits),))


def case_view(case: CaseOpened, *, draft_waits: bool) -> View:
    """A case as its citizen may read it: status, term, the whole talk, oldest first."""
    values: dict[str, Value] = {"case_no": case.number, "status": Say(f"st.{case.status}"), "updated": case.changed}
    paragraphs: list[Say | Quote] = [Say("status.case", values)]
    if case.due is not None:
        paragraphs.append(Say("status.due", {"due_date": case.due}))
    for line in case.talk:
        paragraphs.append(Say("status.you_wrote" if line.ours else "status.office_wrote", {"date": line.day}))
        paragraphs.append(Quote(line.text))
    if all(line.ours for line in case.talk):
        paragraphs.append(Say("status.no_answer"))
    actions = () if case.status in CLOSED else ((Button(Say("btn.add_info"), "facts"),),)
    return View(tuple(paragraphs), (*actions, (Button(Say("btn.hide_message"), "hide"),), _back_to_draft(draft_waits)))


def facts(words: Growing) -> View:
    """The citizen adds to a filed case: what is written so far, send or leave."""
    if not words.parts:
        return View((Say("info.ask_text"),), ((Button(Say("btn.back"), "case"),),))
    paragraphs = (Say("info.so_far"), Quote(words.text))
    return View(
        paragraphs,
        (
            (Button(Say("btn.submit"), "give"),),
            (Button(Say("btn.text_again"), "facts"), Button(Say("btn.back"), "case")),
        ),
    )


def receipt(filed: Filed) -> View:
    """Number, code and term; the truth when the region has no group yet."""
    first = Say("receipt.filed", {"case_no": filed.number, "code": grouped(filed.code)})
    if filed.due is None:
        term: tuple[Say, ...] = (Say("receipt.no_office"),)
    else:
        term = (Say("receipt.due", {"due_date": filed.due}), Say("receipt.term_note", {"days": filed.workdays}))
    rows = (
        (Button(Say("btn.copy_code"), "", copies=filed.code),),
        (Button(Say("btn.receipt_saved"), "saved"),),
        _to_menu(),
    )
    return View((first, *term, Say(f"receipt.then_{filed.level}")), rows)


def lines(says: tuple[Say, ...]) -> Say:
    """Several texts as the lines of one paragraph."""
    return Say("lines", {str(number): say for number, say in enumerate(says)})


def _menu_rows() -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(Say("btn.new_report"), "new:report"),),
        (Button(Say("btn.new_proposal"), "new:proposal"),),
        (Button(Say("btn.check_status"), "status"),),
    )


def _to_menu() -> tuple[Button, ...]:
    return (Button(Say("btn.menu"), "menu"),)


def _back_to_draft(waits: bool) -> tuple[Button, ...]:
    return (Button(Say("btn.draft_back"), "resume"),) if waits else _to_menu()
