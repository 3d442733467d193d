"""The standard set of figures: what is drawn of tables with known answers; that it fits and reads without colour."""

import io
import re
import warnings
from collections.abc import Callable, Iterator
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.figures import (
    HEADLINES,
    Place,
    Subject,
    cadre_budget,
    cadre_hours,
    channel_mix,
    cost_effect_plot,
    dispute_flow,
    dispute_funnel,
    effect_plot,
    gainers_plot,
    ranked_plot,
    synergy_matrix,
    tile_map,
    time_paths,
)
from experiments.figures.columns import CHANNELS, GROUPS, RANGES
from experiments.figures.costs import frontier
from experiments.figures.counted import STEPS, USES
from experiments.figures.flow import PARTS, REACH
from experiments.figures.hours import LOOKS
from experiments.figures.style import BASELINE, PALETTE
from experiments.figures.typesetting import lines_of, width_of
from experiments.words import LANGUAGES, Lang, words
from sim.policies import registry

Array = NDArray[np.float64]

MEASURES = tuple(registry())[:21]
FEW = ("micro_grids", "smart_platform", "commendation")
CHANGES = {name: 5.0 - 0.5 * n for n, name in enumerate(MEASURES)}
"""Effects of the measures; that of the eleventh is nothing."""


@pytest.fixture(autouse=True)
def _every_letter_is_there() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        yield


def subject(lang: Lang, names: tuple[str, ...] = MEASURES) -> Subject:
    say = words(lang)
    where = "巫山县（示例乡镇）" if lang == "zh" else "Wushan township"
    months = say("form.months", first=13, last=36)
    return Subject({name: say.measure(name) for name in names}, where, say.count("blocks", 20), months, 18_000)


def blocks(packages: tuple[str, ...] = FEW, months: int = 24) -> pd.DataFrame:
    """Two blocks: a measure adds a tenth of a grievance talked over to each hundred, and an hour of paperwork."""
    rows = []
    for block in range(2):
        for n, package in enumerate((BASELINE, *packages)):
            counted = {name: 10.0 * (k + 1) for k, name in enumerate(STEPS.values())}
            counted |= {"grievances.talked": 100.0 + 10.0 * n * (1 + block), "self_governance.present": 12_000.0}
            spent = {"hours": 500.0, "paperwork": 200.0 + n, "pulled": 30.0, "leaked": 20.0, "service": 125.0}
            parts = {"urgent_hours": 10.0, "case_hours": 15.0, "request_hours": 40.0, "routine_hours": 20.0}
            counted |= {f"cadre_time.{name}": value for name, value in {**spent, **parts, "organising": 40.0}.items()}
            for month in range(1, months + 1):
                # The first year is no part of the window.
                early = {name: 7.0 * value for name, value in counted.items()} if month <= 12 else counted
                keys = {"block": block, "world": 0, "seed": block, "package": package, "month": month}
                rows.append(keys | early | {"places.villages": 1.0})
    return pd.DataFrame(rows)


def effects(names: tuple[str, ...] = MEASURES) -> pd.DataFrame:
    """Channels and taking part by group: a change and an interval of 1 to either side."""
    keys = [*CHANNELS, *(key for pair in GROUPS.values() for key in pair)]
    rows = [
        (name, key, before, before + CHANGES[name], CHANGES[name], CHANGES[name] - 1.0, CHANGES[name] + 1.0)
        for name in names
        for key, before in ((key, sum(RANGES[key]) / 2 if key in RANGES else 38.0) for key in keys)
    ]
    return pd.DataFrame(rows, columns=["package", "indicator", "baseline", "treated", "difference", "low", "high"])


