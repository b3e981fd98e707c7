//! A mapping says which column of a file means what. Mappings are data: one is shipped, others are
//! files of the same form.

use std::{collections::BTreeMap, path::Path};

use chrono::NaiveDate;
use serde::Deserialize;

use super::record::HistoricalState;
use crate::project::Field;

/// The mappings that are shipped.
const SHIPPED: [(&str, &str); 1] = [("kickstarter", include_str!("../../mappings/kickstarter.toml"))];

/// What the columns of a file of past campaigns mean.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The mapping's own name.
    pub name: String,
    /// The platform the campaigns ran on, as stored beside each.
    pub source: String,
    /// What stands between two columns.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// The day the platform opened: an earlier launch is reported.
    pub opened_on: Option<NaiveDate>,
    /// Which column holds what.
    pub columns: Columns,
    /// How dates are written.
    pub formats: Formats,
    /// The file's words for states.
    pub states: BTreeMap<String, HistoricalState>,
    /// Where campaigns of a field of technology are found.
    #[serde(default)]
    pub fields: Vec<FieldCategory>,
}

/// Which column of the file holds what, by the column's name in the first row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The campaign's id on its platform.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// The group of its category.
    pub main_category: String,
    /// Its currency.
    pub currency: String,
    /// Its goal.
    pub goal: String,
    /// What was pledged.
    pub pledged: String,
    /// How it ended.
    pub state: String,
    /// How many backed it.
    pub backers: String,
    /// Its country.
    pub country: String,
    /// When it was launched.
    pub launched: String,
    /// When it ended.
    pub deadline: String,
    /// Its goal in US dollars, if there is such a column.
    pub usd_goal: Option<String>,
    /// What was pledged in US dollars, if there is such a column.
    pub usd_pledged: Option<String>,
}

/// How dates and times are written, tried in order (`chrono`'s `strftime` letters).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formats {
    /// Of the launch; without a time it is midnight UTC.
    pub launched: Vec<String>,
    /// Of the deadline; a time is left out.
    pub deadline: Vec<String>,
}

/// Where past campaigns of a field of technology are found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldCategory {
    /// The field.
    pub field: Field,
    /// The main category.
    pub main_category: String,
    /// The categories in it; all if empty.
    #[serde(default)]
    pub categories: Vec<String>,
}

/// Why a mapping cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// Neither a shipped mapping nor a file.
    #[error("there is no mapping {0:?}; shipped are: kickstarter; or give the path of a mapping file")]
    Unknown(String),
    /// The file cannot be read.
    #[error("the mapping file {path} cannot be read")]
    Unreadable {
        /// Its path.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file does not have the form of a mapping.
    #[error("the mapping {name} is wrong: {reason}")]
    Malformed {
        /// Its name or path.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

fn comma() -> char {
    ','
}

impl Mapping {
    /// The shipped mapping of this name, or the one in the file at this path.
    ///
    /// # Errors
    /// [`MappingError`] says what is wrong with it.
    pub fn load(name: &str) -> Result<Self, MappingError> {
        if let Some((_, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name) {
            return Self::parse(name, text);
        }
        let path = Path::new(name);
        if !path.is_file() {
            return Err(MappingError::Unknown(name.to_owned()));
        }
        let text = std::fs::read_to_string(path);
        let text = text.map_err(|source| MappingError::Unreadable {
            path: name.to_owned(),
            source,
        })?;
        Self::parse(name, &text)
    }

    /// A mapping from its text.
    ///
    /// # Errors
    /// [`MappingError::Malformed`].
    pub fn parse(name: &str, text: &str) -> Result<Self, MappingError> {
        let malformed = |reason: String| MappingError::Malformed {
            name: name.to_owned(),
            reason,
        };
        let mapping: Self = toml::from_str(text).map_err(|error| malformed(error.to_string()))?;
        if !mapping.delimiter.is_ascii() {
            return Err(malformed(format!(
                "the delimiter {:?} is not an ASCII character",
                mapping.delimiter
            )));
        }
        if mapping.source.is_empty()
            || mapping.formats.launched.is_empty()
            || mapping.formats.deadline.is_empty()
        {
            return Err(malformed(
                "a source and at least one format for each date are needed".to_owned(),
            ));
        }
        Ok(mapping)
    }

    /// Whether a column of this name means something.
    pub(crate) fn uses(&self, name: &str) -> bool {
        let c = &self.columns;
        let always = [
            &c.id,
            &c.name,
            &c.category,
            &c.main_category,
            &c.currency,
            &c.goal,
            &c.pledged,
            &c.state,
            &c.backers,
            &c.country,
            &c.launched,
            &c.deadline,
        ];
        always
            .into_iter()
            .chain(&c.usd_goal)
            .chain(&c.usd_pledged)
            .any(|used| used == name)
    }

    /// Where past campaigns of a field are found.
    pub fn category_of(&self, field: Field) -> Option<&FieldCategory> {
        self.fields.iter().find(|category| category.field == field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_mapping_is_whole() {
        for (name, _) in SHIPPED {
            let mapping = Mapping::load(name).unwrap();
            assert_eq!(mapping.name, name);
            for field in Field::ALL {
                assert!(mapping.category_of(*field).is_some(), "{field}");
            }
        }
    }

    #[test]
    fn a_wrong_mapping_says_what_is_wrong() {
        let error = Mapping::parse("x", "name = 1").unwrap_err();
        assert!(error.to_string().contains("name"), "{error}");
        assert!(matches!(Mapping::load("nowhere"), Err(MappingError::Unknown(_))));
    }
}
