"""How fast are pages of 100 claims, beside pgbench and whatever the number of claims?"""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import uvloop

from benchmarks import pgbench
from benchmarks.database import filled, server
from benchmarks.figures import Aim, Figure
from benchmarks.plan import Plan
from benchmarks.serving import Serving, serving
from service.storage import queries
from service.storage.filters import ClaimFilter, Sort
from service.storage.store import Store

CONNECTIONS = 8
SIZES, QUICK_SIZES = (10_000, 1_000_000), (500, 1_000)
EFFORT, QUICK_EFFORT = (3, 5), (1, 1)
"""Rounds, and seconds of each."""
NEWEST = ClaimFilter()
OTHERS = {
    "of one state's": ClaimFilter(whose="Ukraine"),
    "of one source": ClaimFilter(source="ministry 7"),
    "of largest ones": ClaimFilter(sort=Sort.AMOUNT_DOWN),
    "with a word": ClaimFilter(q="Monday"),
    "with an amount": ClaimFilter(low=Decimal(500), high=Decimal(5_000)),
}


@dataclass(frozen=True, slots=True)
class Full:
    """A database with so many claims, how often it is asked, and for how many seconds each time."""

    url: str
    claims: int
    rounds: int
    duration: int


def figures(plan: Plan) -> Iterator[Figure]:
    """Requests a second."""
    sizes, effort = (QUICK_SIZES, QUICK_EFFORT) if plan.quick else (SIZES, EFFORT)
    with server() as server_url:
        small, large = (Full(filled(server_url, size), size, *effort) for size in sizes)
        yield from beside_pgbench(small)
        yield from beside_pgbench(large)
        yield beside_the_present(large)
        for name, asked in ({"of newest ones": NEWEST} | OTHERS).items():
            yield whatever_the_number(name, asked, small, large)


def beside_pgbench(full: Full) -> Iterator[Figure]:
    """What the store and the whole service reach of pgbench's rate with the same statement."""
    with serving(full.url) as service:
        rounds = [
            (by_pgbench(full, NEWEST), by_store(full), by_http(full, service))
            for _ in range(full.rounds)
        ]
    limit, store, http = map(max, zip(*rounds, strict=True))
    of = f"of {full.claims:,} claims, beside pgbench"
    yield Figure(
        f"store's page {of}",
        store / limit,
        f"{store:,.0f} against {limit:,.0f} pages/s",
        Aim.AT_LEAST,
        0.4,
    )
    yield Figure(f"HTTP page {of}", http / limit, f"{http:,.0f} against {limit:,.0f} pages/s")


def beside_the_present(full: Full) -> Figure:
    """What the store reaches as of a time of its rate now."""
    asked = ClaimFilter(as_of=datetime.now(UTC))
    rounds = [(by_store(full, asked), by_store(full)) for _ in range(full.rounds)]
    past, present = map(max, zip(*rounds, strict=True))
    return Figure(
        f"store's page as of a time, of {full.claims:,} claims, beside now",
        past / present,
        f"{past:,.0f} against {present:,.0f} pages/s",
    )


def whatever_the_number(name: str, asked: ClaimFilter, small: Full, large: Full) -> Figure:
    """What pgbench reaches among many claims of its rate among few."""
    rounds = [(by_pgbench(small, asked), by_pgbench(large, asked)) for _ in range(small.rounds)]
    few, many = map(max, zip(*rounds, strict=True))
    question = f"page {name}, of {large.claims:,} claims beside {small.claims:,}"
    return Figure(
        question, many / few, f"{many:,.0f} against {few:,.0f} pages/s", Aim.AT_LEAST, 0.8
    )


def by_pgbench(full: Full, asked: ClaimFilter) -> float:
    """Pages a second."""
    return pgbench.rate(full.url, queries.claims(asked, None), CONNECTIONS, full.duration)


def by_store(full: Full, asked: ClaimFilter = NEWEST) -> float:
    """Pages a second."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_by_store(full, asked))


async def _by_store(full: Full, asked: ClaimFilter) -> float:
    async with Store(full.url) as store:
        end = time.monotonic() + full.duration
        counts = (_pages(store, asked, end) for _ in range(CONNECTIONS))
        return sum(await asyncio.gather(*counts)) / full.duration


async def _pages(store: Store, asked: ClaimFilter, end: float) -> int:
    count = 0
    while time.monotonic() < end:
        assert (await store.claims(asked)).next
        count += 1
    return count


def by_http(full: Full, service: Serving) -> float:
    """Pages a second."""
    end = time.monotonic() + full.duration
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        counts = threads.map(lambda _: _answers(service, end), range(CONNECTIONS))
        return sum(counts) / full.duration


def _answers(service: Serving, end: float) -> int:
    count = 0
    with closing(service.connect()) as connection:
        while time.monotonic() < end:
            connection.request("GET", "/v1/claims")
            response = connection.getresponse()
            assert response.status == 200
            response.read()
            count += 1
    return count
