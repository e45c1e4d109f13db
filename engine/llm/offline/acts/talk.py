"""Talk that needs no tool."""

from __future__ import annotations

from engine.dialogue.context import Waiting
from engine.languages import Language
from engine.llm.offline.acts import orders
from engine.llm.offline.acts.base import Said, Scene

_ASKED_AGAIN = ("order_id", "phone_number", "reason", "action")
_WITH_PHRASE = ("greeting", "thanks", "goodbye", "help", "slower", "louder", "stop", "off_topic", "abuse", "yes", "no")


def talk(scene: Scene, topic: str) -> Said:
    """Small talk, manners, and what is none of a shop's business."""
    if topic == "repeat":
        said = scene.history[-1].kiosk if scene.history else ""
        return Said(said or scene.phrase("talk.nothing_to_repeat"), "repeat", scene.context.waiting)
    if topic not in _WITH_PHRASE:
        return not_understood(scene)
    if topic in ("yes", "no") and scene.context.waiting:
        return not_understood(scene)
    section = "scope" if topic == "abuse" else "talk"
    return Said(scene.phrase(f"{section}.{topic}", store=scene.store), topic, _kept(scene, topic))


def language(scene: Scene, wanted: Language, brief: bool = False) -> Said:
    """The customer asks for another language; `brief`: something else is answered in it at once."""
    key = "talk.switched" if brief else "talk.language_changed"
    return Said(scene.phrase(key), "language", scene.context.waiting, wanted)


def declined(scene: Scene) -> Said:
    """The customer does not want what was offered."""
    return Said(scene.phrase("cancel.declined"), "declined")


def not_understood(scene: Scene) -> Said:
    """Ask again for what a request lacks, if one waits; otherwise ask for other words."""
    waiting = scene.context.waiting
    if waiting and waiting.missing in _ASKED_AGAIN:
        return orders.ask(scene, waiting)
    return Said(scene.phrase("talk.not_understood"), "unknown", confidence=0.2)


def which_price(scene: Scene) -> Said:
    """A price is asked for, and nothing was talked about."""
    return Said(scene.phrase("search.price_unknown"), "price", confidence=0.5)


def _kept(scene: Scene, topic: str) -> Waiting | None:
    """A request that waits for something goes on after a word of manners."""
    return scene.context.waiting if topic in ("slower", "louder", "thanks", "greeting", "abuse") else None
