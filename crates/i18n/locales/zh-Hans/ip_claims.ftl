## Third parties’ claims against campaigns, and pauses
ip-claim-kind-patent = 专利或实用新型
ip-claim-kind-design = 注册外观设计
ip-claim-kind-trade-mark = 商标
ip-claim-kind-copyright = 著作权
ip-claim-kind-trade-secret = 商业秘密
ip-claim-kind-other = 其他权利
ip-claim-state-submitted = 等待审核
ip-claim-state-inquiry = 已询问发起人
ip-claim-state-answered = 发起人已答复
ip-claim-state-dismissed = 不予受理
ip-claim-state-rejected = 不成立
ip-claim-state-upheld = 成立
ip-claim-state-withdrawn = 已撤回
ip-claim-state-moot = 已无须处理
ip-claim-means-submitted = 审核人员将先行查看，其间众筹照常进行；若到截止时间仍未查看，众筹将暂停，直至查看完毕。
ip-claim-means-inquiry = 作出决定前，众筹暂停。发起人可以答复，不答复则众筹终止。
ip-claim-means-answered = 众筹暂停中。审核人员将比对双方意见后决定。
ip-claim-means-dismissed = 审核人员认为无须调查，众筹照常进行。
ip-claim-means-rejected = 经调查不成立，不再使众筹暂停。
ip-claim-means-upheld = 众筹已终止，未向任何人扣款。
ip-claim-means-withdrawn = 已撤回，不再使众筹暂停。
ip-claim-means-moot = 众筹已因其他原因结束，无须再作决定。
ip-claim-reason-no-right-shown = 未说明何种权利或如何被使用
ip-claim-reason-not-theirs = 主张人无权主张
ip-claim-reason-not-used = 众筹未使用该权利
ip-claim-reason-not-in-force = 该权利尚未生效或已失效
ip-claim-reason-campaign-over = 筹资在能够暂停前已结束
ip-claim-reason-other = 其他原因，请在说明中写明
ip-claim-reason-told-no-right-shown = 主张未说明是哪项权利，或众筹如何使用了它。
ip-claim-reason-told-not-theirs = 未证明主张人有权主张该权利。
ip-claim-reason-told-not-used = 众筹没有使用该权利所保护的内容。
ip-claim-reason-told-not-in-force = 该权利尚未生效或已失效。
ip-claim-reason-told-campaign-over = 在能够暂停之前，众筹的筹资已经结束。
ip-claim-reason-told-other = 见审核人员的说明。
ip-claim-decision-inquire = 暂停众筹并询问发起人
ip-claim-decision-dismiss = 不予受理：无须调查
ip-claim-decision-reject = 主张不成立：众筹继续
ip-claim-decision-uphold = 主张成立：众筹终止，不向任何人扣款

## Filing one
# $title: of a campaign
ip-claim-file-title = 对《{ $title }》主张权利
ip-claim-file-lead = 该众筹是否使用了受保护且不属于发起人的内容？请告诉我们。在作出任何决定之前，每项主张都由审核人员查看。
ip-claim-file-next = 如需调查，众筹将暂停并询问发起人。发起人届时可以看到您在此填写的内容与文件，但看不到您的联系方式。
ip-claim-file-link = 主张权利
ip-claim-file-send = 提交主张
ip-claim-label-kind = 权利种类
ip-claim-label-right = 哪项权利
ip-claim-hint-right = 专利、外观设计或商标的号码，任何常见写法均可；否则请写明作品及其发表之处。
ip-claim-label-holder = 权利人
ip-claim-hint-holder = 拥有该权利的单位或个人。
ip-claim-label-statement = 众筹如何使用了该权利
ip-claim-hint-statement = 如为专利，请写明哪一项权利要求，以及发明的哪一部分落入其中。至少 40 个字符。
ip-claim-label-evidence = 可见之处
ip-claim-hint-evidence = 网页地址，或众筹文字中的位置。可以不填。
ip-claim-label-file = 证明文件
ip-claim-label-contact = 联系方式
ip-claim-hint-contact = 姓名、电话或地址。仅处理该主张的审核人员可见。
ip-claim-good-faith = 据我所知以上均属实，且我有权代表权利人。我知道，明知不实而提出主张可能须赔偿损失。
ip-claim-good-faith-label = 声明
ip-claim-choose = 请选择
ip-claim-choose-needed = 请选择一项。

