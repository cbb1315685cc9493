"""The private chat: what was decided becomes pieces, one edit or message each, and each piece is one call.

Nothing here waits or repeats: when a piece is sent, and whether again, is decided where answers are owed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

from telegram import Bot
from telegram.error import BadRequest

from bot.conversation.values.effects import (
    Alert,
    DeletePressed,
    DeleteReceipt,
    DeleteTyped,
    EraseChat,
    SendFiles,
    Show,
)
from bot.desk.citizens.arrivals import Decision
from bot.frozen import frozen
from bot.gateway.asides import Asides
from bot.gateway.calls import Calls, Keyboard
from bot.gateway.erasing import ChatEraser
from bot.gateway.incoming import PrivateUpdate
from bot.gateway.outcomes import is_unchanged
from bot.gateway.posts import PressAnswer
from bot.gateway.uploads import LoadFiles, Naming, upload
from bot.gateway.wording import FoldedStretch, Words, split
from bot.terms import Language


@frozen
class Spoken:
    """One message; in place of the message *instead*, when there is one."""

    text: str
    keyboard: Keyboard | None = None
    instead: int | None = None
    folds: tuple[FoldedStretch, ...] = ()


@frozen
class SentFile:
    """One file of the office, the *at*-th of case *number*."""

    file: str
    number: str
    at: int


@dataclass(slots=True)
class Erasing:
    """The messages of the chat are deleted: one that says so comes first, and says in the end that it is done.

    `said` is its number once it stands there: tried again, it is not said again.
    """

    doing: str
    done: Spoken
    said: int | None = None


Piece: TypeAlias = Spoken | SentFile | Erasing


class CitizenChats:
    """Turns decisions into pieces, and sends a piece."""

    def __init__(self, bot: Bot, calls: Calls, words: Words, load_files: LoadFiles) -> None:
        self.bot = bot
        self.calls = calls
        self.words = words
        self.load_files = load_files
        self.eraser = ChatEraser(calls)

    def pieces(self, decision: Decision, source: PrivateUpdate | None) -> list[Piece]:
        """What the citizen is to see of *decision*, piece by piece."""
        return list(self._pieces(decision, source))

    def say(self, text: str, keyboard: Keyboard | None = None) -> list[Piece]:
        """*text* in as many messages as it needs."""
        return list(_spoken(split(text), keyboard, None))

    def do_beside(
        self, decision: Decision, source: PrivateUpdate | None, asides: Asides
    ) -> list[asyncio.Task[None]]:
        """What happens at once, whatever is shown: the press is acknowledged, what must go is deleted (the tasks)."""
        deletions: list[asyncio.Task[None]] = []
        if source is None:
            return deletions
        chat_id = source.arrival.chat_id
        if source.button is not None:
            asides.acknowledge(source.button.query_id, self._press_answer(decision))
        for effect in decision.effects:
            match effect:
                case DeleteTyped() if source.typed_message is not None:
                    deletions.append(asides.delete(chat_id, source.typed_message))
                case DeleteReceipt(message_id) if message_id:
                    deletions.append(asides.delete(chat_id, message_id, self._stub(decision)))
                case DeletePressed() if source.button is not None and source.button.message_id is not None:
                    deletions.append(asides.delete(chat_id, source.button.message_id, self._stub(decision)))
                case _:
                    continue
        return deletions

    def _stub(self, decision: Decision) -> str:
        """What a message says that is too old for Telegram to delete."""
        return self.words.text("chat.hidden", decision.language or Language.KAZAKH)

    async def send(self, chat_id: int, piece: Piece, language: Language | None, *, again: bool) -> None:
        """Send *piece*; when it comes *again*, and may have arrived before, it says so. Raises TelegramError."""
        match piece:
            case Spoken(text, keyboard, instead, folds) if instead is not None:
                await self._replace(chat_id, text, keyboard, instead, folds)
            case Spoken(text, keyboard, _, folds):
                words = self.words.maybe_twice(text, language) if again else text
                await self.calls.send_message(chat_id, words, reply_markup=keyboard, entities=_entities(folds))
            case SentFile(file_id, number, at):
                caption = self.words.text("s.maybe_twice", language) if again else None
                loaded = await self.load_files([file_id])
                for file in loaded:
                    await upload(self.bot, chat_id, [file], Naming(number, at, caption), reply_to=None)
                if not loaded:
                    lost = self.words.text("file.lost", language, {"case_no": number, "n": 1})
                    await self.calls.send_message(chat_id, lost)
            case Erasing(doing, done):
                said = piece.said = piece.said or await self.calls.send_message(chat_id, doing)
                await self.eraser.erase(chat_id, before=said)
                await self._replace(chat_id, done.text, done.keyboard, said, done.folds)
            case unexpected:
                assert_never(unexpected)

    def missing(self, file: SentFile, language: Language | None) -> Spoken:
        """What is said in place of a file that Telegram takes in no form."""
        return Spoken(self.words.text("answer.file_left", language, {"n": file.at}))

    def _pieces(self, decision: Decision, source: PrivateUpdate | None) -> Iterator[Piece]:
        language = decision.language or Language.KAZAKH
        for effect in decision.effects:
            match effect:
                case Show(view, anew):
                    keyboard = self.words.keyboard(view.rows, language, decision.step)
                    pressed = source.button.message_id if source and source.button and not anew else None
                    drawn = self.words.draw(view, language)
                    yield from _spoken(split(drawn.text), keyboard, pressed, drawn.folds)
                case EraseChat(doing, done):
                    drawn = self.words.draw(done, language)
                    keyboard = self.words.keyboard(done.rows, language, decision.step)
                    yield Erasing(self.words.say(doing, language), Spoken(drawn.text, keyboard, None, drawn.folds))
                case SendFiles(files, number):
                    yield from (SentFile(file, number, at) for at, file in enumerate(files, start=1))
                case _:
                    continue

    def _press_answer(self, decision: Decision) -> PressAnswer:
        alert = next((effect for effect in decision.effects if isinstance(effect, Alert)), None)
        if alert is None:
            return PressAnswer("")
        return PressAnswer(self.words.say(alert.say, decision.language or Language.KAZAKH), alert.stays)

    async def _replace(
        self, chat_id: int, text: str, keyboard: Keyboard | None, message_id: int, folds: tuple[FoldedStretch, ...]
    ) -> None:
        """Let the pressed message say *text*; BadRequest when it cannot be edited any more."""
        try:
            await self.calls.edit_message_text(
                text, chat_id, message_id, reply_markup=keyboard, entities=_entities(folds)
            )
        except BadRequest as fault:
            if not is_unchanged(fault):
                raise


def _spoken(
    parts: list[str], keyboard: Keyboard | None, pressed: int | None, folds: tuple[FoldedStretch, ...] = ()
) -> Iterator[Spoken]:
    """The first in place of the pressed message when it is still there; buttons under the last.

    What would be folded in a text of several messages is shown open: nothing is lost by it.
    """
    kept = folds if len(parts) == 1 else ()
    for at, part in enumerate(parts):
        yield Spoken(part, keyboard if at == len(parts) - 1 else None, pressed if at == 0 else None, kept)


def _entities(folds: tuple[FoldedStretch, ...]) -> list[dict[str, Any]]:
    return [fold.entity for fold in folds]
