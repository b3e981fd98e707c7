//! The letter that says what a notification says.

use kernel::Locale;
use mail::{Letter, LetterLink, Line};

use crate::{Notification, Recipient};

/// Writes a notification as a letter to its reader, in the reader's language.
pub(crate) fn letter(notification: &Notification, to: &Recipient, site: &str) -> Letter {
    let locale = to.locale;
    let words = notification.words(locale);
    let say = |key: &str| i18n::text(locale, key, &[]);
    let greeting = i18n::text(locale, "mail-greeting", &[("name", to.name.clone())]);
    // Fragments stay behind the language, which stands before the path.
    let url = format!(
        "{}{}{}",
        site.trim_end_matches('/'),
        prefix(locale),
        notification.path()
    );
    // What somebody asked to be told they can end, without signing in.
    let leave = notification.facts.leave.as_ref().map(|secret| LetterLink {
        label: say("mail-leave"),
        url: format!(
            "{}{}/unfollow/{secret}",
            site.trim_end_matches('/'),
            prefix(locale)
        ),
    });
    let why = if leave.is_some() {
        "mail-foot-followed"
    } else {
        "mail-foot-why"
    };
    Letter {
        locale,
        subject: Line::new(&words.subject),
        greeting: Line::new(&greeting),
        paragraphs: vec![words.happened, words.next],
        link: LetterLink {
            label: words.link,
            url,
        },
        foot: vec![say("mail-foot-who"), say(why)],
        leave,
    }
}

/// The language's place in addresses of the web client.
fn prefix(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "/en",
        Locale::ZhHans => "/zh",
    }
}
