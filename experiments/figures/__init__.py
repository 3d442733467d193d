"""Figures: pure functions from a table to a matplotlib figure, in Chinese or English, one module a figure.

One style: a palette that colour-blind readers can tell apart, with a marker and a line style for each measure so that
a grey print can be read; direct labels; axes that do not move with the data; units on the axes; and a caption that
says how many blocks there are and that all of it holds in the model. Matplotlib's global settings are left alone.
"""

from experiments.figures.effects import HEADLINES, effect_plot
from experiments.figures.paths import TRENDS, time_paths
from experiments.figures.style import Look, Subject, looks

__all__ = ["HEADLINES", "TRENDS", "Look", "Subject", "effect_plot", "looks", "time_paths"]
