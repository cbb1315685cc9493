"""What the bot says about itself."""

import re

from bot.playground.errors import bad_request, violation
from bot.playground.methods.registry import Uploads, method
from bot.playground.profile import scope_key
from bot.playground.shapes import Json
from bot.playground.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100


def _language(parameters: Json) -> str:
    language = str(parameters.get("language_code", ""))
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise violation("invalid language code specified")
    return language


def _menu_key(world: World, parameters: Json) -> tuple[str, str]:
    scope = parameters.get("scope")
    if scope and "chat_id" in scope:
        _check_chat(world, scope)
    return scope_key(scope), _language(parameters)


def _check_chat(world: World, scope: Json) -> None:
    """Refuse a scope that lies in no chat of the bot's, or asks for administrators where there are none."""
    chat = world.chats.get(scope["chat_id"]) if isinstance(scope["chat_id"], int) else world.chat(scope["chat_id"])
    if chat is None or (chat.is_private and not chat.was_started):
        raise bad_request("chat not found")
    chat.check_open_to_bot()
    if chat.is_private and scope["type"] != "chat":
        raise violation("can't use specified scope in private chats")


@method("getMe")
def get_me(world: World, parameters: Json, files: Uploads) -> Json:
    """The bot's own account."""
    return world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_my_commands(world: World, parameters: Json, files: Uploads) -> bool:
    """Replace the menu of one scope and language."""
    commands = parameters["commands"]
    if len(commands) > MOST_COMMANDS:
        raise violation("BOT_COMMANDS_TOO_MUCH")
    if not all(COMMAND.fullmatch(command["command"]) for command in commands):
        raise violation("BOT_COMMAND_INVALID")
    world.profile.commands[_menu_key(world, parameters)] = commands
    return True


@method("deleteMyCommands")
def delete_my_commands(world: World, parameters: Json, files: Uploads) -> bool:
    """Remove the menu of one scope and language."""
    world.profile.commands.pop(_menu_key(world, parameters), None)
    return True


@method("getMyCommands")
def get_my_commands(world: World, parameters: Json, files: Uploads) -> list[Json]:
    """The menu of one scope and language."""
    return world.profile.commands.get(_menu_key(world, parameters), [])


@method("setMyName")
def set_my_name(world: World, parameters: Json, files: Uploads) -> bool:
    """Set the bot's name for one language."""
    world.profile.names[_language(parameters)] = parameters.get("name", "")
    return True


@method("getMyName")
def get_my_name(world: World, parameters: Json, files: Uploads) -> Json:
    """The bot's name for one language."""
    names = world.profile.names
    return {"name": names.get(_language(parameters)) or names.get("") or world.bot["first_name"]}


@method("setMyDescription")
def set_my_description(world: World, parameters: Json, files: Uploads) -> bool:
    """Set what an empty chat with the bot shows."""
    world.profile.descriptions[_language(parameters)] = parameters.get("description", "")
    return True


@method("getMyDescription")
def get_my_description(world: World, parameters: Json, files: Uploads) -> Json:
    """What an empty chat with the bot shows."""
    texts = world.profile.descriptions
    return {"description": texts.get(_language(parameters)) or texts.get("", "")}


@method("setMyShortDescription")
def set_my_short_description(world: World, parameters: Json, files: Uploads) -> bool:
    """Set what the bot's profile page shows."""
    world.profile.short_descriptions[_language(parameters)] = parameters.get("short_description", "")
    return True


@method("getMyShortDescription")
def get_my_short_description(world: World, parameters: Json, files: Uploads) -> Json:
    """What the bot's profile page shows."""
    texts = world.profile.short_descriptions
    return {"short_description": texts.get(_language(parameters)) or texts.get("", "")}
