"""The county at month 0: it looks like its description, and its parts agree with one another."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.agents.cadre import CadreColumns
from sim.agents.enterprise import EnterpriseColumns
from sim.agents.mediator import MediationColumns
from sim.agents.organisation import LEADER, OrganisationColumns
from sim.agents.resident import MEDIATION, RULES, SUPERVISION, ResidentColumns
from sim.core.fields import fields_of
from sim.core.names import OutOfRange
from sim.parameters import standard
from sim.world.facts import SECTORS
from sim.world.world import World, build_world
from tests.world.counties import changed, description, world

NAMES = ("wushan", "wushan_township")
PARAMETERS = standard()


def present(world: World) -> NDArray[np.bool_]:
    here: NDArray[np.bool_] = world.residents["away"] == 0
    return here


def rural(world: World) -> NDArray[np.bool_]:
    in_a_village: NDArray[np.bool_] = world.facts.rural[world.residents["village"]] == 1
    return in_a_village


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("part", "columns"),
    [
        ("residents", ResidentColumns),
        ("cadres", CadreColumns),
        ("organisations", OrganisationColumns),
        ("enterprises", EnterpriseColumns),
        ("bodies", MediationColumns),
    ],
)
def test_every_column_of_the_agents_is_filled(name: str, part: str, columns: type[NamedTuple]) -> None:
    arrays = getattr(world(name), part)
    assert {key: array.dtype for key, array in arrays.items()} == fields_of(columns)
    assert len({array.shape for array in arrays.values()}) == 1
    assert all(np.isfinite(array).all() for array in arrays.values())


@pytest.mark.parametrize("name", NAMES)
def test_there_are_as_many_people_as_described(name: str) -> None:
    county, expected = world(name), description(name)
    assert county.facts.registered.sum() == pytest.approx(expected.places.registered_adults, rel=0.01)
    assert county.household_size.sum() == pytest.approx(expected.population.registered.value, rel=0.01)
    assert county.household_size.mean() == pytest.approx(3.05, rel=0.01)
    assert county.places.villages == expected.places.units
    share = county.residents["party"].mean()
    assert share == pytest.approx(expected.population.party_members.value, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_ages_and_absence_meet_their_targets(name: str) -> None:
    """T2: 60 % of rural present adults are 60 or older; T19: 0.73 of registered residents are present."""
    county = world(name)
    old = county.residents["age"] >= 60
    assert 0.57 <= old[present(county) & rural(county)].mean() <= 0.63
    assert old[present(county) & ~rural(county)].mean() == pytest.approx(0.20, abs=0.03)
    assert 0.70 <= present(county).mean() <= 0.76
    persons = (county.facts.present / (1.0 - county.facts.children_share)).sum()
    assert 0.70 <= persons / description(name).population.registered.value <= 0.76


def test_people_are_as_the_parameters_and_tables_say() -> None:
    county, numbers = world("wushan"), PARAMETERS
    people = county.residents
    assert people["registrant"][present(county)].mean() == pytest.approx(numbers.volunteering.registered, abs=0.003)
    assert not people["registrant"][~present(county)].any()
    assert people["age"].min() == 18
    assert people["age"].max() <= 99
    assert people["male"].mean() == pytest.approx(0.5, abs=0.005)
    assert people["never"].mean() == pytest.approx(numbers.self_governance.never, abs=0.005)
    assert people["frailty"].mean() == pytest.approx(1.0, abs=0.01)
    assert people["frailty"].var() == pytest.approx(numbers.grievances.frailty, rel=0.05)
    assert people["efficacy"].mean() == pytest.approx(numbers.self_governance.efficacy_0, abs=0.003)
    assert people["trust_cadre"].std() == pytest.approx(numbers.trust.start_spread, rel=0.02)
    for bit in (SUPERVISION, MEDIATION, RULES):
        assert ((people["aware"] & bit) > 0).mean() == pytest.approx(numbers.awareness.start, abs=0.005)
    for band, share in enumerate(description("wushan").population.income_bands.value):
        assert (people["income"] == band).mean() == pytest.approx(share, abs=0.005)


def test_the_old_have_less_schooling_and_party_members_and_the_motivated_volunteer() -> None:
    county = world("wushan")
    people = county.residents
    schooling = [people["schooling"][people["age"] // 15 == k].mean() for k in range(1, 6)]
    assert schooling == sorted(schooling, reverse=True)
    here, registered = present(county), people["registrant"] == 1
    assert people["party"][registered].mean() > people["party"][here & ~registered].mean()
    assert people["motivation"][registered].mean() > people["motivation"][here & ~registered].mean() + 0.1


@pytest.mark.parametrize("name", NAMES)
def test_residents_are_sorted_into_villages_groups_and_households(name: str) -> None:
    county = world(name)
    people, facts = county.residents, county.facts
    assert (people["person"] == np.arange(people["person"].size)).all()
    for column in ("village", "group", "household"):
        assert (np.diff(people[column].astype(np.int64)) >= 0).all()
    for inner, outer in (("household", "group"), ("group", "village")):
        changes = np.diff(people[outer]) != 0
        assert (np.diff(people[inner])[changes] != 0).all(), f"a {inner} lies in two {outer}s"
    assert (np.bincount(people["village"]) == facts.registered).all()
    assert (np.bincount(people["village"][present(county)]) == facts.present).all()
    assert (people["village"][facts.first_resident[:-1]] == np.arange(county.places.villages)).all()
    assert (people["household"][facts.first_resident[:-1]] == facts.first_household[:-1]).all()
    assert (np.diff(facts.first_household) == facts.households).all()
    for column in ("group", "household"):
        assert (np.unique(people[column]) == np.arange(people[column].max() + 1)).all()
    groups = [np.unique(people["group"][people["village"] == village]).size for village in range(12)]
    assert min(groups) >= 5
    assert max(groups) <= 10


@pytest.mark.parametrize("name", NAMES)
def test_households_hold_one_to_six_adults_and_their_children(name: str) -> None:
    county = world(name)
    adults = np.bincount(county.residents["household"])
    assert adults.size == county.household_size.size
    assert adults.min() == 1
    assert adults.max() <= 6
    assert (county.household_size >= adults).all()


@pytest.mark.parametrize("name", NAMES)
def test_members_and_organisations_agree(name: str) -> None:
    county = world(name)
    people, organisations = county.residents, county.organisations
    member = people["organisation"] >= 0
    assert (people["registrant"][member] == 1).all()
    assert (people["village"][member] == organisations["village"][people["organisation"][member]]).all()
    counted = np.bincount(people["organisation"][member], minlength=organisations["members"].size)
    assert (counted == organisations["members"]).all()
    assert organisations["members"].max() <= 40
    assert organisations["members"].mean() == pytest.approx(PARAMETERS.volunteering.member, rel=0.15)
    assert (np.diff(organisations["village"]) >= 0).all()


@pytest.mark.parametrize("name", NAMES)
def test_as_many_organisations_are_active_as_described(name: str) -> None:
    organisations, expected = world(name).organisations, description(name).organisations
    assert organisations["active"].size == expected.registered.value
    assert organisations["active"].sum() == expected.active.value
    quarter = organisations["hours"] + organisations["hours_1"] + organisations["hours_2"]
    assert ((quarter >= organisations["threshold"]) == (organisations["active"] == 1)).all()
    assert ((organisations["coordinator"] == LEADER) == (organisations["active"] == 1)).all()


@pytest.mark.parametrize("name", NAMES)
def test_employees_and_enterprises_agree(name: str) -> None:
    county = world(name)
    people, firms = county.residents, county.enterprises
    works = people["employer"] >= 0
    assert present(county)[works].all()
    assert people["age"][works].max() <= 62
    seat = firms["township"][people["employer"][works]]
    assert (county.places.township[people["village"][works]] == seat).all()
    assert (np.bincount(people["employer"][works], minlength=firms["employees"].size) == firms["employees"]).all()
    assert (np.diff(firms["township"]) >= 0).all()
    for k, sector in enumerate(SECTORS):
        assert (firms["sector"] == k).sum() == description(name).enterprises[sector].firms.value
    assert works.sum() / present(county).sum() == pytest.approx(0.07, abs=0.02)


def test_firms_begin_open_and_paid_up_in_a_village_of_their_township() -> None:
    county = world("wushan")
    firms, places = county.enterprises, county.places
    assert (places.township[firms["village"]] == firms["township"]).all()
    assert (np.diff(firms["village"]) >= 0).all()
    assert (firms["open"] == 1).all()
    assert not firms["arrears"].any()
    assert not firms["association"].any()
    assert (firms["size"] >= np.maximum(firms["employees"], 2)).all()
    assert firms["quality"].std() == pytest.approx(PARAMETERS.economy.quality_spread, rel=0.07)
    assert firms["orders"].std() == pytest.approx(1.0, rel=0.07)
    seats = np.bincount(firms["village"], minlength=places.villages)
    assert np.corrcoef(seats, county.facts.present)[0, 1] > 0.4


def test_no_organisation_begins_with_a_social_worker_or_lives_on_bought_tasks() -> None:
    organisations = world("wushan").organisations
    assert (organisations["coordinator"] <= LEADER).all()
    assert not organisations["dependence"].any()


def test_cadres_hold_the_posts_of_a_village() -> None:
    cadres = world("wushan").cadres
    posts = cadres["post"].reshape(340, 5)
    assert (posts == [0, 1, 2, 2, 3]).all()
    numbers = PARAMETERS.cadre_time
    assert cadres["vacant"].mean() == pytest.approx(numbers.quit / (numbers.quit + numbers.fill), abs=0.02)
    assert cadres["skill"].mean() == pytest.approx(numbers.skill_reference, abs=0.01)
    assert (cadres["tenure"][cadres["vacant"] == 1] == 0).all()


def test_staff_is_spread_over_villages_and_need_follows_the_old_and_the_away() -> None:
    county = world("wushan")
    assert county.facts.grid_staff.sum() == pytest.approx(1200)
    assert county.facts.mediators.sum() == pytest.approx(1757)
    assert not county.facts.remote[county.facts.rural == 0].any()
    assert county.facts.remote[county.facts.rural == 1].mean() == pytest.approx(0.35, abs=0.005)
    assert county.places.need[county.facts.rural == 1].mean() > county.places.need[county.facts.rural == 0].mean()
    neediest = int(np.argmax(county.places.need))
    inside = county.residents["village"] == neediest
    old = county.residents["age"][inside & present(county)] >= 60
    assert county.places.need[neediest] == pytest.approx(old.mean() + county.residents["away"][inside].mean())


def test_names_of_places_are_unique() -> None:
    places = world("wushan").places
    assert len(set(places.village_names)) == 340
    assert places.township_names[0] == "高唐街道"
    assert places.village_names[0] == "高唐街道 1 村"


ONE_PERSON: dict[str, Any] = {"places__adults__spread": 0.0, "places__groups": 1.0, "places__clans": 1}
SIZES: dict[str, tuple[tuple[int, int, float], dict[str, Any]]] = {
    "one resident": ((1, 1, 1.0), ONE_PERSON),
    "two residents": ((1, 1, 2.0), {}),
    "a small township": ((1, 3, 60.0), {}),
    "everyone away": (
        (2, 4, 40.0),
        {"population__present_share__rural": 0.0, "population__present_share__urban": 0.0},
    ),
    "nobody away": (
        (2, 4, 40.0),
        {"population__present_share__rural": 1.0, "population__present_share__urban": 1.0},
    ),
    "no organisations": ((1, 12, 100.0), {"organisations__registered": 0, "organisations__active": 0}),
    "every organisation active": ((1, 12, 900.0), {"organisations__active": 389}),
    "no firms": ((1, 12, 100.0), {f"enterprises__{sector}__firms": 0 for sector in SECTORS}),
    "more work than people": ((1, 3, 100.0), {"enterprises__trade__employees": 1e9}),
    "one clan": ((1, 3, 100.0), {"places__clans": 1}),
    "very unequal villages": ((3, 5, 30.0), {"places__adults__spread": 50.0, "population__absence_spread": 50.0}),
}


@pytest.mark.parametrize(("size", "figures"), SIZES.values(), ids=SIZES.keys())
def test_extreme_counties_can_be_built(size: tuple[int, int, float], figures: dict[str, Any]) -> None:
    expected = changed("wushan", **figures).scaled(*size)
    county = build_world(expected, PARAMETERS, 5)
    people = county.residents
    assert people["person"].size == county.facts.registered.sum() >= expected.places.units
    assert county.facts.present.sum() == present(county).sum()
    assert county.organisations["members"].sum() == (people["organisation"] >= 0).sum()
    assert county.enterprises["employees"].sum() == (people["employer"] >= 0).sum()
    assert np.isfinite(county.places.need).all()
    if not present(county).any():
        assert county.organisations["active"].sum() == 0


def test_a_county_of_communities_alone_can_be_built() -> None:
    data = description("wushan_township").model_dump()
    data["places"]["townships"]["value"] = ({"zh": "城", "en": "Town", "villages": 0, "communities": 2},)
    data["places"]["villages"]["value"], data["places"]["communities"]["value"] = 0, 2
    data["population"]["registered"]["value"] = 8_000
    county = build_world(type(description("wushan")).model_validate(data), PARAMETERS, 5)
    assert county.facts.registered.sum() == 6_080
    assert not county.facts.remote.any()


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(OutOfRange, match="seed=-1"):
        build_world(description("wushan_township"), PARAMETERS, -1)
