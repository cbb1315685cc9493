"""The expert's private chat: the link that asks them, replies to cases that they were given, and their presses.

Everything else in that chat is the conversation of a citizen, who the expert is as well: neither knows of the other.
"""

from __future__ import annotations

from sqlalchemy import Connection
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.clock import Clock
from bot.desk import experts
from bot.desk.citizens.intake import SEEN_FOR
from bot.desk.expert_presses import AgreeAsExpert, ExpertPress, OpinionPress, RefuseAsExpert
from bot.desk.experts import LINK_PREFIX
from bot.desk.officers import opinions
from bot.desk.officers.opinions import ExpertReply
from bot.desk.people import Done, GroupPress, PressOutcome, Refused, Spot
from bot.desk.presses import spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked
from bot.gateway.incoming import read_command, words_of
from bot.gateway.labels import alert_text, label_of
from bot.gateway.posts import Post, PressAnswer
from bot.gateway.staff_group import officer_named, officer_of
from bot.gateway.wording import BOTH, Words
from storage import updates
from storage.engine import Database


class ExpertDesk:
    """Turns what an expert does in private into transactions."""

    def __init__(self, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def ask(self, asked: Asked) -> Post:
        """Somebody opened a link: what is asked of them, with a yes and a no. Of them nothing is kept yet."""
        secret = asked.argument.removeprefix(LINK_PREFIX)
        found = await self.database.read(experts.find_invitation, secret, self._turn())
        if found is None:
            return Post(self.words.text("e.link_used", BOTH))
        yes, no = AgreeAsExpert(secret), RefuseAsExpert(secret)
        row = [
            InlineKeyboardButton(self.words.label(label_of(press), BOTH), callback_data=spell_staff_press(press))
            for press in (yes, no)
        ]
        values = {"region": found.region, "field": found.field}
        return Post(self.words.text("e.asked", BOTH, values), InlineKeyboardMarkup([row]))

    async def take_reply(self, update: Update, message: Message) -> Post | None:
        """What is said to a reply to a post for experts; None when the message is somebody else's."""
        answered, person = message.reply_to_message, officer_of(message)
        if answered is None or person is None or read_command(message.text or "") is not None:
            return None
        text = None if message.text is None else words_of(message)
        reply = ExpertReply(Spot(message.chat.id, message.message_id), answered.message_id, person, text)
        # Asked of the writer, as a head's replies are: the post may be about to be remembered there.
        mark = self.rules.safe.update_mark(update.update_id)
        done = await self.database.write(_take_once, mark, reply, self._turn())
        return None if done is None else Post(self.words.text(done.key, BOTH, done.values))

    async def take_press(self, query: CallbackQuery, press: ExpertPress) -> Post | PressAnswer:
        """What stands in place of the pressed message then, or why nothing was done."""
        message, person = query.message, officer_named(query.from_user)
        if not isinstance(message, Message) or query.from_user.is_bot:
            return PressAnswer(alert_text(self.words, "s.no_rights", BOTH), stays=True)
        mine = GroupPress(Spot(message.chat.id, message.message_id), person)
        done = await self.database.write(_decide, mine, self._turn(), press)
        if isinstance(done, Refused):
            return PressAnswer(alert_text(self.words, done.key, BOTH, done.values), stays=True)
        return Post(self.words.text(done.key, BOTH, done.values))

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _take_once(connection: Connection, mark: bytes, reply: ExpertReply, turn: Turn) -> PressOutcome | None:
    """Once for the update; of what is a citizen's nothing is remembered here."""
    if not opinions.is_for_expert(connection, reply, turn):
        return None
    if not updates.mark_seen(connection, mark, expires_at=turn.after(SEEN_FOR)):
        return Refused("s.decided_before")
    return opinions.take_opinion(connection, reply, turn)


def _decide(connection: Connection, press: GroupPress, turn: Turn, choice: ExpertPress) -> PressOutcome:
    match choice:
        case AgreeAsExpert(link):
            expert = experts.agree(connection, link, press.officer, turn)
            told = {} if expert is None else {"region": expert.region, "field": expert.field}
            return Refused("e.link_used") if expert is None else Done("e.you_are_expert", told)
        case RefuseAsExpert(link):
            return Done("e.refused") if experts.refuse(connection, link, turn) else Refused("e.link_used")
        case _:
            return _decide_opinion(connection, press, turn, choice)


def _decide_opinion(connection: Connection, press: GroupPress, turn: Turn, choice: OpinionPress) -> PressOutcome:
    return opinions.decide_as_expert(connection, press, turn, choice=choice)
