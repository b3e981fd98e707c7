# 发起人的页面：众筹列表与编辑。

## 列表
founder-title = 我的众筹
founder-title-join = 发起众筹
founder-joined = 现在可以发布项目了，请从第一个开始。
founder-empty = 您还没有众筹项目。请在下方新建；上线之前，公众看不到它。
# $count：数量
founder-count = 共 { $n } 个众筹，最新的在前
founder-ready = 内容已齐全，可以提交审核。
# $goal：目标金额；$percent：完成比例
founder-of-goal = ／目标 { $goal }（{ $percent }）
founder-pledges = { $n } 笔认投
# $at：时刻
founder-ends = 截止时间：{ $at }
# $on：日期
founder-begun = 创建于 { $on }
founder-write-on = 继续编辑
founder-open = 查看
founder-older = 更早的众筹

## 新建众筹
founder-begin = 新建众筹
founder-begin-help = 填写名称、技术领域和币种即可开始。提交审核之前，所有内容都可以修改。
founder-title-en = 英文名称
founder-title-zh = 中文名称
founder-choose = 请选择技术领域
founder-hint-currency = 目标金额和回报金额使用的币种。
founder-country = 国家或地区（选填）
founder-hint-country = 项目实施地，两位字母代码，例如 CN 或 DE。
founder-begin-send = 创建草稿
founder-currency-cny = 人民币（CNY）
founder-currency-usd = 美元（USD）
founder-currency-eur = 欧元（EUR）
founder-currency-gbp = 英镑（GBP）
founder-currency-jpy = 日元（JPY）
founder-currency-krw = 韩元（KRW）
founder-currency-hkd = 港元（HKD）

## 成为发起人
founder-join-lead = 本平台让专利技术走向市场。投资人首先看到的，是各国专利局登记簿上您的专利的法律状态。
founder-join-takes = 需要什么
founder-join-patent = 一项登记簿可查的专利或专利申请。输入号码，其余由我们查询。
founder-join-review = 通过审核。上线之前，由专人将专利与项目介绍逐一核对。
founder-join-goal = 设定目标金额和截止时间。到期未达目标，任何人都不会被扣款。
founder-join-deliver = 承诺能够兑现的回报，并坦诚说明可能的风险。
founder-terms = 发起人条款
founder-terms-true = 我对发明、团队和风险的说明真实、完整。
founder-terms-right = 我是所列专利的专利权人，或已获专利权人许可用于此目的。
founder-terms-change = 专利终止、转让或发生争议时，我会立即告知投资人。
founder-terms-money = 我将按项目说明使用资金，并兑现回报，否则退还款项。
founder-accept = 我同意发起人条款
founder-join = 成为发起人

## 编辑：框架
# $title：众筹名称
editor-title = 编辑：{ $title }
editor-back = 我的全部众筹
editor-preview = 以访客身份预览
editor-steps = 本众筹的各个部分
editor-section-basics = 基本信息
editor-section-patents = 专利
editor-section-story = 项目介绍、团队与风险
editor-section-rewards = 回报
editor-section-funding = 资金
editor-section-hand-in = 提交审核
editor-step-missing = 缺 { $n } 项
editor-missing = 提交审核之前还缺 { $n } 项
editor-complete = 内容已齐全，可以提交审核。
# $label：栏目；$message：问题
editor-problem = { $label }：{ $message }
# $label：栏目；$language：语言
editor-label-in = { $label }（{ $language }）
editor-english = 英文（English）
editor-chinese = 中文
editor-none = 未填写
editor-save = 保存
editor-done-saved = 已保存。
editor-done-patent-added = 已查到该专利并添加。
editor-done-patent-removed = 已移除该专利。
editor-done-reward-added = 已添加回报。
editor-done-reward-removed = 已删除回报。
editor-done-pool-added = 已添加共享库存。
editor-done-pool-changed = 已更新共享库存。
editor-done-pool-removed = 已删除共享库存。
editor-done-submitted = 已提交审核。审核结果将通过邮件通知您。
editor-done-launched = 您的众筹已上线。
editor-done-scheduled = 已设定上线时间。
editor-done-cancelled = 众筹已终止，任何人都不会被扣款。
editor-changes = 审核人要求修改
editor-newer = 较新的内容
editor-newer-help = 您打开本页之后，以下栏目已在别处保存。您填写的内容仍在表单中；再次保存将覆盖下列内容。
editor-newer-load = 放弃我的填写，载入较新版本

