"""County descriptions: what a file may say, and that a wrong one is told where and why it is wrong."""

import pickle
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.core.names import OutOfRange
from sim.world.apportionment import apportion
from sim.world.description import CountyDescription, load_description
from sim.world.documents import PACKAGE, DescriptionError
from tests.world.counties import description

WUSHAN = (resources.files(PACKAGE) / "county" / "wushan.yaml").read_text(encoding="utf-8")
TOWNSHIP = (resources.files(PACKAGE) / "county" / "wushan_township.yaml").read_text(encoding="utf-8")


def write(folder: Path, text: str) -> Path:
    path = folder / "county.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, text: str) -> str:
    path = write(folder, text)
    with pytest.raises(DescriptionError) as caught:
        load_description(path)
    return str(caught.value).replace(str(path), "county.yaml")


def line_of(text: str, fragment: str) -> int:
    return text[: text.index(fragment)].count("\n") + 1


def test_wushan_is_the_county_of_the_evidence() -> None:
    county = description("wushan")
    assert len(county.places.townships.value) == 26
    assert (county.places.villages.value, county.places.communities.value) == (307, 33)
    assert county.population.registered.value == 636_900
    assert county.places.registered_adults / county.population.registered.value == pytest.approx(0.80, abs=0.01)
    assert (county.organisations.registered.value, county.organisations.active.value) == (389, 27)
    assert (county.social_work.agencies.value, county.social_work.social_workers.value) == (5, 45)
    assert (county.mediators.value, county.grid_staff.value) == (1757, 1200)
    assert sum(sector.firms.value for sector in county.enterprises.values()) == 1300


def test_the_sample_township_is_the_county_in_proportion() -> None:
    township, share = description("wushan_township"), description("wushan").scaled(1, 12, 1500)
    assert township.places.registered_adults == pytest.approx(share.places.registered_adults) == 18_000
    for section in ("organisations", "social_work", "enterprises"):
        assert values(getattr(township, section)) == values(getattr(share, section))
    assert (township.mediators.value, township.grid_staff.value) == (share.mediators.value, share.grid_staff.value)
    assert township.population.ages == description("wushan").population.ages


def values(part: object) -> object:
    if isinstance(part, dict):
        return {name: values(value) for name, value in part.items()}
    return {name: figure.value for name, figure in part}  # type: ignore[attr-defined]


# Each row: what stands in the file, what is written instead, and what the message says after `line N: `.
FAULTS = [
    ("registered: {value: 636900,", "registered: {value: -1,", "population.registered.value: input should be greater"),
    (
        "registered: {value: 636900,",
        "registered: {value: many,",
        "population.registered.value: input should be a valid",
    ),
    ("registered: {value: 636900,", "registered: {value: 400000,", "population.registered: fewer persons than"),
    ("registered: {value: 636900,", "registered: {value: 9000000,", "population.registered: more than half"),
    ("villages: {value: 307,", "villages: {value: 308,", "places.villages: the townships have 307 villages"),
    ("villages: 12, communities: 3}", "villages: -12, communities: 3}", "places.townships.value.2.villages: input"),
    ("villages: 8, communities: 0}", "villages: 0, communities: 0}", "places.townships.value.18: a township has"),
    (
        "龙门街道, en: Longmen",
        "龙门街道, en: Gaotang",
        "places.townships.value.1.en: two townships have the name 'Gaotang'",
    ),
    ("party_members: {value: 0.07", "party_members: {value: 7", "population.party_members.value: input should be less"),
    ("party_members: {value: 0.07", "party_members: {value: .nan", "population.party_members.value: input should be"),
    ("party_members: {", "party_member: {", "population.party_member: unknown field 'party_member'; did you mean"),
    ("source: O-W24, note: count of 2013", "source: W24", "places.villages.source: 'W24' is neither an evidence id"),
    ("source: [O-N30, O-D09]", "source: [O-N30, assumed]", "places.groups.source: 'assumed' is neither"),
    ("grid_staff: {value: 1200, source: O-W10}", "grid_staff: 1200", "grid_staff: expected a record with value"),
    ("grid_staff: {value: 1200, source: O-W10}", "grid_staff: {value: 1200}", "grid_staff.source: is missing"),
    (
        "grid_staff: {value: 1200, source: O-W10}",
        "grid_staff: {value: 1, source: assumed}",
        "grid_staff: what is assumed",
    ),
    ("value: {18-29: 0.05,", "value: {16-29: 0.05,", "population.ages.rural_present.value.16-29: expected an age band"),
    ("23, 60-69: 0.31,", "23, 61-69: 0.31,", "population.ages.rural_present.value.61-69: expected an age band that st"),
    ("90-99: 0.01}", "90-95: 0.01}", "population.ages.rural_present.value.90-95: the last age band must end at 99"),
    (
        "90-99: 0.01}",
        "90-99: 0.02}",
        "population.ages.rural_present.value: shares must add up to 1 (they add up to 1.01",
    ),
    ("90-99: 0.01}", "90-99: -0.01}", "population.ages.rural_present.value.90-99: expected a share between 0 and 1"),
    ("primary: 0.05,", "primmary: 0.05,", "population.schooling.value.18-29.primmary: unknown level of schooling"),
    ("value: [0.25, 0.25, 0.22,", "value: [0.25, 0.25, 0.32,", "population.income_bands.value: shares must add up"),
    ("active: {value: 27,", "active: {value: 390,", "organisations.active: 390 are active, but only 389"),
    ("  tourism:", "  turism:", "enterprises.turism: unknown sector 'turism'; did you mean 'tourism'?"),
    ("social_workers: {value: 45,", "social_workers: {value: -4,", "social_work.social_workers.value: input should be"),
    ("groups:\n    value: 7.5", "groups:\n    value: 0.5", "places.groups: allowed are 1 a village to"),
    ("village:\n      value: 1340", "village:\n      value: 0.0", "places.adults.village: there must be at least one"),
    (
        "rural:\n      value: 3.05",
        "rural:\n      value: 0.9",
        "population.persons_per_household.rural: would give 0.72",
    ),
]


