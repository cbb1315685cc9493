"""The command line: `python -m bot run | demo | playground | doctor | admin-link | confirm-move | stop-change |
admins | keys | audit | identify | scrub`."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.commands.console import open_console, speak_utf8
from bot.commands.running import guarded, settings_of

if TYPE_CHECKING:
    from bot.settings import Settings

FASTEST, LAST_MOMENT = 10_000, 2**32
ADMIN_LINK = "a one-time link that makes who opens it first an admin; makes database and keyring if there are none"

JUMPS = "rehearsal only: a line of standard input says how many seconds ahead the clock is from now on"
TAKE_OVER = "take away a webhook that is still set, so that updates come to this bot; those that wait are kept"


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; its exit code."""
    open_console()
    options = parser().parse_args(arguments)
    return guarded(lambda: _dispatch(options))


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="python -m bot", description="The bot of the «Адалдық алаңы» project offices.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="serve citizens and offices (needs BOT_TOKEN)")
    run.add_argument("--speed", type=_speed, default=1.0, help="rehearsal only: the clock runs this many times faster")
    run.add_argument(
        "--speed-origin", type=_moment, default=None, help="rehearsal only: unix time where both clocks meet"
    )
    run.add_argument("--ahead", type=_lead, default=0.0, help="with --jumps: the clock begins so many seconds ahead")
    run.add_argument("--jumps", action="store_true", help=JUMPS)
    run.add_argument(
        "--new-database", action="store_true", help="begin in an empty database, or serve another one than before"
    )
    run.add_argument("--take-over", action="store_true", help=TAKE_OVER)
    demo = commands.add_parser("demo", help="one report and one proposal through the whole house, without Telegram")
    demo.add_argument("--exit", action="store_true", help="do not keep the playground open at the end")
    play = commands.add_parser("playground", help="a local Bot API server with a page to play citizen and office")
    play.add_argument("--port", type=_port, default=8081, help="where the page is (8081); 0 takes any free port")
    commands.add_parser(
        "doctor", help="check settings, keys, database and Telegram, and say what to do; makes nothing"
    )
    commands.add_parser("admin-link", help=ADMIN_LINK, description=f"Print {ADMIN_LINK}.")
    move = commands.add_parser("confirm-move", help="let a region move to the group that asked for it, at once")
    move.add_argument("region")
    stop = commands.add_parser("stop-change", help="stop a region's move, or take back its last binding or unbinding")
    stop.add_argument("region")
    admins = commands.add_parser("admins", help="list the admins, or take one that a link made the rights")
    admins.add_argument("action", choices=["list", "remove", "restore"])
    admins.add_argument("id", nargs="?", type=int, help="the number that `admins list` prints")
    keys = commands.add_parser("keys", help="list the keys of the keyring")
    keys.add_argument("action", choices=["list"])
    commands.add_parser("identify", help="JSON lines {id, text} in, {id, spans} out: what could reveal a person")
    scrub = commands.add_parser("scrub", help="clean one file of what it says about its maker")
    scrub.add_argument("source", metavar="IN")
    scrub.add_argument("target", metavar="OUT")
    commands.add_parser("audit", help="print who opened contacts and changed groups, when and why")
    return top


def _speed(text: str) -> float:
    value = _number(text)
    if not 0 < value <= FASTEST:
        raise argparse.ArgumentTypeError(f"write a number above 0 and up to {FASTEST}; 1 is real time")
    return value


def _moment(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= LAST_MOMENT:
        raise argparse.ArgumentTypeError("write unix seconds, such as 1767225600")
    return value


def _lead(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= LAST_MOMENT:
        raise argparse.ArgumentTypeError("write a number of seconds, such as 86400 for a day; 0 is real time")
    return value


def _number(text: str) -> float:
    """The number in *text*, or not-a-number, which is in no range."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:6]) <= 65535):
        raise argparse.ArgumentTypeError("write a port from 1 to 65535, or 0 for any free one")
    return int(text)


def _dispatch(options: argparse.Namespace) -> int:
    # Each command is imported when it is called: `run` needs no playground, `doctor` no conversation.
    # The settings come first: what is wrong with them is told at once, not after the whole house was imported.
    match options.command:
        case "run":
            return _run(options)
        case "demo":
            from bot.commands.demo import demo

            return demo(stay=not options.exit)
        case "playground":
            from bot.commands.play import play

            return play(options.port)
        case "doctor":
            from bot.commands.doctor import doctor

            return doctor()
        case "admin-link":
            settings = settings_of()
            from bot.commands.admin_link import make_link

            return make_link(settings)
        case "confirm-move":
            settings = settings_of()
            from bot.commands.regions import confirm_move

            return confirm_move(settings, options.region)
        case "stop-change":
            settings = settings_of()
            from bot.commands.regions import stop_change

            return stop_change(settings, options.region)
        case "admins":
            settings = settings_of()
            from bot.commands import admins

            return admins.run(settings, options.action, options.id)
        case "keys":
            settings = settings_of()
            from bot.commands.records import list_keys

            return list_keys(settings)
        case "identify":
            from bot.commands import identify

            speak_utf8()
            return identify.run(sys.stdin, sys.stdout, sys.stderr)
        case "scrub":
            from bot.commands import scrub

            return scrub.run([options.source, options.target])
        case _:
            settings = settings_of()
            from bot.commands.records import print_audit

            return print_audit(settings)


def _run(options: argparse.Namespace) -> int:
    settings = settings_of()
    from bot.commands.run import run

    terms = {"new_database": options.new_database, "take_over": options.take_over}
    if options.jumps:
        return _run_jumping(settings, options, terms)
    from bot.clock import Clock

    return run(settings, Clock(options.speed, options.speed_origin), **terms)


def _run_jumping(settings: Settings, options: argparse.Namespace, terms: Mapping[str, bool]) -> int:
    """Serve a rehearsal, by a clock that whoever started it moves on."""
    from bot.commands.jumps import follow_jumps
    from bot.commands.run import run
    from bot.playground.jumping import JumpingClock

    clock = JumpingClock(options.speed, options.speed_origin)
    clock.jump(options.ahead)
    return run(settings, clock, **terms, beside=lambda: follow_jumps(clock))


if __name__ == "__main__":
    sys.exit(main())
