//! The letter that says what a notification says.

use kernel::Locale;
use mail::{Letter, LetterLink, Line};

use crate::{Kind, Notification, Recipient};

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
    let mut paragraphs = vec![words.happened];
    paragraphs.extend(chosen(notification, locale));
    paragraphs.push(words.next);
    Letter {
        locale,
        subject: Line::new(&words.subject),
        greeting: Line::new(&greeting),
        paragraphs,
        link: LetterLink::to(site, locale, &notification.path(), words.link),
        foot: vec![say("mail-foot-who"), say(why)],
        leave,
    }
}

/// What was chosen, or what of it goes back, in one sentence.
fn chosen(notification: &Notification, locale: Locale) -> Option<String> {
    let items = &notification.facts.items;
    if items.is_empty() {
        return None;
    }
    let names: Vec<_> = items
        .iter()
        .map(|item| format!("{} × {}", item.quantity, item.title.best(locale).0))
        .collect();
    let key = match notification.kind {
        Kind::PledgeRefunded => "mail-items-refunded",
        _ => "mail-items-chosen",
    };
    let between = match locale {
        Locale::En => ", ",
        Locale::ZhHans => "、",
    };
    Some(i18n::text(locale, key, &[("items", names.join(between))]))
}
