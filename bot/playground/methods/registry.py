"""The methods that the playground implements, by name."""

from collections.abc import Callable, Mapping

from bot.playground.calls import Upload
from bot.playground.shapes import Json
from bot.playground.world import World

Uploads = Mapping[str, Upload]
Method = Callable[[World, Json, Uploads], object]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as the method of that name."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register
