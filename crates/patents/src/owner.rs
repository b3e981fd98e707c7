//! Whether the owner on record is the one who claims the right.
//!
//! Names are compared within one script. Width, case, accents, punctuation and the words of a legal
//! form may differ; the form itself may not: Acme Ltd and Acme Inc., 甲有限公司 and 甲股份有限公司 are
//! different persons before the law. A name alone does not tell namesakes apart: a person is no company of that name,
//! and whoever is on record in another country may be somebody else.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::facts::Party;

crate::words::words! {
    /// How those who claim a right and the owners on record compare.
    pub enum OwnerMatch {
        /// An owner has this very name.
        Exact = "exact",
        /// An owner has this name but for width, case, accents, punctuation or the words of its legal form.
        Normalised = "normalised",
        /// An owner has this name, but is on record in another country, or is a company where a person claims it, or the other
        /// way round.
        Namesake = "namesake",
        /// The owners on record are others.
        OtherParty = "other_party",
        /// No owner is on record, or none in a script the name can be compared with.
        Unknown = "unknown",
    }
}

/// What somebody is before the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A human being.
    Natural,
    /// A company, a university, a foundation.
    Legal,
}

/// Who claims a right, by one of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimant<'a> {
    /// The name.
    pub name: &'a str,
    /// What they are, where that was proved.
    pub nature: Option<Nature>,
    /// Whose citizen they are or where they are registered, where that was proved: ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

impl<'a> Claimant<'a> {
    /// Somebody of whom nothing but the name is known.
    pub fn named(name: &'a str) -> Self {
        Self {
            name,
            nature: None,
            country: None,
        }
    }

    /// How this name compares with one of an owner; nothing if the two are of different scripts.
    fn compare(&self, owner: &Party, text: &str) -> Option<OwnerMatch> {
        let wanted = squeeze(self.name);
        let found = if squeeze(text) == wanted {
            OwnerMatch::Exact
        } else if is_east_asian(text) != is_east_asian(&wanted) {
            return None;
        } else if same(text, &wanted) {
            OwnerMatch::Normalised
        } else {
            return Some(OwnerMatch::OtherParty);
        };
        Some(if self.may_be_another(owner, text) {
            OwnerMatch::Namesake
        } else {
            found
        })
    }

    /// Whether an owner of the same name may be somebody else all the same.
    fn may_be_another(&self, owner: &Party, text: &str) -> bool {
        let elsewhere = match (self.country, owner.country.as_deref()) {
            (Some(own), Some(on_record)) => is_code(on_record) && !own.eq_ignore_ascii_case(on_record),
            _ => false,
        };
        let other_nature = match self.nature {
            Some(Nature::Natural) => has_form(text),
            Some(Nature::Legal) => has_form(self.name) && !has_form(text),
            None => false,
        };
        elsewhere || other_nature
    }
}

/// Compares those who claim a right with the owners on record: the best match of any of their names counts.
pub fn owner_match<'a>(claimants: impl IntoIterator<Item = Claimant<'a>>, owners: &[Party]) -> OwnerMatch {
    let mut best = OwnerMatch::Unknown;
    for claimant in claimants {
        if claimant.name.trim().is_empty() {
            continue;
        }
        for owner in owners {
            let texts = [owner.name.en.as_deref(), owner.name.zh_hans.as_deref()];
            let found = texts
                .into_iter()
                .flatten()
                .filter(|text| !text.trim().is_empty())
                .filter_map(|text| claimant.compare(owner, text));
            best = found.fold(
                best,
                |best, found| if rank(found) < rank(best) { found } else { best },
            );
        }
    }
    best
}

/// The better, the lower.
fn rank(found: OwnerMatch) -> u8 {
    match found {
        OwnerMatch::Exact => 0,
        OwnerMatch::Normalised => 1,
        OwnerMatch::Namesake => 2,
        OwnerMatch::OtherParty => 3,
        OwnerMatch::Unknown => 4,
    }
}

