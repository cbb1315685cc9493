"""The door: every update goes to the room that decides it, and comes back to whoever waits for the answer.

What is decided waits for no budget and for no method of Telegram's that hangs: a citizen's answer is owed
(`answers`), a press is acknowledged beside (`asides`), what is said in a group goes through the outbox.
"""

from __future__ import annotations

from collections import deque
from typing import assert_never

from telegram import CallbackQuery, Update
from telegram.constants import ChatType

from bot.conversation.step import with_note
from bot.conversation.values.choices import Send
from bot.conversation.values.effects import Say, Show
from bot.conversation.values.events import Event, Pressed
from bot.conversation.views import menus
from bot.desk.citizens.arrivals import Decision
from bot.desk.citizens.intake import Intake
from bot.desk.expert_presses import (
    AgreeAsExpert,
    DeclineCase,
    DropAsExpert,
    OpenFile,
    RefuseAsExpert,
    SendAsExpert,
    SendToExpert,
)
from bot.desk.list_presses import DropTemplate, PickTemplate, ShowAgain, TurnFound, TurnList
from bot.desk.presses import (
    AgreeToMove,
    CloseAs,
    ConfirmMove,
    DropAsHead,
    DropItem,
    DropReply,
    GiveReason,
    HandTo,
    OpenContacts,
    PrivatePress,
    RemoveAdmin,
    RepeatCommand,
    SendAsHead,
    SendOn,
    SendQuestion,
    SendReply,
    ShowPage,
    StopDeed,
    TakeBack,
    TryItem,
    UnbindGroup,
    WorkOn,
    read_desk_press,
    read_private_press,
    read_staff_press,
)
from bot.frozen import replace
from bot.gateway.answers import CitizenAnswers
from bot.gateway.asides import Asides
from bot.gateway.command_desk import CommandDesk
from bot.gateway.incoming import read_command, read_private
from bot.gateway.posts import Post, PressAnswer
from bot.gateway.staff_group import StaffGroup
from storage.errors import StoreDamagedError

SAYS_NOTHING = (Show(menus.menu(), anew=True), Show(menus.language_choice(), anew=True))
"""What a repeated press shows when its visit is gone."""

MOST_DAMAGED = 100
"""Updates that failed on damage and may yet be set aside: as many as are decided at once."""

