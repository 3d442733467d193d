"""Figures: pure functions from a table to a matplotlib figure, in Chinese or English, one module a figure.

One style: a palette that colour-blind readers can tell apart, with a marker, a line style or a hatching beside each
colour so that a grey print can be read; direct labels; axes that do not move with the data; units on the axes; and a
caption that says how many blocks there are and that all of it holds in the model. Matplotlib's global settings are
left alone.

    effect_plot, ranked_plot    what each package changes; for many packages, in their order on one outcome
    time_paths                  month by month
    dispute_funnel              from grievances arisen to their ends (table: dispute_flow)
    channel_mix, gainers_plot   to whom people turn first; who takes part
    cadre_budget                hours of cadres by use (table: cadre_hours)
    cost_effect_plot            cost against effect of single packages; of portfolios: frontier_plot
    attribution_plot            what each measure adds to a package; all its pairs: synergy_matrix
    tile_map                    townships or villages of one run
"""

from experiments.figures.attribution import attribution_plot
from experiments.figures.columns import channel_mix, gainers_plot
from experiments.figures.costs import cost_effect_plot
from experiments.figures.counted import cadre_hours, dispute_flow
from experiments.figures.effects import HEADLINES, effect_plot
from experiments.figures.flow import dispute_funnel
from experiments.figures.frontier import frontier_plot
from experiments.figures.hours import cadre_budget
from experiments.figures.paths import TRENDS, time_paths
from experiments.figures.ranked import ranked_plot
from experiments.figures.style import Look, Subject, looks
from experiments.figures.synergy import synergy_matrix
from experiments.figures.tiles import Place, tile_map

__all__ = [
    "HEADLINES",
    "TRENDS",
    "Look",
    "Place",
    "Subject",
    "attribution_plot",
    "cadre_budget",
    "cadre_hours",
    "channel_mix",
    "cost_effect_plot",
    "dispute_flow",
    "dispute_funnel",
    "effect_plot",
    "frontier_plot",
    "gainers_plot",
    "looks",
    "ranked_plot",
    "synergy_matrix",
    "tile_map",
    "time_paths",
]
