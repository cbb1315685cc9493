"""Every button of a citizen: spelled as it always was, read back strictly, within what Telegram carries."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.values.callback import FOREIGN, read_press, spell_press
from bot.conversation.values.case_choices import (
    AsReport,
    BackToCase,
    Correct,
    DropFacts,
    FactsAgain,
    FactsToHead,
    Give,
    GiveReady,
    OfficeFiles,
    Rate,
    RemoveFactsFile,
    ShowNotice,
    Stars,
    Sure,
    Want,
    WriteFacts,
)
from bot.conversation.values.choices import (
    AddBeside,
    AllChoices,
    Anew,
    AnyChoice,
    AsAddition,
    AskStatus,
    Attach,
    Back,
    Begin,
    BeginIn,
    Cancel,
    ChooseLanguage,
    Drop,
    Edit,
    HideMessage,
    LeaveBeside,
    Pick,
    PickNamed,
    ReceiptGone,
    ReceiptSaved,
    RemoveFile,
    Resume,
    Send,
    SendReady,
    ShowMenu,
    ShowMine,
    Skip,
    TextAgain,
    TextDone,
    ToPreview,
    read_choice,
    spell_choice,
)
from bot.conversation.values.erasing_choices import (
    FindContacts,
    ListLinked,
    ShowErasing,
    SureChatErased,
    WantChatErased,
)
from bot.conversation.values.events import Pressed
from bot.conversation.values.own_acts import OwnAct
from bot.conversation.values.page_choices import Advice, ShowAbout, ShowAdvice, ShowHelp, ShowPrivacy
from bot.conversation.values.review_choices import (
    FactsKeep,
    FactsMask,
    FactsRetype,
    HideMarked,
    Keep,
    Mask,
    Retype,
    TurnPage,
    TurnRow,
)
from bot.conversation.values.spelling import Every, Fingerprint, Id, Name, Number
from bot.terms import Kind, Language

CASE = "0123456789abcdef0123456789abcdef"
SPELLINGS: dict[str, AnyChoice] = {
    "lang:kk": ChooseLanguage(Language.KAZAKH),
    "lang:ru": ChooseLanguage(Language.RUSSIAN),
    "in:kk:report": BeginIn(Language.KAZAKH, Kind.REPORT),
    "in:ru:proposal": BeginIn(Language.RUSSIAN, Kind.PROPOSAL),
    "new:report": Begin(Kind.REPORT),
    "new:proposal": Begin(Kind.PROPOSAL),
    "menu": ShowMenu(),
    "status": AskStatus(),
    "help": ShowHelp(),
    "advice:bribe": ShowAdvice(Advice.BRIBE),
    "advice:where": ShowAdvice(Advice.WHERE),
    "privacy": ShowPrivacy(),
    "about": ShowAbout(),
    "about:mangystau": ShowAbout("mangystau"),
    "erase": ShowErasing(),
    "wipe": WantChatErased(),
    "wipe-sure": SureChatErased(),
    "linked": ListLinked(),
    "contacts": FindContacts(),
    f"show:{CASE}": ShowNotice(CASE),
    "saved": ReceiptSaved(),
    "gone:7": ReceiptGone(7),
    "toadd": AsAddition(),
    "hide": HideMessage(),
    f"hide:{CASE}": HideMessage(CASE),
    "send:0123456789ab": Send("0123456789ab"),
    "resume": Resume(),
    "drop": Drop(),
    "anew": Anew(),
    "anew:report": Anew(Kind.REPORT),
    "back": Back(),
    "send-ready:3": SendReady(3),
    "=almaty_city": Pick("almaty_city"),
    "named:road_police": PickNamed("road_police"),
    "all": AllChoices(),
    "done": TextDone(),
    "again": TextAgain(),
    "skip": Skip(),
    "mask": Mask(),
    "mask:all": Mask(every=True),
    "keep": Keep(),
    "retype": Retype(),
    "turn:3:0123456789ab": TurnRow(3, "0123456789ab"),
    "rows:1": TurnPage(1),
    "marked:0123456789ab": HideMarked("0123456789ab"),
    "beside": AddBeside(),
    "unbeside": LeaveBeside(),
    "attach": Attach(),
    "unfile:10": RemoveFile(10),
    "preview": ToPreview(),
    "edit": Edit(),
    "edit:text": Edit("text"),
    "cancel": Cancel(),
    "facts": WriteFacts(),
    f"facts:{CASE}": WriteFacts(CASE),
    "fix": Correct(),
    f"fix:{CASE}": Correct(CASE),
    "drop_facts": DropFacts(),
    "tohead": FactsToHead(),
    "again_facts": FactsAgain(),
    "case": BackToCase(),
    f"case:{CASE}": BackToCase(CASE),
    "files": OfficeFiles(),
    f"files:{CASE}": OfficeFiles(CASE),
    "unfile_facts:1": RemoveFactsFile(1),
    "give": Give(),
    "give-ready:0": GiveReady(0),
    "fmask": FactsMask(),
    "fmask:all": FactsMask(every=True),
    "fkeep": FactsKeep(),
    "fretype": FactsRetype(),
    f"want:withdraw:{CASE}": Want(OwnAct.WITHDRAW, CASE),
    f"want:uncontact:{CASE}": Want(OwnAct.UNCONTACT, CASE),
    f"sure:unlink:{CASE}": Sure(OwnAct.UNLINK, CASE),
    f"rate:4:{CASE}": Rate(Stars.FOUR, CASE),
    "toreport": AsReport(),
    "my": ShowMine(),
}
"""As they hang in the chats of people: a line may be added, and none may change."""
NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789_-"), min_size=1, max_size=32)
HEX = "0123456789abcdef"
KINDS: dict[Any, tuple[st.SearchStrategy[Any], Any]] = {
    Language: (st.sampled_from(Language), Language.KAZAKH),
    Kind: (st.sampled_from(Kind), Kind.PROPOSAL),
    Advice: (st.sampled_from(Advice), Advice.WHERE),
    Kind | None: (st.sampled_from((*Kind, None)), Kind.PROPOSAL),
    Id: (st.text(st.sampled_from(HEX), min_size=32, max_size=32), "f" * 32),
    Name: (NAMES, "z" * 32),
    Id | None: (st.none() | st.text(st.sampled_from(HEX), min_size=32, max_size=32), "f" * 32),
    Name | None: (st.none() | NAMES, "z" * 32),
    Number: (st.integers(0, 999_999_999), 999_999_999),
    Fingerprint: (st.text(st.sampled_from(HEX), min_size=12, max_size=12), "f" * 12),
    Every: (st.booleans(), True),
    OwnAct: (st.sampled_from(OwnAct), OwnAct.UNCONTACT),
    Stars: (st.sampled_from(Stars), Stars.FIVE),
}
"""For each type of a field its values, and the one that is longest when it is spelled."""
LONGEST_STEP = 36**12 - 1


def kinds_of(choice: type[AnyChoice]) -> dict[str, tuple[st.SearchStrategy[Any], Any]]:
    hints = get_type_hints(choice, include_extras=True)
    return {field.name: KINDS[hints[field.name]] for field in fields(choice)}


CHOICES = st.one_of(
    *(st.builds(each, **{name: values for name, (values, _) in kinds_of(each).items()}) for each in get_args(AnyChoice))
)


def test_every_button_is_spelled_as_it_hangs_in_peoples_chats() -> None:
    assert {type(choice) for choice in SPELLINGS.values()} == set(get_args(AnyChoice))
    assert {spell_choice(choice): choice for choice in SPELLINGS.values()} == SPELLINGS
    assert {spelled: read_choice(spelled) for spelled in SPELLINGS} == SPELLINGS


@given(CHOICES, st.integers(0, LONGEST_STEP), st.sampled_from(("kk", "ru")))
def test_what_is_spelled_is_read_back(choice: AnyChoice, step: int, language: str) -> None:
    assert read_choice(spell_choice(choice)) == choice
    assert read_press(spell_press(choice, step, language)) == Pressed(choice, step, language)


@pytest.mark.parametrize("each", get_args(AnyChoice))
def test_the_longest_press_fits_into_64_bytes(each: type[AnyChoice]) -> None:
    longest = each(**{name: value for name, (_, value) in kinds_of(each).items()})
    assert len(spell_press(longest, LONGEST_STEP, "kk").encode()) <= 64
    assert read_press(spell_press(longest, LONGEST_STEP, "kk")) == Pressed(longest, LONGEST_STEP, "kk")


@pytest.mark.parametrize(
    "forged",
    [
        "", ":", "=", "==", "=a:b", "=Алматы", "=қала", "=" + "a" * 33, "=a b", "=a\n", "=\x00", "unknown", "Menu",
        "menu ", " menu", "menu:", "menu:x", "menu\n", "back:back", "lang", "lang:", "lang:en", "lang:kk:kk",
        "lang::kk", "new", "new:x", "anew:", "anew:x", "edit:", "edit::", "edit::text", "edit:text:", "edit:TEXT",
        "edit:" + "a" * 33,
        "mask:", "mask:al", "mask:all:all", "keep:all", "send", "send:", "send:0123456789a", "send:0123456789abc",
        "send:0123456789aB", "send:٠١٢٣٤٥٦٧٨٩٠١", "send-ready", "send-ready:", "send-ready:-1", "send-ready:+1",
        "send-ready:01", "send-ready:1.0", "send-ready:٣", "send-ready:1_0", "unfile", "unfile:1000000000", "unfile:²",
        "show:", f"show:{CASE}0", f"show:{CASE[1:]}", f"show:{CASE.upper()}", f"show:{CASE}:{CASE}", "give-ready",
        "facts:", f"facts:{CASE[1:]}", "hide:x", f"case:{CASE.upper()}", f"files:{CASE}:{CASE}", "drop_facts:",
        "again_fact", f"add:{CASE}", "again-facts", "fmask:every", "s", "meny",
        "turn", "turn:", "turn:1", "turn:1:", "turn:-1:0123456789ab", "turn:1:0123456789aB", "turn:01:0123456789ab",
        "turn:1:0123456789ab:2", "rows", "rows:", "rows:-1", "marked", "marked:", "marked:0123456789a",
        "marked:0123456789abc",
    ],
)  # fmt: skip
def test_forged_choices_are_none(forged: str) -> None:
    assert read_choice(forged) is None


@given(st.sampled_from(sorted(SPELLINGS)), st.data())
def test_what_is_read_is_spelled_so_and_not_otherwise(spelled: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(spelled)))
    put = data.draw(st.text(max_size=2) | st.sampled_from((":", "=", "0", "all")))
    mutated = spelled[:at] + put + spelled[at + data.draw(st.integers(0, 1)) :]
    choice = read_choice(mutated)
    assert choice is None or spell_choice(choice) == mutated


@given(st.text(max_size=64))
def test_foreign_data_break_nothing(data: str) -> None:
    press = read_press(data)
    assert press == FOREIGN or press.language in ("kk", "ru")


@pytest.mark.parametrize(
    "data",
    ["", "x", "kk", "kk:", "kk:menu", "en1:menu", "ru-1:menu", "ru١:menu", "ruы:x", "ruA:menu", "ru01:menu",
     "ru1 :menu", "ru1:menu\n", "ru1:қала", "kk" + "z" * 13 + ":menu", "ru1:" + "x" * 61],
)  # fmt: skip
def test_data_without_language_and_step_are_none_of_ours(data: str) -> None:
    assert read_press(data) == FOREIGN


def test_of_an_unknown_choice_language_and_step_are_still_told() -> None:
    assert read_press("ruz:of-a-later-day") == Pressed(None, 35, "ru")


def test_what_could_not_be_read_back_is_not_spelled() -> None:
    for choice in (Pick("Алматы"), Pick(""), ShowNotice("1"), RemoveFile(-1), Edit("a:b")):
        with pytest.raises(ValueError, match="cannot be spelled"):
            spell_choice(choice)
