"""Changing and removing messages.

Rules
- Only the bot's own messages can be edited, at any age; leaving out the keyboard removes it.
- A message can be deleted for 48 h; in groups others' messages only by an admin.
- deleteMessages skips what it cannot find and does nothing when one of the others cannot be deleted.
"""

from bot.playground.chats import ChatRecord, StoredMessage
from bot.playground.errors import RefusedCallError, bad_request, violation
from bot.playground.keyboards import check_markup, inline_part
from bot.playground.methods.registry import Uploads, method
from bot.playground.outgoing import text_content
from bot.playground.shapes import Json
from bot.playground.world import World, without_reply

DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
CONTENT = ("text", "entities", "link_preview_options", "reply_markup")


@method("editMessageText")
def edit_message_text(world: World, parameters: Json, files: Uploads) -> Json:
    """Replace a text and its keyboard."""
    if "text" not in parameters:
        raise violation("message text is empty")
    content = text_content(parameters, too_long="MESSAGE_TOO_LONG")
    chat, message = find_own(world, parameters)
    if "text" not in message.raw:
        raise bad_request("there is no text in the message to edit")
    kept = {name: value for name, value in message.raw.items() if name not in CONTENT}
    return edit(world, chat, message, kept | content, parameters)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, parameters: Json, files: Uploads) -> Json:
    """Replace or remove a keyboard."""
    chat, message = find_own(world, parameters)
    kept = {name: value for name, value in message.raw.items() if name != "reply_markup"}
    return edit(world, chat, message, kept, parameters)


def find_own(world: World, parameters: Json) -> tuple[ChatRecord, StoredMessage]:
    """The chat and the bot's own message that a call wants to edit."""
    check_markup(parameters.get("reply_markup"))
    if "inline_message_id" in parameters:
        raise violation("inline messages are not implemented in the playground")
    for name, wording in (("chat_id", "chat_id is empty"), ("message_id", "message identifier is not specified")):
        if name not in parameters:
            raise violation(wording)
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return chat, message


def edit(world: World, chat: ChatRecord, message: StoredMessage, raw: Json, parameters: Json) -> Json:
    """The message is *raw* now, with the keyboard that the call names, or none; refused where that changes nothing."""
    if inline := inline_part(parameters.get("reply_markup")):
        raw["reply_markup"] = inline
    if raw == message.raw:
        raise bad_request(NOT_MODIFIED)
    world.budgets.spend(chat.id, private=chat.is_private, is_edit=True)
    raw["edit_date"] = world.today
    world.replace(message, raw)
    return raw


@method("deleteMessage")
def delete_message(world: World, parameters: Json, files: Uploads) -> bool:
    """Remove one message for everybody."""
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if problem := _why_not_deletable(world, chat, message):
        raise problem
    world.delete(message)
    return True


@method("deleteMessages")
def delete_messages(world: World, parameters: Json, files: Uploads) -> bool:
    """Remove up to 100 messages for everybody."""
    wanted = parameters["message_ids"]
    if not 1 <= len(wanted) <= 100:
        raise violation("message_ids must hold 1-100 identifiers")
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    messages = [message for number in wanted if (message := chat.find(number)) is not None]
    for message in messages:
        if problem := _why_not_deletable(world, chat, message):
            raise problem
    for message in messages:
        world.delete(message)
    return True


def _why_not_deletable(world: World, chat: ChatRecord, message: StoredMessage) -> RefusedCallError | None:
    if not (message.from_bot or chat.is_private or chat.bot_status == "administrator"):
        return bad_request("message can't be deleted")
    if "supergroup_chat_created" in message.raw or "migrate_from_chat_id" in message.raw:
        return bad_request("message can't be deleted")
    if world.clock.timestamp() - message.raw["date"] > DELETABLE_SECONDS:
        return bad_request("message can't be deleted for everyone")
    return None


@method("pinChatMessage")
def pin_chat_message(world: World, parameters: Json, files: Uploads) -> bool:
    """Pin a message; in groups only an admin may."""
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    if not chat.is_private and chat.bot_status != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to pin not found")
    chat.pinned = message.id
    raw = {
        "message_id": world.next_message_id(chat),
        "from": world.bot,
        "chat": chat.raw,
        "date": world.today,
        "pinned_message": without_reply(message.raw),
    }
    world.keep(chat, raw, from_bot=True)
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, parameters: Json, files: Uploads) -> bool:
    """Set the bot's one reaction on a message, or remove it."""
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reaction = parameters.get("reaction") or []
    if len(reaction) > 1 or any(each["type"] == "paid" for each in reaction):
        raise violation("REACTION_INVALID")
    message.reaction = reaction
    world.changes.tell()
    return True
