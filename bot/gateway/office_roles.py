"""Roles from Telegram: /role names the head of an office and who of it may open contacts, or lists them.

Rules
- An admin gives and takes every role; the head decides who may open contacts. Whether they may is asked on every one.
- A role is given to a member of the group, by a reply to a message that shows who it is, or by their number.
- Under whose name a role stands is what Telegram says of the account, never what somebody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection
from telegram.error import BadRequest, Forbidden

from bot.clock import Clock
from bot.desk import holders, roles
from bot.desk.curators import is_same_place
from bot.desk.groups import admins
from bot.desk.holders import RoleHolder
from bot.desk.outgoing import chats
from bot.desk.people import GroupStanding, Officer
from bot.desk.rules import Rules, Turn
from bot.frozen import frozen, replace
from bot.gateway.admin import NOBODY, REFUSED, Asked, CommandEffect
from bot.gateway.inquiries import Inquiries
from bot.gateway.membership import standing_of
from bot.gateway.posts import Post
from bot.gateway.staff_group import officer_named
from bot.gateway.wording import BOTH, Words
from bot.terms import Language, OfficeRole
from storage import offices
from storage.engine import Database

_ROLES: Mapping[str, OfficeRole | None] = {
    **dict.fromkeys(("head", "басшы", "руководитель", "начальник"), OfficeRole.HEAD),
    **dict.fromkeys(("contacts", "байланыс", "контакты"), OfficeRole.CONTACTS),
    **dict.fromkeys(("curator", "куратор", "жетекші"), OfficeRole.CURATOR),
    **dict.fromkeys(("none", "жоқ", "нет"), None),
}
_WANTED = re.compile(r"(\w+)(?:[\s-]+([1-9]\d{0,18}))?(?:\s+([^\d\s][^\n]{0,99}))?", re.IGNORECASE)
_NAMES = {OfficeRole.HEAD: "head", OfficeRole.CONTACTS: "contacts", OfficeRole.CURATOR: "curator", None: "none"}


@frozen
class RoleWish:
    """The role that is to be given, None to take it, and to whom where that was written as a number.

    `district` is what a curator is to look after.
    """

    role: OfficeRole | None
    person: int | None
    district: str = ""


class RoleDesk:
    """Carries out /role; that it may be given at all was asked before (`command_desk`)."""

    def __init__(
        self, inquiries: Inquiries, database: Database, rules: Rules, words: Words, clock: Clock
    ) -> None:
        self.inquiries = inquiries
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def carry_out(self, asked: Asked) -> Post | CommandEffect:
        """Give or take the role that is named, or say who has which. Raises TelegramError."""
        office = await self.database.read(chats.served_by, asked.chat, self.rules.safe)
        if office is None:
            return self._say("a.not_bound")
        if not asked.argument:
            return await self._list(office.region, office.language)
        wish, nobody = read_wish(asked.argument), asked.replied == NOBODY
        person = wish.person if wish is not None and wish.person else asked.replied.id if asked.replied else None
        if wish is None or not person:
            key = "a.role_how" if wish is None else "a.role_unnamed" if nobody else "a.role_whom"
            return self._say(key, office.language)
        if wish.role is None:
            return CommandEffect(partial(self._take, region=office.region, person=person, by=asked.person))
        holder = await self._find_person(asked.chat, person, office.region, wish.role)
        if isinstance(holder, str):
            return self._say(holder, office.language)
        return CommandEffect(partial(self._give, holder=replace(holder, district=wish.district), by=asked.person))

    async def _find_person(self, chat: int, person: int, region: str, role: OfficeRole) -> RoleHolder | str:
        """The member of the group who is to have *role*; the key of why they cannot."""
        try:
            member = await self.inquiries.get_chat_member(chat, person)
        except (BadRequest, Forbidden):
            return "a.role_not_member"
        if member.user.is_bot:
            return "a.role_unnamed"
        if standing_of(member) is not GroupStanding.MEMBER:
            return "a.role_not_member"
        return RoleHolder(region, role, officer_named(member.user), await self.inquiries.may_write_to(person))

    async def _list(self, region: str, language: Language) -> Post:
        found = await self.database.read(holders.list_holders, region, self.rules.safe)
        lines = [self.words.text("a.role_title", language, {"region": region})]
        if not any(holder.role is OfficeRole.HEAD for holder in found):
            lines.append(self.words.text("a.no_head", language, {"region": region}))
        for holder in found:
            key = "a.role_row" if holder.started else "a.role_row_silent"
            lines.append(self.words.text(key, language, {"person": holder.name, "role": holder.role}))
        how = self.words.text("a.role_how", language)
        return Post("\n".join(lines) + f"\n\n{how}")

    def _give(self, connection: Connection, turn: Turn, *, holder: RoleHolder, by: Officer) -> Post:
        region, language = holder.region, self._language(connection, holder.region)
        before = holders.find_holder(connection, region, holder.officer.id, turn.safe)
        touched = [holder.role] + ([] if before is None else [before.role])
        if not _may_change(connection, region, by, touched, turn):
            return self._say(REFUSED, language)
        roles.give_role(connection, holder, by, turn)
        told = roles.told(holder) | {"who": holders.name_of(by)}
        silent = "" if holder.started else "\n\n" + self.words.text("a.role_must_start", language)
        return Post(self.words.text("a.told_role", language, told) + silent)

    def _take(self, connection: Connection, turn: Turn, *, region: str, person: int, by: Officer) -> Post:
        language = self._language(connection, region)
        holder = holders.find_holder(connection, region, person, turn.safe)
        if not _may_change(connection, region, by, [holder.role] if holder else [], turn):
            return self._say(REFUSED, language)
        if holder is None:
            return self._say("a.role_none_held", language)
        roles.end_role(connection, holder, by, turn)
        told = roles.told(holder) | {"who": holders.name_of(by)}
        return Post(self.words.text("a.told_role_ended", language, told))

    def _language(self, connection: Connection, region: str) -> Language | None:
        office = offices.get_office(connection, region)
        return BOTH if office is None else office.language

    def _say(self, key: str, language: Language | None = BOTH) -> Post:
        return Post(self.words.text(key, language))

    async def meet(self, person: Officer) -> None:
        """*person* has written in private: if they hold a role, it is known from now on that they can be written to."""
        if await self.database.read(roles.is_unheard, person.id, self.rules.safe):
            await self.database.write(roles.remember_started, person.id, Turn(self.rules, self.clock.now()))

    async def is_head(self, chat: int, person: Officer) -> bool:
        """Whether *person* leads the office of the region that the group serves."""
        holder = await self.database.read(roles.holder_in, chat, person.id, self.rules.safe)
        return holder is not None and holder.role is OfficeRole.HEAD


def read_wish(argument: str) -> RoleWish | None:
    """What is written after the command; None when no role is."""
    found = _WANTED.fullmatch(argument.strip())
    if found is None or found[1].lower() not in _ROLES:
        return None
    role, district = _ROLES[found[1].lower()], (found[3] or "").strip()
    if bool(district) != (role is OfficeRole.CURATOR) or (district and not is_same_place(district, district)):
        return None
    return RoleWish(role, int(found[2]) if found[2] else None, district)


def shorten(asked: Asked) -> str:
    """The command's argument for a button, with the person whose message it answered; nothing when none is named."""
    wish = read_wish(asked.argument)
    person = None if wish is None else wish.person or (asked.replied.id if asked.replied else None)
    if wish is None or wish.district:
        return ""  # a district is a typed word: whoever names one does it under their own name
    return f"{_NAMES[wish.role]}-{person}" if person else _NAMES[wish.role]


def _may_change(
    connection: Connection, region: str, by: Officer, touched: list[OfficeRole], turn: Turn
) -> bool:
    """Whether *by* may change the roles *touched*: an admin any, the head who may open contacts."""
    if admins.is_admin(connection, by.id, turn.rules):
        return True
    return holders.leads(connection, region, by.id, turn.safe) and OfficeRole.HEAD not in touched
