# 不能接受的输入的答复。schema.graphql 中每个 UserErrorCode 值对应一条：error-<领域>-<代码>。

## 账户
error-account-email-invalid = 邮箱地址格式不正确，应类似 name@example.com。
error-account-email-taken = 该邮箱已注册，请直接登录。
error-account-name-invalid = 名称应为 1 至 80 个常用字符。
error-account-password-too-short = 密码至少 { $min } 个字符。几个不相干的词连在一起就很好。
error-account-password-too-long = 密码最多 { $max } 个字符。
error-account-password-too-weak = 这个密码太容易被猜到，请使用几个互不相干的词。
error-account-credentials-wrong = 邮箱或密码不正确。
error-account-too-many-tries = 尝试次数过多，请稍候再试。
error-account-code-wrong = 验证码错误或已使用。请等待下一个验证码，或使用恢复码。
error-account-challenge-over = 等待时间过长，或错误的验证码过多。请用密码重新登录。
error-account-factor-already-on = 您的账户已启用验证码。
error-account-factor-not-on = 目前没有正在设置的双重验证，请重新开始。
error-account-codes-kept = 请同意此前的恢复码全部作废。
error-account-link-invalid = 该链接已使用或已过期，请重新获取。
error-account-session-not-found = 该登录已经结束。
error-account-user-not-found = 没有这个用户。
error-account-email-same = 您的账户已在使用该邮箱。
error-account-email-change-not-asked = 没有待处理的邮箱更换申请。
error-account-token-name-invalid = 请填写令牌的用途，1 至 80 个普通字符。
error-account-token-end-invalid = 请选择一年以内的未来时间作为到期日。
error-account-too-many-tokens = 您的令牌数量已达上限，请先撤销不再使用的令牌。
error-account-token-not-found = 该令牌已失效。
error-account-export-under-way = 数据正在整理中，完成后将邮件通知您。
error-account-too-many-exports = 您今天的申请次数已达上限。请下载已完成的文件，或明天再申请。
error-account-confirmation-wrong = 请输入您账户的邮箱地址以确认。
error-account-obligations-stand = 您尚有未了结的事项。请先处理列表中的事项，然后重新申请。
error-account-erasure-waits = 您的账户已在等待注销。
error-account-no-erasure = 您的账户没有等待中的注销申请，账户将保留。
error-account-own-account = 不能对自己的账户执行此操作，请联系其他管理员。
error-account-account-locked = 该账户已被锁定。如认为有误，请联系我们。
error-account-reason-missing = 请说明理由，理由将记入审计记录。
error-account-last-administrator = 这是最后一位管理员，请先任命其他管理员。
error-account-email-unconfirmed = 该账户的邮箱尚未确认，无法知道账户属于谁。请待确认后再申请。
error-account-already-locked = 该账户已处于锁定状态。
error-account-not-locked = 该账户未被锁定。
error-account-role-request-not-found = 没有此申请，或申请不是您提出的。
error-account-role-of-no-staff = 该角色不由管理员授予，由用户自行开通。
error-account-role-held = 对方已拥有该角色。
error-account-role-asked = 该角色已有人申请，正等待第二位管理员。
error-account-own-request = 不能决定自己提出的申请或自己的角色，请联系其他管理员。
error-account-role-request-over = 该申请已结束：已有决定、已撤回，或已满七天。
error-account-requester-gone = 提出申请者已不是管理员。请拒绝后重新申请。
error-work-not-found = 没有此项被搁置的任务，可能已重新执行。

