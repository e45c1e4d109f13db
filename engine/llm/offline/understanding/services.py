"""Wishes that are neither goods nor orders: a person, a rule, another language, and talk."""

from __future__ import annotations

from engine.dialogue.language_request import speaks_of_speaking, wanted_language
from engine.lexicon import folded, phrase_sets
from engine.llm.offline.understanding import queries, reasons, references, slots
from engine.llm.offline.understanding.intents import ORDER_INTENTS, POLICIES, Scores
from engine.llm.offline.understanding.sentence import Sentence
from engine.llm.offline.understanding.wish import View, Wish

_CERTAIN, _SURE, _LIKELY, _HINT = (
    0.8,
    0.5,
    0.35,
    0.2,
)  # how likely an intent is: enough alone, enough where nothing else fits, a hint
_ASKING = ("asking", "where", "when", "price", "how_much", "show", "demand", "policy", "can", "why")
_SENTENCE = 3  # words, of which the meaning says something
_TALK = ("greeting", "thanks", "goodbye", "help")
_MANNERS = ("repeat", "slower", "louder", "stop")
_ORDERS = ("track_order", "cancel_order", "initiate_return")
_SUM = 3  # digits, that may be an amount
_RULED = ("warranty", "returns", "shipping")  # of which products have rules of their own


def first(said: Sentence, view: View) -> Wish | None:
    """What goes before everything else: a person, a language, saying it again, and what is none of our business."""
    scores = view.scores
    language = wanted_language(said.text)
    of_goods = bool(said.things) and scores.means("product_question") >= _CERTAIN  # "does that clock speak Marathi"
    if language and not of_goods and (speaks_of_speaking(said.text) or not said.things):
        return Wish("language", said, language=language)
    if _wants_person(said, view):
        return Wish("staff", said, confidence=scores.means("staff"))
    if said.order_ids or said.phones:
        return None
    if scores.words("help") >= max(2, len(said.words) - 1):
        return Wish("talk", said, {"topic": "help"})  # "what can you do" says nothing else
    if scores.words("who") and not said.says("speech", "price"):
        return Wish("talk", said, {"topic": "help"})
    goods = bool(said.things) and bool(said.says("speech", "price") or said.says("speech", "show"))
    goods = goods or (view.focus is not None and bool(slots.aspects(said)))
    for kind in () if goods else ("abuse", "off_topic"):
        heard, meant = scores.words(kind), scores.means(kind)
        certain = heard and meant >= _HINT
        if certain or (meant >= _SURE and not _points(said, view)):
            known = kind == "off_topic" and (
                bool(said.things or said.says("speech", "show")) if certain else _may_be_goods(said, view)
            )
            return (
                Wish("doubtful", said, queries.search_for(said), product=view.focus)
                if known
                else Wish("talk", said, {"topic": kind})
            )
    for kind in _MANNERS:
        if said.says("speech", "policy"):
            continue  # "पैसे परत मिळण्याचं धोरण सांगा" says nothing again
        if not said.things and len(said.content) <= 2 and (scores.words(kind) or scores.means(kind) >= _SURE):
            if kind == "repeat" and view.context.intent in _ORDERS and said.says("speech", "order_items"):
                continue  # "what was in that order again"
            if kind == "repeat" and said.says("speech", "kind"):
                continue  # "the first one, what did you say it costs"
            if kind == "repeat" and said.says("speech", "price") and view.focus:
                return Wish("price", said, product=view.focus)  # it may not have been heard at all
            if kind == "stop" and any(not phrase_sets("intents")[kind].score([word]) for word in said.content):
                return None
            return Wish("talk", said, {"topic": kind})
    return None


def acknowledged(said: Sentence, view: View) -> Wish | None:
    """Words that only take note of how a request ended, and ask for nothing: "all right, I am sitting here"."""
    if view.waiting or view.context.intent not in (*_ORDERS, "staff", "declined"):
        return None
    shrugs = said.says("speech", "never_mind")
    words = [folded(word) for word in said.words]
    noted = (one for one in phrase_sets("speech")["noted"].phrases if tuple(words[: len(one)]) == one)
    opening = max(map(len, noted), default=0)
    rest = said.without(set(range(opening)))
    if (not shrugs and not (opening and rest.words)) or view.scores.words(*_TALK):
        return None
    asks = "?" in said.text or any(rest.says("speech", way) for way in _ASKING) or said.numbers or said.things
    other = view.scores.means(*ORDER_INTENTS, "price", "staff", *(f"policy_{kind}" for kind in POLICIES))
    if asks or slots.aspects(said) or other >= _SURE or view.scores.words(*ORDER_INTENTS):
        return None
    return Wish("talk", said, {"topic": "no" if shrugs else "stop"})


