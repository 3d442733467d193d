"""Figures: what is drawn, that axes stay where they are, and that every letter is there."""

import io
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from pylopdf_fonts_zh_cn import sans_path

from experiments.figures import HEADLINES, TRENDS, Subject, effect_plot, looks, time_paths
from experiments.figures.effects import LIMITS
from experiments.figures.paths import spread
from experiments.figures.typesetting import broken, width_of
from experiments.words import LANGUAGES, Lang, words
from sim.indicator_table import INDICATORS
from tests.experiments.studies import CHANGES, MEASURES, effects, paths

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _every_letter_is_there() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*[Gg]lyph.*")
        yield


def subject(lang: Lang, adults: int | None = 18000) -> Subject:
    say = words(lang)
    names = {name: say.measure(name) for name in MEASURES}
    return Subject(names, "巫山县" if lang == "zh" else "Wushan", say.count("blocks", 20), "13-36", adults)


def written(figure: Figure) -> list[str]:
    """All texts of a figure, the labels of ticks too."""
    figure.savefig(io.BytesIO(), format="svg")
    inside = [text.get_text() for axes in figure.axes for text in axes.findobj(mpl.text.Text) if text.get_visible()]
    return [text.replace("\n", "") for text in [*inside, *(text.get_text() for text in figure.texts)] if text]


def lines(axes: Axes, label: str) -> list[mpl.lines.Line2D]:
    return [line for line in axes.lines if line.get_label() == label]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_effect_plot_names_all_that_it_shows(lang: Lang) -> None:
    figure, say = effect_plot(effects(), lang, subject(lang)), words(lang)
    texts = written(figure)
    assert len(figure.axes) == len(HEADLINES)
    for key in HEADLINES:
        assert say.indicator(key).replace(" ", "") in [text.replace(" ", "") for text in texts]
        assert any(say.axis(key, change=True) in text for text in texts)
    assert all(texts.count(say.measure(name)) == len(HEADLINES) for name in MEASURES)
    note = next(text for text in texts if say.count("blocks", 20) in text)
    assert {"zh": "在模型中", "en": "in the model"}[lang] in note


def test_every_effect_has_a_point_and_an_interval() -> None:
    figure = effect_plot(effects(), "en", subject("en"))
    for axes in figure.axes:
        intervals = lines(axes, "interval")
        assert len(intervals) == len(MEASURES)
        assert len(lines(axes, "point")) + len(lines(axes, "hollow")) == len(MEASURES)
    drawn = lines(figure.axes[0], "interval")[MEASURES.index("micro_grids")].get_xdata()
    change, half = CHANGES["micro_grids"]["participation"]
    assert list(drawn) == pytest.approx([change - half, change + half])


def test_what_is_too_small_to_tell_is_hollow_and_nothing_else() -> None:
    figure = effect_plot(effects(), "en", subject("en"))
    hollow = [key for key, axes in zip(HEADLINES, figure.axes, strict=True) if lines(axes, "hollow")]
    assert hollow == ["active_organisations", "petitions"]
    filled = {line.get_markerfacecolor() for axes in figure.axes for line in lines(axes, "point")}
    empty = {line.get_markerfacecolor() for axes in figure.axes for line in lines(axes, "hollow")}
    assert empty == {"white"}
    assert "white" not in filled


def test_the_good_side_is_tinted_and_a_petition_has_none() -> None:
    figure = effect_plot(effects(), "en", subject("en"))
    tinted = {}
    for key, axes in zip(HEADLINES, figure.axes, strict=True):
        boxes = [patch.get_bbox() for patch in axes.patches if isinstance(patch, mpl.patches.Rectangle)]
        tinted[key] = sum((1 if box.x1 > 0 else -1) for box in boxes)
    assert tinted == {key: INDICATORS[key].direction for key in HEADLINES}


def test_axes_stay_where_they_are_whatever_the_numbers() -> None:
    small = effects({name: {} for name in MEASURES})
    for table in (effects(), small):
        figure = effect_plot(table, "en", subject("en"))
        reach = {key: axes.get_xlim() for key, axes in zip(HEADLINES, figure.axes, strict=True)}
        assert {key: (-limit, limit) for key, limit in LIMITS.items()}.items() <= reach.items()
        assert reach["volunteer_hours"] == (-5000, 5000)
        assert reach["active_organisations"] == (-2, 2)


def test_an_axis_reaches_further_only_where_an_interval_would_not_fit() -> None:
    table = effects({**CHANGES, "micro_grids": {"participation": (28.0, 1.0)}})
    figure = effect_plot(table, "en", subject("en"))
    assert figure.axes[0].get_xlim() == (-50, 50)


