//! What a recorded conveyance of the USPTO's assignment records does.

/// What a conveyance does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Conveyance {
    /// The right goes to another owner.
    Assignment,
    /// The owner has another name.
    NameChange,
    /// The owner became part of another, or was converted.
    Merger,
    /// A lender takes a security over it; the owner stays.
    Security,
    /// The security goes to another lender.
    SecurityTransfer,
    /// The security ends.
    Release,
    /// Others may use it.
    Licence,
    /// A receiver administers it.
    Receivership,
    /// None of these.
    Other,
}

/// The class of a conveyance text and whether it corrects an earlier record.
///
/// The order of the questions decides: a correction is what it confirms; a release of a security is no
/// security; an assignment of a security is no assignment of the right.
pub fn classify(text: &str) -> (Conveyance, bool) {
    // Names of lenders may hold the very words that are looked for.
    let text = text
        .to_uppercase()
        .replace("SECURITY TRUST", "")
        .replace("SECURITY BANK", "");
    match confirmed(&text) {
        Some(confirmed) => (plain(confirmed), true),
        None => (
            plain(&text),
            text.contains("CORRECTIVE") || text.starts_with("CORRECT"),
        ),
    }
}

/// `… HEREBY CONFIRMS THE SECURITY AGREEMENT`: what a correction confirms.
fn confirmed(text: &str) -> Option<&str> {
    [
        "HEREBY CONFIRMS THE",
        "HEREBY CONFIRM THE",
        "HEREBY CONFIRMS",
        "HEREBY CONFIRM",
    ]
    .into_iter()
    .find_map(|words| Some(text.split_once(words)?.1))
}

fn plain(text: &str) -> Conveyance {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let security = has(&[
        "SECURITY",
        "LIEN",
        "MORTGAGE",
        "COLLATERAL",
        "PLEDGE",
        "ABL ",
        "HYPOTHEC",
        "DEED OF TRUST",
        "NOTES AGREEMENT",
        "CREDIT AGREEMENT",
        "FINANCING STATEMENT",
    ]);
    if has(&[
        "RELEASE",
        "TERMINATION",
        "DISCHARGE",
        "SATISFACTION",
        "RECONVEY",
        "REASSIGN",
        "RE-ASSIGN",
    ]) {
        // A reassignment without a security gives the right itself back.
        return if has(&["REASSIGN", "RE-ASSIGN"]) && !security && !has(&["RELEASE"]) {
            Conveyance::Assignment
        } else {
            Conveyance::Release
        };
    }
    let moves = has(&[
        "ASSIGNMENT OF",
        "ASSIGNMENT AND",
        "TRANSFER OF",
        "SUCCESSOR",
        "SUCCESSION",
        "RESIGNATION",
        "AMENDMENT AND ASSIGNMENT",
        "ASSUMPTION OF",
        "SUBSTITUTION",
    ]);
    if security
        && moves
        && !has(&[
            "ASSIGNMENT OF PATENTS FOR SECURITY",
            "COLLATERAL ASSIGNMENT",
            "ASSIGNMENT FOR SECURITY",
            "ASSIGNMENT OF PATENTS AS COLLATERAL",
            "ASSIGNMENT AS SECURITY",
        ])
    {
        return Conveyance::SecurityTransfer;
    }
    if security {
        return Conveyance::Security;
    }
    if has(&["LICENSE", "LICENCE"]) {
        return Conveyance::Licence;
    }
    if has(&["RECEIVER"]) {
        return Conveyance::Receivership;
    }
    if has(&["MERGER", "CONVERSION", "AMALGAMATION", "CONSOLIDATION"]) {
        return Conveyance::Merger;
    }
    if has(&[
        "CHANGE OF NAME",
        "NAME CHANGE",
        "CHANGE IN NAME",
        "CHANGED ITS NAME",
    ]) {
        return Conveyance::NameChange;
    }
    if has(&[
        "ASSIGN",
        "NUNC PRO TUNC",
        "CONVEYANCE",
        "TRANSFER",
        "SALE",
        "QUITCLAIM",
        "DISTRIBUTION",
        "DECREE",
        "BEQUEST",
    ]) {
        return Conveyance::Assignment;
    }
    Conveyance::Other
}

#[cfg(test)]
mod tests {
    use super::*;
    use Conveyance::*;

    #[test]
    fn a_security_or_a_release_is_never_taken_for_an_assignment() {
        for (text, class) in [
            (
                "ASSIGNMENT OF ASSIGNORS INTEREST (SEE DOCUMENT FOR DETAILS).",
                Assignment,
            ),
            ("NUNC PRO TUNC ASSIGNMENT (SEE DOCUMENT FOR DETAILS).", Assignment),
            ("SECURITY INTEREST", Security),
            ("PATENT SECURITY AGREEMENT", Security),
            ("COLLATERAL ASSIGNMENT OF PATENTS", Security),
            ("ABL PATENT SECURITY AGREEMENT SUPPLEMENT", Security),
            ("ASSIGNMENT OF SECURITY INTEREST IN PATENTS", SecurityTransfer),
            ("RELEASE BY SECURED PARTY (SEE DOCUMENT FOR DETAILS).", Release),
            (
                "TERMINATION AND RELEASE OF PATENT SECURITY AGREEMENT RECORDED AT REEL 048818/FRAME 0520",
                Release,
            ),
            ("MERGER (SEE DOCUMENT FOR DETAILS).", Merger),
            ("CONVEYANCE CHANGE OF NAME", NameChange),
            ("LICENSE (SEE DOCUMENT FOR DETAILS).", Licence),
            ("ASSIGNMENT TO ALLIED SECURITY TRUST I", Assignment),
        ] {
            assert_eq!(classify(text), (class, false), "{text}");
        }
    }

    #[test]
    fn a_correction_is_what_it_confirms() {
        let text = "CORRECTIVE ASSIGNMENT TO CORRECT THE CONVEYING PARTY'S NAME PREVIOUSLY RECORDED AT REEL: 026073 \
            FRAME: 0206. ASSIGNOR(S) HEREBY CONFIRMS THE SECURITY AGREEMENT.";
        assert_eq!(classify(text), (Security, true));
    }
}
