//! What a mail says, once, and written out twice: as plain text and as HTML.

use askama::Template;
use kernel::Locale;

use crate::Line;

/// Where the one link of a letter leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterLink {
    /// What is behind it: `See your pledge`.
    pub label: String,
    /// The whole address, with `https://`.
    pub url: String,
}

impl LetterLink {
    /// A link to a page of the site, in the reader's language. `path` is without the language, which stands before it.
    pub fn to(site: &str, locale: Locale, path: &str, label: String) -> Self {
        let language = match locale {
            Locale::En => "/en",
            Locale::ZhHans => "/zh",
        };
        let url = format!("{}{language}{path}", site.trim_end_matches('/'));
        Self { label, url }
    }
}

/// What a mail says: greeting, paragraphs, one link, and below a line why it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The language it is written in.
    pub locale: Locale,
    /// What it is about, in one line.
    pub subject: Line,
    /// The line it begins with: `Hello Ines,`.
    pub greeting: Line,
    /// What happened, what happens next, until when: each a paragraph.
    pub paragraphs: Vec<String>,
    /// Where to see or do more.
    pub link: LetterLink,
    /// Who wrote, and why it came to this person.
    pub foot: Vec<String>,
    /// Where such mails are ended, for mails that their reader once asked for.
    pub leave: Option<LetterLink>,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct Plain<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    letter: &'a Letter,
}

impl Letter {
    /// What stands between the link's label and its address.
    fn colon(&self) -> &'static str {
        match self.locale {
            Locale::En => ":",
            Locale::ZhHans => "：",
        }
    }

    /// The letter as plain text.
    ///
    /// # Errors
    /// If the template fails, which would be a fault of ours.
    pub fn text(&self) -> Result<String, askama::Error> {
        Plain { letter: self }.render()
    }

    /// The letter as HTML: every word in it escaped, no picture, no script, nothing fetched.
    ///
    /// # Errors
    /// If the template fails, which would be a fault of ours.
    pub fn html(&self) -> Result<String, askama::Error> {
        Html { letter: self }.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(title: &str) -> Letter {
        Letter {
            locale: Locale::En,
            subject: Line::new(&format!("{title} reached its goal")),
            greeting: Line::new("Hello Ines,"),
            paragraphs: vec![
                format!("{title} reached its goal."),
                "Your card is charged now.".to_owned(),
            ],
            link: LetterLink {
                label: "See your pledge".to_owned(),
                url: "https://farsight.example/en/pledges/pledge_1?a=1&b=2".to_owned(),
            },
            foot: vec!["Farsight".to_owned()],
            leave: None,
        }
    }

    #[test]
    fn a_mail_that_was_asked_for_says_how_to_end_it() {
        let leave = LetterLink {
            label: "Stop".to_owned(),
            url: "https://farsight.example/en/unfollow/abc".to_owned(),
        };
        let letter = Letter {
            leave: Some(leave),
            ..letter("A lamp")
        };
        let text = letter.text().unwrap();
        assert!(
            text.ends_with("-- \nFarsight\nStop: https://farsight.example/en/unfollow/abc\n"),
            "{text}"
        );
        let html = letter.html().unwrap();
        assert!(
            html.contains("<a href=\"https://farsight.example/en/unfollow/abc\""),
            "{html}"
        );
    }

    #[test]
    fn the_plain_text_says_the_same_as_the_html() {
        let text = letter("A lamp").text().unwrap();
        assert_eq!(
            text,
            "Hello Ines,\n\nA lamp reached its goal.\n\nYour card is charged now.\n\nSee your pledge:\n\
             https://farsight.example/en/pledges/pledge_1?a=1&b=2\n\n-- \nFarsight\n"
        );
        let html = letter("A lamp").html().unwrap();
        for part in [
            "Hello Ines,",
            "A lamp reached its goal.",
            "See your pledge",
            "Farsight",
            "lang=\"en\"",
        ] {
            assert!(html.contains(part), "{part}");
        }
    }

    #[test]
    fn a_title_cannot_write_html() {
        let html = letter("<img src=x onerror=alert(1)>").html().unwrap();
        assert!(!html.contains("<img"), "{html}");
        assert!(html.contains("&#60;img") || html.contains("&lt;img"), "{html}");
    }
}
