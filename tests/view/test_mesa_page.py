"""Mesa's own page, with its library left out: the township that it steps, and what its parts draw."""

import importlib
import inspect
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from experiments.view.proposal import MEASURES, Proposal
from experiments.view.scene import live, warmed_up
from experiments.words import words


@pytest.fixture(scope="module")
def page() -> Any:
    """The module as it is read where Solara shows what it is given as it is."""
    solara: Any = ModuleType("solara")
    solara.HTML = lambda **given: given["unsafe_innerHTML"]
    solara.Markdown = solara.component = lambda given: given
    visual: Any = ModuleType("mesa.visualization")
    visual.Slider = lambda *given, **named: SimpleNamespace(label=given[0], named=named)
    visual.SolaraViz = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "solara", solara)
        patch.setitem(sys.modules, "mesa.visualization", visual)
        patch.delitem(sys.modules, "experiments.mesa_page", raising=False)
        yield importlib.import_module("experiments.mesa_page")
        sys.modules.pop("experiments.mesa_page", None)


@pytest.fixture(scope="module")
def lived(page: Any) -> Any:
    """Three months under micro-grids."""
    township = page.Township(seed=2, micro_grids=1.0)
    for _ in range(3):
        township.step()
    return township


def test_it_lives_as_the_workshops_page_does_beside_its_untreated_twin(lived: Any) -> None:
    proposal = Proposal((("micro_grids", 1.0),), seed=2)
    for township, wanted in ((lived, proposal), (lived.untreated, proposal.baseline())):
        scene, other = township.scene(), live(warmed_up(2), wanted)
        assert township.lived == 3
        np.testing.assert_array_equal(scene.lines["participation"][:3], other.lines["participation"][:3])
        np.testing.assert_array_equal(scene.tiers["at_village"][:3], other.tiers["at_village"][:3])


def test_every_part_draws_what_was_lived(page: Any, lived: Any) -> None:
    say = words(page.LANG)
    told = {part.__name__: part(lived) for part in (page.villages, page.participation, page.disputes, page.hours)}
    assert all(drawing.startswith("<svg") for drawing in told.values())
    assert lived.scene().names[page.LANG][0] in told["villages"]
    assert say("view.draw.proposal") in told["participation"]
    assert say("unit.month.level", number=3) in told["hours"]


def test_before_the_first_month_nothing_is_drawn_and_after_the_last_nothing_happens(page: Any) -> None:
    township = page.Township(seed=2)
    assert township.untreated is None
    assert page.villages(township) == words(page.LANG)("view.scene.before")
    assert page.participation(township) == page.disputes(township) == page.hours(township) == ""
    for _ in range(township.proposal.months + 2):
        township.step()
    assert township.lived == township.proposal.months


def test_every_measure_has_a_slider_and_a_name_in_the_signature(page: Any) -> None:
    assert list(page.sliders()) == ["seed", *MEASURES]
    assert list(inspect.signature(page.Township).parameters) == ["seed", *MEASURES]
