//! What the category of the EPO's table (INPADOC, after WIPO ST.27) and its description suggest for a code that
//! no row of ours names. Letter and sign are hints, not truth; the words decide.

use super::codes::{Effect, Rule};
use crate::status::LegalStatus;

/// The rule a row of the table suggests.
pub(super) fn rule(category: &str, influence: &str, description: &'static str) -> Option<Rule> {
    let has = |words: &[&str]| words.iter().any(|word| description.contains(word));
    // A certificate of supplementary protection is a right of its own.
    if has(&[
        "SPC",
        "SUPPLEMENTARY PROTECTION",
        "COMPLEMENTARY PROTECTION",
        "PROTECTION CERTIFICATE",
    ]) {
        return None;
    }
    let rule = match category {
        "B" => application_end(has),
        "H" | "N" => right_end(has)?,
        "C" | "K" => restoration(influence, has)?,
        "D" => Rule::of(Effect::Examine),
        "F" => grant(influence, has),
        "Q" if influence != "-" => Rule::of(Effect::Publish),
        "L" => challenge(influence, has)?,
        "M" if has(&["AMEND", "PART", "LIMIT", "RESTRICT", "CHANGED"]) => Rule {
            if_granted: Some(LegalStatus::InForce),
            flag: "partially_invalidated",
            ..Rule::of(Effect::Amend)
        },
        "M" => Rule::of(Effect::Clear),
        "U" if influence != "-" && has(&["RENEWAL", "ANNUAL", "MAINTENANCE", "FEE PAYMENT", "YEAR"]) => {
            Rule::of(Effect::Fee)
        }
        "S" => burden(has)?,
        "T" if has(&["SEIZ", "DISTRAINT", "FREEZ", "PRESERVATION"]) => Rule::of(Effect::Freeze),
        "" if influence == "-" && has(&["LAPSED", "CEASED", "PATENT EXPIRED", "PATENT REVOKED"]) => {
            right_end(has)?
        }
        _ => return None,
    };
    Some(rule)
}

fn end(if_application: Option<LegalStatus>, if_granted: Option<LegalStatus>) -> Rule {
    Rule {
        if_application,
        if_granted,
        ..Rule::of(Effect::End)
    }
}

fn ended_application(has: impl Fn(&[&str]) -> bool) -> LegalStatus {
    let by_law = has(&[
        "DEEMED",
        "TAKEN TO BE",
        "CONSIDERED",
        "REGARDED",
        "NO REQUEST",
        "NON-PAYMENT",
    ]);
    if has(&["REFUS", "REJECT", "DISMISS"]) {
        LegalStatus::Refused
    } else if has(&["WITHDRAW", "SURRENDER"]) && !by_law {
        LegalStatus::Withdrawn
    } else {
        LegalStatus::Abandoned
    }
}

fn application_end(has: impl Fn(&[&str]) -> bool) -> Rule {
    end(Some(ended_application(has)), None)
}

fn right_end(has: impl Fn(&[&str]) -> bool) -> Option<Rule> {
    if has(&["REQUEST", "PROPOSAL", "INTENTION", "COMMUNICATION"]) {
        return None;
    }
    if has(&["IN PART", "PARTIAL"]) {
        return Some(Rule {
            if_granted: Some(LegalStatus::InForce),
            flag: "partially_invalidated",
            ..Rule::of(Effect::Amend)
        });
    }
    let unpaid = has(&["PAYMENT", "UNPAID", "NOT PAYING", "FEE", "UNPAYMENT"]);
    let status = if unpaid {
        LegalStatus::Lapsed
    } else if has(&[
        "EXPIR",
        "COMPLETION OF TERM",
        "LAPSE OF TIME",
        "TERMINATION OF 20",
        "MAXIMUM",
    ]) {
        LegalStatus::Expired
    } else if has(&[
        "REVO",
        "NULL",
        "INVALIDATION",
        "INVALIDATED",
        "RULED INVALID",
        "UTILITY MODEL CANCELLED",
        "OPPOSITION",
    ]) {
        LegalStatus::Revoked
    } else if has(&[
        "SURRENDER",
        "RENUNC",
        "WAIVE",
        "RELINQUISH",
        "ABANDON",
        "GIVEN UP",
    ]) {
        LegalStatus::Surrendered
    } else {
        LegalStatus::Lapsed
    };
    Some(end(Some(ended_application(has)), Some(status)))
}

