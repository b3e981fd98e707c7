# 专利用语：schema.graphql 各枚举值的名称（<类别>-<值>）以及各种法律状态的含义。

status-filed = 已申请
status-published = 已公布
status-under-examination = 审查中
status-allowed = 拟授权
status-in-force = 有效
status-refused = 驳回
status-withdrawn = 撤回
status-abandoned = 视为撤回
status-lapsed = 终止
status-expired = 届满
status-surrendered = 主动放弃
status-revoked = 无效
status-unknown = 未知

patent-meaning-filed = 申请已提交，尚未授权。目前不能凭它阻止任何人，将来也可能被驳回。
patent-meaning-published = 申请已公开，但尚未授权，保护范围可能缩小，也可能被驳回。
patent-meaning-under-examination = 专利局正在审查，尚未授权；最终授权的范围可能小于申请的范围。
patent-meaning-allowed = 专利局拟授予专利权，授权手续尚待完成。
patent-meaning-in-force = 专利权已授予且有效。在维持期间，他人在该国使用其保护的内容须经专利权人许可。
patent-meaning-refused = 申请已被驳回。除非复审成功，否则不产生任何保护。
patent-meaning-withdrawn = 申请人已撤回申请，不产生任何保护。
patent-meaning-abandoned = 申请已被放弃或逾期未办理。除非获准恢复，否则不产生任何保护。
patent-meaning-lapsed = 专利权已终止，多因未缴年费。除非恢复权利，否则任何人都可以在该国使用该发明。
patent-meaning-expired = 保护期限已届满，任何人都可以在该国使用该发明。
patent-meaning-surrendered = 专利权人已声明放弃，任何人都可以在该国使用该发明。
patent-meaning-revoked = 专利权已被宣告无效，视为自始不存在。
patent-meaning-unknown = 没有登记簿告诉我们这项权利的状态，在确认之前请勿以它为依据。

ip-summary-green = { $count ->
   *[other] 登记簿中没有对本众筹依托的 { $n } 项专利不利的记载。
}
ip-summary-notice = { $count ->
   *[other] 本众筹依托的 { $n } 项专利仍然成立，但认投前有须知事项。
}
ip-summary-alert = { $count ->
   *[other] 本众筹依托的 { $n } 项专利中有需要留意的情况，请在认投前阅读。
}
ip-summary-lost = { $count ->
   *[other] 本众筹依托的 { $n } 项专利中，至少一项已不再提供保护。
}
ip-summary-unknown = { $count ->
    [0] 本众筹尚无经确认的专利。
   *[other] 尚无登记簿确认本众筹所依托的 { $n } 项专利的状态。
}
# $count: of how many of them that is so
ip-summary-other-owner = { $count ->
   *[other] 其中 { $n } 项专利登记的权利人并非发起人。
}
ip-summary-stale = { $count ->
   *[other] 其中 { $n } 项专利的状态已有一段时间未经核对，可能已经变化。
}

patent-risk-status-lost = 该权利已不再提供保护。
patent-risk-status-unknown = 尚无登记簿确认该权利的状态。
patent-risk-status-stale = 该状态已有一段时间未经核对，可能已经变化。
patent-risk-pending = 尚未授权，保护范围可能缩小，也可能被驳回。
patent-risk-expires-soon = 保护期限即将届满。
patent-risk-annuity-due = 年费即将到期。
patent-risk-annuity-in-grace = 年费已逾期。滞纳期内仍未缴纳的，专利权将终止。
patent-risk-security = 已办理专利权质押登记。债务未清偿时，该专利可能被处置以偿债。
patent-risk-preservation = 已被法院保全，解除之前不得转让。
patent-risk-consent-not-shown = 该专利已出质，同时登记有开放许可。开放许可须经质权人同意，登记簿未显示已取得同意。
patent-risk-title-threatened = 他人对该专利享有可能使其易主的权利。
patent-risk-exclusive-licence = 已许可他人独占实施，专利权人可能无法自行实施。
patent-risk-challenged = 该权利正受到异议或无效宣告等质疑，保护范围可能缩小或被撤销。
patent-risk-encumbered = 他人在该专利上享有权利。
patent-risk-owner-mismatch = 登记的专利权人不是本众筹的发起人。

confidence-office-current = 专利局当前状态
confidence-event-derived = 由登记事件得出
confidence-presumed = 推定
confidence-documented = 由专利局文件载明
confidence-self-declared = 发起人自述

