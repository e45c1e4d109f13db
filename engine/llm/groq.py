"""Groq, or any server that speaks the same protocol (vLLM, llama.cpp, Ollama), as a streaming `Brain`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import date
from typing import Any

import groq
import httpx
import structlog
from groq.types.chat import ChatCompletionChunk

from engine.errors import BrainFailed, BrainTimeout, NetworkDown
from engine.llm.base import BrainPart, BrainRequest, Restarted, TextDelta, Usage
from engine.llm.prompt import messages
from engine.llm.retries import Retries
from engine.tools import registry
from engine.tools.base import ToolCall

_CONNECT_SECONDS = 2.0
_COOL_DOWN_SECONDS = 30.0  # after the network was down, customers are not made to wait for it again
_KEPT_OPEN_SECONDS = 120.0  # a connection without a request
_WARM_SECONDS = 30.0  # after which speech opens it again
_MOST_TOKENS = 400
# The last three are what the SDK raises over a web page, half a JSON or an answer of another shape.
_FAILURES = (groq.GroqError, httpx.HTTPError, TimeoutError, ValueError, TypeError, AttributeError)
_log = structlog.get_logger(__name__)


class GroqBrain:
    """A `Brain` on the `groq` SDK's streaming client, with one connection that is kept alive.

    Args:
        key: the API key; a local server may not need one.
        base_url: of a compatible server; None is Groq. It may end in /v1.
        models: in order of preference; the first that the server lists is used.
        first_token: longest wait in seconds for an answer to begin.
        answer: longest time in seconds for a whole answer.
        clock: seconds, monotonic.
        today: the date for the prompt.
    """

    name = "groq"
    trusted = False

    def __init__(
        self,
        key: str | None,
        base_url: str | None,
        models: Sequence[str],
        first_token: float,
        answer: float,
        clock: Callable[[], float],
        today: Callable[[], date] = date.today,
    ) -> None:
        self._client = groq.AsyncGroq(
            api_key=key or "none",
            base_url=base_url,
            max_retries=0,
            timeout=httpx.Timeout(answer, connect=_CONNECT_SECONDS),
            http_client=httpx.AsyncClient(transport=_CompatiblePaths()),
        )
        self._preferred = tuple(models)
        self._first_token = first_token
        self._answer = answer
        self._clock = clock
        self._today = today
        self._model: str | None = None
        self._down_until = 0.0
        self._warm_until = 0.0

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

    async def warm(self) -> None:
        """Open the connection, and learn the server's models, before they are needed; at most every half minute."""
        now = self._clock()
        if now < self._warm_until or now < self._down_until:
            return
        self._warm_until = now + _WARM_SECONDS
        try:
            await self._choose()
        except BrainFailed as failed:
            self._warm_until = 0.0
            _log.info("language model not warmed", reason=failed.message)

    async def models(self) -> list[str]:
        """The models that the server offers.

        Raises:
            BrainFailed: it cannot be asked.
        """
        try:
            async with asyncio.timeout(self._answer):
                return [model.id for model in (await self._client.models.list()).data]
        except _FAILURES as failed:
            raise _known(failed) from failed

    async def respond(self, request: BrainRequest) -> AsyncIterator[BrainPart]:
        """See `Brain.respond`.

        What may pass is tried again within the turn's limit: with a growing pause, or the one that the server asks for;
        the last time with a simpler prompt. A connection that was idle for too long counts as such a failure.
        """
        if (rest := self._down_until - self._clock()) > 0:
            raise NetworkDown(f"the language model could not be reached; it is tried again in {rest:.0f} s")
        plan = Retries(self._answer, request.spent)
        while True:
            begun = False
            try:
                async with aclosing(self._stream(request, plan)) as parts:
                    async for part in parts:
                        begun = True
                        yield part
            except _FAILURES as failed:
                known = _known(failed)
                pause = plan.pause(failed)
                if pause is None:
                    rest = _COOL_DOWN_SECONDS if isinstance(known, NetworkDown) else plan.asked_for
                    self._down_until = self._clock() + rest if rest else self._down_until
                    raise known from failed
                _log.info("asking again", reason=known.message, pause=round(pause, 2), simple=plan.simple)
                if begun:
                    yield Restarted()
                await asyncio.sleep(pause)
                request.spent.seconds += pause
            else:
                return

    async def _stream(self, request: BrainRequest, plan: Retries) -> AsyncGenerator[BrainPart, None]:
        calls: dict[int, dict[str, str]] = {}
        async with aclosing(self._chunks(request, plan)) as chunks:
            async for chunk in chunks:
                if usage := _usage(chunk):
                    yield usage
                for choice in chunk.choices:
                    if choice.delta.content:
                        yield TextDelta(choice.delta.content)
                    for fragment in choice.delta.tool_calls or ():
                        call = calls.setdefault(fragment.index, {"id": "", "name": "", "arguments": ""})
                        call["id"] = fragment.id or call["id"]
                        if fragment.function:
                            call["name"] += fragment.function.name or ""
                            call["arguments"] += fragment.function.arguments or ""
        for index in sorted(calls):
            yield _tool_call(calls[index], index)

    async def _chunks(self, request: BrainRequest, plan: Retries) -> AsyncGenerator[ChatCompletionChunk, None]:
        """The answer as it arrives.

        Only the wait for the server counts against the limits, and no limit runs while a chunk is with the caller: a
        clause is spoken before the next one is taken, and an `asyncio.timeout` would cancel the speaking.
        """
        clock = asyncio.get_running_loop().time
        spent = request.spent
        began = clock()
        try:
            async with asyncio.timeout(min(self._first_token, self._answer - spent.seconds)):
                model = self._model or await self._choose()
                stream = await self._client.chat.completions.create(**self._arguments(model, request, plan))
                chunk = await anext(stream, None)
        finally:
            spent.seconds += clock() - began
        try:
            while chunk is not None:
                yield chunk
                began = clock()
                try:
                    async with asyncio.timeout(self._answer - spent.seconds):
                        chunk = await anext(stream, None)
                finally:
                    spent.seconds += clock() - began
        finally:
            await stream.close()

    async def _choose(self) -> str:
        """The first preferred model that the server has; on a server with other models, its first."""
        offered = await self.models()
        if not offered:
            raise BrainFailed("the language model's server offers no model", "load a model on the server")
        self._model = next((model for model in self._preferred if model in offered), None)
        if self._model is None:
            self._model = offered[0]
            _log.warning("none of the preferred models is offered", preferred=self._preferred, using=self._model)
        return self._model

    def _arguments(self, model: str, request: BrainRequest, plan: Retries) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "model": model,
            "messages": messages(request, self._today(), plan.simple, plan.repair),
            "stream": True,
            "extra_body": {"stream_options": {"include_usage": True}},
            "temperature": 0.3,
            "max_completion_tokens": _MOST_TOKENS,
        }
        if not request.last_round:
            arguments["tools"] = registry.schemas(request.categories, plan.simple)
        if "gpt-oss" in model:
            arguments["reasoning_effort"] = "low"  # a customer waits
        return arguments


