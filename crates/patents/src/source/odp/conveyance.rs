//! What a recorded conveyance of the USPTO's assignment records does, read from its text.
//!
//! The order of the questions decides: a correction is what it confirms; a release of a security is no
//! security; an assignment of a security is no assignment of the right. A text that answers none of them is
//! [`Conveyance::Other`], never an assignment.

use super::wording::Wording;

crate::words::words! {
    /// What a conveyance does.
    pub enum Conveyance {
        /// The right goes to another owner.
        Assignment = "assignment",
        /// The owner has another name.
        NameChange = "name_change",
        /// The owner became part of another, or was converted.
        Merger = "merger",
        /// A lender takes a security over it; the owner stays.
        Security = "security",
        /// The security goes to another lender.
        SecurityTransfer = "security_transfer",
        /// The security ends.
        Release = "release",
        /// Others may use it.
        Licence = "licence",
        /// A receiver administers it.
        Receivership = "receivership",
        /// None of these.
        Other = "other",
    }
}

/// The class of a conveyance text and whether it corrects an earlier record; then the class is that of what
/// the correction confirms.
pub fn classify(text: &str) -> (Conveyance, bool) {
    let wording = Wording::new(text);
    if !wording.is_correction() {
        return (plain(&wording), false);
    }
    if let Some(confirmed) = wording.confirmed() {
        let class = plain(&confirmed);
        if class != Conveyance::Other {
            return (class, true);
        }
    }
    (corrected(&wording), true)
}

/// The class of a text beside the office's own code, which a clerk chose: it decides where the text does not
/// tell, and where it says that what reads like an assignment is a security or a release.
pub(super) fn classify_coded(text: &str, code: Option<i64>) -> (Conveyance, bool) {
    let (class, corrects) = classify(text);
    let coded = match code {
        Some(23 | 34) => Conveyance::Assignment,
        Some(5 | 8 | 25 | 27) => Conveyance::Security,
        Some(28) => Conveyance::Merger,
        Some(33) => Conveyance::NameChange,
        Some(36) => Conveyance::Release,
        _ => Conveyance::Other,
    };
    let burden = matches!(coded, Conveyance::Security | Conveyance::Release);
    match class {
        Conveyance::Other => (coded, corrects),
        Conveyance::Assignment if burden && !corrects => (coded, corrects),
        class => (class, corrects),
    }
}

/// A correction that does not say what it confirms: the kind of record it corrects, unless it corrects the
/// very nature of the conveyance. A security anywhere in it is not overlooked.
fn corrected(wording: &Wording) -> Conveyance {
    if let Some(nature) = wording.corrected_nature() {
        let class = plain(&nature);
        if class != Conveyance::Other {
            return class;
        }
    }
    let class = plain(&wording.kind_of_record());
    match class {
        Conveyance::Assignment | Conveyance::Other => match plain(wording) {
            burden @ (Conveyance::Security | Conveyance::SecurityTransfer | Conveyance::Release) => burden,
            _ => Conveyance::Assignment,
        },
        class => class,
    }
}

fn plain(wording: &Wording) -> Conveyance {
    let has = |words: &[&str]| wording.has(words);
    let security = has(&SECURITY);
    if has(&RELEASE) {
        return Conveyance::Release;
    }
    // A reassignment gives the right itself back, unless a security is spoken of.
    if has(&[" REASSIGN", " RE ASSIGN"]) {
        return if security {
            Conveyance::Release
        } else {
            Conveyance::Assignment
        };
    }
    if wording.moves_a_security() || (has(&SUCCESSION) && (security || has(&AGENT))) {
        return Conveyance::SecurityTransfer;
    }
    if security {
        return Conveyance::Security;
    }
    let class_by_words = [
        (&LICENCE[..], Conveyance::Licence),
        (&RECEIVER[..], Conveyance::Receivership),
        (&MERGER[..], Conveyance::Merger),
        (&NAME[..], Conveyance::NameChange),
    ];
    for (words, class) in class_by_words {
        if has(words) {
            return class;
        }
    }
    if has(&[" NAME "]) && has(&[" CHANG", " AMEND", " RENAM"]) {
        return Conveyance::NameChange;
    }
    if has(&ASSIGNMENT) {
        return Conveyance::Assignment;
    }
    Conveyance::Other
}

