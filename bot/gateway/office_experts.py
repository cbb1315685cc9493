"""Experts from Telegram: /expert_add makes a link that asks somebody, /expert_del takes an expert off the list.

An admin or the head of the office gives both (`command_desk` asks); nothing that was typed goes onto a button.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import Clock
from bot.desk import experts
from bot.desk.experts import LINK_LASTS, Expert, Invitation
from bot.desk.officers.returning import return_all
from bot.desk.outgoing import chats
from bot.desk.presses import RepeatCommand, spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked, CommandEffect
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import ExpertField, Language
from storage.engine import Database

ADD, DEL = "expert_add", "expert_del"
_DIGITS = 16
LONGEST_NAME = 40
"""Characters of a name on a button: more is cut off on a phone."""


class ExpertList:
    """Carries out both commands."""

    def __init__(self, bot: Bot, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def add(self, asked: Asked) -> Post | CommandEffect:
        """A link for an expert of the field that is named, or a button for each field."""
        office = await self.database.read(chats.served_by, asked.chat, self.rules.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        if asked.argument not in tuple(ExpertField):
            labels = {field: self.words.text(f"a.field_{field}", office.language) for field in ExpertField}
            rows = [self._row(ADD, field, label) for field, label in labels.items()]
            return Post(self.words.text("a.expert_field", office.language), InlineKeyboardMarkup(rows))
        invitation = Invitation(office.region, ExpertField(asked.argument), asked.person)
        return CommandEffect(partial(self._invite, invitation=invitation, language=office.language))

    async def remove(self, asked: Asked) -> Post | CommandEffect:
        """The experts of the region with a button each, or one of them taken off the list."""
        office = await self.database.read(chats.served_by, asked.chat, self.rules.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        found = await self.database.read(experts.list_experts, office.region, self.rules.safe)
        named = next((each for each in found if each.digits == asked.argument), None)
        if named is not None:
            return CommandEffect(partial(self._remove, expert=named, asked=asked, language=office.language))
        if not found:
            return Post(self.words.text("s.expert_none", office.language))
        rows = [self._row(DEL, each.digits, self._label(each, office.language)) for each in found]
        return Post(self.words.text("a.expert_whom", office.language), InlineKeyboardMarkup(rows))

    def _invite(self, connection: Connection, turn: Turn, *, invitation: Invitation, language: Language) -> Post:
        payload = experts.make_link(connection, invitation, turn)
        values = {
            "field": invitation.field,
            "link": f"https://t.me/{self.bot.username}?start={payload}",
            "hours": int(LINK_LASTS.total_seconds()) // 3600,
        }
        return Post(self.words.text("a.expert_link", language, values), copied=True)

    def _remove(
        self, connection: Connection, turn: Turn, *, expert: Expert, asked: Asked, language: Language
    ) -> Post:
        if not experts.remove_expert(connection, expert, asked.person, turn):
            return Post(self.words.text("s.expert_gone", language))
        return_all(connection, expert, asked.person, turn)
        return Post(self.words.text("a.expert_removed", language, {"person": expert.name}))

    def _label(self, expert: Expert, language: Language) -> str:
        return f"{expert.name[:LONGEST_NAME].strip()} · {self.words.text(f'a.field_{expert.field}', language)}"

    def _row(self, command: str, argument: str, label: str) -> list[InlineKeyboardButton]:
        data = spell_staff_press(RepeatCommand(command, argument))
        return [InlineKeyboardButton(label[:1].upper() + label[1:], callback_data=data)]


def field_in(asked: Asked) -> str:
    """The field that the argument names, or nothing."""
    return asked.argument if asked.argument in tuple(ExpertField) else ""


def digits_in(asked: Asked) -> str:
    """The digits of an expert's mark that the argument is, or nothing."""
    argument = asked.argument
    is_mark = len(argument) == _DIGITS and all(digit in "0123456789abcdef" for digit in argument)
    return argument if is_mark else ""
