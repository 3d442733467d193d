"""Phrases for the events of a log, from the texts of conf/words_trace.yaml."""

from collections.abc import Sequence
from typing import Any

from experiments.view.events import Event
from experiments.view.reasons import Detail, reasons, variant
from experiments.view.watched import Dispute, Person
from experiments.words import Lang, words
from sim.agents.village import CADRE, CHANNELS, TOWNSHIP
from sim.processes.pagoda import TYPES
from sim.world.facts import SECTORS

TIERS = ("village", "township", "county")
NEEDS = ("care", "certificate", "public", "hazard")
INSTITUTIONS = ("supervision", "mediation", "rules")
_NAMED = {
    "tier": ("tier", TIERS),
    "channel": ("channel", CHANNELS),
    "need": ("need", NEEDS),
    "institution": ("institution", INSTITUTIONS),
    "sector": ("sector", SECTORS),
}
"""Details that are numbers of named things: part of the table of texts, and names in order."""
_TRUST = ("trust", "trust_other", "trust_neighbour", "trust_cadre", "trust_township")
_SCORES = (*_TRUST, "before", "after", "result", "skill", "clarity")
_MONTHS = ("months", "waited", "taken")
_SHARES = ("chance", "unmet", "jobs")
_RESIDENTS = ("heir", "predecessor")
_DIGITS = {"severity": 1, "hours": 1, "needed": 1, "due": 1, "given": 1, "tired": 2, "visits": 1}


class Phrases:
    """Texts of one language for events in these villages."""

    def __init__(self, lang: Lang, villages: Sequence[str]) -> None:
        self.words = words(lang)
        self._villages = villages

    def text(self, event: Event, *, named: bool) -> str:
        """What happened; ``named``: a step of a dispute begins with its type."""
        told = _begun(self.words(f"trace.step.{variant(event)}", **self._values(event)))
        if not named or event.case is None:
            return told
        kind = self.words(f"trace.type.{TYPES[event.case[1]]}")
        return _begun(kind) + self.words("form.colon") + told

    def why(self, event: Event) -> str:
        """The reasons that the model's state gives, in one sentence; empty where it gives none."""
        values = self._values(event)
        clauses = [self.words(f"trace.why.{name}", **values) for name in reasons(event)]
        told = self.words("form.semicolon").join(clauses)
        return _begun(told) + self.words("form.stop") if told else ""

    def end(self, month: int, how: str, tier: int | None) -> str:
        """How a dispute stands after the last month, as a sentence."""
        return self.words("trace.step.end", stands=self.stand(month, how, tier))

    def stand(self, month: int, how: str, tier: int | None) -> str:
        """How a dispute stands in a month, and where (``tier``: None for no office)."""
        said = self.words("trace.stand", month=month, ended=self.words(f"trace.ended.{how}"))
        return said if tier is None else said + self.words.bracketed(self.words(f"trace.tier.{TIERS[tier]}"))

    def dispute(self, about: Dispute, first: Detail) -> str:
        """A dispute: whose, of what kind, against whom, how severe; ``first``: what its first decision told."""
        since, other = "since" if about.born > 0 else "since_before", first.get("other")
        against = severity = ""
        if other is not None:
            against = self.words("trace.heading.no_resident")
            if other >= 0:
                against = self.words("trace.heading.other", other=self._resident(other))
        if "severity" in first:
            severity = self.words("trace.heading.severity", severity=self._shown("severity", first["severity"]))
        return self.words(
            "trace.heading.dispute",
            resident=self._resident(about.name[0]),
            village=self.village(about.village),
            type=self.words(f"trace.type.{TYPES[about.name[1]]}"),
            since=self.words(f"trace.heading.{since}", month=about.born),
            other=against,
            severity=severity,
        )

    def person(self, about: Person) -> str:
        """A resident as he was at first."""
        schooling = ""
        if about.schooling is not None:
            schooling = self.words("trace.heading.schooling", years=about.schooling)
        traits = [name for name in ("party", "away", "never", "registrant", "leader") if getattr(about, name)]
        told = self.words(
            "trace.heading.person",
            resident=self._resident(about.person),
            village=self.village(about.village),
            sex=self.words(f"trace.heading.{'male' if about.male else 'female'}"),
            age=about.age,
            schooling=schooling,
            traits="".join(self.words(f"trace.heading.{name}") for name in traits),
        )
        return _begun(told)

    def label(self, about: Dispute | Person) -> str:
        """A choice: why it is offered, who or what it is."""
        offer = _begun(self.words(f"trace.offer.{about.why}"))
        if isinstance(about, Person):
            return offer + self.words("form.colon") + self._resident(about.person)
        kind = self.words(f"trace.type.{TYPES[about.name[1]]}")
        return self.words("trace.choice", offer=offer, what=kind, resident=self._resident(about.name[0]))

    def village(self, v: int) -> str:
        """A village by its kind and number, or by its name where it has another."""
        *_, number, kind = ("", *self._villages[v].split())
        keys = {"村": "village", "社区": "community"}
        return self.words(f"view.scene.{keys[kind]}", n=number) if kind in keys else self._villages[v]

    def _resident(self, person: int) -> str:
        return self.words("trace.resident", person=person)

    def _values(self, event: Event) -> dict[str, str]:
        told = event.detail
        values = {name: self._shown(name, value) for name, value in told.items()}
        values["resident"] = self._resident(event.person)
        if event.kind == "heard":
            values["channel"] = self.words(f"trace.channel.{CHANNELS[CADRE if told['tier'] == 0 else TOWNSHIP]}")
        if told.get("tier", -1) >= 0:
            values["office"] = self.words(f"trace.office.{TIERS[told['tier']]}")
            values["next"] = self.words(f"trace.tier.{TIERS[min(told['tier'] + 1, 2)]}")
        return values

    def _shown(self, name: str, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if name in _NAMED:
            part, names = _NAMED[name]
            return self.words(f"trace.{part}.{names[int(value)]}") if 0 <= value < len(names) else ""
        if name in _RESIDENTS:
            return self._resident(value)
        if name in _SCORES:
            return self.words("trace.score", number=self.words.number(value * 100))
        if name in _MONTHS:
            return self.words.count("months", value)
        if name == "attempts":
            return self.words(f"trace.times.{'once' if value == 1 else 'many'}", n=value)
        if name in _SHARES:
            return self.words("form.percent", number=self.words.number(value * 100))
        return self.words.number(value, _DIGITS.get(name, 0))


def _begun(text: str) -> str:
    """Text as a sentence begins."""
    return text[0].upper() + text[1:]
