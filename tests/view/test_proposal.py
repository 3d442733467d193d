"""What is set on the page survives its own link, and a bad link never harms."""

from importlib import resources
from urllib.parse import parse_qsl

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from experiments.view.proposal import (
    GROUPS,
    MEASURES,
    PRESETS,
    Proposal,
    from_address,
    workshop_county,
    yearly_cost,
    yearly_costs,
)
from experiments.words import LANGUAGES, words
from sim import County
from sim.core.names import OutOfRange, UnknownName
from sim.policies import OWN
from sim.policies.base import key_of

TENTHS = st.integers(1, 10).map(lambda tenth: tenth / 10)
PROPOSALS = st.builds(
    Proposal,
    measures=st.dictionaries(st.sampled_from(list(MEASURES)), TENTHS).map(lambda found: tuple(found.items())),
    months=st.integers(12, 60),
    seed=st.integers(1, 9999),
)


def parsed(address: str) -> dict[str, str]:
    return dict(parse_qsl(address))


@given(PROPOSALS)
def test_a_link_gives_the_proposal_back(proposal: Proposal) -> None:
    assert from_address(parsed(proposal.address())) == (proposal, [])


def test_a_link_reads_as_agreed() -> None:
    proposal = Proposal().set("coordination", 1).set("micro_grids", 0.6)
    assert proposal.address() == "p=micro_grids:0.6,coordination:1&m=36&s=1"
    assert len(PRESETS["all"].address()) < 1000


@pytest.mark.parametrize(
    ("query", "left", "notices"),
    [
        ({}, Proposal(), []),
        ({"lang": "zh", "x": "y" * 9999}, Proposal(), []),
        ({"p": ""}, Proposal(), []),
        ({"p": "micro_grids:0.5,no_such_thing:1"}, Proposal((("micro_grids", 0.5),)), ["unknown_measure"]),
        ({"p": "micro_grids:7"}, Proposal(), ["intensity_out_of_range"]),
        ({"p": "micro_grids:0"}, Proposal(), ["intensity_out_of_range"]),
        ({"p": "micro_grids:-1,publicity:1"}, Proposal((("publicity", 1.0),)), ["malformed"]),
        ({"p": "micro_grids:nan"}, Proposal(), ["malformed"]),
        ({"p": "micro_grids:0.5,micro_grids:1"}, Proposal((("micro_grids", 0.5),)), ["malformed"]),
        ({"p": "<script>alert(1)</script>"}, Proposal(), ["malformed"]),
        ({"m": "11"}, Proposal(), ["months_out_of_range"]),
        ({"m": "61", "s": "5"}, Proposal(seed=5), ["months_out_of_range"]),
        ({"m": "1e3", "s": "٣"}, Proposal(), ["malformed"]),
        ({"s": "0"}, Proposal(), ["seed_out_of_range"]),
        ({"s": "9" * 1000}, Proposal(), ["malformed"]),
        ({"p": "micro_grids:0.5," * 200, "m": "12"}, Proposal(), ["too_long"]),
    ],
)
def test_what_a_link_says_wrongly_is_left_out_and_said(
    query: dict[str, str], left: Proposal, notices: list[str]
) -> None:
    found, said = from_address(query)
    assert found == left
    assert said == [f"view.proposal.{notice}" for notice in notices]
    for lang in LANGUAGES:
        assert all(words(lang)(key) for key in said)


@given(st.dictionaries(st.sampled_from(["p", "m", "s", "q"]), st.text(max_size=300)))
def test_no_link_is_an_error(query: dict[str, str]) -> None:
    found, _ = from_address(query)
    assert isinstance(found, Proposal)


def test_equal_settings_are_one_proposal_whatever_the_order() -> None:
    one = Proposal((("coordination", 1.0), ("micro_grids", 0.3000001)))
    assert one == Proposal().set("micro_grids", 0.3).set("coordination", 1)
    assert hash(one) == hash(Proposal((("micro_grids", 0.3), ("coordination", 1.0))))
    assert one.set("coordination", 0).measures == (("micro_grids", 0.3),)
    assert one.intensity("micro_grids") == 0.3
    assert one.intensity("publicity") == 0.0
    assert one.baseline() == Proposal()


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'micro_grids'"):
        Proposal((("micro_grid", 1.0),))
    with pytest.raises(UnknownName):
        Proposal().set("nothing", 0)
    with pytest.raises(OutOfRange, match="intensity of micro_grids"):
        Proposal().set("micro_grids", 1.2)
    with pytest.raises(OutOfRange, match="months"):
        Proposal(months=11)
    with pytest.raises(OutOfRange, match="seed"):
        Proposal(seed=0)
    with pytest.raises(ValueError, match="twice"):
        Proposal((("micro_grids", 1.0), ("micro_grids", 0.5)))


def test_groups_and_presets_are_those_of_the_report() -> None:
    for letter, keys in GROUPS.items():
        text = (resources.files("gongzhi_conf") / "package" / f"group_{letter.lower()}.yaml").read_text("utf-8")
        own = [key for key in keys if MEASURES[key] in OWN]
        assert yaml.safe_load(text)[f"group_{letter.lower()}"] == own
    assert [key for key, _ in PRESETS["all"].measures] == [key_of(policy) for policy in OWN]
    assert {key for key, _ in PRESETS["demo"].measures} == {"burden_reduction", "micro_grids", "commendation"}
    assert PRESETS["nothing"] == Proposal()
    for lang in LANGUAGES:
        assert all(words(lang)(f"view.proposal.presets.{name}") for name in PRESETS)


def test_the_township_is_of_workshop_size() -> None:
    county = workshop_county()
    assert county.places.units == 4
    assert 4_500 <= county.places.registered_adults <= 5_500


def test_the_planned_cost_is_what_a_measure_costs_alone_in_the_model() -> None:
    county = County(Proposal(months=24).scenario())
    county.run_to(0)
    alone = county.fork(Proposal().set("village_rules", 1).policies(), 24)
    alone.run_to(24)
    assert yearly_costs()["village_rules"] == alone.record.costs[-12:].sum()
    # 2 meetings a quarter in each of 4 villages at 300 yuan
    assert yearly_cost(Proposal().set("village_rules", 1)) == pytest.approx(2 * 4 * 4 * 300)
    assert yearly_cost(Proposal().set("village_rules", 0.5)) == pytest.approx(4 * 4 * 300)
    assert yearly_cost(Proposal()) == 0
    assert all(cost > 0 for cost in yearly_costs().values())
