"""Boundaries that a user brings as GeoJSON (RFC 7946), made into outlines on a sheet; the project ships none."""

import difflib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from experiments.view.drawing.areas import Outline
from experiments.words import Lang, words

LARGEST = 50_000_000
"""Bytes of a file."""
MOST_POINTS = 6_000
"""Points of a whole map; what has more is simplified, neighbours alike, so that no gap opens between them."""
_FINEST = 5e-4
"""Detail that is left out anyhow, in widths of the sheet: less than half a pixel."""
_POLES = 85.0


class BoundaryError(ValueError):
    """A file that holds no boundaries for a county; ``told`` says why in a language."""

    def __init__(self, key: str, **values: object) -> None:
        self._key, self._values = f"cli.boundaries.{key}", values
        super().__init__(self.told("en"))

    def told(self, lang: Lang) -> str:
        """What is wrong, and what to do."""
        return words(lang)(self._key, **self._values)


def read_boundaries(path: str | Path, names: Mapping[Lang, Sequence[str]]) -> tuple[Outline, ...]:
    """The outline of every unit in the order of ``names``, which says what they are called in each language.

    A feature belongs to the unit that one of its properties names; several of one unit are joined, and features of
    other places are left out. Degrees are drawn with equal distances at the middle latitude. Raises ``BoundaryError``.
    """
    found = _areas(_features(Path(path)), names)
    units = names["zh"]
    for n, unit in enumerate(units):
        if n not in found.areas:
            near = difflib.get_close_matches(unit, found.others, 1, 0.4)
            raise BoundaryError("missing_near" if near else "missing", name=unit, near="".join(near))
    return _on_a_sheet([found.areas[n] for n in range(len(units))])


class _Found:
    """Areas by the place of their unit, and the names of all others."""

    def __init__(self) -> None:
        self.areas: dict[int, BaseGeometry] = {}
        self.others: list[str] = []


def _features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise BoundaryError("too_large", path=path, most=LARGEST // 1_000_000)
        held = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BoundaryError("unread", path=path, reason=error.strerror or error) from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BoundaryError("no_json", path=path, reason=error) from None
    features = held.get("features") if isinstance(held, dict) and held.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BoundaryError("no_collection", path=path)
    return features


def _areas(features: Sequence[Mapping[str, Any]], names: Mapping[Lang, Sequence[str]]) -> _Found:
    places = {name.casefold(): n for each in names.values() for n, name in enumerate(each)}
    found = _Found()
    for feature in features:
        called = list(_called(feature))
        unit = next((places[name.casefold()] for name in called if name.casefold() in places), None)
        if unit is None:
            found.others += called
            continue
        area = _area(feature, names["zh"][unit])
        found.areas[unit] = shapely.union(found.areas[unit], area) if unit in found.areas else area
    return found


def _called(feature: Mapping[str, Any]) -> Iterator[str]:
    properties = feature.get("properties")
    values = properties.values() if isinstance(properties, dict) else ()
    yield from (value.strip() for value in values if isinstance(value, str))


def _area(feature: Mapping[str, Any], name: str) -> BaseGeometry:
    """The area of a feature in degrees; crossings of its own line are mended, lines and points left out."""
    try:
        area = shapely.force_2d(shapely.make_valid(shape(feature.get("geometry"))))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BoundaryError("no_area", name=name, reason=error) from None
    parts = [part for part in shapely.get_parts(shapely.get_parts(area)) if part.geom_type == "Polygon"]
    whole = shapely.union_all(parts)
    if whole.is_empty or whole.area == 0.0:
        raise BoundaryError("no_area", name=name, reason=area.geom_type)
    west, south, east, north = whole.bounds
    if not (-180.0 <= west <= east <= 180.0 and -_POLES <= south <= north <= _POLES):
        raise BoundaryError("no_degrees", name=name, x=f"{west:g}", y=f"{south:g}")
    return whole


def _on_a_sheet(areas: Sequence[BaseGeometry]) -> tuple[Outline, ...]:
    """Outlines on a sheet of width 1, simplified until they have few enough points."""
    west, south, east, north = shapely.total_bounds(areas)
    along = math.cos(math.radians((south + north) / 2))
    width = (east - west) * along

    def place(points: NDArray[np.float64]) -> NDArray[np.float64]:
        placed: NDArray[np.float64] = np.column_stack([(points[:, 0] - west) * along, north - points[:, 1]]) / width
        return placed

    drawn, detail = shapely.transform(np.array(areas), place), _FINEST
    simple = shapely.coverage_simplify(drawn, detail)
    while shapely.get_num_coordinates(simple).sum() > MOST_POINTS and detail < 0.05:
        detail *= 1.5
        simple = shapely.coverage_simplify(drawn, detail)
    return tuple(map(_outline, simple))


def _outline(area: BaseGeometry) -> Outline:
    rings = shapely.get_rings(shapely.get_parts(area))
    radius = shapely.maximum_inscribed_circle(max(shapely.get_parts(area), key=shapely.area))
    (x, y), (rim_x, rim_y) = shapely.get_coordinates(radius)
    middle = float(x), float(y)
    return Outline(tuple(map(shapely.get_coordinates, rings)), middle, math.hypot(rim_x - x, rim_y - y))
