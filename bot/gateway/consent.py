"""Consent: presses that agree to a region's move, stop what an admin did, or take an admin the rights.

Rules
- Who presses is known by name, for a press always names the person; what they may is decided at the desk.
- An administrator of the group that a region has counts as one when Telegram says so at the moment of the press.
- Administrators are asked for only by presses in a group that is concerned: nobody else makes us ask.
"""

from __future__ import annotations

from typing import Any, assert_never

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import Clock
from bot.desk.groups import admins, moves, removals, stops
from bot.desk.groups.admins import LinkedAdmin
from bot.desk.groups.telling import name_of
from bot.desk.people import Officer, Presser, Refused
from bot.desk.presses import ChangePress, ConfirmMove, RemoveAdmin, StopDeed, spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import why_readable
from bot.gateway.inquiries import Inquiries
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.engine import Database


class ConsentDesk:
    """Decides what needs more than one person."""

    def __init__(self, inquiries: Inquiries, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.inquiries = inquiries
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def decide(self, press: ChangePress, chat: int, person: Officer) -> Post | str:
        """What became of *press*; the key of a refusal. Raises TelegramError when Telegram does not say who leads."""
        match press:
            case ConfirmMove(move):
                return await self._agree(move, chat, person)
            case StopDeed(deed):
                return await self._stop(deed, chat, person)
            case RemoveAdmin(admin, sure):
                return await self._remove(admin, chat, person, sure=sure)
            case unexpected:
                assert_never(unexpected)

    async def list_admins(self, person: Officer) -> Post:
        """Who is an admin, by what, and since when; a button for each whom *person* may remove."""
        turn = self._turn()
        linked = await self.database.read(admins.list_admins, turn)
        text = "\n\n".join(self._listed(linked, language) for language in Language)
        removable = [admin for admin in linked if await self._may_remove(admin, person, turn)]
        rows = [[self._removal(admin, sure=False)] for admin in removable]
        return Post(text, InlineKeyboardMarkup(rows) if rows else None)

    async def _agree(self, move_id: str, chat: int, person: Officer) -> Post | str:
        move = await self.database.read(moves.find_move, move_id, self._turn())
        if move is None:
            return "a.move_over"
        presser = await self._presser(chat, person, move.old)
        if (why := why_readable(await self.inquiries.get_chat(move.new.chat))) is not None:
            return why
        done = await self.database.write(moves.agree_to_move, move_id, presser, self._turn())
        return done.key if isinstance(done, Refused) else Post(self._text("a.move_agreed", who=name_of(person)))

    async def _stop(self, named: str, chat: int, person: Officer) -> Post | str:
        change = await self.database.read(stops.find_stoppable, named, self._turn())
        if change is None:
            return "a.stop_over"
        presser = await self._presser(chat, person, stops.group_concerned(change))
        done = await self.database.write(stops.stop, named, presser, self._turn())
        return done.key if isinstance(done, Refused) else Post(self._text("a.stopped", who=name_of(person)))

    async def _remove(self, button: str, chat: int, person: Officer, *, sure: bool) -> Post | str:
        """Asked first: a slip of the thumb would take somebody the rights."""
        turn = self._turn()
        admin = await self.database.read(removals.find_admin, button, turn)
        if chat != person.id or not await self.database.read(admins.is_admin, person.id, self.rules):
            return "s.no_rights"
        if admin is None:
            return "a.admin_gone"
        if not sure:
            asked = self._text("a.remove_admin_ask", admin=name_of(admin.officer))
            return Post(asked, InlineKeyboardMarkup([[self._removal(admin, sure=True)]]))
        done = await self.database.write(removals.remove_admin, admin, person, turn)
        if isinstance(done, Refused):
            return done.key
        return Post(self._text("a.admin_removed", admin=name_of(admin.officer)))

    async def _presser(self, chat: int, person: Officer, concerned: int | None) -> Presser:
        """Who presses: whether they lead the group is asked only where that counts."""
        if chat != concerned:
            return Presser(person, chat)
        leaders = await self.inquiries.get_chat_administrators(chat)
        return Presser(person, chat, leads=any(m.user.id == person.id and not m.user.is_bot for m in leaders))

    async def _may_remove(self, admin: LinkedAdmin, person: Officer, turn: Turn) -> bool:
        return await self.database.read(removals.why_kept, admin, person, turn) is None

    def _listed(self, linked: list[LinkedAdmin], language: Language) -> str:
        named = [
            self.words.text("a.admin_named", language, {"id": person_id})
            for person_id in sorted(self.rules.named_admins)
        ]
        joined = [self._joined(admin, language) for admin in linked]
        lines = [self.words.text("a.admins", language), *named, *joined]
        if len({*self.rules.named_admins, *(admin.id for admin in linked)}) < 2:
            lines.append(self.words.text("a.admins_alone", language, {"command": "python -m bot admin-link"}))
        return "\n".join(lines)

    def _joined(self, admin: LinkedAdmin, language: Language) -> str:
        who = name_of(admin.officer)
        if admin.day is None:
            return self.words.text("a.admin_linked_long", language, {"who": who})
        return self.words.text("a.admin_linked", language, {"who": who, "date": admin.day})

    def _removal(self, admin: LinkedAdmin, *, sure: bool) -> InlineKeyboardButton:
        label = self.words.label("btn.remove_admin", BOTH)
        press = RemoveAdmin(admin.button, sure)
        return InlineKeyboardButton(f"{label}: {name_of(admin.officer)}", callback_data=spell_staff_press(press))

    def _text(self, key: str, **values: Any) -> str:
        return self.words.text(key, BOTH, values)

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())
