"""What an expert must not learn: nobody's name, no contacts, no code, no other case; and nobody learns it from them."""

from __future__ import annotations

import json
from pathlib import Path

from bot.playground import PrivateChat
from storage import cases
from tests.flows.office import newest, rehearsal
from tests.flows.shortcuts import add_words, give_role, put_case
from tests.flows.test_experts import become_expert, give

KEPT = "Мой телефон +7 777 432 18 76 оставьте"
"""What the citizen chose to keep in the review stands in the case as it was typed."""
PLANTED = {
    "the citizen": "Меня зовут Қарлығаш Төлегенқызы.",
    "a neighbour": "Деньги взяли у соседки Зәуреш Оспанова.",
    "a nurse": "Передавала медсестра Калиева Роза Маратовна.",
    "an official, in a case": "Все знают о директоре Жумабекове Т. А.",
    "typed small": "там ещё досанова гульмира была.",
    "a code": "код 9182 7364 5546 3728 1907",
    "another case": "как в обращении 47-26-98765",
    "an account": "пишите @zhasyryn_bot_user",
}
SECRETS = (
    "Қарлығаш", "Төлеген", "Зәуреш", "Оспанов", "Калиев", "Роза", "Маратовн", "Жумабеков", "Т. А.", "осанов",
    "гульмир", "9182", "3728", "98765", "zhasyryn", "777", "432 18", "Айгүл", "701 123",
)  # fmt: skip
LATER = "Ещё раз: Асхат Сағындықов, 87019998877"


async def test_the_experts_chat_holds_nothing_that_tells_who_anybody_is(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group = await r.bind("mangystau")
        dana = group.members[1]
        await r.play.private(dana).send("/start")
        await give_role(r, group, "head", dana)
        private = await become_expert(r, group, dana, "ru")
        other = await put_case(r, "Другое обращение про полынь", level="contact")
        story = "\n".join((*PLANTED.values(), KEPT, "Суть: требуют деньги за анализ."))
        case = await put_case(r, story, level="contact")
        await add_words(r, case, LATER)
        card = await group.wait_for(lambda m: m.from_bot and case.number in m.text and bool(m.buttons))
        assert "Калиева Роза" in card.text  # the office reads all of it
        await give(group, dana, case, card)
        given = await newest(private, "требуют деньги за анализ")
        await add_words(r, case, "Добавлю: звонил Нурлан Сейтжанов про цену")
        await newest(private, "про цену")
        await private.send("Цена обычная", reply_to=given)
        preview = await newest(private, "Цена обычная")
        got = _got(private)  # before it is wiped
        assert all(mark in got for mark in (case.number, "требуют деньги за анализ", "про цену", "[имя человека]"))
        await private.press((0, 0), preview)
        await newest(group, "Цена обычная")
        got += _got(private)
        assert [word for word in (*SECRETS, "Асхат", "Сағындық", "9998877", "Нурлан", "Сейтжан") if word in got] == []
        names = (case.code, other.number, "полынь", str(case.chat.id), str(group.id), "Дана", str(dana.id))
        assert [word for word in names if word in got] == []
        row = await r.house.store.database.read(cases.get_case, case.id)
        assert row is not None and "Сәуле".encode() not in row.box + (row.work or b"")
        assert r.play.violations == []


def _got(private: PrivateChat) -> str:
    """Everything of the bot that stands in the chat now."""
    return json.dumps([m.raw for m in private.from_bot], ensure_ascii=False)
