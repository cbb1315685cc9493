"""Commands as each person meets them: the menu in their chat, /help, /start, and a command that was added."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wiring
from bot.conversation.values.commands import Command
from bot.desk.groups import admins
from bot.gateway.admin import Asked
from bot.gateway.commands import COMMANDS, CommandEntry, Commands, May, Means, Scope
from bot.gateway.posts import Post
from bot.localisation import Texts
from bot.playground import Person
from bot.terms import Language
from tests.flows.office import ADMIN_ID, PATIENCE, Rehearsal, choose_language, newest, rehearsal
from tests.flows.shortcuts import rejoin, turn_of

TEXTS = Texts.load()
OF_CITIZENS = tuple(Command)
ONLY_ADMINS = tuple(entry.name for entry in COMMANDS.listed(Scope.ADMIN))
OF_GROUPS = tuple(entry.name for entry in COMMANDS.listed(Scope.GROUP))
ADMINS_IN_GROUPS = tuple(entry.name for entry in COMMANDS.listed(Scope.GROUP) if entry.may is May.ADMIN)
MEMBERS_IN_GROUPS = tuple(entry.name for entry in COMMANDS.listed(Scope.GROUP) if entry.may is not May.ADMIN)
IN_MENU = tuple(name for name in OF_GROUPS if name not in ("unbind", "preview", "notice", "hours", "takeback"))
"""Without what /help alone shows: a tap on /unbind, /preview or /notice changes how a region is served, and
/takeback and /hours need numbers."""
PRIVATE, GROUPS = {"type": "all_private_chats"}, {"type": "all_group_chats"}
UNBOUND = "Эта группа не привязана ни к одному региону. Привязать её может администратор бота командой /bind."


def chat_of(person: Person) -> dict[str, object]:
    return {"type": "chat", "chat_id": person.id}


def menu(names: tuple[str, ...], language: Language) -> list[dict[str, str]]:
    return [{"command": str(name), "description": TEXTS.text(f"cmd.{name}", language)} for name in names]


def menus(r: Rehearsal, scope: dict[str, object]) -> dict[str, list[dict[str, str]]]:
    """What was set for *scope*, by language; "" for those who speak another."""
    return {language: r.play.world.profile.menu(scope, language) for language in ("", "kk", "ru")}


def in_all(names: tuple[str, ...]) -> dict[str, list[dict[str, str]]]:
    return {"": menu(names, Language.KAZAKH), "kk": menu(names, Language.KAZAKH), "ru": menu(names, Language.RUSSIAN)}


def rows(names: tuple[str, ...], language: Language) -> str:
    return "\n".join(f"/{name} – {TEXTS.text(f'cmd.{name}', language)}" for name in names)


def test_no_command_has_come_to_others_or_to_another_place() -> None:
    """A command that is added changes nothing here; one whose rights or place change does."""
    who = {(entry.scope, str(entry.name)): entry.may for entry in COMMANDS.entries}
    assert who.items() >= {
        **{(Scope.ADMIN, name): May.ADMIN for name in ("regions", "limits", "start", "help")},
        **{(Scope.GROUP, name): May.ADMIN for name in ("bind", "unbind", "regions")},
        (Scope.GROUP, "grouplang"): May.MEMBER,
        **{(Scope.GROUP, name): May.ANYBODY for name in ("help", "start")},
        **{(Scope.CITIZEN, str(command)): May.ANYBODY for command in Command},
    }.items()
    assert {entry.name for entry in COMMANDS.entries if entry.scope is Scope.CITIZEN} == set(Command)


async def test_each_chat_has_the_menu_of_what_works_there(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        await r.play.wait_until(lambda: r.play.world.profile.menu(GROUPS, "ru"), PATIENCE)
        assert menus(r, PRIVATE) == in_all(OF_CITIZENS)
        assert menus(r, GROUPS) == in_all(IN_MENU)
        assert r.play.world.profile.menu() == r.play.world.profile.menu(chat_of(r.admin)) == []
        await r.play.private(r.admin).send("/start")
        await r.play.wait_until(lambda: menus(r, chat_of(r.admin)) == in_all((*ONLY_ADMINS, *OF_CITIZENS)), PATIENCE)
        assert r.play.violations == []


async def test_an_admin_made_by_a_link_gets_the_menu_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, ADMIN_IDS="") as r:
        made = r.play.person("Болат")
        payload = await r.house.store.database.write(admins.make_link, turn_of(r))
        await r.play.private(made).send(f"/start {payload}")
        await newest(r.play.private(made), "Теперь Вы администратор")
        await r.play.wait_until(lambda: menus(r, chat_of(made)) == in_all((*ONLY_ADMINS, *OF_CITIZENS)), PATIENCE)
        turned_away = r.citizen()
        await turned_away.send(f"/start {payload}")
        await newest(turned_away, "Ссылка недействительна")
        assert r.play.world.profile.menu({"type": "chat", "chat_id": turned_away.id}) == []
    async with rehearsal(tmp_path, ADMIN_IDS="") as again:
        person = again.play.person("Болат", user_id=made.id)
        await again.play.wait_until(
            lambda: chat_of(person) in [each.parameters["scope"] for each in again.play.calls_of("setMyCommands")],
            PATIENCE,
        )


@pytest.mark.parametrize("language", Language)
async def test_help_in_a_bound_group_says_what_works_and_how_to_answer(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        expected = "\n\n".join(
            (
                TEXTS.text("a.help_group", language) + "\n" + rows(MEMBERS_IN_GROUPS, language),
                TEXTS.text("a.help_admins", language) + "\n" + rows(ADMINS_IN_GROUPS, language),
                TEXTS.text("a.bound_how", language),
            )
        )
        for said in ("/help", "/start", "/start@adaldyq_bot from-a-link"):
            asked = await group.send(group.members[1], said)
            told = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
            assert told.text == expected
        asked = await group.send(r.admin, "/help", as_anonymous_admin=True)
        told = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
        assert (told.text, told.labels) == (expected, ())


async def test_help_in_an_unbound_group_is_one_neutral_text(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        stranger = r.play.person("Жасұлан")
        group = r.play.group("Бөтен топ", members=[stranger, r.admin], admins=[stranger])
        await group.add_bot(by=stranger)
        for said in ("/start", "/bind mangystau", "/grouplang"):
            for again in (said, "/help", "/regions"):
                asked = await group.send(stranger, again)
                if again == said:
                    told = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
                    assert told.text == "\n\n".join(TEXTS.text("a.stranger_group", each) for each in Language)
            await r.play.wait_until(lambda: not r.play.world.updates.waiting(), PATIENCE)
            r.clock.jump(61)
        for said in ("/help@other_bot", "/nonsense", "/limits 3", "/new"):
            await group.send(stranger, said)
        asked = await group.send(r.admin, "/help")
        told = await group.wait_for(lambda m: m.from_bot, PATIENCE, after=asked)
        assert told.text == TEXTS.text("a.help_unbound", Language.KAZAKH) + "\n\n" + UNBOUND
        assert len(group.from_bot) == 4


@pytest.mark.parametrize("language", Language)
async def test_a_citizen_is_helped_as_ever(tmp_path: Path, language: Language) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.citizen()
        await choose_language(chat, language)
        said = await chat.send("/help")
        told = await chat.wait_for(lambda m: m.from_bot, PATIENCE, after=said)
        assert told.text.startswith(TEXTS.text("help.ask", language))
        assert told.text.endswith(TEXTS.text("help.title", language) + "\n\n" + rows(OF_CITIZENS, language))
        assert "/bind" not in told.text and len(chat.from_bot) == 2


async def test_an_admin_reads_what_admins_may_do_and_goes_on_as_everybody(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        chat = r.play.private(r.admin)
        expected = "\n\n".join(
            f"{TEXTS.text(title, language)}\n{rows(names, language)}"
            for language in Language
            for title, names in (("a.help_admin", ONLY_ADMINS), ("a.help_in_groups", OF_GROUPS))
        )
        await chat.send("/start")
        first = await newest(chat, "Тілді таңдаңыз")
        await chat.press("Русский")
        await newest(chat, "Требуют взятку, собирают")
        await chat.send("/help")
        await newest(chat, "Команды бота:")
        told = [m.text for m in chat.from_bot if m.id != first.id]
        assert [text == expected for text in told] == [True, True, False]
        assert told[2].startswith(TEXTS.text("help.ask", "ru"))
        for name in ("bind", "unbind", "grouplang"):  # help shows them, and a finger taps them here
            said = await chat.send(f"/{name}")
            assert (await chat.wait_for(lambda m: m.from_bot, PATIENCE, after=said)).text == expected
        stranger = r.citizen()
        await stranger.send("/bind")
        await newest(stranger, "Тілді таңдаңыз")
        assert len(stranger.from_bot) == 1


async def _say_back(means: Means, asked: Asked) -> Post:
    return Post(f"{asked.person.name}: {asked.argument or 'nothing'}")


async def test_a_command_that_was_added_is_found_in_the_menu_in_help_and_at_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One entry with what carries it out, and its text: nothing else."""
    others = tuple(entry for entry in COMMANDS.entries if entry.name != "audit")
    added = (
        CommandEntry(Scope.ADMIN, "audit", May.ADMIN, _say_back),
        CommandEntry(Scope.GROUP, "audit", May.ADMIN, _say_back, shorten=lambda argument: "abai"),
    )
    table = Commands((*others, *added))
    own, in_groups = (tuple(entry.name for entry in table.menu(scope)) for scope in (Scope.ADMIN, Scope.GROUP))
    assert own[-1] == in_groups[-1] == "audit"
    monkeypatch.setattr(wiring, "COMMANDS", table)
    async with rehearsal(tmp_path) as r:
        chat, group = r.play.private(r.admin), await rejoin(r, "Кеңсе")
        await chat.send("/start")
        assert rows(own[-2:], Language.RUSSIAN) in (await newest(chat, "Вы администратор бота")).text
        await r.play.wait_until(lambda: menus(r, chat_of(r.admin)) == in_all((*own, *OF_CITIZENS)), PATIENCE)
        assert menus(r, GROUPS) == in_all(in_groups)
        await chat.send("/audit a b")
        await newest(chat, "Әлия: a b")
        await group.send(r.admin, "/audit Абай облысы", as_anonymous_admin=True)
        who = await newest(group, "анонимный администратор")
        await group.press(r.admin, (0, 0), who)
        await group.wait_for(lambda m: m.text == "Әлия: abai", PATIENCE)
        stranger = r.citizen()
        await stranger.send("/audit")
        await newest(stranger, "Тілді таңдаңыз")
        assert r.admin.id == ADMIN_ID and all("Әлия" not in m.text for m in stranger.from_bot)
