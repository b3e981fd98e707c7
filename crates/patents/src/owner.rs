//! Whether a registered owner is the founder: names compared, legal forms and script width aside.

use unicode_normalization::UnicodeNormalization;

use crate::facts::Party;

crate::words::words! {
    /// Whether the registered owner is the founder.
    pub enum OwnerMatch {
        /// The names are the same.
        Exact = "exact",
        /// The names are the same but for legal form, script width, case or punctuation.
        Normalised = "normalised",
        /// The owner is somebody else.
        OtherParty = "other_party",
        /// No owner is on record.
        Unknown = "unknown",
    }
}

/// Legal forms of companies, longest first, as they stand at the end of a Western name.
const WESTERN_FORMS: [&str; 26] = [
    "aktiengesellschaft",
    "incorporated",
    "corporation",
    "co ltd",
    "company",
    "limited",
    "gmbh co kg",
    "kabushiki kaisha",
    "gmbh",
    "corp",
    "inc",
    "llc",
    "llp",
    "ltd",
    "plc",
    "pte",
    "pty",
    "sarl",
    "sas",
    "spa",
    "srl",
    "oyj",
    "bv",
    "nv",
    "ag",
    "co",
];
/// Legal forms as they stand at the end, or in Japan the beginning, of a Chinese or Japanese name.
const EASTERN_FORMS: [&str; 6] = [
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "株式会社",
    "公司",
];

/// Whether `founder` is one of the registered owners.
pub fn owner_match(founder: &str, owners: &[Party]) -> OwnerMatch {
    let names: Vec<&str> = owners
        .iter()
        .flat_map(|owner| [owner.name.en.as_deref(), owner.name.zh_hans.as_deref()])
        .flatten()
        .collect();
    if names.is_empty() || founder.trim().is_empty() {
        return OwnerMatch::Unknown;
    }
    if names.iter().any(|name| name.trim() == founder.trim()) {
        return OwnerMatch::Exact;
    }
    let wanted = normalise(founder);
    let same = !wanted.is_empty() && names.iter().any(|name| normalise(name) == wanted);
    if same {
        OwnerMatch::Normalised
    } else {
        OwnerMatch::OtherParty
    }
}

/// A name without what does not tell one company from another.
fn normalise(name: &str) -> String {
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    // "S.A." is "sa", "Co., Ltd." is "co ltd".
    let plain: String = folded
        .chars()
        .filter(|c| *c != '.')
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    loop {
        let shorter = WESTERN_FORMS
            .iter()
            .find_map(|form| text.strip_suffix(form).filter(|rest| rest.ends_with(' ')))
            .or_else(|| {
                EASTERN_FORMS
                    .iter()
                    .find_map(|form| text.strip_suffix(form).filter(|rest| !rest.is_empty()))
            })
            .or_else(|| text.strip_prefix("株式会社"))
            .map(|rest| rest.trim().to_owned());
        match shorter.filter(|rest| !rest.is_empty()) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Acme Batteries GmbH", "Acme Batteries GmbH", OwnerMatch::Exact)]
    #[case("ACME Batteries", "Acme Batteries GmbH", OwnerMatch::Normalised)]
    #[case("Acme Batteries Co., Ltd.", "ACME BATTERIES CO LTD", OwnerMatch::Normalised)]
    #[case(
        "苏州澜穹固态电池有限公司",
        "苏州澜穹固态电池股份有限公司",
        OwnerMatch::Normalised
    )]
    #[case("ＡＣＭＥ Inc", "acme, Inc.", OwnerMatch::Normalised)]
    #[case("Acme Batteries", "Acme Optics GmbH", OwnerMatch::OtherParty)]
    #[case("Wells", "Wells Fargo Bank", OwnerMatch::OtherParty)]
    fn names_are_compared_without_their_legal_forms(
        #[case] founder: &str,
        #[case] owner: &str,
        #[case] expected: OwnerMatch,
    ) {
        assert_eq!(owner_match(founder, &[Party::named(owner, None)]), expected);
    }

    #[test]
    fn without_an_owner_on_record_nothing_is_claimed() {
        assert_eq!(owner_match("Acme", &[]), OwnerMatch::Unknown);
    }
}
