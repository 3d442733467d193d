"""The budget that bites: yuan a year against what there is."""

import math
from typing import Any

from experiments.figures.style import FAINT, INK, PALETTE, SOFT
from experiments.view.drawing.axes import Axis
from experiments.view.drawing.svg import Canvas, wide
from experiments.words import Lang, words

WIDTH = 360.0
REACH = 1.25
"""How far the bar reaches, in budgets."""
_BAR, OVER = 16.0, "#A63D00"


def budget_bar(spent: float, budget: float, *, lang: Lang, scale: float = 1.0) -> str:
    """A bar of yuan a year up to ``REACH`` budgets, with a mark at the budget; what is over it is hatched and said.

    ``ValueError`` for a budget that is not above 0, or a cost that is not a sum of money.
    """
    if not (math.isfinite(budget) and budget > 0):
        raise ValueError(f"a budget is above 0 yuan, not {budget:g}")
    if not (math.isfinite(spent) and spent >= 0):
        raise ValueError(f"a cost is 0 yuan or more, not {spent:g}")
    say, canvas = words(lang), Canvas(WIDTH, lang, scale)
    size, small = canvas.text_size, canvas.small_size
    axis = Axis(0.0, REACH * budget, 0.5, WIDTH - 10.0)
    limit = axis.at(budget)
    over = spent > budget
    told = say("view.draw.budget.spent", spent=say.yuan(spent))
    bound = say("view.draw.budget.budget", budget=say.yuan(budget))
    rest = "over" if over else "left"
    remains = say(f"view.draw.budget.{rest}", **{rest: say.yuan(abs(spent - budget))})
    canvas.text(0.0, 1.1 * size, told)
    anchor: dict[str, Any] = {"text_anchor": "end"} if wide(told, size) + wide(remains, size) + 12.0 < WIDTH else {}
    x, y = (WIDTH, 1.1 * size) if anchor else (0.0, 2.4 * size)
    canvas.text(x, y, remains, fill=OVER if over else SOFT, **anchor)
    y += 0.6 * size
    canvas.box(0.5, y, limit - 0.5, _BAR, fill=FAINT)
    canvas.box(0.5, y, axis.at(min(spent, budget)) - 0.5, _BAR, fill=PALETTE[0])
    if over:
        canvas.box(limit, y, axis.at(spent) - limit, _BAR, fill="none", stroke=OVER)
        canvas.hatch(limit, y, axis.at(spent) - limit, _BAR, 5.0, stroke=OVER, stroke_width=1.6)
    if axis.outside(spent):
        canvas.beyond(axis.end + 1.0, y + _BAR / 2, 1.0, 0.0, fill=OVER)
    canvas.line(limit, y - 4.0, limit, y + _BAR + 4.0, stroke=INK, stroke_width=2.0)
    y += _BAR + 4.0 + small
    canvas.text(limit, y, bound, size=small, text_anchor="end", fill=INK)
    desc = say("form.semicolon").join((told, bound, remains)) + say("form.stop")
    return canvas.finish(y + 0.4 * small, say("view.draw.budget.title"), desc)
