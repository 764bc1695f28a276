"""PostgreSQL's own benchmark, which ships with the embedded server."""

import os
import re
import subprocess
from tempfile import NamedTemporaryFile

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql import psycopg

from service.storage.programs import binary, installed


def rate(url: str, statement: ClauseElement, connections: int, duration: int) -> float:
    """How often a second it gets the rows of the statement."""
    with NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(sql_of(statement) + ";\n")
        script.flush()
        printed = _run(url, script.name, connections, duration)
    found = re.search(r"tps = ([\d.]+)", printed)
    if found is None:
        raise RuntimeError(f"pgbench said nothing of a rate:\n{printed}")
    return float(found.group(1))


def sql_of(statement: ClauseElement) -> str:
    """The statement with its values in it, in one line."""
    dialect = psycopg.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())


def _run(url: str, script: str, connections: int, duration: int) -> str:
    options = {
        "client": connections,
        "jobs": min(connections, os.cpu_count() or 1),
        "time": duration,
        # As psycopg does with what it runs over and over.
        "protocol": "prepared",
        "file": script,
    }
    arguments = [f"--{name}={setting}" for name, setting in options.items()]
    command = [str(binary(installed(), "pgbench")), "--no-vacuum", *arguments, url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
