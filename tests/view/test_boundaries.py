"""A user's own boundaries: townships found by name, neighbours kept together, a clear word on what is bad."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from experiments.view.boundaries import MOST_POINTS, BoundaryError, read_boundaries
from experiments.view.drawing import Outline
from experiments.view.whole import township_names
from experiments.words import LANGUAGES, Lang

NAMES: dict[Lang, tuple[str, ...]] = {"zh": ("东镇", "西镇"), "en": ("East", "West")}
WEST, EAST = shapely.box(109.0, 31.0, 109.5, 31.5), shapely.box(109.5, 31.0, 110.0, 31.5)


def feature(area: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(area))}


def written(folder: Path, *features: Any, **more: Any) -> Path:
    file = folder / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return file


def read(folder: Path, *features: Any) -> tuple[Outline, ...]:
    return read_boundaries(written(folder, *features), NAMES)


def area_of(outline: Outline) -> float:
    rings = [shapely.Polygon(ring) for ring in outline.rings]
    return rings[0].area - sum(ring.area for ring in rings[1:])


def test_units_come_in_the_order_of_the_list_whatever_language_and_property_names_them(tmp_path: Path) -> None:
    east, west = read(tmp_path, feature(WEST, code=5, NAME="西镇"), feature(EAST, label=" east "))
    assert east.rings[0][:, 0].min() == pytest.approx(west.rings[0][:, 0].max()) == pytest.approx(0.5)
    assert west.rings[0][:, 0].min() == pytest.approx(0.0)
    assert east.rings[0][:, 0].max() == pytest.approx(1.0)


def test_north_is_up_and_a_degree_east_is_as_long_as_it_is_there(tmp_path: Path) -> None:
    north = shapely.box(109.5, 31.5, 110.0, 32.0)
    east, west = read(tmp_path, feature(north, name="东镇"), feature(WEST, name="西镇"))
    assert east.rings[0][:, 1].max() == pytest.approx(west.rings[0][:, 1].min())
    wide, tall = np.ptp(np.vstack([*east.rings, *west.rings]), axis=0)
    assert wide / tall == pytest.approx(np.cos(np.radians(31.5)))


def test_parts_of_a_unit_are_joined_holes_stay_and_other_places_are_left_out(tmp_path: Path) -> None:
    hole = shapely.box(109.6, 31.1, 109.7, 31.2)
    island = shapely.box(109.1, 31.6, 109.2, 31.7)
    elsewhere = shapely.box(0.0, 0.0, 50.0, 50.0)
    east, west = read(
        tmp_path,
        feature(EAST - hole, name="东镇"),
        feature(WEST, name="西镇"),
        feature(island, name="西镇"),
        feature(elsewhere, name="远方"),
        {"type": "Feature", "properties": None, "geometry": None},
    )
    assert (len(east.rings), len(west.rings)) == (2, 2)
    assert area_of(east) == pytest.approx(24 / 25 * shapely.Polygon(west.rings[0]).area, rel=1e-6)


def test_a_name_stands_inside_its_area(tmp_path: Path) -> None:
    bent = shapely.Polygon([(109, 31), (109.5, 31), (109.5, 31.05), (109.05, 31.05), (109.05, 31.5), (109, 31.5)])
    _, west = read(tmp_path, feature(EAST, name="东镇"), feature(bent, name="西镇"))
    inside = shapely.Polygon(west.rings[0])
    assert inside.buffer(1e-9).contains(shapely.Point(west.middle).buffer(0.95 * west.room))


def test_a_large_map_is_simplified_and_neighbours_still_touch_along_all_of_their_border(tmp_path: Path) -> None:
    draws = np.random.default_rng(1)
    border = np.column_stack([109.5 + draws.normal(0, 0.002, 20_000).cumsum() * 1e-2, np.linspace(31.0, 31.5, 20_000)])
    west = shapely.Polygon([(109.0, 31.0), *border, (109.0, 31.5)])
    east = shapely.Polygon([(110.0, 31.0), *border, (110.0, 31.5)])
    found = read(tmp_path, feature(east, name="东镇"), feature(west, name="西镇"))
    sides = [shapely.Polygon(one.rings[0]) for one in found]
    assert sum(len(one.rings[0]) for one in found) <= MOST_POINTS
    assert sides[0].intersection(sides[1]).area == pytest.approx(0.0, abs=1e-9)
    whole = shapely.union_all(sides)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0


def test_a_line_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    bow = shapely.Polygon([(109.0, 31.0), (109.4, 31.4), (109.4, 31.0), (109.0, 31.4)])
    _, west = read(tmp_path, feature(EAST, name="东镇"), feature(bow, name="西镇"))
    assert len(west.rings) == 2


BAD: dict[str, tuple[Any, str]] = {
    "a missing township": ([feature(EAST, name="东镇")], "no feature named '西镇'"),
    "a slip of the pen": ([feature(EAST, name="东镇"), feature(WEST, name="西填")], "nearest name there is '西填'"),
    "a point": ([feature(EAST, name="东镇"), feature(shapely.Point(109, 31), name="西镇")], "'西镇' is no area"),
    "no geometry": ([feature(EAST, name="东镇"), {"properties": {"name": "西镇"}}], "'西镇' is no area"),
    "a broken geometry": (
        [
            feature(EAST, name="东镇"),
            {"properties": {"name": "西镇"}, "geometry": {"type": "Polygon", "coordinates": 3}},
        ],
        "'西镇' is no area",
    ),
    "metres": (
        [feature(EAST, name="东镇"), feature(shapely.box(36_000_000, 3_400_000, 36_100_000, 3_500_000), name="西镇")],
        r"'西镇' \(3.6e\+07, 3.4e\+06\) are no degrees",
    ),
    "features that are none": ([1, 2], "no GeoJSON FeatureCollection"),
}


@pytest.mark.parametrize(("features", "message"), BAD.values(), ids=BAD)
def test_what_is_bad_is_named_with_what_is_wanted(features: list[Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match=message) as caught:
        read(tmp_path, *features)
    told = {lang: caught.value.told(lang) for lang in LANGUAGES}
    assert told["en"] == str(caught.value) != told["zh"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"[1", "no JSON"), (b"\xff\xfe\x00", "no JSON"), (b"[]", "no GeoJSON"), (b'{"type": "Feature"}', "no GeoJSON")],
)
def test_a_file_of_another_kind_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "own.geojson"
    file.write_bytes(content)
    with pytest.raises(BoundaryError, match=message):
        read_boundaries(file, NAMES)


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BoundaryError, match="cannot read"):
        read_boundaries(tmp_path / "nowhere.geojson", NAMES)
    monkeypatch.setattr("experiments.view.boundaries.LARGEST", 10)
    with pytest.raises(BoundaryError, match="too large"):
        read(tmp_path, feature(EAST, name="东镇"))


def test_the_county_has_26_townships_with_a_name_in_each_language() -> None:
    names = township_names()
    assert [len(set(names[lang])) for lang in LANGUAGES] == [26, 26]
