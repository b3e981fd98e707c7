//! Mails against a small mail server, and against real databases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod captured;
mod peer;
mod smtp;

use kernel::Locale;
use mail::{Letter, LetterLink, Line, Message};

/// A letter in English about something called `title`.
fn letter(title: &str) -> Letter {
    Letter {
        locale: Locale::En,
        subject: Line::new(&format!("{title} reached its goal")),
        greeting: Line::new("Hello Ines,"),
        paragraphs: vec![format!("{title} reached its goal.")],
        link: LetterLink {
            label: "See your pledge".to_owned(),
            url: "https://farsight.example/en/pledges/pledge_1".to_owned(),
        },
        foot: vec!["Farsight".to_owned()],
        leave: None,
    }
}

fn message(id: &str, title: &str) -> Message {
    let to = "ines@example.test".parse().unwrap();
    Message::new(id.parse().unwrap(), to, &letter(title)).unwrap()
}
