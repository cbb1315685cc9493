"""One item of every kind with its lane; whoever adds a kind adds a specimen, or the tests name what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.outgoing.items import (
    QUIET,
    AnswerCommand,
    AskWho,
    AskWords,
    DeleteMessage,
    EditPreview,
    Item,
    LeaveGroup,
    LetGo,
    PostAddition,
    PostCard,
    PostFiles,
    PostOpinion,
    PushCitizen,
    RefreshCard,
    RemindOffice,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowHistory,
    ShowPreview,
    ShowToExpert,
    TellDigest,
    TellExpert,
    TellHead,
    TellOfCitizen,
    TurnCard,
    WipePosts,
)
from bot.desk.outgoing.lanes import AdminLane, CaseLane, GroupLane, Lane, OfficeLane, OfficerLane, WordsLane
from bot.desk.people import Spot
from bot.desk.presses import CardPage
from bot.desk.wishes import Wanted
from bot.terms import Reminder

CASE, WISH = "a" * 32, "d" * 32
SPOT = Spot(-100, 7)
OFFICE = OfficeLane("mangystau")
SPECIMENS: Sequence[tuple[Lane, Item]] = (
    (OFFICE, PostCard(CASE)),
    (OFFICE, PostAddition(CASE, 1)),
    (OFFICE, PostFiles(CASE, 0, ("f" * 32, "e" * 32), 3, 4)),
    (OFFICE, ShowPreview(CASE, 2)),
    (OFFICE, EditPreview(CASE, 2, SPOT, "s.sent")),
    (OFFICE, EditPreview(CASE, 2, SPOT, "s.answered_already", {"staff": "Дана"}, doubted=True)),
    (OFFICE, SayInGroup("s.reposted")),
    (OFFICE, SayInGroup("s.not_delivered", {"case_no": "12-26-10000"}, SPOT, CASE)),
    (OFFICE, SayInGroup("s.ask_prompt", {"case_no": "12-26-10000"}, SPOT, CASE, asks=True)),
    (OFFICE, TellOfCitizen(CASE, "s.citizen_rating", {"case_no": "12-26-10000", "rating": 2})),
    (GroupLane("0" * 32), SayInChat(-100, "s.gone", reply_to=SPOT)),
    (AdminLane("1" * 32), SayInChat(7, "a.set_aside", {"n": 3}, presses=("try:3", "drop:3"))),
    (OfficerLane("2" * 32), SayInChat(7, "s.still_yours", presses=(f"again:{CASE}",), labels=("12-26-10000",))),
    (GroupLane("0" * 32), AnswerCommand(-100, "help", ("one", "two"), ())),
    (GroupLane("0" * 32), AnswerCommand(-100, "bind", ("which?",), ((("a", "bind:a"), ("b", "bind:b")),), SPOT)),
    (GroupLane("0" * 32), LeaveGroup(-100)),
    (OFFICE, AskWords(CASE, WISH, SPOT)),
    (OFFICE, AskWords(CASE, WISH, SPOT, again=True)),
    (OFFICE, AskWords(CASE, WISH, SPOT, wanted=Wanted.EXTENSION, values={"max_date": "2026-05-20"})),
    (OFFICE, AskWho(CASE, WISH, SPOT)),
    (OFFICE, RefreshCard(CASE)),
    (OFFICE, RefreshCard(CASE, QUIET)),
    (OFFICE, TurnCard(CASE, SPOT, CardPage.MORE)),
    (OFFICE, ShowHistory(CASE, SPOT)),
    (WordsLane(CASE), LetGo(CASE, 3, SPOT, "f" * 32)),
    (OFFICE, WipePosts(CASE, "abai")),
    (OFFICE, RemindOffice(CASE, Reminder.OVERDUE)),
    (OFFICE, TellDigest("2026-03-02")),
    (CaseLane(CASE), PushCitizen(CASE)),
    (OfficerLane("2" * 32), SendContacts(CASE, 21)),
    (OfficerLane("2" * 32), TellHead(CASE, 21)),
    (OfficerLane("2" * 32), TellHead(CASE, 21, 3)),
    (OfficerLane("2" * 32), TellExpert(CASE, 31)),
    (OfficerLane("2" * 32), TellExpert(CASE, 31, 2)),
    (OfficerLane("2" * 32), TellExpert(CASE, 31, added=5)),
    (OfficerLane("2" * 32), TellExpert(CASE, 31, reminds=True)),
    (OfficerLane("2" * 32), ShowToExpert(CASE, 31, "f" * 32, 1)),
    (OFFICE, PostOpinion(CASE, 4)),
    (OfficerLane("2" * 32), DeleteMessage(SPOT)),
)
