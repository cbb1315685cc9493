"""The commands: where each is given, who may give it, what it does.

From this table come Telegram's menus, the answers to /help, and the dispatch; no command is named anywhere else but in
the texts. docs/operations.md says how one is added.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum, auto
from functools import partial
from typing import TypeAlias

from bot.conversation.values.commands import Command
from bot.desk import experts
from bot.desk.citizens.intake import HIGHEST_MOST_FILES, Intake
from bot.desk.groups.admins import LINK_PREFIX
from bot.desk.groups.observers import OBSERVER_PREFIX
from bot.desk.list_presses import CaseList
from bot.frozen import frozen
from bot.gateway import arguments, office_experts, office_roles
from bot.gateway.admin import AdminDesk, Asked, CommandEffect
from bot.gateway.charter_desk import CharterDesk
from bot.gateway.consent import ConsentDesk
from bot.gateway.expert_desk import ExpertDesk
from bot.gateway.head_desk import HeadDesk
from bot.gateway.health import HealthDesk
from bot.gateway.link_desk import LinkDesk
from bot.gateway.list_desk import ListDesk
from bot.gateway.observer_desk import ObserverDesk
from bot.gateway.office_experts import ExpertList
from bot.gateway.office_roles import RoleDesk
from bot.gateway.posts import Post
from bot.gateway.template_desk import TemplateDesk
from bot.gateway.wording import BOTH, Words
from bot.gateway.workdays import take_workdays
from bot.terms import Language


class Scope(Enum):
    """Where a command is given."""

    CITIZEN = auto()
    """In anybody's private chat."""
    ADMIN = auto()
    """In an admin's private chat, before those of a citizen, which admins have too."""
    GROUP = auto()
    """In a group, whether it serves a region or not."""


class May(Enum):
    """Who may give a command. All but ANYBODY must be known by name: anonymous admins are asked (promise P4)."""

    ANYBODY = auto()
    MEMBER = auto()
    HEAD = auto()
    """An admin, or the head of the office that the group serves."""
    OBSERVER = auto()
    """An admin, or whom one has let read the numbers."""
    ADMIN = auto()


@frozen
class GoOn:
    """The conversation has the answer; `first` is said before it."""

    first: Post | None = None


@frozen
class Means:
    """What commands and presses are carried out with; `welcome` gives an admin's chat its menu, some time later."""

    admin: AdminDesk
    consent: ConsentDesk
    roles: RoleDesk
    heads: HeadDesk
    experts: ExpertDesk
    expert_list: ExpertList
    health: HealthDesk
    lists: ListDesk
    templates: TemplateDesk
    links: LinkDesk
    charters: CharterDesk
    observers: ObserverDesk
    intake: Intake
    words: Words
    commands: Commands
    welcome: Callable[[int], None]


CarryOut: TypeAlias = Callable[[Means, Asked], Awaitable[Post | CommandEffect | GoOn]]


@frozen
class CommandEntry:
    """One command in one scope. Its text, in menus and in /help, is `cmd.<name>`."""

    scope: Scope
    name: str
    may: May
    carry_out: CarryOut
    shorten: Callable[[Asked], str] = lambda asked: ""
    """What of what was asked a button holds that gives the command again: nothing but our own names of things."""
    listed: bool = True
    """Whether menus and /help show it."""
    in_menu: bool = True
    """Whether menus show it, if it is listed: not what a slip of the thumb would do to a whole region."""

    @property
    def about(self) -> str:
        """The key of the text that says what it does."""
        return f"cmd.{self.name}"


@frozen
class Commands:
    """The table, and the ways to look into it."""

    entries: tuple[CommandEntry, ...]

    def find(self, scope: Scope, name: str) -> CommandEntry | None:
        """The command called *name* in *scope*."""
        return next((entry for entry in self.entries if (entry.scope, entry.name) == (scope, name)), None)

    def listed(self, *scopes: Scope) -> list[CommandEntry]:
        """What is shown to those who have *scopes*, scope by scope."""
        return [entry for scope in scopes for entry in self.entries if entry.scope is scope and entry.listed]

    def menu(self, *scopes: Scope) -> list[CommandEntry]:
        """What Telegram's menu offers those who have *scopes*."""
        return [entry for entry in self.listed(*scopes) if entry.in_menu]


