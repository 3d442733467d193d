"""The only door between policies and the model: what they ask for combines in one way, whatever the order."""

import dataclasses
import math
import re
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from sim.core.levers import Levers, check_setting, declared, lever
from sim.core.names import OutOfRange, UnknownName
from sim.core.places import Places
from sim.levers import LeverValues, MonthLevers

Array = NDArray[np.float64]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ALL = declared(LeverValues)
TOWNSHIPS = (0, 0, 0, 1, 1)
PLACES = Places(tuple("ABCDE"), ("K", "L"), np.array(TOWNSHIPS, np.int16), np.zeros(5))


@dataclass(frozen=True)
class Measure:
    """As much of a policy as the mechanics see."""

    key: str
    full_force: float = 1.0

    def force(self, month: int) -> float:
        return self.full_force if month >= 1 else 0.0


def levers(month: int = 1, **scopes: Array) -> MonthLevers:
    return MonthLevers(LeverValues, PLACES, month, scopes)


def settled(given_levers: MonthLevers) -> LeverValues:
    return given_levers.settle()


def bits(values: LeverValues) -> bytes:
    return b"".join(value.tobytes() for value in values)


# Declarations


def faulty(sound: object) -> list[str]:
    return [name for name, spec in ALL.items() if not sound(spec)]  # type: ignore[operator]


def test_declarations_are_complete() -> None:
    assert len(ALL) > 30
    assert faulty(lambda n: n.unit.strip() and n.en.strip()) == []
    assert faulty(lambda n: CHINESE.search(n.zh) and not CHINESE.search(n.en)) == []
    assert faulty(lambda n: n.low <= n.neutral <= n.high and n.low < n.high) == []


def test_rules_fit_their_levers() -> None:
    """Shares of what is left lie within 0 and 1 and rest at 0, where the rule is exact; factors rest at 1."""
    assert faulty(lambda n: n.rule != "complement" or ((n.low, n.neutral) == (0, 0) and n.high <= 1)) == []
    assert faulty(lambda n: n.rule != "multiply" or (n.low > 0 and n.neutral == 1)) == []
    assert faulty(lambda n: n.rule != "add" or n.neutral == 0) == []


def test_a_neutral_value_outside_the_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="neutral 2 outside 0 to 1"):
        lever("village", "share", 2, 0, 1, "add", en="two", zh="二")


def test_untouched_levers_are_neutral_to_the_bit_at_their_level() -> None:
    for (name, spec), value in zip(ALL.items(), settled(levers()), strict=True):
        assert value.tobytes() == np.full(PLACES.units(spec.level), float(spec.neutral)).tobytes(), name


# Any contributions in any order


AMOUNT = some.one_of(some.just(0.0), some.floats(-2.0, 2.0, allow_subnormal=False))
CONTRIBUTIONS = some.dictionaries(
    some.sampled_from("abcdef"),
    some.dictionaries(some.sampled_from(list(ALL)), some.lists(AMOUNT, min_size=5, max_size=5), max_size=6),
    max_size=6,
)


def moved(asked: dict[str, dict[str, list[float]]], order: list[str]) -> MonthLevers:
    made = levers()
    for key in order:
        made = made.move(Measure(key), **{name: np.array(amount) for name, amount in asked[key].items()})
    return made


@given(CONTRIBUTIONS, some.randoms(use_true_random=False))
def test_the_order_of_policies_never_matters(asked: dict[str, dict[str, list[float]]], random: object) -> None:
    shuffled = list(asked)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = moved(asked, list(asked)), moved(asked, shuffled)
    assert bits(one.settle()) == bits(other.settle())
    for key, amounts in asked.items():
        for name in amounts:
            assert one.share(name, Measure(key)).tobytes() == other.share(name, Measure(key)).tobytes()


@given(CONTRIBUTIONS)
def test_values_stay_within_bounds(asked: dict[str, dict[str, list[float]]]) -> None:
    for spec, value in zip(ALL.values(), moved(asked, list(asked)).settle(), strict=True):
        assert value.shape == (PLACES.units(spec.level),)
        assert (value >= spec.low).all()
        assert (value <= spec.high).all()


@given(CONTRIBUTIONS)
def test_a_policy_that_asks_for_nothing_changes_no_bit(asked: dict[str, dict[str, list[float]]]) -> None:
    without = moved(asked, list(asked))
    idle = without.move(Measure("z"), **dict.fromkeys(ALL, 0.0)).move(Measure("0"), **dict.fromkeys(ALL, -0.0))
    assert bits(idle.settle()) == bits(without.settle())


# Rules


class Toy(NamedTuple):
    added: Annotated[Array, lever("village", "h", 1, 0, 10, "add", en="hours", zh="工时")]
    covered: Annotated[Array, lever("village", "share", 0, 0, 1, "complement", en="cover", zh="覆盖")]
    slowed: Annotated[Array, lever("village", "x", 1, 0.5, 3, "multiply", en="delay", zh="延迟")]
    station: Annotated[Array, lever("township", "h", 0, 0, 100, "add", en="station", zh="站")]
    centre: Annotated[Array, lever("county", "h", 0, 0, 100, "add", en="centre", zh="中心")]


