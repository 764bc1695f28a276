"""The command line: extract, ingest, reread, serve, demo, evaluate, clean-data."""

import asyncio
import gc
import json
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import uvicorn
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperGroup

from service.api.app import create_app
from service.display import console, reading_tables, scores
from service.documents import NoArticle, to_article
from service.evaluation import Evaluation, UnfitGold, gold_articles
from service.evaluation import evaluate as evaluated
from service.faults import message
from service.files import Entry, UnfitFile, entries
from service.floors import Floors, UnfitFloors, fallen, read_floors, risen, write_floors
from service.hints import try_this
from service.ingest import ingest as store_entries
from service.ingest import ingest_figures
from service.readers import Readers
from service.records import plain, reading_record, record
from service.reread import reread as read_anew
from service.row_files import Renaming, UnfitColumns, columns_explained, readings, table
from service.settings import Settings
from service.storage import embedded, migrate
from service.storage.store import DatabaseAway, Store
from service.values import Article, Reading

SAMPLES = Path(__file__).parent.parent / "samples" / "articles.jsonl"
UNFIT = 2
"""Exit status where the caller handed in something unfit."""
FELL = 1
"""Exit status where a score has fallen below its floor."""

YOUNG = 50_000
"""Objects more that live before those among them are looked for that nothing needs any more."""

UsageError: Any = typer.BadParameter.__base__
"""Of the click that typer brings along and does not show."""


class Commands(TyperGroup):
    """The commands, which tell what is wrong with their arguments in one line, like all else."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """As typer's own."""
        with _in_one_line():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """As typer's own."""
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        said = error.format_message().replace("Value error, ", "").rstrip(".")
        if "\n" in said:  # The help, where nothing is asked for.
            raise
        told_by = f"; see {error.ctx.command_path} --help" if error.ctx else ""
        _refuse(f"{said}{told_by}")


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Text, HTML or JSONL; - is standard input.")
]


class Layout(StrEnum):
    """How claims are printed."""

    TABLE = "table"
    JSONL = "jsonl"


@app.callback()
def main() -> None:
    """Who says how many: numeric claims lifted from news articles, kept, and compared."""


@app.command(epilog="Example: whocounts extract article.txt")
def extract(
    files: Files,
    layout: Annotated[
        Layout, typer.Option("--format", help="A table to read, or one article a line.")
    ] = Layout.TABLE,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Also print which rule gave each field, and why every other number is no claim.",
        ),
    ] = False,
) -> None:
    """Print the claims of articles. Nothing is stored.

    Of a JSONL line, `id` and `text` are read.
    """
    # Loading the model takes seconds that the other commands need not wait for.
    from service.extraction import extract as read

    for entry in _entries(files, {"text"}):
        reading = read(_article(entry), explain=explain)
        if layout is Layout.JSONL:
            line = {"id": entry.id, **reading_record(reading, explain)}
            print(json.dumps(line, ensure_ascii=False, default=plain))
        else:
            console().print(*reading_tables(str(entry.id), reading, explain))


INGEST = f"""Read articles, or tables of published figures, and store them with their claims.

Of a line of JSONL with an article, url, title, publisher, published_at, language and text or html
are read. What is stored already is passed over, so that a run that was broken off can be run again;
of a changed article or figure the new version supersedes the one before.

With --rows each row is a claim. Nothing is stored unless every row is fit. {columns_explained()}
"""


@app.command(help=INGEST, epilog="Example: whocounts ingest samples/articles.jsonl")
def ingest(
    files: Files,
    rows: Annotated[
        bool,
        typer.Option("--rows", help="The files are tables of published figures: CSV or JSONL."),
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column of the tables is."),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What stands where they leave it empty."),
    ] = None,
) -> None:
    """Read articles, or tables of published figures, and store them with their claims."""
    if not rows and (columns or constants):
        _refuse("--map and --set need --rows")
    if rows:
        _ingest_rows(files, columns or [], constants or [])
    else:
        found = _entries(files)
        with _database() as settings:
            _store(found, settings)


