"""The page at / and the control endpoints under /play/: acting as people from outside the process.

Rules
- GET / and /page/… are the page, /sent/<file_id> is what somebody sent.
- GET /play/state answers at once, or with `since` as soon as the revision has moved on (at most 20 s).
- GET /play/calls lists what the bot asked for; POST /play/<act> does what `acts` and `speech_acts` know.
- Only this machine's own pages may act: the Host must be loopback, and so must an Origin.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.playground import acts, speech_acts  # noqa: F401 - an act is known as soon as its module is
from bot.playground.acting import ACTS
from bot.playground.errors import PlaygroundUseError
from bot.playground.pages import page_file, sent_file
from bot.playground.shapes import Json
from bot.playground.sketch import Rehearsal, sketch_calls, sketch_world

LOOPBACK = re.compile(r"(https?://)?(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
LONGEST_WAIT = 20.0  # chosen: a page whose request was lost asks again after this
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
        if not request.path.startswith("/play/"):
            return self._hand_out(request) or _json({"error": "nothing here"}, status=404)
        name = request.path.removeprefix("/play/")
        if request.method == "POST":
            return await self._act(name, request)
        return await self._show(name, request)

    def _hand_out(self, request: web.Request) -> web.Response | None:
        """A file for the browser, if that is what is asked for."""
        if request.method != "GET":
            return None
        if request.path.startswith("/sent/"):
            kept = self._play.world.files.find(request.path.removeprefix("/sent/"))
            return sent_file(kept) if kept else None
        return page_file(request.path) if request.path == "/" or request.path.startswith("/page/") else None

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
