"""The HTTP side: methods under /bot<token>/, files under /file/bot<token>/, the stage under /play/."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.answering import Answering, Arrived, ServerReply, refusal
from bot.playground.calls import Call, Violation
from bot.playground.errors import ClosedDoorError, RefusedCallError
from bot.playground.faults import Fault, Faults
from bot.playground.world import World

Stage = Callable[[web.Request], Awaitable[web.StreamResponse]]
BODY_LIMIT = 64 * 1024 * 1024  # an upload of 50 MB and its form; what is larger is refused by its own size
SHUTDOWN_SECONDS = 0.5  # chosen: nobody waits for the end of a playground


class HttpSide:
    """Listens on loopback and takes every request to whom it is for."""

    def __init__(self, token: str, answering: Answering, world: World, faults: Faults, *, stage: Stage) -> None:
        self._methods = f"/bot{token}/"
        self._files = f"/file/bot{token}/"
        self._answering = answering
        self._world = world
        self._faults = faults
        self._stage = stage
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> int:
        """Listen on 127.0.0.1; returns the port, which *port* 0 leaves to the system."""
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_route("*", "/{rest:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening and close every connection."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        if path.startswith(self._methods):
            return await self._take_call(request, path.removeprefix(self._methods))
        if path.startswith(self._files):
            return await self._take_file(request, path.removeprefix(self._files))
        if path.startswith(("/bot", "/file/bot")):
            return self._refuse_token(path)
        return await self._stage(request)

    async def _take_call(self, request: web.Request, method: str) -> web.StreamResponse:
        body = await request.read()
        content_type = request.headers.get("Content-Type", "")
        try:
            arrived = Arrived(method, content_type, request.query_string, body)
            reply = await self._answering.answer(arrived)
        except ClosedDoorError:
            return _drop(request)
        return _drop(request) if reply.text is None else _respond(reply)

    async def _take_file(self, request: web.Request, path: str) -> web.StreamResponse:
        fault = self._faults.strike("file")
        match fault.kind if fault else None:
            case "drop-before" | "drop-after" | "down":
                return _drop(request)
            case "500" | "502" | "429" as kind:
                return web.Response(status=int(kind))
            case "slow":
                await self._world.clock.sleep(fault.seconds if fault else 0)
            case _:
                pass
        kept = self._world.files.follow_link(path)
        if kept is None:
            return _respond(_error(404, "Not Found"))
        if fault is not None and fault.kind == "hang":
            return await self._stop_halfway(request, kept.body, fault)
        return web.Response(body=kept.body, content_type="application/octet-stream")

    async def _stop_halfway(self, request: web.Request, body: bytes, fault: Fault) -> web.StreamResponse:
        """Hand out half of *body*, nothing more until *fault* is cleared, and cut the connection then."""
        answer = web.StreamResponse(headers={"Content-Length": str(len(body))})
        answer.content_type = "application/octet-stream"
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
        await fault.wait_out(self._world.updates.closed)
        _drop(request)
        return answer

    def _refuse_token(self, path: str) -> web.Response:
        call = Call(path.rpartition("/")[2], {}, {}, b"", self._world.clock.now(), status=401)
        self._answering.calls.append(call)
        self._answering.violations.append(Violation(call.method, "Unauthorized", {}))
        return _respond(_error(401, "Unauthorized"))


def _error(code: int, description: str) -> ServerReply:
    return ServerReply(code, json.dumps(refusal(RefusedCallError(code, description))))


def _respond(reply: ServerReply) -> web.Response:
    return web.Response(status=reply.status, text=reply.text, content_type=reply.content_type)


def _drop(request: web.Request) -> web.Response:
    """Cut the connection; the response that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=502)
