"""The command line as its users meet it: what it prints, where, and how it ends."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from service.cli import FELL, UNFIT, app
from service.evaluation import gold_articles
from service.storage import embedded
from service.storage.saving import Saved
from service.storage.store import DatabaseAway, Store

ROOT = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-c", "from service.cli import app; app()"]
SENTENCE = "At least 12 people were killed in Kyiv on Tuesday, police said."
COMMANDS = ["extract", "ingest", "reread", "serve", "demo", "evaluate", "clean-data"]
GUIDELINES = "quote start end low high hedge kind item metric place source stance".split()
EVIDENCE = ["item_span", "place_span", "source_span", "cue_span"]


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine that the tests run on, and a folder to write to."""
    for name in [n for n in os.environ if n.startswith("WHOCOUNTS_") or n == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WHOCOUNTS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, given: str | bytes | None = None, **environment: str) -> Result:
    """One command in this process, so that the model is loaded once."""
    return CliRunner().invoke(app, arguments, input=given, env=environment)


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        timeout=60,
    )


def written(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def lines(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def refused(result: Result, *words: str) -> None:
    """One line that says what and where, nothing else, and the status of unfit input."""
    assert result.exit_code == UNFIT == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("whocounts: ")
    for word in words:
        assert word in line


def rows_of(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found
    return int(found[0])


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_explains_itself_with_an_example(self, command: str) -> None:
        result = run(command, "--help")
        assert result.exit_code == 0
        assert f"Example: whocounts {command}" in result.stdout

    def test_no_command_is_left_out_here(self) -> None:
        assert sorted(get_command(app).commands) == sorted(COMMANDS)  # type: ignore[attr-defined]

    def test_without_a_command_they_are_listed(self) -> None:
        result = run()
        for command in COMMANDS:
            assert command in result.output


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["nonsense"], "No such command 'nonsense'"),
            (["extract"], "Missing argument"),
            (["extract", "--nope", "a.txt"], "No such option: --nope"),
            (["extract", "--format", "xml", "a.txt"], "'xml' is not one of"),
            (["reread", "twice"], "unexpected extra argument"),
            (["evaluate", "gold.jsonl", "--floors"], "requires an argument"),
        ],
    )
    def test_what_is_not_to_be_called_so_is_told_in_one_line(
        self, arguments: list[str], said: str
    ) -> None:
        result = run(*arguments)
        refused(result, said)
        assert "Value error" not in result.stderr


class TestExtractTable:
    def test_a_row_shows_the_claim_of_a_text(self) -> None:
        result = run("extract", written("a.txt", SENTENCE))
        (row,) = [line for line in result.stdout.splitlines() if "At least 12" in line]
        assert [cell.strip() for cell in row.strip("│").split("│")][:-1] == [
            "At least 12", "12 or more", "people", "killed", "police", "Kyiv", "incident",
        ]  # fmt: skip
        assert "a.txt" in result.stdout
        assert result.exit_code == 0

    def test_explained_it_shows_rules_and_what_every_other_number_is(self) -> None:
        result = run("extract", "--explain", written("a.txt", f"{SENTENCE} A boy of 9 lived."))
        assert result.exit_code == 0
        assert "governors." in result.stdout
        (row,) = [line for line in result.stdout.splitlines() if "age" in line.split()]
        assert "9" in row.split()

    def test_a_page_is_read_without_its_tags(self) -> None:
        page = f"<html><body><nav>9 more</nav><article><p>{SENTENCE}</p></article></body></html>"
        result = run("extract", written("a.html", page))
        assert "At least 12" in result.stdout
        assert "<p>" not in result.stdout

    def test_files_come_out_in_the_order_given(self) -> None:
        names = [written(f"{n}.txt", f"{n} people died.") for n in (3, 1, 2)]
        shown = run("extract", *names).stdout
        assert sorted(range(3), key=lambda i: shown.index(names[i])) == [0, 1, 2]

    @pytest.mark.parametrize(
        "given", [SENTENCE, f"<html><p>{SENTENCE}</p></html>", lines({"text": SENTENCE})]
    )
    def test_standard_input_may_be_of_any_kind(self, given: str) -> None:
        assert "At least 12" in run("extract", "-", given=given).stdout