/// Registers write countries in words, too; those are not compared.
fn is_code(country: &str) -> bool {
    country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_alphabetic())
}

/// Whether a name tells of a legal form.
fn has_form(name: &str) -> bool {
    if is_east_asian(name) {
        east_asian(name).1.is_some()
    } else {
        western(name, false).1.is_some()
    }
}

/// Whether two names stand for one person: the same but for width, case, accents, punctuation and the words
/// of a legal form.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (squeeze(a), squeeze(b));
    a == b || (is_east_asian(&a) == is_east_asian(&b) && same(&a, &b))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_east_asian(text: &str) -> bool {
    text.nfkc()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

fn same(a: &str, b: &str) -> bool {
    if is_east_asian(a) {
        let (a, b) = (east_asian(a), east_asian(b));
        return a.0 == b.0 && agree(a.1, b.1);
    }
    // German and Nordic letters are written out by some registers and stripped by others.
    [false, true].into_iter().any(|left| {
        [false, true]
            .into_iter()
            .any(|right| western_same(a, left, b, right))
    })
}

fn western_same(a: &str, a_spelled: bool, b: &str, b_spelled: bool) -> bool {
    let ((mut a, a_form), (mut b, b_form)) = (western(a, a_spelled), western(b, b_spelled));
    if a_form.is_none() && b_form.is_none() {
        // People: "Visco, Steven J." is Steven J. Visco.
        a.sort();
        b.sort();
    }
    !a.is_empty() && a == b && agree(a_form, b_form)
}

/// Two forms agree if they are the same or one is not told.
fn agree(a: Option<&str>, b: Option<&str>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Legal forms as the words a name ends in, longer ones first, and the kind of person they stand for.
const FORMS: &[(&[&str], &str)] = &[
    (&["gmbh", "and", "co", "kg"], "gmbh & co kg"),
    (&["kabushiki", "kaisha"], "limited"),
    (&["private", "limited"], "limited"),
    (&["company", "limited"], "limited"),
    (&["co", "limited"], "limited"),
    (&["company", "ltd"], "limited"),
    (&["pvt", "ltd"], "limited"),
    (&["pty", "ltd"], "limited"),
    (&["pte", "ltd"], "limited"),
    (&["co", "ltd"], "limited"),
    (&["co", "inc"], "corporation"),
    (&["oy", "ab"], "oy"),
    (&["limited"], "limited"),
    (&["ltd"], "limited"),
    (&["kk"], "limited"),
    (&["incorporated"], "corporation"),
    (&["inc"], "corporation"),
    (&["corporation"], "corporation"),
    (&["corp"], "corporation"),
    (&["llc"], "llc"),
    (&["llp"], "llp"),
    (&["lp"], "lp"),
    (&["plc"], "plc"),
    (&["gmbh"], "gmbh"),
    (&["ag"], "ag"),
    (&["kg"], "kg"),
    (&["se"], "se"),
    (&["ev"], "ev"),
    (&["sas"], "sas"),
    (&["sarl"], "sarl"),
    (&["sa"], "sa"),
    (&["spa"], "spa"),
    (&["srl"], "srl"),
    (&["bv"], "bv"),
    (&["nv"], "nv"),
    (&["ab"], "ab"),
    (&["oyj"], "oyj"),
    (&["oy"], "oy"),
    (&["aps"], "aps"),
    (&["as"], "as"),
];

/// A Western name's words without its legal form, and the form.
fn western(name: &str, spelled_out: bool) -> (Vec<String>, Option<&'static str>) {
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let spelled: String = if spelled_out {
        lower
            .replace('ä', "ae")
            .replace('ö', "oe")
            .replace('ü', "ue")
            .replace('ø', "oe")
            .replace('å', "aa")
    } else {
        lower.replace('ø', "o")
    };
    let folded: String = spelled
        .replace('ß', "ss")
        .replace(['&', '+'], " and ")
        .nfkd()
        // "S.A." is one word; other signs part words.
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '.' | '\'' | '\u{2019}' | '/'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let mut words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    let form = FORMS
        .iter()
        .find(|(ending, _)| words.len() > ending.len() && words.ends_with_words(ending));
    if let Some((ending, _)) = form {
        words.truncate(words.len() - ending.len());
    }
    // "Company" tells of no particular form.
    if form.is_none() && words.len() > 1 && words.last().is_some_and(|word| word == "co" || word == "company")
    {
        words.pop();
    }
    (words, form.map(|(_, form)| *form))
}

trait EndsWithWords {
    fn ends_with_words(&self, ending: &[&str]) -> bool;
}

impl EndsWithWords for Vec<String> {
    fn ends_with_words(&self, ending: &[&str]) -> bool {
        self.iter()
            .rev()
            .zip(ending.iter().rev())
            .all(|(word, wanted)| word == wanted)
    }
}

/// Legal forms of East Asian names, longer ones first.
const EAST_ASIAN_FORMS: &[(&str, &str)] = &[
    ("股份有限公司", "stock"),
    ("有限责任公司", "limited"),
    ("有限責任公司", "limited"),
    ("株式会社", "stock"),
    ("有限会社", "limited"),
    ("주식회사", "stock"),
    ("유한회사", "limited"),
    ("有限公司", "limited"),
];

/// An East Asian name's letters without its legal form, before or after, and the form.
fn east_asian(name: &str) -> (String, Option<&'static str>) {
    let letters: String = name
        .nfkc()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    for (words, form) in EAST_ASIAN_FORMS {
        let bare = letters
            .strip_suffix(words)
            .or_else(|| letters.strip_prefix(words));
        if let Some(bare) = bare.filter(|bare| !bare.is_empty()) {
            return (bare.to_owned(), Some(form));
        }
    }
    (letters, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn against(owner: &str, name: &str) -> OwnerMatch {
        owner_match([Claimant::named(name)], &[Party::named(owner, None)])
    }

    #[test]
    fn the_same_name_is_exact_and_nobody_on_record_is_unknown() {
        assert_eq!(against("9Solutions Oy", " 9Solutions  Oy "), OwnerMatch::Exact);
        assert_eq!(
            against("浙江三花智能控制股份有限公司", "浙江三花智能控制股份有限公司"),
            OwnerMatch::Exact
        );
        assert_eq!(owner_match([Claimant::named("Acme")], &[]), OwnerMatch::Unknown);
        assert_eq!(against("Acme", "  "), OwnerMatch::Unknown);
    }

    #[test]
    fn case_width_accents_punctuation_and_the_words_of_a_form_do_not_matter() {
        for (owner, name) in [
            (
                "SAMSUNG ELECTRONICS CO., LTD",
                "Samsung Electronics Company Limited",
            ),
            ("9SOLUTIONS OY", "9Solutions"),
            ("PolyPlus Battery Company", "POLYPLUS BATTERY CO."),
            ("KYLMAENEN JARI", "Jari Kylmänen"),
            ("Visco, Steven J.", "Steven J. Visco"),
            (
                "Fraunhofer-Gesellschaft zur Förderung der angewandten Forschung e.V.",
                "FRAUNHOFER GESELLSCHAFT ZUR FOERDERUNG DER ANGEWANDTEN FORSCHUNG EV",
            ),
            ("Müller & Söhne GmbH", "MUELLER AND SOEHNE GMBH"),
            ("隆博（嘉兴）科技有限公司", "隆博(嘉兴)科技有限责任公司"),
            ("苏州朗动网络科技有限公司", "苏州朗动网络科技"),
        ] {
            assert_eq!(against(owner, name), OwnerMatch::Normalised, "{owner} / {name}");
        }
    }

    #[test]
    fn another_person_or_another_legal_form_is_another_party() {
        for (owner, name) in [
            ("Acme Ltd", "Acme Inc."),
            ("甲科技有限公司", "甲科技股份有限公司"),
            ("苏州朗动网络科技有限公司", "苏州朗动信息科技有限公司"),
            ("Big Bank N.A.", "Small Founder Ltd"),
        ] {
            assert_eq!(against(owner, name), OwnerMatch::OtherParty, "{owner} / {name}");
        }
    }

    #[test]
    fn names_in_different_scripts_cannot_be_compared() {
        assert_eq!(
            against("苏州澜穹固态电池有限公司", "Suzhou Lanqiong Ltd"),
            OwnerMatch::Unknown
        );
        let both = Party {
            name: kernel::LocalizedText::both("Suzhou Lanqiong Co., Ltd.", "苏州澜穹有限公司"),
            country: None,
        };
        assert_eq!(
            owner_match([Claimant::named("SUZHOU LANQIONG")], &[both]),
            OwnerMatch::Normalised
        );
    }

    #[test]
    fn the_best_of_several_owners_counts() {
        let owners = [
            Party::named("Somebody Else", None),
            Party::named("ACME LTD", None),
        ];
        assert_eq!(
            owner_match([Claimant::named("Acme Limited")], &owners),
            OwnerMatch::Normalised
        );
    }

    #[test]
    fn a_namesake_in_another_country_is_not_taken_for_the_owner() {
        let claimed = |own, on_record: Option<&str>| {
            let claimant = Claimant {
                country: own,
                ..Claimant::named("Jane Smith")
            };
            owner_match(
                [claimant],
                &[Party::named("Jane Smith", on_record.map(str::to_owned))],
            )
        };
        assert_eq!(claimed(Some("GB"), Some("US")), OwnerMatch::Namesake);
        assert_eq!(claimed(Some("GB"), Some("gb")), OwnerMatch::Exact);
        // What is not told, or told in words, shows nothing.
        assert_eq!(claimed(Some("GB"), None), OwnerMatch::Exact);
        assert_eq!(claimed(None, Some("US")), OwnerMatch::Exact);
        assert_eq!(claimed(Some("GB"), Some("UNITED KINGDOM")), OwnerMatch::Exact);
    }

    #[test]
    fn a_person_is_no_company_of_that_name_nor_the_other_way_round() {
        let claimed = |name, nature, owner: &str| {
            let claimant = Claimant {
                nature: Some(nature),
                ..Claimant::named(name)
            };
            owner_match([claimant], &[Party::named(owner, None)])
        };
        assert_eq!(
            claimed("Wang Li", Nature::Natural, "Wang Li Co., Ltd."),
            OwnerMatch::Namesake
        );
        assert_eq!(
            claimed("王力", Nature::Natural, "王力有限公司"),
            OwnerMatch::Namesake
        );
        assert_eq!(
            claimed("Wang Li Ltd", Nature::Legal, "Wang Li"),
            OwnerMatch::Namesake
        );
        assert_eq!(
            claimed("Wang Li", Nature::Natural, "LI WANG"),
            OwnerMatch::Normalised
        );
        assert_eq!(
            claimed("9Solutions", Nature::Legal, "9SOLUTIONS OY"),
            OwnerMatch::Normalised
        );
        assert_eq!(
            claimed("University of Vaasa", Nature::Legal, "UNIVERSITY OF VAASA"),
            OwnerMatch::Normalised
        );
    }

    #[test]
    fn of_a_person_and_their_company_the_better_match_counts() {
        let person = Claimant {
            nature: Some(Nature::Natural),
            ..Claimant::named("Wang Li")
        };
        let company = Claimant {
            nature: Some(Nature::Legal),
            country: Some("CN"),
            ..Claimant::named("Wang Li Co., Ltd.")
        };
        let owner = [Party::named("WANG LI CO LTD", Some("CN".to_owned()))];
        assert_eq!(owner_match([person, company], &owner), OwnerMatch::Normalised);
    }
}
