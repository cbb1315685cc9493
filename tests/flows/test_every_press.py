"""Every button of officers and admins is drawn somewhere, and pressed once it does what it says."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import get_args

from bot.desk.expert_presses import ExpertPress, OpenFile, SendToExpert
from bot.desk.groups import admins
from bot.desk.list_presses import DropTemplate, PickTemplate, ShowAgain, TurnFound, TurnList
from bot.desk.presses import (
    AgreeToMove,
    CaseAct,
    ConfirmMove,
    DropAsHead,
    DropItem,
    DropReply,
    GiveReason,
    OpenContacts,
    RemoveAdmin,
    RepeatCommand,
    SendAsHead,
    SendQuestion,
    SendReply,
    StaffPress,
    StopDeed,
    TryItem,
    UnbindGroup,
    WorkOn,
    read_staff_press,
)
from bot.playground import Group, Message, Person, PrivateChat
from tests.flows import planted
from tests.flows.office import PATIENCE, Rehearsal, newest, rehearsal
from tests.flows.shortcuts import answer, give_role, put_case, put_file, rejoin, turn_of


class Presser:
    """Presses what is drawn, and remembers which kinds of buttons these were."""

    def __init__(self) -> None:
        self.pressed: set[type[StaffPress]] = set()
        self.acts: set[CaseAct] = set()

    async def press_alert(self, chat: PrivateChat, kind: type[StaffPress], words: str) -> None:
        """Press the one button of *kind* under the newest alert; then it says *words*."""
        alert = await chat.wait_for(lambda m: "Сообщение не доставлено" in m.text and bool(m.buttons), PATIENCE)
        (data,) = [each for each in _drawn(alert) if isinstance(read_staff_press(each), kind)]
        answered = await (await chat.press(data, alert)).answered(PATIENCE)
        assert not answered.show_alert, answered
        await newest(chat, words)
        self.pressed.add(kind)

    async def press_in(self, chat: PrivateChat, message: Message, kind: type[StaffPress], words: str) -> None:
        """The same, in an admin's private chat."""
        (data,) = [each for each in _drawn(message) if isinstance(read_staff_press(each), kind)]
        answered = await (await chat.press(data, message)).answered(PATIENCE)
        assert not answered.show_alert, answered
        await newest(chat, words)
        self.pressed.add(kind)

    async def turn(self, group: Group, person: Person, card: Message, data: str, shows: str) -> Message:
        """Press *data*, once it is drawn under *card*; the card when it *shows* a label or a text."""
        card = await group.wait_for(lambda m: m.id == card.id and any(data in each for each in _drawn(m)), PATIENCE)
        (drawn,) = [each for each in _drawn(card) if data in each]
        answered = await (await group.press(person, drawn, card)).answered(PATIENCE)
        assert not answered.show_alert, answered
        press = read_staff_press(drawn)
        assert press is not None
        self.pressed.add(type(press))
        self.acts |= {press.act} if isinstance(press, WorkOn) else set()
        return await group.wait_for(lambda m: m.id == card.id and (shows in m.labels or shows in m.text), PATIENCE)

    async def write(
        self, group: Group, person: Person, card: Message, act: CaseAct, asked: str, words: str, told: str
    ) -> None:
        """Press *act* under *card*, reply to what is *asked* with *words*; then *told* is said."""
        before = group.messages[-1]
        await self.turn(group, person, card, f"do:{act}:", "")
        prompt = await group.wait_for(lambda m: m.from_bot and asked in m.text, PATIENCE, after=before)
        await group.send(person, words, reply_to=prompt)
        await group.wait_for(lambda m: m.from_bot and told in m.text, PATIENCE, after=prompt)

    async def press(self, group: Group, person: Person, message: Message, kind: type[StaffPress], words: str) -> None:
        """Press the one button of *kind* under *message*; then *words* are said, and nothing is refused."""
        (data,) = [each for each in _drawn(message) if isinstance(read_staff_press(each), kind)]
        answered = await (await group.press(person, data, message)).answered(PATIENCE)
        assert not answered.show_alert, answered
        await group.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE)
        self.pressed.add(kind)


def _drawn(message: Message) -> list[str]:
    return [button.data for row in message.buttons for button in row if button.data]


