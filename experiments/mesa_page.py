"""Mesa's own page of the workshop's township: ``solara run experiments.mesa_page`` (extra ``mesa-viz``).

For those who know Mesa: its play and step buttons and its sliders, on the same county and with the same drawings as the
workshop page. For a room take ``gongzhi workshop``, which sets every proposal beside the untreated county.
"""

import inspect
import os
from typing import Any

import numpy as np
import solara
from mesa.visualization import Slider, SolaraViz
from numpy.typing import NDArray

from experiments.view.drawing import hours_chart, line_chart, taking_part, tiers_at, tiers_chart, tile_map
from experiments.view.outcomes import MOST_CASES, MOST_HOURS, OUTCOMES
from experiments.view.proposal import MEASURES, Proposal
from experiments.view.scene import Scene, open_by_tier, scene_of
from experiments.words import Lang, words
from sim import County

LANG: Lang = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
TAKING_PART = OUTCOMES[0]


class Township(County):
    """The township of the workshop page after its warm-up; Mesa's page makes it anew on Reset.

    ``untreated``: its twin without measures, which lives along with it; None where there are none.
    """

    def __init__(self, seed: int = 1, **intensities: float) -> None:
        chosen = tuple((key, intensity) for key, intensity in intensities.items() if intensity > 0.0)
        self.proposal = Proposal(chosen, seed=seed)
        self.held = np.zeros((self.proposal.months, 3))
        super().__init__(self.proposal.scenario())
        self.run_to(0)
        self.untreated = Township(seed) if chosen else None

    def step(self) -> None:
        """Live one month; after the last one nothing more happens."""
        if self.month > self.proposal.months:
            return
        super().step()
        if self.month > 1:
            self.held[self.month - 2] = open_by_tier(self)
            if self.untreated:
                self.untreated.step()

    @property
    def lived(self) -> int:
        """Months lived after the warm-up."""
        return self.month - 1

    def scene(self) -> Scene:
        """What it has lived so far."""
        return scene_of(self, self.proposal, self.held)


def _signature() -> inspect.Signature:
    """A name for each measure, which Mesa's page compares with its sliders."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    given = {"seed": 1} | dict.fromkeys(MEASURES, 0.0)
    named = [inspect.Parameter(name, kind, default=usual) for name, usual in given.items()]
    return inspect.Signature([inspect.Parameter("self", kind), *named])


Township.__init__.__signature__ = _signature()  # type: ignore[attr-defined]


def _shown(drawing: str) -> Any:
    return solara.HTML(tag="div", unsafe_innerHTML=drawing, style={"width": "100%", "minWidth": "420px"})


def villages(township: Township) -> Any:
    """The villages as tiles; nothing before the first month."""
    month = township.lived
    if month < 1:
        return solara.Markdown(words(LANG)("view.scene.before"))
    scene, say = township.scene(), words(LANG)
    return _shown(
        tile_map(
            scene.tiles[TAKING_PART.key][month - 1],
            scene.names[LANG],
            title=say.indicator(TAKING_PART.key),
            unit=say.axis(TAKING_PART.key),
            low=TAKING_PART.low,
            high=TAKING_PART.high,
            lang=LANG,
            dots=taking_part(scene.tiles, month),
            month=month,
        )
    )


def participation(township: Township) -> Any:
    """Participation up to now."""
    if township.lived < 1:
        return solara.Markdown("")
    say, lines = words(LANG), [_lived(one) for one in (township.untreated, township) if one]
    return _shown(
        line_chart(
            lines[0],
            lines[1] if len(lines) > 1 else None,
            None,
            title=say.indicator(TAKING_PART.key),
            unit=say.axis(TAKING_PART.key),
            low=TAKING_PART.low,
            high=TAKING_PART.high,
            lang=LANG,
            month=township.lived,
        )
    )


def _lived(township: Township) -> NDArray[np.float64]:
    line = township.scene().lines[TAKING_PART.key].copy()
    line[township.lived :] = np.nan
    return line


def disputes(township: Township) -> Any:
    """Disputes through the tiers."""
    month, before = township.lived, township.untreated
    if month < 1:
        return solara.Markdown("")
    ghost = tiers_at(before.scene().tiers, month) if before else None
    return _shown(tiers_chart(tiers_at(township.scene().tiers, month), ghost, month=month, high=MOST_CASES, lang=LANG))


def hours(township: Township) -> Any:
    """What the hours of cadres go into."""
    month, before = township.lived, township.untreated
    if month < 1:
        return solara.Markdown("")
    ghost = _hours(before) if before else None
    return _shown(hours_chart(_hours(township), ghost, high=MOST_HOURS, lang=LANG, month=month))


def _hours(township: Township) -> dict[str, float]:
    return {use: float(values[township.lived - 1]) for use, values in township.scene().hours.items()}


def sliders() -> dict[str, Any]:
    """A slider for every measure and the seed."""
    say = words(LANG)
    named = {key: Slider(say.measure(key), 0.0, 0.0, 1.0, 0.1) for key in MEASURES}
    return {"seed": Slider(say("view.scene.seed"), 1, 1, 99, 1, dtype=int), **named}


@solara.component
def Page() -> Any:  # noqa: N802  (the name that Solara looks for)
    """A township of its own for every browser."""
    township = solara.use_memo(Township, [])
    SolaraViz(
        township,
        components=[(villages, 0), (participation, 0), (disputes, 0), (hours, 0)],
        model_params=sliders(),
        name="共治 Gongzhi",
        play_interval=200,
    )
