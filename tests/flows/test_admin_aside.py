"""Admins and what could not be delivered: the alert carries its own way out."""

from __future__ import annotations

from pathlib import Path

from bot.playground import Message, PrivateChat
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import put_case

REFUSAL = "Bad Request: BUTTON_DATA_INVALID"
AGAIN, NEVER = "Қайталап көру / Повторить", "Жібермеу / Не отправлять"


async def alert_of_refused_card(r: Rehearsal) -> tuple[PrivateChat, Message, str]:
    """An admin's chat, the alert in it about a card that Telegram refused, and the number of its case."""
    group = await r.bind("mangystau")
    private = r.play.private(r.admin)
    await private.send("/start")
    await newest(private, "Тілді таңдаңыз")
    fault = r.play.fail("sendMessage", kind="refuse", times=None, description=REFUSAL, chat=group.id)
    case = await put_case(r, "Требуют деньги.")
    alert = await private.wait_for(lambda m: m.from_bot and m.button(AGAIN) is not None, PATIENCE)
    fault.clear()
    return private, alert, case.number


async def test_an_admin_has_a_refused_card_tried_again(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        private, alert, number = await alert_of_refused_card(r)
        await (await private.press(AGAIN, alert)).answered(PATIENCE)
        await newest(r.groups["mangystau"], f"🆕 {number}")
        shown = await newest(private, "Будет отправлено ещё раз. Решение: Әлия")
        assert (shown.id, shown.labels) == (alert.id, ())
        await (await private.press(AGAIN, alert, data="try:1")).answered(PATIENCE)
        await newest(private, "По этому сообщению решение уже принято.")
        assert r.play.violations == []


async def test_an_admin_drops_a_refused_card_and_a_citizens_forged_press_does_nothing(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        private, alert, _ = await alert_of_refused_card(r)
        pressed = alert.button(NEVER)
        assert pressed is not None
        citizen = r.citizen("Болат")
        await citizen.send("/start")
        asked = await newest(citizen, "Тілді таңдаңыз")
        forged = await (await citizen.press(asked.labels[0], asked, data=pressed.data)).answered(PATIENCE)
        assert (forged.text or "").startswith("Бұл әрекетке рұқсатыңыз жоқ.")
        await (await private.press(NEVER, alert)).answered(PATIENCE)
        await newest(private, "Отправляться не будет. Решение: Әлия")
        assert r.play.violations == []
