"""The Bot API's methods that the playground really performs; importing this fills the registry."""

from bot.playground.methods import chats, editing, media, messages, presses, profile, topics
from bot.playground.methods.registry import METHODS

__all__ = ["METHODS", "chats", "editing", "media", "messages", "presses", "profile", "topics"]
