"""Drawings of the workshop page and the report: pure functions from arrays to SVG that stands inside a page.

Every drawing names itself and says in words what it shows, in Chinese or English; its axes are given and stay, and a
value beyond them is drawn at the edge with a triangle. The ghost of the baseline is dashed and named. ``scale`` makes
text larger and leaves marks as they are, for a projector.

    line_chart      an outcome month by month
    tile_map        villages or townships and their residents (``taking_part`` prepares a scene's)
    area_map        townships on boundaries that a user has brought (``experiments.view.boundaries`` reads them)
    tiers_chart     disputes through village, township and county (``tiers_at`` prepares a scene's)
    hours_chart     what the hours of cadres go into
    budget_bar      what a proposal costs a year
    effect_strip    differences with their intervals (``effect_rows`` prepares a band's)
"""

from experiments.view.drawing.areas import Outline, area_map
from experiments.view.drawing.budget import budget_bar
from experiments.view.drawing.dots import taking_part
from experiments.view.drawing.effects import Effect, effect_rows, effect_strip
from experiments.view.drawing.hours import hours_chart
from experiments.view.drawing.lines import line_chart
from experiments.view.drawing.tiers import tiers_at, tiers_chart
from experiments.view.drawing.tiles import tile_map

__all__ = [
    "Effect",
    "Outline",
    "area_map",
    "budget_bar",
    "effect_rows",
    "effect_strip",
    "hours_chart",
    "line_chart",
    "taking_part",
    "tiers_at",
    "tiers_chart",
    "tile_map",
]
