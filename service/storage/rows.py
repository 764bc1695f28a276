"""From a reading to rows: values by the names of the columns that they go to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from service import figures
from service.gazetteer import parted, scope_key
from service.naming import source_key
from service.series import DECISIVE, SeriesKey, series_key
from service.signatures import signature
from service.values import Amount, Article, Claim, Period, Place, Reading, Source, Span

Row = dict[str, Any]

INDEXED_LENGTH = 300
"""Characters of a name that go into an index, whose entries hold 2,700 bytes."""
DIGEST_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Entity:
    """A source or a place, and the names that it goes by."""

    row: Row
    names: set[str]


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it was stored, and the ids of what its claims are about, by key."""

    article: Row
    sources: dict[str, UUID]
    places: dict[str, UUID]
    series: dict[str, UUID]


def identity(article: Article) -> str:
    """What all versions of an article share: the url, without one the digest of the text."""
    return article.url or digest(article).hex()


def digest(article: Article) -> bytes:
    """SHA-256 of the text."""
    return sha256(article.text.encode()).digest()


def article_row(reading: Reading, version: int, recorded_at: datetime) -> Row:
    """The article of a reading."""
    article = reading.article
    return {
        "url": article.url,
        "version": version,
        "title": article.title,
        "publisher": article.publisher,
        "publisher_key": article.publisher and publisher_key(article.publisher),
        "published_at": article.published_at,
        "utc_offset": _offset(article.published_at),
        "language": article.language,
        "text": article.text,
        "text_length": len(article.text),
        "text_sha256": digest(article),
        "reader": reading.reader,
        "recorded_at": recorded_at,
    }


def _offset(moment: datetime | None) -> int | None:
    offset = moment.utcoffset() if moment else None
    return None if offset is None else int(offset.total_seconds())


def told_at(row: Mapping[Any, Any]) -> datetime | None:
    """When an article, or that of a claim, was published, by the clock that it was told by: what
    was published at midnight in Kyiv was published on another day than in UTC, and "on Sunday" is
    meant from there."""
    zone = timezone(timedelta(seconds=row["utc_offset"] or 0))
    moment: datetime | None = row["published_at"]
    return moment and moment.astimezone(zone)


def sources(claims: Iterable[Claim]) -> Iterator[Entity]:
    """The sources of the claims."""
    for source in filter(None, (claim.source for claim in claims)):
        name = indexable(source.source)
        row = {"name": name, "kind": source.kind, "country": source.country}
        yield Entity({"key": key_of_source(source)} | row, {name, *map(indexable, source.aliases)})


def places(claims: Iterable[Claim]) -> Iterator[Entity]:
    """The places of the claims."""
    for place in filter(None, (claim.place or claim.scope for claim in claims)):
        name, key = indexable(place.place), key_of_place(place)
        country, _ = parted(key)
        yield Entity({"key": key, "name": name, "country": country}, {name})


def series(readings: Iterable[Reading]) -> Iterator[Row]:
    """The series of the claims of the readings."""
    keys = (
        series_key(claim, reading.article.published_at)
        for reading in readings
        for claim in reading.claims
    )
    yield from map(series_row, dict.fromkeys(keys))


def series_row(key: SeriesKey) -> Row:
    """A series."""
    decisive = {name: getattr(key, name) for name in DECISIVE}
    values = decisive | {"key": key.key, "title": key.title}
    return {name: value and indexable(value) for name, value in values.items()}


