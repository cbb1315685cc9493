"""What an expert reads in private: a case as far as they may know it, and their own opinion before it goes."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang
from bot.catalogue import spheres
from bot.desk.expert_presses import DeclineCase, DropAsExpert, ExpertPress, SendAsExpert
from bot.desk.masking import Hidden, Masked
from bot.desk.parcels.values import ExpertPost
from bot.desk.presses import spell_staff_press
from bot.gateway.cards import STORY, VERDICT_ROOM, Cards
from bot.gateway.labels import label_of
from bot.gateway.posts import Post
from bot.terms import Language


class ExpertPosts:
    """Renders them as cards are, in the language of the office."""

    def __init__(self, cards: Cards) -> None:
        self.cards = cards
        self.words = cards.words

    def draw(self, post: ExpertPost) -> list[Post]:
        """All posts of it; a reply to any of them is the expert's opinion."""
        if post.reminds:
            values = {"case_no": post.number, "due_date": post.due_on}
            return [Post(self.words.text("e.remind", post.language, values))]
        return self._opinion(post) if post.opinion else self._case(post)

    def _case(self, post: ExpertPost) -> list[Post]:
        language = post.language
        if post.added:
            body = defang("\n\n".join((post.number, *self._texts(post))))
            return self.cards.parts(body, post.number, language, None)
        sphere = spheres.sphere(post.sphere).label[language]
        values = {"case_no": post.number, "sphere": sphere, "due_date": post.due_on}
        texts = (self.words.text("e.card", language, values), *self._texts(post), self.words.text("e.how", language))
        keyboard = self._keyboard(language, DeclineCase(post.case_id))
        return self.cards.parts(defang("\n\n".join(texts)), post.number, language, keyboard)

    def _opinion(self, post: ExpertPost) -> list[Post]:
        language = post.language
        values = {"case_no": post.number, "text": defang(post.opinion)}
        send, drop = SendAsExpert(post.case_id, post.seq), DropAsExpert(post.case_id, post.seq)
        keyboard = self._keyboard(language, send, drop)
        body = self.words.text("e.preview", language, values)
        return self.cards.parts(body, post.number, language, keyboard, spare=VERDICT_ROOM)

    def _texts(self, post: ExpertPost) -> Iterator[str]:
        """The long texts of the case, and what its citizen wrote later."""
        for name, label in self.cards.long_texts():
            if (masked := post.answers.get(name)) is not None:
                text = self._shown(masked, post.language)
                yield text if name == STORY else f"{self.words.text(label, post.language)}:\n{text}"
        for masked in post.later:
            text = self._shown(masked, post.language)
            yield f"{self.words.text('e.later', post.language)}\n{text}"

    def _shown(self, masked: Masked, language: Language) -> str:
        return "".join(
            self.words.text(f"mask.{piece.kind}", language) if isinstance(piece, Hidden) else piece for piece in masked
        )

    def _keyboard(self, language: Language, *presses: ExpertPress) -> InlineKeyboardMarkup:
        row = [
            InlineKeyboardButton(self.words.label(label_of(press), language), callback_data=spell_staff_press(press))
            for press in presses
        ]
        return InlineKeyboardMarkup([row])
