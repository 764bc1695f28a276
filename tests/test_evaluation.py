import json
from pathlib import Path
from typing import Any

import pytest

from service.evaluation import (
    ROWS,
    Evaluation,
    Score,
    UnfitGold,
    alike,
    evaluate,
    fields_right,
    gold_articles,
    met,
)


def claim(start: int = 0, end: int = 2, **fields: Any) -> dict[str, Any]:
    """A claim of twelve people killed, with some fields changed."""
    return {
        "start": start,
        "end": end,
        "low": 12,
        "high": 12,
        "hedge": "exact",
        "item": "people",
        "metric": "killed",
        "source": "police",
        "place": "Kyiv",
        "stance": "asserted",
        **fields,
    }


class TestMet:
    def test_claims_meet_where_their_spans_overlap(self) -> None:
        gold, predicted = claim(0, 10), claim(9, 12)
        assert met([gold], [predicted]) == [(gold, predicted)]

    def test_claims_that_only_touch_do_not_meet(self) -> None:
        assert met([claim(0, 10)], [claim(10, 12)]) == []

    def test_each_claim_is_used_once(self) -> None:
        gold, first, second = claim(0, 10), claim(0, 4), claim(5, 8)
        assert met([gold], [first, second]) == [(gold, first)]
        assert met([first, second], [gold]) == [(first, gold)]

    def test_the_largest_overlap_comes_first(self) -> None:
        left, right, across = claim(0, 4), claim(4, 12), claim(3, 12)
        assert met([left, right], [across]) == [(right, across)]
        assert met([left, right], [across, claim(0, 4)]) == [(right, across), (left, claim(0, 4))]


class TestFieldsRight:
    def test_equal_claims_agree_in_everything(self) -> None:
        every = {"value", "hedge", "item", "metric", "source", "place", "stance"}
        assert fields_right(claim(), claim()) == every

    @pytest.mark.parametrize(
        ("changed", "lost"),
        [
            ({"low": 13}, "value"),
            ({"high": None}, "value"),
            ({"hedge": "about"}, "hedge"),
            ({"item": "tanks"}, "item"),
            ({"metric": "wounded"}, "metric"),
            ({"source": None}, "source"),
            ({"place": "Odesa"}, "place"),
            ({"stance": "denied"}, "stance"),
        ],
    )
    def test_one_field_that_differs_is_the_only_one_lost(
        self, changed: dict[str, Any], lost: str
    ) -> None:
        every = fields_right(claim(), claim())
        assert fields_right(claim(), claim(**changed)) == every - {lost}

    @pytest.mark.parametrize(
        ("gold", "predicted", "same"),
        [(1000, 1001, True), (1000, 1002, False), (0, 0.5, False), (None, None, True)],
    )
    def test_bounds_may_differ_by_a_thousandth(
        self, gold: float | None, predicted: float | None, same: bool
    ) -> None:
        right = fields_right(claim(low=gold, high=None), claim(low=predicted, high=None))
        assert ("value" in right) is same

    def test_a_field_that_a_prediction_lacks_is_null(self) -> None:
        bare = {"start": 0, "end": 2, "low": 12, "high": 12}
        gold = claim(source=None, place=None, item=None)
        assert fields_right(gold, bare) == {"value", "source", "place", "item", "stance"}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (None, None, True),
        (None, "", True),
        (None, "police", False),
        ("the Police", "police", True),
        ("Ukraine's General Staff", "General Staff", True),
        ("Russian soldiers", "soldier", True),
        ("North Korean soldiers", "North Korean troops", True),
        ("Jane Roe", "John Poe", False),
        ("the", "a", False),
    ],
)
def test_names_are_alike_by_half_of_their_words(a: str | None, b: str | None, same: bool) -> None:
    assert alike(a, b) is same
    assert alike(b, a) is same


class TestEvaluate:
    def test_a_table_counted_by_hand(self) -> None:
        """Two articles, 4 gold claims and 5 predicted ones.

        Of the first, one prediction is right in all, one in all but its source and its place, one
        has another value, and one meets nothing. Of the second, one gold claim is missed, and the
        one prediction is elsewhere.
        """
        gold = [claim(0, 2), claim(10, 12), claim(20, 22)]
        predicted = [
            claim(0, 2),
            claim(10, 12, source="army", place=None),
            claim(20, 22, low=11),
            claim(30, 32),
        ]
        evaluation = evaluate([(gold, predicted), ([claim(0, 2)], [claim(5, 7)])])
        assert (evaluation.articles, evaluation.gold, evaluation.predicted) == (2, 4, 5)
        hits = {row: score.precision * 5 for row, score in evaluation.scores.items()}
        assert hits == pytest.approx(
            {"found": 3, "value": 2, "hedge": 2, "item": 2, "metric": 2, "source": 1, "place": 1,
             "stance": 2, "claim": 1}
        )  # fmt: skip
        assert evaluation.scores["found"].recall == 3 / 4
        assert evaluation.scores["found"].f1 == pytest.approx(2 * 3 / (4 + 5))

    def test_sure_claims_are_right_where_all_of_the_row_claim_is(self) -> None:
        gold = [claim(0, 2), claim(10, 12), claim(20, 22)]
        predicted = [
            claim(0, 2, confidence=0.8, place=None),
            claim(10, 12, confidence=0.9, source="army"),
            claim(20, 22, confidence=0.79),
            claim(30, 32, confidence=1.0),
            claim(40, 42, confidence=None),
        ]
        evaluation = evaluate([(gold, predicted)])
        assert (evaluation.sure, evaluation.sure_and_right) == (3, 1)

    def test_nothing_to_score_scores_nothing(self) -> None:
        nothing = Score(0.0, 0.0)
        assert evaluate([]) == Evaluation(0, 0, 0, dict.fromkeys(ROWS, nothing), 0, 0)
        assert evaluate([([], [])]).scores["found"].f1 == 0.0


class TestGoldArticles:
    def read(self, tmp_path: Path, *lines: str) -> list[tuple[str, list[Any]]]:
        path = tmp_path / "gold.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        return [(text, list(claims)) for text, claims in gold_articles(path)]

    def test_a_line_gives_its_text_and_claims(self, tmp_path: Path) -> None:
        claims = [{"start": 0, "end": 2, "low": 12, "high": None}]
        line = json.dumps({"id": "x", "text": "12 died", "claims": claims})
        bare = json.dumps({"text": "Nothing.", "claims": []})
        assert self.read(tmp_path, line, bare) == [("12 died", claims), ("Nothing.", [])]

    @pytest.mark.parametrize(
        "line",
        [
            "",
            "{",
            "12",
            "[]",
            '{"text": "12 died"}',
            '{"claims": []}',
            '{"text": 12, "claims": [{"start": 0, "end": 1, "low": 1, "high": 1}]}',
            '{"text": "12 died", "claims": 3}',
            '{"text": "12 died", "claims": ["12"]}',
            '{"text": "12 died", "claims": [{"start": 0, "end": 2, "low": 12}]}',
            '{"text": "12 died", "claims": [{"end": 2, "low": 12, "high": 12}]}',
            '{"text": "12 died", "claims": [{"start": 50, "end": 52, "low": 1, "high": 1}]}',
        ],
    )
    def test_a_line_that_is_no_annotated_article_is_named(self, tmp_path: Path, line: str) -> None:
        good = json.dumps({"text": "12 died", "claims": []})
        with pytest.raises(UnfitGold, match="line 2"):
            self.read(tmp_path, good, line, good)
