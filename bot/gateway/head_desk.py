"""The head's private chat: replies to cases that were given to them, and presses under their own words.

Everything else in that chat is the conversation of a citizen, who the head is as well: neither knows of the other.
"""

from __future__ import annotations

from sqlalchemy import Connection
from telegram import CallbackQuery, Message, Update

from bot.clock import Clock
from bot.desk.citizens.intake import SEEN_FOR
from bot.desk.officers import heads
from bot.desk.officers.heads import HeadDecision, HeadReply
from bot.desk.people import GroupPress, PressOutcome, Refused, Spot, StandingUnaskedError
from bot.desk.presses import HeadPress, SendAsHead
from bot.desk.rules import Rules, Turn
from bot.frozen import replace
from bot.gateway.incoming import hides_link, read_command, words_of
from bot.gateway.inquiries import Inquiries
from bot.gateway.labels import alert_text
from bot.gateway.posts import Post, PressAnswer
from bot.gateway.staff_group import officer_named, officer_of
from bot.gateway.wording import BOTH, Words
from storage import updates
from storage.engine import Database


class HeadDesk:
    """Turns what a head does in private into transactions."""

    def __init__(
        self, inquiries: Inquiries, database: Database, rules: Rules, words: Words, clock: Clock
    ) -> None:
        self.inquiries = inquiries
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def take_reply(self, update: Update, message: Message) -> Post | None:
        """What is said to a reply to a post for heads; None when the message is a citizen's."""
        answered, person = message.reply_to_message, officer_of(message)
        if answered is None or person is None or read_command(message.text or "") is not None:
            return None
        spot = Spot(message.chat.id, message.message_id)
        text = None if message.text is None else words_of(message)
        reply = HeadReply(spot, answered.message_id, person, text, linked=hides_link(message))
        # Asked of the writer, not of a reader: the post that is answered may be about to be remembered there, and a
        # head's words must not be taken for a citizen's. Citizens seldom write in reply to a message.
        mark = self.rules.safe.update_mark(update.update_id)
        try:
            done = await self.database.write(_take_once, mark, reply, self._turn())
        except StandingUnaskedError as fault:
            standing = await self.inquiries.standing_of(fault.chat, person.id)
            done = await self.database.write(_take_once, mark, replace(reply, standing=standing), self._turn())
        return None if done is None else Post(self.words.text(done.key, BOTH, done.values))

    async def take_press(self, query: CallbackQuery, press: HeadPress) -> Post | PressAnswer:
        """What stands in place of the head's words then, or why nothing was done."""
        message = query.message
        if not isinstance(message, Message):
            return PressAnswer(alert_text(self.words, "s.no_rights", BOTH), stays=True)
        decision = HeadDecision(press.case, press.seq, send=isinstance(press, SendAsHead))
        mine = GroupPress(Spot(message.chat.id, message.message_id), officer_named(query.from_user))
        try:
            done = await self.database.write(_decide, mine, self._turn(), decision)
        except StandingUnaskedError as fault:
            standing = await self.inquiries.standing_of(fault.chat, mine.officer.id)
            done = await self.database.write(_decide, replace(mine, standing=standing), self._turn(), decision)
        if isinstance(done, Refused):
            return PressAnswer(alert_text(self.words, done.key, BOTH, done.values), stays=True)
        return Post(f"{message.text}\n\n{self.words.text(done.key, BOTH, done.values)}")

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _take_once(connection: Connection, mark: bytes, reply: HeadReply, turn: Turn) -> PressOutcome | None:
    """Once for the update; of what is a citizen's nothing is remembered here."""
    if not heads.is_for_head(connection, reply, turn):
        return None
    if not updates.mark_seen(connection, mark, expires_at=turn.after(SEEN_FOR)):
        return Refused("s.decided_before")
    return heads.take_head_reply(connection, reply, turn)


def _decide(connection: Connection, press: GroupPress, turn: Turn, decision: HeadDecision) -> PressOutcome:
    return heads.decide_as_head(connection, press, turn, decision=decision)
