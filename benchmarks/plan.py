"""What a run is about."""

from dataclasses import dataclass
from pathlib import Path

from service.files import entries

SAMPLES = Path(__file__).parents[1] / "samples" / "articles.jsonl"


@dataclass(frozen=True, slots=True)
class Plan:
    """The texts to read, and whether a look at whether everything runs is enough."""

    texts: tuple[str, ...]
    quick: bool

    @property
    def words(self) -> int:
        """How many words the texts have, between white space."""
        return sum(len(text.split()) for text in self.texts)


def plan_for(articles: Path, quick: bool) -> Plan:
    """A plan with the articles of a JSONL file. Raises UnfitFile and OSError."""
    texts = [entry.document.text or "" for entry in entries(str(articles), {"text"})]
    return Plan(tuple(texts[:2] if quick else texts), quick)
