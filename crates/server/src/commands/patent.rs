//! `patent lookup`, `patent parse` and `patent import`; the machine answers are in `patent_answer`, the watch in
//! `patent_watch`.

use std::process::ExitCode;

use anyhow::Result;
use kernel::{Clock, Locale, SystemClock};
use patents::{LookupState, Panel, number::PatentNumber};

use super::{import, patent_watch, platform_of, say};
use crate::{cli::Patent, config::Config};

pub(super) async fn run(command: Patent, config: &Config) -> Result<ExitCode> {
    match command {
        Patent::Lookup { number, json } => lookup(config, &number, json).await,
        Patent::Refresh { numbers, json } => patent_watch::refresh(config, &numbers, json).await,
        Patent::Watch { number, json } => patent_watch::watch(config, &number, json).await,
        Patent::Verify => patent_watch::verify(config).await,
        Patent::Parse { number } => parse(&number),
        Patent::Import { paths, json } => import::patents(config, &paths, json).await,
        command @ (Patent::Assess { .. } | Patent::Number { .. } | Patent::Conveyance { .. }) => {
            super::patent_answer::run(&command).unwrap_or(Ok(ExitCode::SUCCESS))
        }
    }
}

/// Exit code 1 if no register that is asked knows the number, or one that should could not be asked.
async fn lookup(config: &Config, number: &str, json: bool) -> Result<ExitCode> {
    let app = platform_of(config).await?;
    let number = app.parse_number(number, None)?;
    let lookup = app.patents.look_up_now(&number).await?;
    let Some(id) = lookup.patent_id else {
        let number = number.display();
        say(match lookup.state {
            LookupState::NoRegister => format!("no register that is set up covers {number}"),
            LookupState::Unavailable => format!(
                "{number} is not known here, and a register could not be asked: {}",
                lookup.trouble.unwrap_or_default()
            ),
            _ => format!("no register that is asked knows {number}"),
        });
        return Ok(ExitCode::FAILURE);
    };
    for panel in app.patents.panels(&[id]).await? {
        if json {
            say(serde_json::to_string_pretty(&panel)?);
        } else {
            show(&panel);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(panel: &Panel) {
    let date = |on: Option<chrono::NaiveDate>| on.map_or_else(|| "not known".to_owned(), |on| on.to_string());
    let names = |parties: &[patents::facts::Party]| {
        parties
            .iter()
            .map(|party| party.name.best(Locale::En).0)
            .collect::<Vec<_>>()
            .join("; ")
    };
    let sample = if panel.is_sample {
        " (sample: an invented right)"
    } else {
        ""
    };
    say(format_args!("{}{sample}", panel.number));
    say(format_args!("  {}", panel.title(Locale::En)));
    say(format_args!(
        "  application {}, filed {}",
        panel.application,
        date(panel.filed_on)
    ));
    say(format_args!(
        "  granted {}, expires {}",
        date(panel.granted_on),
        date(panel.expires_on)
    ));
    let status = &panel.status;
    let value = i18n::label(Locale::En, "status", status.value.as_str());
    say(format_args!(
        "  status {value}, as of {} ({})",
        date(status.as_of),
        status.source
    ));
    let words = status.office_text.best(Locale::En).0;
    if !words.is_empty() {
        say(format_args!("  the office says: {words}"));
    }
    if let Some(reason) = &status.reason {
        say(format_args!(
            "  because: {}",
            i18n::label(Locale::En, "patent-reason", reason)
        ));
    }
    for (role, parties) in [("owners", &panel.owners), ("applicants", &panel.applicants)] {
        let listed = if parties.is_empty() {
            "not on record".to_owned()
        } else {
            names(parties)
        };
        say(format_args!("  {role} {listed}"));
    }
    for encumbrance in panel.open_encumbrances() {
        let kind = i18n::label(Locale::En, "encumbrance", encumbrance.kind.as_str());
        say(format_args!(
            "  {kind} for {} since {}",
            encumbrance.holder.best(Locale::En).0,
            date(encumbrance.effective_on)
        ));
    }
}

fn parse(text: &str) -> Result<ExitCode> {
    let number = PatentNumber::parse(text, None, SystemClock.today())?;
    say(format_args!(
        "{} is {} of {}",
        number.display(),
        number.form(),
        number.office()
    ));
    say(format_args!("key {}", number.key_with_kind()));
    if let Some(docdb) = number.docdb() {
        say(format_args!("docdb {docdb}"));
    }
    if let Some(epodoc) = number.epodoc() {
        say(format_args!("epodoc {epodoc}"));
    }
    Ok(ExitCode::SUCCESS)
}
