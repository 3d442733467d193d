"""The indicators of the model, as a table; see ``sim.indicators`` for what the columns mean."""

from sim.indicators import MONTHS, Gap, Indicator, Measured, Quantile

# fmt: off

_RATIOS = (
    Indicator("participation_month", "participation", {"self_governance.took_part": 1}, {"self_governance.present": 1}, 100, "%", 1, "took part in self-governance this month, adults present", "当月参与自治（在村成年人）"),
    Indicator("participation", "participation", {"self_governance.took_part_year": 1}, {"self_governance.present": 1}, 100, "%", 1, "took part at least once in 12 months, adults present", "近一年至少参与一次（在村成年人）"),
    Indicator("participation_60", "participation", {"self_governance.year_60": 1}, {"self_governance.present_60": 1}, 100, "%", 1, "... aged 60 or over", "其中 60 岁及以上"),
    Indicator("participation_under_60", "participation", {"self_governance.took_part_year": 1, "self_governance.year_60": -1}, {"self_governance.present": 1, "self_governance.present_60": -1}, 100, "%", 1, "... aged under 60", "其中 60 岁以下"),
    Indicator("participation_women", "participation", {"self_governance.year_women": 1}, {"self_governance.present_women": 1}, 100, "%", 1, "... women", "其中女性"),
    Indicator("participation_men", "participation", {"self_governance.took_part_year": 1, "self_governance.year_women": -1}, {"self_governance.present": 1, "self_governance.present_women": -1}, 100, "%", 1, "... men", "其中男性"),
    Indicator("participation_remote", "participation", {"self_governance.year_remote": 1}, {"self_governance.present_remote": 1}, 100, "%", 1, "... in remote villages", "其中偏远村"),
    Indicator("participation_near", "participation", {"self_governance.took_part_year": 1, "self_governance.year_remote": -1}, {"self_governance.present": 1, "self_governance.present_remote": -1}, 100, "%", 1, "... in other villages", "其中其他村"),
    Indicator("participation_away", "participation", {"self_governance.year_away": 1}, {"self_governance.away": 1}, 100, "%", 1, "took part at least once in 12 months, adults away", "近一年至少参与一次（外出成年人）"),
    Indicator("events", "participation", {"self_governance.events": 1}, {"places.villages": 1}, 1, "events/village/month", 1, "self-governance events", "自治活动场次"),
    Indicator("invited", "participation", {"self_governance.invited": 1}, {"self_governance.present": 1}, 100, "%", 0, "asked in person this month", "当月受到当面邀请"),
    Indicator("matters_done", "participation", {"self_governance.done": 1}, {"self_governance.raised": 1}, 100, "%", 1, "matters raised that were acted on in time", "提出事项及时办理率"),
    Indicator("efficacy", "participation", {"self_governance.efficacy": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "sense of efficacy", "效能感"),
    Indicator("unaware_supervision", "awareness", {"self_governance.present": 1, "self_governance.aware_supervision": -1}, {"self_governance.present": 1}, 100, "%", -1, "do not know the supervision committee", "不知晓村民监督委员会"),
    Indicator("unaware_mediation", "awareness", {"self_governance.present": 1, "self_governance.aware_mediation": -1}, {"self_governance.present": 1}, 100, "%", -1, "do not know the mediation committee", "不知晓调解委员会"),
    Indicator("unaware_rules", "awareness", {"self_governance.present": 1, "self_governance.aware_rules": -1}, {"self_governance.present": 1}, 100, "%", -1, "do not know the village rules", "不知晓村规民约"),
    Indicator("registered_volunteers", "volunteering", {"volunteering.registered": 1}, {"self_governance.present": 1}, 100, "%", 1, "registered volunteers, adults present", "注册志愿者占比"),
    Indicator("active_volunteers", "volunteering", {"volunteering.active_volunteers": 1}, {"self_governance.present": 1}, 100, "%", 1, "served within three months, adults present", "近三月服务者占比"),
    Indicator("members", "volunteering", {"volunteering.members": 1}, MONTHS, 1, "persons", 1, "members of volunteer organisations", "志愿组织成员"),
    Indicator("active_organisations", "volunteering", {"volunteering.active_organisations": 1}, MONTHS, 1, "organisations", 1, "active volunteer organisations", "活跃志愿组织数", rare=True),
    Indicator("active_share", "volunteering", {"volunteering.active_organisations": 1}, {"volunteering.organisations": 1}, 100, "%", 1, "active share of volunteer organisations", "志愿组织活跃率", rare=True),
    Indicator("volunteer_hours", "volunteering", {"volunteering.hours_organisation": 1, "volunteering.hours_mobilised": 1, "volunteering.hours_leader": 1}, MONTHS, 1, "h/month", 1, "volunteer hours", "志愿服务工时"),
    Indicator("hours_per_registrant", "volunteering", {"volunteering.hours_organisation": 1, "volunteering.hours_mobilised": 1, "volunteering.hours_leader": 1}, {"volunteering.registered": 1}, 12, "h/year", 1, "volunteer hours per registered volunteer", "人均年志愿工时（注册志愿者）"),
    Indicator("leaders", "volunteering", {"volunteering.leaders": 1}, MONTHS, 1, "persons", 0, "micro-grid leaders", "微网格长人数"),
    Indicator("leader_tiredness", "volunteering", {"volunteering.tired_leaders": 1}, {"volunteering.leaders": 1}, 1, "-", -1, "tiredness of micro-grid leaders", "微网格长疲劳"),
    Indicator("point_worth", "volunteering", {"volunteering.redeemed": 1}, {"volunteering.demanded": 1}, 100, "%", 1, "worth of a point in the shop over its nominal worth", "积分实际兑付率"),
    Indicator("needs_met", "needs", {"needs.met_at_once": 1}, {"needs.needs": 1}, 100, "%", 1, "needs met within the month", "诉求当月办结率"),
    Indicator("needs_unmet", "needs", {"needs.unmet": 1}, {"needs.needs": 1}, 100, "%", -1, "needs never met", "诉求未获满足率"),
    Indicator("first_cadre", "needs", {"needs.first_cadre": 1}, {"needs.needs": 1, "needs.first_family": -1}, 100, "%", 0, "first choice outside the family: village cadres", "家庭外首选：村干部"),
    Indicator("first_neighbour", "needs", {"needs.first_neighbour": 1}, {"needs.needs": 1, "needs.first_family": -1}, 100, "%", 0, "first choice outside the family: neighbours", "家庭外首选：邻里"),
    Indicator("first_volunteer", "needs", {"needs.first_volunteer": 1}, {"needs.needs": 1, "needs.first_family": -1}, 100, "%", 0, "first choice outside the family: volunteers", "家庭外首选：志愿者"),
    Indicator("first_platform", "needs", {"needs.first_platform": 1}, {"needs.needs": 1, "needs.first_family": -1}, 100, "%", 0, "first choice outside the family: platform or hotline", "家庭外首选：平台热线"),
    Indicator("first_township", "needs", {"needs.first_township": 1}, {"needs.needs": 1, "needs.first_family": -1}, 100, "%", 0, "first choice outside the family: township", "家庭外首选：乡镇"),
    Indicator("first_family", "needs", {"needs.first_family": 1}, {"needs.needs": 1}, 100, "%", 0, "needs handled within the family or left", "自家解决或搁置占比"),
    Indicator("voiced_above", "needs", {"needs.first_platform": 1, "needs.first_township": 1}, {"places.villages": 1}, 12, "per village and year", 0, "needs voiced directly to township or platform", "直接向乡镇或平台反映的诉求"),
    Indicator("grievances", "disputes", {"grievances.grievances": 1}, {"self_governance.present": 1}, 1200, "per 100 adults and year", -1, "new grievances", "新生矛盾"),
    Indicator("land_grievances", "disputes", {"grievances.land": 1}, {"places.households": 1}, 1200, "per 100 households and year", -1, "new land grievances", "新生土地矛盾"),
    Indicator("borne", "disputes", {"grievances.borne": 1}, {"grievances.grievances": 1}, 100, "%", -1, "grievances borne", "忍耐占比"),
    Indicator("talked", "disputes", {"grievances.talked": 1}, {"grievances.grievances": 1}, 100, "%", 1, "grievances talked over", "协商解决占比"),
    Indicator("brought", "disputes", {"grievances.brought": 1}, {"grievances.grievances": 1}, 100, "%", 0, "grievances brought to a third party", "找第三方占比"),
    Indicator("borne_severity", "disputes", {"grievances.borne_severity": 1}, {"grievances.severity": 1}, 100, "%", -1, "severity that is borne, of all severity", "忍耐的严重程度占比"),
    Indicator("resolved", "disputes", {"grievances.talked": 1, "settlement.settled_village": 1, "settlement.settled_township": 1, "settlement.settled_county": 1}, {"grievances.grievances": 1}, 100, "%", 1, "grievances resolved: talked over or settled in fact", "矛盾化解率（协商或实质化解）"),
    Indicator("turned_away", "disputes", {"settlement.settled_paper": 1, "settlement.withdrawn": 1, "settlement.closed": 1, "settlement.lost": 1}, {"grievances.grievances": 1}, 100, "%", -1, "grievances turned away: withdrawn, buried or papered over", "被推回的矛盾：撤回、搁置、纸面了结"),
    Indicator("settled_village_share", "disputes", {"settlement.settled_village": 1}, {"settlement.settled_village": 1, "settlement.settled_township": 1, "settlement.settled_county": 1}, 100, "%", 1, "of cases settled in fact, at the village", "实质化解案件中村级占比"),
    Indicator("settled_township_share", "disputes", {"settlement.settled_township": 1}, {"settlement.settled_village": 1, "settlement.settled_township": 1, "settlement.settled_county": 1}, 100, "%", 0, "of cases settled in fact, at the township", "实质化解案件中乡镇占比"),
    Indicator("settled_county_share", "disputes", {"settlement.settled_county": 1}, {"settlement.settled_village": 1, "settlement.settled_township": 1, "settlement.settled_county": 1}, 100, "%", 0, "of cases settled in fact, at the county", "实质化解案件中县级占比"),
    Indicator("true_village", "disputes", {"settlement.true_village": 1}, {"settlement.attempts_village": 1}, 100, "%", 1, "attempts at the village that settle in fact", "村级调解实质化解率"),
    Indicator("recorded", "disputes", {"grievances.recorded": 1}, {"places.residents": 1}, 12000, "per 1,000 residents and year", 0, "recorded disputes", "登记纠纷"),
    Indicator("sensed", "disputes", {"grievances.sensed": 1}, {"grievances.grievances": 1}, 100, "%", 1, "grievances noticed early", "早期发现率"),
    Indicator("relapses", "disputes", {"settlement.reopened": 1}, {"settlement.attempts_village": 1, "settlement.attempts_township": 1, "settlement.attempts_county": 1}, 100, "per 100 attempts", -1, "relapses", "反复率"),
    Indicator("backlog", "disputes", {"settlement.open": 1}, {"self_governance.present": 1}, 1000, "per 1,000 adults", -1, "open cases", "在办积案"),
    Indicator("petitions", "disputes", {"settlement.petitions": 1}, {"self_governance.present": 1}, 12000, "per 1,000 adults and year", 0, "petitions from disputes", "信访", rare=True),
    Indicator("lawsuits", "disputes", {"settlement.suits": 1}, {"self_governance.present": 1}, 12000, "per 1,000 adults and year", 0, "lawsuits from disputes", "诉讼", rare=True),
    Indicator("type_family", "disputes", {"grievances.recorded_family": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: family", "登记纠纷：家庭"),
    Indicator("type_neighbours", "disputes", {"grievances.recorded_neighbours": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: neighbours", "登记纠纷：邻里"),
    Indicator("type_land", "disputes", {"grievances.recorded_land": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: land and homestead", "登记纠纷：土地宅基地"),
    Indicator("type_village", "disputes", {"grievances.recorded_village": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: village affairs", "登记纠纷：村务"),
    Indicator("type_labour", "disputes", {"grievances.recorded_labour": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: labour", "登记纠纷：劳动"),
    Indicator("type_contract", "disputes", {"grievances.recorded_contract": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: contract and damages", "登记纠纷：合同与赔偿"),
    Indicator("type_other", "disputes", {"grievances.recorded_other": 1}, {"grievances.recorded": 1}, 100, "%", 0, "recorded disputes: other", "登记纠纷：其他"),
    Indicator("paperwork_share", "cadres", {"cadre_time.paperwork": 1}, {"cadre_time.hours": 1}, 100, "%", -1, "cadre time on paperwork", "干部材料事务占比"),
    Indicator("service_hours", "cadres", {"cadre_time.service": 1}, {"places.villages": 1}, 1, "h/village/month", 1, "service time, effective hours", "服务工时（有效）"),
    Indicator("organising_hours", "cadres", {"cadre_time.organising": 1}, {"places.villages": 1}, 1, "h/village/month", 1, "organising time, effective hours", "组织自治工时（有效）"),
    Indicator("burnout", "cadres", {"cadre_time.burnout": 1}, {"cadre_time.filled": 1}, 1, "0-1", -1, "burnout of cadres", "干部倦怠"),
    Indicator("skill", "cadres", {"cadre_time.skill": 1}, {"cadre_time.filled": 1}, 1, "0-1", 1, "skill of cadres", "干部技能"),
    Indicator("quits", "cadres", {"cadre_time.quits": 1}, {"cadre_time.filled": 1}, 1200, "% a year", -1, "cadres who quit", "干部离职率", rare=True),
    Indicator("vacancies", "cadres", {"cadre_time.posts": 1, "cadre_time.filled": -1}, {"cadre_time.posts": 1}, 100, "%", -1, "vacant posts", "岗位空缺率", rare=True),
    Indicator("pressure", "cadres", {"cadre_time.pressure": 1}, {"self_governance.present": 1}, 1, "x usual", -1, "petition pressure", "信访压力"),
    Indicator("unpaid_workers", "economy", {"economy.unpaid": 1}, {"economy.workers": 1}, 100, "%", -1, "workers in arrears", "被欠薪职工占比"),
    Indicator("trust_neighbour", "trust", {"trust.neighbour": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "trust in neighbours", "对邻里的信任"),
    Indicator("trust_volunteer", "trust", {"trust.volunteer": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "trust in volunteers", "对志愿者的信任"),
    Indicator("trust_cadre", "trust", {"trust.cadre": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "trust in village cadres", "对村干部的信任"),
    Indicator("trust_platform", "trust", {"trust.platform": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "trust in the platform", "对平台的信任"),
    Indicator("trust_township", "trust", {"trust.township": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "trust in the township", "对乡镇的信任"),
    Indicator("satisfaction", "trust", {"trust.satisfaction": 1}, {"self_governance.present": 1}, 1, "0-1", 1, "satisfaction", "满意度"),
)

_BY_KEY = {indicator.key: indicator for indicator in _RATIOS}

_GAPS = (
    Gap("gap_age", "participation", _BY_KEY["participation_60"], _BY_KEY["participation_under_60"], "points", 0, "participation gap: aged 60 or over less under 60", "参与差距：60 岁及以上减 60 岁以下"),
    Gap("gap_remote", "participation", _BY_KEY["participation_remote"], _BY_KEY["participation_near"], "points", 0, "participation gap: remote villages less others", "参与差距：偏远村减其他村"),
    Gap("gap_away", "participation", _BY_KEY["participation_away"], _BY_KEY["participation"], "points", 0, "participation gap: away less present", "参与差距：外出减在村"),
    Gap("gap_women", "participation", _BY_KEY["participation_women"], _BY_KEY["participation_men"], "points", 0, "participation gap: women less men", "参与差距：女性减男性"),
)

_QUANTILES = (
    Quantile("months_median", "disputes", "settlement.months", 0.5, "months", -1, "months to a settlement in fact, median", "实质化解用时中位数"),
    Quantile("months_p90", "disputes", "settlement.months", 0.9, "months", -1, "months to a settlement in fact, 90th percentile", "实质化解用时 90 分位数"),
)

# fmt: on

INDICATORS: dict[str, Measured] = {item.key: item for item in (*_RATIOS, *_GAPS, *_QUANTILES)}
"""All indicators by key, in the order of tables."""
