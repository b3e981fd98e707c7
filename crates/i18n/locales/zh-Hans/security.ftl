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
