//! How lines of the books are written: for people, as CSV, as JSON Lines.

use std::{borrow::Cow, io::Write};

use ::ledger::{Owner, StatementLine};
use anyhow::Result;
use chrono::SecondsFormat;
use kernel::{CampaignId, Money, UserId};
use serde::Serialize;

/// The version of the columns and fields below. It is counted up when one is renamed, taken out or
/// changes its meaning; new ones come at the end.
const SCHEMA_VERSION: u32 = 1;

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Csv,
    JsonLines,
}

impl Format {
    pub(super) fn of(csv: bool, json_lines: bool) -> Self {
        match (csv, json_lines) {
            (true, _) => Self::Csv,
            (_, true) => Self::JsonLines,
            _ => Self::Text,
        }
    }
}

/// One line, as programs read it. Amounts are signed, debits positive.
#[derive(Debug, Serialize)]
struct Record<'l> {
    schema_version: u32,
    entry: Cow<'l, str>,
    line: i32,
    at: Cow<'l, str>,
    kind: Cow<'l, str>,
    reference: Cow<'l, str>,
    reverses: Option<Cow<'l, str>>,
    account: Cow<'l, str>,
    owner: Cow<'l, str>,
    currency: Cow<'l, str>,
    amount_minor: i64,
    balance_minor: i64,
    amount: String,
    balance: String,
}

const COLUMNS: [&str; 14] = [
    "schema_version",
    "entry",
    "line",
    "at",
    "kind",
    "reference",
    "reverses",
    "account",
    "owner",
    "currency",
    "amount_minor",
    "balance_minor",
    "amount",
    "balance",
];

fn owner(owner: Owner) -> String {
    match owner {
        Owner::Platform => "platform".to_owned(),
        Owner::Campaign(id) => CampaignId::to_string(&id),
        Owner::User(id) => UserId::to_string(&id),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

impl<'l> From<&'l StatementLine> for Record<'l> {
    fn from(line: &'l StatementLine) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            entry: line.entry.to_string().into(),
            line: line.line,
            at: line.at.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
            kind: line.kind.as_str().into(),
            reference: line.reference.to_string().into(),
            reverses: line.reverses.map(|entry| entry.to_string().into()),
            account: line.account.kind.as_str().into(),
            owner: owner(line.account.owner).into(),
            currency: line.amount.currency.code().into(),
            amount_minor: line.amount.minor,
            balance_minor: line.balance.minor,
            amount: line.amount.to_decimal().to_string(),
            balance: line.balance.to_decimal().to_string(),
        }
    }
}

impl Record<'_> {
    /// With every text guarded; numbers may begin with a minus.
    fn for_spreadsheets(self) -> Self {
        Self {
            entry: guarded(self.entry),
            at: guarded(self.at),
            kind: guarded(self.kind),
            reference: guarded(self.reference),
            reverses: self.reverses.map(guarded),
            account: guarded(self.account),
            owner: guarded(self.owner),
            currency: guarded(self.currency),
            ..self
        }
    }
}

/// Writes lines as they come.
pub(super) enum Lines<W: Write> {
    Text { out: W, count: u64 },
    Csv(Box<csv::Writer<W>>),
    Json(W),
}

impl<W: Write> Lines<W> {
    pub(super) fn new(format: Format, out: W) -> Self {
        match format {
            Format::Text => Self::Text { out, count: 0 },
            Format::Csv => Self::Csv(Box::new(
                csv::WriterBuilder::new().has_headers(false).from_writer(out),
            )),
            Format::JsonLines => Self::Json(out),
        }
    }

    /// What comes before the first line.
    pub(super) fn begin(&mut self) -> Result<()> {
        if let Self::Csv(out) = self {
            out.write_record(COLUMNS)?;
        }
        Ok(())
    }

