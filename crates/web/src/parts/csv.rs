//! Tables to take away: comma-separated values (RFC 4180), safe to open in a spreadsheet.

use axum::response::Response;

use super::download::{self, Kind};

/// A table being written, with a mark of its encoding first: without it spreadsheets take Chinese for something else.
#[derive(Debug, Clone, Default)]
pub(crate) struct Csv(String);

impl Csv {
    /// A table with these heads.
    pub(crate) fn new<S: AsRef<str>>(heads: &[S]) -> Self {
        let mut table = Self("\u{feff}".to_owned());
        table.row(heads);
        table
    }

    /// One row more.
    pub(crate) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push_str(&written(cell.as_ref()));
        }
        self.0.push_str("\r\n");
    }

    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    /// The table as a file to be saved under this name.
    pub(crate) fn saved_as(self, name: &str) -> Response {
        download::stream(self.0.into(), name, Kind::Csv)
    }
}

/// A cell as it is written: in quotes where it must be, and never a formula. A spreadsheet calculates what begins with one of
/// `= + - @`, a tab or a line break (OWASP, CSV injection); an apostrophe before it makes a text of it. Numbers stay numbers.
fn written(cell: &str) -> String {
    let is_number = cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    let begins = cell.trim_start_matches(' ');
    let is_formula = begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let guarded = if is_formula && !is_number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if guarded.contains(['"', ',', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(written(" +1"), "' +1");
        assert_eq!(written("＝cmd"), "'＝cmd");
        assert_eq!(written("-12.50"), "-12.50");
        assert_eq!(written("-12;=x"), "\"'-12;=x\"");
        assert_eq!(written("--1"), "'--1");
    }

    #[test]
    fn what_would_break_a_row_stands_in_quotes() {
        assert_eq!(written("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(written("a\nb"), "\"a\nb\"");
        let mut table = Csv::new(&["on", "what"]);
        table.row(&["2026-05-01", "电池"]);
        assert_eq!(table.0, "\u{feff}on,what\r\n2026-05-01,电池\r\n");
    }
}