async def test_every_kind_of_press_is_drawn_and_does_what_it_says(tmp_path: Path) -> None:
    async with rehearsal(tmp_path) as r:
        group, presser = await r.bind("mangystau"), Presser()
        await r.play.private(r.admin).send("/start")
        await _answer_and_open(r, group, presser)
        await _take_words_back(r, group, presser)
        await _give_to_the_head(r, group, presser)
        await _work_a_case_to_its_end(r, group, presser)
        await _send_on_and_hand_over(r, group, presser)
        await _turn_pages(r, group, presser)
        await _decide_what_was_set_aside(r, group, presser)
        await _command_and_move(r, group, presser)
        await _remove_an_admin(r, presser)
        # What is drawn for experts, after an erased chat, for notices only and past a group has journeys of its own.
        assert presser.acts == set(CaseAct) - {CaseAct.OPEN, CaseAct.GROUP, CaseAct.RECALL}
        of_experts = {*get_args(ExpertPress), SendToExpert, OpenFile}
        # An agreement to a move hangs from older versions only.
        assert presser.pressed == set(get_args(StaffPress)) - of_experts - {AgreeToMove, ShowAgain}
        assert r.play.violations == []


async def _answer_and_open(r: Rehearsal, group: Group, presser: Presser) -> None:
    dana = group.members[1]
    await give_role(r, group, "head", r.admin)
    await put_case(r, "Врач требует деньги", level="contact")
    card = await newest(group, "Врач требует деньги")
    await presser.press(group, dana, await answer(group, dana, card, "Ненужный ответ"), DropReply, "Не отправлено.")
    sent = await answer(group, dana, card, "Ответ офиса")
    await presser.press(group, dana, sent, SendReply, "гражданин прочтёт его по коду")
    await presser.press(group, r.admin, card, OpenContacts, "Напишите причину открытия")
    prompt = await newest(group, "Напишите причину открытия")
    await group.send(r.admin, "Уточнить день приёма", reply_to=prompt, as_anonymous_admin=True)
    who = await newest(group, "Анонимный администратор группы неизвестен")
    await presser.press(group, r.admin, who, GiveReason, "Контакты отправлены в личный чат")


async def _take_words_back(r: Rehearsal, group: Group, presser: Presser) -> None:
    dana = group.members[1]
    await group.send(r.admin, "/takeback 60")
    await newest(group, "можно вернуть в течение (секунд): 60")
    await put_case(r, "Поспешное дело")
    preview = await answer(group, dana, await newest(group, "Поспешное дело"), "Не тот ответ")
    await presser.turn(group, dana, preview, "out:", "Вернуть")
    await presser.turn(group, dana, preview, "undo:", "Отправить гражданину")
    assert "Ответ возвращён" in group.message(preview.id).text
    await presser.turn(group, dana, preview, "not:", "Не отправлено.")
    await group.send(r.admin, "/takeback 0")
    await newest(group, "Возврат отправленного ответа выключен")


async def _give_to_the_head(r: Rehearsal, group: Group, presser: Presser) -> None:
    private = r.play.private(r.admin)
    await put_case(r, "Трудное дело")
    card = await newest(group, "Трудное дело")
    await presser.turn(group, group.members[1], card, "page:more:", "Передать руководителю")
    await presser.turn(group, group.members[1], card, "do:head:", "")
    given = await newest(private, "Трудное дело")
    for words, kind, told in (
        ("Слишком строго", DropAsHead, "Не отправлено."),
        ("Меры приняты", SendAsHead, "гражданин прочтёт его по коду"),
    ):
        said = await private.send(words, reply_to=given)
        preview = await private.wait_for(lambda m: m.from_bot and bool(m.buttons), PATIENCE, after=said)
        await presser.press_in(private, preview, kind, told)


