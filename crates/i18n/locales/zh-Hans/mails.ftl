# 告知用户的内容：站内通知与邮件用同样的文字。每一种包括 mail-<kind>-subject（一行）、-happened、-next、-link。

## 每封邮件的开头与结尾
mail-greeting = { $name }，您好：
mail-foot-who = 望远 Farsight：面向发明的众筹平台，每个众筹项目所依托的专利，其法律状态一目了然。
mail-foot-followed = 您在望远关注了相关内容，故收到此邮件。邮件由系统发出，请勿回复。
# $items：如“1 × 样品、2 × 线缆”
mail-items-chosen = 您的选择：{ $items }。
mail-items-refunded = 此次退款对应：{ $items }。
mail-leave = 不再接收此项消息
mail-foot-why = 此邮件涉及您本人的款项或众筹，故发送给您。邮件由系统发出，请勿回复。

## 致投资人
mail-pledge-committed-subject = 您对《{ $campaign }》的认投 { $amount } 已生效
mail-pledge-committed-happened = 银行卡已保存，您对《{ $campaign }》的认投 { $amount } 已计入目标。目前未发生任何扣款。
mail-pledge-committed-next = 只有达到目标，才会在 { $until }之后扣款。在此之前，您可以在认投页面撤回；最后 24 小时内，如撤回将导致目标无法达到，则不能撤回。
mail-pledge-committed-link = 查看或撤回认投
mail-pledge-adjusted-subject = 您对《{ $campaign }》的认投已改为 { $amount }
mail-pledge-adjusted-happened = 您更改了对《{ $campaign }》的认投，现为 { $amount }。目前未发生任何扣款。
mail-pledge-adjusted-next = 只有达到目标，才会在 { $until }之后扣款。如非本人操作，请在认投页面撤回并修改密码。
mail-pledge-adjusted-link = 查看认投
mail-pledge-released-subject = 您对《{ $campaign }》的认投已终止，未扣款
mail-pledge-released-happened = { $way ->
    [unconfirmed] “{ $campaign }”所依据的专利发生了变化，而您未在期限内确认，因此您 { $amount } 的认投已释放。
    [too_late] 您的银行卡在《{ $campaign }》不再接受认投之后才保存，认投 { $amount } 不再计入。
   *[ended] 《{ $campaign }》在截止之前已终止，您的认投 { $amount } 已解除。
}
mail-pledge-released-next = 没有扣款，今后也不会扣款。您无需操作。
mail-pledge-released-link = 查看认投
mail-campaign-reached-subject = 《{ $campaign }》已达到目标
mail-campaign-reached-happened = 《{ $campaign }》已达到目标：截止时共认投 { $total }，其中包括您的认投。
mail-campaign-reached-next = 现在开始从您的银行卡扣款。款项到账后您将收到收据；如扣款失败，我们会告知您，您可以补救。
mail-campaign-reached-link = 查看我的认投
mail-campaign-missed-subject = 《{ $campaign }》未达到目标，不会扣款
mail-campaign-missed-happened = 《{ $campaign }》未达到目标：截止时共认投 { $total }。
mail-campaign-missed-next = 您的认投已解除。没有扣款，今后也不会扣款，您无需操作。
mail-campaign-missed-link = 查看我的认投
mail-pledge-collected-subject = 收据：《{ $campaign }》{ $amount }
mail-pledge-collected-happened = 您对《{ $campaign }》的认投已从银行卡扣款 { $amount }。
mail-pledge-collected-next = 财务核对之后向发起人拨款。收据在认投页面，可以打印。
mail-pledge-collected-link = 查看收据
mail-payment-failed-subject = 您对《{ $campaign }》的付款 { $amount } 未成功
mail-payment-failed-happened = { $way ->
    [bank] 银行请您确认对《{ $campaign }》认投的付款 { $amount }。
   *[card] 您对《{ $campaign }》的认投 { $amount } 未能从银行卡扣款。
}
mail-payment-failed-next = { $way ->
    [bank] 请在 { $until }之前确认。未确认则付款失败，认投最终失效，届时您无需支付任何款项。
   *[card] 请在 { $until }之前换用另一张银行卡。如不处理，将用此卡再扣一次；仍失败则认投失效，您无需支付任何款项。
}
mail-payment-failed-link = 处理付款
mail-payment-reminder-subject = 仍待处理：您对《{ $campaign }》的付款 { $amount }
mail-payment-reminder-happened = { $way ->
    [bank] 银行仍在等待您确认对《{ $campaign }》认投的付款 { $amount }。
   *[card] 您对《{ $campaign }》的认投 { $amount } 仍未能收取。
}
mail-payment-reminder-next = { $way ->
    [bank] 请在 { $until }之前确认，否则认投最终失效。届时您无需支付任何款项，也不会得到回报。
   *[card] 请在 { $until }之前换用另一张银行卡，否则认投最终失效。届时您无需支付任何款项，也不会得到回报。
}
mail-payment-reminder-link = 处理付款
mail-pledge-dropped-subject = 您对《{ $campaign }》的认投已失效
mail-pledge-dropped-happened = 您对《{ $campaign }》的认投 { $amount } 未能及时收取，认投已失效。
mail-pledge-dropped-next = 没有扣款，您无需支付任何款项，也无需操作。
mail-pledge-dropped-link = 查看经过
mail-pledge-refunded-subject = { $amount } 已退回：《{ $campaign }》
mail-pledge-refunded-happened = { $way ->
    [whole] 您对《{ $campaign }》的认投已全部退回：{ $amount } 已退至原付款银行卡。
    [by_hand] 由于未能退回银行卡，您对《{ $campaign }》的认投中有 { $amount } 已以银行转账退还。
   *[part] 您对《{ $campaign }》的认投中有 { $amount } 已退至原付款银行卡。
}
mail-pledge-refunded-next = { $way ->
    [by_hand] 转账凭证号见您的认投页面。如五个工作日后仍未到账，请联系我们。
   *[part] 银行通常在五至十个工作日内入账。您无需操作。
}
mail-pledge-refunded-link = 查看认投
mail-reconfirmation-asked-subject = “{ $campaign }”的专利发生变化：您是否保留认投？
mail-reconfirmation-asked-happened = { $way ->
    [charged] 自您认投 { $amount } 以来，“{ $campaign }”所依据的专利发生了变化，而您的卡已被扣款。
   *[uncharged] 自您认投 { $amount } 以来，“{ $campaign }”所依据的专利发生了变化。尚未扣款。
}
mail-reconfirmation-asked-next = { $way ->
    [charged] 请查看变化内容，并在 { $until } 之前答复。未答复的，全部款项将退还给您。
   *[uncharged] 请查看变化内容，并在 { $until } 之前答复。未答复的，认投将被释放，不扣款。
}
mail-reconfirmation-asked-link = 查看变化并答复
mail-reconfirmation-withdrawn-subject = 关于“{ $campaign }”，无须您再答复
mail-reconfirmation-withdrawn-happened = 审核人员查看了“{ $campaign }”所依据专利的变化，认为对认投者没有重要影响。是否保留您 { $amount } 认投的询问已撤回。
mail-reconfirmation-withdrawn-next = { $way ->
    [charged] 您无须做任何事：认投保留，已扣款项仍归入该众筹。审核人员的理由见众筹页面。
   *[uncharged] 您无须做任何事：认投照旧保留。审核人员的理由见众筹页面。
}
mail-reconfirmation-withdrawn-link = 查看您的认投
mail-patents-settled-subject = “{ $campaign }”的专利变化已处理
mail-patents-settled-happened = { $way ->
    [noted] 审核人员查看了“{ $campaign }”所依据专利的变化，认为对认投者没有重要影响。
   *[asked] 就“{ $campaign }”所依据专利的变化被询问的人均已答复，或答复期限已过。
}
mail-patents-settled-next = 因此等待的事项继续进行：认投与截止时间、扣款或付款。保留的认投见众筹页面。
mail-patents-settled-link = 查看您的众筹
mail-pledge-reconfirmed-subject = 您对“{ $campaign }”的认投已保留
mail-pledge-reconfirmed-happened = “{ $campaign }”的专利变化之后，您确认了 { $amount } 的认投。
mail-pledge-reconfirmed-next = 认投照常计入。您确认时所见的内容已一并保存。
mail-pledge-reconfirmed-link = 查看您的认投
mail-patents-noted-subject = “{ $campaign }”的专利有新情况
mail-patents-noted-happened = 登记簿上出现了“{ $campaign }”所依据专利的新情况。
mail-patents-noted-next = { $way ->
    [held] 审核人员查看之后，发起人才会收到款项。您无需操作。
   *[noted] 变化内容见众筹页面。您的认投照常计入，无需操作。
}
mail-patents-noted-link = 查看您的认投