def claim_row(claim: Claim, stored: Stored) -> Row:
    """A claim of a stored article, in the series and of the source of its keys."""
    series_id = stored.series[key_of_series(claim, told_at(stored.article))]
    source_id = claim.source and stored.sources[key_of_source(claim.source)]
    return {
        "article_id": stored.article["id"],
        "text_length": stored.article["text_length"],
        "published_at": stored.article["published_at"],
        "utc_offset": stored.article["utc_offset"],
        "recorded_at": stored.article["recorded_at"],
        "publisher": stored.article["publisher"],
        "publisher_key": stored.article["publisher_key"],
        "reader": stored.article["reader"],
        "series_id": series_id,
        "home_series_id": series_id,
        "source_id": source_id,
        "home_source_id": source_id,
        "place_id": claim.place and stored.places[key_of_place(claim.place)],
        **words_values(claim),
        **amount_values(claim.amount),
        **source_values(claim.source),
        **place_values("place", claim.place),
        **place_values("scope", claim.scope),
        **period_values(claim.period),
        "item": claim.item,
        "metric": claim.metric,
        "population": claim.population.population and indexable(claim.population.population),
        "whose": claim.population.whose and indexable(claim.population.whose),
        "relayer": claim.relayer,
        "stance": claim.stance,
        "confidence": claim.confidence,
    }


def words_values(claim: Claim) -> Row:
    """The words of the text that carry the claim, and where all its evidence stands."""
    return {
        "quote": claim.quote,
        "sentence": claim.sentence,
        **offsets("quote", claim.span),
        **offsets("sentence", claim.sentence_span),
        **offsets("item", claim.item_span),
        **offsets("source", claim.source_span),
        **offsets("cue", claim.cue_span),
        **offsets("part_of", claim.part_of),
    }


# All claims of a sentence, and of a text, come one after another.
signed = lru_cache(maxsize=8)(signature)


def of_text(claim: Claim, article: Row) -> Row:
    """What only the text of the article tells. Rows of one table, all made to one pattern, are no
    echoes of each other: they have no signature."""
    made = article["reader"] == figures.READER
    return {
        "sentence_signature": b"" if made else signed(claim.sentence),
        "text_signature": b"" if made else signed(article["text"]),
        "left_open": left_open(claim, article["text"]),
    }


def amount_values(of: Amount) -> Row:
    """How many."""
    return {
        "low": plain(of.low),
        "high": plain(of.high),
        "hedge": of.hedge,
        "kind": of.kind,
        "unit": of.unit,
        "vague_table": of.vague_table,
    }


def source_values(of: Source | None) -> Row:
    """Who says so, as the article names them."""
    return {"source": of and of.source, "source_kind": of and of.kind}


def left_open(claim: Claim, text: str) -> str | None:
    """The words for who says so, where it is open whom they mean."""
    return claim.source_span.of(text) if claim.source_span and claim.leaves_open else None


def place_values(name: str, of: Place | None) -> Row:
    """Where, as the article names it."""
    return {
        name: of and of.place,
        f"{name}_country": of and of.country,
        **offsets(name, of.span if of else None),
    }


def period_values(of: Period) -> Row:
    """When."""
    return {
        "period_start": of.start,
        "period_start_precision": of.start_precision,
        "period_end": of.end,
        "period_end_precision": of.end_precision,
        "basis": of.basis,
    }


def offsets(name: str, span: Span | None) -> dict[str, int | None]:
    """The two columns of a span."""
    start, end = (span.start, span.end) if span else (None, None)
    return {f"{name}_start": start, f"{name}_end": end}


def plain(number: Decimal | None) -> Decimal | None:
    """Whole numbers without digits behind the point: PostgreSQL shows what it is given."""
    if number is None or number != number.to_integral_value():
        return number
    return number.to_integral_value()


def key_of_source(of: Source) -> str:
    """The key that a source is found by."""
    return indexable(source_key(of.source))


def key_of_place(of: Place) -> str:
    """The key that a place is found by."""
    return indexable(scope_key(of.place, of.country))


def key_of_series(claim: Claim, published_at: datetime | None) -> str:
    """The key that a claim's series is found by."""
    return indexable(series_key(claim, published_at).key)


def publisher_key(publisher: str) -> str:
    """The key that a publisher is found by."""
    return indexable(source_key(publisher))


def indexable(text: str) -> str:
    """The text itself, or where it is longer than an index takes, its beginning and a digest."""
    if len(text) <= INDEXED_LENGTH:
        return text
    start = text[: INDEXED_LENGTH - DIGEST_LENGTH - 1]
    return f"{start} {sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]}"
