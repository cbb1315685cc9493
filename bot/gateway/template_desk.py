"""The desk of ready answers: lists them as buttons, posts one to be copied, keeps and deletes those of an office."""

from __future__ import annotations

from functools import partial
from typing import assert_never

from sqlalchemy import Connection
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.catalogue import spheres
from bot.catalogue.meanings import find_spheres
from bot.clock import Clock
from bot.desk.holders import may_run_office
from bot.desk.list_presses import DropTemplate, PickTemplate, TemplatePress
from bot.desk.officers import templates
from bot.desk.officers.templates import Template, read_template
from bot.desk.outgoing import chats
from bot.desk.people import Officer
from bot.desk.presses import StaffPress, spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked, CommandEffect
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from storage.engine import Database
from storage.offices import OfficeRow


class TemplateDesk:
    """Reads and changes the ready answers of the group's office, and words what becomes of them."""

    def __init__(self, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def take(self, asked: Asked) -> Post | CommandEffect:
        """The list, of all or of the sphere that is named; what stands in more than one line is a new ready answer."""
        if "\n" in asked.argument:
            return CommandEffect(partial(self._add, asked=asked))
        return await self.database.read(self._list, asked, self._turn())

    async def decide(self, chat: int, person: Officer, press: TemplatePress) -> Post | CommandEffect | str:
        """What *press* asks for; the key of a refusal."""
        found = await self.database.read(_find, chat, person, press.template, self._turn())
        if found is None:
            return "s.template_gone"
        office, ready, may_edit = found
        match press:
            case PickTemplate():
                label = self.words.text("s.btn_template_drop", office.language)
                drop = self._keyboard([(label, DropTemplate(ready.id))])
                check = self.words.text("s.template_check", office.language)
                return Post(f"{ready.text}\n\n{check}", drop, copied=True)
            case DropTemplate() if not may_edit:
                return "s.template_head_only"
            case DropTemplate(sure=True):
                return CommandEffect(partial(self._drop, office=office, person=person, ready=ready))
            case DropTemplate():
                asks = self.words.text("s.template_drop_ask", office.language, {"name": ready.name})
                yes = self.words.text("btn.confirm", office.language)
                return Post(asks, self._keyboard([(yes, DropTemplate(ready.id, sure=True))]))
            case unexpected:
                assert_never(unexpected)

    def _list(self, connection: Connection, asked: Asked, turn: Turn) -> Post:
        office = chats.served_by(connection, asked.chat, turn.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        meant = find_spheres(asked.argument)
        sphere = min(meant.owners) if meant.sure else ""
        ready = templates.list_ready(connection, office.region, sphere, turn)
        language = office.language
        about = spheres.sphere(sphere).label[language] if sphere else self.words.text("s.template_all", language)
        told = [self.words.text("s.template_title", language, {"sphere": about})]
        told += [] if ready else [self.words.text("s.template_empty", language)]
        told += [self.words.text("s.template_prompt", language)]
        return Post("\n\n".join(told), self._keyboard([(_label(each), PickTemplate(each.id)) for each in ready]))

    def _add(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        office = chats.served_by(connection, asked.chat, turn.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        ready = read_template(asked.argument)
        if ready is None:
            return Post(self.words.text("s.template_prompt", office.language))
        done = templates.add_template(connection, office.region, asked.person, ready, turn)
        return Post(self.words.text(done.key, office.language, done.values))

    def _drop(self, connection: Connection, turn: Turn, *, office: OfficeRow, person: Officer, ready: Template) -> Post:
        done = templates.drop_template(connection, office.region, person, ready, turn)
        return Post(self.words.text(done.key, office.language, done.values))

    def _keyboard(self, buttons: list[tuple[str, StaffPress]]) -> InlineKeyboardMarkup | None:
        rows = [[InlineKeyboardButton(label, callback_data=spell_staff_press(press))] for label, press in buttons]
        return InlineKeyboardMarkup(rows) if rows else None

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _label(ready: Template) -> str:
    return f"{ready.language.upper()} · {ready.name}"


def _find(
    connection: Connection, chat: int, person: Officer, template_id: str, turn: Turn
) -> tuple[OfficeRow, Template, bool] | None:
    """None where the group serves no region, or its office has no such ready answer."""
    office = chats.served_by(connection, chat, turn.safe)
    ready = None if office is None else templates.get_ready(connection, office.region, template_id, turn)
    if office is None or ready is None:
        return None
    return office, ready, may_run_office(connection, office.region, person.id, turn)