owner-match-exact = 登记的专利权人即发起人
owner-match-normalised = 登记的专利权人即发起人（写法不同）
owner-match-namesake = 登记在与发起人同名者名下，可能并非本人
owner-match-other-party = 登记在发起人以外的人名下
owner-match-unknown = 尚未与发起人比对

annuity-not-due = 尚未到期
annuity-paid = 已缴纳
annuity-window-open = 可以缴纳
annuity-due-soon = 即将到期
annuity-overdue-in-grace = 已逾期，处于滞纳期内
annuity-grace-ended-no-record = 滞纳期已过，无缴费记录
annuity-lapsed-recorded = 因未缴费终止
annuity-no-fees = 无须缴纳年费
annuity-unknown = 未知

encumbrance-security = 专利权质押登记
encumbrance-preservation = 法院保全
encumbrance-exclusive-licence = 独占实施许可
encumbrance-licence = 实施许可
encumbrance-open-licence = 开放许可
encumbrance-right-in-rem = 物权
encumbrance-receivership = 破产接管
encumbrance-ownership-dispute = 权属纠纷

lapse-risk-none = 终止风险：无
lapse-risk-low = 终止风险：低
lapse-risk-medium = 终止风险：有（半年内到期，或没有缴费记录）
lapse-risk-high = 终止风险：高（已逾期，或在众筹结束前到期）
lapse-risk-critical = 终止风险：极高（补缴期限已过）

term-basis-filing = 自申请日起算
term-basis-filing-unchecked = 仅自申请日起算，在先申请与期限调整不明
term-basis-grant = 自授权日起算
term-basis-oldest-parent = 自应计的最早申请起算，并计入期限调整
term-basis-register = 以登记簿所载为准

conveyance-assignment = 转让
conveyance-licence = 许可
conveyance-merger = 合并或改制
conveyance-name-change = 更名
conveyance-other = 其他登记
conveyance-receivership = 破产接管
conveyance-release = 解除质押
conveyance-security = 质押
conveyance-security-transfer = 质权转移

challenge-opposition = 异议
challenge-invalidation = 无效宣告请求
challenge-ptab = 专利局审理程序
challenge-reexamination = 再审查
challenge-court = 诉讼
challenge-limitation = 限制程序
challenge-other = 其他程序
challenge-ipr = 双方复审（IPR）
challenge-pgr = 授权后复审（PGR）
challenge-cbm = 商业方法复审（CBM）
challenge-der = 派生程序（DER）

aspect-challenges = 挑战
aspect-encumbrances = 负担
aspect-family = 同族
aspect-fees = 年费
aspect-ownership = 权属
aspect-status = 状态
aspect-technology = 技术
aspect-term = 期限

assessment-cause-calendar = 到了有影响的日期
assessment-cause-evidence = 登记簿有新内容
assessment-cause-rules = 规则更新

# 欧洲专利可存续的国家（ISO 3166-1 两字母代码）
state-al = 阿尔巴尼亚
state-at = 奥地利
state-ba = 波斯尼亚和黑塞哥维那
state-be = 比利时
state-bg = 保加利亚
state-ch = 瑞士
state-cy = 塞浦路斯
state-cz = 捷克
state-de = 德国
state-dk = 丹麦
state-ee = 爱沙尼亚
state-es = 西班牙
state-fi = 芬兰
state-fr = 法国
state-gb = 英国
state-ge = 格鲁吉亚
state-gr = 希腊
state-hr = 克罗地亚
state-hu = 匈牙利
state-ie = 爱尔兰
state-is = 冰岛
state-it = 意大利
state-kh = 柬埔寨
state-la = 老挝
state-li = 列支敦士登
state-lt = 立陶宛
state-lu = 卢森堡
state-lv = 拉脱维亚
state-ma = 摩洛哥
state-mc = 摩纳哥
state-md = 摩尔多瓦
state-me = 黑山
state-mk = 北马其顿
state-mt = 马耳他
state-nl = 荷兰
state-no = 挪威
state-pl = 波兰
state-pt = 葡萄牙
state-ro = 罗马尼亚
state-rs = 塞尔维亚
state-se = 瑞典
state-si = 斯洛文尼亚
state-sk = 斯洛伐克
state-sm = 圣马力诺
state-tn = 突尼斯
state-tr = 土耳其
state-up = 统一专利