## 致关注者
mail-followed-launched-subject = 《{ $campaign }》开始接受认投
mail-followed-launched-happened = 您关注的众筹或发起人有新进展：《{ $campaign }》已上线，目标为 { $goal }。
mail-followed-launched-next = 认投截止时间为 { $until }。截止后且达到目标时才会扣款。其专利的状态及每次核查的日期见众筹页面。
mail-followed-launched-link = 查看众筹
mail-followed-reached-subject = 《{ $campaign }》已达到目标
mail-followed-reached-happened = 您关注的《{ $campaign }》已达到目标：已认投 { $total }。
mail-followed-reached-next = 认投持续至 { $until }。在此之前认投仍可撤回，因此以截止时的结果为准。
mail-followed-reached-link = 查看众筹
mail-followed-ending-subject = 《{ $campaign }》即将截止
mail-followed-ending-happened = 您关注的《{ $campaign }》将于 { $until }截止。目前已认投 { $total }，目标为 { $goal }。
mail-followed-ending-next = 截止后不再接受认投。如未达到目标，任何人都不会被扣款。
mail-followed-ending-link = 查看众筹
mail-followed-patent-changed-subject = { $patent }：{ $change }
mail-followed-patent-changed-happened = 您关注的专利 { $patent } 的状态发生了变化：{ $change }。
mail-followed-patent-changed-next = 登记机关的记载、起始日期、我们的查询时间，以及依托该专利的众筹，均见专利页面。
mail-followed-patent-changed-link = 查看专利
mail-campaign-updated-subject = 《{ $campaign }》：{ $heading }
mail-campaign-updated-happened = 《{ $campaign }》的发起人发布了第 { $number } 号进展：{ $heading }
mail-campaign-updated-next = 如有疑问，可在众筹页面提问。认投不受影响。
mail-campaign-updated-link = 阅读进展
mail-question-answered-subject = 您关于《{ $campaign }》的提问已获答复
mail-question-answered-happened = 《{ $campaign }》的发起人答复了您的提问。
mail-question-answered-next = 问题与答复在众筹页面公开显示。
mail-question-answered-link = 阅读答复
mail-question-hidden-subject = 您关于《{ $campaign }》的提问已被隐藏
mail-question-hidden-happened = 您关于《{ $campaign }》的提问不再向他人显示。
mail-question-hidden-next = 原因显示在原处，您本人仍可看到该提问。您可以换一种方式再次提问。
mail-question-hidden-link = 查看原因

