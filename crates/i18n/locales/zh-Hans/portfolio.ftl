# 投资人的认投总览。

portfolio-title = 我的投资
portfolio-waiting = 等待您处理
portfolio-waiting-none = 目前没有需要您处理的事项。
# $when: 时刻
portfolio-until = 截止{ $when }
portfolio-do-action-required = 回复您的银行
portfolio-do-errored = 处理扣款失败
portfolio-do-reconfirm-due = 确认或拒绝
portfolio-do-reserved = 完成这笔认投
portfolio-alerts = 值得留意的专利
portfolio-alerts-empty = 您没有有效的认投。
portfolio-alerts-unknown = 您的部分认投所依据的专利，目前无法确认其状态。
portfolio-alerts-none = 您所认投项目的专利状态没有变化，也没有风险。
# $date: 认投日期
portfolio-unchanged = 自您于{ $date }认投以来没有新的变化。
portfolio-changed = 自您于{ $date }认投以来得知的变化，最新的在前：
# $date: 得知日期
portfolio-learned = （{ $date }得知）
portfolio-shown-then = 认投时向您展示的内容
portfolio-looked-at = 此处只查看了您最新的{ $n }笔有效认投。
portfolio-deadlines = 即将到来的截止时间
portfolio-totals = 认投合计
portfolio-totals-what = 各币种分别合计：不同币种的金额从不相加。
# $currency: 币种代码
portfolio-totals-in = { $currency }认投
portfolio-all = 全部认投
portfolio-save = 保存为 CSV
portfolio-save-what = 每个自然年（UTC）一张表：认投时间、项目、金额、状态以及退回的金额。
# $year: 年份
portfolio-save-year = { $year }年的认投
portfolio-csv-cut = 该年度的认投过多，未能全部列出；其余部分请联系我们。
portfolio-head-placed = 认投时间（UTC）
portfolio-head-pledge = 认投编号
portfolio-head-campaign = 项目
portfolio-head-reward = 回报
portfolio-head-items = 所选内容
portfolio-head-amount = 金额
portfolio-head-currency = 币种
portfolio-head-state = 状态
portfolio-head-pledges = 笔数
portfolio-head-refunded = 已退款
portfolio-head-refunding = 退款中
