"""Does what stands in the end in many articles about one incident equal its final toll?

The set holds local news of shootings, several outlets and days each, and the toll that was settled
on afterwards: how many were killed, and how many wounded. Early articles do not know it yet, and
later ones tell of other incidents too.

An incident counts for `killed` where its final number of killed stands in a sentence with a word of
dying in one of its articles, as in the set of incident tolls (in digits, in words up to
ninety-nine, as "both", "couple" or a vague word; not in dates, clock times and ages). The same for
`wounded`, with the words of hurt.

Each incident's articles are read, and their claims put into series and compared as the service
does, without a database, and each incident by itself. Of its series of the metric the one is asked
that one would look for: that counts people rather than some class of them, in an incident rather
than on no said basis, and is in the most articles. What stands in the end is what the source that
spoke last stands by; of several that spoke at one moment the one whose claim comes first. An
incident is right where that is the final number itself, both ends.

The floor is what one has without reading: the first number that stands in a sentence with a word of
the fate in the oldest article that has one, or in the newest, whichever is right more often. The
aim is twenty points more than that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.figures import Aim, Figure
from benchmarks.sets.incidents import numbers_beside
from benchmarks.sets.lines import lines
from service.compared import ComparedClaim
from service.comparison import compare
from service.extraction import extract
from service.moments import published
from service.series import SeriesKey, series_key
from service.storage import rows
from service.values import Article, Claim, Metric, Reading

FILE = "multi_article_incidents.jsonl.gz"
POINTS = 0.2
"""How far above the floor the aim is."""
PEOPLE = ("people", None)
RECORDED = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident, its articles from the oldest to the newest."""

    toll: dict[str, int]
    readings: list[Reading]


def figures(folder: Path) -> Iterator[Figure]:
    """The shares of incidents that are right, beside the floor of each."""
    incidents = _incidents(folder)
    for metric in (Metric.KILLED, Metric.WOUNDED):
        counting = [each for each in incidents if _counts(each, metric)]
        floor = max(_firsts_right(counting, metric, which) for which in (0, -1))
        right = [each for each in counting if stands(each, metric) == each.toll[metric]]
        yield Figure(
            f"the last standing {metric} is the final toll",
            len(right) / len(counting),
            f"{len(right)} of {len(counting)} incidents; first number {floor:.3f}",
            Aim.AT_LEAST,
            round(floor + POINTS, 3),
            "F1",
        )


def _incidents(folder: Path) -> list[Incident]:
    by_incident = defaultdict(list)
    for article in lines(folder / FILE):
        by_incident[article["incident"]].append(article)
    return [
        Incident(articles[0]["gold"], [_read(each) for each in sorted(articles, key=_published)])
        for articles in by_incident.values()
    ]


def _published(article: dict[str, Any]) -> str:
    return str(article["published"])


def _read(article: dict[str, Any]) -> Reading:
    url, text = article["url"], article["text"]
    moment = published(article["published"])
    publisher = urlsplit(url).hostname
    return extract(Article(text, url, article["title"], publisher, moment))


def _counts(incident: Incident, metric: Metric) -> bool:
    """Whether the final toll stands in one of the articles."""
    texts = (reading.article.text for reading in incident.readings)
    return any(incident.toll[metric] in numbers_beside(text, metric) for text in texts)


def _firsts_right(incidents: Iterable[Incident], metric: Metric, which: int) -> float:
    """The share in which the first number of the oldest (0) or newest (-1) article is right."""
    right = []
    for incident in incidents:
        numbers = (numbers_beside(each.article.text, metric) for each in incident.readings)
        firsts = [found[0] for found in numbers if found]
        right.append(firsts[which] == incident.toll[metric])
    return sum(right) / len(right)


def stands(incident: Incident, metric: Metric) -> int | None:
    """The number that stands in the end; None where it is none, or several."""
    series = max(_series(incident, metric), key=_sought, default=[])
    positions = (each.standing for each in compare(series, None).positions)
    telling = [each for each in positions if each and each.tells]
    last = max(telling, key=lambda each: (each.about, each.said_at, -each.id.int), default=None)
    if last is None or last.amount.low is None or last.amount.low != last.amount.high:
        return None
    return int(last.amount.low)


def _series(incident: Incident, metric: Metric) -> Iterable[list[ComparedClaim]]:
    series: dict[SeriesKey, list[ComparedClaim]] = defaultdict(list)
    ids = map(UUID, map("{:032x}".format, count(1)))
    for reading in incident.readings:
        article_id = next(ids)
        for claim in reading.claims:
            if claim.metric is metric:
                compared = _compared(claim, reading.article, next(ids), article_id)
                series[compared.series].append(compared)
    return series.values()


def _compared(claim: Claim, article: Article, claim_id: UUID, article_id: UUID) -> ComparedClaim:
    return ComparedClaim(
        id=claim_id,
        article_id=article_id,
        publisher=article.publisher,
        source_id=None,
        source=claim.source.source if claim.source else None,
        source_kind=claim.source.kind if claim.source else None,
        side=None,
        left_open=rows.left_open(claim, article.text),
        quote=claim.quote,
        wording=" ".join(claim.sentence.split()).lower(),
        amount=claim.amount,
        period=claim.period,
        stance=claim.stance,
        published_at=article.published_at,
        recorded_at=RECORDED,
        superseded=False,
        series=series_key(claim, article.published_at),
    )


def _sought(claims: list[ComparedClaim]) -> tuple[bool, int, int]:
    """How likely a series is to be the one that one looks for."""
    key = claims[0].series
    of_people = key.population in PEOPLE and key.basis is not None
    return of_people, len({claim.article_id for claim in claims}), len(claims)