## 致发起人
mail-question-asked-subject = 关于《{ $campaign }》的提问
mail-question-asked-happened = 有人就《{ $campaign }》向您提问。
mail-question-asked-next = 该提问已公开显示，您的答复也将公开。您答复后，提问者会收到通知。
mail-question-asked-link = 去答复
mail-campaign-approved-subject = 《{ $campaign }》已通过审核
mail-campaign-approved-happened = 审核人员已通过《{ $campaign }》。
mail-campaign-approved-next = 您可以随时上线。上线时，目标、截止时间与专利状态即告固定。
mail-campaign-approved-link = 上线众筹
mail-campaign-changes-requested-subject = 《{ $campaign }》需修改后才能通过审核
mail-campaign-changes-requested-happened = 审核人员已审阅《{ $campaign }》，请您修改。
mail-campaign-changes-requested-next = 需修改之处见众筹页面。修改后请重新提交，没有期限。
mail-campaign-changes-requested-link = 查看需修改之处
mail-patents-changed-subject = “{ $campaign }”的专利发生了变化
mail-patents-changed-happened = { $way ->
    [asked] 登记簿显示，“{ $campaign }”所依据的专利发生了对认投者有重要影响的变化。暂不接受新的认投，并已请每位投资者确认。
    [held] 登记簿显示，“{ $campaign }”所依据的专利发生了对认投者有重要影响的变化。审核人员查看之前暂停付款。
   *[noted] 登记簿上出现了“{ $campaign }”所依据专利的新情况。已通知您的投资者。
}
mail-patents-changed-next = { $way ->
    [noted] 请查看登记内容。如有错误，请向登记机关更正，我们会重新读取。
   *[asked] 请查看登记内容。如年费逾期，请补缴；如登记有误，请向登记机关更正并告知我们。
}
mail-patents-changed-link = 查看您的众筹
mail-goal-reached-subject = 《{ $campaign }》已达到目标
mail-goal-reached-happened = 您的众筹《{ $campaign }》已达到目标：截止时共认投 { $total }。
mail-goal-reached-next = 现在开始扣款，扣款失败的可在数日内补救。之后由财务核对并拨款；请确认您的收款账户已填写完整。
mail-goal-reached-link = 查看资金去向
mail-goal-missed-subject = 《{ $campaign }》未达到目标
mail-goal-missed-happened = 您的众筹《{ $campaign }》未达到目标：截止时共认投 { $total }。
mail-goal-missed-next = 所有认投均已解除，不会向任何人扣款。您可以为同一项目再次发起众筹。
mail-goal-missed-link = 查看众筹
mail-shortfall-found-subject = 请就《{ $campaign }》作出决定：实收低于目标
mail-shortfall-found-happened = 《{ $campaign }》的目标为 { $goal }，实收 { $total }。
mail-shortfall-found-next = 请在 { $until }之前决定接受还是全部退回。逾期未决定则全部退回。
mail-shortfall-found-link = 作出决定
mail-campaign-settled-subject = { $way ->
    [accepted] 《{ $campaign }》众筹成功，实收 { $total }
   *[returned] 《{ $campaign }》的款项将退回
}
mail-campaign-settled-happened = { $way ->
    [accepted] 扣款已全部完成：《{ $campaign }》实收 { $total }，众筹成功。
   *[returned] 《{ $campaign }》的认投中实收 { $total }，不足以成立，将全部退回投资人。
}
mail-campaign-settled-next = { $way ->
    [accepted] 拨款之前由财务核对。首次拨款的时间与金额见资金页面。
   *[returned] 您无需提供回报。您可以为同一项目再次发起众筹。
}
mail-campaign-settled-link = 查看众筹资金
mail-payout-paid-subject = 《{ $campaign }》已拨款 { $amount }
mail-payout-paid-happened = 《{ $campaign }》的拨款 { $amount } 已汇入您的账户。
mail-payout-paid-next = 银行将在数个工作日内入账。保留金的金额与期限见资金页面。
mail-payout-paid-link = 查看拨款
mail-payout-failed-subject = 《{ $campaign }》的一笔拨款失败
mail-payout-failed-happened = 《{ $campaign }》的拨款 { $amount } 未能汇入您的账户。款项安全。
mail-payout-failed-next = 请检查您的收款账户。可以汇款后，财务将重新拨款。
mail-payout-failed-link = 检查账户
mail-settled-without-payout-subject = 《{ $campaign }》目前没有款项可拨付
mail-settled-without-payout-happened = 《{ $campaign }》原应拨付给您的款项已被退款、争议付款以及您在其他项目中的欠款全部抵用。
mail-settled-without-payout-next = 明细见该项目的资金对账单。保留期满后，剩余的保留金将拨付给您。
mail-settled-without-payout-link = 查看众筹资金
mail-dispute-opened-subject = 《{ $campaign }》有一笔付款 { $amount } 存在争议
mail-dispute-opened-happened = 《{ $campaign }》的一位投资人向银行提出争议，涉及付款 { $amount }。
mail-dispute-opened-next = 由财务答复银行，银行在数月内作出裁定。请保留交付内容与时间的凭证。
mail-dispute-opened-link = 查看众筹资金

