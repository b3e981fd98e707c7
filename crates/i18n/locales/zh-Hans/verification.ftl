# Verification of people and companies, and documents that show a founder’s right to a patent.

## Answers to input that cannot be taken
error-verification-not-found = 没有此认证，或它不属于您。
error-verification-required = 此项必填。
# $max: characters
error-verification-too-long = 最多 { $max } 个字符。
# $max: how many
error-verification-too-many = 最多 { $max } 项。
error-verification-bad-character = 含有不能使用的字符，请重新输入。
# $min, $max: the range
error-verification-out-of-range = 须在 { $min } 到 { $max } 之间。
error-verification-unknown = 这不是国家代码。请填两个字母，例如 CN 或 DE。
error-verification-in-the-past = 证件已过期，请使用仍有效的证件。
error-verification-contradiction = 请列出所有人，或声明无人持股超过四分之一，不能同时填写。
error-verification-upload-not-found = 没有您可使用的此上传文件，请重新上传。
error-verification-conflict = 期间已有改动。请查看最新内容后再试。
error-verification-wrong-state = 当前状态不允许此操作。请刷新页面查看状态。
error-verification-not-editable = 提交后不能修改。审核决定作出后可重新开始。
error-verification-held = 另一位审核人员正在处理此案。
error-verification-not-taken = 请先领取此案，再作决定。
error-verification-own-case = 不能审核自己的案件。
# $count chooses the form, $n is the number
error-campaign-owner-unproven = 尚未证明您有权将其中 { $n } 项专利推向市场。请完成权利人名称认证，或提交转让或许可文件，然后再上线。
violation-owner-unproven = 上线前须证明您有权将 { $n } 项专利推向市场：完成权利人名称认证，或提交转让或许可文件。

## Whose a patent is, and who made sure of that
owner-proof-register = 望远已核实：登记的专利权人与审核人员认证的发起人名称一致。
owner-proof-document = 望远已核实：审核人员确认了证明文件，发起人可将其推向市场。
owner-proof-none = 尚未证明：登记的专利权人不是已认证的发起人，也没有通过审核的文件。
owner-proof-unverified = 未核实：发起人的名称尚未认证。

## A person's own pages
verification-title = 认证
verification-why = 登记在您认证名称下的专利，望远才显示为您的专利。若名称不一致，又没有通过审核的文件，众筹不能上线。
verification-kind-person = 个人认证
verification-kind-company = 单位认证
verification-kind-help-person = 适用于登记在您本人名下的专利。需要护照或身份证。
verification-kind-help-company = 适用于登记在您所代表的公司或高校名下的专利。需要登记证明（如营业执照）以及您有权代表该单位的文件。
verification-state-unsubmitted = 未提交
verification-state-submitted = 审核中
verification-state-approved = 已通过
verification-state-refused = 未通过
verification-state-expired = 已到期
verification-next-unsubmitted = 您已开始填写，请补全后提交。
verification-next-submitted = 审核人员正与证件核对，结果将通知您，通常不超过两天。
verification-next-approved = 无需其他操作。若要更改名称，可重新开始；新决定作出前，本认证继续有效。
verification-next-refused = 原因见其页面，更正后可重新提交。
verification-next-expired = 下次上线前请重新认证名称。
verification-none = 尚未开始。
verification-open-person = 进行个人认证
verification-open-company = 进行单位认证
# $at: a moment
verification-holds-until = 已通过，有效期至 { $at }。
verification-facts = 填写内容
verification-sealed = 您填写的内容与证件以您专属的密钥加密保存，只有处理您案件的审核人员可以查看。
verification-label-legal-name = 法定名称
verification-label-other-name = 另一种文字的同一名称
verification-label-country = 国家
verification-label-born-on = 出生日期
verification-label-registration-number = 登记号
verification-label-document-expires-on = 证件有效期至
verification-label-owners = 持股超过 25% 的人
verification-label-no-owners = 无人持股超过 25%
verification-label-name = 姓名
verification-label-share = 持股百分比
verification-label-kind = 文件类别
verification-label-file = 文件
verification-hint-legal-name = 与证件逐字一致，中文或拉丁文字均可。
verification-hint-other-name = 如证件上有。境外登记簿常以拉丁文字名称登记中国权利人。
verification-hint-country = 两个字母，例如 CN 或 DE。
verification-hint-document-expires-on = 证件长期有效时留空。
verification-hint-owners = 直接或间接持有超过四分之一的每个人。
# $limit: megabytes
verification-hint-file = PDF、PNG、JPEG 或 WebP，最大 { $limit } MB。图片中的位置等隐藏信息会被清除。
# $n: 1, 2 or 3
verification-owner-n = 所有人 { $n }
verification-owner = 所有人
verification-no-owners = 无人持股超过 25%
verification-save = 保存
verification-done-saved = 已保存，尚未提交。
verification-done-attached = 文件已添加。
verification-done-removed = 文件已移除。
verification-done-submitted = 已提交，审核人员将查看。
verification-complete = 内容齐全，可以提交。
verification-missing = 尚缺内容
verification-documents = 文件
verification-no-documents = 尚无文件。
verification-document-identity = 护照或身份证
verification-document-registration = 登记证明或营业执照
verification-document-authority = 有权代表单位的证明
verification-document-owners = 股权证明
# $name: of a file
verification-remove = 移除 { $name }
verification-add = 添加文件
verification-submit = 提交
verification-submit-help = 提交后，在决定作出前不能修改。
verification-refused-why = 未通过的原因
verification-again = 请在下方重新填写并提交。
verification-reason-told-unreadable = 文件无法辨认。请上传更清晰的照片或整页扫描件。
verification-reason-told-differs = 填写内容与证件不符。请逐字核对。
verification-reason-told-out-of-date = 证件已过期。请上传有效证件。
verification-reason-told-wrong-document = 缺少文件，或文件内容不符。
verification-reason-told-no-authority = 文件未能证明您有权代表该单位。
verification-reason-told-owners-unclear = 文件未能证明单位的所有人。
verification-reason-told-other = 见审核人员的说明。
verification-not-a-day = 这不是日期。请按年、月、日填写，例如 2026-05-31。
verification-kind-needed = 请选择文件类别。
verification-file-needed = 请先选择文件。