def _ingest_rows(files: list[str], columns: list[str], constants: list[str]) -> None:
    try:
        renaming = Renaming(_pairs("--map", columns), _pairs("--set", constants))
        tables = [table(path) for path in files]
        found = readings(tables, renaming)
    except (UnfitColumns, UnfitFile) as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}")
    for each in tables:
        if passed_over := renaming.passed_over(each.header):
            print(f"whocounts: {each.path}: passed over {', '.join(passed_over)}", file=sys.stderr)
    with _database() as settings:
        _storing(_store_figures(found, settings))


def _pairs(option: str, given: list[str]) -> dict[str, str]:
    pairs = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not (name and equals and value):
            _refuse(f"{option} {each}: is not written as {option} NAME=WHAT")
        pairs[name] = value
    return pairs


@app.command(epilog="Example: whocounts reread")
def reread(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what this version of the reader has read already.")
    ] = False,
) -> None:
    """Read stored articles anew that an earlier version of the reader read.

    A claim that is read again keeps its id, and what curators made of it; one that is not found any
    more is superseded, unless a curator did something to it. A run that was broken off can be run
    again.
    """
    # Loading the reader takes seconds that the other commands need not wait for.
    from service.extraction import READER

    with _database() as settings:
        _storing(_reread(None if everything else READER, settings))


@app.command(epilog="Example: whocounts serve")
def serve() -> None:
    """Serve the stored claims over HTTP until Ctrl-C.

    WHOCOUNTS_HOST and WHOCOUNTS_PORT say where (127.0.0.1:8000), DATABASE_URL with which
    PostgreSQL; without it an embedded one keeps its data in WHOCOUNTS_DATA_DIR (.data).
    """
    with _database() as settings:
        _serve(settings)


@app.command(epilog="Example: whocounts demo")
def demo() -> None:
    """Store the sample articles, serve them, and say what to try."""
    found = _entries([str(SAMPLES)])
    with _database() as settings:
        _store(found, settings)
        _serve(settings, hints=True)


@app.command(epilog="Example: whocounts evaluate gold.jsonl")
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="JSONL of annotated articles: id, text, claims.")
    ],
    floors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="JSON with the F1 that no row may fall below."),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise", help="Raise the floors to what was measured.")
    ] = False,
) -> None:
    """Score the extraction against annotated articles.

    With --floors, a row that has fallen below the floor of the set (named after its file) is told,
    and the exit status is 1.
    """
    if raise_floors and floors is None:
        _refuse("--raise needs --floors FILE")
    held = _floors(floors) if floors else {}
    evaluation = _evaluation(gold)
    for part in scores(evaluation):
        console().print(part)
    below = fallen(evaluation, held.get(gold.stem, {}))
    for words in below:
        print(f"whocounts: {words}", file=sys.stderr)
    if below:
        raise typer.Exit(FELL)
    if raise_floors and floors:
        raised = held | {gold.stem: risen(evaluation, held.get(gold.stem, {}))}
        write_floors(floors, raised)


def _evaluation(gold: Path) -> Evaluation:
    from service.extraction import extract as read

    try:
        pairs = [
            (claims, [record(claim) for claim in read(Article(text)).claims])
            for text, claims in gold_articles(gold)
        ]
    except UnfitGold as error:
        _refuse(f"{gold}: {error}")
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}")
    return evaluated(pairs)


def _floors(path: Path) -> Floors:
    try:
        return read_floors(path)
    except UnfitFloors as error:
        _refuse(f"{path}: {error}")
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}")


@app.command(epilog="Example: whocounts clean-data")
def clean_data() -> None:
    """Delete the data folder of the embedded PostgreSQL, and say what goes."""
    folder = _settings().data_dir.resolve()
    if not folder.exists():
        print(f"There is nothing to delete: {folder} does not exist.")
        return
    if not embedded.is_ours(folder):
        _refuse(f"{folder} holds no data of whocounts; nothing was deleted")
    if embedded.in_use(folder):
        _refuse(f"{folder} is in use; stop whocounts first")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"Deleting {folder}: every stored article and claim, {size / 1e6:.0f} MB.")
    shutil.rmtree(folder)


def _entries(paths: list[str], fields: set[str] | None = None) -> list[Entry]:
    """Every article of the files, or the end of the program: nothing is done by halves."""
    try:
        return [e for path in paths for e in (entries(path, fields) if fields else entries(path))]
    except UnfitFile as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}")


