//! Status events of WIPO ST.27, as the KIPO prints them: `A-2-4-F10-F11-exm-PR0701`, that is the state, the stages before and
//! after, the key event, the detailed event, an indicator and the office's own code.

use super::{
    codes::{Effect, Rule},
    entry::{Entry, plain},
};
use crate::{facts::LegalEvent, status::LegalStatus};

/// What such an event does. The state and the stage after it decide whether the right lives; the category of
/// the key event tells why it does not.
pub(super) fn entry(event: &LegalEvent) -> Option<Entry<'_>> {
    let part = |name: &str| event.detail.get(name).map_or("", String::as_str);
    let key = part("key_event");
    let detail = part("detailed_event");
    let category = key.chars().next().or_else(|| detail.chars().next())?;
    let stage: Option<u32> = part("current_stage").parse().ok();
    let is_over = part("state").eq_ignore_ascii_case("N") || stage == Some(6);
    let rule = match category {
        'B' => ended(detail, LegalStatus::Abandoned, None),
        'H' | 'N' => ended(detail, LegalStatus::Abandoned, Some(right_end(detail))),
        'C' | 'K' => Rule {
            if_application: Some(LegalStatus::UnderExamination),
            if_granted: Some(LegalStatus::InForce),
            ..Rule::of(Effect::Restore)
        },
        // An office that ends a right by an event of another category says so by the state.
        _ if is_over && stage == Some(6) => ended(detail, LegalStatus::Abandoned, Some(LegalStatus::Lapsed)),
        'F' if stage == Some(4) || stage.is_none() => Rule {
            if_granted: Some(LegalStatus::InForce),
            ..Rule::of(Effect::Grant)
        },
        'F' => Rule::of(Effect::Allow),
        'D' => Rule::of(Effect::Examine),
        'Q' => Rule::of(Effect::Publish),
        'U' => Rule::of(Effect::Fee),
        'L' => Rule {
            flag: "challenged=opposition",
            ..Rule::of(Effect::Challenge)
        },
        'M' => Rule::of(Effect::Clear),
        'S' => Rule {
            flag: "licence",
            ..Rule::of(Effect::Encumber)
        },
        'R' => Rule::of(Effect::Owner),
        _ => return None,
    };
    Some(plain(event, rule, &event.code))
}

fn ended(detail: &str, if_application: LegalStatus, if_granted: Option<LegalStatus>) -> Rule {
    // B11 refused, B12 withdrawn by the applicant, B13 and on deemed withdrawn (ST.27, category B).
    let if_application = match detail {
        "B11" => LegalStatus::Refused,
        "B12" => LegalStatus::Withdrawn,
        _ => if_application,
    };
    Rule {
        if_application: Some(if_application),
        if_granted,
        ..Rule::of(Effect::End)
    }
}

/// H11 expired, H12 surrendered, H13 lapsed for a fee, H14 revoked or invalidated (ST.27, category H); unverified against
/// a recorded answer, so anything else counts as a lapse.
fn right_end(detail: &str) -> LegalStatus {
    match detail {
        "H11" => LegalStatus::Expired,
        "H12" => LegalStatus::Surrendered,
        "H14" | "H15" => LegalStatus::Revoked,
        _ => LegalStatus::Lapsed,
    }
}