## 致财务人员
mail-refund-failed-subject = 退款 { $amount } 失败：《{ $campaign }》
mail-refund-failed-happened = 应退给《{ $campaign }》投资人的 { $amount } 未能退回。
mail-refund-failed-next = 请查明原因，并以其他方式将款项退给投资人。此事项在财务待办中。
mail-refund-failed-link = 打开待办
mail-books-differ-subject = 账簿与支付机构的记录不一致
mail-books-differ-happened = 每日核对发现，账簿与支付机构的记录有不一致之处。系统未做任何更改。
mail-books-differ-next = 请在财务页面查看差异，查明原因之前不要继续付款。
mail-books-differ-link = 查看差异
mail-dispute-to-answer-subject = 扣款 { $amount } 存在争议：《{ $campaign }》
mail-dispute-to-answer-happened = 《{ $campaign }》一位投资人的扣款 { $amount } 在银行存在争议。
mail-dispute-to-answer-next = { $way ->
    [dated] 请在 { $until }之前提交证据。未提交则银行裁定归付款人。
   *[undated] 请尽快提交证据。未提交则银行裁定归付款人。
}
mail-dispute-to-answer-link = 打开待办

## 通知页面
notifications-title = 通知
notifications-bell = 通知，{ $n } 条未读
notifications-none = 暂无通知。与您的认投和众筹有关的事项将在此处及邮件中告知。
notifications-none-unread = 全部已读。
notifications-count = 共 { $n } 条通知
notifications-unread-count = { $n } 条未读
notifications-unread = 未读
notifications-all = 显示全部
notifications-only-unread = 只显示未读
notifications-mark-all = 全部标为已读
notifications-mark-one = 标为已读

