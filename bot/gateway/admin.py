"""What admins do from Telegram: binding groups to regions, listing them, becoming an admin by a one-time link.

Rules
- Who acts is asked on every action; an anonymous admin gets a button, whose press names the person.
- A group that strangers can read is never bound: one with a public name or place, or one behind a channel.
- A region leaves its group when an admin of that group (or of the bot) presses "confirm" there: an officer alone
  cannot give the region away, nor can somebody who has only taken over an admin's account.
"""

from __future__ import annotations

from typing import Any, assert_never

from telegram import Bot, CallbackQuery, Chat, ChatFullInfo, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import TelegramError

from bot.anonymise.plain import defang, plain_text
from bot.catalogue.regions import REGIONS, find_regions, in_order
from bot.clock import Clock
from bot.desk.groups import admins, binding
from bot.desk.groups.binding import Bound, GroupTaken, MoveAsked, Newcomer, RegionState
from bot.desk.outgoing import chats
from bot.desk.people import Officer
from bot.desk.rules import Rules, Turn
from bot.gateway.budget import Budget
from bot.gateway.cards import Post, PressAnswer, alert_text
from bot.gateway.staff_group import officer_named, officer_of
from bot.gateway.wording import BOTH, Words, split
from bot.terms import Language, Suspension
from storage.engine import Database

GROUP_COMMANDS = ("bind", "unbind", "regions", "grouplang")
BUTTONS_A_ROW = 2
REFUSED = "s.no_rights"


