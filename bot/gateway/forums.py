"""Forums: a topic for each case where the group is a forum and lets the bot manage topics.

Rules
- A case's lane has one sender, so a topic is opened once. Only the end of the process between Telegram's answer and the
  settling may leave an empty one behind.
- Where topics may not be managed the posts of a case answer each other, as in any other group.
"""

from __future__ import annotations

import logging

from telegram.error import BadRequest

from bot.catalogue import spheres
from bot.clock import Clock
from bot.desk.outgoing.topics import CaseTopic
from bot.gateway.calls import Calls
from bot.gateway.looks import FRESH, GroupLooks
from bot.gateway.outcomes import clean_words
from bot.gateway.wording import Words
from bot.terms import Language

NAME_LENGTH = 128
"""Characters in the name of a topic (Bot API, "createForumTopic")."""

log = logging.getLogger(__name__)


class Forums:
    """Opens and closes topics. In memory is only where it was not allowed a moment ago: another process would ask."""

    def __init__(self, calls: Calls, looks: GroupLooks, words: Words, clock: Clock) -> None:
        self.calls = calls
        self.looks = looks
        self.words = words
        self.clock = clock
        self._refused_at: dict[int, float] = {}

    async def thread_of(self, chat: int, topic: CaseTopic | None, language: Language | None) -> int | None:
        """The topic that a post of the case goes into; opened if there is none. Raises TelegramError."""
        if topic is None or topic.thread is not None or language is None or not self.looks.is_forum(chat):
            return None if topic is None else topic.thread
        return await self.open(chat, topic, language)

    async def open(self, chat: int, topic: CaseTopic, language: Language) -> int | None:
        """A new topic for the case; None where the bot may open none. Raises other TelegramErrors."""
        refused = self._refused_at.get(chat)
        if refused is not None and self.clock.monotonic() - refused < FRESH:
            return None
        named = {"case_no": topic.number, "sphere": spheres.sphere(topic.sphere).label[language]}
        name = self.words.text("s.topic_title", language, named)
        try:
            return await self.calls.create_topic(chat, name[:NAME_LENGTH])
        except BadRequest as fault:
            log.warning("a topic could not be opened, posts answer each other instead: %s", clean_words(fault))
            self._refused_at[chat] = self.clock.monotonic()
            return None

    async def settle(self, chat: int, topic: CaseTopic | None, *, is_over: bool) -> bool | None:
        """Close the topic of a case that is over, open it again with the case; whether it is closed, if that changed.

        A topic that is not there any more is as good as closed. Raises other TelegramErrors.
        """
        if topic is None or topic.thread is None or topic.closed == is_over:
            return None
        try:
            await (self.calls.close_topic if is_over else self.calls.reopen_topic)(chat, topic.thread)
        except BadRequest as fault:
            log.warning("a topic could not be changed: %s", clean_words(fault))
        return is_over
