"""What must lie within bounds in any county, however odd."""

import numpy as np

from sim import County
from sim.processes.blocks import village_view
from tests.model.counties import POPULATIONS, arrays, counted

SHARES = {
    "residents": (
        "trust_neighbour",
        "trust_volunteer",
        "trust_cadre",
        "trust_platform",
        "trust_township",
        "efficacy",
        "habit",
        "satisfaction",
    ),
    "cadres": ("skill", "motivation", "burnout", "vacant"),
    "organisations": ("active",),
    "enterprises": ("arrears",),
}
"""Columns between 0 and 1."""
POSITIVE = {
    "residents": ("tired", "hours", "points", "frailty"),
    "cadres": ("pay", "tenure"),
    "organisations": ("members", "funds", "tasks", "hours"),
    "enterprises": ("employees", "age"),
    "bodies": ("skill", "hours", "used", "queue"),
}
VILLAGE_SHARES = ("rebound", "success", "unmet", "visible", "rate", "leader_effect", "cut", "paper_share")
STOCKS = (
    "participation_month",
    "participation",
    "participation_60",
    "participation_under_60",
    "participation_women",
    "participation_men",
    "participation_away",
    "invited",
    "matters_done",
    "unaware_supervision",
    "unaware_mediation",
    "unaware_rules",
    "registered_volunteers",
    "active_volunteers",
    "active_share",
    "point_worth",
    "needs_met",
    "first_cadre",
    "first_neighbour",
    "first_volunteer",
    "first_platform",
    "first_township",
    "first_family",
    "sensed",
    "settled_village_share",
    "true_village",
    "paperwork_share",
    "vacancies",
    "unpaid_workers",
)
"""Indicators in per cent of a whole that holds them in any month."""


def out_of_range(county: County) -> list[str]:
    """Names of all numbers of a county that are not finite or lie outside their bounds."""
    return [*_not_finite(county), *_columns(county), *_villages(county), *_indicators(county)]


def _not_finite(county: County) -> list[str]:
    return [name for name, values in arrays(county) if not np.isfinite(values).all()]


def _columns(county: County) -> list[str]:
    found = []
    for population in POPULATIONS:
        for name, column in getattr(county, population).columns.items():
            high = 1.0 if name in SHARES.get(population, ()) else np.inf
            low = 0.0 if high == 1.0 or name in POSITIVE.get(population, ()) else -np.inf
            if ((column < low) | (column > high)).any():
                found.append(f"{population}.{name}")
    return found


def _villages(county: County) -> list[str]:
    villages = village_view(county.state.villages)
    shares = [name for name in VILLAGE_SHARES if not _within(getattr(villages, name), 1.0)]
    others = {*villages._fields} - {*VILLAGE_SHARES, "skill"}
    return shares + [name for name in others if not _within(getattr(villages, name), np.inf)]


def _within(values: np.ndarray, high: float) -> bool:
    return bool(((values >= 0.0) & (values <= high)).all())


def _indicators(county: County) -> list[str]:
    found = []
    for level in ("village", "township", "county"):
        series = county.record.series(level)
        for name in STOCKS:
            known = series[name][~np.isnan(series[name])]
            if ((known < -1e-9) | (known > 100.0 + 1e-9)).any():
                found.append(f"{name} at {level}")
        both = ~np.isnan(series["months_p90"])
        if not (series["months_median"] <= series["months_p90"])[both].all():
            found.append(f"months_median at {level}")
    if (counted(county, "cadre_time.paperwork") > counted(county, "cadre_time.hours") + 1e-9).any():
        found.append("paperwork")
    return found