## 开发时捕获的邮件
dev-mail-title = 捕获的邮件
dev-mail-what = 未设置邮件服务器，邮件保存在此处而不发送，最多保留最新的二百封。
dev-mail-none = 暂无邮件。
dev-mail-to = 收件人
dev-mail-at = 时间
dev-mail-subject = 主题
dev-mail-text = 纯文本
dev-mail-html = HTML

## Verification
mail-verification-approved-subject = 您的认证已通过
mail-verification-approved-happened = 审核人员已将您填写的内容与证件核对，确认无误。
mail-verification-approved-next = 登记在认证名称下的专利自此视为您的专利。认证有效期见认证页面。
mail-verification-approved-link = 查看认证
mail-verification-refused-subject = 您的认证未通过
mail-verification-refused-happened = 审核人员已审阅您提交的内容，未能确认。
mail-verification-refused-next = 原因见认证页面。请在该页更正后重新提交，没有期限。
mail-verification-refused-link = 查看原因
mail-verification-expired-subject = 您的认证已到期
mail-verification-expired-happened = 您的认证有效期已过。
mail-verification-expired-next = 已上线的众筹继续进行。下次上线前，请重新认证名称。
mail-verification-expired-link = 重新认证
mail-ownership-approved-subject = 《{ $campaign }》的权属文件已通过
mail-ownership-approved-happened = 审核人员确认，您的文件允许您将《{ $campaign }》的一项专利推向市场。
mail-ownership-approved-next = 上线前若仍有缺项，见众筹页面。
mail-ownership-approved-link = 查看众筹
mail-patent-document-approved-subject = 您为 { $patent } 提交的文件已成为证据
mail-patent-document-approved-happened = 审核人员确认您为 { $patent } 提交的文件与所填内容一致。该文件已与登记簿信息一并列示在专利页面。
mail-patent-document-approved-next = 文件只说明其出具之日的状况。请在其过时之前提交新的文件。
mail-patent-document-approved-link = 查看专利
mail-patent-document-refused-subject = 您为 { $patent } 提交的文件未通过
mail-patent-document-refused-happened = 审核人员已审阅您为 { $patent } 提交的文件，未能采用。
mail-patent-document-refused-next = 原因见众筹的专利文件页面。您可在该页提交其他文件。
mail-patent-document-refused-link = 查看专利
mail-ownership-outdated-subject = 《{ $campaign }》的一项专利已变更登记权利人
mail-ownership-outdated-happened = 登记簿显示，《{ $campaign }》一项专利的权利人与您的文件获准时不同。该文件不再有证明力。
mail-ownership-outdated-next = 请提交载明现权利人的文件。在新文件获准前，众筹不能上线；若已上线，投资人已获知此变更。
mail-ownership-outdated-link = 提交文件
mail-ownership-refused-subject = 《{ $campaign }》的权属文件未通过
mail-ownership-refused-happened = 审核人员已审阅您为《{ $campaign }》一项专利提交的文件，未能确认。
mail-ownership-refused-next = 原因见众筹页面。您可在该页提交其他文件。
mail-ownership-refused-link = 查看原因
## 关于本人账户
mail-password-changed-subject = 您的密码已更改
mail-password-changed-happened = 您账户的密码已更改，其他登录均已结束。
mail-password-changed-next = 如为您本人操作，无需处理。如非本人操作，请立即在登录页通过“忘记密码？”设置新密码，并检查是否有人能读取您的邮件。
mail-password-changed-link = 查看账户安全
mail-second-factor-on-subject = 您的账户现在需要验证码
mail-second-factor-on-happened = 您的账户已启用双重验证：今后登录除密码外还需要验证码。其他登录均已结束。
mail-second-factor-on-next = 如为您本人操作，请将恢复码保存在没有该设备也能找到的地方。如非本人操作，请立即设置新密码并联系我们。
mail-second-factor-on-link = 查看账户安全
mail-second-factor-off-subject = 您的账户不再需要验证码
mail-second-factor-off-happened = 您账户的双重验证已关闭：登录只需密码。
mail-second-factor-off-next = 如为您本人操作，无需处理。如非本人操作，请立即设置新密码，结束所有登录，并重新启用双重验证。
mail-second-factor-off-link = 查看账户安全
mail-recovery-codes-renewed-subject = 您的恢复码已更换
mail-recovery-codes-renewed-happened = 您的账户已生成新的恢复码，此前的恢复码全部作废。
mail-recovery-codes-renewed-next = 如为您本人操作，无需处理。如非本人操作，请立即设置新密码并结束所有登录。
mail-recovery-codes-renewed-link = 查看账户安全
mail-signed-in-anew-subject = 您的账户有新的登录
mail-signed-in-anew-happened = 您的账户于 { $until } 从未曾使用过的设备或网络登录：{ $device }。
mail-signed-in-anew-next = 如为您本人操作，无需处理。如非本人操作，请立即设置新密码，并结束其他所有登录。
mail-signed-in-anew-link = 查看登录记录
mail-second-factor-lifted-subject = 运营方已关闭您的双重验证
mail-second-factor-lifted-happened = 运营方应请求关闭了您账户的双重验证。所有登录均已结束，此后登录只需密码。
mail-second-factor-lifted-next = 如为您本人请求，请登录并重新启用双重验证。如非本人请求，请立即设置新密码并与我们联系。
mail-second-factor-lifted-link = 查看账户安全
mail-email-changed-subject = 您的账户邮箱已更换
mail-email-changed-happened = 您的账户邮箱现为本邮箱，您的其他登录均已结束。
mail-email-changed-next = 无需处理。今后请用本邮箱登录。
mail-email-changed-link = 查看账户安全
mail-api-token-made-subject = 已创建程序访问令牌
mail-api-token-made-happened = 您的账户创建了一个令牌，程序可凭它代您进行部分操作。
mail-api-token-made-next = 如为您本人操作，无需处理。如非本人操作，请撤销该令牌，设置新密码，并结束其他所有登录。
mail-api-token-made-link = 查看账户安全