/// Words of a security. A blank at an end is the end of a word.
const SECURITY: [&str; 27] = [
    " SECURITY ",
    " SECURITIES INTEREST",
    " SECURED ",
    " LIEN ",
    " LIENS ",
    " MORTGAG",
    " COLLATERAL",
    " PLEDG",
    " ABL ",
    " HYPOTHEC",
    " DEED OF TRUST ",
    " CREDIT AGREEMENT",
    " CREDIT FACILITY",
    " FINANCING ",
    " LOAN ",
    " LOANS ",
    " NOTE ",
    " NOTES ",
    " DEBENTURE",
    " CHARGE ",
    " CHARGES ",
    " ENCUMBRANCE",
    " SUBORDINAT",
    " INTERCREDITOR ",
    " INDENTURE ",
    " GUARANT",
    " IP SUPPLEMENT ",
];
const RELEASE: [&str; 15] = [
    " RELEAS",
    " TERMINAT",
    " DISCHARG",
    " SATISFACTION ",
    " SATISFIED ",
    " RECONVEY",
    " CANCELLATION ",
    " CANCELLED ",
    " CANCELED ",
    " PAYOFF ",
    " PAY OFF ",
    " RELINQUISH",
    " EXTINGUISH",
    " LIFTING ",
    " UCC 3 ",
];
const SUCCESSION: [&str; 8] = [
    " SUCCESS",
    " RESIGN",
    " SUBSTITUT",
    " CHANGE OF AGENT",
    " CHANGE OF ADMINISTRATIVE AGENT",
    " CHANGE OF COLLATERAL AGENT",
    " REPLACEMENT ",
    " REMOVAL OF AGENT",
];
const AGENT: [&str; 5] = [
    " AGENT ",
    " AGENTS ",
    " AGENCY ",
    " INDENTURE TRUSTEE",
    " COLLATERAL TRUSTEE",
];
const LICENCE: [&str; 6] = [
    " LICENSE",
    " LICENCE",
    " LICENSING AGREEMENT",
    " SUBLICEN",
    " COVENANT NOT TO SUE",
    " LICENSING RIGHTS",
];
const RECEIVER: [&str; 5] = [
    " RECEIVER ",
    " RECEIVERS ",
    " RECEIVERSHIP ",
    " BANKRUPTCY TRUSTEE",
    " TRUSTEE IN BANKRUPTCY",
];
const MERGER: [&str; 17] = [
    " MERGER",
    " MERGED ",
    " MERGING ",
    " AMALGAMAT",
    " CONSOLIDAT",
    " CONVERSION ",
    " CONVERTED ",
    " DEMERGER",
    " DE MERGER",
    " SPLIT",
    " ABSORPTION ",
    " REORGANI",
    " UNIVERSAL SUCCESSION",
    " CHANGE OF ENTITY",
    " CHANGE OF LEGAL ",
    " CHANGE IN LEGAL ",
    " DOMESTICATION ",
];
const NAME: [&str; 8] = [
    " CHANGE OF NAME",
    " NAME CHANGE",
    " CHANGE IN NAME",
    " CHANGED ITS NAME",
    " RENAM",
    " CERTIFICATE OF AMENDMENT",
    " ARTICLES OF AMENDMENT",
    " CHANGE OF ADDRESS",
];
const ASSIGNMENT: [&str; 26] = [
    " ASSIGN",
    " NUNC PRO TUNC ",
    " CONVEYANCE",
    " CONVEY",
    " TRANSFER",
    " SALE ",
    " SALES ",
    " PURCHASE ",
    " QUITCLAIM",
    " QUIT CLAIM",
    " DISTRIBUTION",
    " CONTRIBUTION ",
    " DECREE",
    " BEQUE",
    " COURT ORDER",
    " ORDER ",
    " JUDGMENT ",
    " JUDGEMENT ",
    " EMPLOYMENT ",
    " INVENTION ",
    " INVENTIONS ",
    " LAST WILL",
    " TESTAMENT",
    " INHERIT",
    " PROBATE ",
    " ACQUISITION ",
];

#[cfg(test)]
#[path = "conveyance_tests.rs"]
mod tests;
