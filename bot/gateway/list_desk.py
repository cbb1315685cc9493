"""The desk of lists: what an office asks about its cases, as one message with buttons that turn its pages.

Who asks, and in which group, is known; a group sees its own region's cases. What it reads changes nothing, so the pages
are read beside the transaction that owes the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.catalogue import spheres
from bot.clock import Clock
from bot.desk.damage import DAMAGE
from bot.desk.list_presses import CaseList, PagePress, TurnFound, Turning, TurnList
from bot.desk.officers import finding, lists
from bot.desk.officers.finding import MOST_FOUND, CaseSearch, FoundCases
from bot.desk.officers.lists import PAGE, ListedCase, ListPage, PageTurn
from bot.desk.outgoing import chats
from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.posting import enqueue_card, waits
from bot.desk.people import Officer
from bot.desk.presses import spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.desk.status import UNANSWERED
from bot.frozen import frozen
from bot.gateway.admin import Asked, CommandEffect
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage import cases
from storage.engine import Database
from storage.listing import DuePlace
from storage.offices import OfficeRow

DIGITS = 16
"""So many digits of an officer's mark stand on a button."""


@frozen
class SearchAnswer:
    """What a search found for which office; None where it does not hold any more, or was another's."""

    office: OfficeRow
    search: CaseSearch | None
    found: FoundCases


