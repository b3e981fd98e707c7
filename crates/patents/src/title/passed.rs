//! Changes of owner that CNIPA announces in its gazette: from whom and to whom, as far as the entry tells.

use chrono::NaiveDate;

use crate::{
    assess::entry::Entry,
    facts::{Conveyed, Party},
    number::Office,
    source::Conveyance,
};

/// Entries by which a right or an application passes to somebody: 专利权的转移, 专利申请权的转移, and their older codes.
const TRANSFERS: [&str; 7] = ["TR01", "TA01", "C41", "ASS", "C44", "C45", "C47"];
/// Entries by which an owner's name changes; some are of the address alone.
const NAMES: [&str; 3] = ["CP01", "CP03", "C56"];
/// What stands before a name or another field, as CNIPA's entries are passed on in English and in Chinese.
const AFTER: [&str; 5] = [
    "Patentee after:",
    "Applicant after:",
    "Owner name:",
    "变更后权利人:",
    "变更后权利人：",
];
const BEFORE: [&str; 5] = [
    "Patentee before:",
    "Applicant before:",
    "FORMER OWNER:",
    "变更前权利人:",
    "变更前权利人：",
];
const OTHERS: [&str; 9] = [
    "Effective date of registration:",
    "Effective date:",
    "Free format text:",
    "Address after:",
    "Address before:",
    "Country or region after:",
    "Country or region before:",
    "登记生效日:",
    "登记生效日：",
];

/// What entries tell of owners.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// The changes that name the new owner, in no order.
    pub(super) records: Vec<Conveyed>,
    /// The newest day on which the right passed to somebody who is not named.
    pub(super) untold_on: Option<NaiveDate>,
}

/// What these entries tell of owners.
pub(super) fn of(entries: &[Entry<'_>]) -> Passed {
    let mut passed = Passed::default();
    let mut untold: Vec<&Entry<'_>> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.event.office == Office::CN) {
        let class = match entry.code {
            code if TRANSFERS.contains(&code) => Conveyance::Assignment,
            code if NAMES.contains(&code) => Conveyance::NameChange,
            _ => continue,
        };
        let text = entry.event.detail.get("free_text").map_or("", String::as_str);
        let mut to = named(text, &AFTER);
        if to.is_empty() && class == Conveyance::Assignment {
            to.extend(entry.event.detail.get("owner").cloned());
        }
        let from = named(text, &BEFORE);
        if to.is_empty() || (class == Conveyance::NameChange && to == from) {
            if class == Conveyance::Assignment {
                untold.push(entry);
            }
            continue;
        }
        passed.records.push(Conveyed {
            class,
            corrects: false,
            text: entry.code.to_owned(),
            reel_frame: None,
            assignors: from,
            assignees: to.into_iter().map(|name| Party::named(name, None)).collect(),
            executed_on: entry.on,
            recorded_on: entry.gazette,
        });
    }
    // One register names the new owner, another tells of the same entry without a name.
    let is_named = |entry: &&Entry<'_>| {
        let days = [entry.on, entry.gazette];
        let same_day = |on: Option<NaiveDate>| on.is_some() && days.contains(&on);
        let records = passed.records.iter();
        records
            .filter(|record| record.class == Conveyance::Assignment)
            .any(|record| same_day(record.executed_on) || same_day(record.recorded_on))
    };
    let unnamed = untold.into_iter().filter(|entry| !is_named(entry));
    passed.untold_on = unnamed.map(|entry| entry.on.unwrap_or(NaiveDate::MIN)).max();
    passed
}

/// The names that stand behind these labels.
fn named(text: &str, labels: &[&str]) -> Vec<String> {
    let all = || AFTER.iter().chain(&BEFORE).chain(&OTHERS);
    let mut found: Vec<(usize, String)> = Vec::new();
    for label in labels {
        for (at, _) in text.match_indices(label) {
            let rest = &text[at + label.len()..];
            let end = all().filter_map(|label| rest.find(label)).min();
            let name = &rest[..end.unwrap_or(rest.len())];
            let parts = name
                .split([';', '；'])
                .map(|part| part.trim().trim_end_matches(',').trim());
            found.extend(
                parts
                    .filter(|part| !part.is_empty())
                    .map(|part| (at, part.to_owned())),
            );
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_between_the_labels() {
        let text = "Effective date of registration: 20260801 Address after: 310000 Hangzhou Patentee after: B Battery Co., Ltd. \
                    Patentee after: C University Address before: 518000 Shenzhen Patentee before: A Technology Co., Ltd.";
        assert_eq!(named(text, &AFTER), ["B Battery Co., Ltd.", "C University"]);
        assert_eq!(named(text, &BEFORE), ["A Technology Co., Ltd."]);
        let chinese = "登记生效日:20260801;变更前权利人:甲科技有限公司;变更后权利人:乙电池有限公司；丙大学";
        assert_eq!(named(chinese, &AFTER), ["乙电池有限公司", "丙大学"]);
        assert_eq!(named("", &AFTER), [""; 0]);
        let old =
            "Owner name: B CO., LTD. Free format text: FORMER OWNER: A CO., LTD. Effective date: 20130502";
        assert_eq!(
            (named(old, &AFTER), named(old, &BEFORE)),
            (vec!["B CO., LTD.".to_owned()], vec!["A CO., LTD.".to_owned()])
        );
    }
}
