"""A measure's settings: ranges, errors that help, and how much of it is in force in a month."""

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim import Scenario
from sim.core.names import OutOfRange, UnknownName
from sim.levers import LeverValues
from sim.policies import OWN, BurdenReduction, Commendation, MicroGrids, Policy, find, from_settings, registry, settings
from sim.policies.base import key_of
from sim.tallies import counters

ALL = registry()
SETTINGS = [(key, name) for key, policy in ALL.items() for name in settings(policy)]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_measures_are_known_by_their_keys() -> None:
    assert list(ALL)[:21] == [key_of(policy) for policy in OWN]
    assert list(ALL)[:3] == ["village_rules", "micro_grids", "burden_reduction"]
    assert all(key == key_of(policy) == policy().key for key, policy in ALL.items())
    assert find("micro_grids") is MicroGrids


def test_an_unknown_measure_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown policy 'micro_grid'; did you mean 'micro_grids'\?"):
        find("micro_grid")


@pytest.mark.parametrize("key", ALL)
def test_measures_are_described(key: str) -> None:
    policy = ALL[key]
    assert CHINESE.search(policy.zh)
    assert not CHINESE.search(policy.en)
    assert policy.group in "ABCDE"
    text = policy.__doc__ or ""
    for heading in ("Claim:", "Mechanism:", "Side effects:", "Evidence:"):
        assert heading in text
    assert re.search(r"[OB]-[A-Z]\d+", text)


@pytest.mark.parametrize("key", ALL)
def test_the_reference_design_lies_within_its_ranges(key: str) -> None:
    default = ALL[key]()
    assert default.enabled
    assert default.force(120) == 1.0
    for name, declared in settings(ALL[key]).items():
        assert declared.low <= getattr(default, name) <= declared.high
        assert declared.unit.strip()
        assert CHINESE.search(declared.zh)
        assert declared.en.strip()


@pytest.mark.parametrize(("key", "name"), SETTINGS)
def test_a_setting_out_of_range_is_refused_with_range_and_unit(key: str, name: str) -> None:
    declared = settings(ALL[key])[name]
    for value in (declared.low - 0.5, declared.high + 0.5):
        message = f"policies.{key}.{name}={value:g} is out of range: allowed {declared.low:g} to {declared.high:g} "
        with pytest.raises(OutOfRange, match=f"^{re.escape(f'{message}({declared.unit})')}$"):
            ALL[key](**{name: value})


@pytest.mark.parametrize(("key", "name"), SETTINGS)
def test_the_ends_of_a_range_are_allowed(key: str, name: str) -> None:
    declared = settings(ALL[key])[name]
    for value in (declared.low, declared.high):
        other = {"start": 1, "end": 0} if name not in ("start", "end") else {}
        assert getattr(ALL[key](**{**other, name: value}), name) == value


@pytest.mark.parametrize("value", ["0.5", None, True, float("nan")])
@pytest.mark.parametrize("key", ALL)
def test_what_is_no_number_is_refused(key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"policies\.{key}\.intensity="):
        ALL[key](intensity=value)


@pytest.mark.parametrize("key", ALL)
def test_an_unknown_setting_is_answered_with_the_nearest(key: str) -> None:
    with pytest.raises(UnknownName, match=rf"unknown setting of {key} 'intensit'; did you mean 'intensity'\?"):
        from_settings(ALL[key], {"intensit": 0.5})
    assert from_settings(ALL[key], {"intensity": 0.5}) == ALL[key](intensity=0.5)


def test_an_unknown_way_to_choose_villages_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown choice of villages 'needs'; did you mean 'need'\?"):
        MicroGrids(choice="needs")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given_settings", [{"choice": "listed"}, {"villages": ("A",)}, {"choice": "need", "villages": ("A",)}]
)
def test_a_list_of_villages_and_the_choice_of_listed_ones_go_together(given_settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"policies\.micro_grids: choice 'listed' and a list of villages go together"):
        MicroGrids(**given_settings)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match=r"policies\.commendation\.end=5 lies before start=7"):
        Commendation(start=7, end=5)
    assert Commendation(start=7, end=7).force(7) > 0


@pytest.mark.parametrize("key", ALL)
def test_a_measure_is_frozen_and_can_be_compared(key: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALL[key]().intensity = 0.5  # type: ignore[misc]
    assert ALL[key](villages=["A"], choice="listed") == ALL[key](villages=("A",), choice="listed")
    assert len({ALL[key](), ALL[key](), ALL[key](intensity=0.5)}) == 2


def test_a_measure_may_be_given_only_once() -> None:
    with pytest.raises(ValueError, match="policy given more than once: micro_grids"):
        Scenario(policies=(MicroGrids(), BurdenReduction(), MicroGrids(intensity=0.5)))


@pytest.mark.parametrize("key", ALL)
def test_prices_are_for_what_is_counted_and_brought_by_a_lever(key: str) -> None:
    policy = ALL[key]()
    assert policy.prices()
    for price in policy.prices():
        name = price.delivered.removeprefix("lever:")
        assert name in (LeverValues._fields if price.delivered.startswith("lever:") else counters())
        assert price.lever in LeverValues._fields
        assert price.yuan >= 0.0


# Force


def test_a_measure_comes_into_force_by_equal_steps() -> None:
    policy = MicroGrids(start=4, ramp=4, intensity=0.8)
    assert [policy.force(month) for month in range(2, 10)] == pytest.approx([0, 0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8])


def test_without_a_ramp_it_is_in_full_force_at_once_and_until_its_last_month() -> None:
    policy = MicroGrids(start=4, ramp=0, end=6)
    assert [policy.force(month) for month in range(3, 8)] == [0, 1, 1, 1, 0]


@given(
    some.integers(1, 60),
    some.integers(0, 24),
    some.integers(0, 90),
    some.floats(0, 1),
    some.booleans(),
    some.integers(-24, 120),
)
def test_force_lies_between_nothing_and_intensity(
    start: int, ramp: int, length: int, intensity: float, enabled: bool, month: int
) -> None:
    end = start + length if length else 0
    policy = Commendation(start=start, ramp=ramp, end=end, intensity=intensity, enabled=enabled)
    force = policy.force(month)
    assert 0.0 <= force <= intensity
    outside = month < start or (end and month > end) or not enabled
    assert force == 0.0 if outside else policy.force(month + 1) >= force or month == end
    assert outside or month < start + ramp - 1 or force == intensity


def test_a_policy_says_itself_which_levers_it_moves() -> None:
    with pytest.raises(NotImplementedError):
        Policy().adjust(None)  # type: ignore[arg-type]