/// Only what brings a right back; asking for it, and being refused, bring back nothing.
fn restoration(influence: &str, has: impl Fn(&[&str]) -> bool) -> Option<Rule> {
    let asked = has(&[
        "REQUEST",
        "APPLICATION FOR",
        "APPLICATION FILED",
        "PETITION",
        "PROCEEDINGS UNDER",
    ]);
    let given = has(&[
        "GRANTED",
        "ALLOWED",
        "APPROV",
        "ACCEPTED",
        "ADOPTED",
        "RESTORED",
        "REINSTATED",
        "DECISION TO GRANT",
    ]);
    let refused = has(&["REFUSED", "REJECTED", "APPLICATION WITHDRAWN"]);
    if influence == "-" || refused || (asked && !given) {
        return None;
    }
    Some(Rule {
        if_application: Some(LegalStatus::UnderExamination),
        if_granted: Some(LegalStatus::InForce),
        ..Rule::of(Effect::Restore)
    })
}

fn grant(influence: &str, has: impl Fn(&[&str]) -> bool) -> Rule {
    if influence == "-" {
        return end(Some(LegalStatus::Refused), Some(LegalStatus::Revoked));
    }
    if has(&[
        "DECISION",
        "NOTICE",
        "NOTIFICATION OF ALLOW",
        "APPROVAL",
        "ACCEPT",
        "PROCEED TO",
        "EXPECTED",
    ]) {
        return Rule {
            if_application: Some(LegalStatus::Allowed),
            ..Rule::of(Effect::Allow)
        };
    }
    Rule {
        if_granted: Some(LegalStatus::InForce),
        ..Rule::of(Effect::Grant)
    }
}

fn challenge(influence: &str, has: impl Fn(&[&str]) -> bool) -> Option<Rule> {
    let over = has(&[
        "REJECT",
        "TERMINAT",
        "NO OPPOSITION",
        "NOT FILED",
        "NOT TO HAVE BEEN FILED",
        "WITHDRAW",
        "INADMISSIBLE",
        "REFUS",
        "CONCLUDED",
        "MAINTENANCE",
        "CONFIRM",
        "CLOSED",
    ]);
    if over {
        return Some(Rule::of(Effect::Clear));
    }
    let attack = has(&[
        "OPPOSITION",
        "INVALID",
        "REVOCATION",
        "NULLITY",
        "CANCELLATION",
        "TRIAL",
        "REEXAM",
        "OPPOSE",
    ]);
    (attack && influence != "+").then(|| Rule {
        flag: "challenged=opposition",
        ..Rule::of(Effect::Challenge)
    })
}

fn burden(has: impl Fn(&[&str]) -> bool) -> Option<Rule> {
    if has(&[
        "NON-BINDING",
        "NONBINDING",
        "REFUSED",
        "APPLICATION FOR AN ORDER",
        "COMPULSORY",
    ]) {
        return None;
    }
    let licence = has(&["LICEN"]);
    let flag = if has(&["PLEDG", "MORTGAG", "LIEN", "CHARGE", "SECURITY", "PAWN"]) {
        "pledge"
    } else if has(&["SEIZ", "DISTRAINT", "CONFISCAT", "EXECUTION"]) {
        "frozen"
    } else if licence && has(&["WILLINGNESS", "OF RIGHT", "INTENTION", "AVAILABLE"]) {
        "open_licence"
    } else if licence && has(&["EXCLUSIVE"]) && !has(&["NON-EXCLUSIVE"]) {
        "exclusive_licence"
    } else if licence || has(&["EXPLOITATION"]) {
        "licence"
    } else {
        return None;
    };
    let over = has(&[
        "CANCEL",
        "TERMINAT",
        "ENDED",
        "WITHDRAWN",
        "DELETED",
        "DISCHARGE",
        "LIFTING",
        "FREED",
        "RELEASE",
        "RELINQUISH",
    ]);
    let effect = match (flag, over) {
        ("frozen", true) => Effect::Unfreeze,
        ("frozen", false) => Effect::Freeze,
        (_, true) => Effect::Release,
        (_, false) if has(&["CHANGE OF", "CHANGE IN", "TRANSFER"]) && !has(&["PLEDGE OR CHANGE"]) => {
            Effect::EncumberChange
        }
        (_, false) => Effect::Encumber,
    };
    Some(Rule {
        flag,
        ..Rule::of(effect)
    })
}
