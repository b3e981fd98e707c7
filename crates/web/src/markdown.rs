//! Stories: Markdown in, harmless HTML out.

use std::{collections::HashSet, sync::LazyLock};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// The story as HTML. Raw HTML in it is shown as text; pictures of other sites are left out, since no
/// request may leave the origin; headings begin below the page's own.
pub(crate) fn html(text: &str) -> String {
    cleaned(text, below)
}

/// A text of our own, whose headings stand directly below the page's.
pub(crate) fn page(text: &str) -> String {
    cleaned(text, |level| level)
}

fn cleaned(text: &str, place: impl Fn(HeadingLevel) -> HeadingLevel) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => Event::Start(Tag::Heading {
            level: place(level),
            id,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(place(level))),
        other => other,
    });
    let mut rough = String::new();
    html::push_html(&mut rough, events);
    CLEANER.clean(&rough).to_string()
}

/// Plain text with its line breaks kept as paragraphs.
pub(crate) fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&str> = [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "em",
        "strong",
        "del",
        "blockquote",
        "code",
        "pre",
        "hr",
        "br",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ]
    .into();
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .tags(tags)
        .generic_attributes(HashSet::new())
        .url_schemes(["https", "http", "mailto"].into())
        .link_rel(Some("nofollow noopener ugc"));
    cleaner
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_markdown() {
        let story = html("## Why\n\nIt *works*.\n\n- one\n- two");
        assert!(story.contains("<h3>Why</h3>"), "{story}");
        assert!(story.contains("<em>works</em>") && story.contains("<li>two</li>"));
    }

    #[test]
    fn hostile_stories_are_harmless() {
        for story in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "![x](https://evil.example/pixel.gif)",
            "<a href=\"https://x.example\" style=\"position:fixed\" onclick=\"x()\">x</a>",
            "<svg/onload=alert(1)>",
        ] {
            let shown = html(story);
            // What is left of them is text: every `<` that opens a tag opens one of ours.
            for bad in [
                "<script",
                "<img",
                "\"javascript:",
                "<svg",
                "<a style",
                "<a onclick",
            ] {
                assert!(!shown.contains(bad), "{story} became {shown}");
            }
        }
    }
}
