//! What a number is the number of.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Whether a number names an application, a publication or a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// What was filed: the identity of the right.
    Application,
    /// A document that published the application.
    Publication,
    /// The granted or registered right.
    Grant,
}

impl NumberForm {
    /// The form's name as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            NumberForm::Application => "application",
            NumberForm::Publication => "publication",
            NumberForm::Grant => "grant",
        }
    }
}

impl fmt::Display for NumberForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberForm::Application => "an application",
            NumberForm::Publication => "a publication",
            NumberForm::Grant => "a grant",
        })
    }
}

impl FromStr for NumberForm {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Application, Self::Publication, Self::Grant]
            .into_iter()
            .find(|f| f.as_str() == text)
            .ok_or(())
    }
}

/// The kind of right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RightType {
    /// A patent for an invention.
    Invention,
    /// A utility model.
    UtilityModel,
    /// A design: a design patent in the United States and China.
    Design,
    /// A plant patent.
    Plant,
    /// A provisional application, which never becomes a right itself.
    Provisional,
    /// An international application under the PCT.
    Pct,
}

impl RightType {
    /// Every kind of right.
    pub const ALL: [RightType; 6] = [
        RightType::Invention,
        RightType::UtilityModel,
        RightType::Design,
        RightType::Plant,
        RightType::Provisional,
        RightType::Pct,
    ];

    /// The kind's name as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            RightType::Invention => "invention",
            RightType::UtilityModel => "utility_model",
            RightType::Design => "design",
            RightType::Plant => "plant",
            RightType::Provisional => "provisional",
            RightType::Pct => "pct",
        }
    }
}

impl FromStr for RightType {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        RightType::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
    }
}
