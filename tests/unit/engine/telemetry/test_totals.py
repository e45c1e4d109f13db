from __future__ import annotations

from pathlib import Path

from engine.errors import NetworkDown
from engine.llm.base import TextDelta, Usage
from engine.llm.offline.brain import OfflineBrain
from tests.fakes.fake_brain import FakeBrain, call
from tests.fakes.fake_kiosk import open_kiosk
from tests.fakes.virtual_time import in_virtual_time


@in_virtual_time
async def test_turns_tokens_tools_and_problems_are_added_up(tmp_path: Path) -> None:
    search = [call("search_products", query="saree"), Usage(700, 20)]
    online = FakeBrain(search, [TextDelta("Here."), Usage(900, 30)], [NetworkDown("gone")], name="groq")
    async with open_kiosk(tmp_path, online, OfflineBrain(), voice=False) as kiosk:
        await kiosk.engine.ask_text("s1", "sarees")
        await kiosk.engine.ask_text("s1", "hello")
        assert dict(kiosk.engine.totals.counts) == {
            "turns.groq": 1,
            "turns.offline": 1,
            "tokens.prompt": 1600,
            "tokens.completion": 50,
            "tools.search_products.ok": 1,
            "problems.network": 1,
        }
