"""Self-governance 村民自治: events, who comes, and whether what was raised is acted on."""

from typing import Annotated, NamedTuple

from sim.core.parameters import number

# fmt: off  (a table, one number a line: value, prior low and high, unit, status, evidence)


class SelfGovernance(NamedTuple):
    """Self-governance 村民自治: events, who comes, and whether what was raised is acted on."""

    events_floor: Annotated[float, number(0.35, 0.2, 0.6, "events/village/month", "assumed", en="events that happen anyway", zh="保底活动数")]
    events_most: Annotated[float, number(3.2, 2, 5, "events/village/month", "assumed", en="most events that organising hours can bring", zh="组织工时可带来的最多活动")]
    events_half: Annotated[float, number(45, 30, 70, "h/month", "assumed", en="organising hours with half of the most events", zh="达到一半活动数的组织工时")]
    events_leader: Annotated[float, number(0.25, 0.1, 0.5, "events per 10 leaders", "assumed", "O-C09", en="courtyard meetings held by micro-grid leaders", zh="微网格长组织的院坝会")]
    constant: Annotated[float, number(-2.85, -3.3, -2.6, "logit", "calibrated", "B-C1", "B-C2", "O-N60", en="taking part in usual conditions", zh="常态参与")]
    events: Annotated[float, number(0.55, 0.3, 0.8, "logit", "assumed", en="taking part per log of events", zh="活动数的作用（凹性）")]
    awareness: Annotated[float, number(0.55, 0.3, 0.8, "logit", "assumed", "B-C11", "B-P2", en="taking part per institution known (supervision committee, rules)", zh="知晓制度的作用")]
    awareness_0: Annotated[float, number(1.2, 1, 1.4, "institutions", "assumed", en="usual number of institutions known", zh="知晓制度数参照值")]
    efficacy: Annotated[float, number(1.6, 1, 2.2, "logit", "assumed", "B-C12", en="taking part per unit of efficacy", zh="效能感的作用")]
    efficacy_0: Annotated[float, number(0.38, 0.3, 0.45, "0-1", "assumed", "B-C12", en="usual sense of efficacy", zh="效能感参照值")]
    peers: Annotated[float, number(1.1, 0.75, 1.5, "logit", "published", "B-P1d", en="taking part per share of ties who did in 12 months", zh="亲友参与的作用")]
    peers_0: Annotated[float, number(0.33, 0.2, 0.4, "share", "assumed", en="usual share of ties who took part", zh="亲友参与参照值")]
    invited: Annotated[float, number(1.2, 0.8, 1.8, "logit", "published", "B-V5", "B-V7", "B-V8", en="taking part when asked in person", zh="受到当面邀请的作用")]
    trust: Annotated[float, number(0.7, 0.3, 1.1, "logit", "assumed", "B-C7", en="taking part per unit of trust in cadres", zh="对干部信任的作用")]
    habit: Annotated[float, number(0.9, 0.5, 1.3, "logit", "assumed", en="taking part per unit of habit", zh="参与习惯的作用")]
    habit_0: Annotated[float, number(0.05, 0.03, 0.08, "0-1", "assumed", en="usual habit", zh="习惯参照值")]
    habit_speed: Annotated[float, number(0.1, 0.05, 0.2, "1/month", "assumed", en="speed of habit", zh="习惯形成速度")]
    motivation: Annotated[float, number(0.55, 0.3, 0.8, "logit", "assumed", "B-C13", en="taking part per unit of own motivation", zh="内在动机的作用")]
    motivation_spread: Annotated[float, number(0.5, 0.3, 0.7, "sd", "assumed", en="spread of motivation", zh="内在动机离散度")]
    reward: Annotated[float, number(0.06, 0.02, 0.10, "logit/yuan", "assumed", "B-V14", en="taking part per yuan of reward", zh="奖励的作用")]
    crowding: Annotated[float, number(0.02, -0.02, 0.06, "logit/yuan", "assumed", "B-V14", en="crowding-out of the motivated per yuan of reward; the sign is open", zh="奖励对内在动机的挤出（方向未定）")]
    working: Annotated[float, number(0.5, 0.2, 0.8, "logit", "assumed", en="time cost of those with a job (less)", zh="在职者的时间成本")]
    old: Annotated[float, number(0.5, 0.2, 0.8, "logit", "assumed", "B-V15", en="those aged 78 or over (less)", zh="78 岁以上")]
    remote: Annotated[float, number(0.3, 0.1, 0.5, "logit", "assumed", en="remote villages (less)", zh="偏远村")]
    stake: Annotated[float, number(1.5, 0.8, 2, "logit", "assumed", "B-C9", en="smaller stake per share of ties away (less)", zh="亲友外出使利益关联减弱")]
    stake_0: Annotated[float, number(0.27, 0.2, 0.35, "share", "observed", "O-W37", en="usual share of ties away", zh="亲友外出参照值")]
    imitation: Annotated[float, number(1, 0.5, 2, "logit", "assumed", "B-P1", "B-D17", en="taking part per share by which a demonstration site is ahead", zh="对示范点的模仿")]
    tired: Annotated[float, number(0.4, 0.2, 0.8, "logit", "assumed", en="those who took part last month (less)", zh="上月已参与者")]
    exhausted: Annotated[float, number(0.5, 0.2, 0.8, "logit", "assumed", en="tiredness from volunteering (less)", zh="志愿疲劳的作用")]
    party: Annotated[float, number(0.6, 0.3, 0.9, "logit", "published", "B-C3", "B-G11", en="Party members", zh="党员")]
    never: Annotated[float, number(0.25, 0.2, 0.3, "share", "assumed", "B-P4", en="adults who never take part", zh="从不参与者比例")]
    remote_access: Annotated[float, number(1.2, 0.8, 1.6, "logit", "assumed", "B-G6", en="those away, through the platform (less)", zh="外出者线上参与的折扣")]
    invitations_hour: Annotated[float, number(1, 0.5, 2, "invitations/h", "assumed", en="personal invitations per organising hour", zh="每组织工时的当面邀请数")]
    raising: Annotated[float, number(0.35, 0.2, 0.5, "share", "assumed", en="participants who raise a matter", zh="提出事项的参与者比例")]
    act: Annotated[float, number(0.30, 0.15, 0.45, "matters/h", "calibrated", en="matters acted on per organising hour at usual authority", zh="每组织工时可办事项")]
    act_fund: Annotated[float, number(0.9, 0.5, 1.5, "matters/1000 yuan", "assumed", en="matters acted on per 1,000 yuan of village funds", zh="每千元可办事项")]
    collective_share: Annotated[float, number(0.3, 0.15, 0.5, "share", "assumed", "B-G9", en="collective income spent on what residents raise", zh="集体收入用于居民事项的比例")]
    authority_0: Annotated[float, number(0.3, 0.2, 0.4, "0-1", "assumed", en="usual authority to act", zh="常态授权水平")]
    matter_up: Annotated[float, number(0.4, 0.2, 0.6, "share", "assumed", en="matters that need the township", zh="需乡镇协办的事项比例")]
    matter_patience: Annotated[float, number(1, 1, 3, "months", "assumed", en="months within which an answer counts", zh="答复时限")]
    efficacy_eta: Annotated[float, number(0.1, 0.05, 0.2, "per matter", "assumed", "B-C12", en="efficacy per matter", zh="每件事项对效能感的作用")]
    efficacy_loss: Annotated[float, number(1.5, 1, 4, "x", "assumed", "B-T1", en="weight of a matter left lying", zh="未办事项的权重")]
    efficacy_revert: Annotated[float, number(0.02, 0.01, 0.03, "1/month", "assumed", en="return of efficacy to its long-run level", zh="效能感回归速度")]
    efficacy_spread: Annotated[float, number(0.1, 0.05, 0.15, "0-1", "assumed", en="spread of efficacy at the start", zh="效能感离散度")]
