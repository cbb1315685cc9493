"""Parcels as posts: what a staff group, an officer, an admin or a citizen reads. Rendering only, no calls.

Rules
- Every post about a case begins with its number: one that a crash lost from the map is still found by it.
- What people typed is defanged. Long texts go over several posts, cut at a paragraph, a line or a word; buttons stand
  under the last of them, and an officer sees every word that a button sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.catalogue import spheres
from bot.clock import Clock, day_in_kazakhstan
from bot.conversation.questionnaire.questions import Grow, Keeping, Questions
from bot.conversation.questionnaire.questions import Question as Row
from bot.conversation.values.callback import spell_press
from bot.conversation.values.case_choices import ShowNotice
from bot.conversation.values.draft import Answers, Given
from bot.conversation.views.preview import shown_value
from bot.desk.identifiers import asks_for_personal, find_identifiers
from bot.desk.parcels.values import (
    Addition,
    Card,
    Contacts,
    Notice,
    Preview,
    Push,
    Verdict,
)
from bot.desk.presses import (
    AgreeToMove,
    ConfirmMove,
    DropItem,
    DropReply,
    GiveReason,
    OpenContacts,
    RemoveAdmin,
    RepeatCommand,
    SendReply,
    StaffPress,
    StopDeed,
    TryItem,
    UnbindGroup,
    spell_staff_press,
)
from bot.desk.talk import COUNT
from bot.gateway.wording import BOTH, MESSAGE_UNITS, Words, split, units
from bot.terms import Kind, Language
from storage.cases import CaseRow

STORY = "text"
"""The question whose words need no label on the card."""
PART_ROOM = 120
"""Units kept free in every part for its number, and for the word that it may have come twice."""
VERDICT_ROOM = 300
"""Units kept free under a preview for what became of it."""
ALERT_UNITS = 200
"""Telegram's limit for the answer to a press."""


class Workdays(Protocol):
    """Counts working days."""

    def workdays_between(self, start: date, end: date) -> int:
        """How many lie after *start*, up to and including *end*."""


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """What the presser sees at the top of the screen; what matters, as a refusal does, waits until it is closed."""

    text: str
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send: text, buttons, and the message that it answers."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None


