# 发起人看到的众筹进展。

dashboard-heading = 众筹进展
# $title: 项目
dashboard-title = 众筹进展：{ $title }
dashboard-see = 众筹进展
dashboard-not-yet = 项目上线之前没有可显示的内容。
dashboard-raised = 已筹金额
dashboard-goal = 目标
dashboard-followers = 关注人数
dashboard-raised-by-day = 逐日已筹金额
dashboard-raised-chart = 折线表示每天结束时的累计认投金额，具体数字见下表。
dashboard-legend-raised = 已筹金额
dashboard-legend-goal = 目标
dashboard-legend-forecast = 预计范围
dashboard-forecast = 预计结果
# $low, $high, $middle: 金额
dashboard-forecast-says = 如果今后的日子与最近相似，到截止时间预计筹得{ $low }至{ $high }；按目前的速度为{ $middle }。
dashboard-forecast-method = 这只是估算，不是承诺。估算沿用最近{ $n }个整天的平均值；范围的宽窄取决于这些天之间的差异：如果各天情况相似且互不影响，总额有五分之四的可能落在范围之内。最后几小时的变化不在其中。
dashboard-forecast-none = 暂无估算：需要仍在接受认投的项目有五个整天的数据。
dashboard-days = 每日变化
dashboard-days-chart = 每天一根柱：向上表示新增认投多于撤回，向下表示撤回更多。具体数字见下表。
dashboard-as-table = 以表格显示
# $zone: IANA 时区名
dashboard-zone = 日期按项目所在时区（{ $zone }）划分。时间较长的项目只显示最近120天，其中第一天包含此前的全部金额。
dashboard-days-csv = 将每日数据保存为 CSV
dashboard-rewards = 各回报的认投
dashboard-rewards-csv = 将回报数据保存为 CSV
dashboard-no-reward = 不要回报
dashboard-no-pledges = 还没有人认投。
dashboard-failed = 扣款失败或等待投资人处理
dashboard-failed-none = 没有扣款失败，或者尚未开始扣款。
dashboard-head-day = 日期
dashboard-head-change = 变化
dashboard-head-raised = 累计金额
dashboard-head-currency = 币种
dashboard-head-placed = 新增认投
dashboard-head-ended = 撤回
dashboard-head-reward = 回报
dashboard-head-amount = 金额
dashboard-head-pledges = 认投数
dashboard-head-chosen = 已选份数
dashboard-head-state = 状态
