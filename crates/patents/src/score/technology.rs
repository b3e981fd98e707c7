//! What it is about: 20 points.

use std::collections::BTreeSet;

use super::{Aspect, Evidence, Point};

/// Later patents that cite it: 12. How many are many depends on office, field and age, and no table of that is shipped.
pub(super) fn citations() -> Point {
    Point::not_measured(Aspect::Technology, "CITATIONS_NO_BASELINE", 120)
}

/// How wide it is: one point for each class of four signs of the IPC, 4 at the most.
pub(super) fn scope(evidence: &Evidence<'_>) -> Point {
    let classes: BTreeSet<&str> = evidence
        .facts
        .ipc
        .iter()
        .filter_map(|symbol| symbol.trim().get(..4))
        .filter(|class| is_class(class))
        .collect();
    if classes.is_empty() {
        return Point::not_measured(Aspect::Technology, "SCOPE_NOT_KNOWN", 40);
    }
    let tenths = u32::try_from(classes.len() * 10).unwrap_or(40);
    Point::earned(Aspect::Technology, "SCOPE", tenths, 40).with("number", classes.len())
}

/// `H01M`: a section, a class, a subclass (WIPO ST.8).
fn is_class(text: &str) -> bool {
    matches!(text.as_bytes(), [section, a, b, subclass]
        if section.is_ascii_uppercase() && a.is_ascii_digit() && b.is_ascii_digit() && subclass.is_ascii_uppercase())
}

/// How many claims it has: a fifth of a point each, 4 at twenty. Registers do not tell which of them are independent.
pub(super) fn claims(evidence: &Evidence<'_>) -> Point {
    match evidence.facts.claims.filter(|claims| *claims > 0) {
        Some(claims) => {
            Point::earned(Aspect::Technology, "CLAIMS", claims.saturating_mul(2), 40).with("number", claims)
        }
        None => Point::not_measured(Aspect::Technology, "CLAIMS_NOT_KNOWN", 40),
    }
}
