"""What a code-only citizen has added waits for its slot; the office, which must not know of it, works on meanwhile."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Group, Message
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import OnDesk, add_words, answer, give_role, put_case
from tests.flows.test_experts import OPINION, become_expert, give
from tests.flows.test_office_roles import text

LATER, DAY = "Дәрігер тағы сұрады", 86_400.0
SLOTS = {"CODE_ONLY_SLOTS": "10:00,16:00"}


async def carded(r: Rehearsal, group: Group) -> tuple[OnDesk, Message]:
    """A code-only case whose card has left at its slot."""
    case = await put_case(r, "Врач требует деньги", level="code")
    r.clock.jump(7 * DAY)
    r.house.notifier.wake.set()
    return case, await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons), PATIENCE)


async def test_the_office_is_asked_and_answers_while_later_words_wait(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, **SLOTS) as r:
        group = await r.bind("mangystau")
        case, card = await carded(r, group)
        await add_words(r, case, LATER)
        dana = group.members[1]
        await group.press(dana, "x", card, data=f"do:note:{case.id}")
        await newest(group, text("s.note_prompt", "ru", case_no=case.number))
        preview = await answer(group, dana, card, "Проверим.")
        await group.press(dana, text("s.btn_send", "ru"), preview)
        await group.wait_for(lambda m: m.id == preview.id and not m.buttons, PATIENCE)
        assert all(LATER not in m.text for m in group.messages)
        r.clock.jump(7 * DAY)
        r.house.notifier.wake.set()
        await newest(group, LATER)
        assert r.play.violations == []


async def test_words_leave_the_group_and_experts_write_while_later_words_wait(tmp_path: Path) -> None:
    async with rehearsal(tmp_path, **SLOTS) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        await r.play.private(dana).send("/start")
        await give_role(r, group, "head", dana)
        private = await become_expert(r, group, dana, "ru")
        case, card = await carded(r, group)
        assert case.number in await give(group, dana, case, card)
        given = await newest(private, "требует деньги")
        await add_words(r, case, LATER)
        await private.send(OPINION, reply_to=given)
        await private.wait_for(lambda m: m.from_bot and OPINION in m.text and bool(m.buttons), PATIENCE)
        assert all(LATER not in m.text for m in (*private.messages, *group.messages))
        await group.press(dana, "x", card, data=f"do:recall:{case.id}")
        await private.wait_for(lambda m: m.id == given.id and "требует" not in m.text, PATIENCE)
        await group.send(r.admin, "/notice on")
        await group.wait_for(lambda m: m.id == card.id and "Врач требует" not in m.text, PATIENCE)
        assert r.play.violations == []
