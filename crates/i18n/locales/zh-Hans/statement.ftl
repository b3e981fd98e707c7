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

# $number：该项目的第几笔拨款；$title：众筹名称
payout-parts-title = 第 { $number } 笔拨款：{ $title }
payout-parts-heading = 拨款构成
payout-parts-total = 拨付金额
payout-parts-none = 这笔拨款未获批准，其款项已计入另一笔拨款。
payout-part-carried-over = 上一笔拨款结余
payout-part-shared-out = 募集款（已扣除先前退款）
payout-part-platform-fee = 平台服务费
payout-part-processing-fee = 支付服务商手续费
payout-part-reserve-kept = 留作保留金
payout-part-reserve-released = 剩余保留金
payout-part-debt-recovered = 抵扣您的欠款
payout-part-debt-returned = 返还：该欠款最终不成立
payout-part-refunds = 此后的退款
payout-part-disputes = 此后的争议付款
payout-part-other = 其他
payout-part-left-over = 留待下一笔拨款