class UpdateDoor:
    """Decides updates of private chats and groups."""

    def __init__(
        self,
        intake: Intake,
        answers: CitizenAnswers,
        group: StaffGroup,
        commands: CommandDesk,
        asides: Asides,
    ) -> None:
        self.intake = intake
        self.answers = answers
        self.group = group
        self.commands = commands
        self.asides = asides
        # In memory that is safe: an update is set aside by the process in which it failed, moments later.
        self._met_damage: deque[int] = deque(maxlen=MOST_DAMAGED)

    async def take(self, update: Update, *, hurried: bool = False) -> None:
        """Return after COMMIT and a bounded try to answer; raise when nothing was committed.

        *hurried*: more waits to be decided, so the answer is not waited for.
        """
        try:
            await self._route(update, hurried=hurried)
        except StoreDamagedError as fault:
            self.intake.rules.safe.damages.met(fault)
            self._met_damage.append(update.update_id)
            raise

    async def _route(self, update: Update, *, hurried: bool) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        self.answers.budget.traffic.count(chat.id)
        if chat.type == ChatType.PRIVATE:
            await self._take_private(update, hurried=hurried)
        elif chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            await self._take_group(update)
        elif update.my_chat_member is not None:
            await self.group.take_channel(update, update.my_chat_member)

    async def apologise(self, update: Update) -> None:
        """The update was set aside: tell its sender in private chat."""
        chat = update.effective_chat
        if chat is not None and chat.type == ChatType.PRIVATE:
            key = "err.damaged" if update.update_id in self._met_damage else "err.step_failed"
            self.answers.say(chat.id, self.answers.private.words.text(key, None))

    async def _take_private(self, update: Update, *, hurried: bool) -> None:
        if update.my_chat_member is not None:
            return
        if (query := update.callback_query) is not None and (press := read_private_press(query.data or "")) is not None:
            await self._take_private_press(query, press)
            return
        if query is not None and (mine := read_desk_press(query.data or "")) is not None:
            self.asides.acknowledge(query.id, await self.group.take_press(update, query, mine))
            return
        source = read_private(update, self.intake.rules.chance)
        if source is None:
            return
        event, chat_id, first = source.arrival.event, source.arrival.chat_id, None
        message = update.message or update.edited_message
        if message is not None and message.reply_to_message is not None:
            said = await self.commands.means.heads.take_reply(update, message)
            said = said or await self.commands.means.experts.take_reply(update, message)
            if said is not None:
                self.answers.say(chat_id, said.text)
                return
            if await self.group.take_at_desk(update, message):
                return
        if update.message is not None and read_command(update.message.text or "") is not None:
            answer = await self.commands.take_private(update.message)
            if isinstance(answer, Post):
                self.answers.say(chat_id, answer.text, answer.keyboard)
                return
            first = answer.first
        decision = _with_late_send(event, await self.intake.take(source.arrival))
        if first is not None:
            self.answers.say(chat_id, first.text, first.keyboard)
        await self.answers.deliver(chat_id, decision, source, patient=not hurried)

    async def _take_private_press(self, query: CallbackQuery, press: PrivatePress) -> None:
        """A press under an alert: what was done stands in its place."""
        done = await self.commands.take_private_press(query, press)
        if isinstance(done, Post) and query.message is not None:
            chat_id, pressed = query.message.chat.id, query.message.message_id
            self.answers.say_instead(chat_id, pressed, done.text, done.keyboard)
        self.asides.acknowledge(query.id, done if isinstance(done, PressAnswer) else PressAnswer(""))

    async def _take_group(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._take_group_press(update, update.callback_query)
        elif update.my_chat_member is not None:
            await self.group.take_membership(update, update.my_chat_member)
        elif update.edited_message is not None:
            await self.group.take_edit(update, update.edited_message)
        elif update.message is not None and not await self.commands.take_group(update, update.message):
            await self.group.take_message(update, update.message)

    async def _take_group_press(self, update: Update, query: CallbackQuery) -> None:
        self.asides.acknowledge(query.id, await self._decide_press(update, query))

    async def _decide_press(self, update: Update, query: CallbackQuery) -> PressAnswer:
        match read_staff_press(query.data or ""):
            case AgreeToMove() | RepeatCommand() | UnbindGroup() as press:
                return await self.commands.take_press(update, query, press)
            case TurnList() | TurnFound() | PickTemplate() | DropTemplate() as press:
                return await self.commands.take_press(update, query, press)
            case ConfirmMove() | StopDeed() | RemoveAdmin() as press:
                return await self.commands.take_change_press(update, query, press)
            case SendReply() | SendQuestion() | DropReply() | TakeBack() | None as press:
                return await self.group.take_press(update, query, press)
            case OpenContacts() | GiveReason() | WorkOn() | ShowPage() | SendOn() | CloseAs() | HandTo() as press:
                return await self.group.take_press(update, query, press)
            case SendToExpert() | OpenFile() | ShowAgain() as press:
                return await self.group.take_press(update, query, press)
            case TryItem() | DropItem() | SendAsHead() | DropAsHead():
                return await self.group.take_press(update, query, None)  # in no group hangs such a button
            case AgreeAsExpert() | RefuseAsExpert() | SendAsExpert() | DropAsExpert() | DeclineCase():
                return await self.group.take_press(update, query, None)  # in no group hangs such a button
            case unexpected:
                assert_never(unexpected)


def _with_late_send(event: Event, decision: Decision) -> Decision:
    """A press of "send" that Telegram repeats after it has filed: say how to find out, never only a menu.

    Its draft is gone, and with it all that could tell whether this very press has filed.
    """
    is_send = isinstance(event, Pressed) and isinstance(event.choice, Send)
    if not is_send or decision.filed or not all(effect in SAYS_NOTHING for effect in decision.effects):
        return decision
    view = with_note(menus.menu(), Say("submit.check_by_code"))
    language = decision.language or (event.language if isinstance(event, Pressed) else None)
    return replace(decision, language=language, effects=(Show(view, anew=True),))