def toy(**amounts: tuple[float | Array, ...]) -> Toy:
    """The values when measures a, b, ... each ask for one of the amounts."""
    made: Levers[Toy] = Levers(Toy, PLACES, 1)
    for name, asked in amounts.items():
        for key, amount in zip("abcd", asked, strict=False):
            made = made.move(Measure(key), **{name: amount})
    return made.settle()


def test_hours_add_up() -> None:
    assert toy(added=(2.0, 3.5)).added.tolist() == [6.5] * 5


def test_shares_take_from_what_is_left() -> None:
    assert toy(covered=(0.5, 0.2)).covered == pytest.approx(np.full(5, 0.6))


def test_factors_multiply() -> None:
    assert toy(slowed=(0.5, -0.2)).slowed == pytest.approx(np.full(5, 1.2))


def test_the_whole_is_held_within_bounds_and_not_the_parts() -> None:
    assert toy(added=(20.0, -15.0)).added.tolist() == [6.0] * 5
    assert toy(added=(20.0, 1.0)).added.tolist() == [10.0] * 5
    assert toy(slowed=(-0.9, 0.0)).slowed.tolist() == [0.5] * 5


def test_a_policy_may_ask_twice() -> None:
    measure = Measure("a")
    once = levers().move(measure, staff=1.5)
    twice = levers().move(measure, staff=0.5).move(measure, staff=1.0)
    assert bits(once.settle()) == bits(twice.settle())


# Places


def test_a_pilot_moves_a_lever_above_the_village_in_proportion() -> None:
    pilot = np.array([1.0, 0.0, 0.0, 0.0, 0.0])
    values = toy(station=(30.0 * pilot,), centre=(30.0 * pilot,))
    assert values.station.tolist() == [10.0, 0.0]
    assert values.centre.tolist() == [6.0]
    everywhere = toy(station=(30.0,), centre=(30.0,))
    assert everywhere.station.tolist() == [30.0, 30.0]
    assert everywhere.centre.tolist() == [30.0]


def test_a_pilot_leaves_the_other_villages_neutral() -> None:
    made = levers(a=np.array([1.0, 0.0, 0.0, 1.0, 0.0]))
    values = made.move(Measure("a"), staff=2.0 * made.strength(Measure("a"))).settle()
    assert values.staff.tolist() == [2.0, 0.0, 0.0, 2.0, 0.0]


def test_strength_is_force_times_scope() -> None:
    scope = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
    assert levers(a=scope).strength(Measure("a", 0.5)).tolist() == [0.5, 0, 0.5, 0, 0]
    assert levers().strength(Measure("a", 0.5)).tolist() == [0.5] * 5
    assert levers(0, a=scope).strength(Measure("a", 0.5)).tolist() == [0.0] * 5


# Shares of what was moved


def test_each_policy_has_its_share_of_what_was_moved() -> None:
    made = levers().move(Measure("a"), staff=1.0).move(Measure("b"), staff=np.array([3.0, 1.0, 0.0, -1.0, 0.0]))
    assert made.share("staff", Measure("a")).tolist() == [0.25, 0.5, 1.0, 0.5, 1.0]
    assert made.share("staff", Measure("b")).tolist() == [0.75, 0.5, 0.0, 0.5, 0.0]


def test_where_nothing_was_moved_nobody_has_a_share() -> None:
    made = levers().move(Measure("a"), station_hours=np.array([9.0, 0, 0, 0, 0]))
    assert made.share("station_hours", Measure("a")).tolist() == [1.0, 0.0]
    assert made.share("station_hours", Measure("b")).tolist() == [0.0, 0.0]
    assert made.share("staff", Measure("a")).tolist() == [0.0] * 5


# Errors


def test_an_unknown_lever_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match=r"unknown lever 'grid_leader'; did you mean 'grid_leaders'\?"):
        levers().move(Measure("a"), grid_leader=1.0)


@pytest.mark.parametrize("amount", [math.nan, math.inf])
def test_an_amount_that_is_not_finite_is_refused(amount: float) -> None:
    with pytest.raises(ValueError, match="policy 'a' moves lever 'staff' by a value that is not finite"):
        levers().move(Measure("a"), staff=amount)


def test_moving_a_lever_makes_a_new_record() -> None:
    untouched = levers()
    untouched.move(Measure("a"), staff=1.0)
    assert not untouched.contributions
    with pytest.raises(dataclasses.FrozenInstanceError):
        untouched.month = 2  # type: ignore[misc]


def test_an_amount_is_copied() -> None:
    amount = np.ones(5)
    made = levers().move(Measure("a"), staff=amount)
    amount[:] = 9.0
    assert made.settle().staff.tolist() == [1.0] * 5


def test_a_setting_out_of_range_is_refused() -> None:
    check_setting("policies.a.hours", 3, 0, 20, "h")
    with pytest.raises(OutOfRange, match=r"policies.a.hours=30 is out of range: allowed 0 to 20 \(h\)"):
        check_setting("policies.a.hours", 30, 0, 20, "h")
