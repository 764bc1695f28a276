"""Processes that read articles beside the event loop.

Reading is work for a processor, with a model that is loaded once. Each reader is one process with
a pipe of its own: one that hangs, crashes or is killed takes a single article with it, its caller
is told, and another process takes its place.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Self, cast

from service.documents import Document, name_of, to_article
from service.reader import ReadingFailed
from service.values import Article, Extract, Reading

__all__ = ["ReaderDied", "Readers", "ReadingFailed", "ReadingTooSlow", "trained"]

# Not `-m`: what the reader raises has to be of the module's classes, not of `__main__`'s.
_PROGRAM = "from service.reader import main; main()"


class ReadingTooSlow(Exception):
    """An article took longer to read than one may."""


class ReaderDied(Exception):
    """The process that read an article ended before it was done."""


def trained() -> Extract:
    """The extractor, its model loaded."""
    # Only a reader pays for the model: the serving process never imports it.
    from service.extraction import extract, load

    load()
    return extract


class Readers:
    """`count` processes, each of which reads one article at a time.

    `timeout` is what one article may take, in seconds. `prepare` runs once in each process and
    gives its extractor; a new process must be able to import it.
    """

    def __init__(
        self, count: int, timeout: float, prepare: Callable[[], Extract] = trained
    ) -> None:
        self._timeout = timeout
        self._readers = [_Reader(prepare) for _ in range(count)]
        self._idle: SimpleQueue[_Reader] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="reader")
        self._open = False
        self._changing = Lock()
        self.warm = False
        """Whether a reader has had its model loaded. One that takes its place later may still be
        loading; it will, and its articles wait for it."""

    async def __aenter__(self) -> Self:
        self._open = True
        for reader in self._readers:
            reader.start()
            self._idle.put(reader)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A pipe is closed by the thread that reads from it, or by us once no thread is left.
        with self._changing:
            self._open = False
            for reader in self._readers:
                reader.kill()
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        for reader in self._readers:
            reader.stop()

    @property
    def pids(self) -> list[int]:
        """The processes' ids."""
        return [reader.pid for reader in self._readers]

    async def warm_up(self) -> None:
        """Returns when every reader has its model loaded."""
        jobs = (self._run("warm_up", None, "its model") for _ in self._readers)
        await asyncio.gather(*jobs)

    async def article(self, document: Document) -> Article:
        """The article that the document holds. Raises NoArticle and what `read` raises."""
        if document.html is None:  # nothing to lift out, so nothing to wait for
            return to_article(document)
        return cast(Article, await self._run("article", document, name_of(document)))

    async def read(self, article: Article, *, explain: bool = False) -> Reading:
        """The claims of the article, and where they are to be explained every other number.
        Raises ReadingTooSlow, ReaderDied and ReadingFailed."""
        job = "explain" if explain else "read"
        return cast(Reading, await self._run(job, article, name_of(article)))

    async def _run(self, job: str, argument: object, name: str) -> object:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._ask, job, argument, name)

    def _ask(self, job: str, argument: object, name: str) -> object:
        reader = self._idle.get()
        try:
            if reader.dead:  # somebody killed it while it had nothing to do
                self._replace(reader)
            reader.wait_until_warm()
            self.warm = True
            return reader.ask(job, argument, self._timeout)
        except TimeoutError:
            self._replace(reader)
            raise ReadingTooSlow(f"{name} took longer than {self._timeout:g} s to read") from None
        except (EOFError, OSError):
            self._replace(reader)
            raise ReaderDied(f"the process that read {name} ended before it was done") from None
        finally:
            self._idle.put(reader)

    def _replace(self, reader: "_Reader") -> None:
        with self._changing:
            reader.stop()
            if self._open:
                reader.start()


class _Reader:
    """One process and our end of its pipe."""

    def __init__(self, prepare: Callable[[], Extract]) -> None:
        self._prepare = prepare
        self._warm = False

    def start(self) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = _process(theirs.fileno())
        self._pipe.send(self._prepare)

    def kill(self) -> None:
        """Ends its process; whoever waits for an answer is told by the pipe."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        self._warm = False
        self.kill()
        self._pipe.close()

    @property
    def dead(self) -> bool:
        return self._process.poll() is not None

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_warm(self) -> None:
        """Returns when it has its model loaded; EOFError and OSError where it died before."""
        if not self._warm:
            self._warm = self._pipe.recv()

    def ask(self, job: str, argument: object, timeout: float) -> object:
        """What the job gives; TimeoutError, or EOFError and OSError where the process is gone."""
        self._pipe.send((job, argument))
        if not self._pipe.poll(timeout):
            raise TimeoutError
        return _result(self._pipe.recv())


def _process(descriptor: int) -> subprocess.Popen[bytes]:
    """A new reader on its end of a pipe.

    It is no fork, which would copy locks and connections of the serving process, nor one of
    multiprocessing's, which would import the program that this process runs. It has a session of
    its own: Ctrl-C in a terminal is for us, who stop it.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(descriptor), str(os.getpid())],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.DEVNULL,
        pass_fds=[descriptor],
        start_new_session=True,
    )


def _result(outcome: object) -> object:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
