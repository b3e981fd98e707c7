# 系统管理：用户、角色申请、审计记录、被搁置的任务。

admin-title = 系统管理
nav-admin = 系统管理
admin-attention = 需要处理的事项
admin-workload = 各状态任务数量
admin-users-title = 用户
admin-roles-title = 角色申请
admin-audit-title = 审计记录
admin-audit-what = 何人何时因何做了何事
admin-work-title = 任务与消息
admin-roles-waiting = { $count ->
    [0] 没有待处理的申请
   *[other] { $n } 项申请待处理
}
admin-set-aside = { $count ->
    [0] 没有被搁置的任务
   *[other] { $n } 项被搁置
}
admin-users-count = { $count ->
    [0] 没有账户
   *[other] { $n } 个账户
}
admin-tries = { $count ->
    [0] 尚未尝试
   *[other] 已尝试 { $n } 次
}
admin-jobs-due = 到期任务
admin-jobs-running = 正在执行的任务
admin-jobs-later = 稍后执行的任务
admin-jobs-dead = 被搁置的任务
admin-messages-waiting = 待处理的支付机构消息
admin-messages-quarantined = 被搁置的支付机构消息
admin-events-waiting = 待分发的事件
admin-mails-queued = 待发送的邮件
admin-mails-failed = 放弃发送的邮件
admin-since = 最早自 { $at }
admin-users-text = 邮箱、姓名或编号
admin-users-text-hint = 邮箱或姓名的一部分，或完整编号。
admin-role = 角色
admin-any-role = 任意角色
admin-users-only-locked = 仅显示已锁定账户
admin-search = 搜索
admin-everything = 显示全部
admin-users-none = 没有符合条件的账户。
admin-user = 用户
admin-roles = 角色
admin-entry = 登录方式
admin-joined = 注册时间
admin-last-seen = 最近使用
admin-locked = 已锁定
admin-two-steps = 密码与验证码
admin-password-only = 仅密码
admin-not-known = 未知
admin-locked-since = 自 { $at } 起锁定
admin-account = 账户
admin-email = 邮箱
admin-email-confirmed = 已确认
admin-email-unconfirmed = 未确认
admin-id = 编号
admin-sessions = 有效登录
admin-tokens = 程序令牌
admin-campaigns = 众筹
admin-pledges = 认投
admin-own = 这是您自己的账户，须由其他管理员更改。
admin-request-role = 申请角色
admin-request-role-what = 须由另一位管理员在七天内批准。
admin-revoke-role = 收回角色
admin-revoke-role-what = 立即生效，并以邮件告知对方。
admin-reason = 理由（记入审计记录）
admin-role-needed = 请选择角色。
admin-lock = 锁定账户
admin-lock-what = 所有登录和令牌立即结束，任何人都无法用它登录。认投与众筹照常进行，并以邮件告知其所有者。
admin-unlock = 解锁账户
admin-unlock-what = 其所有者可重新登录，并以邮件告知。
admin-end-sessions = 结束所有登录
admin-end-sessions-what = 该用户的所有登录和令牌均结束，对方可重新登录。
admin-user-done-locked = 账户已锁定。
admin-user-done-unlocked = 账户已解锁。
admin-user-done-sessions = 所有登录均已结束。
admin-user-done-requested = 申请正等待另一位管理员处理。
admin-user-done-revoked = 角色已收回。
admin-roles-what = 工作人员角色由两位管理员共同授予：一位提出，另一位决定。
admin-roles-only-waiting = 仅显示待处理
admin-roles-all = 全部申请
admin-roles-none = 没有申请。
admin-roles-decide = 去处理
admin-role-for = { $name }：{ $role }
admin-asked-by = 由 { $name } 提出
admin-until = 截至 { $at }
admin-decided-by = 由 { $name } 处理
admin-approve = 批准
admin-refuse = 拒绝
admin-refuse-why = 拒绝理由（记入审计记录）
admin-waits-for-another = 由您提出，须由另一位管理员决定。
admin-withdraw = 撤回
admin-audit-subject = 对象
admin-audit-subject-hint = 完整编号，例如 user_… 或 campaign_…。
admin-audit-actor = 操作者
admin-audit-actor-hint = 用户编号、anonymous，或 system: 加名称。
admin-audit-action = 操作
admin-audit-action-hint = 操作名的开头，例如 role. 或 account.lock。
admin-audit-from = 起始日期（UTC）
admin-audit-until = 截止日期（UTC）
admin-audit-day-wrong = 请按年-月-日填写日期，例如 2026-05-01。
admin-audit-change = 变更前后
admin-audit-before = 之前
admin-audit-after = 之后
admin-audit-none = 没有符合条件的记录。
admin-trail = 账户操作记录
admin-trail-all = 查看全部
admin-jobs-none = 没有被搁置的任务。
admin-messages-none = 没有被搁置的消息。
admin-job-again = 重新执行
admin-message-again = 重新处理
admin-work-done-job = 任务将重新执行。
admin-work-done-message = 消息将重新处理。
role-investor = 投资人
role-founder = 发起人
role-reviewer = 审核员
role-finance = 财务专员
role-administrator = 管理员
role-request-waiting = 待处理
role-request-approved = 已批准
role-request-refused = 已拒绝
role-request-withdrawn = 已撤回
role-request-expired = 已过期