right-invention = 发明专利
right-utility-model = 实用新型
right-design = 外观设计
right-plant = 植物专利
right-provisional = 临时申请
right-pct = 国际申请（PCT）

office-cn = 中国
office-us = 美国
office-ep = 欧洲专利局
office-wo = 世界知识产权组织（PCT）
office-jp = 日本
office-kr = 韩国
office-de = 德国
office-gb = 英国
office-other = 其他专利局

field-energy-storage = 储能
field-medical-devices = 医疗器械
field-robotics = 机器人
field-semiconductors = 半导体
field-new-materials = 新材料
field-agriculture = 农业
field-water-treatment = 水处理
field-optics = 光学
field-aerospace = 航空航天
field-software-ai = 软件与人工智能
field-other = 其他领域

# 状态的原因，或无法确定的原因
patent-reason-no-status-on-record = 尚未向任何登记簿查询其状态。
patent-reason-non-payment = 未缴纳年费。
patent-reason-term = 保护期限已届满。
patent-reason-grace = 年费已逾期，仍可在缴纳滞纳金后补缴。
patent-reason-final = 该决定已生效。
patent-reason-express = 申请人已作出声明。
patent-reason-international-phase = 申请处于国际阶段，本身不产生授权。
patent-reason-source-unavailable = 登记簿没有答复。
patent-reason-after-appeal = 经申诉程序后终止。
patent-reason-appeal-pending = 复审或上诉程序进行中。
patent-reason-converted = 已转换为其他申请。
patent-reason-court = 案件正由法院审理。
patent-reason-double-patenting = 为避免重复授权而放弃。
patent-reason-ended-reason-not-stated = 来源仅说明已失效，未说明原因。
patent-reason-end-event-on-record = 登记簿载有可能使其终止的事项，尚未核定。
patent-reason-erasure-reason-not-told = 登记簿标记为已注销，未说明原因。
patent-reason-fees = 未缴纳费用。
patent-reason-fees-not-checked = 来源仅载明授权，未载明其后是否缴费。
patent-reason-fee-window-passed = 已知年费的补缴期限已过，其后尚未再次查询登记簿。
patent-reason-formalities = 未满足形式要求。
patent-reason-gazette-entry-only = 来源仅有公报记载，未给出当前状态。
patent-reason-grant-formalities = 未办理授权登记手续。
patent-reason-interference = 处于抵触或派生程序中。
patent-reason-invalidated = 已被宣告无效。
patent-reason-issue-fee-unpaid = 未缴纳授权费。
patent-reason-no-exam-request = 未按期提出实质审查请求。
patent-reason-no-response = 未按期答复。
patent-reason-priority-claimed = 在后申请要求其优先权，本申请视为撤回。
patent-reason-provisional-expired = 临时申请到期自动终止，不产生专利权。
patent-reason-reexamination = 该案卷为再审查程序。
patent-reason-restoration-window = 已终止，但仍在恢复期内。
patent-reason-restored = 曾终止，后已恢复。
patent-reason-review-window = 已驳回，仍可请求复审。
patent-reason-secrecy = 处于保密令之下。
patent-reason-states-not-checked = 该专利在多个国家授权，尚未核查其在哪些国家有效。
patent-reason-status-code-not-known = 该局给出的代码不在对照表中。
patent-reason-status-text-not-known = 该局的用语不在对照表中。
patent-reason-supplemental-examination = 该案卷为补充审查程序。
patent-reason-suspended = 程序中止。
patent-reason-term-may-be-shorter = 已提交期末放弃声明，期限可能提前届满。
patent-reason-office-says-filed = 官方状态：已提交。
patent-reason-events-say-filed = 登记簿记录表明：已提交。
patent-reason-office-says-published = 官方状态：已公布。
patent-reason-events-say-published = 登记簿记录表明：已公布。
patent-reason-office-says-under-examination = 官方状态：审查中。
patent-reason-events-say-under-examination = 登记簿记录表明：审查中。
patent-reason-office-says-allowed = 官方状态：待授权。
patent-reason-events-say-allowed = 登记簿记录表明：待授权。
patent-reason-office-says-in-force = 官方状态：有效。
patent-reason-events-say-in-force = 登记簿记录表明：有效。
patent-reason-office-says-refused = 官方状态：已驳回。
patent-reason-events-say-refused = 登记簿记录表明：已驳回。
patent-reason-office-says-withdrawn = 官方状态：已撤回。
patent-reason-events-say-withdrawn = 登记簿记录表明：已撤回。
patent-reason-office-says-abandoned = 官方状态：视为撤回。
patent-reason-events-say-abandoned = 登记簿记录表明：视为撤回。
patent-reason-office-says-lapsed = 官方状态：因费用失效。
patent-reason-events-say-lapsed = 登记簿记录表明：因费用失效。
patent-reason-office-says-expired = 官方状态：已届满。
patent-reason-events-say-expired = 登记簿记录表明：已届满。
patent-reason-office-says-surrendered = 官方状态：已放弃。
patent-reason-events-say-surrendered = 登记簿记录表明：已放弃。
patent-reason-office-says-revoked = 官方状态：已被撤销。
patent-reason-events-say-revoked = 登记簿记录表明：已被撤销。
patent-reason-office-says-unknown = 官方状态：不确定。
patent-reason-events-say-unknown = 登记簿记录表明：不确定。
patent-reason-was-filed = 此日期之前：已提交。
patent-reason-was-published = 此日期之前：已公布。
patent-reason-was-under-examination = 此日期之前：审查中。
patent-reason-was-allowed = 此日期之前：待授权。
patent-reason-was-in-force = 此日期之前：有效。
patent-reason-application-ended-after-grant = 登记簿记载申请在授权之后终止，两者必有一误。
patent-reason-invalidation-extent-not-told = 已被宣告无效，但未说明是部分还是全部。
patent-reason-states-not-confirmed = 已在多个国家授权，但没有任何国家的缴费记录表明其仍然有效。
patent-reason-translation-missing = 未按时提交译文。
patent-reason-term-not-checked = 该局显示已授权，期限尚未核查。