## 编辑：各栏
editor-label-title = 名称
editor-label-blurb = 一句话介绍
editor-label-field = 技术领域
editor-label-number = 专利号
editor-label-office = 专利局
editor-label-patents = 专利
editor-label-story = 项目介绍
editor-label-team = 团队
editor-label-risks = 风险
editor-label-rewards = 回报
editor-label-reward-title = 回报
editor-label-reward-description = 说明
editor-label-reward-amount = 金额
editor-label-reward-limit = 数量（选填）
editor-label-reward-day = 交付期限
editor-label-reward-kind = 类型
editor-label-reward-pool = 共享库存（选填）
editor-label-reward-per-pledge = 每笔认投限量（选填）
editor-label-reward-offered-with = 可搭配的回报（仅限加购项）
editor-label-pool-name = 共享库存
editor-label-goal = 目标金额
editor-label-shortfall = 实收低于目标时
editor-label-days = 众筹天数
editor-label-zone = 时区
editor-label-starts-at = 上线时间
editor-label-reason = 原因
editor-label-currency = 币种
editor-label-country = 国家或地区
editor-label-terms = 条款
editor-hint-title = 最多 80 个字符。填写一种语言即可；两种都填，访客将看到自己的语言。
editor-hint-blurb = 是什么、为谁而做，最多 135 个字符。
editor-hint-markdown = 项目介绍、团队和风险支持 Markdown：## 表示标题，**加粗**，- 表示列表，[文字](https://…) 表示链接。不显示其他网站的图片。
editor-hint-story = 要做什么、为什么需要，以及专利保护其中的哪些内容。至少一种语言不少于 80 个字符。
editor-hint-team = 由谁来做，有过哪些经历。
editor-hint-risks = 技术和专利方面可能出现的问题，以及您的应对办法。至少一种语言不少于 80 个字符。
editor-date-unreadable = 日期无法识别，请按“年-月-日”填写，例如 2027-05-01。
editor-moment-unreadable = 时间无法识别，请按 2027-05-01T09:30 的格式填写。

## 编辑：专利
editor-patents-empty = 尚未添加专利。众筹至少需要一项专利。
editor-patent-add = 添加专利
editor-hint-number = 申请号、公布号或授权公告号均可，常用写法都能识别，例如 CN202311776587.0 或 US 11,646,472 B2。
editor-hint-office = 仅在号码本身无法区分时需要选择。
editor-office-from-number = 由号码判断
# $code：代码；$name：名称
editor-office = { $code } – { $name }
# $reading：识别结果
editor-number-read-as = 我们将其识别为：{ $reading }。
editor-patent-look-up = 查询并添加
editor-patent-remove = 移除
# $name：登记的专利权人
editor-owner = 登记在 { $name } 名下

## 编辑：回报
editor-rewards-empty = 尚未设置回报。众筹至少需要一项回报。
editor-reward-new = 添加回报
editor-reward-title-en = 英文名称
editor-reward-title-zh = 中文名称
editor-reward-description-en = 英文说明
editor-reward-description-zh = 中文说明
# $currency：币种代码
editor-reward-amount-in = 金额（{ $currency }）
editor-hint-reward-amount = 认投达到该金额即可获得。
editor-hint-reward-limit = 不限数量请留空。
editor-hint-reward-day = 最迟交付日期，尚不确定请留空。
editor-reward-add = 添加回报
editor-hint-reward-kind = 每笔认投只有一项回报；加购项可另外选购，数量以限量为准。
editor-hint-reward-pool = 每认领一份，同时从该库存中扣减一份。
editor-hint-reward-per-pledge = 仅适用于加购项，留空则为 10 份；回报每笔一份。
editor-hint-reward-offered-with = 不勾选则可与任何回报搭配，也可单独选购。
editor-no-pool = 不共享
editor-reward-of-pool = 共享“{ $pool }”
editor-reward-per-pledge = 每笔认投最多 { $count } 份
editor-pools = 共享库存
reward-kind-reward = 回报
reward-kind-add-on = 加购项
editor-pool-new = 添加共享库存
editor-pool-what = 多项回报和加购项可以共用一个库存，例如首批产量。
editor-pool-add = 添加库存
editor-pool-change = 更改数量
editor-pool-taken = 已认领 { $taken } 份
editor-reward-remove = 删除
editor-reward-stock = 已认领
# $taken、$limit：数量
editor-reward-taken-of = { $taken }／{ $limit }
editor-reward-unlimited = 不限量
editor-reward-no-day = 未定

