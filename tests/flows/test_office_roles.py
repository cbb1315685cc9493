"""Roles: who leads an office and who opens contacts is named in the group, told, and over for whoever leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram import ChatMember, ChatMemberLeft, User

from bot.gateway.inquiries import Inquiries
from bot.gateway.wording import Words
from bot.playground import Group, Message, Person
from bot.terms import Language
from tests.desk.house import read_log
from tests.flows.office import PATIENCE, TEXTS, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import give_role, put_case

CONTACT = "+7 701 123 45 67"
REASON = {"kk": "байланыс деректерін ашу себебін", "ru": "Напишите причину открытия"}
BOTH = pytest.mark.parametrize("language", ["kk", "ru"])


def text(key: str, language: str, **values: object) -> str:
    """The text as the group reads it."""
    return Words(TEXTS).text(key, Language(language), values)


async def card_of_contacts(r: Rehearsal, group: Group, language: str = "ru") -> Message:
    """The card of a case whose citizen has left contacts."""
    case = await put_case(r, "Врач требует деньги", level="contact", language=language)
    return await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)


async def pressed(r: Rehearsal, group: Group, person: Person, card: Message) -> str:
    """What a press of "open contacts" is answered with."""
    data = next(b.data for row in card.buttons for b in row if (b.data or "").startswith("open:"))
    return (await (await group.press(person, "x", card, data=data)).answered(PATIENCE)).text


async def logged(r: Rehearsal) -> list[tuple[str, str, str]]:
    """What of roles and contacts stands in the log: what, who, why."""
    entries = await r.house.store.database.read(read_log, r.house.store.safe)
    return [(e.action, e.who, e.why) for e in entries if e.action.startswith(("role-", "contacts-"))]


@BOTH
async def test_only_the_head_and_those_who_were_allowed_open_contacts(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language, members=("Дана", "Ерлан", "Сара"))
        dana, erlan, sara = group.members[1:]
        await r.play.private(erlan).send("/start")
        card = await card_of_contacts(r, group, language)
        for person in (dana, r.admin):
            assert await pressed(r, group, person, card) == text("s.contacts_no_head", language)
        await give_role(r, group, "head", dana)
        await give_role(r, group, "contacts", erlan)
        assert await pressed(r, group, sara, card) == text("s.contacts_not_allowed", language)
        assert await pressed(r, group, r.admin, card) == text("s.contacts_not_allowed", language)
        before: Message = card
        for person in (dana, erlan):
            assert await pressed(r, group, person, card) == text("s.reveal_asking", language)
            prompt = await group.wait_for(
                lambda m: m.from_bot and REASON[language] in m.text, PATIENCE, after=before
            )
            before = prompt
        await group.send(erlan, "Күнін нақтылау керек", reply_to=prompt)
        await newest(r.play.private(erlan), CONTACT)
        assert ("contacts-opened", "Ерлан", "Күнін нақтылау керек") in await logged(r)
        assert r.play.violations == []


@BOTH
async def test_who_has_left_the_group_loses_the_role_at_once(tmp_path: Path, language: str) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau", language=language)
        dana, erlan = group.members[1:]
        admins_chat = r.play.private(r.admin)
        await admins_chat.send("/start")
        await r.play.private(erlan).send("/start")
        card = await card_of_contacts(r, group, language)
        await give_role(r, group, "head", dana)
        await give_role(r, group, "contacts", erlan)
        assert await pressed(r, group, erlan, card) == text("s.reveal_asking", language)
        prompt = await newest(group, REASON[language])
        await group.send(erlan, "Күнін нақтылау керек", reply_to=prompt)
        await newest(r.play.private(erlan), CONTACT)
        await group.remove(erlan, by=erlan)
        role = text("a.role_contacts", language)
        told = text("a.told_role_left", language, region="X", person="Ерлан", role=role).partition("X")[2]
        await newest(group, told)
        await newest(admins_chat, text("a.told_role_left", "ru", region="X", person="Y", role="Z").partition("X")[0])
        await group.add(erlan, by=r.admin)
        assert await pressed(r, group, erlan, card) == text("s.contacts_not_allowed", language)
        assert [what for what, _, _ in await logged(r)].count("contacts-opened") == 1
        assert ("role-left", "Ерлан", f"contacts mangystau: Ерлан ({erlan.id})") in await logged(r)
        assert r.play.violations == []


async def test_who_left_unseen_is_refused_and_loses_the_role_by_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        card = await card_of_contacts(r, group)
        await give_role(r, group, "head", dana)
        assert await pressed(r, group, dana, card) == text("s.reveal_asking", "ru")
        prompt = await newest(group, "Напишите причину открытия")

        async def get_chat_member(_: Inquiries, chat_id: int, person_id: int) -> ChatMember:
            """As when Telegram's word that she went was not heard."""
            return ChatMemberLeft(User(person_id, "Дана", is_bot=False))

        monkeypatch.setattr(Inquiries, "get_chat_member", get_chat_member)
        await group.send(dana, "Нужно уточнить дату", reply_to=prompt)
        await newest(group, text("s.contacts_left", "ru"))
        await newest(group, "Сотрудник вышел из группы, роль снята")
        assert await pressed(r, group, dana, card) == text("s.contacts_no_head", "ru")
        assert "contacts-opened" not in [what for what, _, _ in await logged(r)]


