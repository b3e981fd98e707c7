//! The letter that says what a notification says.

use mail::{Letter, LetterLink, Line};

use crate::{Notification, Recipient};

/// Writes a notification as a letter to its reader, in the reader's language.
pub(crate) fn letter(notification: &Notification, to: &Recipient, site: &str) -> Letter {
    let locale = to.locale;
    let words = notification.words(locale);
    let say = |key: &str| i18n::text(locale, key, &[]);
    let greeting = i18n::text(locale, "mail-greeting", &[("name", to.name.clone())]);
    Letter {
        locale,
        subject: Line::new(&words.subject),
        greeting: Line::new(&greeting),
        paragraphs: vec![words.happened, words.next],
        link: LetterLink::to(site, locale, &notification.path(), words.link),
        foot: vec![say("mail-foot-who"), say("mail-foot-why")],
    }
}
