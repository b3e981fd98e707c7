//! Messages by key, in either language.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{Loader, fluent_bundle::FluentValue};
use kernel::Locale;
use unic_langid::{LanguageIdentifier, langid};

fluent_templates::static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        // U+2068 and U+2069 around every value would land in titles, mails and CSV.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static EN: LanguageIdentifier = langid!("en");
static ZH_HANS: LanguageIdentifier = langid!("zh-Hans");

fn language(locale: Locale) -> &'static LanguageIdentifier {
    match locale {
        Locale::En => &EN,
        Locale::ZhHans => &ZH_HANS,
    }
}

/// The message in a language, with its parameters filled in as they are. A key without a message
/// is answered with the key itself; a test refuses such keys, so no reader meets one.
pub fn text(locale: Locale, key: &str, params: &[(&str, String)]) -> String {
    let args = params
        .iter()
        .map(|(name, value)| named(name, FluentValue::from(value.as_str())));
    say(locale, key, args.collect())
}

/// A message about a number of things: `$count` chooses the plural form, `$n` is the number written
/// out with its separators.
pub fn count(locale: Locale, key: &str, count: i64, params: &[(&str, String)]) -> String {
    let mut args: HashMap<_, _> = params
        .iter()
        .map(|(name, value)| named(name, FluentValue::from(value.as_str())))
        .collect();
    args.insert(Cow::Borrowed("count"), FluentValue::from(count));
    args.insert(
        Cow::Borrowed("n"),
        FluentValue::from(crate::number(locale, count)),
    );
    say(locale, key, args)
}

/// Whether there is a message with this key.
pub fn has(locale: Locale, key: &str) -> bool {
    WORDS.try_lookup(language(locale), key).is_some()
}

/// Every key with a message in this language, sorted. For tests and tools.
pub fn keys(locale: Locale) -> Vec<String> {
    let files: &[&str] = match locale {
        Locale::En => FILES_EN,
        Locale::ZhHans => FILES_ZH_HANS,
    };
    let key = |line: &str| {
        let (key, _) = line.split_once(" =")?;
        key.starts_with(|c: char| c.is_ascii_lowercase())
            .then(|| key.to_owned())
    };
    let mut keys: Vec<String> = files
        .iter()
        .flat_map(|file| file.lines().filter_map(key))
        .collect();
    keys.sort();
    keys
}

const FILES_EN: &[&str] = &[
    include_str!("../locales/en/account.ftl"),
    include_str!("../locales/en/admin.ftl"),
    include_str!("../locales/en/editor.ftl"),
    include_str!("../locales/en/changes.ftl"),
    include_str!("../locales/en/backers.ftl"),
    include_str!("../locales/en/dashboard.ftl"),
    include_str!("../locales/en/statement.ftl"),
    include_str!("../locales/en/errors.ftl"),
    include_str!("../locales/en/formats.ftl"),
    include_str!("../locales/en/ip_claims.ftl"),
    include_str!("../locales/en/mails.ftl"),
    include_str!("../locales/en/money.ftl"),
    include_str!("../locales/en/pages.ftl"),
    include_str!("../locales/en/patents.ftl"),
    include_str!("../locales/en/portfolio.ftl"),
    include_str!("../locales/en/investing.ftl"),
    include_str!("../locales/en/regimes.ftl"),
    include_str!("../locales/en/review.ftl"),
    include_str!("../locales/en/voices.ftl"),
    include_str!("../locales/en/verification.ftl"),
    include_str!("../locales/en/security.ftl"),
    include_str!("../locales/en/privacy.ftl"),
];
const FILES_ZH_HANS: &[&str] = &[
    include_str!("../locales/zh-Hans/account.ftl"),
    include_str!("../locales/zh-Hans/admin.ftl"),
    include_str!("../locales/zh-Hans/editor.ftl"),
    include_str!("../locales/zh-Hans/changes.ftl"),
    include_str!("../locales/zh-Hans/backers.ftl"),
    include_str!("../locales/zh-Hans/dashboard.ftl"),
    include_str!("../locales/zh-Hans/statement.ftl"),
    include_str!("../locales/zh-Hans/errors.ftl"),
    include_str!("../locales/zh-Hans/formats.ftl"),
    include_str!("../locales/zh-Hans/ip_claims.ftl"),
    include_str!("../locales/zh-Hans/mails.ftl"),
    include_str!("../locales/zh-Hans/money.ftl"),
    include_str!("../locales/zh-Hans/pages.ftl"),
    include_str!("../locales/zh-Hans/patents.ftl"),
    include_str!("../locales/zh-Hans/portfolio.ftl"),
    include_str!("../locales/zh-Hans/investing.ftl"),
    include_str!("../locales/zh-Hans/regimes.ftl"),
    include_str!("../locales/zh-Hans/review.ftl"),
    include_str!("../locales/zh-Hans/voices.ftl"),
    include_str!("../locales/zh-Hans/verification.ftl"),
    include_str!("../locales/zh-Hans/security.ftl"),
    include_str!("../locales/zh-Hans/privacy.ftl"),
];

type Args<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

fn named<'a>(name: &str, value: FluentValue<'a>) -> (Cow<'static, str>, FluentValue<'a>) {
    (Cow::Owned(name.to_owned()), value)
}

fn say(locale: Locale, key: &str, args: Args<'_>) -> String {
    WORDS
        .try_lookup_with_args(language(locale), key, &args)
        .unwrap_or_else(|| key.to_owned())
}
