"""Reasons that officers type are said as they were typed, whatever they look like."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.values.events import CaseOpened, News, NewsLine
from bot.conversation.views.menus import case_view
from bot.desk.outgoing.reposting import LONGEST_REASON, shorten_reason
from bot.desk.parcels.values import Notice
from bot.gateway.wording import MESSAGE_UNITS, units
from bot.terms import Language, Status
from tests.gateway.test_cards import CARDS, NUMBER, WORDS

DAY = date(2026, 3, 2)
LIKE_KEYS = ("file.pdf қарадық", "item.card", "aside.1", "value.yes", "mangystau", "2026-03-01")
TOLD = {"due_date": "2026-03-09", "region": "abai"}
"""What the notices with a reason say beside it."""


@pytest.mark.parametrize("why", LIKE_KEYS)
@pytest.mark.parametrize("what", [News.EXTENDED, News.TRANSFERRED, News.REJECTED])
def test_the_citizen_reads_the_reason_itself(what: News, why: str) -> None:
    about = {News.EXTENDED: "2026-03-09", News.TRANSFERRED: "abai"}.get(what, "")
    case = CaseOpened("c" * 32, NUMBER, Status.IN_WORK, DAY, None, (), news=(NewsLine(what, DAY, 0, about, why),))
    for language in Language:
        assert f"{why}" in WORDS.view(case_view(case, draft_waits=False), language)


@pytest.mark.parametrize(("key", "beside"), [("s.extended", "due_date"), ("s.transferred_in", "region")])
def test_the_group_reads_the_reason_unlinked_and_in_one_message(key: str, beside: str) -> None:
    for language in Language:
        for why in (*LIKE_KEYS, "@dana /stop www.kaspi.kz", "Тексеру. " * 500):
            told = {"case_no": NUMBER, beside: TOLD[beside], "said": shorten_reason(why)}
            text = CARDS.notice(Notice(-100, language, key, told)).text
            assert units(text) <= MESSAGE_UNITS
            assert not any(linked in text for linked in ("@dana", "/stop", "kaspi.kz"))
    assert len(shorten_reason("Тексеру. " * 500)) <= LONGEST_REASON
