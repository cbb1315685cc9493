"""Groups: what the bot sees, whom it may write to, and how groups change under it."""

import pytest

from bot.playground import Group, Person, Playground, PlaygroundUseError, check_object
from tests.playground.conftest import Bot


async def seen_texts(bot: Bot) -> list[str]:
    return [update["message"].get("text", "") for update in await bot.updates()]


async def test_adding_the_bot_is_told_with_who_did_it(play: Playground, bot: Bot, dana: Person) -> None:
    office = play.group("Кеңсе", admins=[dana])
    assert await bot.refusal("sendMessage", chat_id=office.id, text="x") == (400, "Bad Request: chat not found")
    await office.add_bot(by=dana, start="token-1")
    joined, service, started = await bot.updates()
    assert joined["my_chat_member"]["from"]["id"] == dana.id
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["username"] == "adaldyq_bot"
    assert started["message"]["text"] == "/start@adaldyq_bot token-1"


async def test_privacy_mode_lets_through_commands_and_replies_to_the_bot(bot: Bot, office: Group, dana: Person) -> None:
    sent = await bot.call("sendMessage", chat_id=office.id, text="карточка")
    plain = await office.send(dana, "өзара сөз")
    await office.send(dana, "/queue")
    await office.send(dana, "/queue@adaldyq_bot")
    await office.send(dana, "/queue@other_bot")
    await office.send(dana, "жауап", reply_to=sent["message_id"])
    await office.send(dana, "бір-біріне", reply_to=plain)
    assert await seen_texts(bot) == ["/queue", "/queue@adaldyq_bot", "жауап"]
    await office.promote_bot(dana)
    await office.send(dana, "енді көрінеді")
    assert [update.get("message", {}).get("text") for update in await bot.updates()] == [None, "енді көрінеді"]


async def test_anonymous_admin_is_the_group_but_presses_as_a_person(
    play: Playground, bot: Bot, office: Group, dana: Person
) -> None:
    row = [{"text": "Алу", "callback_data": "take"}]
    await bot.call("sendMessage", chat_id=office.id, text="карточка", reply_markup={"inline_keyboard": [row]})
    await office.send(dana, "/queue", as_anonymous_admin=True)
    channel = {"id": -1001, "title": "Арна", "type": "channel"}
    await office.send(dana, "/queue", as_channel=channel)
    press = await office.press(dana, "Алу")
    anonymous, linked, query = await bot.updates()
    assert anonymous["message"]["sender_chat"]["id"] == office.id
    assert (anonymous["message"]["from"]["id"], linked["message"]["sender_chat"]) == (1087968824, channel)
    assert query["callback_query"]["from"]["id"] == dana.id
    assert not press.answer.done()


async def test_kicked_bot_is_refused_until_it_is_added_again(bot: Bot, office: Group, dana: Person) -> None:
    await office.remove_bot(by=dana)
    kicked = (403, "Forbidden: bot was kicked from the supergroup chat")
    assert await bot.refusal("sendMessage", chat_id=office.id, text="x") == kicked
    assert [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.updates()] == ["kicked"]
    await office.add_bot(dana)
    await bot.call("sendMessage", chat_id=office.id, text="оралдым")
    await bot.call("leaveChat", chat_id=office.id)
    assert await bot.refusal("sendMessage", chat_id=office.id, text="x") == (
        403,
        "Forbidden: bot is not a member of the supergroup chat",
    )


async def test_message_ids_collide_between_supergroups_and_not_elsewhere(
    play: Playground, bot: Bot, dana: Person
) -> None:
    first, second = (play.group(title, admins=[dana]) for title in "АБ")
    basic, third = (play.group(title, admins=[dana], supergroup=False) for title in "ВГ")
    ids = []
    for group in (first, second, basic, third):
        await group.add_bot(dana)
        ids.append((await bot.call("sendMessage", chat_id=group.id, text="x"))["message_id"])
    assert ids[0] == ids[1]
    assert ids[2] != ids[3]


async def test_migration_moves_the_group_and_leaves_its_messages(play: Playground, bot: Bot, dana: Person) -> None:
    office = play.group("Кеңсе", admins=[dana], supergroup=False)
    await office.add_bot(dana)
    sent = await bot.call("sendMessage", chat_id=office.id, text="карточка")
    await bot.confirm()
    old = office.id
    await office.migrate()
    leaving, arriving = (update["message"] for update in await bot.updates())
    assert (leaving["chat"]["id"], leaving["migrate_to_chat_id"]) == (old, office.id)
    assert (arriving["chat"]["id"], arriving["migrate_from_chat_id"]) == (office.id, old)
    for call in ({"text": "x"}, {"text": "x", "message_id": sent["message_id"]}):
        method = "editMessageText" if "message_id" in call else "sendMessage"
        assert await bot.ask(method, chat_id=old, **call) == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": office.id},
        }
    code, _ = await bot.refusal("editMessageText", chat_id=office.id, message_id=sent["message_id"] + 50, text="x")
    assert code == 400
    assert office.former is not None
    assert "карточка" in [message.text for message in office.former.messages]


