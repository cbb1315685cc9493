"""Asking about chats and their members, and leaving them."""

from bot.playground.chats import ChatRecord
from bot.playground.errors import bad_request, violation
from bot.playground.members import bot_member, person_member, tell_bot_status
from bot.playground.methods.registry import Uploads, method
from bot.playground.shapes import Json
from bot.playground.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
RIGHTS_TO_SEND = {
    "can_send_messages": "text",
    "can_send_photos": "photo",
    "can_send_videos": "video",
    "can_send_audios": "audio",
    "can_send_voice_notes": "voice",
    "can_send_video_notes": "video_note",
    "can_send_documents": "document",
}
GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def _open_chat(world: World, parameters: Json) -> ChatRecord:
    chat = world.chat(parameters["chat_id"])
    chat.check_open_to_bot()
    return chat


@method("getChat")
def get_chat(world: World, parameters: Json, files: Uploads) -> Json:
    """Everything about a chat."""
    chat = _open_chat(world, parameters)
    full = chat.raw | {
        "accent_color_id": 1,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    if username := chat.raw.get("username"):
        full["active_usernames"] = [username]
    if not chat.is_private:
        full["permissions"] = {right: kind not in chat.forbidden for right, kind in RIGHTS_TO_SEND.items()}
    pinned = chat.find(chat.pinned) if chat.pinned is not None else None
    return full | ({"pinned_message": pinned.raw} if pinned else {})


@method("getChatMember")
def get_chat_member(world: World, parameters: Json, files: Uploads) -> Json:
    """One member, or that somebody is none."""
    chat = _open_chat(world, parameters)
    wanted = parameters["user_id"]
    if wanted == world.bot_id:
        return bot_member(world, chat.bot_status)
    if wanted not in world.people:
        raise bad_request("invalid user_id specified")
    return person_member(world, chat, wanted)


@method("getChatMemberCount")
def get_chat_member_count(world: World, parameters: Json, files: Uploads) -> int:
    """How many there are, the bot included."""
    return len(_open_chat(world, parameters).members) + 1


@method("getChatAdministrators")
def get_chat_administrators(world: World, parameters: Json, files: Uploads) -> list[Json]:
    """The owner and the admins, the bot itself among them when it is one."""
    chat = _open_chat(world, parameters)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    itself = [bot_member(world, chat.bot_status)] if chat.bot_status == "administrator" else []
    return [person_member(world, chat, admin) for admin in sorted(chat.admins)] + itself


@method("leaveChat")
def leave_chat(world: World, parameters: Json, files: Uploads) -> bool:
    """Leave a group."""
    chat = _open_chat(world, parameters)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    before, chat.bot_status = chat.bot_status, "left"
    tell_bot_status(world, chat, before=before, by=world.bot)
    return True


@method("sendChatAction")
def send_chat_action(world: World, parameters: Json, files: Uploads) -> bool:
    """Show that the bot is busy."""
    if parameters["action"] not in ACTIONS:
        raise violation("wrong parameter action in request")
    _open_chat(world, parameters).check_bot_may_send()
    return True