def supposed(said: Sentence, view: View) -> Wish | None:
    """The rule that somebody asks for who says what might be: "suppose I do not like it, will you take it back?"."""
    if not slots.supposes(said) or said.order_ids or said.phones or slots.topic(slots.aspects(said)) == "warranty":
        return None
    scores = view.scores
    if scores.means("search") >= _CERTAIN:
        return None  # "a big one, suppose up to five hundred"
    if scores.words("cancel_order"):
        return Wish("store_question", said)
    # What is broken may be repaired; what is not liked, or does not fit, can only go back.
    told = scores.words("return_order", "policy_returns", "policy_refunds")
    told = told or reasons.reason_of(said) not in (None, "defective")
    if not told and scores.means("policy_warranty") >= _LIKELY:
        return Wish("policy", said, {"policy_type": "warranty"})  # "if it stops working, who repairs it"
    if not told and scores.means("store_question", "product_question") >= _LIKELY:
        return None
    if told or reasons.reason_of(said) or scores.means("return_order", "policy_returns", "policy_refunds") >= _LIKELY:
        return Wish("policy", said, {"policy_type": "refunds" if slots.of_money(said) else "returns"})
    if scores.words("track_order"):
        ruled = scores.means(f"policy_{scores.policy}") >= _HINT
        return Wish("policy", said, {"policy_type": scores.policy}) if ruled else Wish("store_question", said)
    return None


def rule(said: Sentence, view: View) -> Wish | None:
    """The rule that is clearly asked for, whatever goods and numbers stand in the question."""
    scores = view.scores
    if said.price.bounded and said.things:
        return None
    if said.phones or scores.words("cancel_order", "staff"):
        return None
    if len(said.words) < _SENTENCE or (scores.words("track_order") and said.numbers):
        return None
    if said.says("speech", "show") or said.says("speech", "kind") or any(len(one) > _SUM for one in said.order_ids):
        return None
    if scores.leading != "policy":
        return None
    if view.context.intent in _ORDERS and view.context.last_order_id and not _names_rule(said, scores):
        return None  # "which date was the delivery?", of the order
    if slots.wishes(said) and scores.words("return_order"):
        return None
    best = _best_policy(said, view)
    of_product = bool(said.things or said.says("speech", "inside") or view.focus)
    if best == "warranty" and of_product:
        return None
    return Wish("policy", said, {"policy_type": best}, confidence=min(1.0, scores.of(f"policy_{best}")))


def policy(said: Sentence, view: View) -> Wish | None:
    """The rule that is asked for."""
    scores, best = view.scores, _best_policy(said, view)
    name = f"policy_{best}"
    fits = scores.of(name)
    asked = Wish("policy", said, {"policy_type": best}, confidence=min(1.0, fits))
    if said.says("speech", "policy"):
        return asked if fits >= _HINT else None
    if _money_instead(said, view):
        return Wish("policy", said, {"policy_type": "refunds"})
    if _goes_on(said, view):
        kept = view.thread.policy or best
        other = scores.of(name) > scores.of(f"policy_{kept}") + 0.15
        return Wish("policy", said, {"policy_type": best if other else kept})
    if best in _RULED and (said.things or said.says("speech", "inside")) and (best == "warranty" or fits < _CERTAIN):
        return None  # of a product
    if scores.of("store_question") > fits:
        return None
    if best == "warranty" and view.context.last_product_id and scores.words(name) < 2 and not view.thread.policy:
        return None
    alone = all(other <= fits - 0.1 for kind, other in scores.meaning.items() if kind != name)
    if fits >= _SURE and alone and not (said.things or slots.aspects(said) or said.says("speech", "show")):
        return asked
    if scores.words(name) > 1 or fits >= _SURE + 0.1:
        return asked
    return None


def _best_policy(said: Sentence, view: View) -> str:
    """The policy that a sentence fits best: that of refunds, if it is about money; the last, if about more of it."""
    best, quoted = view.scores.policy, view.thread.policy
    if view.context.intent == "policy" and quoted == "privacy" and said.says("speech", "erase"):
        return quoted
    return "refunds" if best == "returns" and slots.of_money(said) else best


