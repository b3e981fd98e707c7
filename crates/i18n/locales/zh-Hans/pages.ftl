# 网页客户端中所有人可见的页面。
site-name = 望远
site-description = 面向发明的众筹平台：每个众筹项目所依托的专利，其法律状态一目了然。
language-name = 简体中文
sample = 样例
sample-patent = 样例，为演示而虚构
not-known = 未知
pages = 分页
pages-next = 下一页
pages-first = 第一页
demo-banner = 演示环境：众筹项目为虚构，专利为样例，付款为模拟。

nav-skip = 跳到正文
nav-main = 主导航
nav-foot = 更多
nav-discover = 发现
nav-start = 发起众筹
nav-my-campaigns = 我的众筹
nav-review = 审核
nav-finance = 财务
nav-sign-in = 登录
nav-sign-out = 退出
nav-api = API
foot-promise = 专利信息直接读自登记簿，注明日期，如实展示。只有达到目标金额才会扣款。
foot-disclaimer = 所示专利信息仅供参考，不构成法律意见，也不是价值评估。登记簿信息可能滞后。

home-title = 发明所依托的专利，一目了然
home-heading = 支持一项发明之前，先看清它的根基
home-lead = 在别的平台上，专利只是无人核实的文字。在这里，每项专利都读自登记簿：是否有效、何时届满、归谁所有、有无质押等登记。
home-live = { $count ->
   *[other] { $n } 个众筹正在进行。
}
home-patents = { $count ->
   *[other] { $n } 项专利在持续关注之中。
}
home-strongest = 保护最强的众筹
home-all = 查看全部众筹
home-none = 目前没有正在进行的众筹。
home-how = 如何运作
home-how-read = 专利靠查证，不靠自称
home-how-read-text = 发起人提供号码，我们查阅专利局的记录，说明其含义和查询日期。不知道的，就说不知道。
home-how-money = 未达目标，分文不扣
home-how-money-text = 认投时只保存银行卡，截止后达到目标才扣款。在此之前可随时取消。
home-how-change = 变动随时可见
home-how-change-text = 众筹期间，如专利终止、转让或办理质押登记，会立即显示在众筹页面上。

discover-title = 发现众筹项目
discover-title-for = “{ $text }”的搜索结果
discover-search = 搜索众筹项目和专利
discover-search-hint = 关键词或专利号
discover-search-button = 搜索
discover-filters = 筛选
discover-status = 专利法律状态
discover-office = 专利局
discover-kind = 权利类型
discover-risk = 风险（按最需注意的专利）
discover-until = 专利有效期
discover-until-any = 不限
discover-until-year = 至 { $year } 年或更久
discover-field = 技术领域
discover-show = 显示
discover-show-live = 进行中的众筹
discover-show-ended = 已结束的众筹
discover-show-any = 全部众筹
discover-apply = 应用筛选
discover-sort = 排序
discover-sort-button = 排序
discover-sort-standing = 保护最强
discover-sort-risk = 风险最低
discover-sort-lasting = 保护期最长
discover-sort-ending = 即将截止
discover-sort-newest = 最新
discover-sort-raised = 筹集最多
discover-sort-percent = 最接近目标
discover-found = { $count ->
    [0] 没有众筹项目
   *[other] { $n } 个众筹项目
}
discover-chosen = 已选条件
discover-chip-text = “{ $text }”
discover-chip-risk = 风险：{ $level }
discover-chip-until = 有效期至 { $year } 年或更久
discover-remove = 去掉
discover-clear = 清除全部
discover-none = 没有符合全部条件的众筹项目。
discover-none-help = 查看全部众筹，包括已结束的

card-patents = 专利
card-until = 至 { $year } 年
card-more-patents = 另有 { $n } 项
card-no-patents = 未关联专利

funding-title = 筹资情况
funding-of-goal = 目标 { $goal }
funding-bar = 已达目标的 { $percent }
funding-percent = 完成度
funding-investors = 投资人
funding-left = 时间
funding-live = 已认投 { $raised }，达到目标的 { $percent }。

