"""The buttons under a card: at most eight, the likeliest first, the rest one tap deeper.

Which acts a case offers follows from its status; whether a press may do what it says is decided at the desk.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.catalogue import bodies
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.parcels.values import Card
from bot.desk.presses import (
    CardPage,
    CaseAct,
    CloseAs,
    HandTo,
    OpenContacts,
    SendOn,
    ShowPage,
    StaffPress,
    WorkOn,
    spell_staff_press,
)
from bot.desk.status import AT_AN_END, NEW, may_follow
from bot.gateway.labels import ACT_LABELS
from bot.gateway.wording import Words
from bot.terms import Desk, Kind, Result, Status

Named: TypeAlias = tuple[str, StaffPress]
"""What stands on a button, and what its press says."""
RESULTS = {
    Kind.REPORT: (Result.MEASURES, Result.EXPLAINED, Result.NOT_CONFIRMED, Result.FORWARDED, Result.OTHER),
    Kind.PROPOSAL: (Result.PROPOSAL_USED, Result.PROPOSAL_NOT, Result.EXPLAINED, Result.FORWARDED, Result.OTHER),
}
LONGEST_NAME = 40
"""Characters of a name on a button: more is cut off on a phone."""


class CardButtons:
    """Draws them in the language of the group."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def keyboard(
        self,
        card: Card,
        page: CardPage = CardPage.FRONT,
        officers: tuple[tuple[str, str], ...] = (),
        files: tuple[tuple[int, int, int], ...] = (),
    ) -> InlineKeyboardMarkup:
        """The buttons of *page* for the case as it stands, with those who can have it and the *files* to be opened."""
        is_given = page is CardPage.EXPERTS and card.row.status is Status.EXPERT
        rows = self._of_expert(card, files) if is_given else self._rows(card, page, officers)
        return InlineKeyboardMarkup([[self._button(label, press) for label, press in row] for row in rows])

    def _rows(self, card: Card, page: CardPage, officers: tuple[tuple[str, str], ...]) -> list[list[Named]]:
        case, language = card.row.id, card.language
        back = [self._to(CardPage.FRONT, "btn.back", card)]
        match page:
            case CardPage.FRONT:
                return self._front(card)
            case CardPage.MORE:
                if card.row.desk is Desk.HEAD:
                    return [*self._more_of_head(card), back]
                return [
                    [self._to(CardPage.OFFICERS, "s.btn_handover", card)],
                    [self._act(CaseAct.NOTE, card), self._act(CaseAct.EXTEND, card)],
                    [self._act(CaseAct.HEAD, card), self._to(CardPage.EXPERTS, "s.btn_expert", card)],
                    [self._act(CaseAct.HISTORY, card), self._to(CardPage.REST, "s.btn_more", card)],
                    back,
                ]
            case CardPage.REST:
                if card.row.desk is Desk.HEAD:
                    return [*self._rest_of_head(card), back]
                return [
                    [self._act(CaseAct.REJECT, card)],
                    [self._to(CardPage.SPAM, "s.btn_spam", card), self._act(CaseAct.DUPLICATE, card)],
                    [self._act(CaseAct.OUTSIDE, card), self._act(CaseAct.CONFLICT, card)],
                    [self._act(CaseAct.FILES, card), self._act(CaseAct.TRANSFER, card)],
                    back,
                ]
            case CardPage.BODIES:
                listed = [self._alone(each.label[language], SendOn(case, each.id)) for each in bodies.frequent()]
                return [*listed, [self._act(CaseAct.REDIRECT, card), *back]]
            case CardPage.RESULTS:
                results = RESULTS[card.row.kind]
                ends = [self._alone(self._text(f"result.{each}", card), CloseAs(case, each)) for each in results]
                return [*ends, back]
            case CardPage.OFFICERS:
                # A name of which nothing can be shown is no label: the digits stand in its place.
                named = ((name[:LONGEST_NAME].strip() or digits, digits) for digits, name in officers)
                listed = [self._alone(label, HandTo(case, digits)) for label, digits in named]
                return [*listed, [self._act(CaseAct.RELEASE, card), *back]]
            case CardPage.EXPERTS:
                asked = ((name[:LONGEST_NAME].strip() or digits, digits) for digits, name in officers)
                return [*(self._alone(label, SendToExpert(case, digits)) for label, digits in asked), back]
            case CardPage.SPAM:
                return [[self._act(CaseAct.SPAM, card), *back]]
            case unexpected:
                assert_never(unexpected)

    def _of_expert(self, card: Card, files: tuple[tuple[int, int, int], ...]) -> list[list[Named]]:
        """What is done with a case that an expert has: its files are opened to them one by one, or it is taken back."""
        rows: list[list[Named]] = []
        for seq, n, later in files:
            key, values = ("s.btn_expert_later", {"n": n, "later": later}) if later else ("s.btn_expert_file", {"n": n})
            rows.append([(self.words.text(key, card.language, values), OpenFile(card.row.id, seq, n))])
        return [*rows, [self._act(CaseAct.RECALL, card), self._to(CardPage.FRONT, "btn.back", card)]]

    def _front(self, card: Card) -> list[list[Named]]:
        status = card.row.status
        if card.bare:
            return self._front_bare(card)
        contacts: list[list[Named]] = (
            [[(self._text("s.btn_reveal", card), OpenContacts(card.row.id))]] if card.has_contact else []
        )
        if status in AT_AN_END:
            reopen = [self._act(CaseAct.REOPEN, card)] if may_follow(Status.REOPENED, status) else []
            return [
                [*reopen, self._act(CaseAct.HISTORY, card)],
                [self._act(CaseAct.NOTE, card), self._act(CaseAct.OUTSIDE, card)],
                *contacts,
            ]
        take = [[self._act(CaseAct.TAKE, card)]] if status in NEW or card.work.assignee is None else []
        return [
            *take,
            [self._act(CaseAct.ANSWER, card), self._act(CaseAct.ASK, card)],
            [self._to(CardPage.BODIES, "s.btn_redirect", card)],
            [self._to(CardPage.RESULTS, "s.btn_close", card), self._to(CardPage.MORE, "s.btn_more", card)],
            *contacts,
        ]

    def _more_of_head(self, card: Card) -> list[list[Named]]:
        """What was sent past the group goes on to it, or to another office, by its head alone."""
        return [
            [self._act(CaseAct.GROUP, card)],
            [self._act(CaseAct.TRANSFER, card)],
            [self._act(CaseAct.NOTE, card), self._act(CaseAct.EXTEND, card)],
            [self._to(CardPage.EXPERTS, "s.btn_expert", card)],
            [self._act(CaseAct.HISTORY, card), self._to(CardPage.REST, "s.btn_more", card)],
        ]

    def _rest_of_head(self, card: Card) -> list[list[Named]]:
        return [
            [self._act(CaseAct.REJECT, card)],
            [self._to(CardPage.SPAM, "s.btn_spam", card), self._act(CaseAct.DUPLICATE, card)],
            [self._act(CaseAct.OUTSIDE, card), self._act(CaseAct.FILES, card)],
        ]

    def _front_bare(self, card: Card) -> list[list[Named]]:
        """Who has the case, and where it is worked at: all that is done in a group that holds no words."""
        if card.work.assignee is None:
            return [] if card.row.status in AT_AN_END else [[self._act(CaseAct.TAKE, card)]]
        front = [[self._act(CaseAct.OPEN, card)]]
        if card.row.status in AT_AN_END:
            return front
        return [*front, [self._to(CardPage.OFFICERS, "s.btn_handover", card), self._act(CaseAct.RELEASE, card)]]

    def _alone(self, label: str, press: StaffPress) -> list[Named]:
        return [(label, press)]

    def _act(self, act: CaseAct, card: Card) -> Named:
        return self._text(ACT_LABELS[act], card), WorkOn(act, card.row.id)

    def _to(self, page: CardPage, key: str, card: Card) -> Named:
        return self._text(key, card), ShowPage(page, card.row.id)

    def _text(self, key: str, card: Card) -> str:
        return self.words.text(key, card.language)

    def _button(self, label: str, press: StaffPress) -> InlineKeyboardButton:
        return InlineKeyboardButton(label[:1].upper() + label[1:], callback_data=spell_staff_press(press))
