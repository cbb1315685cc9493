"""Buttons under a card: never more than eight, each with its label and its press, in every status and language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from telegram import InlineKeyboardMarkup

from bot.catalogue import bodies
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.officers.casework import AFTER_THE_END
from bot.desk.parcels.cards import MOST_FILES, MOST_OFFICERS
from bot.desk.parcels.values import Card
from bot.desk.people import Officer
from bot.desk.presses import CardPage, CaseAct, CloseAs, HandTo, SendOn, ShowPage, StaffPress, WorkOn, read_staff_press
from bot.desk.status import AT_AN_END
from bot.desk.work import Work
from bot.gateway.card_buttons import LONGEST_NAME, RESULTS, CardButtons
from bot.gateway.cards import Cards
from bot.gateway.labels import ACT_LABELS, label_of
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.terms import Desk, Kind, Language, Level, Result, Status
from storage.cases import CaseRow

WORDS = Words(Texts.load())
BUTTONS = CardButtons(WORDS)
MOST = 8
DAY = date(2026, 3, 2)
MINE = Work(assignee=Officer(21, "Дана"))
SEVEN = tuple((f"{n:016x}", f"Қызметкер {n}") for n in range(7))
CASE = "c" * 32


def listed(page: CardPage) -> tuple[tuple[str, str], ...]:
    """As many people as a page can have."""
    return SEVEN[:MOST_OFFICERS] if page is CardPage.OFFICERS else SEVEN


def card(
    status: Status = Status.REGISTERED,
    *,
    kind: Kind = Kind.REPORT,
    language: Language = Language.RUSSIAN,
    contact: bool = True,
    work: Work | None = None,
) -> Card:
    """A case in *status*."""
    about = (CASE, "12-26-10042", "mangystau", kind, "health", "bribe", status)
    row = CaseRow(*about, Level.CONTACT, language, DAY, DAY, DAY, b"", b"")
    return Card(-100, language, row, {}, contact, 0, work or Work())


def labels(keyboard: InlineKeyboardMarkup) -> list[str]:
    return [button.text for row in keyboard.inline_keyboard for button in row]


def presses(keyboard: InlineKeyboardMarkup) -> list[StaffPress]:
    """What each button says, read back as the door reads it."""
    read = [read_staff_press(str(button.callback_data)) for row in keyboard.inline_keyboard for button in row]
    assert None not in read
    return [press for press in read if press is not None]


def acts(keyboard: InlineKeyboardMarkup) -> set[CaseAct]:
    return {press.act for press in presses(keyboard) if isinstance(press, WorkOn)}


def pages_from(start: Card) -> dict[CardPage, InlineKeyboardMarkup]:
    """Every page that can be reached from the front one by presses."""
    found, waiting = {}, [CardPage.FRONT]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found[page] = BUTTONS.keyboard(start, page, listed(page))
            waiting += [press.page for press in presses(found[page]) if isinstance(press, ShowPage)]
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", [each for each in Status if each is not Status.WAITING])
def test_no_page_has_more_than_eight_buttons_and_each_is_told_apart(status: Status, language: Language) -> None:
    for page, kind, work in product(CardPage, Kind, (Work(), MINE)):
        drawn = BUTTONS.keyboard(card(status, kind=kind, language=language, work=work), page, listed(page))
        assert 0 < len(labels(drawn)) <= MOST, page
        assert len(set(labels(drawn))) == len(labels(drawn)) == len(set(map(str, presses(drawn))))
        assert all(label and label[0] == label[0].upper() for label in labels(drawn))
        assert all(len(row) <= 2 for row in drawn.inline_keyboard)


@pytest.mark.parametrize("language", Language)
def test_each_act_has_a_label_of_its_own(language: Language) -> None:
    assert set(ACT_LABELS) == set(CaseAct)
    told = [WORDS.text(label_of(WorkOn(act, CASE)), language) for act in CaseAct]
    assert len(set(told)) == len(told)


def test_everything_that_can_be_done_is_reached_from_the_front() -> None:
    drawn = pages_from(card())
    assert set(drawn) == set(CardPage)
    reached = set().union(*(acts(page) for page in drawn.values()))
    assert reached == set(CaseAct) - {CaseAct.REOPEN, CaseAct.OPEN, CaseAct.GROUP, CaseAct.RECALL}
    pressed = [press for page in drawn.values() for press in presses(page)]
    assert {press.body for press in pressed if isinstance(press, SendOn)} == {body.id for body in bodies.frequent()}
    colleagues = {digits for digits, _ in listed(CardPage.OFFICERS)}
    assert {press.officer for press in pressed if isinstance(press, HandTo)} == colleagues
    assert {press.expert for press in pressed if isinstance(press, SendToExpert)} == {digits for digits, _ in SEVEN}
    assert {type(press) for press in pressed} >= {WorkOn, ShowPage, SendOn, CloseAs, HandTo}


def test_every_page_but_the_front_leads_back() -> None:
    for page, drawn in pages_from(card()).items():
        assert (ShowPage(CardPage.FRONT, CASE) in presses(drawn)) == (page is not CardPage.FRONT)


@pytest.mark.parametrize("status", AT_AN_END)
def test_of_a_case_at_an_end_is_offered_only_what_can_be_done(status: Status) -> None:
    drawn = pages_from(card(status))
    assert set(drawn) == {CardPage.FRONT}
    assert acts(drawn[CardPage.FRONT]) <= AFTER_THE_END


def test_a_case_of_somebodys_is_not_offered_to_be_taken() -> None:
    assert CaseAct.TAKE in acts(BUTTONS.keyboard(card(Status.QUESTION)))
    assert CaseAct.TAKE not in acts(BUTTONS.keyboard(card(Status.IN_WORK, work=MINE)))


@pytest.mark.parametrize("kind", Kind)
def test_every_result_is_offered_for_some_kind_and_each_has_words(kind: Kind) -> None:
    drawn = BUTTONS.keyboard(card(Status.ANSWERED, kind=kind), CardPage.RESULTS)
    offered = tuple(press.result for press in presses(drawn) if isinstance(press, CloseAs))
    assert offered == RESULTS[kind]
    assert set().union(*RESULTS.values()) == set(Result)
    assert all(WORDS.text(f"result.{each}", language) for each in Result for language in Language)


def test_a_case_that_an_expert_has_can_be_taken_back_and_given_to_no_other() -> None:
    drawn = pages_from(card(Status.EXPERT))
    assert CaseAct.RECALL in acts(drawn[CardPage.EXPERTS])
    files = tuple((seq, n, seq) for seq in (0, 3) for n in range(1, 4))
    for language in Language:
        page = BUTTONS.keyboard(card(Status.EXPERT, language=language), CardPage.EXPERTS, (), files)
        assert len(set(labels(page))) == len(labels(page)) == MOST == MOST_FILES + 2
        assert [press for press in presses(page) if isinstance(press, OpenFile)] == [
            OpenFile(CASE, seq, n) for seq, n, _ in files
        ]
    assert not any(isinstance(press, SendToExpert) for page in drawn.values() for press in presses(page))


def test_spam_is_asked_about_once_more() -> None:
    drawn = pages_from(card())
    assert [page for page, keyboard in drawn.items() if CaseAct.SPAM in acts(keyboard)] == [CardPage.SPAM]


def test_contacts_are_offered_only_where_there_are_some() -> None:
    for status in (Status.REGISTERED, Status.CLOSED):
        without = labels(BUTTONS.keyboard(card(status, contact=False)))
        assert [*without, "Открыть контакты"] == labels(BUTTONS.keyboard(card(status)))


def test_a_long_name_is_cut_and_one_without_letters_is_still_a_button() -> None:
    officers = (("0" * 16, "Ә" * 64), ("1" * 16, ""))
    first, second, *_ = labels(BUTTONS.keyboard(card(), CardPage.OFFICERS, officers))
    assert (first, bool(second)) == ("Ә" * LONGEST_NAME, True)


def test_a_closed_case_that_nobody_has_stands_without_buttons_where_the_group_sees_notices_only() -> None:
    cards = Cards(WORDS, build_questions(WORDS.texts), WorkCalendar(), Clock())
    drawn = cards.card(replace(card(Status.CLOSED), bare=True))
    assert [post.keyboard for post in drawn] == [None]


def test_a_head_gives_what_went_past_the_group_to_it_or_to_another_office() -> None:
    given = card(Status.IN_WORK)
    drawn = pages_from(replace(given, row=replace(given.row, desk=Desk.HEAD)))
    reached = set().union(*(acts(page) for page in drawn.values()))
    assert {CaseAct.GROUP, CaseAct.TRANSFER, CaseAct.REJECT, CaseAct.ANSWER} <= reached
    assert not reached & {CaseAct.RELEASE, CaseAct.CONFLICT, CaseAct.HEAD, CaseAct.OPEN}
    assert CardPage.OFFICERS not in drawn