class _CompatiblePaths(httpx.AsyncBaseTransport):
    """Sends what the SDK sends to /openai/v1 to /v1 on servers that have it there.

    A base address that ends in /v1 says so itself; otherwise the first 404 does.
    """

    def __init__(self) -> None:
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(keepalive_expiry=_KEPT_OPEN_SECONDS))
        self._plain = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        for doubled in ("/openai/v1/openai/v1/", "/v1/openai/v1/"):
            path = path.replace(doubled, doubled.removesuffix("openai/v1/"))
        request.url = request.url.copy_with(path=path)
        plain = request.url.copy_with(path=path.replace("/openai/v1/", "/v1/"))
        if self._plain:
            request.url = plain
        response = await self._inner.handle_async_request(request)
        if response.status_code == 404 and request.url != plain:
            await response.aclose()
            request.url = plain
            response = await self._inner.handle_async_request(request)
            self._plain = response.status_code != 404
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


def _tool_call(fragments: dict[str, str], index: int) -> ToolCall:
    try:
        arguments = json.loads(fragments["arguments"] or "{}")
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict):
        arguments = {"malformed": fragments["arguments"][:200]}  # the tool's answer tells the model what is wrong
    return ToolCall(fragments["id"] or f"call_{index}", fragments["name"], arguments)


def _usage(chunk: ChatCompletionChunk) -> Usage | None:
    usage = chunk.usage or (chunk.x_groq.usage if chunk.x_groq else None)
    return Usage(usage.prompt_tokens, usage.completion_tokens) if usage else None


def _known(failed: Exception) -> BrainFailed:
    if isinstance(failed, BrainFailed):
        return failed
    if isinstance(failed, (TimeoutError, groq.APITimeoutError, httpx.TimeoutException)):
        return BrainTimeout("the language model did not answer in time", "check the network's speed")
    if isinstance(failed, (groq.AuthenticationError, groq.PermissionDeniedError)):
        return BrainFailed("Groq refuses the key", "set GROQ_API_KEY to a valid key, or use the offline brain")
    if isinstance(failed, groq.APIStatusError):
        return BrainFailed(f"the language model's server answered {failed.status_code}: {failed.message[:200]}")
    if isinstance(failed, (groq.APIConnectionError, httpx.TransportError)):
        return NetworkDown("the language model's server cannot be reached", "check the network and GROQ_BASE_URL")
    return BrainFailed(f"the language model's answer was broken: {failed}")