campaign-by = 发起人：
campaign-edit = 编辑
campaign-pledge = 认投
campaign-own-pledge = 您已认投 { $amount }。
campaign-own-pledge-see = 查看我的认投
campaign-ends = 认投截止时间：{ $when }。
campaign-all-or-nothing = 全有或全无：未达目标，任何人都不会被扣款。
campaign-when-charged = 截止之后才扣款，之前不扣。
campaign-rewards = 回报
campaign-no-rewards = 本众筹尚未设置回报。
campaign-reward-from = { $amount } 起
campaign-reward-deliver = 预计 { $date } 前交付
campaign-reward-gone = 已选完
campaign-reward-remaining = { $count ->
   *[other] 还剩 { $n } 份
}
campaign-reward-claimed = { $count ->
   *[other] 已有 { $n } 人选择
}
campaign-reward-choose = 选择此回报
campaign-story = 项目介绍
campaign-risks = 风险
campaign-team = 团队
campaign-comparables = 往期同类众筹
campaign-comparables-count = { $count ->
   *[other] 其他平台上有 { $n } 个领域和目标相近的众筹。
}
campaign-comparables-success = 其中 { $percent } 达到了目标。
campaign-comparables-median = 居中的一个筹得目标的 { $percent }。
campaign-comparables-name = 众筹
campaign-comparables-goal = 目标
campaign-comparables-pledged = 认投
campaign-comparables-outcome = 结果

panel-title = 所依托的专利
panel-owner = 登记的权利人
panel-life = 期限
panel-years-left = 还剩 { $years } 年
panel-until = { $date } 届满
panel-life-bar = 剩余期限 { $percent }
panel-fee = 年费
panel-fee-due = { $date } 到期
panel-fee-next = 下一次：第 { $year } 年度
panel-fee-grace = 滞纳期至 { $date }
panel-encumbrance = 登记的负担
panel-since = 自 { $date }
panel-source = 来源
panel-as-of = 截至 { $date }
panel-stale = 有一段时间未核对
panel-status-since = 自 { $date }起：{ $status }。
panel-final = 已最终失效，没有已知的恢复途径。
panel-recoverable = 仍可恢复：救济程序尚未用尽。
panel-recoverable-until = 在 { $date } 之前仍可恢复。
panel-states = 国家
panel-states-in-force = 在 { $states } 有效
panel-states-in-force-many = 在 { $n } 个国家有效
panel-states-unconfirmed = { $n } 个国家未确认
panel-states-ended = 在 { $n } 个国家已失效
panel-surcharge = 逾期另加 { $amount }
panel-challenged = 针对该权利的程序正在进行：{ $kind }。
panel-limited = 权利人已请求缩小权利要求，专利局尚未决定。
panel-narrower = 以较授权时更窄的权利要求维持有效。
panel-family = 同族
panel-term-shorter = 可能更短：已提交期末放弃声明
panel-more = 年费、权利人、登记事项与查询记录
panel-disclaimer = 信息来自专利登记簿，可能滞后。不构成法律意见，也不是价值评估。

