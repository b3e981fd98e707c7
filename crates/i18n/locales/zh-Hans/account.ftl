# 登录与注册。
sign-in-title = 登录
sign-in-button = 登录
sign-in-new = 还没有账户？
sign-in-demo = 这是演示环境。可用以下任一身份登录：
sign-in-demo-password = 所有账户的密码都是
sign-up-title = 注册账户
sign-up-button = 注册账户
sign-up-known = 已有账户？
account-email = 电子邮箱
account-password = 密码
account-password-hint = 至少 10 个字符，几个词连用效果很好。
account-name = 名称
account-name-hint = 他人看到的名称：您的姓名或公司名称。
account-as-founder = 我要发起项目
