//! The books: `ledger verify`, `ledger statement` and `ledger export`.

use std::{
    io::{self, BufWriter, Write},
    process::ExitCode,
};

use ::ledger::{Ledger, Owner, Reference, Scope, Statement};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use kernel::{Caller, PayoutId};

use super::{
    checks::verdict,
    ledger_lines::{self, Format, Lines},
    platform_of, say,
};
use crate::{cli, config::Config};

pub(super) async fn run(command: cli::Ledger, config: &Config) -> Result<ExitCode> {
    match command {
        cli::Ledger::Verify => verify(config).await,
        cli::Ledger::Reconcile => reconcile(config).await,
        cli::Ledger::Statement { id, payout, format } => {
            let format = Format::of(format.csv, format.json_lines);
            if let Some(payout) = payout {
                return made_of(payout_of(&payout)?, format, config).await;
            }
            write(scope_of(&id.unwrap_or_default())?, format, config).await
        }
        cli::Ledger::Export { from, to, format } => {
            write(days(from, to)?, Format::of(format.csv, format.json_lines), config).await
        }
    }
}

async fn verify(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let report = Ledger::verify(app.db()).await?;
    say(format_args!(
        "{} entries and {} invariants checked",
        report.entries, report.checked
    ));
    for totals in &report.totals {
        say(format_args!(
            "{} postings: debits {}, credits {}",
            totals.postings, totals.debits, totals.credits
        ));
    }
    for fault in &report.faults {
        say(format_args!(
            "WRONG {} ({}): {}",
            fault.invariant, fault.says, fault.found
        ));
    }
    Ok(verdict(report.is_sound(), "the books are proved"))
}

async fn reconcile(config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let made = app.pledges.reconcile().await?;
    say(format_args!(
        "{}: {} new movements, {} charges, refunds, disputes and transfers compared, {} under way",
        made.provider, made.new_movements, made.compared, made.under_way
    ));
    for found in &made.differences {
        say(format_args!(
            "WRONG {}: the books moved {} {}, the provider {}",
            found.source, found.books_minor, found.currency, found.provider_minor
        ));
    }
    Ok(verdict(
        made.differences.is_empty(),
        "the books and the provider agree",
    ))
}

fn payout_of(id: &str) -> Result<PayoutId> {
    let id = id.trim();
    id.parse()
        .with_context(|| format!("{id} is not the id of a payout; give payout_…"))
}

/// What a payout was made of.
async fn made_of(id: PayoutId, format: Format, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let operator = Caller::system("operator");
    let found = app.pledges.payout_statement(&operator, id).await?;
    let statement = found.with_context(|| format!("there is no payout {id}"))?;
    let parts = statement.parts.iter();
    let parts = parts.map(|part| (part.kind.as_str(), part.amount));
    let mut out = BufWriter::new(io::stdout().lock());
    match ledger_lines::write_parts(&mut out, format, &id.to_string(), parts, statement.payout.amount) {
        Err(error) if is_closed(&error) => Ok(ExitCode::SUCCESS),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

/// What an id asks for.
fn scope_of(id: &str) -> Result<Scope> {
    let id = id.trim();
    let not_one = || format!("{id} cannot be read; copy the whole id");
    Ok(match kernel::prefix_of(id) {
        Some("campaign") => Scope::Of(Owner::Campaign(id.parse().with_context(not_one)?)),
        Some("user") => Scope::Of(Owner::User(id.parse().with_context(not_one)?)),
        Some("payout") => Scope::About(Reference::to(id.parse::<PayoutId>().with_context(not_one)?)),
        _ => bail!(
            "{id} is not the id of a campaign, a person or a payout; give campaign_…, user_… or payout_…"
        ),
    })
}

/// The lines from the beginning of one day to the end of another, by UTC.
fn days(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Scope> {
    if let (Some(from), Some(to)) = (from, to) {
        ensure!(from <= to, "--from {from} is after --to {to}; exchange them");
    }
    let begins = |day: NaiveDate| -> DateTime<Utc> { day.and_time(NaiveTime::MIN).and_utc() };
    let after = |day: NaiveDate| {
        day.checked_add_days(Days::new(1))
            .context("--to is too late a day; leave it out")
    };
    Ok(Scope::All {
        from: from.map(begins),
        before: to.map(after).transpose()?.map(begins),
    })
}

async fn write(scope: Scope, format: Format, config: &Config) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let statement = Ledger::statement(app.db(), scope).await?;
    let out = BufWriter::new(io::stdout().lock());
    match pour(statement, Lines::new(format, out)).await {
        // Whoever reads has seen enough.
        Err(error) if is_closed(&error) => Ok(ExitCode::SUCCESS),
        done => done.map(|()| ExitCode::SUCCESS),
    }
}

async fn pour(mut statement: Statement, mut lines: Lines<impl Write>) -> Result<()> {
    lines.begin()?;
    loop {
        let batch = statement.next_batch().await?;
        if batch.is_empty() {
            return lines.finish();
        }
        for line in &batch {
            lines.write(line)?;
        }
    }
}

fn is_closed(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use kernel::{CampaignId, UserId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_id_says_whose_lines_are_meant() {
        let uuid = Uuid::from_u128(5);
        let (campaign, user) = (CampaignId::from_uuid(uuid), UserId::from_uuid(uuid));
        let payout = PayoutId::from_uuid(uuid);
        let read = |id: String| scope_of(&id).unwrap();
        assert_eq!(read(campaign.to_string()), Scope::Of(Owner::Campaign(campaign)));
        assert_eq!(read(user.to_string()), Scope::Of(Owner::User(user)));
        assert_eq!(read(payout.to_string()), Scope::About(Reference::to(payout)));
        for id in ["", "campaign", "campaign_1", "pledge_00000000000000000000000005"] {
            let says = scope_of(id).unwrap_err().to_string();
            assert!(says.contains("give campaign_…, user_… or payout_…"), "{says}");
        }
    }

    #[test]
    fn days_are_whole_and_both_ends_are_in() {
        let day = |text: &str| Some(text.parse().unwrap());
        let at = |text: &str| Some(text.parse().unwrap());
        let scope = days(day("2026-11-01"), day("2026-11-30")).unwrap();
        let wanted = Scope::All {
            from: at("2026-11-01T00:00:00Z"),
            before: at("2026-12-01T00:00:00Z"),
        };
        assert_eq!(scope, wanted);
        assert_eq!(
            days(None, None).unwrap(),
            Scope::All {
                from: None,
                before: None
            }
        );
        let says = days(day("2026-11-02"), day("2026-11-01"))
            .unwrap_err()
            .to_string();
        assert!(says.contains("exchange them"), "{says}");
        assert!(days(None, Some(NaiveDate::MAX)).is_err());
    }
}
