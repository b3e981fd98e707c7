//! The SQL of one request that writes, made fit to be run again and again: what was new in it is made anew each time.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use super::pgbench::Statement;

/// A literal that is chosen anew for each run of the script, by the name of its variable.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    /// The literal as it was captured, with its quotes.
    pub(crate) literal: String,
    /// What stands in its place.
    pub(crate) by: String,
}

/// Makes a script of two captures of one request, made twice with other ids: values that differ between them are new with
/// each request, and made of `:r`, a random number. Times, counts and JSON stay as they were.
///
/// # Errors
/// If the two are not the same statements.
pub(crate) fn of(first: &[Statement], second: &[Statement], chosen: &[Chosen]) -> Result<Vec<String>> {
    ensure!(
        first.len() == second.len(),
        "one request ran {} statements, the same again {}",
        first.len(),
        second.len()
    );
    let mut made: BTreeMap<&str, String> = BTreeMap::new();
    let mut script = Vec::new();
    for (a, b) in first.iter().zip(second) {
        ensure!(a.sql == b.sql, "the two requests differ:\n{}\n{}", a.sql, b.sql);
        let values = a
            .values
            .iter()
            .zip(&b.values)
            .map(|((place, value), (_, other))| {
                let number = made.len();
                let by = if let Some(chosen) = chosen.iter().find(|chosen| chosen.literal == *value) {
                    chosen.by.clone()
                } else if value == other || !is_id(value) {
                    value.clone()
                } else {
                    made.entry(value).or_insert_with(|| new(value, number)).clone()
                };
                (place.clone(), by)
            });
        let values: Vec<_> = values.collect();
        script.push(
            Statement {
                sql: a.sql.clone(),
                values,
            }
            .filled(),
        );
    }
    Ok(script)
}

/// Whether a value is made by chance: an id or a secret, not a time, a count or a document.
fn is_id(literal: &str) -> bool {
    let text = literal.trim_matches('\'');
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(&b));
    literal.starts_with('\'') && plain && text.len() >= 16 && !is_time(text)
}

/// `2026-06-01 12:00:00.5+00`, without the blank that [`is_id`] refuses already.
fn is_time(text: &str) -> bool {
    text.len() < 36
        && text.bytes().take(4).all(|b| b.is_ascii_digit())
        && text.as_bytes().get(4) == Some(&b'-')
}

fn new(literal: &str, number: usize) -> String {
    let hash = format!("md5('{number}-' || :r)");
    let text = literal.trim_matches('\'');
    let is_uuid = text.len() == 36 && text.bytes().filter(|b| *b == b'-').count() == 4;
    if is_uuid {
        return format!("{hash}::uuid");
    }
    // As long as it was, as far as that goes: lengths are checked.
    match text.len() {
        64 => format!("({hash} || md5('{number}+' || :r))"),
        _ => format!("('x' || {hash})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "'0190f5fe-7c00-7a00-8000-000000000001'";
    const B: &str = "'0190f5fe-7c00-7a00-8000-000000000002'";
    const INVESTOR: &str = "'0190f5fe-7c00-7a00-8000-0000000000aa'";

    fn statement(sql: &str, values: &[&str]) -> Statement {
        let places = (1..).map(|n| format!("${n}"));
        Statement {
            sql: sql.to_owned(),
            values: places
                .zip(values.iter().map(|value| (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn what_is_new_in_a_request_is_made_anew_and_the_same_everywhere() {
        let request = |id: &str, key: &str, at: &str| {
            vec![
                statement("INSERT INTO p VALUES ($1, $2, $3, $4)", &[id, INVESTOR, key, at]),
                statement("SELECT 1 FROM p WHERE id = $1 LIMIT $2", &[id, "'5'"]),
            ]
        };
        let first = request(A, "'setup-aaaaaaaaaaaaaaaa-1'", "'2026-06-01 12:00:00+00'");
        let second = request(B, "'setup-bbbbbbbbbbbbbbbb-1'", "'2026-06-01 12:00:01+00'");
        let chosen = [Chosen {
            literal: INVESTOR.to_owned(),
            by: "investor(:i)".to_owned(),
        }];
        let script = of(&first, &second, &chosen).unwrap();
        assert_eq!(
            script,
            [
                "INSERT INTO p VALUES (md5('0-' || :r)::uuid, investor(:i), ('x' || md5('1-' || :r)), '2026-06-01 12:00:00+00')"
                    .replace("12:00:00", r"12\x3a00\x3a00")
                    .replace("'2026", "E'2026"),
                "SELECT 1 FROM p WHERE id = md5('0-' || :r)::uuid LIMIT '5'".to_owned(),
            ]
        );
        assert!(of(&first, &second[..1], &[]).is_err());
    }
}