patent-status = 法律状态
patent-office-text = 专利局用语
patent-fee-year = 第 { $year } 年度
patent-data = 著录项目
patent-application = 申请
patent-grant = 授权
patent-applicants = 申请人
patent-inventors = 发明人
patent-ipc = IPC 分类
patent-publications = 公布文献
patent-family = 同族
patent-register = 公开登记簿
patent-register-open = 在 Espacenet 查看
patent-encumbrances = 登记的负担
patent-encumbrance-ended = { $date } 解除
patent-events = 登记簿记载的事项
patent-no-events = 尚无登记簿提供事项记录。
patent-events-count = { $count ->
   *[other] 共 { $n } 条，最新在前
}
patent-campaigns = 依托该专利的众筹
patent-evidence = 我们的查询记录
patent-evidence-what = 登记簿的每次答复都原样保存，并附指纹。
patent-why = 状态的依据
patent-owner-chain = 权利的转移过程
patent-owner-chain-steps = 登记 { $n } 步
patent-owner-chain-gaps = { $n } 处缺口
patent-owner-chain-none = 没有转移登记；有些专利局不公开转移情况。
patent-owner-gap = 此步之前缺少登记：转让人并非此前所知的权利人。
patent-executed = { $date } 签署
patent-recorded = { $date } 登记
patent-term-base = 未经调整为 { $date }
patent-nothing-to-tell = 目前登记簿中没有需要特别说明的事项。
patent-surcharge-now = 现在缴纳另加 { $amount }
patent-states = 各国状态
patent-states-what = 欧洲专利在各国分别存续或终止。没有终止记录并不表明其仍然有效。
patent-states-in-force = 有效
patent-states-unconfirmed = 未确认
patent-states-over = 已失效
patent-states-state = 国家
patent-states-paid = 最近缴费年度
patent-states-next = 下一次年费
patent-states-how = 失效方式
patent-states-ended = 失效日
patent-states-no-fee = 没有记录
patent-fees = 年费日历
patent-fees-what = 按该局现行收费标准；以后的年费可能上调。
patent-fees-by-state = 授权后由各国分别收取年费：见各国状态。
patent-fees-unknown = 该局的年费规则不明，或无须缴纳。
patent-fees-year = 年度
patent-fees-due = 到期日
patent-fees-grace = 滞纳期至
patent-fees-amount = 年费
patent-fees-surcharge = 滞纳金
patent-fees-state = 状态
patent-fee-paid = 已缴
patent-fee-paid-on = { $date } 已缴
patent-fee-settled = 已结清
patent-fee-next = 下一次：{ $state }
patent-fee-overdue = 已逾期
patent-fee-no-record = 无缴费记录
patent-fee-later = 以后
patent-fee-paid-until = 已缴至 { $date }。
patent-fee-opens = 下一次年费自 { $date }起可缴纳。
patent-none-registered = 没有登记的负担。
patent-encumbrances-open = { $n } 项现存
patent-encumbrances-ended = 均已解除
patent-lies-on-it = 现存
patent-encumbrance-documented = 仅由提交的文件证明
patent-instrument = 登记号 { $instrument }
patent-challenges = 针对该权利的程序
patent-challenges-none = 没有针对该权利的程序记录。
patent-challenges-open = { $n } 项正在进行
patent-challenges-ended = 均已结束
patent-challenge-open = 正在进行
patent-challenge-filed = { $date } 提出
patent-challenge-ended = { $date } 结束
patent-challenge-over = 已结束
patent-score = 知识产权证据评分
patent-score-of = 满分 100
patent-score-none = 暂无评分
patent-score-bar = 100 分中得 { $points } 分
patent-score-earned = { $points } / { $of }
patent-score-coverage = 已衡量应计内容的 { $percent }。
patent-score-parts = 评分构成
patent-score-unmeasured = 未衡量
patent-marked-corrected = 已由后续记录更正，不再计入。
patent-marked-retracted = 登记簿已不再载有此项，不再计入。
patent-marked-restated = 登记簿曾撤下此项，后又恢复。
patent-undated = 无日期
patent-older = 更早的事项
patent-newest = 最新的事项
patent-history = 各时点的评估
patent-history-what = 登记簿有新内容、到了有影响的日期或规则更新时，都会重新评估。以往的评估均予保留。
patent-history-count = { $n } 次评估
patent-history-none = 尚未评估。
patent-history-answers = { $count ->
    [0] 未依据登记簿答复
   *[other] 依据 { $n } 份登记簿答复
}
patent-history-term = 期限至 { $date }
patent-history-rules = 规则版本 { $version }
patent-history-older = 更早的评估
patent-history-newest = 最新的评估
patent-evidence-count = 最近 { $n } 份答复
patent-fingerprint = SHA-256

source-sample = 样例登记簿
source-epo-ops = 欧洲专利局（OPS）
source-uspto-odp = 美国专利商标局开放数据
source-jpo = 日本特许厅
source-cnipa = 国家知识产权局
source-kipris = 韩国知识产权局（KIPRIS）
source-uspto-assignment-center = 美国专利商标局转让登记中心
source-uspto-maintenance = 美国专利商标局维持费记录
source-document = 专利局文件（经审核人员核对）