class ListDesk:
    """Reads lists and searches for a group, and words them in its language."""

    def __init__(self, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def show(self, asked: Asked, of: CaseList) -> Post:
        """The first page of the list."""
        return await self._page(asked.chat, asked.person, of, None)

    async def turn(self, chat: int, person: Officer, press: PagePress) -> Post | str:
        """The page that *press* wants; the key of a refusal."""
        if isinstance(press, TurnFound):
            return await self._turn_found(chat, person, press)
        if press.of is CaseList.MINE and press.officer != self._digits(person):
            return "s.list_others"
        try:
            beyond = DuePlace(date.fromisoformat(press.due_on), press.number)
        except ValueError:
            return "s.no_rights"
        return await self._page(chat, person, press.of, PageTurn(press.way, beyond))

    async def find(self, asked: Asked) -> Post | CommandEffect:
        """What is found by the words of the command. Further pages need the search to be kept."""
        looked = await self.database.read(_search, asked.chat, asked.person, asked.argument, self._turn())
        if looked is None:
            return self._not_bound()
        if looked.search is None:
            return Post(self.words.text("s.find_usage", looked.office.language))
        if looked.found.count is None or looked.found.count <= PAGE:
            return self._found(looked, 0, "")
        return CommandEffect(partial(self._keep, looked=looked))

    def show_case(self, asked: Asked) -> CommandEffect:
        """The case's card comes anew: from then on it is the one that is kept current."""
        return CommandEffect(partial(self._show_case, asked=asked))

    def _show_case(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        office = chats.served_by(connection, asked.chat, turn.safe)
        if office is None:
            return self._not_bound()
        number = cases.NUMBER.search(asked.argument)
        if number is None:
            return Post(self.words.text("s.case_usage", office.language))
        try:
            row = finding.find_own(connection, office.region, number[0], turn)
        except DAMAGE:
            return Post(self.words.text("s.case_damaged", office.language))
        if row is None:
            return Post(self.words.text("s.case_unknown", office.language, {"case_no": number[0]}))
        if not waits(connection, ItemKind.CARD, row, turn):
            enqueue_card(connection, row, turn, at_once=True)
        return Post(self.words.text("s.comes_below", office.language))

    async def _page(self, chat: int, person: Officer, of: CaseList, leaf: PageTurn | None) -> Post:
        read = await self.database.read(_read_page, chat, of, person, leaf, self._turn())
        if read is None:
            return self._not_bound()
        office, page = read
        mine = self._digits(person) if of is CaseList.MINE else None
        buttons = [
            (key, TurnList(of, way, place.due_on.isoformat(), place.number, mine))
            for key, way, place in (
                ("s.btn_earlier", Turning.EARLIER, page.earlier),
                ("s.btn_later", Turning.LATER, page.later),
            )
            if place is not None
        ]
        title = self.words.text(f"cmd.{of}", office.language)
        if page.count is not None:
            title = self.words.text("s.list_title", office.language, {"title": title, "n": page.count})
        return self._post(title, page.lines, buttons, office.language)

    async def _turn_found(self, chat: int, person: Officer, press: TurnFound) -> Post | str:
        looked = await self.database.read(_search_again, chat, person, press, self._turn())
        if looked is None:
            return "s.find_over"
        return self._found(looked, press.page, press.search)

    def _keep(self, connection: Connection, turn: Turn, *, looked: SearchAnswer) -> Post:
        assert looked.search is not None  # what has pages was understood
        return self._found(looked, 0, finding.keep_search(connection, looked.search, turn))

    def _found(self, looked: SearchAnswer, page: int, kept: str) -> Post:
        language, found = looked.office.language, looked.found
        if found.count is None:
            return Post(self.words.text("s.find_many", language, {"n": MOST_FOUND}))
        buttons = [("s.btn_earlier", TurnFound(kept, page - 1))] if page > 0 else []
        buttons += [("s.btn_later", TurnFound(kept, page + 1))] if found.count > (page + 1) * PAGE else []
        title = self.words.text("s.list_found", language, {"n": found.count})
        if found.own_words:
            title = f"{title}\n{self.words.text('n.find_own', language)}"
        return self._post(title, found.lines, buttons, language)

    def _post(
        self, title: str, lines: Sequence[ListedCase], buttons: Sequence[tuple[str, PagePress]], language: Language
    ) -> Post:
        if not lines:
            told = [title, self.words.text("s.list_empty", language)]
        else:
            rows = "\n".join(self._line(line, language) for line in lines)
            told = [title, rows, self.words.text("s.list_open", language)]
        row = [
            InlineKeyboardButton(self.words.text(key, language), callback_data=spell_staff_press(press))
            for key, press in buttons
        ]
        return Post("\n\n".join(told), InlineKeyboardMarkup([row]) if row else None, of_cases=True)

    def _line(self, case: ListedCase, language: Language) -> str:
        if case.damaged:
            return self.words.text("s.list_row_damaged", language, {"case_no": case.number})
        values: dict[str, Any] = {
            "case_no": case.number,
            "sphere": spheres.sphere(case.sphere).label[language],
            "due_date": self._term(case, language),
            "assignee": defang(case.assignee or "") or self.words.text("s.unassigned", language),
        }
        return self.words.text("s.list_row", language, values)

    def _term(self, case: ListedCase, language: Language) -> str:
        """The last day while an answer is owed, else how the case stands."""
        if case.due_on is None or case.status not in UNANSWERED:
            return self.words.text(f"st.{case.status}", language)
        day = self.words.texts.day(case.due_on, language)
        is_late = case.due_on < self._turn().today
        return self.words.text("s.list_late", language, {"due_date": day}) if is_late else day

    def _not_bound(self) -> Post:
        return Post(self.words.text("a.not_bound", BOTH))

    def _digits(self, person: Officer) -> str:
        return self.rules.safe.person_mark(person.id).hex()[:DIGITS]

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _read_page(
    connection: Connection, chat: int, of: CaseList, person: Officer, leaf: PageTurn | None, turn: Turn
) -> tuple[OfficeRow, ListPage] | None:
    """None in a group that serves no region."""
    office = chats.served_by(connection, chat, turn.safe)
    return None if office is None else (office, lists.read_page(connection, office.region, of, person, turn, leaf=leaf))


def _search(connection: Connection, chat: int, by: Officer, text: str, turn: Turn) -> SearchAnswer | None:
    """None in a group that serves no region."""
    office = chats.served_by(connection, chat, turn.safe)
    if office is None:
        return None
    search = finding.read_search(office.region, text)
    if search.is_empty:
        return SearchAnswer(office, None, FoundCases((), 0))
    return SearchAnswer(office, search, finding.find(connection, search, by, turn))


def _search_again(
    connection: Connection, chat: int, by: Officer, press: TurnFound, turn: Turn
) -> SearchAnswer | None:
    """None where the search does not hold any more, or was made in another office."""
    office, search = chats.served_by(connection, chat, turn.safe), finding.get_search(connection, press.search, turn)
    if office is None or search is None or search.region != office.region:
        return None
    return SearchAnswer(office, search, finding.find(connection, search, by, turn, page=press.page))
