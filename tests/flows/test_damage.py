"""One damaged row or page costs one case: its people hear it, admins are alerted once, everybody else is served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, func, select, text, update

from bot.conversation.views.preview import grouped
from bot.desk.groups import admins
from bot.desk.outgoing.damages import NAMED
from bot.desk.people import Officer
from bot.playground import JumpingClock, Playground, PrivateChat
from storage import schema
from tests.flows.citizens import Citizen
from tests.flows.office import PATIENCE, TEXTS, Rehearsal, newest, rehearsal, running, send_preview, settings_for
from tests.flows.shortcuts import OnDesk, add_words, answer, put_case, rejoin, turn_of
from tests.storage.spoiling import Pages
from tests.waiting import until

ALERT = "В базе повреждены записи"


def flip(connection: Connection, table: str, column: str, **where: str | bytes) -> None:
    """Flip one bit in the middle of a box of the row *where*; of every row without it."""
    found = schema.metadata.tables[table]
    chosen = [found.c[name] == value for name, value in where.items()]
    rows = connection.execute(select(*found.primary_key.columns, found.c[column]).where(*chosen)).all()
    assert rows
    for *key, box in rows:
        spoilt = bytearray(box)
        spoilt[len(spoilt) // 2] ^= 1
        place = [column_ == value for column_, value in zip(found.primary_key.columns, key, strict=True)]
        connection.execute(update(found).where(*place).values({column: bytes(spoilt)}))


async def damage(r: Rehearsal, table: str, column: str, **where: str | bytes) -> None:
    """Damage a row of the house's own database."""
    await r.house.store.database.write(flip, table, column, **where)


async def write_wrongly(r: Rehearsal, statement: str) -> None:
    """Write what no CHECK would let pass: as a flipped bit does. On SQLite only."""

    def carry_out(connection: Connection) -> None:
        connection.execute(text("PRAGMA ignore_check_constraints = 1"))
        assert connection.execute(text(statement)).rowcount == 1
        connection.execute(text("PRAGMA ignore_check_constraints = 0"))

    await r.house.store.database.write(carry_out)


@asynccontextmanager
async def alerted(folder: Path) -> AsyncIterator[tuple[Rehearsal, PrivateChat]]:
    """A rehearsal, and the private chat where its admin is alerted."""
    async with rehearsal(folder) as r:
        alerts = r.play.private(r.admin)
        await alerts.send("/start")
        await newest(alerts, "Тілді таңдаңыз")
        yield r, alerts


async def see_alert(r: Rehearsal, alerts: PrivateChat, kind: str, which: str) -> None:
    """The admin hears of it once, by kind and number, however often it is met."""
    r.clock.jump(3.0)
    alert = await newest(alerts, ALERT)
    assert kind in alert.text and f"Какие: {which}" in alert.text
    for _ in range(3):
        r.clock.jump(61.0)
        await r.house.damage.tell()
    assert sum(ALERT in message.text for message in alerts.from_bot) == 1


async def ask_by_code(r: Rehearsal, case: OnDesk) -> Citizen:
    """The citizen of *case*, in another chat, who has just sent its code."""
    citizen = Citizen(r.citizen("Сауле"), "ru", r.clock)
    await citizen.choose_language()
    await citizen.say("/status", "status.ask_code")
    citizen.act()
    await citizen.chat.send(grouped(case.code))
    return citizen


async def assert_served(r: Rehearsal, name: str = "Болат") -> None:
    """Somebody else is served from /start to the card in the group."""
    citizen = Citizen(r.citizen(name), "ru", r.clock)
    await citizen.choose_language()
    await citizen.file_up_to_sending("report")
    number, _ = await send_preview(citizen.chat)
    if "mangystau" in r.groups:
        await newest(r.groups["mangystau"], f"🆕 {number}")


