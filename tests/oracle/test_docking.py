"""Docking: the engine and its plain-object twin, on the same draws, must live the same months (``docking``)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pytest

from sim.core.draws import Uniforms
from sim.core.levers import declared
from sim.core.parameters import all_passports, replace
from sim.levers import LeverValues
from sim.parameters import Parameters, standard
from sim.policies import OWN
from sim.tallies import rows
from tests.oracle.configurations import MONTHS, NUMBER, WARMUP, Configuration, configuration
from tests.oracle.docking import LeversOf, Month, engine, first_difference, given_world, neutral, twin
from tests.oracle.plain import Event, PlainCounty
from tests.oracle.stirring import EVENTS, levers_at_random, lively

SEED, SPAN = 5, (6, 30)
"""Of the county in which everything stirs: seed, months of warm-up and after it."""


class Stir(NamedTuple):
    """A hand-made county in which everything happens, as both tell it."""

    world: Any
    levers: LeversOf
    engine: list[Month]
    twin: list[Month]

    def again(self, parameters: Parameters, levers: LeversOf | None = None) -> Iterator[Month]:
        """The engine's months once more, under other numbers or levers."""
        return engine(self.world, parameters, SEED, SPAN, levers or self.levers)

    def log(self) -> list[Event]:
        """Month and event, for all that happened."""
        return [(number, *event) for number, month in enumerate(self.twin) for event in month.log]


@pytest.fixture(scope="module")
def stir() -> Stir:
    world = given_world(270)
    levers: LeversOf = lambda month: levers_at_random(world.places, month)  # noqa: E731
    months = list(engine(world, lively(), SEED, SPAN, levers))
    county = PlainCounty(world, lively(), SEED, SPAN[0])
    return Stir(world, levers, months, list(twin(county, [month.levers for month in months])))


def docked(one: Configuration, months: int = MONTHS) -> str:
    """Where engine and twin part in a configuration; empty where they do not."""
    told = list(engine(one.world, one.parameters, one.seed, (WARMUP, months), one.levers or one.measures))
    county = PlainCounty(one.world, one.parameters, one.seed, WARMUP)
    return first_difference(told, twin(county, [month.levers for month in told]))


# The same months


def test_a_small_county_left_alone() -> None:
    world = given_world(180)
    months = list(engine(world, standard(), 3, (4, 8), neutral(world)))
    county = PlainCounty(world, standard(), 3, 4)
    assert first_difference(months, twin(county, [month.levers for month in months])) == ""


def test_a_county_in_which_everything_stirs(stir: Stir) -> None:
    assert first_difference(stir.engine, stir.twin) == ""


@pytest.mark.parametrize("number", [1, 12])
def test_a_year_under_measures(number: int) -> None:
    assert docked(configuration(number), 12 - WARMUP) == ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(NUMBER))
def test_two_years_of_twenty_configurations(number: int) -> None:
    assert docked(configuration(number)) == ""


# Everything happens


def test_every_counter_and_every_kind_of_event_occurs(stir: Stir) -> None:
    assert [name for name in rows() if not any(month.counts[name].any() for month in stir.engine)] == []
    assert {event[1] for event in stir.log()} == EVENTS


def test_heirs_take_over_what_the_dead_have_left(stir: Stir) -> None:
    """Open cases go on under the number of a newcomer, who was not born when they arose."""
    came = {event[3]: event[0] for event in stir.log() if event[1] == "dies"}
    heard = [event for event in stir.log() if event[1] in {"heard", "petition"} and event[2] in came]
    assert [event for event in heard if event[4] < came[event[2]]] != []
    first = int(stir.world.residents["person"].max()) + 1
    assert list(came) == list(range(first, first + len(came)))


def test_suits_that_were_docked_are_settled_or_go_to_court(stir: Stir) -> None:
    docked_ones = {event[2:5] for event in stir.log() if event[1] == "docked"}
    ends = Counter(event[1] for event in stir.log() if event[2:5] in docked_ones)
    assert ends["settled_county"] > 0
    assert ends["suits"] > 0


def test_somebody_sees_a_site_ahead(stir: Stir) -> None:
    township = stir.world.places.township
    seen = 0
    for before, month in zip(stir.twin, stir.twin[1:], strict=False):
        levers, shares = month.levers, before.villages["took_part"]
        for v, k in enumerate(township):
            sites = shares[(township == k) & (levers.site > 0)]
            seen += levers.spread[v] > 0 and sites.size > 0 and sites.max() > shares[v]
    assert seen > 10