class Cards:
    """Renders parcels in the language of whoever reads them."""

    def __init__(self, words: Words, questions: Questions, calendar: Workdays, clock: Clock) -> None:
        self.words = words
        self.questions = questions
        self.calendar = calendar
        self.clock = clock

    def card(self, card: Card) -> list[Post]:
        """A new case: number and answers, the text in as many posts as it needs, buttons under the last."""
        language = card.language
        lines = [f"🆕 {card.row.number}", *self._lines(card)]
        body = defang("\n\n".join(("\n".join(lines), *self._texts(card))))
        return self._parts(body, card.row.number, language, self._card_buttons(card))

    def addition(self, addition: Addition) -> list[Post]:
        """The citizen's later words under the card; where the group has no card of the case, the card comes first."""
        values = {"case_no": addition.number, "text": defang(addition.text)}
        body = self.words.text("s.citizen_added", addition.language, values)
        first, *others = self._parts(body, addition.number, addition.language, None)
        card = [] if addition.card is None else self.card(addition.card)
        return [*card, replace(first, reply_to=addition.reply_to), *others]

    def preview(self, preview: Preview) -> list[Post]:
        """An officer's words before they go out, all of them, with two buttons under the last post."""
        language, case, seq = preview.language, preview.case_id, preview.seq
        keyboard = InlineKeyboardMarkup(
            [
                [self._button(SendReply(case, seq), language)],
                [self._button(DropReply(case, seq), language)],
            ]
        )
        body = self._preview_body(preview, language)
        first, *others = self._parts(body, preview.number, language, keyboard, spare=VERDICT_ROOM)
        return [replace(first, reply_to=preview.reply_to), *others]

    def verdict(self, verdict: Verdict) -> Post:
        """What became of a preview, in place of its buttons: under the words, or under the last part of them."""
        language, number = verdict.language, verdict.number
        told = self.words.text(verdict.key, language)
        body = self._preview_body(verdict, language)
        parts = self._parts(body, number, language, None, spare=VERDICT_ROOM)
        if len(parts) > 1:
            return Post(f"{parts[-1].text}\n\n{told}")
        return Post("\n\n".join(part for part in (number, defang(verdict.text), told) if part))

    def notice(self, notice: Notice) -> Post:
        """A short text, each of its buttons in a row of its own."""
        rows = [[self._button(press, notice.language)] for press in notice.presses]
        keyboard = InlineKeyboardMarkup(rows) if rows else None
        return Post(self.words.text(notice.key, notice.language, notice.values), keyboard, notice.reply_to)

    def push(self, push: Push) -> Post:
        """Discreet: nothing of the case shows on a lock screen."""
        show = InlineKeyboardButton(
            self.words.text("btn.show", push.language),
            callback_data=spell_press(ShowNotice(push.case_id), 0, push.language),
        )
        return Post(self.words.text("notify.discreet", push.language), InlineKeyboardMarkup([[show]]))

    def contacts(self, contacts: Contacts) -> Post:
        """A citizen's contacts for one officer."""
        language = contacts.language
        short = self.words.text("s.reveal_short", language, {"minutes": contacts.minutes})
        return Post(self._about(contacts.number, contacts.text, short))

    def _lines(self, card: Card) -> list[str]:
        language, row, answers = card.language, card.row, _answers(card)
        sealed = (row.name for row in self._sealed_rows() if not isinstance(row.answering, Grow))
        lines = [
            *self._answered(("kind", "region"), answers, language),
            ("label.sphere", spheres.sphere(row.sphere).label[language]),
            *self._answered((_topic(row), *sealed), answers, language),
            ("label.files", card.answers.get(COUNT)),
            *self._answered(("level",), answers, language),
            ("label.case_language", self.words.text(f"value.lang_{row.language}", language)),
            ("label.due", self._term(row.due_on, language)),
        ]
        return [f"{self.words.text(label, language)}: {value}" for label, value in lines if value]

    def _answered(self, names: Iterable[str], answers: Answers, language: Language) -> Iterator[tuple[str, str]]:
        """Label and words of each of the answers *names*; a case from before a question has none to it."""
        for name in names:
            row = self.questions.row(name)
            if row is not None and row.label is not None and name in answers:
                shown = shown_value(row, answers, self.questions, language)
                yield row.label, self.words.value("", shown, language)

    def _texts(self, card: Card) -> Iterator[str]:
        """The long texts, below the lines: what happened as it is, others under their labels."""
        for row in self._sealed_rows():
            text = card.answers.get(row.name)
            if isinstance(row.answering, Grow) and row.label is not None and text:
                label = self.words.text(row.label, card.language)
                yield text if row.name == STORY else f"{label}:\n{text}"

    def _sealed_rows(self) -> Iterator[Row]:
        """The questions whose answers are sealed with a case, in their order; those that are retired too."""
        return (row for row in self.questions.rows if row.keeping is Keeping.SEALED)

    def _term(self, due_on: date | None, language: Language) -> str | None:
        """The last day and the working days that are left, as of this post."""
        if due_on is None:
            return None
        day = self.words.texts.day(due_on, language)
        left = self.calendar.workdays_between(day_in_kazakhstan(self.clock.now()), due_on)
        return f"{day} ({self.words.texts.plural('n.workdays', language, left)})" if left > 0 else day

    def _preview_body(self, shown: Preview | Verdict, language: Language) -> str:
        asked = self.words.text(f"value.lang_{shown.case_language}", language)
        lines = (
            self.words.text("s.preview" if shown.text else "s.preview_files", language),
            f"{self.words.text('label.case_language', language)}: {asked}",
        )
        attached = (self.words.text("s.reply_file", language, {"n": shown.files}),) if shown.files else ()
        said = (defang(shown.text),) if shown.text else ()
        left = (self.words.text(key, language) for key in _told_below(shown))
        parts = (*self._warnings(shown.text, language), *attached, *said, *left)
        return "\n\n".join((shown.number, "\n".join(lines), *parts))

    def _warnings(self, text: str, language: Language) -> list[str]:
        """What an officer should look at once more before these words go out."""
        kinds = dict.fromkeys(finding.kind for finding in find_identifiers(text))
        warnings = []
        if kinds:
            listed = ", ".join(self.words.text(f"pii.kind_{kind}", language) for kind in kinds)
            warnings.append(self.words.text("s.pii_in_reply", language, {"kinds": listed}))
        if asks_for_personal(text):
            warnings.append(self.words.text("s.pii_asked", language))
        return warnings

    def _card_buttons(self, card: Card) -> InlineKeyboardMarkup | None:
        if not card.has_contact:
            return None
        return InlineKeyboardMarkup([[self._button(OpenContacts(card.row.id), card.language)]])

    def _parts(
        self, body: str, number: str, language: Language, keyboard: InlineKeyboardMarkup | None, *, spare: int = 0
    ) -> list[Post]:
        """*body* as posts, numbered from the second on; *spare* units stay free in each."""
        first, *others = split(body, MESSAGE_UNITS - PART_ROOM - spare)
        count = len(others) + 1
        texts = [
            first,
            *(
                f"{self.words.text('s.part', language, {'case_no': number, 'n': at, 'total': count})}\n{part}"
                for at, part in enumerate(others, start=2)
            ),
        ]
        return [Post(text, keyboard if at == count else None) for at, text in enumerate(texts, start=1)]

    def _about(self, number: str, *paragraphs: str) -> str:
        return "\n\n".join((number, *(defang(paragraph) for paragraph in paragraphs)))

    def _button(self, press: StaffPress, language: Language | None) -> InlineKeyboardButton:
        label = self.words.label(label_of(press), language)
        return InlineKeyboardButton(label, callback_data=spell_staff_press(press))