async def test_a_case_whose_key_is_damaged(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        group = await r.bind("mangystau")
        case, other = await put_case(r, "Первое."), await put_case(r, "Второе.")
        card = await newest(group, f"🆕 {case.number}")
        await newest(group, f"🆕 {other.number}")
        await damage(r, "cases", "wrapped_key", id=case.id)
        citizen = await ask_by_code(r, case)
        told = await newest(citizen.chat, f"Запись обращения {case.number} повреждена")
        assert citizen.text("status.damaged_do") in told.text
        await group.send(r.admin, "Ответ.", reply_to=card)
        await newest(group, "Запись этого обращения повреждена")
        await see_alert(r, alerts, "обращение", case.number)
        await newest((await ask_by_code(r, other)).chat, f"{other.number}")
        await assert_served(r)


async def test_a_case_whose_words_are_damaged_is_shown_with_what_is_left(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        case = await put_case(r, "Первое.")
        await add_words(r, case, "Дополнение.")
        await damage(r, "cases", "box", id=case.id)
        citizen = await ask_by_code(r, case)
        shown = await newest(citizen.chat, citizen.text("status.text_damaged"))
        assert "Дополнение." in shown.text
        await see_alert(r, alerts, "обращение", case.number)


async def test_damaged_words_of_a_talk_are_left_out(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        case = await put_case(r, "Первое.")
        await add_words(r, case, "Пропадёт.")
        await damage(r, "talk", "box", case_id=case.id)
        await add_words(r, case, "Останется.")
        citizen = await ask_by_code(r, case)
        shown = await newest(citizen.chat, citizen.text("status.line_damaged"))
        assert "Останется." in shown.text
        await see_alert(r, alerts, "сообщение переписки", case.number)


async def test_a_case_with_a_status_that_there_is_not(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        case, other = await put_case(r, "Первое."), await put_case(r, "Второе.")
        await write_wrongly(r, f"UPDATE cases SET status = 'lost' WHERE id = '{case.id}'")
        citizen = await ask_by_code(r, case)
        await newest(citizen.chat, f"Запись обращения {case.number} повреждена")
        group = await r.bind("mangystau")
        await newest(group, f"🆕 {other.number}")
        await see_alert(r, alerts, "обращение", case.number)


async def test_a_region_is_bound_and_moves_with_its_supergroup_around_a_damaged_case(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        case, other = await put_case(r, "Первое."), await put_case(r, "Второе.")
        await damage(r, "cases", "box", id=case.id)
        group = await rejoin(r, "Кеңсе", supergroup=False)
        await group.send(r.admin, "/bind mangystau")
        await newest(group, f"🆕 {other.number}")
        await see_alert(r, alerts, "обращение", case.number)
        await group.migrate()
        await group.wait_for(lambda m: f"🆕 {other.number}" in m.text, PATIENCE)
        await assert_served(r)


async def test_a_damaged_draft_is_said_to_be_lost_and_begun_anew(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        citizen = Citizen(r.citizen(), "ru", r.clock)
        await citizen.choose_language()
        await citizen.tap("btn.new_report", "region.type_hint")
        await citizen.say("Актау", "group.ask")
        await damage(r, "visits", "box")
        await citizen.tap("Услуги населению", "draft.damaged")
        await citizen.tap("btn.new_report", "region.type_hint")
        r.clock.jump(3.0)
        alert = await newest(alerts, ALERT)
        assert "неотправленный черновик" in alert.text
        await assert_served(r)


async def test_the_house_starts_and_drafts_expire_beside_a_damaged_one(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(tmp_path, play)
        first, second = (Citizen(play.private(play.person(name)), "ru", clock) for name in ("Айгүл", "Болат"))
        async with running(settings, clock) as house:
            await first.choose_language()
            await first.tap("btn.new_report", "region.type_hint")
            await house.store.database.write(flip, "visits", "box")
            await second.choose_language()
            await second.file_up_to_sending("report")
        clock.jump(3600.0)  # an outage: whoever waits at a preview gets it again
        async with running(settings, clock):
            seen = len(second.chat.from_bot)
            await second.chat.wait_for(lambda m: m.from_bot and len(second.chat.from_bot) > seen, PATIENCE)
            await first.say("/start", "draft.damaged_both")
            clock.jump(80 * 3600.0)
            await second.see("err.session_expired")
        assert play.violations == []


async def test_what_is_for_a_damaged_group_waits_until_it_is_bound_again(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        group, other = await r.bind("mangystau"), await r.bind("abai", language="kk")
        await damage(r, "offices", "box", region="mangystau")
        case = await put_case(r, "Первое.")
        elsewhere = await put_case(r, "Второе.", region="abai")
        await newest(other, f"🆕 {elsewhere.number}")
        await see_alert(r, alerts, "группа офиса", "Мангистауская область")
        await group.send(r.admin, "/bind mangystau")
        await newest(group, f"🆕 {case.number}")


async def test_an_alert_reaches_the_admins_whose_rows_are_whole(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):

        def make_admin(connection: Connection) -> None:
            link = admins.make_link(connection, turn_of(r))
            admins.use_link(connection, link, Officer(4711, "Ерлан"), turn_of(r))

        await r.house.store.database.write(make_admin)
        await damage(r, "admins", "box")
        case = await put_case(r, "Первое.")
        await damage(r, "cases", "box", id=case.id)
        await ask_by_code(r, case)
        r.clock.jump(3.0)
        await alerts.wait_for(lambda m: ALERT in m.text and case.number in m.text, PATIENCE)
        r.clock.jump(3.0)
        await alerts.wait_for(lambda m: ALERT in m.text and "администратор" in m.text, PATIENCE)


async def test_later_words_are_posted_though_a_post_is_damaged(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        group = await r.bind("mangystau")
        case = await put_case(r, "Первое.")
        card = await newest(group, f"🆕 {case.number}")
        await until(lambda: count_posts(r, case), r.play)
        await damage(r, "posts", "box", case_id=case.id)
        await add_words(r, case, "Дополнение.")
        await newest(group, "Дополнение.")
        await write_wrongly(r, f"UPDATE posts SET role = 'nothing' WHERE case_id = '{case.id}' AND role = 'card'")
        await answer(group, r.admin, card, "Ответ по номеру.")
        await see_alert(r, alerts, "отметка о сообщении", case.number)


async def count_posts(r: Rehearsal, case: OnDesk) -> int:
    """How many posts of the case are remembered."""
    query = select(func.count()).select_from(schema.posts).where(schema.posts.c.case_id == case.id)
    return await r.house.store.database.read(lambda connection: int(connection.execute(query).scalar_one()))


async def test_an_item_without_its_box_is_set_aside_alone(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        group = await r.bind("mangystau")
        await group.remove_bot(r.admin)
        first, second = await put_case(r, "Первое."), await put_case(r, "Второе.")
        statement = text("UPDATE outbox SET box = NULL WHERE case_id = :case")
        await r.house.store.database.write(lambda connection: connection.execute(statement, {"case": first.id}))
        await group.add_bot(by=r.admin)
        await newest(group, f"🆕 {second.number}")
        await newest(alerts, first.number)
        assert not any(ALERT in message.text for message in alerts.from_bot)


async def test_a_damaged_page_of_cases_costs_those_who_live_there(tmp_path: Path) -> None:
    """Written over while the house runs: the cases on that page are told by number, everybody else is served."""
    async with alerted(tmp_path) as (r, alerts):
        filed = [await put_case(r, f"Дело {n}.") for n in range(70)]  # fewer pages are all neighbours
        await r.house.store.database.checkpoint()
        pages = Pages.read(tmp_path / "adaldyq.db")
        leaf = pages.leaves_of("cases")[5]
        sick = next(case for case in filed if case.id.encode() in pages.page(leaf))
        hit = {case.number for case in filed if case.id.encode() in pages.page(leaf)}
        assert 1 <= len(hit) < NAMED
        pages.spoil(leaf)
        for forget in (r.house.store.database.write, r.house.store.database.read):
            await forget(lambda connection: connection.exec_driver_sql("PRAGMA shrink_memory"))
        citizen = await ask_by_code(r, sick)
        await newest(citizen.chat, f"Запись обращения {sick.number} повреждена")
        await see_alert(r, alerts, "обращение", sick.number)
        sound = next(case for case in filed if case.number not in hit)
        await newest((await ask_by_code(r, sound)).chat, sound.number)
        group = await r.bind("mangystau")
        await until(lambda: is_empty(r, "chores"), r.play, meanwhile=lambda: r.clock.jump(1.0))
        await until(lambda: is_empty(r, "outbox"), r.play, meanwhile=lambda: r.clock.jump(1.0))
        posted = {case.number for case in filed if any(f"🆕 {case.number}" in m.text for m in group.from_bot)}
        # A row that grows may need room of the leaves beside its own: SQLite refuses it beside a damaged one.
        told = {case.number for case in filed if any(case.number in m.text for m in alerts.from_bot)}
        assert len(posted) > len(filed) // 3
        assert posted | told == {case.number for case in filed} and not posted & hit
        await assert_served(r)


async def is_empty(r: Rehearsal, table: str) -> bool:
    """Whether nothing is left in *table*."""
    query = select(func.count()).select_from(schema.metadata.tables[table])
    return await r.house.store.database.read(lambda connection: connection.execute(query).scalar_one()) == 0


async def test_a_damaged_page_of_drafts_fails_its_people_only(tmp_path: Path) -> None:
    async with alerted(tmp_path) as (r, alerts):
        citizens = [Citizen(r.citizen(f"Житель {n}"), "ru", r.clock) for n in range(16)]
        for citizen in citizens:
            await citizen.choose_language()
            await citizen.tap("btn.new_report", "region.type_hint")
        await r.house.store.database.checkpoint()
        pages = Pages.read(tmp_path / "adaldyq.db")
        leaves = pages.leaves_of("visits")
        assert len(leaves) > 1
        pages.spoil(leaves[0])
        for forget in (r.house.store.database.write, r.house.store.database.read):
            await forget(lambda connection: connection.exec_driver_sql("PRAGMA shrink_memory"))
        sentence = TEXTS.text("err.damaged", "ru")
        served = failed = 0
        for citizen in citizens:
            before = citizen.chat.messages[-1]
            await citizen.chat.send("Актау")
            told = await citizen.chat.wait_for(lambda m: m.from_bot, PATIENCE, after=before)
            failed += sentence in told.text
            served += citizen.text("group.ask") in told.text
        assert served + failed == len(citizens) and served and failed
        r.clock.jump(3.0)
        await alerts.wait_for(lambda m: ALERT in m.text and "страница файла базы" in m.text, PATIENCE)