## 含一次性链接的邮件
letter-foot-why = 有人在望远填写了该邮箱，故发送此邮件。邮件由系统发出，请勿回复。
letter-confirm-email-subject = 请确认您的邮箱
letter-confirm-email-happened = 有人用邮箱 { $email } 在望远注册了账户。
letter-confirm-email-next = 如为您本人，请打开链接并点击按钮；链接一小时内有效，只能使用一次。如非本人，无需处理：邮箱未经确认，任何人都不能用它启动众筹或收款。
letter-confirm-email-link = 确认邮箱
letter-reset-password-subject = 设置新密码
letter-reset-password-happened = 有人为 { $email } 的账户申请设置新密码。
letter-reset-password-next = 如为您本人，请打开链接设置；链接一小时内有效，只能使用一次。如非本人，无需处理：密码保持不变。
letter-reset-password-link = 设置新密码
## 更换邮箱。$email：新邮箱，$until：确认期限，或生效时间
letter-confirm-email-change-subject = 请确认您的新邮箱
letter-confirm-email-change-happened = 望远的一个账户将改用邮箱 { $email }。
letter-confirm-email-change-next = 如为您本人，请在 { $until } 之前打开链接并点击按钮。如非本人，无需处理：未经确认，账户将保留原邮箱。
letter-confirm-email-change-link = 确认新邮箱
letter-email-change-asked-subject = 您的账户申请更换邮箱
letter-email-change-asked-happened = 有人在登录您的账户后，申请自 { $until } 起改用邮箱 { $email }。
letter-email-change-asked-next = 如为您本人，请通过发往新邮箱的邮件确认。如非本人，请在该时间之前打开链接并点击按钮：邮箱将保持不变，所有登录均会结束。随后请设置新密码。
letter-email-change-asked-link = 保留现有邮箱
letter-email-changed-subject = 您的账户邮箱已更换
letter-email-changed-happened = 原使用本邮箱的账户现已改用邮箱 { $email }，今后的邮件将发往该邮箱。
letter-email-changed-next = 申请更换时我们已通知过您。如非本人操作，请立即与我们联系。
letter-email-changed-link = 查看账户安全

