"""What admins do from Telegram: binding groups to regions, listing them, becoming an admin by a one-time link."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from telegram import Bot, CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.catalogue.regions import REGIONS, find_regions, in_order
from bot.desk import admins, offices
from bot.desk.casework import Officer
from bot.desk.filing import Filing
from bot.desk.intake import Moment
from bot.desk.offices import Binder, Bound, GroupTaken, MoveAsked
from bot.gateway.budget import Budget
from bot.gateway.cards import Post
from bot.gateway.staff_group import officer_of
from bot.gateway.wording import BOTH, Words
from storage import offices as office_rows
from storage.engine import Database

GROUP_COMMANDS = ("bind", "unbind", "regions", "grouplang")
TEN_REGIONS = 2


class AdminDesk:
    """Answers admins; checks on every action who it is."""

    def __init__(
        self, bot: Bot, database: Database, rules: Filing, named: frozenset[int], words: Words, budget: Budget
    ) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.named = named
        self.words = words
        self.budget = budget

    async def take_group_command(self, message: Message, name: str, payload: str, moment: Moment) -> None:
        """A command in a group. An anonymous admin gets a button: its press names the person."""
        person = officer_of(message)
        if person is None:
            await self._answer(
                message, Post(self._text("a.who_are_you"), self._confirm(name, payload), message.message_id)
            )
            return
        post = await self._obey(message.chat, person, name, payload, moment)
        await self._answer(message, Post(post.text, post.keyboard, message.message_id))

    async def take_press(self, query: CallbackQuery, moment: Moment) -> str | None:
        """A press under one of our questions to admins; the alert's text, None when it is none of them."""
        message = query.message
        verb, _, rest = (query.data or "").partition(":")
        if not isinstance(message, Message) or verb not in (*GROUP_COMMANDS, "move"):
            return None
        person = Officer(query.from_user.id, query.from_user.full_name)
        if verb == "move":
            post = await self._agree_to_move(message.chat, person, rest, moment)
        else:
            post = await self._obey(message.chat, person, verb, rest, moment)
        if post.text != self._text("s.no_rights"):
            await self._replace(message, post)
            return ""
        return self._text("s.no_rights", "kk") if message.chat.id > 0 else self._text("s.no_rights")

    async def list_regions(self, person_id: int, language: str) -> str | None:
        """Every region and whether a group serves it; None for those who are no admins."""
        if not await self._is_admin(person_id):
            return None
        states = await self.database.read(offices.lane_states)
        rows = [
            self._region_row(region.id, states, language) for region in in_order("ru" if language == "ru" else "kk")
        ]
        return "\n".join(rows)

    async def use_link(self, payload: str, person: Officer, moment: Moment) -> str:
        """Become an admin; the key of the answer."""
        done = await self.database.write(admins.use_link, payload, person, safe=self.rules.safe, now=moment.now)
        return "a.you_are_admin" if done else "a.link_used"

    async def _obey(self, chat: Chat, person: Officer, name: str, payload: str, moment: Moment) -> Post:
        if name == "grouplang":
            return await self._switch_language(chat, payload)
        if not await self._is_admin(person.id):
            return Post(self._text("s.no_rights"))
        match name:
            case "bind":
                return await self._bind(chat, person, payload, moment)
            case "unbind":
                region = await self.database.write(
                    offices.unbind, chat_id=chat.id, admin=person, binder=self._binder(moment)
                )
                return Post(self._text("a.unbound", BOTH, region=region) if region else self._text("a.not_bound"))
            case _:
                listed = [await self.list_regions(person.id, language) or "" for language in ("kk", "ru")]
                return Post("\n\n".join(listed))

    async def _bind(self, chat: Chat, person: Officer, payload: str, moment: Moment) -> Post:
        known = await self.bot.get_chat(chat.id)
        if known.username or known.active_usernames:
            return Post(self._text("a.group_public"))
        found = [payload] if payload in REGIONS else [region.id for region in find_regions(payload)] if payload else []
        if len(found) != 1:
            key = "a.bind_ask" if not payload else "a.region_unclear"
            return Post(self._text(key), self._region_buttons(found))
        members = await self.bot.get_chat_member_count(chat.id)
        result = await self.database.write(
            offices.bind, region=found[0], chat_id=chat.id, admin=person, binder=self._binder(moment)
        )
        return Post(self._bound_text(result, members))

    async def _agree_to_move(self, chat: Chat, person: Officer, region: str, moment: Moment) -> Post:
        """A press in the old group: only there, and only once."""
        result = await self.database.write(
            offices.confirm_move, region=region, chat_id=chat.id, admin=person, binder=self._binder(moment)
        )
        return Post(self._text("s.no_rights") if result is None else self._text("a.moved", BOTH, region=region))

    def _bound_text(self, result: offices.Binding, members: int) -> str:
        match result:
            case Bound(region, waiting):
                # The bot itself is a member, and reads nothing.
                texts = [
                    self._text("a.bound", BOTH, region=region),
                    self._text("a.members", BOTH, n=max(0, members - 1)),
                ]
                return "\n\n".join([*texts, self._text("a.bound_waiting", BOTH, n=waiting)] if waiting else texts)
            case GroupTaken(region):
                return self._text("a.group_taken", BOTH, region=region)
            case MoveAsked(region):
                return self._text("a.move_asked", BOTH, region=region)

    async def _switch_language(self, chat: Chat, payload: str) -> Post:
        language = await self.database.write(_switch, chat.id, payload, self.rules)
        return Post(self._text("a.not_bound") if language is None else self._text("a.grouplang", language))

    async def _is_admin(self, person_id: int) -> bool:
        return await self.database.read(admins.is_admin, person_id, self.named, self.rules.safe)

    def _region_row(self, region: str, states: dict[str, str | None], language: str) -> str:
        if region not in states:
            state = "a.region_free"
        else:
            state = "a.region_bound" if states[region] is None else "a.region_waits"
        return self._text("a.region_row", language, region=region, state=self._text(state, language))

    def _region_buttons(self, found: list[str]) -> InlineKeyboardMarkup:
        chosen = [region for region in in_order("kk") if not found or region.id in found]
        buttons = [InlineKeyboardButton(region.name["kk"], callback_data=f"bind:{region.id}") for region in chosen]
        return InlineKeyboardMarkup([buttons[i : i + TEN_REGIONS] for i in range(0, len(buttons), TEN_REGIONS)])

    def _confirm(self, name: str, payload: str) -> InlineKeyboardMarkup:
        found = find_regions(payload) if payload else ()
        rest = payload if payload in REGIONS else found[0].id if len(found) == 1 else ""
        button = InlineKeyboardButton(self._text("btn.confirm", "kk"), callback_data=f"{name}:{rest}")
        return InlineKeyboardMarkup([[button]])

    async def _answer(self, message: Message, post: Post) -> None:
        await self.budget.wait_for(message.chat.id)
        await self.bot.send_message(message.chat.id, post.text, reply_markup=post.keyboard, protect_content=True)

    async def _replace(self, message: Message, post: Post) -> None:
        await self.budget.wait_for(message.chat.id)
        try:
            await self.bot.edit_message_text(post.text, message.chat.id, message.message_id, reply_markup=post.keyboard)
        except TelegramError:
            await self._answer(message, post)

    def _text(self, key: str, language: str = BOTH, **values: Any) -> str:
        return self.words.text(key, language, values)

    def _binder(self, moment: Moment) -> Binder:
        return Binder(self.rules, moment.now, moment.today)


def _switch(connection: Connection, chat_id: int, wanted: str, rules: Filing) -> str | None:
    """The other language for the group's posts, or the one asked for; None when no region is bound here."""
    office = offices.served_by(connection, chat_id, rules.safe)
    if office is None:
        return None
    language = wanted if wanted in ("kk", "ru") else ("ru" if office.language == "kk" else "kk")
    office_rows.set_language(connection, office.region, language)
    return language
