"""Parcels as posts: what a staff group, an officer, an admin or a citizen reads. Rendering only, no calls.

Rules
- Every post about a case begins with its number: one that a crash lost from the map is still found by it.
- What people typed is defanged. Long texts go over several posts, cut at a paragraph, a line or a word; buttons stand
  under the last of them, and an officer sees every word that a button sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.catalogue import spheres
from bot.clock import Clock, day_in_kazakhstan
from bot.conversation.questionnaire.keeping import Keeping
from bot.conversation.questionnaire.questions import Grow, Questions
from bot.conversation.questionnaire.questions import Question as Row
from bot.conversation.values.callback import spell_press
from bot.conversation.values.case_choices import ShowNotice
from bot.conversation.values.draft import Answers, Given
from bot.conversation.views.preview import shown_value
from bot.desk.identifiers import asks_for_personal, telltale_in
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
    DropReply,
    SendQuestion,
    SendReply,
    StaffPress,
    TakeBack,
    spell_staff_press,
)
from bot.desk.reminders import waits_with_crime
from bot.desk.rules import Calendar
from bot.desk.status import AT_AN_END, NEW
from bot.desk.talk import COUNT, PAST
from bot.frozen import replace
from bot.gateway.card_buttons import CardButtons
from bot.gateway.labels import label_of
from bot.gateway.posts import Post
from bot.gateway.wording import MESSAGE_UNITS, Words, split
from bot.terms import Desk, Kind, Language
from storage.cases import CaseRow

STORY = "text"
"""The question whose words need no label on the card."""
HEAD_ROOM = 1400
"""Units for what stands above a case's text: some twenty lines, half of them as long as they can be."""
TYPED = ("said", "staff")
"""Values of notices that somebody typed."""
PART_ROOM = 120
"""Units kept free in every part for its number, and for the word that it may have come twice."""
VERDICT_ROOM = 300
"""Units kept free under a preview for what became of it."""


