import pytest

from service.extraction.lexicon import table
from service.values import Basis, Hedge, Kind, Metric, SourceKind, Stance
from tests.extraction.corpus import Example, examples, expected, found, questions, rules

EVERY = examples()


@pytest.mark.parametrize("example", EVERY, ids=str)
def test_a_text_gives_the_claims_of_its_rule(example: Example) -> None:
    assert found(example) == expected(example), f"{example.rule}: {example.text}"


def test_each_question_has_examples_and_near_misses() -> None:
    names = "amounts antecedents exclusions items metrics periods places populations repetition "
    assert questions() == [*names.split(), "scopes", "sentences", "sources", "stances"]
    for question in questions():
        assert any(rule.get("near_misses") for rule in rules(question)), question


def test_each_reason_for_no_claim_has_examples() -> None:
    assert {rule["name"] for rule in rules("exclusions")} == table("exclusions").keys() - {"pieces"}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("metric", Metric),
        ("hedge", Hedge),
        ("kind", Kind),
        ("basis", Basis),
        ("stance", Stance),
        ("source_kind", SourceKind),
    ],
)
def test_each_value_of_a_field_has_an_example(field: str, values: type) -> None:
    shown = {claim[field] for example in EVERY for claim in example.claims if field in claim}
    assert shown - {"null"} == {str(value) for value in values}  # type: ignore[attr-defined]