## Files
# $kb: kilobytes
file-size = { $kb } kB
file-nobody = 尚无他人打开过。
# $name: who, $at: a moment
file-opened = { $name } 于 { $at } 打开
file-logged = 每次打开文件，其所有者都会看到记录。

## The reviewers’ queue
verifications-title = 认证审核
verifications-empty = 没有待认证的案件。
# $count chooses the form, $n is the number
verifications-count = { $n } 件等待审核，等待最久的在前。
verifications-person = 申请人
verifications-again = 已通过，需再次查看
verifications-done-approve = 已通过该案。
verifications-done-refuse = 已拒绝该案。
verifications-done-release = 该案已退回队列。
# $name: of a person
verification-case-title = { $name } 的认证
verification-claimed = 填写内容
verification-own-case = 这是您自己的案件，由他人决定。
verification-decided = 此处无需决定。
verification-take-first = 领取此案后可查看填写内容与文件，一天内他人不能处理。
verification-release = 退回此案
verification-reason-unreadable = 文件无法辨认
verification-reason-differs = 填写内容与证件不符
verification-reason-out-of-date = 证件已过期
verification-reason-wrong-document = 缺少文件或文件不符
verification-reason-no-authority = 未证明有权代表单位
verification-reason-owners-unclear = 未证明单位的所有人
verification-reason-other = 其他原因，请在说明中写明
screening-title = 有名称在名单上
screening-help = 比对不计重音与词序，可能只是同名。请勿告知本人：依据文件决定，并先询问负责制裁合规的人员。
decision-approve = 通过
decision-refuse = 拒绝
decision-hint-reason = 拒绝时必填，将以对方的语言告知。
decision-no-reason = 无
decision-label-note = 说明
decision-hint-note = 与原因一并显示。

## Documents about patents
claims-title = 权属文件
claims-empty = 没有待审文件。
# $count chooses the form, $n is the number
claims-count = { $n } 份文件等待审核，等待最久的在前。
claims-right = 专利
claims-done-approve = 已通过该文件。
claims-done-refuse = 已拒绝该文件。
# $name: of a founder
claim-case-title = { $name } 的文件
claim-stated = 主张内容
claim-verified-names = 认证名称
claim-document = 文件
claim-document-hidden = 领取此案后可查看文件。
claim-label-kind = 类别
claim-label-counterparty = 来自
claim-label-dated-on = 签署日期
claim-hint-kind = 转让使专利归您所有，许可允许您使用专利。如登记簿上是您的姓名但国别不同，或是您的曾用名，请证明是您本人。
claim-hint-counterparty = 转让或许可该专利的一方；否则填写登记簿上的权利人。
claim-kind-assignment = 转让
claim-kind-licence = 许可
claim-kind-identity = 证明登记的权利人就是本人
claim-state-submitted = 审核中
claim-state-approved = 已通过
claim-state-outdated = 登记已变更
claim-state-refused = 未通过
claim-state-withdrawn = 已撤回
claim-reason-unreadable = 无法辨认
claim-reason-other-right = 涉及其他专利
claim-reason-other-party = 当事人不符
claim-reason-not-in-force = 未签署或未生效
claim-reason-no-right-to-fund = 不允许发起人以该专利筹资
claim-reason-other = 其他原因，请在说明中写明
claim-reason-told-unreadable = 文件无法辨认。请上传更清晰的照片或每一页的扫描件。
claim-reason-told-other-right = 文件涉及的不是这项专利。
claim-reason-told-other-party = 文件的当事人不是登记的专利权人与您。
claim-reason-told-not-in-force = 文件未签署、尚未生效或已失效。
claim-reason-told-no-right-to-fund = 文件不允许您以这项专利筹资。
claim-reason-told-other = 见审核人员的说明。
# $title: of a campaign
ownership-title = 《{ $title }》的专利归属
ownership-why = 每项专利都证明您有权推向市场后，众筹才能上线：登记的专利权人与您的认证名称一致，或审核人员通过了转让或许可文件。
ownership-link = 证明专利归属
ownership-done-claimed = 已提交，审核人员将查看。
ownership-done-withdrawn = 文件已撤回。
ownership-claims = 已提交的文件
ownership-withdraw = 撤回
ownership-hand-in = 提交文件
ownership-send = 提交
ownership-needed = 请选择一项。
owner-proof-badge-register = 已与登记簿核实
owner-proof-badge-document = 已凭文件核实
owner-proof-badge-none = 尚未证明

