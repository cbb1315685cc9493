"""Parcels as posts: what a staff group, an officer, an admin or a citizen reads. Pure rendering, without Telegram calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.catalogue import spheres
from bot.conversation.effects import Say
from bot.conversation.preview import shown_day
from bot.desk.parcels import Addition, Card, Contacts, Notice, Preview, Push, Verdict
from bot.gateway.wording import Words, spell_press, split

LEVEL_TEXTS: Mapping[str, str] = {
    "code": "value.anon_full",
    "relay": "value.anon_relay",
    "contact": "value.anon_contact",
}
PART_ROOM = 60
"""Units kept free in every part for its number."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send: text, buttons, and the message that it answers."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    reply_to: int | None = None


class Cards:
    """Renders parcels in the language of whoever reads them."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def card(self, card: Card) -> list[Post]:
        """A new case: number and answers, the text in as many posts as it needs, buttons under the last."""
        language = card.language
        lines = [f"🆕 {card.row.number}", *self._lines(card)]
        body = defang("\n".join(lines) + "\n\n" + (card.answers["text"] or ""))
        return self._parts(body, card.row.number, language, self._card_buttons(card))

    def addition(self, addition: Addition) -> list[Post]:
        """The citizen's later words, under the card's number."""
        values = {"case_no": addition.number, "text": defang(addition.text)}
        body = self.words.text("s.citizen_added", addition.language, values)
        return self._parts(body, addition.number, addition.language, None)

    def preview(self, preview: Preview) -> Post:
        """An officer's words before they go out, with two buttons."""
        language = preview.language
        text = self._about(preview.number, self.words.text("s.preview", language), preview.text)
        place = f"{preview.case_id}:{preview.seq}"
        return Post(
            text,
            InlineKeyboardMarkup(
                [
                    [self._button("s.btn_send", language, f"out:{place}")],
                    [self._button("s.btn_dont_send", language, f"not:{place}")],
                ]
            ),
            preview.reply_to,
        )

    def verdict(self, verdict: Verdict) -> Post:
        """What became of a preview, in its place."""
        return Post(self._about(verdict.number, verdict.text, self.words.text(verdict.key, verdict.language)))

    def notice(self, notice: Notice) -> Post:
        """A short text, perhaps with one button."""
        keyboard = None
        if notice.button is not None:
            label, choice = notice.button
            keyboard = InlineKeyboardMarkup([[self._button(label, notice.language, choice)]])
        return Post(self.words.text(notice.key, notice.language, notice.values), keyboard, notice.reply_to)

    def push(self, push: Push) -> Post:
        """Discreet: nothing of the case shows on a lock screen."""
        show = InlineKeyboardButton(
            self.words.text("btn.show", push.language),
            callback_data=spell_press(push.language, 0, f"show:{push.case_id}"),
        )
        return Post(self.words.text("notify.discreet", push.language), InlineKeyboardMarkup([[show]]))

    def contacts(self, contacts: Contacts) -> Post:
        """A citizen's contacts for one officer."""
        language = contacts.language
        short = self.words.text("s.reveal_short", language, {"minutes": contacts.minutes})
        return Post(self._about(contacts.number, contacts.text, short))

    def _lines(self, card: Card) -> list[str]:
        language, row, answers = card.language, card.row, card.answers
        topic = "label.violation" if row.kind == "report" else "label.goal"
        choices = spheres.violations() if row.kind == "report" else spheres.goals()
        lines = [
            ("label.kind", self.words.text(f"kind.{row.kind}", language)),
            ("label.region", self.words.value("region", row.region, language)),
            ("label.district", answers["district"]),
            ("label.locality", answers["locality"]),
            ("label.sphere", spheres.sphere(row.sphere).label[language]),
            (topic, next((choice.label[language] for choice in choices if choice.id == row.topic), row.topic)),
            ("label.org", answers["org"]),
            ("label.official", answers["official"]),
            ("label.when", self._day(answers["when"], language)),
            ("label.anonymity", self.words.text(LEVEL_TEXTS[row.level], language)),
            ("label.case_language", self.words.text(f"value.lang_{row.language}", language)),
            ("label.due", self.words.texts.day(row.due_on, language) if row.due_on else None),
        ]
        return [f"{self.words.text(label, language)}: {value}" for label, value in lines if value]

    def _day(self, value: str | None, language: str) -> str | None:
        if not value:
            return None
        shown = shown_day(value)
        return self.words.value("when", shown, language)

    def _card_buttons(self, card: Card) -> InlineKeyboardMarkup | None:
        if not card.has_contact:
            return None
        return InlineKeyboardMarkup([[self._button("s.btn_reveal", card.language, f"open:{card.row.id}")]])

    def _parts(self, body: str, number: str, language: str, keyboard: InlineKeyboardMarkup | None) -> list[Post]:
        parts = split(body, 4096 - PART_ROOM)
        if len(parts) == 1:
            return [Post(parts[0], keyboard)]
        count = len(parts)
        texts = [
            part
            if at == 0
            else f"{self.words.text('s.part', language, {'case_no': number, 'n': at + 1, 'total': count})}\n{part}"
            for at, part in enumerate(parts)
        ]
        return [Post(text, keyboard if at == count - 1 else None) for at, text in enumerate(texts)]

    def _about(self, number: str, *paragraphs: str) -> str:
        return "\n\n".join((number, *(defang(paragraph) for paragraph in paragraphs)))

    def _button(self, key: str, language: str, choice: str) -> InlineKeyboardButton:
        label = self.words.text(key, "kk" if language == "both" else language)
        return InlineKeyboardButton(label, callback_data=choice)


def nested(key: str) -> Say:
    """A text inside a text."""
    return Say(key)