## A campaign that stands still, and third parties’ claims
mail-campaign-paused-subject = 《{ $campaign }》已暂停
mail-campaign-paused-happened = { $way ->
    [claim] 第三方对《{ $campaign }》主张权利。作出决定前，众筹暂停。
   *[staff] 我们的工作人员正在核实《{ $campaign }》的有关情况。在此期间众筹暂停。
}
mail-campaign-paused-next = 暂停期间不接受认投，也不扣款。如果您已认投，认投保留，可随时撤回。众筹恢复或终止时我们会再通知您。
mail-campaign-paused-link = 查看众筹
mail-campaign-resumed-subject = 《{ $campaign }》已恢复
mail-campaign-resumed-happened = 《{ $campaign }》的有关情况已处理完毕，众筹恢复计时。
mail-campaign-resumed-next = 截止时间已按暂停的时长顺延至 { $until }。如果您已认投，认投照常有效。若有专利变更正等待认投人确认，期间不接受新的认投。
mail-campaign-resumed-link = 查看众筹
mail-campaign-closing-early-subject = 《{ $campaign }》将提前截止
mail-campaign-closing-early-happened = 《{ $campaign }》已达到目标金额，拟于 { $until } 提前截止。
mail-campaign-closing-early-next = 在该时间的 48 小时之前，您仍可撤回认投。若届时已达不到目标金额，众筹将继续进行至原定截止时间。
mail-campaign-closing-early-link = 查看我的认投
mail-sheet-changed-subject = 《{ $campaign }》的关键投资信息表已更新
mail-sheet-changed-happened = 《{ $campaign }》的关键投资信息表有变更，现以第 { $number } 版为准。
mail-sheet-changed-next = 作出进一步决定之前，请先阅读变更内容。
mail-sheet-changed-link = 查看众筹
mail-ip-claim-raised-subject = 第三方对《{ $campaign }》主张权利
mail-ip-claim-raised-happened = 有人认为《{ $campaign }》使用了属于他们的内容。审核人员认为需要询问您，因此众筹在作出决定前暂停。
mail-ip-claim-raised-next = 请阅读该主张，并在 { $until } 之前答复。逾期不答复，众筹将终止，不向任何人扣款。如主张不成立，截止时间按暂停的时长顺延。
mail-ip-claim-raised-link = 阅读并答复
mail-ip-claim-over-subject = 对《{ $campaign }》的主张已了结
mail-ip-claim-over-happened = { $way ->
    [withdrawn] 对《{ $campaign }》的主张已撤回。
   *[rejected] 审核人员调查了对《{ $campaign }》的主张，认定不成立。
}
mail-ip-claim-over-next = 如无其他原因，众筹恢复进行，截止时间已按暂停的时长顺延。
mail-ip-claim-over-link = 查看该主张
mail-own-paused-subject = 您的众筹《{ $campaign }》已暂停
mail-own-paused-happened = 我们的工作人员在核实情况期间暂停了《{ $campaign }》。
mail-own-paused-next = 暂停期间不接受认投，也不扣款，已有的认投保留。恢复后，截止时间按暂停的时长顺延。如有需要我们会联系您。
mail-own-paused-link = 查看众筹
mail-own-resumed-subject = 您的众筹《{ $campaign }》已恢复
mail-own-resumed-happened = 我们的工作人员已恢复《{ $campaign }》。
mail-own-resumed-next = 截止时间已按暂停的时长顺延至 { $until }。若有专利变更正等待认投人确认，期间不接受新的认投。
mail-own-resumed-link = 查看众筹
mail-own-launch-waits-subject = 您的众筹《{ $campaign }》暂时无法上线
mail-own-launch-waits-happened = { $way ->
    [unproven] 您的众筹《{ $campaign }》已到上线时间，但登记簿显示其中一项专利的权利人已变更。
    [gone] 您的众筹《{ $campaign }》已到上线时间，但其中一项专利在通过审核后已失效。
   *[refused] 您的众筹《{ $campaign }》已到上线时间，但所适用法律的一项规则不允许上线。
}
mail-own-launch-waits-next = { $way ->
    [unproven] 请提交证明您享有该权利的文件。审核人员认可后，众筹将自动上线。
    [gone] 如登记有误或权利得以恢复，众筹将自动上线；否则请取消并重新发起。
   *[refused] 请在众筹页面尝试上线，页面会说明缺少什么。补齐后众筹将自动上线。
}
mail-own-launch-waits-link = 查看众筹
mail-own-suspended-subject = 您的众筹《{ $campaign }》已终止
mail-own-suspended-happened = 平台已终止《{ $campaign }》。
mail-own-suspended-next = 不向任何人扣款，所有认投均已解除。如因第三方的权利主张而终止，该主张与审核人员的说明见众筹的权利主张页面。
mail-own-suspended-link = 查看众筹
mail-ip-claim-told-subject = 您对《{ $campaign }》的主张
mail-ip-claim-told-happened = { $way ->
    [taken_up] 审核人员正在调查您对《{ $campaign }》的主张。众筹已暂停，并已询问发起人。
    [dismissed] 审核人员查看了您对《{ $campaign }》的主张，认为无须调查。
    [upheld] 您对《{ $campaign }》的主张成立，众筹已终止。
    [moot] 《{ $campaign }》已因其他原因结束，您的主张无须再作决定。
   *[rejected] 您对《{ $campaign }》的主张经调查不成立。如无其他原因暂停，众筹将继续进行。
}
mail-ip-claim-told-next = 决定及其理由见您的主张页面。您向法院主张权利不受影响。
mail-ip-claim-told-link = 查看我的主张

