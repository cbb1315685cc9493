"""Every button of officers and admins: spelled as it always was, read back strictly, within what Telegram carries."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import bodies
from bot.catalogue.regions import REGIONS
from bot.conversation.values.callback import FOREIGN, read_press, spell_press
from bot.conversation.values.choices import Send, ShowMenu
from bot.desk.expert_presses import (
    AgreeAsExpert,
    DeclineCase,
    DropAsExpert,
    OpenFile,
    RefuseAsExpert,
    SendAsExpert,
    SendToExpert,
)
from bot.desk.list_presses import CaseList, DropTemplate, PickTemplate, ShowAgain, TurnFound, Turning, TurnList
from bot.desk.presses import (
    AgreeToMove,
    CardPage,
    CaseAct,
    CloseAs,
    ConfirmMove,
    DropAsHead,
    DropItem,
    DropReply,
    GiveReason,
    HandTo,
    OpenContacts,
    PrivatePress,
    RemoveAdmin,
    RepeatCommand,
    SendAsHead,
    SendOn,
    SendQuestion,
    SendReply,
    ShowPage,
    StaffPress,
    StopDeed,
    TakeBack,
    TryItem,
    UnbindGroup,
    WorkOn,
    read_private_press,
    read_staff_press,
    spell_staff_press,
)
from bot.terms import Language, Result

CASE = "0123456789abcdef0123456789abcdef"
ACTS = (
    "take", "release", "ask", "answer", "note", "extend", "redirect", "transfer", "reject", "spam", "duplicate",
    "outside", "conflict", "reopen", "history", "files", "head", "group", "desk", "recall",
)  # fmt: skip
PAGES = ("front", "more", "rest", "bodies", "results", "officers", "experts", "spam")
BODIES = ("anticorruption", "police", "prosecutor", "akimat", "labour", "city")
RESULTS = ("measures", "explained", "not_confirmed", "forwarded", "proposal_used", "proposal_not", "other")
SPELLINGS: dict[str, StaffPress] = {
    f"out:{CASE}:7": SendReply(CASE, 7),
    f"out:{CASE}:7:yes": SendReply(CASE, 7, sure=True),
    f"ask:{CASE}:7": SendQuestion(CASE, 7),
    f"ask:{CASE}:7:yes": SendQuestion(CASE, 7, sure=True),
    f"not:{CASE}:10": DropReply(CASE, 10),
    f"undo:{CASE}:10": TakeBack(CASE, 10),
    **{f"do:{act}:{CASE}": WorkOn(CaseAct(act), CASE) for act in ACTS},
    **{f"page:{page}:{CASE}": ShowPage(CardPage(page), CASE) for page in PAGES},
    **{f"body:{CASE}:{body}": SendOn(CASE, body) for body in BODIES},
    **{f"end:{CASE}:{result}": CloseAs(CASE, Result(result)) for result in RESULTS},
    f"hand:{CASE}:0123456789abcdef": HandTo(CASE, "0123456789abcdef"),
    f"open:{CASE}": OpenContacts(CASE),
    f"why:{CASE}": GiveReason(CASE),
    "move:mangystau": AgreeToMove("mangystau"),
    "bind:mangystau": RepeatCommand("bind", "mangystau"),
    "bind:": RepeatCommand("bind"),
    "unbind:": RepeatCommand("unbind"),
    "regions:": RepeatCommand("regions"),
    "grouplang:": RepeatCommand("grouplang"),
    "grouplang:ru": RepeatCommand("grouplang", "ru"),
    f"agree:{CASE}": ConfirmMove(CASE),
    f"stop:{CASE}": StopDeed(CASE),
    "part:mangystau": UnbindGroup("mangystau"),
    f"rid:{CASE}": RemoveAdmin(CASE),
    f"rid:{CASE}:yes": RemoveAdmin(CASE, sure=True),
    f"hout:{CASE}:7": SendAsHead(CASE, 7),
    f"hnot:{CASE}:7": DropAsHead(CASE, 7),
    f"exp:{CASE}:0123456789abcdef": SendToExpert(CASE, "0123456789abcdef"),
    f"efile:{CASE}:0:2": OpenFile(CASE, 0, 2),
    f"eyes:{CASE}": AgreeAsExpert(CASE),
    f"eno:{CASE}": RefuseAsExpert(CASE),
    f"eout:{CASE}:7": SendAsExpert(CASE, 7),
    f"enot:{CASE}:7": DropAsExpert(CASE, 7),
    f"edecl:{CASE}": DeclineCase(CASE),
    f"again:{CASE}": ShowAgain(CASE),
    "try:12": TryItem(12),
    "drop:0": DropItem(0),
    "list:queue:on:2026-11-27:47-26-12345": TurnList(CaseList.QUEUE, Turning.LATER, "2026-11-27", "47-26-12345"),
    "list:mine:back:2026-11-27:47-26-12345:0123456789abcdef": TurnList(
        CaseList.MINE, Turning.EARLIER, "2026-11-27", "47-26-12345", CASE[:16]
    ),
    f"found:{CASE}:4": TurnFound(CASE, 4),
    f"ready:{CASE}": PickTemplate(CASE),
    f"unready:{CASE}": DropTemplate(CASE),
    f"unready:{CASE}:yes": DropTemplate(CASE, sure=True),
}
"""As they hang in groups: a line may be added, and none may change."""
LONGEST: tuple[StaffPress, ...] = (
    SendReply("f" * 32, 999_999_999, sure=True),
    SendQuestion("f" * 32, 999_999_999, sure=True),
    *(WorkOn(act, "f" * 32) for act in CaseAct),
    *(ShowPage(page, "f" * 32) for page in CardPage),
    *(SendOn("f" * 32, body.id) for body in bodies.frequent()),
    *(CloseAs("f" * 32, result) for result in Result),
    HandTo("f" * 32, "f" * 16),
    DropReply("f" * 32, 999_999_999),
    TakeBack("f" * 32, 999_999_999),
    OpenContacts("f" * 32),
    GiveReason("f" * 32),
    AgreeToMove("z" * 32),
    RepeatCommand("z" * 32, "z" * 31),
    ConfirmMove("f" * 32),
    StopDeed("f" * 32),
    UnbindGroup("z" * 32),
    RemoveAdmin("f" * 32, sure=True),
    SendAsHead("f" * 32, 999_999_999),
    DropAsHead("f" * 32, 999_999_999),
    SendToExpert("f" * 32, "f" * 16),
    OpenFile("f" * 32, 999_999_999, 999_999_999),
    AgreeAsExpert("f" * 32),
    RefuseAsExpert("f" * 32),
    SendAsExpert("f" * 32, 999_999_999),
    DropAsExpert("f" * 32, 999_999_999),
    DeclineCase("f" * 32),
    ShowAgain("f" * 32),
    TryItem(999_999_999),
    DropItem(999_999_999),
    TurnList(CaseList.QUEUE, Turning.EARLIER, "2026-11-27", "47-26-1234567890", "f" * 16),
    TurnFound("f" * 32, 999_999_999),
    PickTemplate("f" * 32),
    DropTemplate("f" * 32, sure=True),
)
IDS = st.text(st.sampled_from("0123456789abcdef"), min_size=32, max_size=32)
NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789_"), min_size=1, max_size=31)
BODY_NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789_"), min_size=1, max_size=25)
DIGITS = st.text(st.sampled_from("0123456789abcdef"), min_size=16, max_size=16)
SEQS = st.integers(0, 999_999_999)
VERBS = {press.verb for press in get_args(StaffPress)}
PRESSES: st.SearchStrategy[Any] = (
    st.builds(SendReply, IDS, SEQS, st.booleans())
    | st.builds(SendQuestion, IDS, SEQS, st.booleans())
    | st.builds(WorkOn, st.sampled_from(CaseAct), IDS)
    | st.builds(ShowPage, st.sampled_from(CardPage), IDS)
    | st.builds(SendOn, IDS, BODY_NAMES)
    | st.builds(CloseAs, IDS, st.sampled_from(Result))
    | st.builds(HandTo, IDS, DIGITS)
    | st.builds(DropReply, IDS, SEQS)
    | st.builds(TakeBack, IDS, SEQS)
    | st.builds(OpenContacts, IDS)
    | st.builds(GiveReason, IDS)
    | st.builds(AgreeToMove, NAMES)
    | st.builds(ConfirmMove, IDS)
    | st.builds(StopDeed, IDS)
    | st.builds(UnbindGroup, NAMES)
    | st.builds(RemoveAdmin, IDS, st.booleans())
    | st.builds(TryItem, SEQS)
    | st.builds(DropItem, SEQS)
    | st.builds(TurnFound, IDS, SEQS)
    | st.builds(RepeatCommand, NAMES.filter(lambda name: name not in VERBS), NAMES)
)


def test_every_button_is_spelled_as_it_hangs_in_groups() -> None:
    assert {type(press) for press in SPELLINGS.values()} == set(get_args(StaffPress))
    assert {spell_staff_press(press): press for press in SPELLINGS.values()} == SPELLINGS
    assert {spelled: read_staff_press(spelled) for spelled in SPELLINGS} == SPELLINGS


def test_every_act_page_result_and_body_has_its_spelling_written_out() -> None:
    assert (set(ACTS), set(PAGES), set(RESULTS)) == (set(CaseAct), set(CardPage), set(Result))
    assert set(BODIES) == {body.id for body in bodies.frequent()}


def test_every_region_can_be_named_by_a_button() -> None:
    for region in REGIONS:
        for press in (AgreeToMove(region), RepeatCommand("bind", region)):
            assert read_staff_press(spell_staff_press(press)) == press


@given(PRESSES)
def test_what_is_spelled_is_read_back(press: StaffPress) -> None:
    assert read_staff_press(spell_staff_press(press)) == press


def test_the_longest_press_fits_into_64_bytes() -> None:
    assert {type(press) for press in LONGEST} == set(get_args(StaffPress))
    assert max(len(spell_staff_press(press).encode()) for press in LONGEST) == 64


@pytest.mark.parametrize(
    "forged",
    [
        "", ":", "::", "out", "out:", f"out:{CASE}", f"out:{CASE}:", f"out:{CASE}:-1", f"out:{CASE}:01",
        f"out:{CASE}:1:1", f"out:{CASE}:1000000000", f"out:{CASE}:٣", f"out:{CASE.upper()}:1", f"out:{CASE[1:]}:1",
        f"not:{CASE}", f"open:{CASE}0", f"open:{CASE}:1", "open:", "why:", "why:қ", "move", "move:", "move:\x00",
        "move:Алматы", "move:a:b", "bind", "unbind", "Bind:x", "bind:Алматы", "bind:a b", "bind:a\n", "bind:a:b",
        "bind:" + "a" * 32, "try", "try:", "try:x", "try:-1", "drop:1:1", "drop:01",
        "agree:", f"agree:{CASE}:1", f"agree:{CASE[1:]}", "stop:", f"stop:{CASE.upper()}", "part", "part:", "part:a:b",
        "list:", "list:queue", "list:queue:on:2026-11-27", "list:all:on:2026-11-27:47-26-12345", f"found:{CASE}:",
        "list:queue:up:2026-11-27:47-26-12345", "list:queue:on:27.11.2026:47-26-12345", "list:queue:on:2026-11-27:1",
        "rid:", f"rid:{CASE}:", f"rid:{CASE}:no", f"rid:{CASE}:yes:yes",
        f"do:{CASE}", f"do:take:{CASE[1:]}", f"do:steal:{CASE}", f"do:TAKE:{CASE}", f"do:take:{CASE}:1", "do:take:",
        f"page:{CASE}", f"page:back:{CASE}", "page:more:", f"body:{CASE}", f"body:{CASE}:", f"body:{CASE}:Полиция",
        f"end:{CASE}:", f"end:{CASE}:done", f"hand:{CASE}:", f"hand:{CASE}:0123456789ABCDEF", f"hand:{CASE}:012345",
        f"hand:{CASE}:0123456789abcdef0", f"out:{CASE}:1:no", f"ask:{CASE}", f"ask:{CASE}:1:sure",
        "a" * 33 + ":", "ru1:menu:x", "қ:x", "/bind:x",
    ],
)  # fmt: skip
def test_forged_presses_are_none(forged: str) -> None:
    assert read_staff_press(forged) is None


@given(st.sampled_from(sorted(SPELLINGS)), st.data())
def test_what_is_read_is_spelled_so_and_not_otherwise(spelled: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(spelled)))
    put = data.draw(st.text(max_size=2) | st.sampled_from((":", "0", "ru")))
    mutated = spelled[:at] + put + spelled[at + data.draw(st.integers(0, 1)) :]
    press = read_staff_press(mutated)
    assert press is None or spell_staff_press(press) == mutated


def test_in_a_private_chat_no_press_is_taken_for_a_citizens_nor_a_citizens_for_it() -> None:
    """Both hang in the chat of an admin. A citizen's begins with a language and a step: kk0:…, ru1f:…"""
    for spelled, press in SPELLINGS.items():
        is_private = isinstance(press, get_args(PrivatePress))
        assert read_private_press(spelled) == (press if is_private else None)
        assert not is_private or read_press(spelled) == FOREIGN
    for language in Language:
        for choice in (ShowMenu(), Send("0" * 12)):
            assert read_private_press(spell_press(choice, 7, language)) is None


def test_what_could_not_be_read_back_is_not_spelled() -> None:
    for press in (OpenContacts("1"), AgreeToMove(""), RepeatCommand("bind", "Алматы"), SendReply(CASE, -1)):
        with pytest.raises(ValueError, match="cannot be spelled"):
            spell_staff_press(press)