## 项目、众筹、回报
error-campaign-not-found = 没有这个众筹项目，或者它不属于您。
error-campaign-required = 此项必填。
error-campaign-too-long = 内容过长，请精简。
error-campaign-too-short = 内容过短，请再多写一些。
error-campaign-invalid = 此项无法使用，请检查写法。
error-campaign-out-of-range = 超出允许的范围。
error-campaign-frozen = 已有投资人以此为依据，不能再更改。
error-campaign-wrong-state = 众筹当前的状态不允许此操作，请刷新页面查看最新状态。
error-campaign-incomplete = 提交审核之前还有内容需要补齐。
error-campaign-conflict = 期间已有他人修改。请查看下方的新版本，然后重新保存。
error-campaign-own-case = 这是与您本人有关的案件，须由他人处理。
error-campaign-patent-lookup-pending = 正在向登记簿查询 { $number }，请稍后重新提交。
error-campaign-patent-not-found = 各登记簿中均查不到该号码，请对照证书或受理通知书核对。
error-campaign-patent-number-invalid = 这不是我们所支持的专利局的专利号。
error-campaign-patent-family-attached = 同族专利（同一发明）已用于另一个未结束的众筹。
error-campaign-patent-already-attached = 该专利已用于本众筹或另一个未结束的众筹。
error-campaign-register-unavailable = 登记簿暂时没有响应。您的内容没有丢失，请几分钟后再试。
error-campaign-reward-chosen = 已有投资人选择该回报，须保持承诺不变。
error-campaign-offered-with-alone = 以下加购项仅随该回报提供：{ $names }。请先让其也随其他回报提供，或将其删除。
error-campaign-pool-chosen = 已有投资人从该共享库存中选购，其名称不能更改。
error-campaign-pool-shared = 有回报正在或曾经使用该共享库存，不能删除。
error-campaign-email-not-confirmed = 请先确认您的邮箱：打开我们所发邮件中的链接，或在页面顶部重新发送。
error-campaign-right-lost = 登记簿显示，本众筹有 { $count } 项专利已失效。请从众筹中移除，或等待其恢复。
error-campaign-owners-changed = 您领取此案后，登记簿上的权利人已变更。请重新领取，并将文件与现权利人核对。
error-campaign-claim-under-way = 您对该众筹的主张尚未决定。请先撤回，再提交新的主张。
error-campaign-claim-open = 正在调查第三方的权利主张，决定后众筹恢复。
# $until: a time
error-campaign-regime-refused = 该众筹所适用的法规不允许此操作。
error-campaign-founder-not-heard = 发起人尚未答复，且可在 { $until } 之前答复。在此之前不能认定主张成立。
error-campaign-too-many = 数量过多。

## 认投
error-pledge-campaign-not-found = 没有这个众筹项目。
error-pledge-campaign-closed = 该众筹目前不接受认投。
error-pledge-reward-not-found = 该众筹已不再提供此回报，请另选一项。
error-pledge-reward-sold-out = 该回报已被认领完，请另选一项，或不选回报直接认投。
error-pledge-add-on-sold-out = 该加购项剩余数量不足，请减少数量或不选。
error-pledge-add-on-not-offered = 该加购项不能与您所选的回报搭配。
error-pledge-quantity-invalid = 数量至少为一，且不得超过每笔认投的限量。
error-pledge-items-invalid = 该笔认投中此项可退的数量不足。
error-pledge-amount-invalid = 金额无法识别，请填写数字，例如 250 或 250.50。
error-pledge-amount-below-reward = 金额低于所选回报与加购项的合计。
error-pledge-currency-mismatch = 该众筹使用另一种货币。
error-pledge-own-campaign = 不能认投自己的众筹。
error-pledge-pledge-not-found = 没有这笔认投，或者它不属于您。
error-pledge-card-declined = 银行拒绝了这张卡，未发生扣款。请换一张卡。
error-pledge-card-not-accepted = 这张卡无法在此使用，请检查卡号或换一张卡。
error-pledge-authentication-required = 银行需要确认是您本人操作，请完成验证。
error-pledge-authentication-failed = 银行未能确认是您本人，未发生扣款。请重试或换一张卡。
error-pledge-reservation-expired = 完成认投的时限已过，请重新认投，未发生扣款。
error-pledge-not-cancellable = 这笔认投已不能撤回。
error-pledge-limit-exceeded = 超过单次认投的上限。
error-pledge-not-adjustable = 这笔认投现在不能更改：只有已生效且无待确认事项的认投可以更改；最后 24 小时内，如降低金额将使众筹低于目标，也不能降低。
error-pledge-not-repairable = 该认投目前没有可补救的付款。
error-pledge-nothing-to-decide = 该项目的资金目前无需决定，或决定期限已过。
error-pledge-risks-not-acknowledged = 本众筹的专利存在重大风险，请阅读现在列出的内容并确认已知悉。
error-pledge-campaign-held = 该众筹的专利发生了变化，在已认投者确认之前不接受新的认投。
error-pledge-nothing-to-confirm = 没有需要确认的事项，或确认期限已过。
error-pledge-dossier-changed = 您查看之后专利又发生了变化。请阅读变化内容后重新答复。
error-pledge-change-not-found = 没有这项变化。
error-pledge-nothing-to-refund = 该认投没有可退的款项。
error-pledge-note-too-long = 备注最多 1,000 个字符。
error-pledge-payee-not-found = 尚未开立收款账户，请先开立。
error-pledge-email-not-confirmed = 请先确认您的邮箱：打开我们所发邮件中的链接，或在页面顶部重新发送。
error-pledge-country-unsupported = 支付机构不支持向该国家或地区付款，请选择银行转账。
error-pledge-destination-invalid = 请填写银行名称和账号末四位，例如“中国银行 ····1234”。
error-pledge-not-due = 尚未到付款时间。
error-pledge-nothing-to-pay = 目前没有应付款项，或已有付款正在处理。
error-pledge-settled-without-payout = 应付款项已被损失和发起人的欠款全部抵用。现已入账：该项目无需付款即告结清，之后仅可能支付保留金。
error-pledge-payout-not-found = 没有该笔付款。
error-pledge-payout-state = 该笔付款目前不能这样处理。
error-pledge-four-eyes = 付款须由既未下单也非收款人的另一人批准。
error-pledge-amount-changed = 应付金额已少于下单金额。请驳回该笔付款并重新下单。
error-pledge-refund-not-found = 没有这笔退款。
error-pledge-refund-state = 该退款无须如此处理：它没有失败，已经退还，或已作出决定。
error-pledge-reference-used = 该银行流水号已用于另一笔退还，请核对对账单。
error-pledge-day-invalid = 请选择退款下单之日至今天之间的日期。
error-pledge-text-invalid = 文字缺失或过长。
error-pledge-dispute-not-found = 没有该争议。
error-pledge-evidence-too-late = 证据只能在期限内提交一次。
error-pledge-idempotency-key-reused = 此表单已用其他内容提交过，请刷新页面后重试。
error-pledge-idempotency-in-progress = 这笔认投仍在处理中，请稍后刷新页面。
error-pledge-regime-refused = 该众筹所适用的法规不允许此操作。
error-pledge-provider-unavailable = 支付服务没有响应，未发生扣款，请稍后再试。

