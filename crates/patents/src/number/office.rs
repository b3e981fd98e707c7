//! Patent offices by their WIPO ST.3 code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A patent office, named by its two-letter code of WIPO ST.3 (`CN`, `EP`, `WO`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Office([u8; 2]);

impl Office {
    /// China National Intellectual Property Administration.
    pub const CN: Office = Office(*b"CN");
    /// United States Patent and Trademark Office.
    pub const US: Office = Office(*b"US");
    /// European Patent Office.
    pub const EP: Office = Office(*b"EP");
    /// International Bureau of WIPO: applications and publications under the PCT.
    pub const WO: Office = Office(*b"WO");
    /// Japan Patent Office.
    pub const JP: Office = Office(*b"JP");
    /// Korean Ministry of Intellectual Property (KIPO until 2025).
    pub const KR: Office = Office(*b"KR");
    /// German Patent and Trade Mark Office.
    pub const DE: Office = Office(*b"DE");
    /// Intellectual Property Office of the United Kingdom.
    pub const GB: Office = Office(*b"GB");

    /// The offices whose numbers are read by their own rules.
    pub const KNOWN: [Office; 8] = [
        Office::CN,
        Office::US,
        Office::EP,
        Office::WO,
        Office::JP,
        Office::KR,
        Office::DE,
        Office::GB,
    ];

    /// The two-letter code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XX")
    }

    /// Whether the office's numbers are read by their own rules.
    pub fn is_known(self) -> bool {
        Office::KNOWN.contains(&self)
    }
}

/// Codes of WIPO ST.3 that publish patents, besides those of [`Office::KNOWN`].
const OTHERS: &str = "AL AM AP AR AT AU AZ BA BE BG BR BX BY CA CH CL CO CR CS CU CY CZ DD DK DO DZ EA EC EE EG \
    EM ES FI FR GC GE GR GT HK HR HU ID IE IL IN IR IS IT JO KE KZ LI LT LU LV MA MC MD ME MK MN MO MT MX MY \
    NI NL NO NZ OA PA PE PH PL PT RO RS RU SA SE SG SI SK SM SU SV TH TJ TN TR TT TW UA UY UZ VE VN YU ZA ZM ZW QZ XN";

/// A text that is not the code of an office.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not the code of a patent office (WIPO ST.3)")]
pub struct UnknownOffice(pub String);

impl FromStr for Office {
    type Err = UnknownOffice;

    fn from_str(code: &str) -> Result<Self, UnknownOffice> {
        let upper = code.trim().to_ascii_uppercase();
        match upper.as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => {
                let office = Office([*a, *b]);
                if office.is_known() || OTHERS.split_whitespace().any(|other| other == upper) {
                    Ok(office)
                } else if upper == "IB" {
                    Ok(Office::WO)
                } else {
                    Err(UnknownOffice(upper))
                }
            }
            _ => Err(UnknownOffice(code.chars().take(16).collect())),
        }
    }
}

impl fmt::Display for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Office {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Office {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_in_either_case_and_nonsense_is_refused() {
        assert_eq!("cn".parse(), Ok(Office::CN));
        assert_eq!("IB".parse(), Ok(Office::WO));
        assert!("CA".parse::<Office>().is_ok());
        assert!("QQ".parse::<Office>().is_err());
        assert!("CHN".parse::<Office>().is_err());
    }
}