def test_many_packages_share_their_names() -> None:
    names = {f"package {n}": f"package {n}" for n in range(9)}
    table = effects({name: {} for name in names})
    figure = effect_plot(table, "en", Subject(names, "Wushan", "20 blocks", "13-36"))
    columns = {round(axes.get_position().x0, 3) for axes in figure.axes}
    assert len(columns) == 4
    assert written(figure).count("package 3") == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_time_paths_show_every_measure_beside_a_grey_band(lang: Lang) -> None:
    figure, say = time_paths(paths(), lang, subject(lang)), words(lang)
    assert len(figure.axes) == len(TRENDS)
    for axes in figure.axes:
        assert all(len(lines(axes, name)) == 1 for name in ("baseline", *MEASURES))
        assert len(axes.collections) == 1
        assert lines(axes, "start")[0].get_xdata()[0] == 1
    texts = written(figure)
    assert texts.count(say("baseline")) == len(TRENDS)
    assert say("figure.start") in texts
    assert any(say.count("blocks", 20) in text for text in texts)


def test_axes_of_paths_stay_where_they_are_too() -> None:
    for packages in (MEASURES, ()):
        figure = time_paths(paths(packages), "en", subject("en"))
        assert figure.axes[0].get_ylim() == (0, 60)
        assert figure.axes[1].get_ylim() == (0, 5000)


def test_labels_at_the_ends_of_paths_do_not_overlap() -> None:
    figure = time_paths(paths(), "zh", subject("zh"))
    figure.savefig(io.BytesIO(), format="svg")
    for axes in figure.axes:
        labels = [text for text in axes.texts if isinstance(text, mpl.text.Annotation)]
        heights = sorted(text.get_position()[1] for text in labels)
        high = axes.get_position().height * figure.get_size_inches()[1] * 72
        assert all((b - a) * high > 8 for a, b in pairwise(heights))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.01, 0.1))
def test_spread_labels_keep_their_order_and_their_distance(wanted: list[float], distance: float) -> None:
    placed = spread(wanted, distance)
    together = sorted(zip(wanted, placed, strict=True))
    ordered = [place for _, place in together]
    assert all(b - a >= distance - 1e-9 for a, b in pairwise(sorted(ordered)))
    assert all(p <= q + 1e-9 for (w, p), (v, q) in pairwise(together) if w < v)
    assert min(placed) >= -1e-9
    assert max(placed) <= 1 + 1e-9


def test_labels_with_room_stay_where_they_belong() -> None:
    assert spread([0.9, 0.1, 0.5], 0.1) == [0.9, 0.1, 0.5]


def test_measures_can_be_told_apart_without_colour() -> None:
    six = list(looks([str(n) for n in range(6)]).values())
    assert len({look.marker for look in six}) == len({look.dashes for look in six}) == 6
    twenty = list(looks([str(n) for n in range(21)]).values())
    assert len(set(twenty)) == 21


def test_figures_leave_global_settings_alone() -> None:
    with mpl.rc_context():
        mpl.rcdefaults()
        before = dict(mpl.rcParams)
        effect_plot(effects(), "zh", subject("zh"))
        time_paths(paths(), "zh", subject("zh"))
        assert dict(mpl.rcParams) == before


def test_a_missing_letter_would_be_noticed() -> None:
    names = dict.fromkeys(MEASURES, "\N{SNOW CAPPED MOUNTAIN}")
    with pytest.raises(UserWarning, match=r"[Gg]lyph"):
        written(effect_plot(effects(), "zh", Subject(names, "巫山县", "20", "13")))


def test_the_font_holds_every_letter_of_the_words_and_names() -> None:
    known = set(get_font(sans_path()).get_charmap())
    texts = [
        *(text for lang in LANGUAGES for text in words(lang).texts.values()),
        *(item.zh + item.en for item in INDICATORS.values()),
    ]
    assert {letter for text in texts for letter in text.replace("\n", "") if ord(letter) not in known} == set()


@pytest.mark.parametrize(
    "text", ["被推回的矛盾：撤回、搁置、纸面了结（在模型中，95% 区间）。", "grievances turned away (or buried)"]
)
@pytest.mark.parametrize("inches", [0.5, 0.9, 1.6])
def test_broken_lines_fit_and_begin_with_no_closing_mark(text: str, inches: float) -> None:
    done = broken(text, 8, inches).split("\n")
    assert "".join(done).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。、；：）%" for line in done)
    assert all(width_of(line, 8) <= inches or len(line) <= 11 for line in done)


def test_a_table_without_an_outcome_leaves_its_panel_out() -> None:
    table = effects()
    figure = effect_plot(table[table["indicator"] != "petitions"], "en", subject("en"))
    assert len(figure.axes) == len(HEADLINES) - 1


def test_an_effect_without_a_number_has_a_row_and_no_point() -> None:
    table = effects()
    gone = (table["package"] == "commendation") & (table["indicator"] == "petitions")
    numbers = ["difference", "low", "high"]
    table.loc[gone, numbers] = float("nan")
    axes = effect_plot(table, "en", subject("en")).axes[HEADLINES.index("petitions")]
    assert len(lines(axes, "hollow")) == len(MEASURES) - 1
    assert isinstance(table, pd.DataFrame)
