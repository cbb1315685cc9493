"""The proxy on the way to Telegram, from the variables that other programs read too; its password stands in no message.

Rules
- `HTTPS_PROXY` for an https:// address of the Bot API server, `HTTP_PROXY` for an http:// one, else `ALL_PROXY`; in
  small letters they count first. An empty one counts as none.
- `NO_PROXY` lists what is reached directly: hosts and their subdomains, addresses, networks such as 10.0.0.0/8, with
  or without a port; `*` is everything. A Bot API server on this machine has to be named there too.
- The proxy speaks HTTP (CONNECT for https://). SOCKS is refused in plain words and never passed by in silence.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import field
from urllib.parse import SplitResult, unquote, urlsplit

from bot.frozen import frozen

SCHEMES = ("http", "https")
SOCKS = ("socks", "socks4", "socks4a", "socks5", "socks5h")
USUAL_PORTS = {"http": 80, "https": 443}


@frozen
class Proxy:
    """An HTTP proxy: where it is, who we are to it, and the setting that names it."""

    scheme: str
    place: str
    setting: str
    name: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)


def find_proxy(environ: Mapping[str, str], address: str, problems: list[str]) -> Proxy | None:
    """The proxy through which *address* is reached; what cannot be used is added to *problems*."""
    target = urlsplit(address)
    asked = (f"{target.scheme}_proxy", "all_proxy")
    names = [name for each in asked for name in (each, each.upper()) if environ.get(name, "").strip()]
    if not names or _is_direct(target, environ.get("no_proxy") or environ.get("NO_PROXY") or ""):
        return None
    found = _read(environ[names[0]].strip(), names[0])
    if isinstance(found, Proxy):
        return found
    problems.append(found)
    return None


def _read(value: str, setting: str) -> Proxy | str:
    """The proxy that *value* names, or what is wrong with it."""
    form = f"{setting} must be the address of an HTTP proxy, such as http://name:password@proxy.example:3128."
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        port = parts.port
    except ValueError:
        return form
    if parts.scheme in SOCKS:
        return (
            f"{setting} names a SOCKS proxy, which the bot cannot use: set HTTPS_PROXY to an HTTP proxy, such as "
            f"http://proxy.example:3128, or unset {setting}."
        )
    if parts.scheme not in SCHEMES or not parts.hostname or port == 0:
        return form
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    name = None if parts.username is None else unquote(parts.username)
    return Proxy(
        parts.scheme, f"{host}:{port or USUAL_PORTS[parts.scheme]}", setting, name, unquote(parts.password or "")
    )


def _is_direct(target: SplitResult, listed: str) -> bool:
    """Whether NO_PROXY, *listed*, names *target*."""
    try:
        host, port = (target.hostname or "").rstrip("."), target.port or USUAL_PORTS.get(target.scheme)
    except ValueError:
        return False  # an address that settings will refuse
    return any(_names(entry, host, port) for entry in listed.replace(",", " ").lower().split())


def _names(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    place, colon, of_port = entry.rpartition(":")
    if colon and of_port.isdecimal() and (place.endswith("]") or ":" not in place):
        if int(of_port) != port:
            return False
        entry = place
    entry = entry.strip("[]").removeprefix("*").strip(".")
    return bool(entry) and (host == entry or host.endswith(f".{entry}") or _is_in_network(host, entry))


def _is_in_network(host: str, entry: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False