## 通知
error-campaign-too-often = 每小时最多 { $max } 次。下一次可在 { $again } 进行。
error-follow-not-found = 没有这一关注对象，或已不再关注。
error-follow-oneself = 不能关注自己。
error-follow-too-many = 您已关注一千项，达到上限。请先取消部分关注。
error-notification-not-found = 没有这条通知，或该通知不属于您。
error-notification-too-many = 一次最多标记一百条通知，或标记全部。
error-notification-which-unclear = 请指明通知：给出 ids 或 all 之一。

## 众筹某一栏的问题
violation-required = 此项必填。
violation-too-short = 至少写 { $min } 个字符。
violation-too-long = 最多写 { $max } 个字符。
violation-too-few = 至少添加 { $min } 项。
violation-too-many = 最多 { $max } 项。
violation-bad-character = 不能使用字符“{ $character }”。
violation-out-of-range = 请填写 { $min } 至 { $max } 之间的值。
violation-unknown = 无法识别“{ $value }”。
violation-deadline-too-soon = 截止时间至少应在开始之后 { $min } 天。
violation-deadline-too-far = 截止时间最多在开始之后 { $max } 天。
violation-other-currency = 该众筹使用 { $currency }。
violation-frozen = 已有投资人以此为依据，不能再更改。
violation-limit-only-rises = 数量上限只能提高，目前为 { $min }。
violation-in-the-past = 该时刻已经过去。