async def _work_a_case_to_its_end(r: Rehearsal, group: Group, presser: Presser) -> None:
    dana, first = group.members[1], await put_case(r, "Первое дело")
    await newest(group, "Первое дело")
    await put_case(r, "Второе дело")
    card = await newest(group, "Второе дело")

    async def turn(data: str, shows: str) -> None:
        await presser.turn(group, dana, card, data, shows)

    async def write(act: CaseAct, asked: str, words: str, told: str) -> None:
        await presser.write(group, dana, card, act, asked, words, told)

    await turn("do:take:", "Ответственный: Дана")
    await write(CaseAct.ASK, "Напишите вопрос", "В какой день?", "будет отправлен такой вопрос")
    asked = await newest(group, "В какой день?")
    await presser.press(group, dana, asked, SendQuestion, "Вопрос сохранён")
    await turn("page:more:", "Внутренняя заметка")
    await write(CaseAct.NOTE, "Напишите внутреннюю заметку", "Позвонить в больницу", "заметка сохранена")
    await turn("page:more:", "Продлить срок")
    await write(CaseAct.EXTEND, "новый срок", _later(r), "Причина: ждём документы")
    await turn("page:more:", "История")
    await turn("do:history:", "")
    assert "Позвонить в больницу" in (await newest(group, "История обращения")).text
    await turn("page:rest:", "Вложения")
    await write(CaseAct.OUTSIDE, "номер в системе eOtinish", "ЗТ-2026-1", "Номер eOtinish сохранён")
    await turn("do:answer:", "")
    prompt = await newest(group, "Напишите ответ офиса")
    await group.send(dana, "Виновный наказан", reply_to=prompt)
    preview = await group.wait_for(lambda m: "Виновный наказан" in m.text and "Отправить гражданину" in m.labels)
    await presser.press(group, dana, preview, SendReply, "гражданин прочтёт его по коду")
    await turn("page:results:", "Назад")
    await turn(":measures", "Статус: Закрыто")
    await write(CaseAct.REOPEN, "Напишите причину", "Новые сведения", "начался новый срок")
    await turn("page:more:", "Ещё…")
    await turn("page:rest:", "Оставить без рассмотрения")
    await write(CaseAct.REJECT, "Напишите причину", "Нет сути", "Гражданин прочтёт причину")
    await write(CaseAct.REOPEN, "Напишите причину", "Суть нашлась", "начался новый срок")
    await turn("page:more:", "Ещё…")
    await turn("page:rest:", "Повторное")
    await write(CaseAct.DUPLICATE, "номер первого обращения", first.number, "Первое обращение")
    await newest(group, "Статус: Объединено")


async def _send_on_and_hand_over(r: Rehearsal, group: Group, presser: Presser) -> None:
    dana, erlan = group.members[1:]
    picture = await put_file(r, planted.photo())
    await put_case(r, "Третье дело", attached=(picture,))
    card = await newest(group, "Третье дело")

    async def turn(data: str, shows: str, person: Person = dana) -> None:
        await presser.turn(group, person, card, data, shows)

    async def rest() -> None:
        await turn("page:more:", "Ещё…")
        await turn("page:rest:", "Спам")

    await turn("do:take:", "Ответственный: Ерлан", erlan)
    await turn("page:more:", "Передать коллеге")
    await turn("page:officers:", "Дана", erlan)
    digits = r.house.store.safe.person_mark(dana.id).hex()[:16]
    await turn(digits, "Ответственный: Дана", erlan)
    await turn("page:more:", "Передать коллеге")
    await turn("page:officers:", "Снять с себя")
    await turn("do:release:", "Ответственный: не назначен")
    await turn("do:take:", "Ответственный: Дана")
    await rest()
    await turn("do:files:", "Вложения")
    await turn("page:front:", "Закрыть")
    await turn("page:bodies:", "Прокуратура")
    await presser.write(group, dana, card, CaseAct.REDIRECT, "компетентного органа", "Министерство", "Отмечено как")
    await group.wait_for(lambda m: m.id == card.id and "Кому передано: Министерство" in m.text, PATIENCE)
    await turn("page:bodies:", "Прокуратура")
    await turn(":prosecutor", "Кому передано: Прокуратура")
    await rest()
    await turn("page:spam:", "Да, это спам")
    await turn("page:front:", "Закрыть")
    await rest()
    await turn("page:spam:", "Да, это спам")
    await turn("do:spam:", "Статус: Оставлено")
    await _transfer(r, group, presser)