checkout-title = 认投“{ $title }”
checkout-heading = 您的认投
checkout-step-amount = 金额
checkout-step-card = 银行卡
checkout-step-done = 完成
checkout-see-patents = 查看专利
checkout-reward = 回报
checkout-no-reward = 不要回报，只表示支持
checkout-amount = 金额（{ $currency }）
checkout-amount-hint = 可以高于回报所需的金额。
checkout-not-charged = 现在不扣款。
checkout-charged-after = { $when }之后，只有达到目标才会扣款。
checkout-cancel-until = { $when }之前可以取消。
checkout-fees = 不另收费用：认投多少就付多少。
checkout-risks = 认投前请注意
checkout-risks-known = 我已知悉上述情况，仍要认投。
checkout-continue = 继续填写银行卡
checkout-continue-sign-in = 登录并继续

card-title = 保存银行卡
card-reserved = 为您保留至
card-not-here = 银行卡由 { $provider } 受理，其表单尚未在此提供。
card-sandbox = 这里的付款是模拟的。请使用测试卡，切勿使用真实银行卡。
card-number = 卡号
card-expiry = 有效期
card-expiry-hint = 月/年，例如 12/34
card-cvc = 安全码
card-cvc-hint = 任意三位数字
card-title-replace = 更换银行卡
card-replaces = 新卡保存之前，仍使用已保存的银行卡。
card-replace = 改用这张银行卡
card-replace-begin = 更换银行卡
card-replace-go-on = 继续更换银行卡
card-save = 保存银行卡并认投 { $amount }
card-test-cards = 测试卡
card-outcome = 结果
card-outcome-succeeds = 成功
card-outcome-needs-authentication = 银行要求验证
card-outcome-generic-decline = 被拒
card-outcome-insufficient-funds = 被拒：余额不足
card-outcome-lost-card = 被拒：卡已挂失
card-outcome-expired-card = 被拒：卡已过期
card-outcome-incorrect-cvc = 被拒：安全码错误
card-outcome-processing-error = 被拒：处理出错
card-outcome-declined-when-charged = 可保存，扣款时被拒
card-outcome-needs-authentication-each-time = 每次扣款银行都要求验证
card-outcome-disputed-as-fraudulent = 成功，之后被以欺诈为由提出争议
card-outcome-disputed-as-not-received = 成功，之后被以未收到商品为由提出争议
card-outcome-inquiry = 成功，之后银行发起查询
card-outcome-refund-pends = 成功；退款先处于处理中
card-outcome-refund-fails = 成功；退款稍后失败

confirm-title = 银行验证
confirm-sandbox = 此页代替银行自己的页面。这里的付款是模拟的。
confirm-question = 是您本人要保存此卡，用于 { $amount } 的认投吗？
confirm-yes = 是我本人
confirm-no = 不是

pledges-none = 您还没有认投任何项目。
pledges-count = { $count ->
   *[other] 共 { $n } 笔，最新在前
}
pledges-finish = 完成这笔认投
pledge-title = 您的认投
pledge-unfinished = 这笔认投尚未生效：还缺银行卡。
pledge-done = 您的认投已计入。尚未扣款。
pledge-campaign = 众筹
pledge-reward = 回报
pledge-amount = 金额
pledge-charged = 扣款
pledge-card = 银行卡
pledge-dossier = 您所见的专利
pledge-dossier-what = 认投时向您展示的专利信息的指纹。
pledge-acknowledged = 认投时已知悉的情况
pledge-acknowledged-when = 确认时间：{ $when }。
pledge-dossier-kept = 按认投时的原样保存，不随后续变化而改变。
pledge-history = 经过
adjust-title = 更改认投
adjust-heading = 更改
adjust-what = 截止之前可以更改金额、回报和银行卡。现在不扣款。
adjust-link = 更改金额或回报
adjust-now = 现认投 { $amount }。
adjust-until = { $when }之前可以更改或取消。
adjust-save = 保存更改
pledge-cancel-title = 撤回认投
pledge-cancel-what = 截止之前可以撤回。不会扣款，回报名额让给他人。
pledge-cancel = 取消这笔认投
pledge-again = 再次认投