@pytest.mark.parametrize(("stands", "written", "message"), FAULTS, ids=[message for *_, message in FAULTS])
def test_a_fault_is_told_with_its_line_and_field(tmp_path: Path, stands: str, written: str, message: str) -> None:
    assert stands in WUSHAN
    wrong = WUSHAN.replace(stands, written, 1)
    told = error_of(tmp_path, wrong)
    first_line = line_of(wrong, written)
    # The fragment may begin a line before the field it spoils.
    assert any(
        told.startswith(f"county.yaml: line {first_line + k}: {message}") for k in range(written.count("\n") + 1)
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    wrong = WUSHAN.replace("value: 1757", "value: -1").replace("source: O-W10", "source: none")
    assert error_of(tmp_path, wrong).count("county.yaml: line ") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "county.yaml: line 1: the file is empty"),
        ("# nothing but a remark\n", "county.yaml: line 1: the file is empty"),
        ("just words", "county.yaml: line 1: expected a mapping"),
        ("name: {zh: 甲县\nplaces: 1", "county.yaml: line 2: not valid YAML"),
        ("name: {zh: 甲县, en: A}\nname: {zh: 乙县, en: B}", "county.yaml: line 2: 'name' is given twice"),
        ("a: &a [*a]", "county.yaml: line 1: a: unknown field 'a'"),
        ("[" * 5000, "county.yaml: not valid YAML"),
        ("name: {zh: 甲县, en: A}", "county.yaml: line 1: places: is missing"),
        ("base: wushn", "county.yaml: line 1: base: unknown county 'wushn'; did you mean 'wushan'?"),
        ("\nbase: wushan_township", "county.yaml: line 2: base: 'wushan_township' has a base itself"),
    ],
)
def test_what_is_no_description_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert error_of(tmp_path, text).startswith(message)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DescriptionError, match="there is no such file"):
        load_description(tmp_path / "none.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(DescriptionError, match="cannot be read"):
        load_description(tmp_path / "folder.yaml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00\x9d")
    with pytest.raises(DescriptionError, match="cannot be read"):
        load_description(tmp_path / "bytes.yml")


def test_an_unknown_county_is_told_the_nearest_name() -> None:
    with pytest.raises(DescriptionError, match="unknown county 'wushann'; did you mean 'wushan'"):
        load_description("wushann")


def test_a_file_with_a_base_says_only_what_differs(tmp_path: Path) -> None:
    county = load_description(write(tmp_path, TOWNSHIP))
    assert county == description("wushan_township")
    wrong = TOWNSHIP.replace("communities: {value: 1,", "communities: {value: 2,")
    line = line_of(wrong, "communities: {value: 2,")
    assert error_of(tmp_path, wrong) == (
        f"county.yaml: line {line}: places.communities: the townships have 1 communities, but the county has 2"
    )


def test_institutions_may_be_left_out(tmp_path: Path) -> None:
    text = WUSHAN[: WUSHAN.index("# Volunteer organisations")]
    county = load_description(write(tmp_path, text))
    assert county.organisations.registered.value == county.organisations.active.value == 0
    assert county.social_work.agencies.value == county.social_work.social_workers.value == 0
    assert county.enterprises == {}


def test_a_description_is_frozen_and_can_be_stored() -> None:
    county = description("wushan_township")
    with pytest.raises(ValidationError):
        county.name = description("wushan").name
    assert pickle.loads(pickle.dumps(county)) == county
    assert CountyDescription.model_validate_json(county.model_dump_json()) == county


@given(st.integers(1, 60), st.integers(1, 40), st.floats(2.5, 3000))
def test_a_scaled_county_keeps_its_proportions(townships: int, per_township: int, mean: float) -> None:
    county = description("wushan")
    scaled = county.scaled(townships, per_township, mean)
    adults = townships * per_township * mean
    assert scaled.places.units == townships * per_township
    assert scaled.places.registered_adults == pytest.approx(adults)
    growth = adults / county.places.registered_adults
    assert abs(scaled.organisations.registered.value - 389 * growth) <= 0.5 + 1e-6
    assert abs(sum(sector.firms.value for sector in scaled.enterprises.values()) - 1300 * growth) <= 0.5 + 1e-6
    assert scaled.population.ages == county.population.ages


def test_a_county_cannot_be_scaled_to_nothing() -> None:
    with pytest.raises(OutOfRange, match="townships=0"):
        description("wushan").scaled(0, 3)


@given(st.integers(0, 5000), st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_apportioned_parts_add_up_and_stay_near_their_quota(total: int, weights: list[float]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    if sum(weights) > 0:
        assert all(abs(part - total * w / sum(weights)) < 1 + 1e-6 for part, w in zip(parts, weights, strict=True))
