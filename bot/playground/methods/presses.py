"""Answering presses of buttons."""

from bot.playground.methods.registry import Uploads, method
from bot.playground.presses import Answer
from bot.playground.shapes import Json
from bot.playground.world import World


@method("answerCallbackQuery")
def answer_callback_query(world: World, parameters: Json, files: Uploads) -> bool:
    """Show an answer to the person who pressed."""
    answer = Answer(parameters.get("text", ""), parameters.get("show_alert", False), parameters.get("url"))
    world.presses.settle(parameters["callback_query_id"], answer)
    world.changes.tell()
    return True
