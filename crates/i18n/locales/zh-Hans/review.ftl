# 审核人的页面：待审列表与单个案件。

review-title = 审核
review-empty = 没有待审核的众筹。
review-count = 有 { $n } 个众筹待审核。
review-order = 等待最久的排在最前。
review-campaign = 众筹
review-founder = 发起人
review-handed-in = 提交时间
review-patents = 专利
review-who = 审核人
review-waited = { $count ->
    [0] 今天
   *[other] { $n } 天前
}
review-patent-count = { $count ->
    [0] 无专利
   *[other] { $n } 项专利
}
review-nobody = 尚无人受理
review-mine = 您
# $at：时刻
review-held-until = 至 { $at }
review-next = 下一页
review-done-approved = 已通过，发起人现在可以上线。
review-done-changes-requested = 已退回，发起人会看到您的意见。
review-done-claimed = 该案件由您审核，24 小时内有效。

## 单个案件
# $title：众筹名称
review-case-title = 审核：{ $title }
review-back = 全部案件
# $founder：发起人
review-by = 发起人：{ $founder }
# $at：时刻
review-handed-in-at = 提交于 { $at }
review-sample = 演示用虚构内容
review-own-case = 这是您自己的众筹，须由其他审核人决定。
review-free = 该案件尚无人受理。请先领取，以免他人重复工作。
review-claim = 领取此案件
review-yours = 您正在审核此案件。
# $name：另一位审核人；$at：时刻
review-held = { $name } 正在审核此案件，至 { $at }。
# $percent：已知状态的比例
review-coverage = 已知法律状态的专利占 { $percent }。
# $at：时刻
review-as-of = 最早的状态截至 { $at }。
review-status-source = 状态来源
review-no-source = 无登记簿
review-stale = 已过时效
review-office-text = 专利局原文
review-status-reason = 原因
review-owner = 登记的专利权人
review-no-owner = 无记载
review-filed = 申请日
review-granted = 授权公告日
review-expires = 届满日
review-annuity = 年费
# $on：日期
review-annuity-due = { $on } 到期
review-register = 在登记簿中查看
review-evidence = 登记簿的答复
review-terms = 条件
review-public = 查看公开页面
review-texts = 两种语言的文字内容
review-no-rewards = 未设置回报。
review-audit = 操作记录
review-audit-at = 时间
review-audit-action = 操作
review-audit-actor = 操作人
review-audit-cause = 原因

## 决定
review-decide = 作出决定
review-label-decision = 决定
review-label-reason = 常见理由
review-label-note = 给发起人的意见
review-approve = 通过：可以上线
review-request-changes = 要求修改：退回发起人
review-decision-needed = 请选择一项决定。
review-decision-approved = 已通过
review-decision-changes-requested = 已要求修改
review-no-reason = 以上均不适用
review-hint-reason = 以两种语言告知发起人，置于您的意见之前。
review-hint-note = 要求修改时必填；常见理由已足够说明的除外。
review-send = 提交决定
review-reason-owner = 登记的专利权人是他人
review-reason-status = 专利的法律状态不足以支撑众筹
review-reason-scope = 介绍超出专利的保护范围
review-reason-risks = 风险说明不够坦诚
review-reason-goal = 目标金额与计划不符
review-reason-rewards = 回报不明确或无法兑现
review-reason-words = 文字难以理解
review-reason-text-owner = 登记簿记载的专利权人不是您。请先向专利局办理著录项目变更，或在项目介绍中说明您使用该专利的依据。
review-reason-text-status = 有专利已失效，或其法律状态无法确认。请移除该专利，或在风险部分说明其影响。
review-reason-text-scope = 项目介绍超出了专利的保护范围。请说明哪些部分受保护、在哪些国家受保护、哪些不受保护。
review-reason-text-risks = 风险说明缺失或过于笼统。请写明技术、专利和交付方面可能出现的问题以及应对办法。
review-reason-text-goal = 目标金额与拟做的内容不符，请说明资金用途。
review-reason-text-rewards = 回报的内容、交付时间或方式不明确，请逐项准确说明。
review-reason-text-words = 非本领域的读者难以理解这些文字，请用更通俗的语言说明它是什么、有什么用。