def test_workers_of_a_closed_firm_go_unpaid_and_lose_their_jobs(stir: Stir) -> None:
    for before, month in zip(stir.engine, stir.engine[1:], strict=False):
        firms, later = before.agents["enterprises"], month.agents["enterprises"]
        closed = firms["open"] == 0
        assert (later["employees"][closed] == 0).all()
        assert firms["arrears"][closed & (firms["employees"] > 0)].all()
    assert any(
        (m.agents["enterprises"]["employees"] * (1 - m.agents["enterprises"]["open"])).any() for m in stir.engine
    )


def test_the_configurations_go_everywhere() -> None:
    """All measures, as pilots by lot, by need and by list, with ramps and ends; and every lever is moved."""
    measures = [measure for number in range(NUMBER) for measure in configuration(number).measures]
    assert {type(measure) for measure in measures} == {*OWN}
    for kind in OWN:
        some = [measure for measure in measures if isinstance(measure, kind)]
        assert any(m.ramp > 1 for m in some)
        assert any(m.end > 0 for m in some)
        assert any(m.coverage < 1 or m.choice == "listed" for m in some)
    assert {measure.choice for measure in measures} == {"random", "need", "listed"}


# Docking would notice


def nudged(parameters: Parameters, name: str) -> Parameters:
    """One number by half as large, and by no less than what can be seen."""
    passport = dict(all_passports(Parameters))[name]
    group, field = name.split(".")
    value = getattr(getattr(parameters, group), field)
    least = 1.0 if passport.unit in ("years", "per case", "months") else 0.3 if passport.unit.startswith("log") else 0.0
    return replace(parameters, {name: value + max(0.5 * abs(value), least)}, beyond_prior=True)


NUMBERS = [name for name, _ in all_passports(Parameters)]
OF_THE_WORLD = {
    "awareness.start",
    "cadre_time.cadres",
    "cadre_time.skill_start_spread",
    "self_governance.efficacy_spread",
    "trust.start_spread",
    "volunteering.active_high",
    "volunteering.active_low",
    "volunteering.member",
    "volunteering.registered",
}
"""Numbers of the world at month 0, which both are given."""


@pytest.mark.parametrize("name", ["settlement.docking_months", "demography.return_old", "economy.jobs"])
def test_a_changed_number_is_noticed(stir: Stir, name: str) -> None:
    assert first_difference(stir.again(nudged(lively(), name)), stir.twin) != ""


@pytest.mark.slow
def test_no_number_could_be_another(stir: Stir) -> None:
    missed = {name for name in NUMBERS if not first_difference(stir.again(nudged(lively(), name)), stir.twin)}
    assert missed == OF_THE_WORLD


def pushed(stir: Stir, name: str) -> LeversOf:
    """One lever further up by a third of its range, where there is room."""
    spec = declared(LeverValues)[name]

    def levers(month: int) -> LeverValues:
        values = stir.levers(month)
        further = np.minimum(getattr(values, name) + (spec.high - spec.low) / 3, spec.high)
        return values._replace(**{name: further})

    return levers


@pytest.mark.parametrize("name", ["petition_weight", "spread", "one_stop"])
def test_a_pushed_lever_is_noticed(stir: Stir, name: str) -> None:
    assert first_difference(stir.again(lively(), pushed(stir, name)), stir.twin) != ""


@pytest.mark.slow
def test_no_lever_could_stand_elsewhere(stir: Stir) -> None:
    told = {name: stir.again(lively(), pushed(stir, name)) for name in declared(LeverValues)}
    assert [name for name, months in told.items() if not first_difference(months, stir.twin)] == []


class Misdrawing(PlainCounty):
    """A twin that takes one decision on numbers that belong to another question."""

    wrong = ""
    names: ClassVar[set[str]] = set()

    def draw(self, name: str, identity: int, sub: int = 0, month: int | None = None) -> Uniforms:
        self.names.add(name)
        return super().draw(name, identity, sub + 1_000_000 * (name == self.wrong), month)


@pytest.mark.slow
def test_no_decision_could_be_taken_on_other_draws(stir: Stir) -> None:
    levers = [month.levers for month in stir.engine]
    assert first_difference(stir.engine, twin(Misdrawing(stir.world, lively(), SEED, SPAN[0]), levers)) == ""
    assert len(Misdrawing.names) > 35
    for name in sorted(Misdrawing.names):
        county = Misdrawing(stir.world, lively(), SEED, SPAN[0])
        county.wrong = name
        assert first_difference(stir.engine, twin(county, levers)) != "", name
