"""Does the time that an article takes grow no faster than its length, whatever it holds?"""

import asyncio
import time
from collections.abc import Iterator
from itertools import islice

from benchmarks.figures import Aim, Figure
from benchmarks.plan import Plan
from service.readers import ReaderDied, Readers, ReadingFailed, ReadingTooSlow
from service.values import Article

SIZES = (1_000, 8_000, 64_000, 512_000, 2_000_000)
"""Characters."""
QUICK_SIZES = (1_000, 2_000)
QUICK_SORTS = 2
PATIENCE = 180.0
"""Seconds that one text may take."""
STEADY = 0.3
"""Seconds for which a text is read over and over; the quickest time counts."""
BOUND = 2


def _word(index: int) -> str:
    """Four letters that no other index below 26 to the fourth power has."""
    return "".join(chr(97 + index // 26**place % 26) for place in range(4))


HOSTILE = {
    "one word": "a",
    "digits": "1234567890",
    "numbers": "12 ",
    "ranges": "1-",
    "grouped digits": "1,1,1,1,",
    "sums": "$1",
    "dollars": "$$$$",
    "millions": "million million ",
    "hyphens": "-",
    "semicolons": "; ",
    "brackets": "([{",
    "quotation marks": "\"“'",
    "spaces": " ",
    "newlines": "\n",
    "direct speech": '"12 people were killed," he said. ',
    "speech never closed": "“12 people were killed, he said. ",
    "speakers": "he said ",
    "names": "Jane Roe. ",
    "bodies": "".join(
        f"The board of Area{i} said 12 died. The board said {i}. " for i in range(40_000)
    ),
    "number words": "twelve ",
    "table": "12\t34\t56\t78\n",
    "nested brackets": "(12 dead ",
    "counted words": "".join(f"{i % 90 + 2} {_word(i)} " for i in range(20_000)),
    "number after number": "".join(f"{i % 90 + 2} men died. " for i in range(2_000)),
    "dense prose": "".join(
        f"{i % 90 + 2} {_word(i)} men died near {_word(i * 7)}, " for i in range(20_000)
    ),
    "one sentence": "the man who saw 12 men who saw ",
    "emoji": "💥12 ",
    "combining marks": "12\u0301\u0301",
    "no spaces": "有12人死亡",
}
"""What each text repeats."""


def figures(plan: Plan) -> Iterator[Figure]:
    """For each sort of text: time per character of the longest against the most that a shorter one
    took."""
    repeated = {"articles": "\n\n".join(plan.texts) + "\n\n"} | HOSTILE
    sorts, sizes = (QUICK_SORTS, QUICK_SIZES) if plan.quick else (len(repeated), SIZES)
    with asyncio.Runner() as runner:
        for name, part in islice(repeated.items(), sorts):
            yield runner.run(_figure(name, part, sizes))


async def _figure(name: str, part: str, sizes: tuple[int, ...]) -> Figure:
    async with Readers(1, PATIENCE) as readers:
        await readers.warm_up()
        costs, failed = await _costs(readers, part, sizes)
    ratios = {size: cost / costs[0] for size, cost in zip(sizes, costs, strict=False)}
    steps = [f"{size // 1000} KB {ratio:.2f}×" for size, ratio in ratios.items()]
    return Figure(
        f"a character of a longer text of {name}",
        float("inf") if failed else costs[-1] / max(costs[:-1], default=costs[-1]),
        ", ".join([*steps, f"in {costs[-1] * sizes[len(costs) - 1]:.1f} s", *failed]),
        Aim.AT_MOST,
        BOUND,
    )


async def _costs(
    readers: Readers, part: str, sizes: tuple[int, ...]
) -> tuple[list[float], list[str]]:
    """Seconds a character at each size, up to the first that failed, and what failed."""
    costs: list[float] = []
    for size in sizes:
        text = (part * (size // len(part) + 1))[:size]
        try:
            costs.append(await _seconds(readers, text) / size)
        except (ReadingTooSlow, ReaderDied, ReadingFailed) as error:
            return costs or [float("nan")], [f"{size // 1000} KB: {type(error).__name__}"]
    return costs, []


async def _seconds(readers: Readers, text: str) -> float:
    times: list[float] = []
    while sum(times) < STEADY:
        start = time.perf_counter()
        await readers.read(Article(text))
        times.append(time.perf_counter() - start)
    return min(times)