class TestExtractJsonl:
    def read(self, *arguments: str, **options: Any) -> list[dict[str, Any]]:
        result = run("extract", "--format", "jsonl", *arguments, **options)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_a_line_has_the_fields_of_the_guidelines(self) -> None:
        (article,) = self.read(written("a.txt", SENTENCE))
        (claim,) = article["claims"]
        assert {name: claim[name] for name in GUIDELINES} == {
            "quote": "At least 12", "start": 0, "end": 11, "low": 12, "high": None,
            "hedge": "at_least", "kind": "count", "item": "people", "metric": "killed",
            "place": "Kyiv", "source": "police", "stance": "asserted",
        }  # fmt: skip

    def test_spans_are_offsets_of_the_words_that_were_read(self) -> None:
        (article,) = self.read(written("a.txt", SENTENCE))
        (claim,) = article["claims"]
        words = [SENTENCE[slice(*claim[name])] for name in EVIDENCE]
        assert words == ["people", "Kyiv", "police", "said"]

    def test_offsets_count_characters_of_the_text_as_it_is(self) -> None:
        text = "\r\n💥 — “Ça”\r\n" + SENTENCE
        (article,) = self.read("-", given=text.encode())
        (claim,) = article["claims"]
        assert text[claim["start"] : claim["end"]] == claim["quote"]

    def test_fractions_stay_numbers(self) -> None:
        (article,) = self.read(written("a.txt", "Prices rose by 2.5 per cent."))
        (claim,) = article["claims"]
        assert (claim["low"], claim["high"], claim["unit"]) == (2.5, 2.5, "percent")

    def test_days_are_written_as_iso_dates(self) -> None:
        (article,) = self.read(written("a.txt", "Since 24 February 2022 some 700 people died."))
        (claim,) = article["claims"]
        assert (claim["period_start"], claim["period_start_precision"]) == ("2022-02-24", "day")

    def test_explained_a_line_has_rules_and_every_other_number(self) -> None:
        text = f"{SENTENCE} The youngest was 9 years old."
        (article,) = self.read("--explain", written("a.txt", text))
        (claim,) = article["claims"]
        assert claim["rules"]["source"].startswith(("sources.", "discourse."))
        (number,) = article["numbers"]
        assert (number["low"], number["reason"]) == (9, "age")
        assert text[number["start"] : number["end"]] == number["quote"]

    def test_ids_are_kept_as_they_are(self) -> None:
        ids = ["x1", 7, None, 2.5, {"a": [1]}, "ё"]
        found = self.read(written("a.jsonl", lines(*({"id": i, "text": "Calm."} for i in ids))))
        assert [article["id"] for article in found] == ids

    def test_other_keys_of_a_line_are_not_read(self) -> None:
        row = {"id": 1, "text": SENTENCE, "published_at": "soon", "url": 3, "claims": "none"}
        (article,) = self.read(written("a.jsonl", lines(row)))
        assert len(article["claims"]) == 1

    def test_an_article_without_claims_has_a_line_too(self) -> None:
        (article,) = self.read(written("a.txt", "Nothing happened."))
        assert article["claims"] == []

    def test_no_line_holds_anything_but_json(self) -> None:
        for article in self.read(written("a.txt", SENTENCE), written("b.txt", "No, 0.1 per cent.")):
            assert article["reader"]

    def test_what_is_extracted_serves_as_gold(self) -> None:
        (article,) = self.read(written("a.txt", SENTENCE))
        gold = written("gold.jsonl", lines({"text": SENTENCE, **article}))
        assert [text for text, _ in gold_articles(Path(gold))] == [SENTENCE]
        assert "claim    │     1.000 │  1.000 │ 1.000" in run("evaluate", gold).stdout


BAD_FILES: dict[str, tuple[bytes, list[str]]] = {
    "latin.txt": (b"caf\xe9 12", ["UTF-8 at byte 3"]),
    "empty.txt": (b"", ["no words"]),
    "blank.html": (b" \n", ["no words"]),
    "nul.txt": (b"12\x00died", ["NUL", "offset 2"]),
    "cut.jsonl": (b'{"text": "12 died"}\n{"text": "13', ["line 2", "JSON"]),
    "list.jsonl": (b"[1]\n", ["line 1", "JSON object"]),
    "textless.jsonl": (b'\n{"id": 1}\n', ["line 2", "text"]),
    "number.jsonl": (b'{"text": 12}\n', ["line 1", "text"]),
    "half.jsonl": (b'{"text": "a\\ud800"}\n', ["line 1", "surrogate U+D800"]),
}
"""Files that hold no article, with what must be said of each."""


