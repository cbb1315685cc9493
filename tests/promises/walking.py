"""Walking through the conversation by the choices that buttons carry, whatever their labels say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.playground import Message, PrivateChat
from bot.playground.driving import Way, choice_of

MOST_STEPS = 40

Speech = Callable[[], Awaitable[object]]
"""Sends one message of the person."""


def choices(message: Message) -> dict[str, str]:
    """The choices under *message*, with the callback data that carry them."""
    every = [button.data for row in message.buttons for button in row if button.data]
    return {choice_of(data): data for data in every}


async def press(chat: PrivateChat, message: Message, choice: str) -> None:
    """Press the button of *choice* under *message*, whatever it names."""
    drawn = choices(message)
    named = next(each for each in drawn if each == choice or each.startswith(f"{choice}:"))
    await chat.press(drawn[named], message)


async def last(chat: PrivateChat, before: Message | None = None) -> Message:
    """The bot's last message once it is another one than *before*, or another text."""

    def is_new(message: Message) -> bool:
        return message.from_bot and (
            before is None or (message.id, message.text, message.labels) != (before.id, before.text, before.labels)
        )

    return await chat.wait_for(lambda message: message.from_bot and message == chat.from_bot[-1] and is_new(message))


async def say_all(chat: PrivateChat, speeches: Sequence[Speech]) -> Message:
    """Say everything, each after the bot's answer to the one before."""
    answer = chat.from_bot[-1] if chat.from_bot else None
    for speech in speeches:
        await speech()
        answer = await last(chat, answer)
    assert answer is not None
    return answer


async def file_case(chat: PrivateChat, level: str, *answers: Sequence[Speech], language: str = "ru") -> Message:
    """From /start to the receipt; every question that takes words gets the next of *answers*."""
    way, waiting = Way("", level=level), list(answers)
    await chat.start()
    message = await last(chat)
    for _ in range(MOST_STEPS):
        if "saved" in choices(message):
            return message
        choice = way.next_press(choices(message), language)
        if choice is None:
            message = await say_all(chat, waiting.pop(0))
        else:
            await press(chat, message, choice)
            message = await last(chat, message)
    raise AssertionError(f"no receipt after {MOST_STEPS} steps; the bot says {message.text!r} {message.labels}")