def _money_instead(said: Sentence, view: View) -> bool:
    """Whether the money is asked about after the rule of returns, or a return: "and if I want the cash?", "when?"."""
    if not slots.of_money(said) or said.order_ids or said.things or said.price.bounded:
        return False
    quoted = view.thread.policy if view.context.intent == "policy" else None
    gave_back = view.context.intent in ("cancel_order", "initiate_return")
    return quoted == "returns" or (gave_back and bool(said.says("speech", "when")))


def _names_rule(said: Sentence, scores: Scores) -> bool:
    """Whether a rule is asked for in so many words: "how many days do I have to return it"."""
    return bool(said.says("speech", "policy")) or scores.words("policy_returns", "policy_refunds") > 1


def _goes_on(said: Sentence, view: View) -> bool:
    """Whether a sentence asks more about the rule that was just quoted: "and opened soap?"."""
    if view.context.intent != "policy" or said.order_ids or said.says("speech", "price"):
        return False
    if said.says("speech", "show") and view.scores.means("search") > view.scores.rules:
        return False
    asked = set(slots.aspects(said)) - (set() if said.things else {"warranty"})
    about_product = view.focus is not None and (
        references.named_in(said, view.focus) or (said.says("speech", "this") and _of_product(view))
    )
    if (
        about_product
        or asked
        or (said.things and said.says("speech", "inside"))
        or not (said.content or said.says("speech", "inside") or said.says("speech", "asking"))
    ):
        return False
    scores = view.scores
    other = scores.means("off_topic", "abuse", "greeting", "thanks", "goodbye", "staff", "stop", "repeat", "help")
    orders = scores.means("track_order", "cancel_order", "return_order")
    rules = scores.rules
    return other < _SURE and orders < _SURE and scores.means("store_question") <= max(rules, _LIKELY)


def _of_product(view: View) -> bool:
    """Whether a sentence is nearer to a question about a product than to one about a rule."""
    scores = view.scores
    return scores.means("product_question") > max(_LIKELY, scores.means(*(f"policy_{kind}" for kind in POLICIES)))


def small_talk(said: Sentence, view: View) -> Wish:
    """Talk; kind "unknown" if it is not even that."""
    scores = view.scores
    asks = any(said.says("speech", name) for name in ("when", "how_much", "which"))
    for kind in ("who", *_TALK):
        if scores.words(kind) and not (asks and scores.means("help" if kind == "who" else kind) < _LIKELY):
            return Wish("talk", said, {"topic": "help" if kind == "who" else kind})
    best = scores.best(*_TALK, "off_topic", "abuse", "stop", "repeat", "yes", "no")
    if scores.means(best) >= _LIKELY:
        return Wish("talk", said, {"topic": best})
    if asks:
        return Wish("unknown", said, confidence=0.2)  # "ok, and when does it come" says no yes
    if said.says("answers", "no") and len(said.words) <= 4:
        return Wish("talk", said, {"topic": "no"})
    if said.says("answers", "yes") and len(said.words) <= 4:
        return Wish("talk", said, {"topic": "yes"})
    if not said.content:
        return Wish("unknown", said, confidence=0.2)
    last, alone = view.context.last_search, queries.search_for(said)
    perhaps = queries.refined(said, last) if last else alone
    return Wish("unknown", said, perhaps, confidence=0.2, others=(alone,) if last else ())


def _may_be_goods(said: Sentence, view: View) -> bool:
    """Whether what seems to be none of the shop's business may be a name that nobody has told the kiosk."""
    named = said.things or said.qualities or said.says("speech", "show") or slots.aspects(said)
    return bool(said.content) and bool(named or view.focus or view.scores.means("store_question") >= _LIKELY + 0.1)


def _points(said: Sentence, view: View) -> bool:
    """Whether a sentence is about an order or what was shown: "the cheaper of the two", "what does it cost"."""
    pointing = ("cheaper", "dearer", "bigger", "smaller", "these", "price", "more", "which", "than")
    refines = bool(said.qualities or said.price.bounded or said.price.order)
    if view.scores.words(*ORDER_INTENTS):
        return True
    return bool(view.context.last_search) and (refines or any(said.says("speech", name) for name in pointing))


def _wants_person(said: Sentence, view: View) -> bool:
    scores = view.scores
    if said.order_ids or said.phones:
        return scores.words("staff") > 0 and scores.means("staff") >= _SURE
    if scores.words("staff"):
        return scores.means("staff") >= 0.1 or scores.words("staff") > 1
    if said.says("speech", "never_mind"):
        return False
    return (
        scores.means("staff") >= _SURE and len(said.words) >= _SENTENCE and not said.things and not slots.aspects(said)
    )