async def test_while_telegram_does_not_say_nobody_opens_contacts(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        card = await card_of_contacts(r, group)
        await give_role(r, group, "head", group.members[1])
        r.play.fail("getChatMember", kind="500")
        assert await pressed(r, group, group.members[1], card) == text("s.contacts_unchecked", "ru")


async def test_a_role_is_named_by_a_reply_told_and_written_down(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, erlan = group.members[1:]
        admins_chat = r.play.private(r.admin)
        await admins_chat.send("/start")
        hello = await group.send(dana, "Здравствуйте")
        await group.send(r.admin, "/role руководитель", reply_to=hello)
        told = await newest(group, "Назначена роль")
        assert "Сотрудник: Дана\nРоль: руководитель офиса\nКто назначил: Әлия" in told.text
        assert "Личный чат с ботом не открыт" in told.text
        await newest(admins_chat, "Сотрудник: Дана")
        await group.send(r.admin, "/role")
        assert "Дана: руководитель офиса. Личный чат с ботом не открыт" in (await newest(group, "Роли в офисе")).text
        await r.play.private(dana).send("/start")
        await newest(r.play.private(dana), "Тілді")
        await group.send(dana, "/role")
        await newest(group, "Дана: руководитель офиса\n")
        await give_role(r, group, "head", erlan)
        await group.send(r.admin, "/role")
        listed = (await group.wait_for(lambda m: m.from_bot and "Ерлан: руководитель" in m.text, PATIENCE)).text
        assert "Дана" not in listed
        named = {(what, why.partition(":")[2].strip()) for what, _, why in await logged(r)}
        ids = [f"{person.first_name} ({person.id})" for person in (dana, erlan)]
        assert named == {("role-given", ids[0]), ("role-ended", ids[0]), ("role-given", ids[1])}
        assert r.play.violations == []


async def test_a_member_names_nobody_and_the_head_only_who_opens_contacts(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana, erlan = group.members[1:]
        said = await group.send(dana, f"/role head {dana.id}")
        await group.wait_for(lambda m: m.from_bot and "нет прав" in m.text, PATIENCE, after=said)
        await give_role(r, group, "head", dana)
        for wanted in (f"head {erlan.id}", f"none {dana.id}"):
            said = await group.send(dana, f"/role {wanted}")
            await group.wait_for(lambda m: m.from_bot and "нет прав" in m.text, PATIENCE, after=said)
        await group.send(dana, f"/role contacts {erlan.id}")
        await newest(group, "Сотрудник: Ерлан\nРоль: может открывать контакты граждан\nКто назначил: Дана")
        await group.send(dana, f"/role none {erlan.id}")
        await newest(group, "Роль снята")
        await group.send(r.admin, "/role head 999000")
        await newest(group, "Этого человека нет в группе")
        await group.send(r.admin, "/role head")
        await newest(group, "Неизвестно, кому назначить роль")


async def test_an_anonymous_admin_names_a_role_once_a_press_names_the_admin(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        hello = await group.send(dana, "Здравствуйте")
        await group.send(r.admin, "/role head", reply_to=hello, as_anonymous_admin=True)
        question = await group.wait_for(lambda m: m.from_bot and bool(m.buttons), PATIENCE)
        assert (await (await group.press(dana, (0, 0), question)).answered(PATIENCE)).show_alert
        assert await logged(r) == []
        await group.press(r.admin, (0, 0), question)
        await newest(group, "Сотрудник: Дана\nРоль: руководитель офиса\nКто назначил: Әлия")
        unnamed = await group.send(r.admin, "Я", as_anonymous_admin=True)
        await group.send(r.admin, "/role head", reply_to=unnamed)
        await newest(group, "Анонимному администратору, каналу и боту роль не назначается")
        assert r.play.violations == []