## One’s own
ip-claims-own-title = 我提出的主张
ip-claims-own-empty = 您没有提出过主张。
ip-claims-own-done-filed = 主张已提交。审核人员将查看，结果会通知您。
ip-claims-own-done-withdrawn = 主张已撤回。
ip-claim-withdraw = 撤回
# $at: a time
ip-claim-filed-at = 提交于 { $at }
ip-claim-against = 针对
ip-claim-note = 审核人员的说明

## The founder’s
# $title: of a campaign
ip-claims-founder-title = 对《{ $title }》的权利主张
ip-claims-founder-empty = 没有人对该众筹主张权利。
ip-claims-founder-link = 第三方的权利主张
ip-claims-founder-done-answered = 答复已提交。审核人员决定后会通知您。
# $at: a time
ip-claim-answer-until = 请在 { $at } 之前答复。逾期不答复，众筹将终止，不向任何人扣款。
ip-claim-label-answer = 您的答复
ip-claim-hint-answer = 请说明众筹为何没有使用所主张的内容，或依据何种权利可以使用。仅审核人员可见，只能提交一次。至少 40 个字符。
ip-claim-answer-send = 提交答复
ip-claim-answered = 您的答复

## The reviewers’
ip-claims-title = 第三方的权利主张
ip-claims-empty = 没有待处理的主张。
# $count chooses the form, $n is the number
ip-claims-count = { $n } 项主张等待决定，等待最久的在前。
ip-claims-right = 权利
ip-claims-how-far = 进度
ip-claims-done-inquire = 众筹已暂停，并已询问发起人。
ip-claims-done-dismiss = 该主张不予受理。
ip-claims-done-reject = 该主张不成立。如无其他原因，众筹继续。
ip-claims-done-uphold = 该主张成立，众筹已终止。
ip-claims-done-released = 此案已退回。
# $name: of a claimant
ip-claim-case-title = { $name } 的主张
ip-claim-stated = 主张内容
ip-claim-claimant = 提出人
ip-claim-contact = 联系方式
ip-claim-founder-says = 发起人的答复
# $at: a time
ip-claim-founder-may = 发起人可在 { $at } 之前答复。在此之前可以认定主张不成立，但不能认定成立。
ip-claim-founder-silent = 发起人未在期限内答复。
ip-claim-own-case = 您是该主张的当事人，须由他人决定。
ip-claim-hint-reason = 不予受理或认定不成立时必填，将告知主张人。
ip-claim-hint-note = 将告知主张人，以及被询问的发起人。认定成立时必填。

## Pauses
# $at: a time
campaign-paused-ip-claim = 该众筹自 { $at } 起暂停：第三方对其主张权利，正在调查。
campaign-paused-staff = 该众筹自 { $at } 起暂停：我们的工作人员正在核实有关情况。
campaign-paused-what = 暂停期间不接受认投，也不扣款，已认投者可以撤回。恢复后，截止时间按暂停的时长顺延。
campaign-paused-deadline = 截止时间按暂停的时长顺延，恢复后显示新的截止时间。
campaign-review = 审核此众筹
pause-title = 暂停或恢复
pause-label-reason = 原因
pause-hint-reason = 记入审计记录。投资人只会得知工作人员正在核实情况。
pause-stop = 暂停众筹
pause-start = 恢复众筹
pause-done-paused = 众筹已暂停。
pause-done-resumed = 众筹已恢复，截止时间已按暂停的时长顺延。
# $at: a time
pause-since = 自 { $at } 起暂停。
pause-for-claim = 因第三方的权利主张而暂停，决定后恢复。
