"""Telegram's few methods that every step needs, without the library's objects on the way out and back.

The same parameters, limits of time and errors as `telegram.Bot` has, at a third of its work: parameters go straight
into one JSON body, and of what Telegram answers only the id of the message is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from telegram import InlineKeyboardMarkup

from bot.gateway.transport import BotApiRequest, LostAnswerError

Keyboard = InlineKeyboardMarkup | Mapping[str, Any]
"""Buttons as PTB's object or as the plain JSON object that Telegram takes."""
NO_PREVIEW: Mapping[str, Any] = {"is_disabled": True}


class Calls:
    """Sends, edits, deletes, answers, leaves. Each raises TelegramError and its kinds, as `telegram.Bot` does."""

    def __init__(self, base_url: str, request: BotApiRequest) -> None:
        self._base_url = base_url
        self._request = request

    async def send_message(
        self,
        chat_id: int,
        text: str,
        *,
        reply_markup: Keyboard | None = None,
        protect_content: bool = False,
        reply_to: int | None = None,
        entities: Sequence[Mapping[str, Any]] = (),
        thread: int | None = None,
    ) -> int:
        """Send *text* without parse mode and link preview, also when *reply_to* is gone; the new message's id.

        *thread* is the topic of a forum.
        """
        wanted: dict[str, Any] = {"chat_id": chat_id, "text": text, "link_preview_options": NO_PREVIEW}
        if entities:
            wanted["entities"] = entities
        if protect_content:
            wanted["protect_content"] = True
        if thread is not None:
            wanted["message_thread_id"] = thread
        if reply_to is not None:
            wanted["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        sent = await self._call("sendMessage", wanted, reply_markup)
        try:
            return int(sent["message_id"])
        except (TypeError, KeyError, ValueError):
            raise LostAnswerError("the answer to a message does not hold its id") from None

    async def edit_message_text(
        self,
        text: str,
        chat_id: int,
        message_id: int,
        *,
        reply_markup: Keyboard | None = None,
        entities: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Put *text* and these buttons, or none, in place of what the message said."""
        wanted: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id, "text": text}
        wanted["link_preview_options"] = NO_PREVIEW
        if entities:
            wanted["entities"] = entities
        await self._call("editMessageText", wanted, reply_markup)

    async def edit_buttons(self, chat_id: int, message_id: int, reply_markup: Keyboard) -> None:
        """Put these buttons, or none, in place of those under the message."""
        await self._call("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id}, reply_markup)

    async def answer_callback_query(
        self, callback_query_id: str, *, text: str | None = None, show_alert: bool = False
    ) -> None:
        """Stop the spinner of a press; show *text*, if any, as a line or as an alert."""
        wanted: dict[str, Any] = {"callback_query_id": callback_query_id}
        if text:
            wanted |= {"text": text, "show_alert": show_alert}
        await self._call("answerCallbackQuery", wanted)

    async def delete_message(self, chat_id: int, message_id: int) -> None:
        """Delete one message for everybody."""
        await self._call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})

    async def delete_messages(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete up to a hundred messages; those not in the chat are skipped, one that is too old stops all."""
        await self._call("deleteMessages", {"chat_id": chat_id, "message_ids": list(message_ids)})

    async def create_topic(self, chat_id: int, name: str) -> int:
        """Open a topic of a forum; its number."""
        opened = await self._call("createForumTopic", {"chat_id": chat_id, "name": name})
        try:
            return int(opened["message_thread_id"])
        except (TypeError, KeyError, ValueError):
            raise LostAnswerError("the answer to a topic does not hold its number") from None

    async def close_topic(self, chat_id: int, thread: int) -> None:
        """Let nobody but admins write into a topic."""
        await self._call("closeForumTopic", {"chat_id": chat_id, "message_thread_id": thread})

    async def reopen_topic(self, chat_id: int, thread: int) -> None:
        """Let everybody write into it again."""
        await self._call("reopenForumTopic", {"chat_id": chat_id, "message_thread_id": thread})

    async def leave_chat(self, chat_id: int) -> None:
        """Leave a group or a channel."""
        await self._call("leaveChat", {"chat_id": chat_id})

    async def get_me(self) -> None:
        """Ask what has no effect: whether Telegram answers at all."""
        await self._call("getMe", {})

    async def send_typing(self, chat_id: int) -> None:
        """Show for a moment that the bot is typing."""
        await self._call("sendChatAction", {"chat_id": chat_id, "action": "typing"})

    async def _call(self, method: str, wanted: dict[str, Any], keyboard: Keyboard | None = None) -> Any:
        drawn = keyboard.to_dict() if isinstance(keyboard, InlineKeyboardMarkup) else keyboard
        if drawn:  # of no buttons the library makes what Telegram takes for no keyboard, and refuses
            wanted["reply_markup"] = drawn
        return await self._request.call(f"{self._base_url}/{method}", wanted)