async def _transfer(r: Rehearsal, group: Group, presser: Presser) -> None:
    other, dana = await r.bind("abai", members=("Сәуле",)), group.members[1]
    case = await put_case(r, "Четвёртое дело")
    card = await newest(group, "Четвёртое дело")
    await presser.turn(group, dana, card, "do:take:", "Ответственный: Дана")
    to_rest = (("page:more:", "Ещё…"), ("page:rest:", "Передать в другой регион"))
    for data, shows in (*to_rest, ("do:conflict:", "Ответственный: не назначен"), *to_rest):
        await presser.turn(group, dana, card, data, shows)
    words = "Абайская область\nВсё случилось там"
    await presser.write(group, dana, card, CaseAct.TRANSFER, "в первой строке регион", words, "передано в другой офис")
    await newest(other, "Всё случилось там")
    assert case.number in (await newest(other, "Четвёртое дело")).text
    gone = await group.wait_for(lambda m: m.id == card.id and "Четвёртое дело" not in m.text, PATIENCE)
    assert "передано в другой офис" in gone.text and gone.labels == ()


def _later(r: Rehearsal) -> str:
    """A day that lies after every term of today, and a reason."""
    return f"{(r.clock.now() + timedelta(days=40)):%d.%m.%Y} ждём документы"


async def _turn_pages(r: Rehearsal, group: Group, presser: Presser) -> None:
    dana, chat = group.members[1], r.citizen()
    for _ in range(11):
        case = await put_case(r, "Трактор сломан", level="relay", chat=chat)
    await newest(group, case.number)
    for command, kind in (("/queue", TurnList), ("/find трактор сломанный", TurnFound)):
        said = await group.send(dana, command)
        listed = await group.wait_for(lambda m: m.from_bot and "/case" in m.text, PATIENCE, after=said)
        (data,) = [each for each in _drawn(listed) if isinstance(read_staff_press(each), kind)]
        await (await group.press(dana, data, listed)).answered(PATIENCE)
        await group.wait_for(lambda m, at=listed.id: m.id == at and "◀ Предыдущие" in m.labels, PATIENCE)
        presser.pressed.add(kind)
    await group.send(r.admin, "/templates ru\nОтказ\nЭто не в нашей власти.")
    await newest(group, "Шаблон сохранён: Отказ")
    await group.send(r.admin, "/templates")
    listed = await newest(group, "Шаблоны ответов")
    await presser.press(group, r.admin, listed, PickTemplate, "Это не в нашей власти.\n\nПеред отправкой")
    picked = await newest(group, "Перед отправкой")
    await presser.press(group, r.admin, picked, DropTemplate, "Удалить шаблон?")


async def _command_and_move(r: Rehearsal, group: Group, presser: Presser) -> None:
    chief = r.play.person("Бастық")
    await group.add(chief, by=r.admin, admin=True)
    new = await rejoin(r, "Новая кеңсе")
    await new.send(r.admin, "/bind mangystau", as_anonymous_admin=True)
    who = await newest(new, "анонимный администратор")
    await presser.press(new, r.admin, who, RepeatCommand, "запрошено подтверждение")
    question = await newest(group, "Запрошен перевод региона")
    await presser.press(group, chief, question, ConfirmMove, "Подтверждено: Бастық")
    await presser.press(group, chief, await newest(group, "Перевод региона подтверждён"), StopDeed, "Остановлено: Баст")
    await group.send(r.admin, "/unbind")
    asked = await newest(group, "Отвязать группу от региона?")
    r.clock.jump(24 * 3600)
    await presser.press(group, r.admin, asked, UnbindGroup, "Группа отвязана")


async def _remove_an_admin(r: Rehearsal, presser: Presser) -> None:
    private, other = r.play.private(r.admin), r.play.private(r.play.person("Сәуле"))
    await other.send(f"/start {await r.house.store.database.write(admins.make_link, turn_of(r))}")
    await newest(private, "Администратор добавлен: Сәуле")
    await private.send("/admins")
    listed = await newest(private, "Сәуле – по ссылке")
    await presser.press_in(private, listed, RemoveAdmin, "Исключить администратора?")
    await presser.press_in(private, await newest(private, "Исключить адм"), RemoveAdmin, "исключён: Сәуле")
    await newest(other, "Администратор исключён: Сәуле")


async def _decide_what_was_set_aside(r: Rehearsal, group: Group, presser: Presser) -> None:
    private = r.play.private(r.admin)
    words = "Bad Request: BUTTON_DATA_INVALID"
    fault = r.play.fail("sendMessage", kind="refuse", times=None, description=words, chat=group.id)
    await put_case(r, "Никогда не дойдёт")
    await presser.press_alert(private, TryItem, "Будет отправлено ещё раз")
    await presser.press_alert(private, DropItem, "Отправляться не будет")
    fault.clear()
