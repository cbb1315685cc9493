"""The files that a browser gets: the page's own, and those that people and the bot have sent.

Rules
- The page is made of the files in page/ and of nothing else: no script in it, nothing from another host.
- What was sent is a stranger's file: it is shown as a picture, sound or video, or handed over to be saved;
  never taken for a page, and nothing in it runs.
"""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from bot.playground.files import KeptFile

FOLDER = Path(__file__).with_name("page")
FRONT = "index.html"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",  # blob: the picture that is about to be sent
        "media-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
FILE_POLICY = "default-src 'none'; sandbox"
SHOWN = ("image/", "audio/", "video/")
NEVER_SHOWN = frozenset({"image/svg+xml"})  # a picture that can hold a script
NO_GUESSING = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def page_file(path: str) -> web.Response | None:
    """The page's file of that path, None when it has none of that name."""
    name = FRONT if path == "/" else path.removeprefix("/page/")
    if name not in _names():
        return None
    file = FOLDER / name
    headers = {**NO_GUESSING, "Content-Security-Policy": POLICY}
    return web.Response(text=file.read_text(encoding="utf-8"), content_type=KINDS[file.suffix], headers=headers)


def sent_file(kept: KeptFile) -> web.Response:
    """A file that somebody sent, shown when it is a picture, sound or video."""
    headers = {**NO_GUESSING, "Content-Security-Policy": FILE_POLICY}
    if kept.mime.startswith(SHOWN) and kept.mime not in NEVER_SHOWN:
        return web.Response(body=kept.body, content_type=kept.mime, headers=headers)
    name = quote(kept.name or Path(kept.path).name)
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return web.Response(body=kept.body, content_type="application/octet-stream", headers=headers)


@cache
def _names() -> frozenset[str]:
    return frozenset(file.name for file in FOLDER.iterdir() if file.suffix in KINDS)
