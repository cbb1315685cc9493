"""Reads the bodies of calls: JSON, urlencoded forms and multipart, and the query string beside them."""

import json
import re
import warnings
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import content_disposition_filename, parse_content_disposition

from bot.frozen import frozen
from bot.playground.calls import Upload
from bot.playground.errors import violation

BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


@frozen
class ReceivedBody:
    """The parameters and files of one call; values from forms are still text."""

    parameters: dict[str, Any]
    files: Mapping[str, Upload]


def read_body(content_type: str, query: str, body: bytes) -> ReceivedBody:
    """Decode a call; ViolationError when Telegram could not read it."""
    parameters: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    files: dict[str, Upload] = {}
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if not body:
            pass
        elif kind == "application/json":
            parameters |= _read_json(body)
        elif kind == "application/x-www-form-urlencoded":
            parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
        elif kind == "multipart/form-data":
            _read_multipart(content_type, body, parameters, files)
        else:
            raise violation(f"unsupported content type {kind!r}")
    except (ValueError, RecursionError):
        raise violation("can't parse the request body") from None
    return ReceivedBody(parameters, files)


def _read_json(body: bytes) -> dict[str, Any]:
    parsed = json.loads(body)
    if not isinstance(parsed, dict):
        raise violation("can't parse the request: a JSON object is expected")
    return parsed


def _read_multipart(content_type: str, body: bytes, parameters: dict[str, Any], files: dict[str, Upload]) -> None:
    found = BOUNDARY.search(content_type)
    if found is None:
        raise violation("can't parse the request body: no boundary")
    delimiter = b"--" + found[1].encode()
    parts = (b"\r\n" + body).split(b"\r\n" + delimiter)
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise violation("can't parse the request body: no closing boundary")
    for part in parts[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _read_headers(head.decode())
        name, filename = _read_disposition(headers.get("content-disposition", ""))
        if filename is None:
            parameters[name] = content.decode()
        else:
            files[name] = Upload(filename, headers.get("content-type", ""), content)


def _read_headers(head: str) -> dict[str, str]:
    lines = (line.partition(":") for line in head.split("\r\n") if line)
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _read_disposition(header: str) -> tuple[str, str | None]:
    with warnings.catch_warnings():
        # aiohttp warns of what it cannot read; an unreadable header is refused below anyway.
        warnings.simplefilter("ignore")
        _, fields = parse_content_disposition(header)
    name = fields.get("name")
    if not name:
        raise violation("can't parse the request body: a part without a name")
    return name, content_disposition_filename(fields)
