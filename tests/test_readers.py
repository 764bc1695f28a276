import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio

from service.documents import Document, NoArticle
from service.readers import ReaderDied, Readers, ReadingFailed, ReadingTooSlow
from service.values import Article
from tests import fakes

pytestmark = pytest.mark.timeout(60)


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    async with Readers(1, 20, fakes.prepare) as running:
        yield running


async def test_a_reading_comes_back_from_another_process(readers: Readers) -> None:
    reading = await readers.read(Article("12 killed"))
    assert [claim.quote for claim in reading.claims] == ["12"]
    assert readers.pids != [os.getpid()]


async def test_a_document_becomes_its_article(readers: Readers) -> None:
    document = Document(html="<p>At least 12 people were killed on Sunday.</p>", title="Toll")
    article = await readers.article(document)
    assert article == Article("At least 12 people were killed on Sunday.", title="Toll")


async def test_a_page_without_words_is_the_callers_mistake(readers: Readers) -> None:
    with pytest.raises(NoArticle, match="no words"):
        await readers.article(Document(html="<html><body></body></html>"))


async def test_it_is_warm_after_the_model_is_loaded(readers: Readers) -> None:
    assert not readers.warm
    await readers.warm_up()
    assert readers.warm


async def test_it_stays_warm_while_a_dead_reader_is_replaced(readers: Readers) -> None:
    await readers.warm_up()
    with pytest.raises(ReaderDied):
        await readers.read(Article("please die"))
    assert readers.warm


async def test_a_reader_that_cannot_load_its_model_says_so() -> None:
    async with Readers(1, 20, fakes.broken) as readers:
        with pytest.raises(ReaderDied, match="its model"):
            await readers.warm_up()
        assert not readers.warm


async def test_a_slow_article_is_cut_off_by_name_and_the_next_is_read() -> None:
    async with Readers(1, 1, fakes.prepare) as readers:
        with pytest.raises(ReadingTooSlow, match=r"http://a\.example/1 took longer than 1 s"):
            await readers.read(Article("please hang", url="http://a.example/1"))
        assert len((await readers.read(Article("12 killed"))).claims) == 1


async def test_a_dead_reader_is_named_and_replaced(readers: Readers) -> None:
    with pytest.raises(ReaderDied, match="read Toll rises"):
        await readers.read(Article("please die", title="Toll rises"))
    assert len((await readers.read(Article("12 killed"))).claims) == 1


async def test_a_reader_killed_while_idle_costs_nothing(readers: Readers) -> None:
    await readers.warm_up()
    os.kill(readers.pids[0], signal.SIGKILL)
    await asyncio.sleep(0.2)
    assert len((await readers.read(Article("12 killed"))).claims) == 1


async def test_a_rule_that_raises_keeps_its_traceback_and_its_reader(readers: Readers) -> None:
    await readers.warm_up()
    before = readers.pids
    with pytest.raises(ReadingFailed, match="LookupError: the rules tripped"):
        await readers.read(Article("please fail"))
    assert readers.pids == before


async def test_the_event_loop_goes_on_while_articles_are_read(readers: Readers) -> None:
    await readers.warm_up()
    reading = asyncio.create_task(readers.read(Article("please linger")))
    started = time.monotonic()
    await asyncio.sleep(0.01)
    assert time.monotonic() - started < 0.3
    assert not reading.done()
    await reading


async def test_more_articles_than_readers_wait_their_turn() -> None:
    async with Readers(2, 5.0, fakes.prepare) as readers:
        texts = [f"{number} killed" for number in range(20)]
        readings = await asyncio.gather(*(readers.read(Article(text)) for text in texts))
    assert [reading.claims[0].quote for reading in readings] == [str(n) for n in range(20)]


async def test_closing_leaves_no_process() -> None:
    async with Readers(2, 5.0, fakes.prepare) as readers:
        pids = readers.pids
        hanging = asyncio.create_task(readers.read(Article("please hang")))
        await readers.warm_up()
    assert not any(alive(pid) for pid in pids)
    with pytest.raises(ReaderDied):
        await hanging


async def test_closing_while_every_reader_reads_leaves_no_process() -> None:
    for _ in range(10):
        async with Readers(4, 5.0, fakes.prepare) as readers:
            await readers.warm_up()
            hanging = [asyncio.create_task(readers.read(Article("please hang"))) for _ in range(4)]
            await asyncio.sleep(0.1)
        assert not any(alive(pid) for pid in readers.pids)
        outcomes = await asyncio.gather(*hanging, return_exceptions=True)
        assert all(isinstance(outcome, ReaderDied) for outcome in outcomes)


def test_a_reader_dies_with_its_parent_even_while_it_reads() -> None:
    code = """
        import asyncio, os, signal
        from service.readers import Readers
        from service.values import Article
        from tests import fakes

        async def main():
            async with Readers(1, 60, fakes.prepare) as readers:
                await readers.warm_up()
                asyncio.create_task(readers.read(Article("please hang")))
                await asyncio.sleep(0.2)
                print(*readers.pids, flush=True)
                os.kill(os.getpid(), signal.SIGKILL)

        if __name__ == "__main__":
            asyncio.run(main())
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=50)
    assert gone(int(done.stdout)), done.stderr


def gone(pid: int, within: float = 5.0) -> bool:
    deadline = time.monotonic() + within
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False
