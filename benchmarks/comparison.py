"""How long do answers about a series of 100,000 claims take, beside reading its rows?

The whole request over HTTP, from the first byte asked to the last one answered, beside PostgreSQL
handing out the same claims, each row whole and in the order of publication, by COPY, the quickest
way there is, with nothing done to them but counting the bytes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from statistics import median

import psycopg

from benchmarks import long_series
from benchmarks.database import server
from benchmarks.figures import Aim, Figure, seconds
from benchmarks.plan import Plan
from benchmarks.serving import Serving, serving

CLAIMS, QUICK_CLAIMS = 100_000, 500
TIMES = 10
ROUNDS, QUICK_ROUNDS = 7, 1
READ = """
COPY (SELECT claim.* FROM claim JOIN series ON series.id = claim.series_id
      WHERE series.key = '{}' ORDER BY claim.ordered_at, claim.id) TO STDOUT
"""
COMPARISON = "comparison"
AIMS = {COMPARISON: 2.0}
ANSWERS = {
    COMPARISON: "comparison",
    "page of revisions": "revisions",
    "timeline by months": "timeline?interval=month",
    "chart as a page": "chart.html",
}


@dataclass(frozen=True, slots=True)
class Full:
    """A database with the series, how many claims it has and how often each thing is timed."""

    url: str
    claims: int
    rounds: int

    @property
    def series(self) -> str:
        """The path of the series."""
        with psycopg.connect(self.url) as connection:
            found = connection.execute(
                "SELECT id FROM series WHERE key = %s", (long_series.SERIES,)
            ).fetchone()
        assert found
        return f"/v1/series/{found[0]}"


Times = dict[str, float]
"""The median of the seconds that each thing took."""


def figures(plan: Plan) -> Iterator[Figure]:
    """Each answer beside reading the rows, and among ten times as many stored claims."""
    claims, rounds = (QUICK_CLAIMS, QUICK_ROUNDS) if plan.quick else (CLAIMS, ROUNDS)
    with server() as server_url:
        alone, among = (
            Full(long_series.filled(server_url, claims, times), claims, rounds)
            for times in (1, TIMES)
        )
        few = timed(alone)
        yield from beside_reading(few, f"{claims:,} claims")
        yield waiting(alone)
        many = timed(among)
        yield from beside_reading(many, f"{claims:,} of {claims * TIMES:,} claims")
        yield Figure(
            f"comparison among {TIMES} times the claims, beside alone",
            many[COMPARISON] / few[COMPARISON],
            f"{many[COMPARISON]:.2f} against {few[COMPARISON]:.2f} s",
            Aim.AT_MOST,
            1.2,
        )


def beside_reading(took: Times, what: str) -> Iterator[Figure]:
    """How many times the seconds of reading the rows each answer takes."""
    for name in ANSWERS:
        yield Figure(
            f"{name} of {what}, beside reading them",
            took[name] / took[READ],
            f"{took[name]:.2f} against {took[READ]:.2f} s",
            Aim.AT_MOST if name in AIMS else None,
            AIMS.get(name, 0),
        )


def timed(full: Full) -> Times:
    """Rounds in which everything has its turn, so that whatever else the machine does slows all
    alike."""
    with (
        serving(full.url) as service,
        psycopg.connect(full.url, autocommit=True) as connection,
    ):
        work: dict[str, Callable[[], object]] = {READ: lambda: read(connection)}
        for name, path in ANSWERS.items():
            work[name] = partial(get, service, f"{full.series}/{path}")
        rounds = [
            {name: seconds(each) for name, each in work.items()} for _ in range(full.rounds + 1)
        ]
    return {name: median(each[name] for each in rounds[1:]) for name in work}


def read(connection: psycopg.Connection[object]) -> int:
    """How many bytes the rows are."""
    with connection.cursor().copy(READ.format(long_series.SERIES).encode()) as rows:
        return sum(map(len, rows))


def get(service: Serving, path: str) -> bytes:
    """An answer."""
    with closing(service.connect()) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, body
        return body


def waiting(full: Full) -> Figure:
    """How long others wait at most while a comparison is made."""
    with serving(full.url) as service, ThreadPoolExecutor(1) as beside:
        get(service, f"{full.series}/{COMPARISON}")
        start = time.perf_counter()
        comparison = beside.submit(get, service, f"{full.series}/{COMPARISON}")
        waits = [seconds(lambda: get(service, "/v1/claims?limit=1"))]
        while not comparison.done():
            waits.append(seconds(lambda: get(service, "/v1/claims?limit=1")))
        took = time.perf_counter() - start
    detail = f"{max(waits) * 1000:.0f} ms at most, {median(waits) * 1000:.0f} ms mostly"
    return Figure(
        "longest wait of others during a comparison, of its time",
        max(waits) / took,
        f"{detail}, of {took * 1000:.0f} ms",
    )
