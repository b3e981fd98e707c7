//! The shipped tables, read in place.

/// A shipped table's rows without its head. The tables are part of the program, so their fields live as long.
pub(crate) fn rows(table: &'static str) -> Vec<Vec<&'static str>> {
    table
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(fields)
        .collect()
}

/// The fields of a line; one in quotes may hold commas. No field of the tables holds a quote or a line break.
fn fields(line: &'static str) -> Vec<&'static str> {
    let mut fields = Vec::with_capacity(8);
    let mut rest = line;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (field, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            fields.push(field);
            match after.strip_prefix(',') {
                Some(after) => rest = after,
                None => return fields,
            }
        } else {
            match rest.split_once(',') {
                Some((field, after)) => {
                    fields.push(field);
                    rest = after;
                }
                None => {
                    fields.push(rest);
                    return fields;
                }
            }
        }
    }
}
