"""One article, and what the service answers about it: the worked examples of the documentation."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from hashlib import md5
from typing import Any
from uuid import UUID

from service.api.decimals import as_json
from service.api.feed import event_of, page_of
from service.api.problems import ReadingTooSlow
from service.api.schemas import Start, explanation_of
from service.beside import side_by_side
from service.buckets import Interval
from service.changes import Change, ChangeKind, FieldChange
from service.compared import ComparedClaim, Evidence
from service.comparison import EARLIER, Comparison, compare, origin_of, with_evidence
from service.figures import FigureRow, reading
from service.grouping import Grouping, grouped
from service.nesting import Axis, Nested, NestedSeries
from service.records import plain, record
from service.revisions import revisions
from service.series import SeriesKey
from service.storage import since
from service.timeline import timeline
from service.vague import Vague
from service.values import Amount, Basis, Hedge, Kind, Metric, Period, SourceKind, Stance

TEXT = (
    "Ukraine's General Staff said on Sunday that Russia had lost more than 798,000 soldiers since "
    "the invasion began. Britain's Defence Ministry put Russian casualties at about 790,000."
)
URL = "https://courier.example/2025/01/05/russian-losses"
ARTICLE_ID = "01943661-8a00-7c3e-9f0d-2b7c51d0a9e4"
CLAIM_ID = "01943661-8a00-7d51-8b6a-90d3f6a1c7b2"
SECOND_CLAIM_ID = "01943661-8a00-7d51-8b6a-90d3f6a1c7b3"
SOURCE_ID = "01943661-8a00-7a07-b1f5-4c9e0d2a6318"
SECOND_SOURCE_ID = "01943661-8a00-7a07-b1f5-4c9e0d2a6319"
SERIES_ID = "01943661-8a00-7b92-a4c8-71e5d3f08b6d"
OTHER_SERIES_ID = "01943661-8a00-7b92-a4c8-71e5d3f08b6e"
KURSK_SERIES_ID = "01943661-8a00-7b92-a4c8-71e5d3f08b6f"
NARROWER_SERIES_ID = "01943661-8a00-7b92-a4c8-71e5d3f08b71"
PERSONNEL_SERIES_ID = "01943661-8a00-7b92-a4c8-71e5d3f08b70"

READER = "rules-6"
RECORDED_AT = "2025-01-06T07:12:44.810362+00:00"

PUBLISHED = {
    "url": URL,
    "title": "Russian losses near 800,000, Kyiv says",
    "publisher": "The Courier",
    "published_at": "2025-01-05T18:30:00+00:00",
}

DOCUMENTS: dict[str, Any] = {
    "text": {"summary": "A text", "value": {"text": TEXT, **PUBLISHED, "language": "en"}},
    "html": {
        "summary": "An HTML page",
        "description": "Title, publisher and published time are taken from the page.",
        "value": {
            "html": (
                '<html><head><meta property="og:site_name" content="The Courier"><meta property='
                '"article:published_time" content="2025-01-05T18:30:00+00:00"></head><body>'
                f"<article><h1>{PUBLISHED['title']}</h1><p>{TEXT}</p></article></body></html>"
            ),
            "url": URL,
        },
    },
}


def _span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


SENTENCE = TEXT[: TEXT.index("Britain")].strip()
RECORD: dict[str, Any] = {
    "quote": "more than 798,000",
    "start": _span("more than 798,000")[0],
    "end": _span("more than 798,000")[1],
    "sentence": SENTENCE,
    "sentence_span": _span(SENTENCE),
    "low": 798000,
    "high": None,
    "hedge": "more_than",
    "kind": "count",
    "unit": None,
    "vague_table": None,
    "item": "soldiers",
    "item_span": _span("soldiers"),
    "metric": "casualties",
    "population": "soldier",
    "whose": "RU",
    "place": None,
    "place_span": None,
    "place_country": None,
    "scope": None,
    "scope_span": None,
    "scope_country": None,
    "period_start": None,
    "period_start_precision": None,
    "period_end": None,
    "period_end_precision": None,
    "basis": "cumulative",
    "source": "Ukraine's General Staff",
    "source_span": _span("Ukraine's General Staff"),
    "source_kind": "military",
    "cue_span": _span("said"),
    "relayer": None,
    "stance": "asserted",
    "part_of": None,
    "confidence": 0.82,
}
SECOND_SENTENCE = TEXT[TEXT.index("Britain") :]
SECOND_RECORD = RECORD | {
    "quote": "about 790,000",
    "start": _span("about 790,000")[0],
    "end": _span("about 790,000")[1],
    "sentence": SECOND_SENTENCE,
    "sentence_span": _span(SECOND_SENTENCE),
    "low": 790000,
    "high": 790000,
    "hedge": "about",
    "item": "Russian casualties",
    "item_span": _span("Russian casualties"),
    "source": "Britain's Defence Ministry",
    "source_span": _span("Britain's Defence Ministry"),
    "source_kind": "government",
    "cue_span": _span("put"),
}
STORED = {
    "review": None,
    "corrected": False,
    "article_id": ARTICLE_ID,
    "series_id": SERIES_ID,
    "place_id": None,
    **PUBLISHED,
    "recorded_at": RECORDED_AT,
    "superseded": False,
    "reader": READER,
}
CURATED = "/v1/curations?target="
CLAIM = (
    {"id": CLAIM_ID, "source_id": SOURCE_ID} | RECORD | STORED | {"curations": CURATED + CLAIM_ID}
)
SECOND_CLAIM = (
    {"id": SECOND_CLAIM_ID, "source_id": SECOND_SOURCE_ID}
    | SECOND_RECORD
    | STORED
    | {"curations": CURATED + SECOND_CLAIM_ID}
)
ROW = {
    "publisher": "Figures Weekly",
    "source": "General Staff of Ukraine",
    "date": "2025-01-05",
    "metric": "casualties",
    "item": "personnel",
    "population": "soldier",
    "whose": "RU",
    "basis": "cumulative",
    "hedge": "about",
    "value": 798040,
    "link": "https://figures.example/losses.csv",
}
LATER_ROW = ROW | {"date": "2025-01-06", "value": 799810}
ROWS: dict[str, Any] = {
    "one": {"summary": "A figure", "value": ROW},
    "several": {"summary": "A list of figures", "value": [ROW, LATER_ROW]},
}


def _row_claim(row: dict[str, Any], claim_id: str, article_id: str) -> dict[str, Any]:
    read = reading(FigureRow.model_validate(row))
    (claim,) = read.claims
    article = {name: getattr(read.article, name) for name in ("url", "title", "publisher")}
    fields: dict[str, Any] = json.loads(json.dumps(record(claim), default=plain))
    published = {"published_at": f"{row['date']}T00:00:00+00:00", "reader": read.reader}
    ids = {"id": claim_id, "source_id": SOURCE_ID, "curations": CURATED + claim_id}
    return ids | fields | STORED | {"article_id": article_id} | article | published


FIGURE = _row_claim(ROW, CLAIM_ID, ARTICLE_ID)
LATER_FIGURE = _row_claim(LATER_ROW, SECOND_CLAIM_ID, "01943661-8a00-7c3e-9f0d-2b7c51d0a9e5")
FIGURES = {"new": 2, "known": 0, "items": [FIGURE, LATER_FIGURE]}
LISTED_ARTICLE = {
    "id": ARTICLE_ID,
    "version": 1,
    **PUBLISHED,
    "language": "en",
    "text_length": len(TEXT),
    "reader": READER,
    "recorded_at": RECORDED_AT,
    "superseded_at": None,
    "superseded": False,
    "claim_count": 2,
}
ARTICLE = LISTED_ARTICLE | {"text": TEXT, "claims": [CLAIM, SECOND_CLAIM]}
EXTRACTION: dict[str, Any] = {
    "article": {
        "text": TEXT,
        **PUBLISHED,
        "published_at": "2025-01-05T18:30:00Z",
        "language": "en",
    },
    "claims": [RECORD, SECOND_RECORD],
    "reader": READER,
}
SOURCE = {
    "id": SOURCE_ID,
    "name": "General Staff of the Armed Forces of Ukraine",
    "kind": "military",
    "country": "UA",
    "side": "Ukraine",
    "aliases": ["General Staff of the Armed Forces of Ukraine", "Ukraine's General Staff"],
    "claim_count": 212,
    "last_published_at": PUBLISHED["published_at"],
    "curations": CURATED + SOURCE_ID,
}
SERIES = {
    "id": SERIES_ID,
    "key": "metric=casualties&population=soldier&whose=RU&basis=cumulative&kind=count",
    "title": "Russian soldiers: casualties, cumulative",
    "metric": "casualties",
    "population": "soldier",
    "whose": "RU",
    "place_scope": None,
    "basis": "cumulative",
    "unit": None,
    "kind": "count",
    "period": None,
    "part": None,
    "claim_count": 431,
    "last_published_at": PUBLISHED["published_at"],
    "curations": CURATED + SERIES_ID,
}
NESTED = Nested(
    wider=(),
    narrower=(
        NestedSeries(
            series_id=UUID(NARROWER_SERIES_ID),
            title="Children: killed in Kyiv, Ukraine, incident 2024-12-14",
            by=(Axis.PLACE, Axis.TIME),
            claim_count=31,
            comparison=f"/v1/series/{NARROWER_SERIES_ID}/comparison",
        ),
    ),
    narrower_count=1,
)
WHOLE_SERIES = (
    SERIES
    | {
        "key": "metric=killed&population=child&place_scope=UA&basis=cumulative&kind=count",
        "title": "Children: killed in Ukraine, cumulative",
        "metric": "killed",
        "population": "child",
        "whose": None,
        "place_scope": "UA",
    }
    | json.loads(as_json(NESTED))
)

SERIES_FACETS: list[dict[str, Any]] = [
    {"facet": "metric", "value": "casualties", "series": 12, "claims": 655},
    {"facet": "metric", "value": "killed", "series": 31, "claims": 218},
    {"facet": "population", "value": "soldier", "series": 43, "claims": 873},
    {"facet": "whose", "value": "RU", "series": 43, "claims": 873},
    {"facet": "place_scope", "value": None, "series": 40, "claims": 842},
    {"facet": "place_scope", "value": "RU kursk region", "series": 3, "claims": 31},
    {"facet": "basis", "value": "cumulative", "series": 43, "claims": 873},
    {"facet": "kind", "value": "count", "series": 43, "claims": 873},
    {"facet": "source_kind", "value": "military", "series": 29, "claims": 610},
    {"facet": "source_kind", "value": None, "series": 21, "claims": 263},
]
SOURCE_FACETS: list[dict[str, Any]] = [
    {"facet": "kind", "value": "military", "sources": 38, "claims": 610},
    {"facet": "kind", "value": "government", "sources": 61, "claims": 402},
    {"facet": "country", "value": "UA", "sources": 52, "claims": 731},
    {"facet": "country", "value": None, "sources": 47, "claims": 281},
    {"facet": "side", "value": "Ukraine", "sources": 9, "claims": 655},
    {"facet": "side", "value": None, "sources": 90, "claims": 357},
]

CURATION_ID = "01943a71-2c00-7f4a-8d36-b1e07c95a2f9"
UNDONE_ID = "01943a71-2c00-7f4a-8d36-b1e07c95a2fa"
WHO = {"who": "Ada Kaminska"}


def _correction(summary: str, action: str, why: str, **fields: Any) -> dict[str, Any]:
    return {"summary": summary, "value": {"action": action, **WHO, "why": why, **fields}}


CORRECTIONS: dict[str, Any] = {
    "correct_claim": _correction(
        "Put right what was read",
        "correct_claim",
        "The sentence counts killed and wounded, and it counts from 2022 on.",
        claim=CLAIM_ID,
        fields={"metric": "casualties", "period": {"start": "2022-02-24"}, "basis": "cumulative"},
    ),
    "accept_claim": _correction(
        "Hold a claim to be right",
        "accept_claim",
        "Checked against the article.",
        claim=CLAIM_ID,
    ),
    "reject_claim": _correction(
        "Hold a claim to be none", "reject_claim", "That is a house number.", claim=CLAIM_ID
    ),
    "move_claim": _correction(
        "Put a claim into another series",
        "move_claim",
        "The article says before that it speaks of Kursk.",
        claim=CLAIM_ID,
        series=KURSK_SERIES_ID,
    ),
    "add_claim": _correction(
        "Add a claim that was not read",
        "add_claim",
        "The number is in words that the reader does not know.",
        article=ARTICLE_ID,
        quote="about 790,000",
        fields={
            "amount": {"low": 790000, "high": 790000, "hedge": "about"},
            "metric": "casualties",
            "population": "soldier",
            "whose": "Russia",
            "basis": "cumulative",
            "source": "Britain's Defence Ministry",
        },
    ),
    "merge_series": _correction(
        "Hold two series to count the same",
        "merge_series",
        "Personnel and soldiers are one here.",
        **{"from": PERSONNEL_SERIES_ID, "into": SERIES_ID},
    ),
    "split_series": _correction(
        "Split a series",
        "split_series",
        "These leave the wounded out who went back to the front.",
        series=SERIES_ID,
        claims=[SECOND_CLAIM_ID],
        part="irrecoverable",
    ),
    "rename_series": _correction(
        "Give a series another title",
        "rename_series",
        "So that it is found under its usual name.",
        series=SERIES_ID,
        title="Russian losses since the invasion",
    ),
    "merge_sources": _correction(
        "Hold two sources to be one",
        "merge_sources",
        "The ministry was renamed in 2024.",
        **{"from": SECOND_SOURCE_ID, "into": SOURCE_ID},
    ),
    "rename_source": _correction(
        "Give a source another name",
        "rename_source",
        "Its own spelling.",
        source=SOURCE_ID,
        name="General Staff of the Armed Forces of Ukraine",
    ),
    "describe_source": _correction(
        "Say what sort of source it is, and on which side",
        "describe_source",
        "It is a belligerent.",
        source=SOURCE_ID,
        kind="military",
        side="Ukraine",
    ),
}
CURATION = {
    "id": CURATION_ID,
    "action": "describe_source",
    **WHO,
    "why": "It is a belligerent.",
    "made_at": "2025-01-07T10:02:11.302118+00:00",
    "targets": [SOURCE_ID],
    "asked": {"source": SOURCE_ID, "kind": "military", "side": "Ukraine"},
    "made": None,
    "before": {"source": {SOURCE_ID: {"side": None}}},
    "after": {"source": {SOURCE_ID: {"side": "Ukraine"}}},
    "undoes": None,
    "undone_by": None,
    "carries": None,
}
UNDO = {**WHO, "why": "It speaks for itself only."}
UNDOING = CURATION | {
    "id": UNDONE_ID,
    "action": "undo",
    "why": "It speaks for itself only.",
    "made_at": "2025-01-07T10:05:40.118203+00:00",
    "asked": {},
    "before": CURATION["after"],
    "after": CURATION["before"],
    "undoes": CURATION_ID,
}


SERIES_KEY = SeriesKey(Metric.CASUALTIES, "soldier", "RU", None, Basis.CUMULATIVE, None, Kind.COUNT)
OTHER_SERIES_KEY = replace(SERIES_KEY, metric=Metric.KILLED)


def _compared(claim: dict[str, Any], series: SeriesKey = SERIES_KEY) -> ComparedClaim:
    return ComparedClaim(
        id=UUID(claim["id"]),
        article_id=UUID(claim["article_id"]),
        publisher=claim["publisher"],
        source_id=UUID(claim["source_id"]),
        source=claim["source"],
        source_kind=SourceKind(claim["source_kind"]),
        side=None,
        left_open=None,
        quote=claim["quote"],
        wording=md5(claim["sentence"].lower().encode()).hexdigest(),
        amount=Amount(_decimal(claim["low"]), _decimal(claim["high"]), Hedge(claim["hedge"])),
        period=Period(basis=Basis(claim["basis"])),
        stance=Stance(claim["stance"]),
        published_at=datetime.fromisoformat(claim["published_at"]),
        recorded_at=datetime.fromisoformat(claim["recorded_at"]),
        superseded=claim["superseded"],
        series=series,
    )


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


EARLIER_CLAIM = CLAIM | {
    "id": "0193ffee-3c00-7e88-93a1-5b0c2d9f4e17",
    "article_id": "0193ffee-3c00-7c3e-8d54-0e6a91b7f3c2",
    "quote": "more than 751,000",
    "low": 751000,
    "published_at": "2024-12-06T18:30:00+00:00",
}
_ALL = [_compared(claim) for claim in (EARLIER_CLAIM, CLAIM, SECOND_CLAIM)]
REVISIONS = revisions(_ALL)
TIMELINE = timeline(_ALL, Interval.MONTH, differences=True)


def _comparison(*claims: dict[str, Any], series: SeriesKey = SERIES_KEY) -> Comparison:
    evidence = {UUID(claim["id"]): Evidence(claim["sentence"], claim["url"]) for claim in claims}
    compared = compare([_compared(claim, series) for claim in claims], None)
    return with_evidence(compared, evidence)


_COMPARISON = replace(
    _comparison(EARLIER_CLAIM, CLAIM, SECOND_CLAIM), nested=Nested((), (), narrower_count=0)
)
COMPARISON = json.loads(as_json(_COMPARISON))
_GROUPED = grouped(_ALL, None, Vague.DEFAULT, EARLIER, Grouping.KIND)
GROUPED = json.loads(as_json(replace(_GROUPED, comparison=_COMPARISON)))
AGAIN_CLAIM = EARLIER_CLAIM | {
    "id": "01940a1c-2b00-7f02-9d35-c81e6b4a7d50",
    "published_at": "2024-12-07T06:00:00+00:00",
}
ORIGIN = json.loads(
    as_json(
        origin_of([_compared(EARLIER_CLAIM), _compared(AGAIN_CLAIM)], UUID(AGAIN_CLAIM["id"]), None)
    )
)
KILLED_CLAIM = CLAIM | {
    "id": "01943661-8a00-7d51-8b6a-90d3f6a1c7b4",
    "quote": "at least 120,000",
    "sentence": "At least 120,000 Russian soldiers have been killed, the General Staff said.",
    "low": 120000,
    "hedge": "at_least",
}
SIDE_BY_SIDE = json.loads(
    as_json(
        side_by_side(
            {UUID(SERIES_ID): SERIES_KEY, UUID(OTHER_SERIES_ID): OTHER_SERIES_KEY},
            {
                UUID(SERIES_ID): _comparison(CLAIM, SECOND_CLAIM),
                UUID(OTHER_SERIES_ID): _comparison(KILLED_CLAIM, series=OTHER_SERIES_KEY),
            },
        )
    )
)
SOURCE_CHANGE = Change(
    at=datetime.fromisoformat("2025-01-06T09:30:00.120947+00:00"),
    kind=ChangeKind.SOURCE_CHANGED,
    id=UUID(SOURCE_ID),
    words="Ukraine's General Staff",
    series_id=None,
    fields=(FieldChange("name", "Ukraine's General Staff", SOURCE["name"]),),
)
CLAIM_CHANGE = Change(
    at=datetime.fromisoformat(RECORDED_AT),
    kind=ChangeKind.CLAIM_RECORDED,
    id=UUID(CLAIM_ID),
    words=SENTENCE,
    series_id=UUID(SERIES_ID),
    fields=(),
)
CHANGE_EVENTS = [event_of(change) for change in (CLAIM_CHANGE, SOURCE_CHANGE)]
CHANGES = json.loads(as_json(page_of([CLAIM_CHANGE, SOURCE_CHANGE], since.START)))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="1100" height="600">…</svg>'
PNG = "\x89PNG\r\n\x1a\n…"
PAGE = f'<!DOCTYPE html><html lang="en"><head><title>{SERIES["title"]}</title>…</head>…</html>'
PACKAGE = "PK\x03\x04…"
START = Start().model_dump()
EXPLANATION = explanation_of(ReadingTooSlow).model_dump()