## 专利号
number-empty = 请输入专利号，例如 CN202311776587.0 或 US 11,646,472 B2。
number-too-long = 输入了 { $length } 个字符，专利号最多 { $max } 个字符。
number-unknown-office = { $code } 不是专利局代码，请使用 CN、US、EP、WO、JP、KR、DE 或 GB。
number-other-office = 这是 { $found } 的号码，不是 { $wanted } 的。请选择 { $found }，或输入 { $wanted } 的号码。
number-other-form = 这是{ $found }的号码，此处需要{ $wanted }的号码。
number-wrong-check-digit = 该 { $office } 号码的校验位为 { $given }，应为 { $right }。您要输入的是 { $corrected } 吗？
number-year-in-future = 该 { $office } 号码中的年份 { $year } 尚未到来，现在是 { $this-year } 年。
number-year-too-early = 该 { $office } 号码中的年份 { $year } 过早，此类号码始于 { $first } 年。
number-unknown-right-type = { $given } 不是 { $office } 号码中的专利类型，应为 { $allowed } 之一。
number-wrong-length = 该 { $office } 号码有 { $given } 位数字，该局没有这样的号码。
number-not-a-digit = 该 { $office } 号码中“{ $found }”处应为数字。
number-unknown-kind = { $kind } 不是 { $office } 的文献种类代码，请使用 { $allowed } 之一，或省略。
number-ambiguous = 该号码可以理解为{ $readings }。请补充专利局、文献种类代码或常用标点。
number-unrecognised = 这不像 { $office } 的号码，例如 { $example }。
number-no-office = 这不像专利号。请在前面加上专利局代码，例如 CN202311776587.0 或 EP2400812。
number-understood = { $reading }，{ $form }
number-form-application = 申请
number-form-publication = 公布
number-form-grant = 授权

## 账户、金额与银行卡的其他提示
error-account-terms-not-accepted = 请先同意发起人条款。
violation-taken = 已被占用，请换一个。
# $code：填写的币种
money-unknown-currency = 没有 { $code } 这种货币，请填写三位字母代码，例如 CNY 或 USD。
money-not-a-number = 这不是金额，请填写数字和小数点，例如 25.00。
# $currency、$digits：小数位数
money-too-precise = { $currency } 的小数位数为 { $digits } 位。
money-too-large = 金额过大。
# $first、$second：币种
money-mixed = { $first } 与 { $second } 不能相加。
card-not-a-test-card = 沙盒只接受测试卡，例如 4242 4242 4242 4242。
card-expiry-invalid = 请按卡面填写月份和年份，例如 12/34。
card-expired = 该日期已过，请填写将来的日期，例如 12/34。
card-cvc-invalid = 安全码为三位或四位数字。

## Uploaded files
error-file-empty = 文件是空的，请选择其他文件。
# $limit: megabytes
error-file-too-large = 文件超过 { $limit } MB，请上传更小的文件。
error-file-unknown-kind = 无论文件名如何，这都不是 PDF、PNG、JPEG 或 WebP 文件。请另存为其中一种格式后重新上传。
# $kind: PDF, PNG, JPG, WEBP
error-file-damaged = 文件开头是 { $kind } 格式，但无法按该格式读取。请重新保存后再上传。
# $limit: millions of pixels
error-file-too-many-pixels = 图片超过 { $limit } 百万像素，请上传更小的图片。
error-file-too-many = 同时最多 { $limit } 个上传文件。请先使用已上传的文件，或明天再试。
error-file-rate-limited = 短时间内上传过多。请稍候再上传。
error-file-sign-in = 请先登录，再上传文件。
error-file-origin = 只接受来自本站页面的文件。
error-file-form = 没有收到文件。请用含一个文件的表单上传。
error-file-unavailable = 文件未能保存。您这边没有任何损失，请几分钟后重试。

error-patent-not-found = 没有该文件，或不属于您。
error-patent-patent-not-found = 平台上没有该专利。请先检索。
error-patent-required = 此项必填。
error-patent-too-long = 最多 { $max } 个字符。
error-patent-too-many = 最多 { $max } 项。
error-patent-out-of-range = 请选择第 { $min } 年至第 { $max } 年。
error-patent-unknown = 专利局不使用这一用语。请从列表中选择。
error-patent-too-late = 此日期不能晚于 { $max }。
error-patent-not-told = 缴费收据不载明此项。请留空，或提交专利登记簿副本。
error-patent-upload-not-found = 没有您上传的该文件。请重新上传。
error-patent-application-unknown = 平台尚不知道该专利的申请号。请先按申请号查询，再提交文件。
error-patent-register-is-asked = { $office } 的登记簿由平台直接查询。仅接受中国专利的文件。
error-patent-too-many-waiting = 您已有 { $max } 份文件待审。请等待审阅。
error-patent-wrong-state = 该文件已作出决定或已撤回。
error-patent-held = 另一位审核人员正在处理该文件。
error-patent-not-taken = 请先领取该文件，再作决定。
error-patent-own-case = 您不能决定自己提交的文件。
