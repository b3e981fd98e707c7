//! The letter that says what a notification says.

use mail::{Letter, LetterLink, Line};

use crate::{Notification, Recipient};

/// Writes a notification as a letter to its reader, in the reader's language.
pub(crate) fn letter(notification: &Notification, to: &Recipient, site: &str) -> Letter {
    let locale = to.locale;
    let words = notification.words(locale);
    let say = |key: &str| i18n::text(locale, key, &[]);
    let greeting = i18n::text(locale, "mail-greeting", &[("name", to.name.clone())]);
    // What somebody asked to be told they can end, without signing in.
    let leave = notification.facts.leave.as_ref().map(|secret| {
        let path = format!("/unfollow/{secret}");
        LetterLink::to(site, locale, &path, say("mail-leave"))
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
        link: LetterLink::to(site, locale, &notification.path(), words.link),
        foot: vec![say("mail-foot-who"), say(why)],
        leave,
    }
}
