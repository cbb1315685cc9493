"""Acting as people over HTTP, and the page that does so."""

from typing import Any

import pytest

from bot.playground import Group, JumpingClock, Person, Playground, PrivateChat
from tests.playground.conftest import Bot


async def act(bot: Bot, play: Playground, name: str, /, **body: Any) -> dict[str, Any]:
    async with bot.session.post(f"{play.url}/play/{name}", json=body) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
        return answer


async def test_a_whole_conversation_can_be_played_from_outside(play: Playground, bot: Bot) -> None:
    person = await act(bot, play, "person", first_name="Айгүл", language_code="kk")
    where = {"chat": person["id"]}
    await act(bot, play, "send", **where, text="/start")
    row = [{"text": "Иә", "callback_data": "yes"}]
    sent = await bot.call("sendMessage", chat_id=person["id"], text="?", reply_markup={"inline_keyboard": [row]})
    pressed = await act(bot, play, "press", **where, message=sent["message_id"], button=[0, 0], wait=0.01)
    assert pressed["answer"] is None
    edited = await act(bot, play, "edit", **where, message=1, text="/help")
    assert (edited["text"], edited["edited"]) == ("/help", True)
    document = await act(bot, play, "file", **where, name="a.pdf", mime="application/pdf", base64="JVBERg==")
    photo = await act(bot, play, "file", **where, caption="сурет")
    assert (document["media"], document["file"]["file_name"], photo["media"]) == ("document", "a.pdf", "photo")
    kinds = [(update.keys() - {"update_id"}).pop() for update in await bot.updates()]
    assert kinds == ["message", "callback_query", "edited_message", "message", "message"]


async def test_state_shows_everything_and_waits_for_news(
    play: Playground, bot: Bot, chat: PrivateChat, office: Group, dana: Person
) -> None:
    play.admins.add(dana.id)
    async with bot.session.get(f"{play.url}/play/state") as response:
        state = await response.json()
    assert [each["first_name"] for each in state["people"] if each["is_admin"]] == ["Дана"]
    assert (state["groups"][0]["title"], state["groups"][0]["bot_status"]) == ("Кеңсе", "member")
    assert state["private"][0]["messages"][0]["text"] == "/start"
    await chat.send("жаңалық")
    async with bot.session.get(f"{play.url}/play/state?since={state['revision']}") as response:
        assert (await response.json())["private"][0]["messages"][-1]["text"] == "жаңалық"
    async with bot.session.get(f"{play.url}/play/calls?since=1") as response:
        assert {call["method"] for call in (await response.json())["calls"]} == {"getUpdates"}


async def test_groups_faults_and_time_can_be_played(
    play: Playground, bot: Bot, dana: Person, clock: JumpingClock
) -> None:
    group = await act(bot, play, "group", title="Кеңсе", admins=[dana.id], supergroup=False)
    where = {"chat": group["id"], "person": dana.id}
    await act(bot, play, "add_bot", **where)
    await act(bot, play, "send", **where, text="/queue", as_anonymous_admin=True)
    moved = await act(bot, play, "migrate", **where)
    assert play.groups[0].id == moved["id"]
    await act(bot, play, "remove_bot", chat=moved["id"], person=dana.id)
    await act(bot, play, "fail", kind="500", method="getMe")
    assert (await bot.refusal("getMe"))[0] == 500
    await act(bot, play, "fail", kind="slow", seconds=100, times=None)
    await act(bot, play, "clear")
    await bot.call("getMe")
    followed: list[float] = []

    async def follow() -> None:
        followed.append(clock.skipped)

    play.followers.append(follow)
    await act(bot, play, "jump", seconds=3600)
    assert (clock.skipped, followed) == (3600, [3600])
    await act(bot, play, "send", chat=dana.id, text="/start")
    await act(bot, play, "block", person=dana.id)
    assert play.private(dana).is_blocked
    await act(bot, play, "unblock", person=dana.id)


async def test_page_has_its_words_and_its_own_actions(play: Playground, bot: Bot) -> None:
    done = []

    async def restart() -> None:
        done.append("restart")

    play.actions["demo.restart"] = restart
    async with bot.session.get(play.url) as response:
        assert (response.content_type, "demo.banner" in await response.text()) == ("text/html", True)
    async with bot.session.get(f"{play.url}/play/texts") as response:
        assert await response.json() == {"texts": {}, "actions": ["demo.restart"]}
    await act(bot, play, "demo.restart")
    assert done == ["restart"]


async def test_every_kind_of_file_an_album_and_a_sticker_can_be_sent(
    play: Playground, bot: Bot, chat: PrivateChat
) -> None:
    where = {"chat": chat.id, "base64": "JVBERg=="}
    for kind in ("photo", "document", "voice", "audio", "video", "video_note"):
        sent = await act(bot, play, "file", **where, kind=kind)
        assert (sent["media"], sent["file"]["file_size"]) == (kind, 4)
    album = await act(bot, play, "album", chat=chat.id, files=["JVBERg==", "JVBERg=="], caption="екеуі")
    assert [(each["media"], each["text"]) for each in album["messages"]] == [("photo", "екеуі"), ("photo", "")]
    assert len({each["album"] for each in album["messages"]}) == 1
    assert (await act(bot, play, "sticker", chat=chat.id, emoji="🙏"))["file"]["emoji"] == "🙏"


async def test_the_state_tells_the_clock_and_the_menu_of_each_chat(
    play: Playground, bot: Bot, chat: PrivateChat, office: Group
) -> None:
    menus = {"default": "help", "all_private_chats": "status", "all_group_chats": "queue"}
    for scope, command in menus.items():
        listed = [{"command": command, "description": command}]
        await bot.call("setMyCommands", commands=listed, scope={"type": scope})
    listed = [{"command": "status", "description": "мәртебе"}]
    await bot.call("setMyCommands", commands=listed, scope={"type": "all_private_chats"}, language_code="kk")
    async with bot.session.get(f"{play.url}/play/state") as response:
        state = await response.json()
    assert state["private"][0]["commands"] == listed
    assert [each["command"] for each in state["groups"][0]["commands"]] == ["queue"]
    assert (state["clock"]["speed"], state["clock"]["can_jump"]) == (1.0, True)
    assert state["clock"]["now"].endswith("+05:00")


@pytest.mark.parametrize(
    ("path", "body", "headers", "status"),
    [
        ("jump", {"seconds": -1}, {}, 400),
        ("jump", {"seconds": 1e9}, {}, 400),
        ("jump", {}, {}, 400),
        ("file", {"chat": 1, "kind": "dance"}, {}, 400),
        ("album", {"chat": 1, "files": [""]}, {}, 400),
        ("send", {"chat": 1, "text": "x"}, {}, 400),
        ("send", {}, {}, 400),
        ("press", {"chat": 1}, {}, 400),
        ("dance", {}, {}, 404),
        ("clear", {}, {"Origin": "https://example.org"}, 403),
        ("clear", {}, {"Host": "example.org"}, 403),
        ("clear", {}, {"Content-Type": "text/plain"}, 415),
    ],
)
async def test_what_cannot_be_done_is_said(
    play: Playground, bot: Bot, path: str, body: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    async with bot.session.post(f"{play.url}/play/{path}", json=body, headers=headers) as response:
        assert response.status == status
        assert "error" in await response.json()