# 知识产权证据评分：各项得分的说明
patent-score-scored = 依据登记簿所载内容评分，并非价值评估。
patent-score-pending-only = 尚未授权：评分最高为 55 分。
patent-score-no-active-right = 已没有有效的权利，因此评分为 0。
patent-score-not-enough-evidence = 证据不足，无法评分。
patent-score-in-force = 有效，由专利局或登记事项确认。
patent-score-in-force-documented = 专利局文件载明有效，审核人员已核对。
patent-score-in-force-presumed = 仅推定有效：目前没有登记簿予以确认。
patent-score-allowed = 办结手续并缴清费用后即可授权。
evidence-score-disclaimer = 它衡量登记簿公开的内容，不代表该权利的价值。
patent-score-under-examination = 审查中。
patent-score-published = 已公布；尚不知是否已开始审查。
patent-score-filed = 已提交申请，尚未公布。
patent-score-term-left = 期限届满日为 { $date }；剩余十年及以上得满分。
patent-score-term-not-known = 期限届满日无法确知。
patent-score-fees-none = 相当长时间内不会因年费而终止。
patent-score-fees-low = 年费已缴，下一次缴费尚远。
patent-score-fees-medium = 年费将在半年内到期，或没有缴费记录。
patent-score-fees-high = 年费已逾期，仍可补缴。
patent-score-fees-critical = 补缴年费的期限已过，且没有缴费记录。
patent-score-fees-not-known = 年费情况不明。
patent-score-challenge-open = 针对该权利的挑战程序正在进行。
patent-score-challenge-survived = 经受住了一次挑战。
patent-score-challenge-narrowed = 经挑战后权利要求被缩小。
patent-score-no-challenge = 没有针对该权利的挑战记录。
patent-score-challenges-not-told = 针对该权利的挑战结果不明。
patent-score-market = 已确认在 { $states } 个国家或局有效，其中 { $unknown } 个没有收入数据：合计相当于美国国民收入的百分之 { $percent }。
patent-score-market-not-confirmed = 没有任何国家确认其有效。
patent-score-market-not-in-table = 其有效地区没有可用的收入数据。
patent-score-family = 同族申请所在局数：{ $number }。
patent-score-family-not-listed = 没有同族清单。
patent-score-citations-no-baseline = 未衡量后续引用：尚无可比基准。
patent-score-scope = 国际专利分类不同小类数：{ $number }。
patent-score-scope-not-known = 分类情况不明。
patent-score-claims = 权利要求数：{ $number }。
patent-score-claims-not-known = 权利要求数不明。
patent-score-owner-exact = 登记的权利人与发起人名称完全一致。
patent-score-owner-normalised = 登记的权利人就是发起人，仅写法不同。
patent-score-owner-other = 登记在发起人以外的人名下。
patent-score-owner-namesake = 登记的权利人与发起人同名，但可能不是同一人。
patent-score-owner-not-compared = 无法将登记的权利人与发起人比对。
patent-score-chain-complete = 登记的每一任权利人均自前任取得。
patent-score-chain-gap = 两任权利人之间缺少一次转移记录。
patent-score-chain-not-on-record = 没有转移记录。
patent-score-no-liens = 没有他人对其享有权利的记录。
patent-score-licensed = 有许可记录，但不限制权利人。
patent-score-liens = 他人对其享有可使权利人丧失或被排除的权利。
patent-score-liens-not-told = 他人是否对其享有权利不明。
patent-score-not-frozen = 没有被法院保全。
patent-score-frozen = 已被法院保全。
patent-score-freeze-not-told = 是否被法院保全不明。