def group_help(means: Means, language: Language | None) -> str:
    """What works in a group that serves a region in *language*; in one that serves none, how it comes to serve one."""
    words = means.words
    if language is None:
        return words.text("a.help_unbound", BOTH)
    entries = means.commands.listed(Scope.GROUP)
    everybodys = [entry for entry in entries if entry.may is not May.ADMIN]
    admins = [entry for entry in entries if entry.may is May.ADMIN]
    parts = (_rows(words, "a.help_group", everybodys, language), _rows(words, "a.help_admins", admins, language))
    return "\n\n".join((*parts, words.text("a.bound_how", language)))


def admin_help(means: Means) -> str:
    """What an admin may do beside what citizens can, in both languages: which one they speak is a citizen's secret."""
    here, groups = means.commands.listed(Scope.ADMIN), means.commands.listed(Scope.GROUP)
    parts = []
    for language in Language:
        parts.append(_rows(means.words, "a.help_admin", here, language))
        parts.append(_rows(means.words, "a.help_in_groups", groups, language))
    return "\n\n".join(parts)


def _rows(words: Words, title: str, entries: list[CommandEntry], language: Language) -> str:
    rows = [
        words.text("help.row", language, {"command": entry.name, "about": words.text(entry.about, language)})
        for entry in entries
    ]
    return "\n".join((words.text(title, language), *rows))


async def _converse(means: Means, asked: Asked) -> GoOn:
    return GoOn()


async def _start(means: Means, asked: Asked) -> Post | GoOn:
    """A one-time link makes an admin or an observer, another asks for an expert; others begin as a citizen."""
    if asked.argument.startswith(experts.LINK_PREFIX):
        return await means.experts.ask(asked)
    if asked.argument.startswith(OBSERVER_PREFIX):
        return await means.observers.use_link(asked)
    if not asked.argument.startswith(LINK_PREFIX):
        return GoOn()
    if not await means.admin.use_link(asked.argument, asked.person):
        return Post(means.words.text("a.link_used", BOTH))
    means.welcome(asked.chat)
    return Post(means.words.text("a.you_are_admin", BOTH))


async def _start_as_admin(means: Means, asked: Asked) -> Post | GoOn:
    """An admin is a citizen too: first what admins may do, then the conversation."""
    begun = await _start(means, asked)
    means.welcome(asked.chat)
    return begun if isinstance(begun, Post) else await _help_admin(means, asked)


async def _help_admin(means: Means, asked: Asked) -> GoOn:
    return GoOn(Post(admin_help(means)))


async def _help_group(means: Means, asked: Asked) -> Post:
    return Post(group_help(means, await means.admin.language_of(asked.chat)))


