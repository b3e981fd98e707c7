//! The transport's words in both languages, beside the refusals they explain: a refusal without
//! words does not compile.

use kernel::Locale;

use super::{
    guard::{Counted, Nested, Violation},
    refusal::Refusal,
};

/// A refusal in words.
pub(super) fn say(refusal: &Refusal, locale: Locale) -> String {
    if let Refusal::Violation(violation) = refusal {
        return violated(violation, locale);
    }
    let (en, zh) = both(refusal);
    if locale == Locale::ZhHans { zh } else { en }
}

/// What the client reads for a fault of ours.
pub(super) fn fault(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Something went wrong on our side. Please give the request id when you ask about it.",
        Locale::ZhHans => "我们这边出了问题。咨询时请提供请求编号。",
    }
}

fn both(refusal: &Refusal) -> (String, String) {
    let (en, zh) = match refusal {
        Refusal::BodyTooLarge { limit } => {
            return (
                format!("The request body is too large: {limit} bytes at most."),
                format!("请求正文过大：最多 {limit} 字节。"),
            );
        }
        Refusal::NotJson { detail } => {
            return (
                format!("This is not valid JSON: {detail}."),
                format!("JSON 格式不正确：{detail}。"),
            );
        }
        Refusal::Parameter { name, expected } => {
            return (
                format!("\"{name}\" must be {expected}."),
                format!("参数“{name}”类型不正确，应为 {expected}。"),
            );
        }
        Refusal::RateLimited { retry_after } => {
            let seconds = retry_after.as_secs_f64().ceil().max(1.0);
            return (
                format!("Too many requests. Try again in {seconds} seconds."),
                format!("请求过于频繁，请在 {seconds} 秒后重试。"),
            );
        }
        Refusal::TooManyStreams { limit } => {
            return (
                format!("Too many open streams: {limit} at most."),
                format!("打开的数据流过多：最多 {limit} 个。"),
            );
        }
        Refusal::Method => ("Use GET or POST.", "请使用 GET 或 POST。"),
        Refusal::EffectByGet => (
            "GET is for queries only. Use POST.",
            "GET 只能用于查询，请使用 POST。",
        ),
        Refusal::ContentType => (
            "Send the request as \"Content-Type: application/json\" in UTF-8.",
            "请以 UTF-8 编码的“Content-Type: application/json”发送请求。",
        ),
        Refusal::NotAcceptable => (
            "Accept \"application/graphql-response+json\" or \"application/json\".",
            "请在 Accept 中接受“application/graphql-response+json”或“application/json”。",
        ),
        Refusal::BodyTooSlow => (
            "The request body did not arrive in time.",
            "请求正文未能及时送达。",
        ),
        Refusal::Batch => (
            "Send one request at a time: an array is not taken.",
            "每次只能发送一个请求，不接受数组。",
        ),
        Refusal::NothingAsked => (
            "The request needs \"query\", \"documentId\" or a persisted query.",
            "请求缺少“query”、“documentId”或持久化查询。",
        ),
        Refusal::TwoDocuments => (
            "Give \"query\" or \"documentId\", not both.",
            "“query”与“documentId”只能提供其中一个。",
        ),
        Refusal::OtherOrigin => (
            "This was sent by a page of another site, with this site's cookie. Use a token instead.",
            "该请求由其他网站的页面携带本站 Cookie 发出，已被拒绝。请改用令牌。",
        ),
        Refusal::Credentials => (
            "Sign in again: the credentials are not valid.",
            "登录凭据无效，请重新登录。",
        ),
        Refusal::NeedsStream => (
            "A subscription needs a WebSocket (graphql-transport-ws) or \"Accept: text/event-stream\".",
            "订阅需要使用 WebSocket（graphql-transport-ws）或“Accept: text/event-stream”。",
        ),
        // Apollo's clients read this very word.
        Refusal::PersistedQueryNotFound => ("PersistedQueryNotFound", "PersistedQueryNotFound"),
        Refusal::HashMismatch => (
            "The hash sent is not the SHA-256 of the query.",
            "所给的哈希值与查询的 SHA-256 不一致。",
        ),
        Refusal::PersistedQueryForm => (
            "\"extensions.persistedQuery\" needs \"version\": 1 and \"sha256Hash\" in hexadecimal.",
            "“extensions.persistedQuery”需要“version”: 1 和十六进制的“sha256Hash”。",
        ),
        Refusal::NoSuchDocument => ("There is no document with this id.", "没有该编号的文档。"),
        Refusal::OnlyTrusted => (
            "This server runs trusted documents only: send \"documentId\".",
            "本服务器只执行受信任的文档，请发送“documentId”。",
        ),
        Refusal::Unavailable => (
            "The service is not available right now. Try again.",
            "服务暂时不可用，请重试。",
        ),
        Refusal::TimedOut => (
            "This took too long and was stopped. Try again.",
            "处理时间过长，已停止。请重试。",
        ),
        Refusal::Fault => (fault(Locale::En), fault(Locale::ZhHans)),
        Refusal::Violation(violation) => {
            return (
                violated(violation, Locale::En),
                violated(violation, Locale::ZhHans),
            );
        }
    };
    (en.to_owned(), zh.to_owned())
}

fn violated(violation: &Violation, locale: Locale) -> String {
    if locale == Locale::En {
        return violation.to_string();
    }
    match violation {
        // What the parser expected is written in the words of the grammar.
        Violation::Syntax { message, .. } => format!("语法错误：{message}"),
        Violation::TooMany { what, limit } => {
            let what = match what {
                Counted::Tokens => "词元",
                Counted::Fragments => "片段",
                Counted::Operations => "操作",
                Counted::Aliases => "别名",
                Counted::Directives => "指令",
                Counted::RootFields => "变更或订阅的根字段",
                Counted::Selections => "展开片段后的选择项",
            };
            format!("文档中的{what}过多：最多 {limit} 个。")
        }
        Violation::TooLong { limit } => format!("文档过长：最多 {limit} 字节。长文本请作为变量发送。"),
        Violation::TooDeep { what, limit } => {
            let what = match what {
                Nested::Brackets => "括号",
                Nested::Fields => "字段",
                Nested::Introspection => "内省字段",
                Nested::Values => "输入值",
            };
            format!("{what}嵌套过深：最多 {limit} 层。")
        }
        Violation::FragmentCycle(name) => format!("片段“{name}”包含自身。"),
        Violation::PageSize { argument, limit } => format!("“{argument}”必须在 1 到 {limit} 之间。"),
        Violation::FirstAndLast => "“first”与“last”只能提供其中一个。".to_owned(),
        Violation::LongList { limit } => format!("输入列表的项目过多：最多 {limit} 项。"),
        Violation::VariableMissing(name) => format!("缺少必需的变量“${name}”。"),
        Violation::NoSuchOperation(name) => format!("文档中没有名为“{name}”的操作。"),
        Violation::OperationNameNeeded => "文档包含多个操作，请用“operationName”指定其中一个。".to_owned(),
        Violation::TooCostly { cost, limit } => {
            format!("该操作需要 {cost} 点，最多 {limit} 点。请减小分页或减少列表嵌套。")
        }
    }
}
