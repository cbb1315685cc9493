"""Membership: how it looks in answers, and the updates that tell the bot of its own."""

from bot.playground.chats import BotStatus, ChatRecord
from bot.playground.shapes import Json
from bot.playground.world import World

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def _administrator(who: Json) -> Json:
    return {
        "status": "administrator",
        "user": who,
        "can_be_edited": False,
        "is_anonymous": False,
        **dict.fromkeys(RIGHTS, True),
    }


def bot_member(world: World, status: BotStatus) -> Json:
    """The bot as a ChatMember."""
    match status:
        case "administrator":
            return _administrator(world.bot)
        case "kicked":
            return {"status": "kicked", "user": world.bot, "until_date": 0}
        case "left" | "absent":
            return {"status": "left", "user": world.bot}
        case "member":
            return {"status": "member", "user": world.bot}


def person_member(world: World, chat: ChatRecord, person_id: int) -> Json:
    """A person as a ChatMember."""
    who = world.people[person_id].raw
    if person_id == chat.owner:
        return {"status": "creator", "user": who, "is_anonymous": False}
    if person_id in chat.admins:
        return _administrator(who)
    return {"status": "member" if person_id in chat.members else "left", "user": who}


def tell_bot_status(world: World, chat: ChatRecord, *, before: BotStatus, by: Json) -> None:
    """Queue the my_chat_member update for a change that has happened."""
    change = {
        "chat": chat.raw,
        "from": by,
        "date": world.today,
        "old_chat_member": bot_member(world, before),
        "new_chat_member": bot_member(world, chat.bot_status),
    }
    world.updates.put("my_chat_member", change, lane=chat.id)
    world.changes.tell()


def tell_person_status(world: World, chat: ChatRecord, *, before: Json, by: Json, person_id: int) -> None:
    """Queue the chat_member update, which only an admin bot that asked for it gets."""
    if chat.bot_status != "administrator":
        return
    change = {
        "chat": chat.raw,
        "from": by,
        "date": world.today,
        "old_chat_member": before,
        "new_chat_member": person_member(world, chat, person_id),
    }
    world.updates.put("chat_member", change, lane=chat.id)