def _told_below(shown: Preview | Verdict) -> Iterator[str]:
    """What is told under the words, where the buttons are."""
    yield from ("s.voice_warning",) if shown.voiced else ()
    yield from ("s.link_left",) if shown.linked else ()


def _topic(row: CaseRow) -> str:
    """The question whose answer is the topic of a case."""
    return "violation" if row.kind == Kind.REPORT else "goal"


def _answers(card: Card) -> Answers:
    """What the citizen answered: the columns of the case, and what was sealed with it."""
    row = card.row
    columns = {"kind": row.kind, "region": row.region, _topic(row): row.topic, "level": row.level}
    given = {**card.answers, **columns}
    return {name: Given(value) for name, value in given.items() if value}


def label_of(press: StaffPress) -> str:
    """The key of what stands on the button of *press*."""
    match press:
        case SendReply():
            return "s.btn_send"
        case DropReply():
            return "s.btn_dont_send"
        case OpenContacts():
            return "s.btn_reveal"
        case AgreeToMove() | GiveReason() | RepeatCommand() | ConfirmMove():
            return "btn.confirm"
        case UnbindGroup():
            return "btn.unbind"
        case StopDeed():
            return "btn.stop_this"
        case RemoveAdmin():
            return "btn.remove_admin"
        case TryItem():
            return "btn.try_again"
        case DropItem():
            return "btn.drop_item"
        case unexpected:
            assert_never(unexpected)


def alert_text(words: Words, key: str, language: Language | None) -> str:
    """The text *key* for the answer to a press: in the group's language, or in both when they fit."""
    both = words.text(key, language or BOTH)
    return both if units(both) <= ALERT_UNITS else words.text(key, Language.KAZAKH)