class Cards:
    """Renders parcels in the language of whoever reads them."""

    def __init__(self, words: Words, questions: Questions, calendar: Calendar, clock: Clock) -> None:
        self.words = words
        self.questions = questions
        self.calendar = calendar
        self.clock = clock
        self.buttons = CardButtons(words)

    def card(self, card: Card) -> list[Post]:
        """A new case: number and answers, the text in as many posts as it needs, buttons under the last."""
        # Cut by the text alone, so that a card which says later how its case stands has the same parts.
        first, *others = split(defang("\n\n".join(self.texts(card))), MESSAGE_UNITS - PART_ROOM - HEAD_ROOM) or [""]
        head = defang("\n".join(self._head(card)))
        texts = [f"{head}\n\n{first}".strip(), *others]
        drawn = self.buttons.keyboard(card)
        keyboard = drawn if drawn.inline_keyboard else None  # Telegram refuses one without buttons
        posts = self._numbered(texts, card.row.number, card.language, keyboard)
        return [replace(post, part=at) for at, post in enumerate(posts, start=1)]

    def addition(self, addition: Addition) -> list[Post]:
        """The citizen's later words under the card; where the group has no card of the case, the card comes first."""
        language, values = addition.language, {"case_no": addition.number, "text": defang(addition.text)}
        does = "reopened" if addition.reopens else "answered" if addition.replies else "added"
        bodies = [self.words.text(f"s.citizen_{does}", language, values)] if addition.text else []
        for day, text in addition.fixes:
            corrected = {**values, "date": day, "text": defang(text)}
            bodies.append(self.words.text("s.citizen_corrected", language, corrected))
        if addition.expert:
            opinion = {**values, "staff": defang(addition.expert)}
            bodies = [self.words.text("s.expert_opinion", language, opinion)]
        body = "\n\n".join(bodies)
        first, *others = self.parts(body, addition.number, addition.language, None)
        card = [] if addition.card is None else self.card(addition.card)
        return [*card, replace(first, reply_to=addition.reply_to), *others]

    def preview(self, preview: Preview) -> list[Post]:
        """An officer's words before they go out, all of them, with two buttons under the last post."""
        language = preview.language
        keyboard = self._choices(preview.case_id, preview.seq, language, asks=preview.asks)
        body = self.preview_body(preview, language)
        first, *others = self.parts(body, preview.number, language, keyboard, spare=VERDICT_ROOM)
        return [replace(first, reply_to=preview.reply_to), *others]

    def verdict(self, verdict: Verdict) -> Post:
        """What became of a preview, in place of its buttons: under the words, or under the last part of them."""
        language, number = verdict.language, verdict.number
        told = self.words.text(verdict.key, language, verdict.values)
        keyboard = None
        if verdict.doubted is not None:
            keyboard = self._choices(*verdict.doubted, language, asks=verdict.asks, sure=not verdict.anew)
        elif verdict.returns is not None:
            keyboard = InlineKeyboardMarkup([[self._button(TakeBack(*verdict.returns), language)]])
        body = self.preview_body(verdict, language)
        parts = self.parts(body, number, language, None, spare=VERDICT_ROOM)
        if len(parts) > 1:
            return Post(f"{parts[-1].text}\n\n{told}", keyboard)
        return Post("\n\n".join(part for part in (number, defang(verdict.text), told) if part), keyboard)

    def _choices(
        self, case: str, seq: int, language: Language, *, asks: bool, sure: bool = False
    ) -> InlineKeyboardMarkup:
        """What can be done with an officer's words; those that were asked for as a question are one."""
        send: tuple[StaffPress, ...] = (SendQuestion(case, seq, sure),)
        presses = (*(send if asks else (SendReply(case, seq, sure), *send)), DropReply(case, seq))
        return InlineKeyboardMarkup([[self._button(press, language)] for press in presses])

    def notice(self, notice: Notice) -> Post:
        """A short text, each of its buttons in a row of its own; those that are called by a number, two in a row."""
        named = zip(notice.labels, notice.presses, strict=False)
        called = [InlineKeyboardButton(label, callback_data=spell_staff_press(press)) for label, press in named]
        rows = [called[at : at + 2] for at in range(0, len(called), 2)]
        rows += [[self._button(press, notice.language)] for press in notice.presses[len(called) :]]
        keyboard = InlineKeyboardMarkup(rows) if rows else None
        typed = {name: defang(str(notice.values[name])) for name in TYPED if name in notice.values}
        text = self.words.text(notice.key, notice.language, {**notice.values, **typed})
        return Post(text, keyboard, notice.reply_to)

    def push(self, push: Push) -> Post:
        """Discreet, unless the citizen chose otherwise: nothing of the case shows on a lock screen."""
        show = InlineKeyboardButton(
            self.words.text("btn.show", push.language),
            callback_data=spell_press(ShowNotice(push.case_id), 0, push.language),
        )
        key, values = ("notify.plain", {"case_no": push.number}) if push.number else ("notify.discreet", {})
        return Post(self.words.text(key, push.language, values), InlineKeyboardMarkup([[show]]))

    def contacts(self, contacts: Contacts) -> Post:
        """A citizen's contacts for one officer."""
        language = contacts.language
        short = self.words.text("s.reveal_short", language, {"minutes": contacts.minutes})
        return Post(self._about(contacts.number, contacts.text, short))

    def _head(self, card: Card) -> Iterator[str]:
        """How the case stands, and what its citizen answered."""
        row, language, work = card.row, card.language, card.work
        yield from (self.words.text("h.past_group", language),) if row.desk is Desk.HEAD else ()
        yield f"🆕 {row.number}" if row.status in NEW and work.assignee is None else row.number
        result = f" ({self.words.text(f'result.{work.result}', language)})" if work.result else ""
        stands = f"{self.words.text(f'st.{row.status}', language)}{result}"
        nobody = self.words.text("s.unassigned", language)
        lines = (
            ("label.status", stands),
            ("label.assignee", work.assignee.name if work.assignee else nobody),
            ("label.answered_by", work.answered_by.name if work.answered_by else None),
            ("label.body", self.words.value("body", work.body, language) if work.body else None),
            ("label.outside", work.outside or None),
            ("label.expert", self._expert(card)),
        )
        yield from (f"{self.words.text(label, language)}: {value}" for label, value in lines if value)
        yield from self._lines(card)
        if waits_with_crime(row):
            yield self.words.text("s.crime_hint", language)

    def _expert(self, card: Card) -> str | None:
        """With whom the case is for an opinion, and the day by which it is due."""
        if card.referral is None:
            return None
        until = {"staff": defang(card.referral.expert.name), "due_date": card.referral.due_on.isoformat()}
        return self.words.text("s.expert_until", card.language, until)

    def _lines(self, card: Card) -> list[str]:
        language, row, answers = card.language, card.row, _answers(card)
        sealed = (row.name for row in self._sealed_rows() if not isinstance(row.answering, Grow))
        lines = [
            *self._answered(("kind", "region"), answers, language),
            ("label.about_region", self._past(card)),
            ("label.sphere", spheres.sphere(row.sphere).label[language]),
            *self._answered(() if card.bare else (_topic(row), *sealed), answers, language),
            ("label.files", card.answers.get(COUNT)),
            *self._answered(("level",), answers, language),
            ("label.case_language", self.words.text(f"value.lang_{row.language}", language)),
            ("label.due", None if row.status in AT_AN_END else self._term(card)),
        ]
        return [f"{self.words.text(label, language)}: {value}" for label, value in lines if value]

    def _past(self, card: Card) -> str | None:
        """The region that the case is about, where it was sent past its office to this one."""
        region = card.answers.get(PAST)
        return self.words.text("s.past_office", card.language, {"region": region}) if region else None

    def _answered(self, names: Iterable[str], answers: Answers, language: Language) -> Iterator[tuple[str, str]]:
        """Label and words of each of the answers *names*; a case from before a question has none to it."""
        for name in names:
            row = self.questions.row(name)
            if row is not None and row.label is not None and name in answers:
                shown = shown_value(row, answers, self.questions, language)
                yield row.label, self.words.value("", shown, language)

    def long_texts(self) -> Iterator[tuple[str, str]]:
        """The names of the long texts that a case may hold, in their order, and the keys of their labels."""
        for row in self._sealed_rows():
            if isinstance(row.answering, Grow) and row.label is not None:
                yield row.name, row.label

    def texts(self, card: Card) -> Iterator[str]:
        """The long texts, below the lines: what happened as it is, others under their labels."""
        for name, label in self.long_texts():
            if text := card.answers.get(name):
                yield text if name == STORY else f"{self.words.text(label, card.language)}:\n{text}"

    def _sealed_rows(self) -> Iterator[Row]:
        """The questions whose answers are sealed with a case, in their order; those that are retired too."""
        return (row for row in self.questions.rows if row.keeping is Keeping.SEALED)

    def _term(self, card: Card) -> str | None:
        """The last day and the working days that are left, as of this post."""
        due_on, language = card.row.due_on, card.language
        if due_on is None:
            return None
        day = self.words.texts.day(due_on, language)
        calendar = self.calendar.changed(card.changed)
        left = calendar.workdays_between(day_in_kazakhstan(self.clock.now()), due_on)
        if left > 0:
            return f"{day} ({self.words.texts.plural('n.workdays', language, left)})"
        return f"{day}. {self.words.text('st.overdue', language)}" if left < 0 else day

    def preview_body(self, shown: Preview | Verdict, language: Language) -> str:
        """An officer's words with what should be seen before they go out."""
        asked = self.words.text(f"value.lang_{shown.case_language}", language)
        lines = (
            self.words.text(_announced(shown), language),
            f"{self.words.text('label.case_language', language)}: {asked}",
        )
        attached = (self.words.text("s.reply_file", language, {"n": shown.files}),) if shown.files else ()
        said = (defang(shown.text),) if shown.text else ()
        left = (self.words.text(key, language) for key in _told_below(shown))
        parts = (*self._warnings(shown.text, language), *attached, *said, *left)
        return "\n\n".join((shown.number, "\n".join(lines), *parts))

    def _warnings(self, text: str, language: Language) -> list[str]:
        """What an officer should look at once more before these words go out."""
        found, warnings = telltale_in(text), []
        for key, kinds in (("s.pii_in_reply", found.surely), ("s.pii_perhaps", found.perhaps)):
            if kinds:
                listed = ", ".join(self.words.text(f"pii.kind_{kind}", language) for kind in kinds)
                warnings.append(self.words.text(key, language, {"kinds": listed}))
        if asks_for_personal(text):
            warnings.append(self.words.text("s.pii_asked", language))
        return warnings

    def parts(
        self, body: str, number: str, language: Language, keyboard: InlineKeyboardMarkup | None, *, spare: int = 0
    ) -> list[Post]:
        """*body* as posts, numbered from the second on; *spare* units stay free in each."""
        return self._numbered(split(body, MESSAGE_UNITS - PART_ROOM - spare), number, language, keyboard)

    def _numbered(
        self, parts: Sequence[str], number: str, language: Language, keyboard: InlineKeyboardMarkup | None
    ) -> list[Post]:
        first, *others = parts
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


def _announced(shown: Preview | Verdict) -> str:
    if not shown.text:
        return "s.preview_files"
    return "s.preview_question" if shown.asks else "s.preview"


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
