"""What the head of an office reads in private: a case that was given to them, their own words before they go out."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.desk.parcels.values import HeadPost, Preview
from bot.desk.presses import DropAsHead, SendAsHead, spell_staff_press
from bot.gateway.cards import VERDICT_ROOM, Cards
from bot.gateway.labels import label_of
from bot.gateway.posts import Post


class HeadPosts:
    """Renders them as cards are, in the language of the office."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.words = cards.words

    def draw(self, parcel: HeadPost) -> list[Post]:
        """All posts of it; a reply to any of them is the head's answer."""
        if parcel.pressed:
            return self._pressed(parcel)
        return self._case(parcel) if parcel.preview is None else self._preview(parcel.preview)

    def _pressed(self, parcel: HeadPost) -> list[Post]:
        number, language = parcel.card.row.number, parcel.language
        values = {"case_no": number, "text": defang(parcel.pressed)}
        return self.cards.parts(self.words.text("h.pressed", language, values), number, language, None)

    def _case(self, parcel: HeadPost) -> list[Post]:
        row, language = parcel.card.row, parcel.language
        text = defang("\n\n".join(self.cards.texts(parcel.card)))
        values = {"case_no": row.number, "due_date": row.due_on or row.filed_on, "text": text}
        return self.cards.parts(self.words.text("h.card", language, values), row.number, language, None)

    def _preview(self, preview: Preview) -> list[Post]:
        language = preview.language
        presses = (SendAsHead(preview.case_id, preview.seq), DropAsHead(preview.case_id, preview.seq))
        row = [
            InlineKeyboardButton(self.words.label(label_of(press), language), callback_data=spell_staff_press(press))
            for press in presses
        ]
        body = self.cards.preview_body(preview, language)
        return self.cards.parts(body, preview.number, language, InlineKeyboardMarkup([row]), spare=VERDICT_ROOM)
