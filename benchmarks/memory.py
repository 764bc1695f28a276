"""How much memory does a serving process take, its model loaded and articles read?"""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.database import filled, server
from benchmarks.figures import Aim, Figure
from benchmarks.plan import Plan
from benchmarks.serving import Serving, serving

PAGES = 20
LIMIT = 600


def figures(plan: Plan) -> Iterator[Figure]:
    """The most that the processes ever had in memory, from Linux's own account."""
    with server() as url, serving(filled(url, 1_000)) as service:
        use(service, plan)
        server_peak = peak(service.pid)
        reader_peaks = [peak(pid) for pid in children(service.pid)]
    together = server_peak + sum(reader_peaks)
    readers = " + ".join(f"{each:.0f}" for each in reader_peaks)
    detail = f"server {server_peak:.0f} + readers {readers} MB, pages they share counted twice"
    yield Figure("peak memory of the service", together, detail, Aim.AT_MOST, LIMIT, "MB")


def use(service: Serving, plan: Plan) -> None:
    """Have every text stored, and some pages fetched."""
    with closing(service.connect()) as connection:
        for text in plan.texts:
            body = json.dumps({"text": text})
            headers = {"Content-Type": "application/json"}
            connection.request("POST", "/v1/articles", body, headers)
            assert connection.getresponse().read()
        for _ in range(PAGES):
            connection.request("GET", "/v1/claims?limit=1000")
            assert connection.getresponse().read()


def peak(pid: int) -> float:
    """Megabytes that the process had in memory at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(kilobytes) * 1024 / 1e6


def children(pid: int) -> list[int]:
    """The processes that any thread of the process has started."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for threads in listed for child in threads.read_text().split()]
