"""What a county is, as a file says it: places, people and institutions, every figure with its source.

``load_description`` reads a file of conf/county/ by its name, or any other by its path. A file may say ``base: name``
to take over what it does not say itself from a shipped description. The form is explained at the head of
conf/county/wushan.yaml. A description can be scaled to any size.
"""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError, model_validator
from pydantic_core import ErrorDetails

from sim.core.names import check_range, unknown
from sim.world.apportionment import apportion, nearest
from sim.world.documents import DescriptionError, Document, merged, read, read_named, where
from sim.world.facts import SECTORS
from sim.world.figures import ASSUMED, Count, Part, fault, shown
from sim.world.sections import MOST_ROWS, Adults, Firms, Name, Organisations, Places, Population, SocialWork, Township

LARGEST_HOUSEHOLD = 6
"""Registered adults in the largest household."""

_NONE = Count(value=0, source=(ASSUMED,), note="the file does not say")


class CountyDescription(Part):
    """A county at month 0; what a file leaves out of ``organisations``, ``social_work``, ``enterprises`` is zero."""

    name: Name
    places: Places
    population: Population
    mediators: Count
    grid_staff: Count
    organisations: Organisations = Organisations(registered=_NONE, active=_NONE)
    social_work: SocialWork = SocialWork(agencies=_NONE, social_workers=_NONE)
    enterprises: dict[str, Firms] = {}

    @property
    def adult_share(self) -> float:
        """Adults among registered persons."""
        return self.places.registered_adults / self.population.registered.value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.places.registered_adults > self.population.registered.value:
            adults = nearest(self.places.registered_adults)
            raise fault(f"fewer persons than registered adults ({adults})", "population", "registered")
        if self.adult_share < 0.5:
            raise fault("more than half of the registered persons are children", "population", "registered")
        for kind in ("rural", "urban"):
            adults_per_household = getattr(self.population.persons_per_household, kind).value * self.adult_share
            if not 1.0 <= adults_per_household <= LARGEST_HOUSEHOLD:
                reason = f"would give {adults_per_household:.2f} adults a household (allowed 1 to {LARGEST_HOUSEHOLD})"
                raise fault(reason, "population", "persons_per_household", kind)
        for sector in self.enterprises:
            if sector not in SECTORS:
                raise fault(str(unknown("sector", sector, SECTORS)), "enterprises", sector)
        if sum(sector.firms.value for sector in self.enterprises.values()) > MOST_ROWS:
            raise fault(f"at most {MOST_ROWS} firms", "enterprises")
        return self

    def scaled(
        self, townships: int, villages_per_township: int, adults_per_village: float | None = None
    ) -> "CountyDescription":
        """A county of another size with the same shares; county totals follow the registered adults.

        ``villages_per_township`` counts villages and communities, which keep their proportion;
        ``adults_per_village`` is their mean (None: as here), with at least one adult in each. Raises ``ValueError``
        where a description cannot have that size.
        """
        check_range("townships", townships, 1, MOST_ROWS, "townships")
        check_range("villages_per_township", villages_per_township, 1, MOST_ROWS, "villages and communities")
        places = _scaled_places(self.places, townships, villages_per_township, adults_per_village)
        return _scaled_totals(self, places)


def _scaled_places(old: Places, townships: int, per_township: int, mean: float | None) -> Places:
    units = townships * per_township
    urban = nearest(units * old.communities.value / old.units)
    adults = (units - urban) * old.adults.village.value + urban * old.adults.community.value
    factor = 1.0 if mean is None else mean * units / adults
    how = f"scaled to {townships} x {per_township} villages"
    split = []
    for k in range(townships):
        again, which = divmod(k, len(old.townships.value))
        name, suffix = old.townships.value[which], f" {again + 1}" if again else ""
        communities = urban * (k + 1) // townships - urban * k // townships
        names = {"zh": name.zh + suffix, "en": name.en + suffix}
        split.append(Township(**names, villages=per_township - communities, communities=communities))
    return Places(
        townships=old.townships.derived(tuple(split), how),
        villages=old.villages.derived(units - urban, how),
        communities=old.communities.derived(urban, how),
        adults=Adults(
            village=old.adults.village.derived(max(old.adults.village.value * factor, 1.0), how),
            community=old.adults.community.derived(max(old.adults.community.value * factor, 1.0), how),
            spread=old.adults.spread,
        ),
        groups=old.groups,
        clans=old.clans,
        remote=old.remote,
    )


def _scaled_totals(old: CountyDescription, places: Places) -> CountyDescription:
    growth = places.registered_adults / old.places.registered_adults
    how = f"{growth:.4g} times {old.name.en}"

    def grown(figure: Count) -> Count:
        return figure.derived(nearest(figure.value * growth), how)

    # Rounding must not leave fewer persons than adults in the smallest counties.
    persons = max(nearest(old.population.registered.value * growth), math.ceil(places.registered_adults))
    numbers = [sector.firms.value for sector in old.enterprises.values()]
    firms = apportion(nearest(sum(numbers) * growth), numbers) if numbers else []
    return CountyDescription(
        name=old.name,
        places=places,
        population=old.population.model_copy(update={"registered": old.population.registered.derived(persons, how)}),
        mediators=grown(old.mediators),
        grid_staff=grown(old.grid_staff),
        organisations=Organisations(
            registered=grown(old.organisations.registered), active=grown(old.organisations.active)
        ),
        social_work=SocialWork(
            agencies=grown(old.social_work.agencies), social_workers=grown(old.social_work.social_workers)
        ),
        enterprises={
            name: Firms(firms=sector.firms.derived(number, how), employees=sector.employees)
            for (name, sector), number in zip(old.enterprises.items(), firms, strict=True)
        },
    )


def load_description(name_or_path: str | Path) -> CountyDescription:
    """The county of a shipped name (``wushan``) or of a file (a path that ends in .yaml or .yml).

    Raises ``DescriptionError``, which says ``file: line N: field: reason`` for every fault.
    """
    path = Path(name_or_path)
    named = path.suffix not in (".yaml", ".yml")
    documents = [read_named(str(name_or_path)) if named else read(path, str(path))]
    data: Mapping[str, Any] = documents[0].data
    if "base" in data:
        documents.append(_base(documents[0]))
        data = merged(documents[1].data, {name: part for name, part in data.items() if name != "base"})
    try:
        return CountyDescription.model_validate(data)
    except ValidationError as error:
        faults = [_message(details, documents) for details in error.errors(include_url=False)]
        raise DescriptionError("\n".join(faults)) from None


def _base(document: Document) -> Document:
    name = str(document.data["base"])
    try:
        base = read_named(name)
        if "base" in base.data:
            raise DescriptionError(f"'{name}' has a base itself")
    except DescriptionError as error:
        raise DescriptionError(f"{where([document], ['base'])}: base: {error}") from None
    return base


def _message(error: ErrorDetails, documents: Sequence[Document]) -> str:
    location = [*error["loc"], *error.get("ctx", {}).get("at", ())]
    reason = error["msg"]
    if error["type"] == "missing":
        reason = "is missing"
    elif error["type"] != "description":
        reason = f"{reason[0].lower()}{reason[1:]} (given {shown(error['input'])})"
    return f"{where(documents, location)}: {'.'.join(map(str, location))}: {reason}"
