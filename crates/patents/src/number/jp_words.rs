//! The words in front of Japanese numbers, and the eras of their years.

use super::{NumberForm, RightType};

/// A label, the form it announces, the kind of right, the letter in the canonical form and the kind code
/// it implies.
pub(super) struct Series(
    pub(super) &'static str,
    pub(super) NumberForm,
    pub(super) RightType,
    pub(super) &'static str,
    pub(super) &'static str,
);

use NumberForm::{Application, Grant, Publication};
use RightType::{Design, Invention, UtilityModel};

/// Longer labels before those they begin with. The first of each letter is the one printed.
pub(super) const SERIES: [Series; 24] = [
    Series("特願", Application, Invention, "P", ""),
    Series("特許願", Application, Invention, "P", ""),
    Series("実願", Application, UtilityModel, "U", ""),
    Series("実用新案登録願", Application, UtilityModel, "U", ""),
    Series("意願", Application, Design, "D", ""),
    Series("意匠登録願", Application, Design, "D", ""),
    Series("特開", Publication, Invention, "PA", "A"),
    Series("特許公開", Publication, Invention, "PA", "A"),
    Series("特表", Publication, Invention, "PA", "A"),
    Series("再公表", Publication, Invention, "PW", "A1"),
    Series("再表", Publication, Invention, "PW", "A1"),
    Series("特公", Publication, Invention, "PB", "B2"),
    Series("特許公告", Publication, Invention, "PB", "B2"),
    Series("実開", Publication, UtilityModel, "UA", "U"),
    Series("実表", Publication, UtilityModel, "UA", "U"),
    Series("実公", Publication, UtilityModel, "UB", "Y2"),
    Series("登録実用新案", Grant, UtilityModel, "UR", ""),
    Series("実用新案登録", Grant, UtilityModel, "UR", ""),
    Series("実登", Grant, UtilityModel, "UR", ""),
    Series("意匠登録", Grant, Design, "DR", ""),
    Series("意登", Grant, Design, "DR", ""),
    Series("特許", Grant, Invention, "PR", ""),
    Series("特登", Grant, Invention, "PR", ""),
    Series("登録", Grant, Invention, "PR", ""),
];

/// The series of these letters.
pub(super) fn series(letters: &str) -> Option<&'static Series> {
    SERIES.iter().find(|series| series.3 == letters)
}

/// Whether a text begins with a word that only Japanese numbers have.
pub(super) fn is_labelled(text: &str) -> bool {
    SERIES.iter().any(|series| text.starts_with(series.0))
        || ["昭和", "平成", "令和"].iter().any(|era| text.starts_with(era))
}

/// An era's first and last western year, and the text after it: Showa, Heisei, Reiwa.
pub(super) fn split_era(text: &str) -> (Option<(i32, i32)>, &str) {
    const ERAS: [(&[&str], i32, i32); 3] = [
        (&["昭和", "昭", "S"], 1926, 1989),
        (&["平成", "平", "H"], 1989, 2019),
        (&["令和", "令", "R"], 2019, 9999),
    ];
    for (names, first, last) in ERAS {
        for name in names {
            if let Some(rest) = text.strip_prefix(name) {
                return (Some((first, last)), rest);
            }
        }
    }
    (None, text)
}