    pub(super) fn write(&mut self, line: &StatementLine) -> Result<()> {
        match self {
            Self::Text { out, count } => {
                *count += 1;
                writeln!(
                    out,
                    "{}  {} of {}: {} {} by {}, which then stands at {}",
                    line.at.format("%Y-%m-%d %H:%M:%S"),
                    line.account.kind.as_str(),
                    owner(line.account.owner),
                    line.kind,
                    line.reference,
                    line.amount,
                    line.balance,
                )?;
            }
            Self::Csv(out) => out.serialize(Record::from(line).for_spreadsheets())?,
            Self::Json(out) => {
                serde_json::to_writer(&mut *out, &Record::from(line)).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// What comes after the last line.
    pub(super) fn finish(self) -> Result<()> {
        match self {
            Self::Text { mut out, count } => {
                if count == 0 {
                    writeln!(out, "nothing was posted")?;
                }
                out.flush()?;
            }
            Self::Csv(mut out) => out.flush()?,
            Self::Json(mut out) => out.flush()?,
        }
        Ok(())
    }
}

/// A part of a payout, as programs read it; the last, `total`, is the payout itself. What made it less is below zero.
#[derive(Debug, Serialize)]
struct Part<'p> {
    schema_version: u32,
    payout: &'p str,
    part: &'p str,
    currency: &'p str,
    amount_minor: i64,
    amount: String,
}

const PART_COLUMNS: [&str; 6] = [
    "schema_version",
    "payout",
    "part",
    "currency",
    "amount_minor",
    "amount",
];

/// Writes what a payout was made of, and what that comes to.
pub(super) fn write_parts(
    out: &mut impl Write,
    format: Format,
    payout: &str,
    parts: impl IntoIterator<Item = (&'static str, Money)>,
    total: Money,
) -> Result<()> {
    let mut csv = None;
    if format == Format::Csv {
        let mut writer = csv::WriterBuilder::new()
            .has_headers(false)
            .from_writer(Vec::new());
        writer.write_record(PART_COLUMNS)?;
        csv = Some(writer);
    }
    for (part, amount) in parts.into_iter().chain([("total", total)]) {
        let record = Part {
            schema_version: SCHEMA_VERSION,
            payout,
            part,
            currency: amount.currency.code(),
            amount_minor: amount.minor,
            amount: amount.to_decimal().to_string(),
        };
        match (format, &mut csv) {
            (Format::Csv, Some(csv)) => csv.serialize(record)?,
            (Format::JsonLines, _) => {
                serde_json::to_writer(&mut *out, &record).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            _ => writeln!(out, "{part:16} {:>20} {}", record.amount, record.currency)?,
        }
    }
    if let Some(csv) = csv {
        out.write_all(&csv.into_inner()?)?;
    }
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use ::ledger::{Account, AccountKind, Reference};
    use kernel::Currency;
    use uuid::Uuid;

    use super::*;

    fn line(kind: &str) -> StatementLine {
        let uuid = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
        StatementLine {
            entry: uuid.into(),
            line: 2,
            at: "2026-11-25T10:00:00Z".parse().unwrap(),
            kind: kind.to_owned(),
            reference: Reference {
                kind: "pledge".to_owned(),
                id: uuid,
            },
            reverses: None,
            account: Account::campaign(AccountKind::CampaignHeld, uuid.into()),
            amount: Money::new(-2_500, Currency::USD),
            balance: Money::new(-7_500, Currency::USD),
        }
    }

    fn written(format: Format, lines: &[StatementLine]) -> String {
        let mut bytes = Vec::new();
        let mut out = Lines::new(format, &mut bytes);
        out.begin().unwrap();
        for line in lines {
            out.write(line).unwrap();
        }
        out.finish().unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn csv_has_a_header_the_version_first_and_numbers_as_they_are() {
        let text = written(Format::Csv, &[line("collected")]);
        let (header, row) = text.split_once('\n').unwrap();
        assert_eq!(header, COLUMNS.join(","));
        let cells: Vec<_> = row.trim_end().split(',').collect();
        assert_eq!((cells.len(), cells[0], cells[2]), (14, "1", "2"), "{row}");
        assert_eq!(
            &cells[9..],
            ["USD", "-2500", "-7500", "-25.00", "-75.00"],
            "{row}"
        );
        assert_eq!(cells[3], "2026-11-25T10:00:00.000000Z");
        assert_eq!(written(Format::Csv, &[]), format!("{}\n", COLUMNS.join(",")));
    }

    #[test]
    fn what_a_spreadsheet_would_reckon_is_guarded_in_csv_only() {
        for kind in ["=1+1", "+1", "-1", "@SUM(A1)"] {
            let text = written(Format::Csv, &[line(kind)]);
            assert!(text.contains(&format!(",'{kind},")), "{text}");
            let json = written(Format::JsonLines, &[line(kind)]);
            assert!(json.contains(&format!("\"kind\":\"{kind}\"")), "{json}");
        }
        let quoted = written(Format::Csv, &[line("=\"a\",b\nc")]);
        assert!(quoted.contains("\"'=\"\"a\"\",b\nc\""), "{quoted}");
    }

    #[test]
    fn json_lines_are_one_object_each_in_the_order_of_the_columns() {
        let text = written(Format::JsonLines, &[line("collected"), line("refunded")]);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 2);
        assert!(
            rows[0].starts_with("{\"schema_version\":1,\"entry\":\""),
            "{text}"
        );
        let row: serde_json::Value = serde_json::from_str(rows[1]).unwrap();
        for name in COLUMNS {
            assert!(row.get(name).is_some(), "{name} is missing in {row}");
        }
        assert_eq!(row.as_object().unwrap().len(), COLUMNS.len());
        assert_eq!(
            (&row["balance_minor"], &row["balance"]),
            (&(-7_500).into(), &"-75.00".into())
        );
        assert_eq!(row["reverses"], serde_json::Value::Null);
        assert_eq!(written(Format::JsonLines, &[]), "");
    }

    #[test]
    fn people_are_told_what_stands_on_the_account() {
        let text = written(Format::Text, &[line("collected")]);
        assert!(
            text.starts_with("2026-11-25 10:00:00  campaign_held of campaign_"),
            "{text}"
        );
        assert!(
            text.ends_with("by -25.00 USD, which then stands at -75.00 USD\n"),
            "{text}"
        );
        assert_eq!(written(Format::Text, &[]), "nothing was posted\n");
    }

    #[test]
    fn what_a_payout_was_made_of_is_written_with_its_sum() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let written = |format| {
            let mut out = Vec::new();
            let parts = [("shared_out", usd(110_000)), ("platform_fee", usd(-5_500))];
            write_parts(&mut out, format, "payout_1", parts, usd(104_500)).unwrap();
            String::from_utf8(out).unwrap()
        };
        let csv = "schema_version,payout,part,currency,amount_minor,amount\n1,payout_1,shared_out,USD,110000,1100.00\n\
                   1,payout_1,platform_fee,USD,-5500,-55.00\n1,payout_1,total,USD,104500,1045.00\n";
        assert_eq!(written(Format::Csv), csv);
        let json = written(Format::JsonLines);
        let last: serde_json::Value = serde_json::from_str(json.lines().last().unwrap()).unwrap();
        assert_eq!(
            (&last["part"], &last["amount_minor"]),
            (&"total".into(), &104_500.into())
        );
        assert!(written(Format::Text).contains("platform_fee                   -55.00 USD\n"));
    }
}
