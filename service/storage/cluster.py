"""Where the embedded PostgreSQL of one data folder has its things."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True)
class Cluster:
    """The files of one data folder; `folder` is absolute."""

    folder: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        """What the keeper and PostgreSQL have to say."""
        return self.folder / "postgres.log"

    @property
    def keeper(self) -> Path:
        """Locked by the one keeper."""
        return self.folder / "keeper"

    @property
    def users(self) -> Path:
        """Locked, and shared, by all who use the server."""
        return self.folder / "users"

    @property
    def socket(self) -> Path:
        """Folder of the Unix socket, whose whole path may have no more than 107 bytes."""
        return Path("/tmp", "whocounts-" + sha256(bytes(self.folder)).hexdigest()[:16])

    @property
    def url(self) -> str:
        """Where a client connects to."""
        return f"postgresql://postgres@/postgres?host={self.socket}"
