# 项目资金的账目，供发起人查看。

statement-heading = 资金明细
# $title：项目名称
statement-title = 资金明细：{ $title }
statement-see = 逐笔资金明细
statement-what = 本项目资金的全部入账记录，最新的在前。每一行列明某账户的变动金额及变动后的余额。
statement-any = 全部账户
statement-none = 没有入账记录：本项目尚未扣款，或该账户尚无变动。
statement-count = { $count ->
   *[other] 共 { $n } 笔
}
# $zone：IANA 时区名
statement-zone = 时间按项目所在时区（{ $zone }）显示。
# $what：事项
statement-reversed = { $what }（撤销）
statement-head-at = 时间
statement-head-entry = 分录编号
statement-head-kind = 事项
statement-head-account = 账户
statement-head-currency = 货币
statement-head-amount = 变动金额
statement-head-balance = 变动后余额
money-account-held = 项目待结算款
money-account-reserve = 准备金
money-account-payable = 待付款项
money-account-in-transit = 在途付款
money-entry-charge-succeeded = 扣款成功
money-entry-refund-requested = 已发起退款
money-entry-refund-released = 退款取消或失败
money-entry-dispute-withdrawn = 银行划走争议款
money-entry-dispute-reinstated = 争议胜诉，款项退回
money-entry-dispute-recounted = 争议金额重新计算
money-entry-dispute-recount-ended = 撤销争议金额的重新计算
money-entry-campaign-settled = 首次付款前的分配
money-entry-reserve-released = 准备金释放
money-entry-debt-recovered = 扣回发起人欠款
money-entry-debt-returned = 退还已扣回的款项
money-entry-payout-approved = 付款获批
money-entry-payout-paid = 付款到账
money-entry-payout-failed = 付款失败
money-entry-other = 其他
