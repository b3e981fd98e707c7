# 对认投者有重要影响的专利变化

# 认投者看到的事实
dossier-fact-right = 权利本身
dossier-fact-status = 法律状态
dossier-fact-office-text = 官方状态用语
dossier-fact-reason = 状态原因
dossier-fact-expires-on = 届满日
dossier-fact-owners = 登记权利人
dossier-fact-annuity = 年费
dossier-fact-encumbrances = 权利负担
dossier-fact-title = 名称
dossier-fact-number = 号码
dossier-fact-office = 专利局
dossier-fact-is-sample = 演示样例

# 审核列表
changes-title = 专利变化
changes-what = 认投之后登记簿所载的变化。重大变化会暂停新的认投，并请已认投者重新确认；轻微变化则通知他们。
changes-done = 已重新定级。
changes-empty = 众筹所依据的专利没有变化。
changes-causes = 变化内容
changes-class = 级别
changes-stands = 进展
changes-answers = 答复

# 一项变化
change-cause = { $what }：{ $which }
change-title = 专利变化
change-opened = 获知时间
change-follows = 后果
change-answer-by = 答复截止
change-deadline-before = 延期前的截止时间
change-reason = 理由
change-reason-hint = 所有相关人均可看到。最多 1,000 个字符。
change-asked = 征询的认投
change-kept = 保留
change-declined = 不保留
change-silent = 未答复
change-answered = { $answered } / { $asked }
change-nobody-asked = 未征询任何人
change-since = 自 { $date } 起
change-until = 答复截止于 { $when }。
change-because = 如此定级的理由：{ $reason }
change-being-withdrawn = 已定为轻微，征询正在撤回
change-severity-major = 重大
change-severity-minor = 轻微
change-scope-reconfirm = 请已认投者确认，期间不接受新的认投
change-scope-payout = 审核人员查看之前暂停付款
change-scope-inform = 通知已认投者
change-state-opened = 正在通知投资者
change-state-notified = 已全部通知
change-state-reconfirming = 投资者答复中
change-state-closed = 已结束
change-outcome-answered = 均已答复
change-outcome-informed = 已通知投资者
change-outcome-superseded = 又发生了另一变化
change-outcome-reclassified = 认定为轻微
change-outcome-campaign-over = 众筹已结束
change-make-major = 定为重大
change-make-minor = 定为轻微
change-make-what-major = 暂停新的认投，并请每位投资者在五个工作日内确认。
change-make-what-minor = 撤回征询，认投照常计入，付款可以进行。已延后的截止时间不再恢复。

# 众筹页面
campaign-change-title = 本众筹的专利发生了变化
campaign-change-what = 暂不接受新的认投。所有已认投者均被请求确认；未确认的认投将被释放，不扣款。
campaign-changes = 上线以来的变化

# 对投资者的征询
reconfirm-title = 专利发生了变化：您是否保留认投？
reconfirm-when = 以下变化获知于 { $when }：
reconfirm-same = 除此之外，与您认投时看到的事实相同。
reconfirm-differences = 与您当时所见的不同之处
reconfirm-right = 权利
reconfirm-fact = 事实
reconfirm-before = 认投时
reconfirm-now = 现在
reconfirm-until = 请在 { $when } 之前答复。
reconfirm-silence = 未答复的，认投将被释放，不扣款。
reconfirm-silence-charged = 您的卡已被扣款。未答复的，全部款项将退还给您。
reconfirm-keep = 保留我的认投
reconfirm-decline = 撤回我的认投
reconfirm-refund = 退还我的款项
reconfirm-asked-charged = 专利发生变化，已询问您是否保留认投。
reconfirm-answer-kept = 您已确认认投。
reconfirm-answer-declined = 您选择不保留。
reconfirm-answer-silent = 您未在期限内答复。
reconfirm-answer-withdrawn = 征询已撤回。

# 收据
receipt-confirmed = 再次确认
