"""A bot is updated while everything waits in its outbox: the new program delivers what the old one owed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, delete

from bot.chance import Chance
from bot.clock import Clock
from bot.desk.safe import Safe
from bot.localisation import Texts
from bot.playground import Group, JumpingClock, Message, Playground, PrivateChat
from bot.settings import Settings
from bot.store import open_store
from storage import schema
from storage.facts import Fact
from tests.background.test_file_jobs import picture_with_marker
from tests.desk.house import CONTACT, put_file
from tests.desk.outgoing.version_1 import OldWorld, left_behind, put_row
from tests.flows.office import ADMIN_ID, PATIENCE, Rehearsal, newest, running, settings_for
from tests.flows.shortcuts import add_words, answer, give_role, put_case, turn_of
from tests.storage.rows import empty_outbox

STORY, FACTS, WAITING, SENT = "Требуют деньги за приём", "Ещё раз попросили", "Проверяем", "Проверили"


async def test_what_version_1_owed_is_delivered_after_the_update(tmp_path: Path) -> None:
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings, admin = settings_for(tmp_path, play), play.person("Әлия", user_id=ADMIN_ID)
        async with running(settings, clock) as house:
            r = Rehearsal(play, house, clock, settings, admin)
            world, group, former, pushed = await live(r)
            last = max(message.id for message in group.messages)
        await put_old_outbox(settings, clock, world)
        async with running(settings, clock):
            await see_group(group, world, after=last)
            await see_people(r, world, former, pushed)
        assert play.violations == []


async def live(r: Rehearsal) -> tuple[OldWorld, Group, Group, PrivateChat]:
    """A day of an office: a case with contacts, an addition, two previews; and a citizen who may be pushed."""
    group = await r.bind("mangystau")
    former = r.play.group("Бұрынғы кеңсе", members=[r.admin], admins=[r.admin])
    await former.add_bot(by=r.admin)
    dana, database = group.members[1], r.house.store.database
    await give_role(r, group, "head", dana)  # contacts that were owed reach nobody else
    case, pushed = await put_case(r, STORY, level="contact"), await put_case(r, "Другое", level="relay")
    card = await newest(group, STORY)
    await add_words(r, case, FACTS)
    await newest(group, FACTS)
    await answer(group, dana, card, WAITING)
    sent = await answer(group, dana, card, SENT)
    for person in (dana, r.admin):
        await r.play.private(person).start()
    shown = await newest(r.play.private(dana), "")
    file_id = await database.write(put_file, turn_of(r), content=picture_with_marker())
    words = sent.reply_to or 0
    chats, messages = (group.id, former.id, dana.id, r.admin.id), (card.id, words, sent.id, shown.id)
    return OldWorld(case.id, pushed.id, case.number, file_id, *chats, *messages), group, former, pushed.chat


async def put_old_outbox(settings: Settings, clock: Clock, world: OldWorld) -> None:
    """In place of an outbox of this program, one of the first."""
    async with open_store(settings, clock, Chance()) as store:
        await store.database.write(_put, world, store.safe, int(clock.timestamp()))


def _put(connection: Connection, world: OldWorld, safe: Safe, now: int) -> None:
    empty_outbox(connection)
    connection.execute(delete(schema.facts).where(schema.facts.c.name == Fact.OUTBOX))
    for row in left_behind(world, safe):
        if row.kind == "move":
            continue  # dropped by the revision that let nobody agree to a move of unknown origin
        put_row(connection, row, safe, now=now)


async def see_group(group: Group, world: OldWorld, *, after: int) -> None:
    """The office sees all that was owed to it, each as new."""
    texts, told = Texts.load(), {"case_no": world.number}
    words = [STORY, FACTS, WAITING]
    words += [texts.text(key, "ru") for key in ("s.reposted", "s.reply_text_only")]
    words += [texts.text(key, "ru", **told) for key in ("s.not_delivered", "s.reveal_prompt", "s.reveal_who")]
    for each in words:
        await group.wait_for(lambda m, each=each: m.from_bot and each in m.text, PATIENCE, after=after)
    await group.wait_for(lambda m: m.from_bot and m.media == "photo", PATIENCE, after=after)
    await group.wait_for(lambda m: m.id == world.preview and not m.buttons, PATIENCE)


async def see_people(r: Rehearsal, world: OldWorld, former: Group, pushed: PrivateChat) -> None:
    """The officer gets the contacts and loses the older message; admin, former group and citizen hear their words."""
    texts, dana = Texts.load(), r.play.private(r.play.world.people[world.officer])
    await newest(dana, CONTACT)
    await r.play.wait_until(lambda: not any(is_shown(message, world) for message in dana.messages), PATIENCE)
    await newest(r.play.private(r.admin), texts.text("a.set_aside", "ru", n=3))
    await newest(former, texts.text("s.gone", "ru"))
    await newest(pushed, texts.text("notify.discreet", "ru"))


def is_shown(message: Message, world: OldWorld) -> bool:
    """Whether this is the message whose time is over."""
    return message.id == world.shown
