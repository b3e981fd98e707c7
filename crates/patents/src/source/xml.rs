//! XML as a tree of plain nodes, with limits: no declarations of its own, no entities but the five
//! of XML, bounded depth and size.

use quick_xml::{
    Reader,
    errors::{Error as XmlError, SyntaxError},
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::ParseError;

const MAX_DEPTH: usize = 64;
/// The element whose marked-up text is read whole.
const TITLE: &str = "invention-title";
const MAX_NODES: usize = 1_000_000;

/// An element: its name without prefix, attributes, text and children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    text: String,
}

impl Node {
    /// An empty element.
    pub(super) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Adds to the text.
    pub(super) fn add_text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds an attribute.
    pub(super) fn add_attribute(&mut self, name: &str, value: &str) {
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    /// An attribute that is not blank.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The text directly inside, trimmed, if it is not blank.
    pub(super) fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The node at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path of names.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.text()
    }
}

/// Reads a document and gives its root.
pub(super) fn read(text: &str) -> Result<Node, ParseError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Node> = Vec::new();
    let mut nodes = 0;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(&error, reader.error_position()))?;
        match event {
            Event::Start(start) => {
                nodes += 1;
                if open.len() >= MAX_DEPTH {
                    return Err(ParseError::TooDeep { max: MAX_DEPTH });
                }
                if nodes > MAX_NODES {
                    return Err(ParseError::TooMany { max: MAX_NODES });
                }
                open.push(node(&start, reader.buffer_position())?);
            }
            Event::End(_) => {
                let Some(done) = open.pop() else {
                    return Err(ParseError::Truncated);
                };
                match open.last_mut() {
                    // A title may hold marks such as <i> or <sub>: their text stays in its place.
                    Some(parent) if parent.name == TITLE => parent.text.push_str(&done.text),
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(part) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(
                        &part
                            .decode()
                            .map_err(|error| malformed(reader.error_position(), error))?,
                    );
                }
            }
            Event::CData(part) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(
                        &part
                            .decode()
                            .map_err(|error| malformed(reader.error_position(), error))?,
                    );
                }
            }
            Event::GeneralRef(reference) => {
                let at = reader.buffer_position();
                let name = reference.decode().map_err(|error| malformed(at, error))?;
                let number = reference
                    .resolve_char_ref()
                    .map_err(|error| malformed(at, error))?;
                let node = open.last_mut();
                match (number, resolve_predefined_entity(&name), node) {
                    (Some(c), _, Some(node)) => node.text.push(c),
                    (None, Some(text), Some(node)) => node.text.push_str(text),
                    _ => return Err(malformed(at, format!("unknown entity {name}"))),
                }
            }
            // The USPTO's full texts name their type; what declares anything of its own is refused.
            Event::DocType(declared) if declared.windows(2).any(|two| two == b"<!") => {
                return Err(ParseError::DocumentType);
            }
            Event::Eof => return Err(ParseError::Truncated),
            // Empty elements arrive as start and end.
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
        }
    }
}

fn node(start: &BytesStart<'_>, at: u64) -> Result<Node, ParseError> {
    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| malformed(at, error))?;
        let key = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value = attribute.unescape_value().map_err(|error| malformed(at, error))?;
        attributes.push((key, value.into_owned()));
    }
    Ok(Node {
        name,
        attributes,
        ..Node::default()
    })
}

fn broken(error: &XmlError, at: u64) -> ParseError {
    match error {
        XmlError::Syntax(
            SyntaxError::UnclosedTag
            | SyntaxError::UnclosedComment
            | SyntaxError::UnclosedCData
            | SyntaxError::UnclosedPIOrXmlDecl,
        ) => ParseError::Truncated,
        other => malformed(at, other),
    }
}

fn malformed(at: u64, why: impl ToString) -> ParseError {
    let why = why.to_string().chars().take(200).collect();
    ParseError::Malformed {
        at: usize::try_from(at).unwrap_or(usize::MAX),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_prefix_and_texts_their_entities() {
        let root =
            read("<?xml version='1.0'?><a:x xmlns:a='u' k=' 1&amp;2 '><b>q &lt; &#x4E2D;</b><b/></a:x>")
                .unwrap();
        assert_eq!((root.name.as_str(), root.attribute("k")), ("x", Some("1&2")));
        assert_eq!(root.text_at(&["b"]), Some("q < 中"));
        assert_eq!(root.all("b").count(), 2);
    }

    #[test]
    fn hostile_documents_are_refused() {
        assert_eq!(read("<a><b>"), Err(ParseError::Truncated));
        assert_eq!(read("<a><b"), Err(ParseError::Truncated));
        assert!(matches!(read("<a></b>"), Err(ParseError::Malformed { .. })));
        assert_eq!(
            read("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
            Err(ParseError::DocumentType)
        );
        assert!(matches!(read("<a>&x;</a>"), Err(ParseError::Malformed { .. })));
        assert_eq!(
            read(&"<a>".repeat(10_000)),
            Err(ParseError::TooDeep { max: MAX_DEPTH })
        );
    }
}