class TestUnfitInput:
    @pytest.mark.parametrize("name", BAD_FILES)
    @pytest.mark.parametrize("layout", ["table", "jsonl"])
    def test_one_line_says_what_and_where_and_nothing_is_half_written(
        self, name: str, layout: str
    ) -> None:
        content, words = BAD_FILES[name]
        good, bad = written("good.txt", SENTENCE), written(name, content)
        refused(run("extract", "--format", layout, good, bad), name, *words)

    def test_a_file_that_is_not_there_is_named(self) -> None:
        refused(
            run("extract", written("good.txt", SENTENCE), "missing.txt"), "missing.txt: No such"
        )

    @pytest.mark.parametrize("name", ["missing.txt", "cut.jsonl", "nul.txt"])
    def test_ingest_refuses_it_before_it_asks_for_a_database(self, name: str) -> None:
        written("cut.jsonl", '{"text": "12 died"}\n{')
        written("nul.txt", "12\0died")
        refused(run("ingest", written("good.txt", SENTENCE), name), name)
        assert not Path("data").exists()

    def test_a_folder_is_no_file(self) -> None:
        refused(run("extract", "."), "Is a directory")

    def test_a_page_without_words_is_named(self) -> None:
        page = written("void.html", "<html><body></body></html>")
        refused(run("extract", page), "void.html", "no words")

    def test_standard_input_is_named_too(self) -> None:
        refused(run("extract", "-", given=b"\xff"), "-: is not UTF-8")

    def test_a_format_that_there_is_not_is_answered_with_those_that_there_are(self) -> None:
        result = run("extract", "--format", "csv", written("a.txt", SENTENCE))
        assert result.exit_code == UNFIT
        assert "'table', 'jsonl'" in result.stderr

    def test_a_process_ends_with_the_same_line_and_status(self) -> None:
        ended = process("extract", "missing.txt")
        assert ended.returncode == UNFIT
        assert ended.stdout == ""
        assert ended.stderr == "whocounts: missing.txt: No such file or directory\n"


class TestPipes:
    def test_a_reader_that_leaves_early_is_no_error(self) -> None:
        many = written("many.jsonl", lines({"text": SENTENCE}) * 500)
        with subprocess.Popen(
            [*PROGRAM, "extract", "--format", "jsonl", many],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        ) as extracting:
            assert extracting.stdout
            assert extracting.stderr
            assert json.loads(extracting.stdout.readline())["claims"]
            extracting.stdout.close()
            assert extracting.stderr.read() == b""


