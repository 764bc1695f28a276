"""The settings of one process, read once from the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is read from the environment: `WHOCOUNTS_PORT=9000`. `DATABASE_URL` alone has
    no prefix."""

    model_config = SettingsConfigDict(
        env_prefix="WHOCOUNTS_", frozen=True, use_attribute_docstrings=True, populate_by_name=True
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """PostgreSQL to use; without it an embedded one is started on `data_dir`."""
    data_dir: Path = Path(".data")
    """Folder of the embedded PostgreSQL."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Port to listen on."""
    max_text_bytes: int = Field(default=2_000_000, gt=0)
    """Longest text or HTML accepted, in bytes of UTF-8."""
    readers: int = Field(default=1, ge=1)
    """Processes that read articles."""
    read_timeout: float = Field(default=180, gt=0)
    """Seconds after which the reading of one article is cut off."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """The least that is logged, to standard error; `info` has a line for each request."""
