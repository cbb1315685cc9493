"""What admins do from Telegram: binding groups to regions, listing them, becoming an admin by a one-time link.

Rules
- Who acts is asked on every action; an anonymous admin gets a button, whose press names the person.
- A group that strangers can read is never bound: one with a public name or place, or one behind a channel.
- A region leaves its group with the yes of somebody else than who asked (`consent`), and /unbind asks once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, assert_never

from sqlalchemy import Connection
from telegram import ChatFullInfo, InlineKeyboardButton, InlineKeyboardMarkup

from bot.anonymise.plain import defang, plain_text
from bot.catalogue.regions import REGIONS, find_regions, in_order
from bot.clock import Clock
from bot.desk.groups import admins, binding, mending, requests, ways
from bot.desk.groups.binding import Bound, GroupTaken, Newcomer, RegionState
from bot.desk.groups.requests import MoveAsked, MoveSet, MoveUnderWay
from bot.desk.outgoing import chats
from bot.desk.people import Officer, Refused
from bot.desk.presses import RepeatCommand, StopDeed, UnbindGroup, spell_staff_press
from bot.desk.rules import Rules, Turn
from bot.frozen import frozen
from bot.gateway.inquiries import Inquiries
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language, Suspension
from storage.engine import Database
from storage.errors import StoreDamagedError

BUTTONS_A_ROW = 2
REFUSED = "s.no_rights"
NOBODY = Officer(0, "")
"""Who gives a command that anybody may give: no name is asked for."""


@frozen
class Asked:
    """A command as it was given: its name, in which chat, by whom, and what followed the name.

    `replied` wrote the message that it answers, NOBODY when that one names no person.
    """

    name: str
    chat: int
    person: Officer
    argument: str = ""
    replied: Officer | None = None


@frozen
class CommandEffect:
    """What a command changes, as a transaction function: its answer is owed in the same transaction."""

    do: Callable[[Connection, Turn], Post]


class AdminDesk:
    """Carries out what admins ask; that they may was asked before (`command_desk`)."""

    def __init__(
        self, inquiries: Inquiries, database: Database, rules: Rules, words: Words, clock: Clock
    ) -> None:
        self.inquiries = inquiries
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def use_link(self, payload: str, person: Officer) -> bool:
        """Become an admin; whether the person is one now, also when the update is repeated and the link spent."""
        done = await self.database.write(admins.use_link, payload, person, self._turn())
        return done or await self.is_admin(person.id)

    async def regions(self, asked: Asked) -> Post:
        """Every region, whether a group serves it and what waits; in a bound group in its language."""
        known = await self.language_of(asked.chat)
        languages = tuple(Language) if known is None else (known,)
        return Post("\n\n".join([await self._list_regions(language) for language in languages]))

    async def bind(self, asked: Asked) -> Post | CommandEffect:
        """Let the group serve the region that is named, or ask which; a group that strangers can read is refused."""
        payload = asked.argument
        known = await self.inquiries.get_chat(asked.chat)
        if (why := why_readable(known)) is not None:
            return Post(self._text(why))
        found = [payload] if payload in REGIONS else [region.id for region in find_regions(payload)] if payload else []
        if len(found) != 1:
            key = "a.bind_ask" if not payload else "a.region_unclear"
            return Post(self._text(key), self._region_buttons(asked.name, found))
        # The bot itself is a member, and reads nothing.
        members = max(0, await self.inquiries.get_chat_member_count(asked.chat) - 1)
        group = Newcomer(asked.chat, defang(plain_text(known.title or "")), members)
        return CommandEffect(partial(self._bind, region=found[0], group=group, person=asked.person))

    def _bind(self, connection: Connection, turn: Turn, *, region: str, group: Newcomer, person: Officer) -> Post:
        mending.mend_office(connection, group.chat, turn)
        result = requests.bind(connection, region, group, person, turn)
        return Post(self._bound_text(result, group.members), self._stop_button(result))

    async def ask_to_unbind(self, asked: Asked) -> Post:
        """Whether the group shall serve its region no more: a slip of the thumb would stop a region's cards."""
        office = await self.database.read(chats.served_by, asked.chat, self.rules.safe)
        if office is None:
            return Post(self._text("a.not_bound"))
        button = InlineKeyboardButton(
            self.words.label("btn.unbind", BOTH), callback_data=spell_staff_press(UnbindGroup(office.region))
        )
        return Post(self._text("a.unbind_ask", region=office.region), InlineKeyboardMarkup([[button]]))

    async def unbind(self, chat: int, person: Officer, region: str) -> Post | str:
        """Let the group serve *region* no more. The key of a refusal."""
        done = await self.database.write(binding.unbind, region, chat, person, self._turn())
        match done:
            case None:
                return "a.not_bound"
            case Refused(key):
                return key
            case str(region):
                return Post(self._text("a.unbound", region=region))
            case unexpected:
                assert_never(unexpected)

    def switch_language(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """Speak the other language in the group, or the one that is named."""
        language = binding.switch_language(connection, asked.chat, asked.argument, turn.safe)
        if language is None:
            return Post(self._text("a.not_bound"))
        return Post(self.words.text("a.grouplang", language))

    def switch_preview(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """Show answers before they go out, or only those in which something was found."""
        shown = ways.switch_preview(connection, asked.chat, asked.argument, asked.person, turn)
        if shown is None:
            return Post(self._text("a.not_bound"))
        return Post(self._text("a.preview_on" if shown else "a.preview_off"))

    def switch_notice(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """Let the group see no word of its cases, or all of them."""
        bare = ways.switch_notice(connection, asked.chat, asked.argument, asked.person, turn)
        if bare is None:
            return Post(self._text("a.not_bound"))
        return Post(self._text("a.notice_on" if bare else "a.notice_off"))

    def set_take_back(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """For how long sent words can be taken back."""
        said = asked.argument
        seconds = int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else -1
        done = ways.set_take_back(connection, asked.chat, seconds, asked.person, turn)
        if done is None:
            return Post(self._text("a.not_bound"))
        if not done:
            return Post(self._text("a.take_back_how", most=ways.LONGEST_TAKE_BACK))
        return Post(self._text("a.take_back_set", n=seconds) if seconds else self._text("a.take_back_off"))

    def set_hours(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """Between which hours the office is reminded; without two hours, what they are and how to set them."""
        said = [int(word) for word in re.findall(r"[0-9]{1,2}", asked.argument)]
        wanted = (said[0], said[1]) if len(said) == 2 else None
        hours = ways.set_hours(connection, asked.chat, wanted, asked.person, turn)
        if hours is None:
            return Post(self._text("a.not_bound"))
        key = "a.hours_set" if hours == wanted else "a.hours_how"
        return Post(self._text(key, opens=hours[0], closes=hours[1], most=ways.LAST_HOUR))

    def _bound_text(self, result: requests.Binding, members: int) -> str:
        match result:
            case Bound(region, waiting):
                texts = [self._text("a.bound", region=region), self._text("a.members", n=members)]
                texts += [self._text("a.bound_waiting", n=waiting)] if waiting else []
                return "\n\n".join([*texts, self._text("a.bound_how")])
            case GroupTaken(region):
                return self._text("a.group_taken", region=region)
            case MoveAsked(move):
                asked = self._text("a.move_asked", region=move.region, command=_on_server(move.region))
                return "\n\n".join((asked, self._text("a.members", n=members)))
            case MoveSet(move):
                known = self._text("a.move_set", region=move.region, command=_on_server(move.region))
                return "\n\n".join((known, self._text("a.members", n=members)))
            case MoveUnderWay(move):
                return self._text("a.move_under_way", region=move.region, title=move.new.title)
            case Refused(key):
                return self._text(key)
            case unexpected:
                assert_never(unexpected)

    def _stop_button(self, result: requests.Binding) -> InlineKeyboardMarkup | None:
        """Whoever asked from the wrong group stops it where they see it, private chat or not."""
        if not isinstance(result, MoveAsked | MoveSet | MoveUnderWay):
            return None
        press = spell_staff_press(StopDeed(result.move.id))
        label = self.words.label("btn.stop_this", BOTH)
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=press)]])

    async def is_admin(self, person_id: int) -> bool:
        """Whether *person_id* is named in the settings or used a link."""
        return await self.database.read(admins.is_admin, person_id, self.rules)

    async def language_of(self, chat: int) -> Language | None:
        """The language of the office that the group serves; None for other chats."""
        try:
            office = await self.database.read(chats.served_by, chat, self.rules.safe)
        except StoreDamagedError as fault:
            self.rules.safe.damages.met(fault)
            return None  # in both languages it is said as well
        return None if office is None else office.language

    async def _list_regions(self, language: Language) -> str:
        listed = in_order(language)
        states = await self.database.read(binding.region_states, [region.id for region in listed])
        return "\n".join(self._region_row(region.id, states[region.id], language) for region in listed)

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

    def _region_buttons(self, name: str, found: list[str]) -> InlineKeyboardMarkup:
        """Each gives the command *name* again, with its region."""
        chosen = [region for region in in_order("kk") if not found or region.id in found]
        presses = [(region.name["kk"], RepeatCommand(name, region.id)) for region in chosen]
        buttons = [InlineKeyboardButton(label, callback_data=spell_staff_press(press)) for label, press in presses]
        rows = [buttons[at : at + BUTTONS_A_ROW] for at in range(0, len(buttons), BUTTONS_A_ROW)]
        return InlineKeyboardMarkup(rows)

    def _text(self, key: str, **values: Any) -> str:
        return self.words.text(key, BOTH, values)

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _on_server(region: str) -> str:
    """What to type there when nobody can agree, or nobody can wait."""
    return f"python -m bot confirm-move {region}"


def why_readable(chat: ChatFullInfo) -> str | None:
    """The key of what to say when people outside the group can read it, or None."""
    if chat.username or chat.active_usernames or chat.location:
        return "a.group_public"
    return "a.group_linked" if chat.linked_chat_id else None