class TestIngest:
    @pytest.fixture
    def articles(self) -> str:
        rows = [
            {"id": n, "url": f"https://example.org/{n}", "text": f"At least {n} people died."}
            for n in (12, 31)
        ]
        return written("articles.jsonl", lines(*rows))

    def test_a_second_run_stores_nothing(self, articles: str, database_url: str) -> None:
        first = run("ingest", articles, DATABASE_URL=database_url)
        assert first.exit_code == 0, first.output
        assert first.stdout.splitlines()[-1] == "2 articles stored with 2 claims, 0 known already"
        assert "2/2" in first.stdout
        second = run("ingest", articles, DATABASE_URL=database_url)
        assert second.stdout.splitlines()[-1] == "0 articles stored with 0 claims, 2 known already"
        assert (rows_of(database_url, "article"), rows_of(database_url, "claim")) == (2, 2)
        assert not Path("data").exists(), "a database was given, so none is embedded"

    def test_a_broken_line_stores_nothing_at_all(self, articles: str, database_url: str) -> None:
        with Path(articles).open("a") as file:
            file.write('{"text": ')
        result = run("ingest", articles, DATABASE_URL=database_url)
        refused(result, "articles.jsonl, line 3")
        assert rows_of(database_url, "article") == 0

    def test_what_could_not_be_read_is_named_after_the_rest_is_stored(
        self, database_url: str
    ) -> None:
        void = written("void.html", "<html><body></body></html>")
        result = run("ingest", void, written("a.txt", SENTENCE), DATABASE_URL=database_url)
        assert result.exit_code == UNFIT
        assert "1 articles stored with 1 claims" in result.stdout
        (line,) = result.stderr.splitlines()
        assert "void.html: the page holds no words" in line
        assert rows_of(database_url, "article") == 1

    def test_a_database_that_goes_away_is_told_in_one_line(
        self, articles: str, database_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def gone(self: Store, readings: object) -> list[Saved]:
            raise DatabaseAway("server closed the connection\nunexpectedly")

        monkeypatch.setattr(Store, "save_many", gone)
        result = run("ingest", articles, DATABASE_URL=database_url)
        assert result.exit_code == UNFIT
        (line,) = result.stderr.splitlines()
        assert "the database went away; run it again" in line
        assert "closed the connection unexpectedly" in line


class TestIngestRows:
    TABLE = "Day,source,Dead,region\n2024-03-05,The Board,7,north\n2024-03-06,The Board,9,north\n"
    OPTIONS = ("--map", "Day=date", "--map", "Dead=value", "--set", "metric=killed")

    def rows(self, content: str, url: str = "postgresql://nowhere") -> Result:
        path = written("toll.csv", content)
        return run("ingest", "--rows", path, *self.OPTIONS, DATABASE_URL=url)

    def test_a_table_is_stored_once_however_often_it_is_ingested(self, database_url: str) -> None:
        first = self.rows(self.TABLE, database_url)
        assert first.exit_code == 0, first.output
        assert first.stdout.splitlines()[-1] == "2 figures stored, 0 known already"
        assert "2/2" in first.stdout
        assert first.stderr == "whocounts: toll.csv: passed over region\n"
        second = self.rows(self.TABLE, database_url)
        assert second.stdout.splitlines()[-1] == "0 figures stored, 2 known already"
        assert (rows_of(database_url, "article"), rows_of(database_url, "claim")) == (2, 2)

    def test_a_revised_table_supersedes_what_it_changes(self, database_url: str) -> None:
        self.rows(self.TABLE, database_url)
        revised = self.rows(self.TABLE.replace(",9,", ",8,"), database_url)
        assert revised.stdout.splitlines()[-1] == "1 figures stored, 1 known already"
        with psycopg.connect(database_url) as connection:
            found = connection.execute("SELECT quote, superseded_at IS NULL FROM claim").fetchall()
        assert sorted(found) == [("7", True), ("8", True), ("9", False)]

    def test_one_unfit_row_stores_nothing_at_all(self, database_url: str) -> None:
        refused(
            self.rows(self.TABLE + "soon,The Board,7,north\n", database_url), "toll.csv, line 4"
        )
        assert rows_of(database_url, "article") == 0

    def test_standard_input_is_a_table_too(self, database_url: str) -> None:
        given = '{"source": "B", "date": "2024-03-05", "metric": "killed", "value": 7}'
        result = run("ingest", "--rows", "-", given=given, DATABASE_URL=database_url)
        assert result.stdout.splitlines()[-1] == "1 figures stored, 0 known already"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--map", "Dead"], "--map Dead: is not written as --map NAME=WHAT"),
            (["--map", "Dead=value"], "--map and --set need --rows"),
            (["--rows", "--map", "Dead=death"], "rows have no 'death'"),
            (["--rows", "--map", "Deaths=value"], "has no column 'Deaths'"),
            (["--rows", "--set", "=value"], "--set =value: is not written"),
        ],
    )
    def test_unfit_options_are_told(self, options: list[str], said: str) -> None:
        path = written("toll.csv", self.TABLE)
        options = (
            options if "--rows" in options or said.endswith("--rows") else ["--rows", *options]
        )
        refused(run("ingest", path, *options), said)

    def test_a_file_that_is_not_there_is_told(self) -> None:
        refused(run("ingest", "--rows", "toll.csv"), "toll.csv: No such file")

    def test_the_columns_are_told_in_the_help(self) -> None:
        shown = run("ingest", "--help").stdout
        assert "source_kind" in shown
        assert "period_start" in shown


class TestReread:
    def test_only_what_an_earlier_reader_read_is_read_anew(self, database_url: str) -> None:
        run("ingest", written("a.txt", SENTENCE), DATABASE_URL=database_url)
        none = run("reread", DATABASE_URL=database_url)
        assert none.stdout.splitlines()[-1].startswith("0 articles read anew")
        with psycopg.connect(database_url) as connection:
            connection.execute("UPDATE article SET reader = 'rules-0'")
        one = run("reread", DATABASE_URL=database_url)
        assert one.exit_code == 0, one.output
        assert "1/1" in one.stdout
        assert "1 articles read anew: 1 claims read again, 0 new" in one.stdout
        assert "1 articles read anew" in run("reread", "--all", DATABASE_URL=database_url).stdout


