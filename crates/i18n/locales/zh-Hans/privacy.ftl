# 我们保存的个人数据：整份导出，以及账户注销。
privacy-title = 我的数据
privacy-what = 以文件形式查看我们保存的与您有关的全部数据，或注销账户。
privacy-open = 前往我的数据
## 导出
privacy-export = 与您有关的全部数据
privacy-export-what = 一个 ZIP 文件，包含与您有关的每一条记录、保存的理由和期限，以及您上传的文件。其中不含他人的数据。
privacy-export-ask = 申请文件
privacy-export-asked = 文件正在整理中，完成后将邮件通知您。
privacy-export-of = 申请时间：{ $at }
privacy-export-waits = 整理中
privacy-export-over = 已删除
privacy-export-prove = 确认身份后下载
privacy-export-fetch = 下载
privacy-export-size = { $count ->
   *[other] { $n } kB。
}
privacy-export-until = 有效期至 { $until }。
## 注销
privacy-erase = 注销账户
privacy-erase-goes = 您的姓名、邮箱、密码、登录与令牌、关注内容、收到的通知、认证时填写的内容、上传的文件以及您提问的文字都将销毁，众筹草稿也一并删除。
privacy-erase-stays = 依法律要求，认投、付款和放款记录以代号保留在账簿中；众筹对认投人作出的承诺也予以保留。注销后任何人都无法恢复。
privacy-erase-stands = 目前无法注销，原因如下：
privacy-erase-confirm = 输入邮箱以确认
privacy-erase-type = 请输入 { $email }。
privacy-erase-ask = 注销我的账户
privacy-erase-waits = 您的账户将于 { $at } 注销。在此之前您可以保留账户。
privacy-erase-held = 注销时间已到，但您尚有未了结的事项。我们每天会再次检查。
privacy-erase-keep = 保留我的账户
privacy-erasure-asked = 您的账户即将注销。邮件会告知时间以及如何保留账户。
privacy-erasure-kept = 您的账户已保留。
erasure-obligation-pledges-open = { $count ->
   *[other] 有 { $n } 笔认投仍可能扣款。请取消，或等待相关众筹结束。
}
erasure-obligation-campaigns-open = { $count ->
   *[other] 您有 { $n } 个众筹尚未结束。请取消，或等待其结束。
}
erasure-obligation-payouts-open = { $count ->
   *[other] 有 { $n } 笔放款正在途中。请等待到账。
}
erasure-obligation-refunds-open = { $count ->
   *[other] 有 { $n } 笔退款正在途中。请等待到账。
}
erasure-obligation-disputes-open = { $count ->
   *[other] 您有 { $n } 笔扣款正在银行争议中。请等待银行答复。
}
erasure-obligation-claims-open = { $count ->
   *[other] 您提出的或针对您众筹的 { $n } 项权利主张尚未处理。请撤回，或等待处理结果。
}
erasure-obligation-account-locked = { $count ->
   *[other] 您的账户已被锁定。请与我们联系。
}
erasure-obligation-last-administrator = { $count ->
   *[other] 您是最后一位管理员。请先让他人成为管理员。
}
