"""Trust and satisfaction 信任与满意度: stage 11."""

from typing import TYPE_CHECKING

from sim.core.maths import clip
from tests.oracle.arithmetic import f32
from tests.oracle.matters import Contact
from tests.oracle.people import PLATFORM, TOWNSHIP, VOLUNTEER, Resident

if TYPE_CHECKING:
    from tests.oracle.plain import PlainCounty


def learn(county: "PlainCounty") -> None:
    """Contacts first, then word of mouth and the return to what is usual."""
    before = [(change(county, contact), felt(county, contact)) for contact in county.contacts]
    news = [[0.0] * 5 for _ in county.village_list]
    for contact, (delta, satisfaction) in zip(county.contacts, before, strict=True):
        owner, channel = contact.owner, contact.channel
        owner.trust[channel] = f32(owner.trust[channel] + delta)
        owner.satisfaction = f32(owner.satisfaction + satisfaction)
        for tie in owner.ties:
            tie.trust[channel] = f32(tie.trust[channel] + county.parameters.trust.word * delta)
        news[owner.village.number][channel] += delta
    for resident in county.resident_list:
        settle_down(county, resident, news[resident.village.number])


def change(county: "PlainCounty", contact: Contact) -> float:
    """What a contact does to trust; losses weigh more, and a petition has a fixed price."""
    p = county.parameters.trust
    if contact.result is None:
        return -county.parameters.settlement.petition_trust
    trust = contact.owner.trust[contact.channel]
    delta = p.eta * (contact.result - trust)
    return delta * p.loss if contact.result < trust else delta


def felt(county: "PlainCounty", contact: Contact) -> float:
    """What a contact does to satisfaction."""
    if contact.result is None:
        return 0.0
    return county.parameters.trust.satisfaction_eta * (contact.result - contact.owner.satisfaction)


def usual(county: "PlainCounty") -> tuple[float, ...]:
    """Where trust in the channels begins, and returns to."""
    p = county.parameters.trust
    return p.start_neighbour, p.start_volunteer, p.start_cadre, p.start_platform, p.start_township


def settle_down(county: "PlainCounty", resident: Resident, news: list[float]) -> None:
    p, registered, starts = county.parameters.trust, resident.village.registered, usual(county)
    for channel, trust in enumerate(resident.trust):
        heard = p.word * p.heard * news[channel] / registered if channel in (VOLUNTEER, PLATFORM, TOWNSHIP) else 0.0
        resident.trust[channel] = f32(clip(trust + heard + p.revert * (starts[channel] - trust), 0.0, 1.0))
    satisfaction = resident.satisfaction
    back = p.satisfaction_revert * (p.satisfaction_start - satisfaction)
    resident.satisfaction = f32(clip(satisfaction + back, 0.0, 1.0))
