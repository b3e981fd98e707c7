//! JSON that is XML turned over, as OPS writes it: attributes are `@x`, text is `$`, a single child is an
//! object and several are a list. Turned back, one reader serves both.

use serde_json::Value;

use super::super::{ParseError, xml::Node};

/// The deepest nesting that is turned back.
const MAX_DEPTH: usize = 64;

/// The node a JSON object stands for.
pub(super) fn node(name: &str, value: &Value) -> Result<Node, ParseError> {
    turned(name, value, 0)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn turned(name: &str, value: &Value, depth: usize) -> Result<Node, ParseError> {
    if depth >= MAX_DEPTH {
        return Err(ParseError::TooDeep { max: MAX_DEPTH });
    }
    let mut node = Node::named(local(name));
    let Value::Object(members) = value else {
        node.add_text(&plain(value));
        return Ok(node);
    };
    for (key, member) in members {
        if key == "$" {
            node.add_text(&plain(member));
        } else if let Some(attribute) = key.strip_prefix('@') {
            node.add_attribute(local(attribute), &plain(member));
        } else if let Value::Array(several) = member {
            for one in several {
                node.children.push(turned(key, one, depth + 1)?);
            }
        } else {
            node.children.push(turned(key, member, depth + 1)?);
        }
    }
    Ok(node)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn attributes_text_and_lists_are_turned_back() {
        let json = json!({"@lang": "en", "reg:country": [{"$": "EP"}, {"$": "US"}], "reg:date": "20200101"});
        let node = node("reg:document-id", &json).unwrap();
        assert_eq!(node.name, "document-id");
        assert_eq!(node.attribute("lang"), Some("en"));
        let countries: Vec<_> = node.all("country").filter_map(Node::text).collect();
        assert_eq!(countries, ["EP", "US"]);
        assert_eq!(node.text_at(&["date"]), Some("20200101"));
    }
}
