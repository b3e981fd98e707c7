# 账户的进入方式：确认邮箱、新密码。
## 确认邮箱
confirm-email-title = 确认您的邮箱
confirm-email-ask = 请点击按钮，确认该邮箱属于您。
confirm-email-button = 确认邮箱
confirm-email-done = 您的邮箱已确认，现在可以启动众筹并收款。
confirm-email-waiting = 我们已将链接发送至 { $email }。链接一小时内有效，只能使用一次。请同时查看垃圾邮件。
confirm-email-sent = 另一封邮件正在发往 { $email }。
confirm-email-again = 重新发送邮件
confirm-email-sign-in = 登录后可重新发送邮件。
confirm-email-banner = 您的邮箱尚未确认：请打开我们所发邮件中的链接。在此之前可以认投，但不能启动众筹或收款。
confirm-email-go-on = 继续
## 新密码
forgot-password-link = 忘记密码？
forgot-password-title = 设置新密码
forgot-password-what = 请填写账户的邮箱。如该账户存在，我们会向其发送链接。
forgot-password-button = 发送链接
forgot-password-sent = 如 { $email } 有对应的账户，含链接的邮件正在发送。链接一小时内有效，只能使用一次。
forgot-password-nothing = 几分钟后仍未收到？请查看垃圾邮件，并确认这是您注册时使用的邮箱。
reset-password-title = 设置新密码
reset-password-new = 新密码
reset-password-button = 设置新密码
reset-password-ends = 此操作将结束您在所有设备上的登录。如您的账户登录时需要验证码，之后仍然需要。
reset-password-done = 密码已更改，所有登录均已结束。请用新密码登录。
reset-password-another = 重新获取链接
## 确认身份
confirm-identity-title = 请确认是您本人
confirm-identity-why = 此操作涉及款项或权限，而您上次确认身份已有一段时间。
confirm-identity-button = 确认
confirm-identity-again = 确认后将返回原处；如您正在提交表单，请再提交一次。
## 登录时的双重验证
sign-in-code-title = 请输入验证码
sign-in-code-anew = 用密码重新开始
security-code = 验证码
security-code-hint = 身份验证器上的六位数字。找不到设备？请使用恢复码。
## 账户的进入方式
security-title = 账户安全
security-back = 返回，不启用双重验证
security-email-confirmed = 已于 { $at } 确认
security-email-open = 尚未确认
security-factor = 双重验证
security-factor-what = 启用双重验证后，仅凭被盗的密码无法进入账户：登录时还需输入手机程序上的六位数字。
security-factor-begin = 设置身份验证器
security-factor-on = 自 { $at } 起，您的账户登录时除密码外还需要验证码。
security-factor-remove = 关闭双重验证
security-factor-remove-means = 此后登录只需密码。
security-factor-off-done = 双重验证已关闭。
security-factor-title = 设置身份验证器
security-factor-scan = 请用身份验证器扫描图片，然后输入其显示的六位数字。
security-factor-picture = 供身份验证器扫描的二维码
security-factor-type = 或在其中输入此密钥：
security-factor-code = 六位数字
security-factor-confirm = 启用
security-codes-title = 您的恢复码
security-codes-keep = 如丢失身份验证器，每个恢复码可代替一次。恢复码只显示这一次：请打印，或保存在密码管理器中。
security-codes-kept = 我已保存
security-codes-left = { $count ->
   *[other] 还剩 { $n } 个恢复码。
}
security-codes-renew = 生成新的恢复码
security-codes-discard = 此前的恢复码将全部作废。
security-password-current = 当前密码
security-password-ends = 此操作将结束您的其他登录。
security-password-done = 密码已更改，其他登录均已结束。
security-sessions = 登录记录
security-session-unnamed = 未命名的设备
security-session-current = 当前登录
security-session-times = { $made } 登录，最近使用 { $used }
security-session-end = 结束此登录
security-session-done = 该登录已结束。