# 为专利提交的专利局文件。
patent-document-kind-register-extract = 专利登记簿副本
patent-document-kind-fee-receipt = 年费缴费收据
patent-document-state-submitted = 核对中
patent-document-state-approved = 已作为证据
patent-document-state-refused = 未通过
patent-document-state-withdrawn = 已撤回
patent-document-reason-unreadable = 无法辨认
patent-document-reason-other-right = 属于其他专利
patent-document-reason-says-otherwise = 内容不一致
patent-document-reason-not-of-the-office = 无法确认由专利局出具
patent-document-reason-too-old = 日期过久
patent-document-reason-other = 其他原因（请说明）
patent-document-reason-told-unreadable = 文件无法辨认。请提交每一页的清晰扫描件。
patent-document-reason-told-other-right = 文件属于其他专利。
patent-document-reason-told-says-otherwise = 文件内容与所填不一致。请按文件原文填写。
patent-document-reason-told-not-of-the-office = 文件上没有可供核验的印章或验证码，无法确认由专利局出具。
patent-document-reason-told-too-old = 文件日期过久，不能说明专利现状。请向专利局申请新的文件。
patent-document-reason-told-other = 原因见审核人员的说明。
documents-title = 专利文件
documents-of = 《{ $title }》的专利文件
documents-case-title = { $number } 的文件
documents-link = 专利文件
documents-why = 中国专利登记簿不能由程序读取。如公告事项不足以说明专利现状，请提交专利局出具的文件：审核人员将其与您所填内容核对，此后作为证据连同日期一并展示。
documents-no-rights = 本众筹没有中国专利。其他专利局的登记簿由平台直接读取。
documents-handed-in = 已提交
documents-hand-in = 提交文件
documents-to-the-letter = 请按文件原文填写。文件未载明的，请留空。
documents-label-kind = 类型
documents-hint-kind = 只有专利登记簿副本载明法律状态、专利权人和权利负担。
documents-label-issued-on = 文件日期
documents-hint-issued-on = 所载内容以该日为准。
documents-label-case-status = 案件状态
documents-hint-extract = 仅登记簿副本填写，按文件用语。
documents-not-told = 未载明
documents-case-status = { $words }（{ $meaning }）
documents-hint-owners = 仅登记簿副本填写：每行一位专利权人，按文件原文。
documents-last-fee = 最近一次已缴年费
documents-label-year = 年度
documents-hint-year = 自申请日起算：第六年度填 6。
documents-label-paid-on = 缴费日期
documents-fee-paid = 第 { $year } 年度，缴于 { $on }
documents-burdens = 权利负担
documents-burden = 权利负担（{ $n }）
documents-hint-burdens = 仅登记簿副本填写：有效的质押、许可、保全。副本未载明的，即视为没有。
documents-no-burden = 无
documents-label-holder = 权利人
documents-label-effective-on = 生效日期
documents-needed = 此项必填。
documents-not-a-year = 请用数字填写年度，例如 6。
documents-done-handed-in = 文件已提交。审核人员核对后，我们会通知您。
documents-done-withdrawn = 文件已撤回。
documents-decided-approve = 文件已成为证据。
documents-decided-refuse = 文件未通过，提交人将获知原因。
documents-decided-release = 文件已退回队列。
documents-empty = 没有待核对的文件。
documents-stated = 所填内容
documents-compare = 请逐字核对。只有每项内容均见于文件，且专利上的负担没有遗漏，才能通过。