mail-account-locked-subject = 您的账户已被锁定
mail-account-locked-happened = 管理员锁定了您的账户。所有登录和令牌均已结束，解锁前任何人都无法用它登录。您的认投与众筹照常进行。
mail-account-locked-next = 如认为有误，请回复本邮件或联系我们。
mail-account-locked-link = 查看联系方式

mail-account-unlocked-subject = 您的账户已解锁
mail-account-unlocked-happened = 管理员解锁了您的账户，您可以重新登录。
mail-account-unlocked-next = 请检查您的登录和令牌是否正常。
mail-account-unlocked-link = 查看账户安全

mail-role-given-subject = 您获得了一项工作人员角色
mail-role-given-happened = 两位管理员为您的账户授予了新的工作人员角色，即刻生效。
mail-role-given-next = 如非您所预期，请联系我们。建议启用双重验证以保护该角色的权限。
mail-role-given-link = 查看账户安全

mail-role-taken-subject = 您的一项角色已被收回
mail-role-taken-happened = 管理员收回了您账户的一项角色，该角色不再有效。
mail-role-taken-next = 如非您所预期，请联系我们。
mail-role-taken-link = 查看账户安全

mail-role-requested-subject = 有一项角色申请等待第二位管理员
mail-role-requested-happened = 一位管理员申请为某人授予工作人员角色，须由另一位管理员在七天内批准。
mail-role-requested-next = 请核实授予对象、角色及理由，然后批准或拒绝。
mail-role-requested-link = 查看申请

mail-export-ready-subject = 您的数据可以下载了
mail-export-ready-happened = 我们保存的与您有关的全部数据，连同您上传的文件，已整理成一个文件。
mail-export-ready-next = 请在 { $until } 前到“我的数据”页面下载；逾期文件将被删除，您可以再次申请。
mail-export-ready-link = 查看我的数据

mail-erasure-asked-subject = 您的账户即将注销
mail-erasure-asked-happened = 您本人或以您身份登录的人申请注销您的账户。账户将于 { $until } 注销。
mail-erasure-asked-next = 在此之前，您可以登录并保留账户。若非本人操作，请登录后保留账户，并更换密码。
mail-erasure-asked-link = 保留账户

mail-erasure-held-subject = 您的账户暂时无法注销
mail-erasure-held-happened = 账户注销时间已到，但您尚有未了结的事项：认投、众筹或在途款项。
mail-erasure-held-next = 具体事项及处理办法见“我的数据”页面。我们每天会再次检查，一旦没有障碍即注销账户。
mail-erasure-held-link = 查看未了结事项

letter-erased-subject = 您的账户已注销
letter-erased-happened = 这是发给您的最后一封邮件：您的账户现已注销，您的姓名、邮箱、登录记录、关注内容和上传文件一并删除。依法律要求，与款项有关的记录以代号保留在账簿中。
letter-erased-next = 您无需任何操作。您可以随时用此邮箱注册新账户，新账户与原账户无关。
letter-erased-link = 联系我们的方式
letter-erased-why = 因您申请注销账户，故发送此邮件。邮件由系统发出，请勿回复。

erased-person = 已注销用户
erased-text = （此内容已随其作者的账户一并删除。）
