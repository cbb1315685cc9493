"""The page at / and the control endpoints under /play/: acting as people from outside the process.

Rules
- GET /play/state answers at once, or with `since` as soon as the revision has moved on (at most 20 s).
- GET /play/calls lists what the bot asked for; POST /play/<act> does what `acts` knows.
- Only this machine's own pages may act: the Host must be loopback, and so must an Origin.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web

from bot.playground.acts import ACTS
from bot.playground.errors import PlaygroundUseError
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal, sketch_calls, sketch_world

PAGE_FILE = Path(__file__).with_name("page.html")
LOOPBACK = re.compile(r"(https?://)?(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
LONGEST_WAIT = 20.0  # chosen: a page whose request was lost asks again after this
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'"
Texts = Mapping[str, Mapping[str, str]]


class Stage:
    """Answers everything that is not the Bot API.

    *texts* are the page's words by language and key; *actions* are further buttons of the page
    (their keys are text keys), each a coroutine function of the embedding program.
    """

    def __init__(self, play: Rehearsal, texts: Texts, actions: Mapping[str, Callable[[], Awaitable[None]]]) -> None:
        self._play = play
        self._texts = texts
        self._actions = actions

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request of the page or of a driver."""
        if not _is_ours(request):
            return _json({"error": "only this machine may look"}, status=403)
        if request.path == "/" and request.method == "GET":
            page = PAGE_FILE.read_text(encoding="utf-8")
            return web.Response(text=page, content_type="text/html", headers={"Content-Security-Policy": POLICY})
        if not request.path.startswith("/play/"):
            return _json({"error": "nothing here"}, status=404)
        name = request.path.removeprefix("/play/")
        if request.method == "POST":
            return await self._act(name, request)
        return await self._show(name, request)

    async def _show(self, name: str, request: web.Request) -> web.StreamResponse:
        since = int(request.query.get("since", "-1"))
        match name:
            case "state":
                await self._wait_past(since)
                return _json(sketch_world(self._play))
            case "calls":
                return _json({"calls": sketch_calls(self._play, max(0, since))})
            case "texts":
                return _json({"texts": self._texts, "actions": sorted(self._actions)})
            case _:
                return _json({"error": "nothing here"}, status=404)

    async def _wait_past(self, revision: int) -> None:
        if revision < 0:
            return
        closed = self._play.world.updates.closed
        waiting = asyncio.ensure_future(self._play.world.changes.wait_past(revision))
        closing = asyncio.ensure_future(closed.wait())
        await asyncio.wait({waiting, closing}, timeout=LONGEST_WAIT, return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, closing):
            task.cancel()
        await asyncio.gather(waiting, closing, return_exceptions=True)

    async def _act(self, name: str, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return _json({"error": "JSON is expected"}, status=415)
        if name in self._actions:
            await self._actions[name]()
            return _json({})
        if name not in ACTS:
            return _json({"error": f"no act {name}; there are {', '.join(sorted(ACTS))}"}, status=404)
        try:
            wanted = json.loads(await request.read() or b"{}")
            return _json(await ACTS[name](self._play, wanted))
        except PlaygroundUseError as problem:
            return _json({"error": str(problem)}, status=400)
        except (KeyError, ValueError, TypeError) as problem:
            return _json({"error": f"{type(problem).__name__}: {problem}"}, status=400)


def _is_ours(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    return LOOPBACK.fullmatch(request.host) is not None and (origin is None or bool(LOOPBACK.fullmatch(origin)))


def _json(body: Json, *, status: int = 200) -> web.Response:
    return web.Response(status=status, text=json.dumps(body, ensure_ascii=False), content_type="application/json")
