//! Recorded conveyances in the order in which they were executed, each corrected record in the place of the
//! one it corrects.

use crate::facts::Conveyed;

/// The records that count. A correction takes the place of the record it names; one that names none, or one
/// that is not among them, counts for itself.
pub(super) fn settled(conveyances: &[Conveyed]) -> Vec<Conveyed> {
    let mut plain: Vec<Conveyed> = conveyances
        .iter()
        .filter(|record| !record.corrects)
        .cloned()
        .collect();
    let mut corrections: Vec<&Conveyed> = conveyances.iter().filter(|record| record.corrects).collect();
    corrections.sort_by_key(|record| key(record));
    for correction in corrections {
        let target = plain.iter_mut().find(|record| {
            record
                .reel_frame
                .as_deref()
                .is_some_and(|at| names_record(&correction.text, at))
        });
        match target {
            Some(target) => {
                if !correction.assignors.is_empty() {
                    target.assignors.clone_from(&correction.assignors);
                }
                if !correction.assignees.is_empty() {
                    target.assignees.clone_from(&correction.assignees);
                }
                target.executed_on = correction.executed_on.or(target.executed_on);
            }
            None => plain.push(correction.clone()),
        }
    }
    plain.sort_by_key(key);
    plain.dedup_by(|a, b| a.reel_frame.is_some() && a.reel_frame == b.reel_frame && a.text == b.text);
    plain
}

type Key = (
    Option<chrono::NaiveDate>,
    Option<chrono::NaiveDate>,
    Option<String>,
    String,
);

/// Execution decides, then recording; the rest only makes the order the same whatever came first.
fn key(record: &Conveyed) -> Key {
    (
        record.executed_on.or(record.recorded_on),
        record.recorded_on,
        record.reel_frame.clone(),
        record.text.clone(),
    )
}

/// Whether a text names a reel and frame, in whatever punctuation and padding.
pub(super) fn names_record(text: &str, reel_frame: &str) -> bool {
    let wanted = numbers(reel_frame);
    wanted.len() == 2 && numbers(text).windows(2).any(|pair| pair == wanted)
}

/// Whether a text names any reel and frame.
pub(super) fn names_any(text: &str) -> bool {
    let upper = text.to_uppercase();
    (upper.contains("REEL") || upper.contains("R/F")) && numbers(text).len() >= 2
}

fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
