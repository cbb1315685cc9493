"""Answers one call: holds it against the facts, performs it, and keeps a record of both.

Rules
- A wrong token is 401, an unknown method 404; both are mistakes of the bot and noted.
- What the Bot API has and the playground has not is answered 400 and noted, so that no test rests on it.
- Faults strike here: before the effect, after it, or instead of it.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.frozen import frozen
from bot.playground.bodies import ReceivedBody, read_body
from bot.playground.calls import Call, Violation
from bot.playground.errors import FloodError, RefusedCallError, ViolationError, violation
from bot.playground.facts import check_call, known_methods
from bot.playground.faults import Fault, Faults
from bot.playground.methods import METHODS
from bot.playground.shapes import Json
from bot.playground.webhook import Webhook
from bot.playground.world import World

NGINX_502 = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n</body>\r\n</html>\r\n"


@frozen
class Arrived:
    """One HTTP request for a method, as it arrived."""

    method: str
    content_type: str
    query: str
    body: bytes


@frozen
class ServerReply:
    """What goes back over HTTP; `text` None means that the connection is dropped."""

    status: int
    text: str | None
    content_type: str = "application/json"


class Answering:
    """Everything between a request and its answer."""

    def __init__(self, world: World, faults: Faults, webhook: Webhook) -> None:
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.floods = 0
        self._world = world
        self._faults = faults
        self._webhook = webhook

    async def answer(self, arrived: Arrived) -> ServerReply:
        """Answer one call, with the fault that is due, if any."""
        # A fault may answer before the call is read: what it was about is written down all the same.
        named = _named(arrived) if self._faults.in_force else {}
        call = Call(arrived.method, named, {}, arrived.body or arrived.query.encode(), self._world.clock.now())
        self.calls.append(call)
        fault = self._faults.strike(arrived.method, self._chat_of(arrived))
        if fault is not None and fault.kind == "hang":
            return await self._hang(fault)
        if fault is not None and (instead := self._answer_instead(fault, call)):
            return instead
        reply = await self._perform(arrived, call)
        self._world.changes.tell(moved=call.has_effect)
        if fault is not None and fault.kind == "slow":
            await self._world.clock.sleep(fault.seconds)
        if fault is not None and fault.kind == "drop-after":
            call.answer_lost = True
            return ServerReply(0, None)
        return reply

    def _chat_of(self, arrived: Arrived) -> int | None:
        """The chat that the call is about; None when it names none, or nothing is ordered for one chat."""
        if all(fault.chat is None for fault in self._faults.in_force):
            return None
        named = _named(arrived)
        pressed = self._world.presses.chat_of(str(named.get("callback_query_id", "")))
        return pressed if pressed is not None else _number(named.get("chat_id"))

    def _answer_instead(self, fault: Fault, call: Call) -> ServerReply | None:
        match fault.kind:
            case "500":
                return self._close(call, refusal(RefusedCallError(500, "Internal Server Error")))
            case "502":
                call.status = 502
                return ServerReply(502, NGINX_502, "text/html")
            case "429":
                return self._close(call, refusal(FloodError(fault.retry_after)))
            case "refuse":
                return self._close(call, refusal(RefusedCallError(fault.code, fault.description)))
            case "drop-before" | "down":
                return ServerReply(0, None)
            case "slow" | "hang" | "drop-after":
                return None

    async def _hang(self, fault: Fault) -> ServerReply:
        """No effect and no answer until *fault* is cleared, or the playground ends; then the connection is gone."""
        await fault.wait_out(self._world.updates.closed)
        return ServerReply(0, None)

    async def _perform(self, arrived: Arrived, call: Call) -> ServerReply:
        try:
            received = read_body(arrived.content_type, arrived.query, arrived.body)
            call.parameters, call.files = received.parameters, received.files
            if arrived.method not in known_methods():
                raise ViolationError("Not Found", code=404)
            call.parameters = check_call(arrived.method, received.parameters, received.files)
            if arrived.method == "getUpdates":
                return await self._get_updates(call)
            result = await self._result_of(call, received)
        except RefusedCallError as problem:
            return self._refuse(call, problem)
        return self._close(call, {"ok": True, "result": result})

    async def _result_of(self, call: Call, received: ReceivedBody) -> object:
        if call.method in self._webhook.METHODS:
            return await self._webhook.perform(call.method, call.parameters)
        perform = METHODS.get(call.method)
        if perform is None:
            raise violation(f"{call.method} is not implemented in the playground")
        return perform(self._world, call.parameters, received.files)

    async def _get_updates(self, call: Call) -> ServerReply:
        self._webhook.check_polling_allowed()
        wanted = call.parameters
        limit, seconds = wanted.get("limit", 100), wanted.get("timeout", 0)
        if not 1 <= limit <= 100 or seconds < 0:
            raise violation("limit must be 1-100 and timeout positive")
        self._world.updates.allow(wanted.get("allowed_updates"))
        self._world.changes.tell(moved=False)
        batch = await self._world.updates.poll(offset=wanted.get("offset"), limit=limit, seconds=seconds)
        call.answer, call.status = {"ok": True, "result": [update.raw for update in batch]}, 200
        return ServerReply(200, f'{{"ok":true,"result":[{",".join(update.text for update in batch)}]}}')

    def _refuse(self, call: Call, problem: RefusedCallError) -> ServerReply:
        if isinstance(problem, ViolationError):
            self.violations.append(Violation(call.method, problem.description, call.parameters))
        self.floods += isinstance(problem, FloodError)
        return self._close(call, refusal(problem))

    def _close(self, call: Call, answer: Json) -> ServerReply:
        call.answer, call.status = answer, answer.get("error_code", 200)
        return ServerReply(call.status, json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def _named(arrived: Arrived) -> Json:
    """The parameters as they arrived, whatever becomes of the call; none of a body that cannot be read."""
    try:
        return read_body(arrived.content_type, arrived.query, arrived.body).parameters
    except RefusedCallError:
        return {}


def _number(named: object) -> int | None:
    """A chat's number, as one or spelled as one."""
    text = str(named)
    return int(text) if text.lstrip("-").isdecimal() else None


def refusal(problem: RefusedCallError) -> Json:
    """The JSON body of an error."""
    answer: Json = {"ok": False, "error_code": problem.code, "description": problem.description}
    parameters: Mapping[str, Any] = problem.parameters
    return answer | ({"parameters": dict(parameters)} if parameters else {})