class AdminDesk:
    """Answers admins; checks on every action who it is."""

    def __init__(
        self, bot: Bot, database: Database, rules: Rules, words: Words, budget: Budget, clock: Clock
    ) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.words = words
        self.budget = budget
        self.clock = clock

    async def take_group_command(self, message: Message, name: str, payload: str) -> None:
        """A command in a group. An anonymous admin gets a button: its press names the person. TelegramError."""
        person = officer_of(message)
        if person is None:
            await self._answer(message, Post(self._text("a.who_are_you"), self._confirm(name, payload)))
            return
        post = await self._obey(message.chat, person, name, payload)
        await self._answer(message, post or Post(self._text(REFUSED)))

    async def take_press(self, query: CallbackQuery) -> PressAnswer | None:
        """A press under one of our questions to admins; None when it is none of them."""
        message = query.message
        verb, _, rest = (query.data or "").partition(":")
        if not isinstance(message, Message) or verb not in (*GROUP_COMMANDS, "move"):
            return None
        person = officer_named(query.from_user)
        try:
            if verb == "move":
                post = await self._agree_to_move(message.chat, person, rest)
            else:
                post = await self._obey(message.chat, person, verb, rest)
            if isinstance(post, Post):
                await self._replace(message, post)
                return PressAnswer("")
        except TelegramError:
            post = "a.telegram_silent"
        return await self._refusal(message.chat, post or REFUSED)

    async def list_regions(self, person_id: int, language: Language) -> str | None:
        """Every region, whether a group serves it and what waits; None for those who are no admins."""
        if not await self.is_admin(person_id):
            return None
        listed = in_order(language)
        states = await self.database.read(binding.region_states, [region.id for region in listed])
        return "\n".join(self._region_row(region.id, states[region.id], language) for region in listed)

    async def use_link(self, payload: str, person: Officer) -> str:
        """Become an admin; the key of the answer. Who is one already hears so: the update may be a repeated one."""
        done = await self.database.write(admins.use_link, payload, person, self._turn())
        return "a.you_are_admin" if done or await self.is_admin(person.id) else "a.link_used"

    async def _obey(self, chat: Chat, person: Officer, name: str, payload: str) -> Post | None:
        """Carry out a command; None for those who may not."""
        if name == "grouplang":
            return await self._switch_language(chat, payload)
        if not await self.is_admin(person.id):
            return None
        match name:
            case "bind":
                return await self._bind(chat, person, payload)
            case "unbind":
                return await self._unbind(chat, person)
            case _:
                known = await self._language_of(chat)
                languages = tuple(Language) if known is None else (known,)
                listed = [await self.list_regions(person.id, language) or "" for language in languages]
                return Post("\n\n".join(listed))

    async def _bind(self, chat: Chat, person: Officer, payload: str) -> Post:
        known = await self.bot.get_chat(chat.id)
        if (why := why_readable(known)) is not None:
            return Post(self._text(why))
        found = [payload] if payload in REGIONS else [region.id for region in find_regions(payload)] if payload else []
        if len(found) != 1:
            key = "a.bind_ask" if not payload else "a.region_unclear"
            return Post(self._text(key), self._region_buttons(found))
        # The bot itself is a member, and reads nothing.
        members = max(0, await self.bot.get_chat_member_count(chat.id) - 1)
        group = Newcomer(chat.id, defang(plain_text(known.title or "")), members)
        result = await self.database.write(
            binding.bind, found[0], group, person, self._turn()
        )
        return Post(self._bound_text(result, members))

    async def _unbind(self, chat: Chat, person: Officer) -> Post:
        region = await self.database.write(binding.unbind, chat.id, person, self._turn())
        return Post(self._text("a.unbound", region=region) if region else self._text("a.not_bound"))

    async def _agree_to_move(self, chat: Chat, person: Officer, region: str) -> Post | str | None:
        """A press in the old group: only there, by who may, and once. The key of a refusal, None when it is rights."""
        if region not in REGIONS or not await self._may_give_away(chat, person):
            return None
        new_chat = await self.database.read(binding.wished_chat, region, self._turn())
        if new_chat is not None and (why := why_readable(await self.bot.get_chat(new_chat))) is not None:
            return why
        result = await self.database.write(
            binding.confirm_move, region, chat.id, person, self._turn()
        )
        match result:
            case Bound():
                return Post(self._text("a.moved", region=region))
            case GroupTaken(taken):
                return Post(self._text("a.new_group_taken", region=taken))
            case None:
                return "a.move_over"

    async def _may_give_away(self, chat: Chat, person: Officer) -> bool:
        if await self.is_admin(person.id):
            return True
        return any(member.user.id == person.id for member in await self.bot.get_chat_administrators(chat.id))

    def _bound_text(self, result: binding.Binding, members: int) -> str:
        match result:
            case Bound(region, waiting):
                texts = [self._text("a.bound", region=region), self._text("a.members", n=members)]
                texts += [self._text("a.bound_waiting", n=waiting)] if waiting else []
                return "\n\n".join([*texts, self._text("a.bound_how")])
            case GroupTaken(region):
                return self._text("a.group_taken", region=region)
            case MoveAsked(region):
                asked = self._text("a.move_asked", region=region, command=f"python -m bot confirm-move {region}")
                return "\n\n".join((asked, self._text("a.members", n=members)))
            case unexpected:
                assert_never(unexpected)

    async def _switch_language(self, chat: Chat, payload: str) -> Post:
        language = await self.database.write(binding.switch_language, chat.id, payload, self.rules.safe)
        if language is None:
            return Post(self._text("a.not_bound"))
        return Post(self.words.text("a.grouplang", language))

    async def is_admin(self, person_id: int) -> bool:
        """Whether *person_id* is named in the settings or used a link."""
        return await self.database.read(admins.is_admin, person_id, self.rules)

    async def _language_of(self, chat: Chat) -> Language | None:
        office = await self.database.read(chats.served_by, chat.id, self.rules.safe)
        return None if office is None else office.language

    async def _refusal(self, chat: Chat, key: str) -> PressAnswer:
        return PressAnswer(alert_text(self.words, key, await self._language_of(chat)), refused=True)

    def _region_row(self, region: str, state: RegionState, language: Language) -> str:
        values: dict[str, Any] = {}
        match state:
            case RegionState(bound=False, waiting=0):
                key = "a.region_free"
            case RegionState(bound=False):
                key, values = "a.region_queue", {"n": state.waiting}
            case RegionState(suspended=None):
                key = "a.region_bound"
            case RegionState(suspended=Suspension.PUBLIC):
                key = "a.region_public"
            case _:
                key = "a.region_waits"
        told = self.words.text(key, language, values)
        return self.words.text("a.region_row", language, {"region": region, "state": told})

    def _region_buttons(self, found: list[str]) -> InlineKeyboardMarkup:
        chosen = [region for region in in_order("kk") if not found or region.id in found]
        buttons = [InlineKeyboardButton(region.name["kk"], callback_data=f"bind:{region.id}") for region in chosen]
        rows = [buttons[at : at + BUTTONS_A_ROW] for at in range(0, len(buttons), BUTTONS_A_ROW)]
        return InlineKeyboardMarkup(rows)

    def _confirm(self, name: str, payload: str) -> InlineKeyboardMarkup:
        """A button that repeats the command; callback data hold nothing but our own names of things."""
        found = find_regions(payload) if payload and name == "bind" else ()
        rest = payload if payload in (*REGIONS, *Language) else found[0].id if len(found) == 1 else ""
        button = InlineKeyboardButton(self.words.text("btn.confirm", Language.KAZAKH), callback_data=f"{name}:{rest}")
        return InlineKeyboardMarkup([[button]])

    async def _answer(self, message: Message, post: Post) -> None:
        parts = split(post.text)
        for at, part in enumerate(parts, start=1):
            await self.budget.wait_for(message.chat.id)
            keyboard = post.keyboard if at == len(parts) else None
            try:
                await self.bot.send_message(message.chat.id, part, reply_markup=keyboard, protect_content=True)
            finally:
                self.budget.settle(message.chat.id)

    async def _replace(self, message: Message, post: Post) -> None:
        await self.budget.wait_for(message.chat.id)
        try:
            await self.bot.edit_message_text(post.text, message.chat.id, message.message_id, reply_markup=post.keyboard)
        except TelegramError:
            await self._answer(message, post)
        finally:
            self.budget.settle(message.chat.id)

    def _text(self, key: str, **values: Any) -> str:
        return self.words.text(key, BOTH, values)

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def why_readable(chat: ChatFullInfo) -> str | None:
    """The key of what to say when people outside the group can read it, or None."""
    if chat.username or chat.active_usernames or chat.location:
        return "a.group_public"
    return "a.group_linked" if chat.linked_chat_id else None