class TestSettings:
    AWAY = "postgresql://user:hunter2@127.0.0.1:1/counts"

    @pytest.mark.parametrize("command", [["ingest", "a.txt"], ["serve"], ["demo"]])
    def test_a_database_that_is_away_is_told_in_one_line(self, command: list[str]) -> None:
        written("a.txt", SENTENCE)
        result = run(*command, DATABASE_URL=self.AWAY)
        refused(result, "database does not answer", "127.0.0.1")
        assert "hunter2" not in result.stderr

    def test_a_url_that_is_none_is_not_repeated(self) -> None:
        result = run("serve", DATABASE_URL="mysql://user:hunter2@127.0.0.1/counts")
        refused(result, "URL")
        assert "hunter2" not in result.stderr

    def test_a_setting_out_of_bounds_is_named(self) -> None:
        refused(run("serve", WHOCOUNTS_PORT="seventy"), "WHOCOUNTS_PORT", "integer")

    def test_no_traceback_reaches_a_process_either(self) -> None:
        ended = process("serve", DATABASE_URL=self.AWAY)
        assert ended.returncode == UNFIT
        assert len(ended.stderr.splitlines()) == 1


class TestServe:
    @contextmanager
    def serving(self, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
        """A serving process and its address."""
        with subprocess.Popen(
            [*PROGRAM, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), "WHOCOUNTS_PORT": "0"},
            start_new_session=True,
        ) as server:
            assert server.stdout
            try:
                yield server, server.stdout.readline().split()[2]
            finally:
                server.kill()

    def test_ctrl_c_leaves_no_process_and_the_data_survive(self) -> None:
        article = {"text": "Calm.", "url": "https://example.org/1"}
        for status in (201, 200):
            with self.serving("serve") as (server, address):
                answer = httpx.post(f"{address}/v1/articles", json=article, timeout=60)
                assert answer.status_code == status
                os.killpg(server.pid, signal.SIGINT)  # as a terminal does
                _, errors = server.communicate(timeout=30)
                assert (server.returncode, errors) == (0, "")
            assert not embedded.in_use(Path("data"))

    def test_who_listens_does_not_keep_it_from_stopping(self) -> None:
        with self.serving("serve") as (server, address):
            events = {"Accept": "text/event-stream"}
            with httpx.stream("GET", f"{address}/v1/changes", headers=events) as heard:
                assert heard.status_code == 200
                os.killpg(server.pid, signal.SIGINT)
                assert heard.read() == b""
            _, errors = server.communicate(timeout=30)
            assert (server.returncode, errors) == (0, "")

    def test_a_port_that_is_taken_is_told_in_one_line(self, database_url: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            result = run("serve", DATABASE_URL=database_url, WHOCOUNTS_PORT=port)
        refused(result, f"127.0.0.1 port {port}", "in use", "WHOCOUNTS_PORT")


class TestEvaluate:
    TEXT = "At least 12 people were killed, police said. Some 40 homes were destroyed."

    def gold(self, *claims: dict[str, Any]) -> str:
        return written("gold.jsonl", lines({"id": "g", "text": self.TEXT, "claims": claims}))

    def claim(self, quote: str, **fields: Any) -> dict[str, Any]:
        start = self.TEXT.index(quote)
        return {"quote": quote, "start": start, "end": start + len(quote), **fields}

    def table(self, gold: str) -> dict[str, list[str]]:
        result = run("evaluate", gold)
        assert result.exit_code == 0, result.output
        rows = [line.strip("│").split("│") for line in result.stdout.splitlines() if "│" in line]
        return {row[0].strip(): [cell.strip() for cell in row[1:]] for row in rows}

    def test_the_table_is_what_a_hand_would_count(self) -> None:
        """Two claims are found. The gold has both, the second with other homes than "homes" and
        no source where there is none, and a third that nothing finds: 2 of 2, 2 of 3."""
        right = self.claim(
            "At least 12", low=12, high=None, hedge="at_least", item="people", metric="killed",
            source="police", place=None, stance="asserted",
        )  # fmt: skip
        other = self.claim(
            "Some 40", low=40, high=40, hedge="about", item="tanks", metric="destroyed",
            source=None, place=None, stance="asserted",
        )  # fmt: skip
        unfound = self.claim("police", low=1, high=1)
        table = self.table(self.gold(right, other, unfound))
        every, half = ["1.000", "0.667", "0.800"], ["0.500", "0.333", "0.400"]
        assert table == {
            "found": every, "value": every, "hedge": every, "item": half, "metric": every,
            "source": every, "place": every, "stance": every, "claim": half,
        }  # fmt: skip

    def test_the_heading_says_what_the_scores_rest_on(self) -> None:
        result = run("evaluate", self.gold())
        assert "1 articles, 0 gold claims, 2 predicted" in result.stdout

    def found(self) -> str:
        """Gold of which one claim of two is there: F1 2/3 in every row."""
        right = self.claim(
            "At least 12", low=12, high=None, hedge="at_least", item="people", metric="killed",
            source="police", place=None, stance="asserted",
        )  # fmt: skip
        return self.gold(right)

    def floors(self, **floors: float) -> str:
        return written("floors.json", json.dumps({"gold": floors, "other": {"value": 1}}))

    def test_scores_above_their_floors_pass(self) -> None:
        result = run("evaluate", self.found(), "--floors", self.floors(value=0.66, claim=0.5))
        assert (result.exit_code, result.stderr) == (0, "")

    def test_a_score_below_its_floor_fails_and_is_named(self) -> None:
        floors = self.floors(value=0.67, claim=0.66)
        result = run("evaluate", self.found(), "--floors", floors)
        assert result.exit_code == FELL == 1
        assert result.stderr == "whocounts: value has F1 0.667, below its floor 0.67\n"
        assert "claim" in result.stdout

    def test_floors_rise_to_what_is_measured_and_never_fall(self) -> None:
        path = self.floors(value=0.6)
        assert run("evaluate", self.found(), "--floors", path, "--raise").exit_code == 0
        risen = json.loads(Path(path).read_text())
        assert risen["other"] == {"value": 1}
        assert set(risen["gold"].values()) == {0.66}
        before = Path(path).read_text()
        fallen = run("evaluate", self.gold(), "--floors", path, "--raise")
        assert fallen.exit_code == FELL
        assert Path(path).read_text() == before

    def test_a_first_run_makes_the_file(self) -> None:
        assert run("evaluate", self.found(), "--floors", "new.json", "--raise").exit_code == 0
        assert json.loads(Path("new.json").read_text())["gold"]["value"] == 0.66

    @pytest.mark.parametrize("content", ["{", "[]", '{"gold": 3}', '{"gold": {"value": "high"}}'])
    def test_a_file_without_floors_is_named(self, content: str) -> None:
        path = written("floors.json", content)
        refused(run("evaluate", self.found(), "--floors", path), "floors.json", "floor")

    def test_raising_needs_a_file(self) -> None:
        refused(run("evaluate", self.found(), "--raise"), "--floors FILE")

    def test_a_line_that_is_no_gold_is_named(self) -> None:
        refused(run("evaluate", written("bad.jsonl", "{}\n")), "bad.jsonl", "line 1")

    def test_a_claim_outside_of_its_text_is_named(self) -> None:
        outside = {"start": 900, "end": 902, "low": 1, "high": 1}
        refused(run("evaluate", self.gold(outside)), "gold.jsonl", "line 1", "span")

    def test_a_file_that_is_not_there_is_named(self) -> None:
        refused(run("evaluate", "nowhere.jsonl"), "nowhere.jsonl", "No such file")

    def test_a_file_that_is_not_utf8_is_named(self) -> None:
        refused(run("evaluate", written("latin.jsonl", b'{"text": "caf\xe9"}')), "latin.jsonl")


class TestCleanData:
    @pytest.fixture
    def data(self) -> Path:
        folder = Path("data").resolve()
        with embedded.postgres(folder) as url, psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept (number int)")
        return folder

    def test_it_says_what_goes_and_lets_it_go(self, data: Path) -> None:
        result = run("clean-data")
        assert result.exit_code == 0
        assert f"Deleting {data}" in result.stdout
        assert "MB" in result.stdout
        assert not data.exists()

    def test_it_refuses_while_the_data_are_in_use(self, data: Path) -> None:
        with embedded.postgres(data) as url:
            refused(run("clean-data"), str(data), "in use")
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT * FROM kept").fetchall() == []

    def test_it_refuses_a_folder_of_somebody_else(self) -> None:
        folder = Path("data").resolve()
        folder.mkdir()
        (folder / "thesis.txt").write_text("years of work")
        refused(run("clean-data"), str(folder), "nothing was deleted")
        assert (folder / "thesis.txt").read_text() == "years of work"

    def test_where_nothing_is_it_says_so(self) -> None:
        result = run("clean-data")
        assert result.exit_code == 0
        assert "nothing to delete" in result.stdout
