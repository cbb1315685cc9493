"""One item of every kind with its lane; whoever adds a kind adds a specimen, or the tests name what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.outgoing.items import (
    AnswerCommand,
    AskWho,
    AskWords,
    DeleteMessage,
    EditPreview,
    Item,
    LeaveGroup,
    PostAddition,
    PostCard,
    PostFiles,
    PushCitizen,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowPreview,
    TellHead,
)
from bot.desk.outgoing.lanes import AdminLane, CaseLane, GroupLane, Lane, OfficeLane, OfficerLane
from bot.desk.people import Spot

CASE, WISH = "a" * 32, "d" * 32
SPOT = Spot(-100, 7)
OFFICE = OfficeLane("mangystau")
SPECIMENS: Sequence[tuple[Lane, Item]] = (
    (OFFICE, PostCard(CASE)),
    (OFFICE, PostAddition(CASE, 1)),
    (OFFICE, PostFiles(CASE, 0, ("f" * 32, "e" * 32), 3, 4)),
    (OFFICE, ShowPreview(CASE, 2)),
    (OFFICE, EditPreview(CASE, 2, SPOT, "s.sent")),
    (OFFICE, SayInGroup("s.reposted")),
    (OFFICE, SayInGroup("s.not_delivered", {"case_no": "12-26-10000"}, SPOT, CASE)),
    (GroupLane("0" * 32), SayInChat(-100, "s.gone", reply_to=SPOT)),
    (AdminLane("1" * 32), SayInChat(7, "a.set_aside", {"n": 3}, presses=("try:3", "drop:3"))),
    (GroupLane("0" * 32), AnswerCommand(-100, "help", ("one", "two"), ())),
    (GroupLane("0" * 32), AnswerCommand(-100, "bind", ("which?",), ((("a", "bind:a"), ("b", "bind:b")),), SPOT)),
    (GroupLane("0" * 32), LeaveGroup(-100)),
    (OFFICE, AskWords(CASE, WISH, SPOT)),
    (OFFICE, AskWords(CASE, WISH, SPOT, again=True)),
    (OFFICE, AskWho(CASE, WISH, SPOT)),
    (CaseLane(CASE), PushCitizen(CASE)),
    (OfficerLane("2" * 32), SendContacts(CASE, 21)),
    (OfficerLane("2" * 32), TellHead(CASE, 21)),
    (OfficerLane("2" * 32), TellHead(CASE, 21, 3)),
    (OfficerLane("2" * 32), DeleteMessage(SPOT)),
)