async def _bind(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.admin.bind(asked)


async def _unbind(means: Means, asked: Asked) -> Post:
    return await means.admin.ask_to_unbind(asked)


async def _role(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.roles.carry_out(asked)


async def _expert_add(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.expert_list.add(asked)


async def _expert_del(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.expert_list.remove(asked)


async def _admins(means: Means, asked: Asked) -> Post:
    return await means.consent.list_admins(asked.person)


async def _regions(means: Means, asked: Asked) -> Post:
    return await means.admin.regions(asked)


async def _health(means: Means, asked: Asked) -> Post:
    return Post(await means.health.report(asked.chat))


async def _set(means: Means, asked: Asked, *, change: Callable[..., Post]) -> CommandEffect:
    """*change*, of the desk of admins, in the transaction that owes its answer."""
    return CommandEffect(partial(change, means.admin, asked=asked))


def _setting(
    name: str, may: May, change: Callable[..., Post], shorten: Callable[[Asked], str], *, in_menu: bool = False
) -> CommandEntry:
    """A command that changes how the group's office works."""
    return CommandEntry(Scope.GROUP, name, may, partial(_set, change=change), shorten=shorten, in_menu=in_menu)


async def _list(means: Means, asked: Asked, *, of: CaseList) -> Post:
    return await means.lists.show(asked, of)


async def _find(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.lists.find(asked)


async def _case(means: Means, asked: Asked) -> CommandEffect:
    return means.lists.show_case(asked)


async def _templates(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.templates.take(asked)


async def _about(means: Means, asked: Asked) -> Post | CommandEffect:
    return await means.charters.take(asked)


async def _numbers(means: Means, asked: Asked) -> Post:
    return await means.observers.show_numbers(asked)


async def _observers(means: Means, asked: Asked) -> CommandEffect:
    return CommandEffect(partial(means.observers.take, asked=asked))


async def _links(means: Means, asked: Asked) -> Post:
    return await means.links.show(asked)


async def _limit_files(means: Means, asked: Asked) -> Post:
    """How many files a case may have, from now on and after a restart."""
    if asked.argument.isdecimal() and await means.intake.set_most_files(int(asked.argument)):
        return Post(means.words.text("a.saved", BOTH, {"n": int(asked.argument)}))
    now = {"n": means.intake.questions.most_files, "most": HIGHEST_MOST_FILES}
    return Post(means.words.text("a.limits", BOTH, now))


async def _workdays(means: Means, asked: Asked) -> CommandEffect:
    return CommandEffect(partial(take_workdays, words=means.words, argument=asked.argument, person=asked.person))


COMMANDS = Commands(
    (
        CommandEntry(Scope.ADMIN, "regions", May.ADMIN, _regions),
        CommandEntry(Scope.ADMIN, "admins", May.ADMIN, _admins),
        CommandEntry(Scope.ADMIN, "observers", May.ADMIN, _observers),
        CommandEntry(Scope.ADMIN, "numbers", May.OBSERVER, _numbers),
        CommandEntry(Scope.ADMIN, "limits", May.ADMIN, _limit_files),
        CommandEntry(Scope.ADMIN, "workdays", May.ADMIN, _workdays),
        CommandEntry(Scope.ADMIN, "health", May.ADMIN, _health),
        CommandEntry(Scope.ADMIN, Command.START, May.ADMIN, _start_as_admin, listed=False),
        CommandEntry(Scope.ADMIN, Command.HELP, May.ADMIN, _help_admin, listed=False),
        CommandEntry(Scope.CITIZEN, Command.START, May.ANYBODY, _start),
        *(
            CommandEntry(Scope.CITIZEN, command, May.ANYBODY, _converse)
            for command in Command
            if command is not Command.START
        ),
        CommandEntry(Scope.GROUP, "case", May.MEMBER, _case, shorten=arguments.number_in),
        *(CommandEntry(Scope.GROUP, of, May.MEMBER, partial(_list, of=of)) for of in CaseList),
        CommandEntry(Scope.GROUP, "find", May.MEMBER, _find, shorten=arguments.number_in),
        CommandEntry(Scope.GROUP, "templates", May.MEMBER, _templates),
        CommandEntry(Scope.GROUP, "about", May.HEAD, _about),
        CommandEntry(Scope.GROUP, "links", May.MEMBER, _links),
        CommandEntry(Scope.GROUP, "bind", May.ADMIN, _bind, shorten=arguments.region_in),
        CommandEntry(Scope.GROUP, "unbind", May.ADMIN, _unbind, in_menu=False),
        CommandEntry(Scope.GROUP, "regions", May.ADMIN, _regions),
        CommandEntry(Scope.GROUP, "role", May.HEAD, _role, shorten=office_roles.shorten),
        CommandEntry(Scope.GROUP, office_experts.ADD, May.HEAD, _expert_add, shorten=office_experts.field_in),
        CommandEntry(Scope.GROUP, office_experts.DEL, May.HEAD, _expert_del, shorten=office_experts.digits_in),
        _setting("grouplang", May.MEMBER, AdminDesk.switch_language, arguments.language_in, in_menu=True),
        _setting("preview", May.ADMIN, AdminDesk.switch_preview, arguments.switch_in),
        _setting("notice", May.HEAD, AdminDesk.switch_notice, arguments.switch_in),
        _setting("hours", May.HEAD, AdminDesk.set_hours, arguments.hours_in),
        _setting("takeback", May.ADMIN, AdminDesk.set_take_back, arguments.seconds_in),
        CommandEntry(Scope.GROUP, "help", May.ANYBODY, _help_group),
        CommandEntry(Scope.GROUP, "start", May.ANYBODY, _help_group, listed=False),
    )
)
