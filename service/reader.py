"""What runs in the process of one reader, which `service.readers` starts.

Its first message is the function that gives its extractor; it answers with True once it has that.
Every other message is a job and its argument, answered with what the job gives or with the error
that it ended in.
"""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from service.documents import NoArticle, to_article
from service.values import Extract

Job = Callable[[Any], Any]

_PR_SET_PDEATHSIG = 1


class ReadingFailed(Exception):
    """The rules raised on an article; carries the reader's traceback."""


def serve(pipe: Connection) -> None:
    """Answers one message after another until the pipe is closed."""
    extract: Extract = pipe.recv()()
    jobs: dict[str, Job] = {
        "article": to_article,
        "read": extract,
        "explain": partial(extract, explain=True),
        "warm_up": bool,
    }
    pipe.send(True)
    while True:
        job, argument = pipe.recv()
        pipe.send(_outcome(jobs[job], argument))


def _outcome(job: Job, argument: object) -> object:
    try:
        return job(argument)
    except NoArticle as error:
        return error
    except Exception:
        return ReadingFailed(traceback.format_exc())


def _die_with(parent: int) -> None:
    """Has the kernel end this process with its parent; elsewhere the closed pipe does, later."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def main() -> None:
    """Serves the inherited end of the pipe that the first argument numbers."""
    descriptor, parent = map(int, sys.argv[1:])
    _die_with(parent)
    try:
        serve(Connection(descriptor))
    except EOFError:
        return
