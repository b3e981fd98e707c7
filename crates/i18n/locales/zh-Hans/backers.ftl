# 项目的支持者，供发起人查看。

backers-heading = 支持者
# $title：项目名称
backers-title = 支持者：{ $title }
backers-see = 支持者
backers-none = 还没有人认投。认投在保存银行卡之后列入本表。
backers-none-so = 没有处于该状态的认投。
backers-state = 状态
backers-state-any = 全部
backers-state-show = 查看
# $zone：IANA 时区名
backers-zone = 有效或曾经有效的认投，最新的在前。时间按项目所在时区（{ $zone }）显示。
backers-save = 导出名单
backers-save-what = 导出上面选定的全部认投，数量不限，并列明已收款、已退款和有争议的金额。支持者的姓名只可用于兑现回报，不得挪作他用。
backers-save-csv = 保存为 CSV
backers-save-json = 保存为 JSON Lines
backers-head-placed = 认投时间
backers-head-pledge = 认投编号
backers-head-backer = 支持者
backers-head-items = 所选内容
backers-head-state = 状态
backers-head-currency = 货币
backers-head-amount = 认投金额
backers-head-collected = 已收款
backers-head-refunded = 已退款
backers-head-contested = 有争议