# 受监测权利的信号
patent-watch-green = 无警示
patent-watch-notice = 有事须知
patent-watch-alert = 需要留意
patent-watch-lost = 已失去保护
panel-prevails = 先于其他质权受偿
panel-level-none = 尚不清楚
patent-signal-fee-due = 年费即将到期
patent-signal-fee-grace = 年费已逾期
patent-signal-fee-grace-ended = 补缴年费的期限已过
patent-signal-ended = 权利已终止
patent-signal-restorable = 权利已终止，仍可恢复
patent-signal-challenge-open = 权利正受到挑战
patent-signal-partially-invalidated = 以较窄的权利要求维持有效
patent-signal-frozen = 已被法院保全
patent-signal-encumbered = 他人对其享有权利
patent-signal-expires-before-horizon = 期限在众筹结束后一年内届满
patent-signal-expires-soon = 期限将在两年内届满
patent-signal-unknown = 权利状态不明
patent-signal-pending = 尚未授权，也可能不获授权

# 受监测权利的变化
patent-change-ended = 权利已终止
patent-change-became-final = 权利已不能恢复
patent-change-became-unknown = 权利状态不再明确
patent-change-became-known = 权利状态重新明确
patent-change-restored = 权利已恢复
patent-change-granted = 权利已授予
patent-change-state-ended = 权利在一个国家终止
patent-change-owner-changed = 登记的权利人已变更
patent-change-encumbered = 他人新取得对其的权利
patent-change-released = 他人对其享有的权利已终止
patent-change-frozen = 已被法院保全
patent-change-unfrozen = 法院已解除保全
patent-change-challenge-opened = 针对该权利的挑战已开始
patent-change-challenge-closed = 针对该权利的挑战已结束
patent-change-partially-invalidated = 权利要求已缩小
patent-change-fee-overdue = 年费已逾期
patent-change-fee-grace-ended = 补缴年费的期限已届满
patent-change-fee-paid = 年费已缴纳
patent-change-term-shortened = 期限届满日早于此前所知
patent-change-term-extended = 期限届满日晚于此前所知

# Numbers that are looked up
patent-lookup-found = 已收录该权利。
patent-lookup-pending = 正在向登记簿查询。
patent-lookup-not-found = 已查询的登记簿均未收录。
patent-lookup-unavailable = 收录它的登记簿暂无应答，系统会自动重新查询。
patent-lookup-no-register = 此处尚无该号码的资料。

# Days of a renewal fee within a campaign
fee-deadline-fee-opens = 自该日起可缴纳年费
fee-deadline-fee-due = 年费缴纳期限届满
fee-deadline-grace-ends = 年费滞纳期最后一日

security-refusal-grantor-not-owner = 出质人不是登记的专利权人。
security-refusal-right-ended = 专利权已终止。
security-refusal-only-application = 尚未授权。
security-refusal-fee-unpaid = 年费逾期未缴。
security-refusal-in-dispute = 已被法院保全，或权属有争议。
security-refusal-debt-outlives-right = 债务履行期超过专利权有效期。
security-refusal-co-owners-must-agree = 专利权由多人共有，须全体同意。
security-refusal-already-secured = 已办理质押登记，不能重复质押。
security-refusal-invalidation-asked = 已被请求宣告无效；当事人须知情并仍同意。
security-refusal-status-unknown = 无法确定其法律状态。
patent-security-could = 就登记簿所载，目前可以办理质押登记。
patent-security-could-not = 目前不能办理质押登记：