## 编辑：资金
editor-hint-funding = 达标才扣款：只有在截止时间之前达到目标，才会从银行卡扣款。上线之后，目标金额和截止时间都不能更改。
# $currency：币种代码
editor-goal-in = 目标金额（{ $currency }）
editor-hint-shortfall = 部分已保存的银行卡可能扣款失败，实收可能低于目标。投资人会看到您的选择，上线之后不能更改。
editor-hint-goal = 低于该金额时，任何人都不会被扣款。
editor-hint-days = 1 至 60 天，自上线起算。
editor-hint-zone = 截止时间和本众筹的所有时间均按此时区显示。
editor-days = { $n } 天
editor-zone-shanghai = 中国（Asia/Shanghai）
editor-zone-hong-kong = 香港（Asia/Hong_Kong）
editor-zone-taipei = 台北（Asia/Taipei）
editor-zone-tokyo = 东京（Asia/Tokyo）
editor-zone-seoul = 首尔（Asia/Seoul）
editor-zone-singapore = 新加坡（Asia/Singapore）
editor-zone-kolkata = 印度（Asia/Kolkata）
editor-zone-london = 伦敦（Europe/London）
editor-zone-berlin = 中欧（Europe/Berlin）
editor-zone-new-york = 美国东部（America/New_York）
editor-zone-chicago = 美国中部（America/Chicago）
editor-zone-los-angeles = 美国西部（America/Los_Angeles）
editor-zone-sydney = 悉尼（Australia/Sydney）
editor-zone-utc = 协调世界时（UTC）

## 编辑：提交审核、上线、终止
editor-hand-in-help = 审核人会将您的专利与承诺逐一核对。审核期间不能修改内容，其他众筹也不能使用这些专利。
editor-hand-in = 提交审核
editor-hand-in-missing = 暂时不能提交：还缺 { $n } 项。
editor-hand-in-see = 查看缺少的内容
# $at：时刻
editor-handed-in = 提交时间：{ $at }。
editor-remark = 审核人的意见
editor-launch = 上线
editor-launch-help = 上线后截止时间即确定，登记簿上的专利信息将按投资人所见留存。
editor-launch-now = 立即上线
# $zone：时区
editor-starts-at-in = 或在此时间上线（{ $zone }）
editor-hint-starts-at = 180 天之内。
editor-launch-later = 定时上线
editor-cancel = 终止本众筹
editor-cancel-live = 所有认投都将释放，任何人都不会被扣款。此操作不可撤销，您填写的原因会告知投资人。
editor-cancel-draft = 终止后不能再提交审核或上线。此操作不可撤销，原因将随众筹留存。
editor-hint-reason = 一两句话即可。
editor-cancel-confirm = 确认终止
editor-texts = 文字内容
editor-not-in-english = 未填写英文。
editor-not-in-chinese = 未填写中文。
editor-launched-at = 上线时间
editor-ends-at = 截止时间
editor-closed-in-review = 正在审核。作出决定之前不能修改。
editor-closed-approved = 审核已通过，准备好后即可上线。
editor-closed-scheduled = 已设定上线时间，届时自动上线。
editor-closed-live = 众筹进行中，截止之前接受认投。
editor-closed-paused = 众筹已暂停，有关情况正在核实。
editor-closed-collecting = 已达到目标，正在扣款。
editor-closed-grace = 已达到目标，正在重试未成功的扣款。
editor-closed-shortfall-decision = 实收金额低于目标。
editor-closed-funded = 众筹成功，款项已到账。
editor-closed-finance-review = 众筹成功，拨款正在核对。
editor-closed-paying = 正在拨款。
editor-closed-completed = 众筹已完成，款项已全部拨付。
editor-closed-failed = 未达到目标，任何人都未被扣款。
editor-closed-cancelled = 您已终止本众筹，任何人都未被扣款。
editor-closed-suspended = 平台已终止本众筹，任何人都未被扣款。