pledge-state-reserved = 等待银行卡
pledge-state-authorised = 银行卡已保存
pledge-state-committed = 已计入目标
pledge-state-reconfirm-due = 请重新确认
pledge-state-collecting = 扣款中
pledge-state-collected = 已扣款
pledge-state-errored = 银行卡被拒
pledge-state-action-required = 银行要求验证
pledge-state-dropped = 已失效
pledge-state-cancelled = 已取消
pledge-state-released = 已解除，未扣款
pledge-state-refunded = 已退款
pledge-state-disputed = 争议中
pledge-state-won = 争议裁定平台胜
pledge-state-lost = 争议裁定您胜

campaign-state-draft = 草稿
campaign-state-in-review = 审核中
campaign-state-changes-requested = 需要修改
campaign-state-approved = 已批准
campaign-state-scheduled = 已排期
campaign-state-live = 进行中
campaign-state-paused = 已暂停
campaign-state-collecting = 达到目标，收款中
campaign-state-grace = 收款中，失败的卡重试
campaign-state-funded = 筹资成功
campaign-state-shortfall-decision = 不足目标，待发起人决定
campaign-state-failed = 未达目标
campaign-state-cancelled = 已取消
campaign-state-suspended = 已中止
campaign-state-finance-review = 财务复核
campaign-state-paying = 拨款中
campaign-state-completed = 已完成

history-state-successful = 达到目标
history-state-failed = 未达目标
history-state-cancelled = 已取消
history-state-live = 当时进行中
history-state-suspended = 已中止
history-state-undefined = 未说明

table-of = 表格：{ $name }
form-problems = 请再看一下：

failure-not-found = 这里没有内容
failure-sign-in = 请先登录
failure-forbidden = 没有权限
failure-other-origin = 表单来自其他网站
failure-bad-request = 无法读取
failure-rate-limited = 请稍慢一些
failure-unavailable = 稍后就好
failure-fault = 我们这边出错了
failure-help-not-found = 这个地址没有页面，或者您无权查看。
failure-help-sign-in = 此页面仅供已登录的用户查看。
failure-help-forbidden = 您的账户没有查看此页面所需的角色。
failure-help-other-origin = 为了安全，只接受本站的表单。请在本站打开页面后重试。
failure-help-bad-request = 无法读取浏览器发送的内容，请返回重试。
failure-help-rate-limited = 您的网络请求过多，请等几秒后刷新。
failure-help-unavailable = 所需的服务暂时没有答复。没有丢失任何内容，请几秒后重试。
failure-help-fault = 问题已记录，您的操作不会只做一半。请重试，或稍后再来。
failure-discover = 发现众筹项目
failure-home = 返回首页
failure-request = 请求 { $id }

## 项目对比
compare-title = 项目对比
compare-lead = 最多并列四个项目，对比众筹进展与登记机构记载的专利情况。
# $asked: 数量
compare-too-many = 一次最多并列四个项目，您选了{ $asked }个。以下是前四个：移除一个即可查看其他项目。
# $slug: 所选项目
compare-missing = 没有项目“{ $slug }”，或该项目尚未公开。
compare-none = 尚未选择项目。请在“发现”中勾选项目，再点击“对比已勾选项目”。
compare-choose = 选择项目
compare-one = 请再添加一个项目进行对比。
compare-add = 再添加一个项目
compare-what = 内容
compare-remove = 移除
compare-founder = 发起人
compare-funding = 众筹进展
compare-investors = { $n }位投资人
compare-deadline = 截止时间
compare-rewards = 回报
# $amount: 最低金额
compare-rewards-from = { $amount }起
compare-rewards-open = { $n }种可选
compare-rewards-none = 无
compare-level = 专利总体情况
# $percent: 比例
compare-coverage = { $percent }的专利状态已知
compare-patents = 专利及其状态
compare-owner = 登记的权利人
compare-encumbrances = 权利负担
compare-encumbrances-none = 无登记
compare-fee = 年费
compare-score = 证据评分
# $percent: 比例
compare-score-coverage = 已评估{ $percent }
compare-risks = 重大风险
compare-risks-none = 无记载
compare-note = 排列顺序与质量无关。“登记”“记载”以所读取的登记簿在所示日期的内容为准。
compare-tick = 对比
compare-button = 对比已勾选项目
# $n: 数量
compare-ticked = 本页或其他页已勾选{ $n }个项目。
