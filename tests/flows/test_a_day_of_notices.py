"""A working day of forty cases where groups see notices only, in Kazakh: all work is done in private chats."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Message, Person, PrivateChat
from tests.flows.day import CASES, Day
from tests.flows.office import PATIENCE, newest, rehearsal
from tests.flows.shortcuts import add_words, rejoin
from tests.flows.test_office_roles import text

PLANTED, ANSWERED = "зверобой", "жусан"
"""Words of citizens and of officers: none of either ever goes into a group that sees notices only."""


async def test_a_day_where_groups_see_notices_only(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        boss = r.play.private(r.admin)
        await boss.send("/start")
        group = await rejoin(r, "Кеңсе", *(r.play.person(name) for name in ("Дана", "Ерлан")), supergroup=False)
        first = group.id
        await group.send(r.admin, "/bind mangystau")
        await newest(group, "Топ бекітілді")
        await group.send(r.admin, "/notice on")
        await newest(group, text("a.notice_on", "kk"))
        day = Day(r, group, "kk")
        for n in range(CASES):
            await day.file(f"{PLANTED} {n:02} туралы", level="relay" if n % 2 else "code")
        await r.play.wait_until(lambda: len(day.new_cards()) == CASES, PATIENCE)
        assert {m.text.split()[1] for m in day.new_cards()} == {case.number for case in day.cases.values()}
        await _work_in_private(day)
        await _said_in_the_group(day)
        await _removed_while_worked_at(day, boss)
        await _leaves_with_cases(day)
        await _moved_to_a_forum(day)
        groups = (str(first), str(group.id))
        said = [str(call.parameters) for call in r.play.calls if str(call.parameters.get("chat_id")) in groups]
        assert len(said) > 2 * CASES and not any(PLANTED in each or ANSWERED in each for each in said)
        assert r.play.violations == []


async def _taken(day: Day, story: str, person: Person) -> tuple[PrivateChat, Message]:
    """*person* takes the case; their private chat and the card in it."""
    private = day.r.play.private(person)
    notice = await day.card(day.cases[story].number, button=day.say("s.btn_take"))
    assert await day.alert(person, day.say("s.btn_take"), notice) == day.say("s.taken", staff=person.first_name)
    return private, await private.wait_for(lambda m: m.from_bot and story in m.text and bool(m.buttons), PATIENCE)


async def _private_answer(day: Day, private: PrivateChat, card: Message, words: str) -> Message:
    said = await private.send(words, reply_to=card)
    return await private.wait_for(lambda m: m.from_bot and words in m.text and bool(m.labels), PATIENCE, after=said)


async def _sent_in_private(day: Day, private: PrivateChat, preview: Message) -> None:
    await private.press(day.say("s.btn_send"), preview)
    await private.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)


async def _work_in_private(day: Day) -> None:
    """Edited before it is sent, added to by the citizen, closed: all in private; the group sees how the case stands."""
    dana = day.group.members[1]
    await day.r.play.private(dana).send("/start")
    story = f"{PLANTED} 01 туралы"
    case = day.cases[story]
    private, card = await _taken(day, story, dana)
    said = await private.send(f"{ANSWERED} дүйсенбіде", reply_to=card)
    old = await newest(private, f"{ANSWERED} дүйсенбіде")
    await private.edit(said, f"{ANSWERED} сейсенбіде")
    new = await newest(private, f"{ANSWERED} сейсенбіде")
    await private.wait_for(lambda m: m.id == old.id and not m.labels, PATIENCE)
    await _sent_in_private(day, private, new)
    await day.card(case.number, words="Дана")
    await add_words(day.r, case, f"{PLANTED} тағы болды")
    added = await newest(private, f"{PLANTED} тағы болды")
    preview = await _private_answer(day, private, added, f"{ANSWERED} қаралды")
    await private.press(day.say("s.btn_dont_send"), preview)
    await private.wait_for(lambda m: m.id == preview.id and not m.labels, PATIENCE)
    await private.press("x", card, data=f"end:{case.id}:measures")
    await day.card(case.number, words=day.say("st.closed"))
    await day.reads(case, f"{ANSWERED} сейсенбіде")


async def _said_in_the_group(day: Day) -> None:
    """Whoever answers in the group, known or not, is told that nobody answers there."""
    group = day.group
    notice = await day.card(day.cases[f"{PLANTED} 02 туралы"].number)
    words = day.say("n.reply_in_private")
    for hidden in (False, True):
        said = await group.send(day.r.admin, f"{ANSWERED} дейміз", reply_to=notice, as_anonymous_admin=hidden)
        told = await group.wait_for(lambda m: m.from_bot and m.text == words, PATIENCE, after=said)
        assert told.reply_to == said.id
        group.delete(said)


async def _removed_while_worked_at(day: Day, boss: PrivateChat) -> None:
    """While the bot is out it cannot see who is in the group, so nobody works; what was missed comes afterwards."""
    yerlan, story = day.group.members[2], f"{PLANTED} 03 туралы"
    await day.r.play.private(yerlan).send("/start")
    private, card = await _taken(day, story, yerlan)
    await day.lose_bot(boss)
    await day.file(f"{PLANTED} ботсыз келді")
    words = f"{ANSWERED} ботсыз"
    said = await private.send(words, reply_to=card)
    await private.wait_for(lambda m: m.from_bot and day.say("s.contacts_unchecked") in m.text, PATIENCE, after=said)
    await day.get_bot_back(boss)
    await day.card(day.cases[f"{PLANTED} ботсыз келді"].number)
    await _sent_in_private(day, private, await _private_answer(day, private, card, words))
    await day.reads(day.cases[story], words)


async def _leaves_with_cases(day: Day) -> None:
    """Who leaves keeps nothing of the words in private, and somebody else takes the case."""
    _, dana, yerlan = day.group.members
    story = f"{PLANTED} 05 туралы"
    private, _ = await _taken(day, story, yerlan)
    await day.group.remove(yerlan, by=yerlan)
    await private.wait_for(
        lambda _: not any(PLANTED in m.text or ANSWERED in m.text for m in private.from_bot), PATIENCE
    )
    _, card = await _taken(day, story, dana)
    assert story in card.text


async def _moved_to_a_forum(day: Day) -> None:
    """A supergroup, then topics: notices anew, topics named by number and sphere, and not a word more."""
    group, dana = day.group, day.group.members[1]
    await group.migrate()
    await day.r.play.wait_until(lambda: len(day.cards()) >= CASES - 2, PATIENCE)
    await group.promote_bot(day.r.admin)
    group.become_forum()
    day.r.clock.jump(61)
    story = f"{PLANTED} форумға келді"
    case = await day.file(story, level="relay")
    notice = await day.card(case.number)
    assert group.topics[notice.topic or 0].startswith(case.number)
    private, card = await _taken(day, story, dana)
    await _sent_in_private(day, private, await _private_answer(day, private, card, f"{ANSWERED} форумнан"))
    await day.reads(case, f"{ANSWERED} форумнан")