def headlines(names: tuple[str, ...] = MEASURES) -> pd.DataFrame:
    """Changes of the headline outcomes, none for the eleventh measure; those of organisations are too small to tell."""
    rows = [
        (name, key, 50.0, scale * CHANGES[name], scale * (CHANGES[name] - 1.0), scale * (CHANGES[name] + 1.0))
        for name in names
        for key, scale in zip(HEADLINES, (3.0, 200.0, 0.2, 3.0, 1.5, 1.5, 0.15, 0.15), strict=True)
    ]
    columns = ["package", "indicator", "baseline", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(too_small=lambda t: t["indicator"] == "active_organisations")


def ranks(names: tuple[str, ...] = MEASURES, outcome: str = "participation") -> pd.DataFrame:
    """Packages in their order, the baseline among them; each is tied with its neighbours."""
    changes = sorted({**{name: CHANGES[name] for name in names}, BASELINE: 0.0}.items(), key=lambda one: -one[1])
    rows = []
    for n, (name, change) in enumerate(changes, start=1):
        half = 0.0 if name == BASELINE else 0.4
        costs = 30_000.0 * (1 + MEASURES.index(name)) if name != BASELINE else 0.0
        row = {"outcome": outcome, "package": name, "rank": max(1, n - 1), "rank_last": min(len(changes), n + 1)}
        row |= {"effect": change, "low": change - half, "high": change + half, "rank_low": n, "rank_high": n}
        rows.append(row | {"cost": costs, "cost_low": 0.9 * costs, "cost_high": 1.1 * costs})
    return pd.DataFrame(rows)


def paths(names: tuple[str, ...]) -> pd.DataFrame:
    rows = [
        (name, month, "participation", "level", 30.0 + CHANGES.get(name, 0.0) * month / 12, 25.0, 35.0)
        for name in (BASELINE, *names)
        for month in range(1, 13)
    ]
    columns = ["package", "month", "indicator", "kind", "mean", "band_low", "band_high"]
    return pd.DataFrame(rows, columns=columns)


def run(units: int = 26, level: str = "township") -> pd.DataFrame:
    """A run of 24 months in which unit n has the value n, and twice that in the first year."""
    rows = [
        (month, level, f"乡镇 {n}", "participation", float(n if month > 12 else 2 * n) if n else np.nan)
        for month in range(1, 25)
        for n in range(units)
    ]
    return pd.DataFrame(rows, columns=["month", "level", "unit", "indicator", "value"])


def place(lang: Lang) -> Place:
    return Place("巫山县" if lang == "zh" else "Wushan", words(lang).measure("micro_grids"))


def pairs(names: tuple[str, ...] = MEASURES) -> pd.DataFrame:
    """All pairs in no particular order: of every four one is clear, one clear only by itself, two are open."""
    rows = []
    for n, pair in enumerate(combinations(reversed(names), 2)):
        synergy = (-1.0) ** n * (0.5 + n / 100.0)
        half = (0.1, 0.4, 2.0, np.nan)[n % 4]
        rows.append((*pair, synergy, synergy - half, synergy + half, n % 4 == 0))
    return pd.DataFrame(rows, columns=["first", "second", "synergy", "low", "high", "clear"])


FIGURES: dict[str, Callable[[Lang], Figure]] = {
    "ranked": lambda lang: ranked_plot(ranks(), "participation", lang, subject(lang)),
    "ranked few": lambda lang: ranked_plot(ranks(FEW), "participation", lang, subject(lang, FEW)),
    "funnel": lambda lang: dispute_funnel(dispute_flow(blocks()), "micro_grids", lang, subject(lang, FEW)),
    "channels": lambda lang: channel_mix(effects(), lang, subject(lang)),
    "gainers": lambda lang: gainers_plot(effects(), lang, subject(lang)),
    "gainers few": lambda lang: gainers_plot(effects(FEW), lang, subject(lang, FEW)),
    "hours": lambda lang: cadre_budget(cadre_hours(blocks()), lang, subject(lang, FEW)),
    "costs": lambda lang: cost_effect_plot(ranks(), "participation", lang, subject(lang), 36),
    "synergies": lambda lang: synergy_matrix(pairs(), "participation", lang, subject(lang)),
    "synergies few": lambda lang: synergy_matrix(pairs(FEW), "turned_away", lang, subject(lang, FEW)),
    "effects": lambda lang: effect_plot(headlines(), lang, subject(lang)),
    "tiles": lambda lang: tile_map(run(), "participation", lang, place(lang)),
    "paths": lambda lang: time_paths(paths(MEASURES), lang, subject(lang)),
}


def texts_of(figure: Figure) -> list[mpl.text.Text]:
    return [text for text in figure.findobj(mpl.text.Text) if text.get_visible() and text.get_text().strip()]


def written(figure: Figure) -> list[str]:
    return [text.get_text().replace("\n", "") for text in texts_of(figure)]


def labelled(axes: Axes, label: str) -> list[mpl.lines.Line2D]:
    return [line for line in axes.lines if line.get_label() == label]


def row_of(table: pd.DataFrame, package: str, item: str) -> dict[str, float]:
    """The numbers of one row."""
    found = table[(table["package"] == package) & (table["item"] == item)].iloc[0]
    return {name: float(found[name]) for name in ("baseline", "treated", "difference", "low", "high")}


def numbers(line: mpl.lines.Line2D) -> Array:
    """Where the points of a line are along the horizontal axis."""
    return np.asarray(line.get_xdata(), np.float64)


def bars(axes: Axes, label: str) -> list[mpl.patches.Rectangle]:
    found = [bar for held in axes.containers if held.get_label() == label for bar in held]
    return [bar for bar in found if isinstance(bar, mpl.patches.Rectangle)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_texts_are_on_the_page_and_apart_and_the_caption_says_how_many_runs_in_the_model(name: str, lang: Lang) -> None:
    figure = FIGURES[name](lang)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.draw_without_rendering()
    # Not the method of an annotation, whose extent holds its arrow.
    extent = mpl.text.Text.get_window_extent
    boxes = [(text.get_text(), extent(text, renderer).padded(-1.5)) for text in texts_of(figure)]
    for text, box in boxes:
        assert figure.bbox.contains(box.x0, box.y0), text
        assert figure.bbox.contains(box.x1, box.y1), text
    over = [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.overlaps(two)]
    assert over == []
    told = {"zh": "在模型中", "en": "in the model"}[lang]
    counted = {"zh": ("20 个配对组", "1 次运行"), "en": ("20 blocks", "1 run")}[lang]
    caption = next(text for text in written(figure) if told in text)
    assert any(count in caption for count in counted)
    if lang == "zh":
        assert [text for text in written(figure) if re.search(r"[A-Za-z]{3,}", text)] == []


def test_a_flow_counts_cases_per_thousand_adults_and_year_in_the_window() -> None:
    flow = dispute_flow(blocks())
    talked = row_of(flow, "smart_platform", "talked")
    # Blocks differ by 20 and 40 talked over on 100.
    assert talked["baseline"] == pytest.approx(100.0)
    assert talked["difference"] == pytest.approx(30.0)
    assert (talked["high"] - talked["low"]) / 2 == pytest.approx(12.706 * 10.0, rel=1e-3)
    borne = row_of(flow, "smart_platform", "borne")
    assert borne["baseline"] == borne["treated"] == pytest.approx(20.0)
    assert borne["low"] == borne["high"] == 0.0
    assert flow.loc[flow["package"] == "commendation", "item"].tolist() == list(STEPS)


def test_the_uses_of_cadres_sum_to_the_hours_in_post() -> None:
    hours = cadre_hours(blocks())
    assert hours.groupby("package")["baseline"].sum().tolist() == pytest.approx([500.0] * 3)
    # 250 hours are spent on service, of which 25 in 125 effective ones are for disputes.
    assert row_of(hours, "micro_grids", "cases")["baseline"] == pytest.approx(250.0 * 25.0 / 125.0)
    assert row_of(hours, "smart_platform", "paperwork")["difference"] == pytest.approx(2.0)


def test_many_effects_are_marked_by_what_their_interval_says() -> None:
    figure = effect_plot(headlines(), "en", subject("en"))
    seen = {}
    for key, axes in zip(HEADLINES, figure.axes, strict=True):
        marks = {name: labelled(axes, name) for name in ("point", "hollow", "interval")}
        assert len(marks["interval"]) == len(marks["point"]) + len(marks["hollow"]) == 21
        seen[key] = [len(marks["hollow"]), *(sum(m.get_marker() == one for m in marks["point"]) for one in "osD")]
    # Changes of 5 to -5 with an interval of 1: three hold 0 and two end there.
    assert seen["participation"] == [5, 8, 8, 0]
    assert seen["paperwork_share"] == [5, 8, 8, 0]
    assert seen["petitions"] == [5, 0, 0, 16]
    assert seen["active_organisations"] == [21, 0, 0, 0]
    worse = [float(numbers(mark)[0]) for mark in labelled(figure.axes[3], "point") if mark.get_marker() == "s"]
    assert min(worse) > 0.0


@pytest.mark.parametrize("count", [0, 25])
def test_an_effect_plot_says_what_it_has_no_room_for(count: int) -> None:
    names = {f"package {n}": f"package {n}" for n in range(count)}
    with pytest.raises(ValueError, match=f"1 to 24 packages, not {count}"):
        effect_plot(headlines(), "en", Subject(names, "Wushan", "20 blocks", "13-36"))


def test_rows_are_ranked_and_ties_are_seen() -> None:
    figure = ranked_plot(ranks(), "participation", "en", subject("en"))
    effect, order = figure.axes
    say = words("en")
    names = [label.get_text() for label in effect.get_yticklabels()]
    assert names[:2] == [say.measure(MEASURES[0]), say.measure(MEASURES[1])]
    assert len(names) == 22
    # All but the eleventh, whose effect is 0, and its neighbour on either side of 0 are clear.
    assert len(labelled(effect, "open")) == 1
    assert len(labelled(effect, "clear")) == 20
    assert len(labelled(effect, "interval")) == 21
    tied = bars(order, "tied")
    assert [round(bar.get_width(), 6) for bar in tied[:3]] == [1.8, 2.8, 2.8]
    texts = written(figure)
    assert "1–2" in texts
    assert "20–22" in texts
    markers = {line.get_marker() for line in labelled(effect, "clear")}
    assert markers == {"o", "s"}


def test_axes_of_effects_do_not_move_with_the_numbers() -> None:
    for names in (MEASURES[:12], MEASURES[6:9]):
        effect = ranked_plot(ranks(names), "participation", "en", subject("en", names)).axes[0]
        assert effect.get_xlim() == (-5.0, 10.0)
        cost = cost_effect_plot(ranks(names), "participation", "en", subject("en", names), 36).axes[0]
        assert cost.get_ylim() == (-5.0, 10.0)
        assert cost.get_xlim() == (18_000.0, 1_800_000.0)


def test_the_funnel_draws_every_step_before_and_after() -> None:
    flow = dispute_flow(blocks())
    figure = dispute_funnel(flow, "commendation", "zh", subject("zh", FEW))
    table = flow[flow["package"] == "commendation"].set_index("item")
    for axes, steps in zip(figure.axes, PARTS.values(), strict=True):
        for name in ("baseline", "treated"):
            assert [bar.get_width() for bar in bars(axes, name)] == pytest.approx(table.loc[list(steps), name].tolist())
    assert sorted(step for steps in PARTS.values() for step in steps) == sorted(STEPS)
    assert words("zh")("figures.flow.same") in written(figure)


def test_axes_of_the_funnel_are_the_same_for_all_packages() -> None:
    flow = dispute_flow(blocks())
    flow[["baseline", "treated"]] *= 0.1
    for package in FEW:
        figure = dispute_funnel(flow, package, "en", subject("en", FEW))
        reach = [axes.get_xlim()[1] for axes in figure.axes]
        assert reach == list(REACH.values())


@pytest.mark.parametrize("draw", [channel_mix, gainers_plot])
def test_levels_stand_under_the_baseline_and_hollow_ones_are_open(draw: Callable[..., Figure]) -> None:
    figure = draw(effects(), "en", subject("en"))
    panels = [[key] for key in CHANNELS] if draw is channel_mix else [list(pair) for pair in GROUPS.values()]
    assert len(figure.axes) == len(panels)
    for axes, keys in zip(figure.axes, panels, strict=True):
        assert len(labelled(axes, "clear")) + len(labelled(axes, "open")) == 21 * len(keys)
        # Changes of 0.5, 0 and -0.5 with an interval of 1 to either side, and those of 1 whose interval ends at 0.
        assert len(labelled(axes, "open")) == 5 * len(keys)
        assert all(line.get_markerfacecolor() == "white" for line in labelled(axes, "open"))
        assert [len(labelled(axes, f"baseline {key}")) for key in keys] == [1] * len(keys)
    first = labelled(figure.axes[0], "clear")[0]
    level = effects().set_index(["package", "indicator"]).loc[(MEASURES[0], panels[0][0]), "treated"]
    assert numbers(first)[0] == pytest.approx(level)


def test_axes_of_levels_stay_where_they_are_and_reach_further_only_where_needed() -> None:
    table = effects(FEW)
    still = table.assign(treated=table["baseline"], difference=0.0, low=-0.1, high=0.1)
    reach = [axes.get_xlim() for axes in channel_mix(still, "en", subject("en", FEW)).axes]
    assert reach == [(40, 70), (25, 55), (0, 10), (0, 10), (0, 5), (25, 45)]
    reach = [axes.get_xlim() for axes in gainers_plot(still, "en", subject("en", FEW)).axes]
    assert reach == [(20, 60), (20, 60), (20, 60), (0, 60)]
    moved = still.assign(high=lambda t: t["high"].where(t["indicator"] != "first_township", 4.0))
    reach = [axes.get_xlim() for axes in channel_mix(moved, "en", subject("en", FEW)).axes]
    assert reach[:4] == [(40, 70), (25, 55), (0, 10), (0, 10)]
    assert reach[4] == (0, 7)
    assert reach[5] == (25, 45)


def test_pairs_of_groups_differ_in_marker_too() -> None:
    figure = gainers_plot(effects(FEW), "en", subject("en", FEW))
    for axes in figure.axes:
        assert {line.get_marker() for line in labelled(axes, "key")} == {"o", "D"}


def test_hours_are_stacked_in_order_from_the_baseline_down() -> None:
    axes = cadre_budget(cadre_hours(blocks()), "en", subject("en", FEW)).axes[0]
    for row in range(4):
        widths = [bars(axes, use)[row].get_width() for use in USES]
        starts = [bars(axes, use)[row].get_x() for use in USES]
        assert starts == pytest.approx([0.0, *np.cumsum(widths)[:-1]])
        assert sum(widths) == pytest.approx(500.0)
    assert axes.get_xlim() == (0.0, 800.0)
    assert [bars(axes, "paperwork")[row].get_width() for row in range(4)] == pytest.approx([200, 201, 202, 203])


def test_the_frontier_holds_what_nothing_cheaper_beats() -> None:
    cost, gain = np.array([1.0, 2.0, 3.0, 3.0, 4.0]), np.array([-1.0, 2.0, 1.0, 5.0, 5.0])
    assert frontier(cost, gain) == [False, True, False, True, False]


def test_points_are_numbered_from_the_cheapest() -> None:
    figure = cost_effect_plot(ranks(), "participation", "en", subject("en"), 36)
    axes, say = figure.axes[0], words("en")
    # The cheapest is also the best.
    assert list(numbers(labelled(axes, "frontier")[0])) == [30_000.0]
    assert len(numbers(labelled(axes, "behind")[0])) == 20
    assert len(labelled(axes, "key")) == 1
    texts = written(figure)
    assert all(texts.count(str(n)) >= 2 for n in range(1, 22))
    assert texts.index(say.measure(MEASURES[0])) < texts.index(say.measure(MEASURES[1]))


def test_a_matrix_shows_every_pair_once_below_its_names() -> None:
    table = pairs(MEASURES[:5])
    axes, _ = synergy_matrix(table, "participation", "en", subject("en", MEASURES[:5])).axes
    place = {name: n for n, name in enumerate(MEASURES[:5])}
    shown = {(int(text.get_position()[0]), int(text.get_position()[1])): text.get_text() for text in axes.texts}
    for pair in table.itertuples():
        column, row = sorted((place[str(pair.first)], place[str(pair.second)]))
        assert shown[column, row] == words("en").number(float(str(pair.synergy)), 2, sign=True)
    names = [text.get_text() for n, text in enumerate(axes.texts) if n >= len(table)]
    assert names == [words("en").measure(name) for name in MEASURES[:5]]
    assert len(axes.texts) == 10 + 5


def test_a_pair_whose_interval_holds_0_is_pale_and_a_clear_one_framed() -> None:
    table = pairs(MEASURES[:5])
    figure = synergy_matrix(table, "participation", "en", subject("en", MEASURES[:5]))
    axes = figure.axes[0]
    mesh = axes.collections[0]
    figure.draw_without_rendering()
    tints = np.asarray(mesh.get_facecolor()).reshape(5, 5, 4)
    place = {name: n for n, name in enumerate(MEASURES[:5])}
    for pair in table.itertuples():
        column, row = sorted((place[str(pair.first)], place[str(pair.second)]))
        red, _, blue, _ = tints[row, column]
        leaning = int(np.sign(round(blue - red, 3)))
        told = float(str(pair.low)) > 0.0 or float(str(pair.high)) < 0.0
        assert leaning == (np.sign(float(str(pair.synergy))) if told else 0)
    frames = [patch for patch in axes.patches if patch.get_label() == "clear"]
    assert len(frames) == int(table["clear"].sum()) == 3
    caption = next(text for text in written(figure) if "in the model" in text)
    assert "Of10pairs,6have" in caption.replace(" ", "")
    assert "3ofthemstand" in caption.replace(" ", "")


@pytest.mark.parametrize("count", [1, 25])
def test_a_matrix_needs_a_pair_and_room_for_its_numbers(count: int) -> None:
    names = {f"measure {n}": "x" for n in range(count)}
    with pytest.raises(ValueError, match="2 to 24 players"):
        synergy_matrix(pairs(FEW).iloc[:0], "participation", "en", Subject(names, "Wushan", "20 blocks", "13-36"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tile_map_shows_every_unit_and_says_that_it_is_a_sketch(lang: Lang) -> None:
    figure = tile_map(run(), "participation", lang, place(lang))
    tiles = [patch for patch in figure.axes[0].patches if patch.get_label() == "tile"]
    texts = written(figure)
    assert len(tiles) == 26
    # The scale of shades, the same for every run.
    assert {"0", "30", "60"} <= set(texts)
    # The mean of the last 12 months.
    assert {"1", "25"} <= set(texts)
    assert texts.count(words(lang)("figures.tiles.missing")) == 1
    assert [bool(tile.get_hatch()) for tile in tiles] == [True] + [False] * 25
    assert any({"zh": "示意图", "en": "sketch"}[lang] in text for text in texts)
    shades = [sum(to_rgb(tile.get_facecolor())) for tile in tiles[1:]]
    assert shades == sorted(shades, reverse=True)


@pytest.mark.parametrize("table", [run(0), run(101), run(level="village")])
def test_a_tile_map_needs_some_units_and_not_too_many(table: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="1 to 100"):
        tile_map(pd.concat([table, run(1, "county")]), "participation", "en", place("en"))


def test_of_many_paths_those_are_drawn_that_change_most_and_the_caption_says_so() -> None:
    figure = time_paths(paths(MEASURES), "en", subject("en"))
    drawn = {str(line.get_label()) for line in figure.axes[0].lines} & set(MEASURES)
    assert len(drawn) == 6
    assert min(abs(CHANGES[name]) for name in drawn) >= max(abs(CHANGES[name]) for name in set(MEASURES) - drawn)
    assert any("the 6 of 21" in text for text in written(figure))
    chosen = time_paths(paths(MEASURES), "en", subject("en"), ["commendation"])
    assert {str(line.get_label()) for line in chosen.axes[0].lines} & set(MEASURES) == {"commendation"}
    assert any("1chosenof21" in text.replace(" ", "") for text in written(chosen))


def test_names_break_into_two_lines_before_they_are_cut() -> None:
    text = "micro-grids: leaders per hundred households"
    assert lines_of(text, 7.0, 1.3).count("\n") == 1
    assert "…" not in lines_of(text, 7.0, 1.3)
    cut = lines_of(text * 3, 7.0, 1.3).split("\n")
    assert len(cut) == 2
    assert cut[1].endswith("…")
    assert all(width_of(line, 7.0) <= 1.3 for line in cut)


# Colour: Machado, Oliveira and Fernandes (2009), severity 1; distances in CIELAB (CIE 1976).

PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))


def linear(colour: str) -> Array:
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: Array) -> Array:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x = to_xyz @ np.clip(rgb, 0.0, 1.0) / np.array([0.9505, 1.0, 1.089])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colours: tuple[str, ...], seen: Array) -> float:
    points = [lab(seen @ linear(colour)) for colour in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(points, 2))


@pytest.mark.parametrize("seen", [np.eye(3), np.array(PROTANOPIA), np.array(DEUTERANOPIA)])
def test_colours_can_be_told_apart_by_colour_blind_readers(seen: Array) -> None:
    assert nearest(PALETTE, seen) > 30.0
    assert nearest(PALETTE[:2], seen) > 50.0
    assert nearest(("#FF0000", "#00A000"), np.array(DEUTERANOPIA)) < 40.0


def test_uses_of_hours_can_be_told_apart_in_a_grey_print() -> None:
    plain = [lab(linear(colour))[0] for colour, hatch in LOOKS.values() if not hatch]
    assert min(abs(a - b) for a, b in combinations(plain, 2)) > 10.0
    hatches = [hatch for _, hatch in LOOKS.values() if hatch]
    assert len(set(hatches)) == len(hatches)


def test_the_standard_set_leaves_global_settings_alone() -> None:
    with mpl.rc_context():
        mpl.rcdefaults()
        before = dict(mpl.rcParams)
        for name in ("ranked few", "gainers few", "hours", "tiles"):
            FIGURES[name]("en").savefig(io.BytesIO(), format="svg")
        assert dict(mpl.rcParams) == before
