"""Erasing a chat: whatever Telegram lets a bot delete goes, and little is asked of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from telegram.error import BadRequest

from bot.gateway.erasing import MOST_LEFT, REACH, ChatEraser


@dataclass
class Chat:
    """A chat as Telegram keeps it: what of it is there, what of that is too old; and how often it was asked."""

    there: set[int]
    too_old: set[int] = field(default_factory=set)
    calls: int = 0

    async def delete_messages(self, chat_id: int, message_ids: list[int]) -> None:
        self.calls += 1
        assert 1 <= len(message_ids) <= 100 and min(message_ids) > 0
        if self.too_old & self.there & set(message_ids):
            raise BadRequest("message can't be deleted for everyone")
        self.there -= set(message_ids)


def erase(chat: Chat, before: int) -> None:
    asyncio.run(ChatEraser(chat).erase(7, before=before))  # type: ignore[arg-type] - the one method that is called


def test_everything_before_the_word_that_it_happens_goes() -> None:
    chat = Chat(set(range(1, 251)))
    erase(chat, 250)
    assert (chat.there, chat.calls) == ({250}, 3)


def test_what_is_too_old_stays_and_all_that_is_newer_goes() -> None:
    chat = Chat(set(range(1, 1_001)), set(range(1, 618)))
    erase(chat, 1_001)
    assert chat.there == chat.too_old
    assert chat.calls < 30


def test_single_messages_that_stay_keep_no_others() -> None:
    chat = Chat(set(range(1, 301)), {17, 150, 299})
    erase(chat, 301)
    assert chat.there == chat.too_old
    assert len(chat.too_old) < MOST_LEFT


def test_a_row_of_dice_keeps_no_others() -> None:
    dice = set(range(300 - 3 * MOST_LEFT, 300))  # a child has played with the dice after the code was shown
    chat = Chat(set(range(1, 301)), dice)
    erase(chat, 301)
    assert chat.there == dice


def test_the_numbers_that_are_counted_down_have_an_end() -> None:
    chat = Chat({1, 99_000})
    erase(chat, 100_000)
    assert (chat.there, chat.calls) == ({1}, REACH // 100)


@pytest.mark.parametrize("before", [1, 2])
def test_an_empty_chat_is_asked_nothing_that_is_not_there(before: int) -> None:
    chat = Chat(set())
    erase(chat, before)
    assert chat.calls == before - 1