def _article(entry: Entry) -> Article:
    try:
        return to_article(entry.document)
    except NoArticle as error:
        _refuse(f"{entry.id}: {error}")


def _refuse(message: str) -> NoReturn:
    print(f"whocounts: {message}", file=sys.stderr)
    raise typer.Exit(UNFIT)


@contextmanager
def _database() -> Iterator[Settings]:
    """The settings with the url of a running, migrated database in them."""
    settings = _settings()
    with ExitStack() as stack:
        try:
            url = settings.database_url or stack.enter_context(embedded.postgres(settings.data_dir))
            migrate.upgrade(url)
        except (embedded.EmbeddedError, migrate.Unreachable, OSError) as error:
            _refuse(" ".join(str(error).split()))
        yield settings.model_copy(update={"database_url": url})


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = f"WHOCOUNTS_{fault['loc'][0]}".upper()
        _refuse(f"{name} {message(fault)}, not {fault['input']!r}")


def _store(found: list[Entry], settings: Settings) -> None:
    _storing(_store_articles(found, settings))


def _storing(task: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(task)
    except DatabaseAway as error:
        why = " ".join(str(error).split())
        _refuse(f"the database went away; run it again, what is stored is passed over: {why}")


async def _store_articles(found: list[Entry], settings: Settings) -> None:
    async with _reading(settings) as (readers, store):
        with _progress("Storing articles", len(found)) as advance:
            summary = await store_entries(found, readers, store, advance)
    _conclude(summary.line, summary.failed)


async def _store_figures(found: list[Reading], settings: Settings) -> None:
    async with Store(settings.database_url or "") as store:
        with _progress("Storing figures", len(found)) as advance:
            summary = await ingest_figures(found, store, advance)
    print(f"{summary.new} figures stored, {summary.known} known already")


async def _reread(reader: str | None, settings: Settings) -> None:
    async with _reading(settings) as (readers, store):
        with _progress("Reading articles anew", await store.outdated(reader)) as advance:
            summary = await read_anew(reader, readers, store, advance)
    _conclude(summary.line, summary.failed)


@asynccontextmanager
async def _reading(settings: Settings) -> AsyncIterator[tuple[Readers, Store]]:
    readers = Readers(settings.readers, settings.read_timeout)
    async with Store(settings.database_url or "") as store, readers:
        yield readers, store


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal; it is told how many more are done."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console()) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.advance(task, done)


def _conclude(line: str, failed: list[str]) -> None:
    print(line)
    if failed:
        _refuse(f"{len(failed)} could not be read: {'; '.join(failed)}")


def _serve(settings: Settings, hints: bool = False) -> None:
    with _listening(settings) as listener:
        app = create_app(settings)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{listener.getsockname()[1]}"

        async def announce() -> None:
            print(f"whocounts serves {address} (Ctrl-C stops it)", flush=True)
            if hints:
                print(await try_this(app.state.store, address), flush=True)

        async def hang_up() -> None:
            await app.state.watch.close()

        _collect_seldom()
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        with suppress(KeyboardInterrupt):  # raised anew by uvicorn once it has shut down
            _Server(config, announce, hang_up).run(sockets=[listener])


def _collect_seldom() -> None:
    """What the service is made of stays for good, and what an answer is made of goes with it:
    looking for cycles among all of it time and again takes a fifth of a long answer."""
    gc.freeze()
    gc.set_threshold(YOUNG)


def _listening(settings: Settings) -> socket.socket:
    """A socket on the address of the settings, or the end of the program."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        why = error.strerror or error
        _refuse(f"cannot listen on {settings.host} port {settings.port}: {why} (WHOCOUNTS_PORT)")


class _Server(uvicorn.Server):
    """Announces itself once it listens, and hangs up on those who listen when it stops."""

    def __init__(
        self,
        config: uvicorn.Config,
        announce: Callable[[], Awaitable[None]],
        hang_up: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._hang_up = hang_up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own, and then the announcement."""
        await super().startup(sockets)
        if self.started:
            await self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's own, which waits for all answers to end."""
        await self._hang_up()
        await super().shutdown(sockets)