async def test_plain_messages_in_a_topic_answer_its_creation(play: Playground, bot: Bot, dana: Person) -> None:
    forum = play.group("Форум", admins=[dana], forum=True)
    await forum.add_bot(dana)
    topic = await forum.open_topic("Өтініштер")
    await bot.confirm()
    await forum.send(dana, "жай сөз", topic=topic)
    (update,) = await bot.updates()
    assert update["message"]["reply_to_message"]["forum_topic_created"]["name"] == "Өтініштер"
    assert update["message"]["message_thread_id"] == topic
    sent = await bot.call("sendMessage", chat_id=forum.id, message_thread_id=topic, text="x")
    assert sent["is_topic_message"]
    assert await bot.refusal("sendMessage", chat_id=forum.id, message_thread_id=99, text="x") == (
        400,
        "Bad Request: message thread not found",
    )


async def test_members_and_chats_are_described_as_the_facts_say(
    play: Playground, bot: Bot, office: Group, dana: Person, aigul: Person
) -> None:
    office.make_public("kense_public")
    by_name = await bot.call("getChat", chat_id="@kense_public")
    check_object("ChatFullInfo", by_name)
    assert (by_name["id"], by_name["username"]) == (office.id, "kense_public")
    for who, status in ((dana.id, "creator"), (aigul.id, "left"), (1, "member")):
        member = await bot.call("getChatMember", chat_id=office.id, user_id=who)
        check_object("ChatMember", member)
        assert member["status"] == status
    assert await bot.call("getChatMemberCount", chat_id=office.id) == 3
    assert len(await bot.call("getChatAdministrators", chat_id=office.id)) == 1
    assert play.violations == []


async def test_only_an_admin_bot_pins_and_removes_others_messages(bot: Bot, office: Group, dana: Person) -> None:
    theirs = await office.send(dana, "/help")
    where = {"chat_id": office.id, "message_id": theirs.id}
    assert await bot.refusal("deleteMessage", **where) == (400, "Bad Request: message can't be deleted")
    code, description = await bot.refusal("pinChatMessage", **where)
    assert (code, "not enough rights" in description) == (400, True)
    await office.promote_bot(dana)
    await bot.call("pinChatMessage", **where)
    assert office.pinned == theirs
    await bot.call("deleteMessage", **where)
    assert office.pinned is None


async def test_people_come_and_go_and_the_group_is_renamed(
    play: Playground, bot: Bot, office: Group, dana: Person, aigul: Person
) -> None:
    await bot.updates(allowed_updates=["message", "chat_member"])
    await office.promote_bot(dana)
    await office.add(aigul, by=dana)
    await office.remove(aigul, by=dana)
    await office.rename("Жаңа кеңсе", by=dana)
    kinds = [(update.keys() - {"update_id"}).pop() for update in await bot.updates()]
    assert kinds == ["chat_member", "message", "message", "chat_member", "message"]
    assert office.title == "Жаңа кеңсе"


async def test_silenced_bot_cannot_send(bot: Bot, office: Group) -> None:
    office.silence_bot()
    assert await bot.refusal("sendMessage", chat_id=office.id, text="x") == (
        400,
        "Bad Request: not enough rights to send text messages to the chat",
    )


async def test_reactions_and_chat_actions_and_passing_on(bot: Bot, office: Group, dana: Person) -> None:
    sent = await office.send(dana, "/help")
    where = {"chat_id": office.id, "message_id": sent.id}
    await bot.call("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert office.reaction(sent.id) == [{"type": "emoji", "emoji": "👍"}]
    await bot.call("sendChatAction", chat_id=office.id, action="typing")
    copied = await bot.call("copyMessage", from_chat_id=office.id, **where)
    check_object("MessageId", copied)
    forwarded = await bot.call("forwardMessage", from_chat_id=office.id, **where)
    check_object("Message", forwarded)
    assert forwarded["forward_origin"]["sender_user"]["id"] == dana.id


async def test_a_supergroup_becomes_a_forum_and_an_ordinary_group_does_not(
    play: Playground, bot: Bot, office: Group, dana: Person
) -> None:
    office.become_forum()
    assert (await bot.call("getChat", chat_id=office.id))["is_forum"]
    assert await office.open_topic("Өтініштер", by=dana) in office.topics
    ordinary = play.group("Топ", admins=[dana], supergroup=False)
    with pytest.raises(PlaygroundUseError):
        ordinary.become_forum()
