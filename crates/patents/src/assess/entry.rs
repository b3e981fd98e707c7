//! A register's entry made ready to be weighed: what it does, where, and when.

use chrono::NaiveDate;

use super::{
    codes::{self, Effect, Rule},
    table::rows,
    text::{self, Said},
};
use crate::{
    facts::{LegalEvent, Scheme},
    number::Office,
    source::{
        maintenance::{self, Does},
        read_date,
    },
    status::LegalStatus,
};

const GAZETTE: &str = include_str!("../../data/cnipa_gazette_events.csv");

/// An entry and what it does.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    /// The entry.
    pub(crate) event: &'a LegalEvent,
    /// The rule of its code.
    pub(crate) rule: Rule,
    /// The code the rule is of: that of a national office where it stands inside another.
    pub(crate) code: &'a str,
    /// The state it is about alone.
    pub(crate) territory: Option<&'a str>,
    /// When it took effect.
    pub(crate) on: Option<NaiveDate>,
    /// When it was announced.
    pub(crate) gazette: Option<NaiveDate>,
    /// What its text says of the status.
    pub(crate) said: Option<Said>,
    /// The year a fee is for.
    pub(crate) fee_year: Option<u32>,
    /// When a fee was paid.
    pub(crate) paid_on: Option<NaiveDate>,
}

/// The order in which entries are weighed: by effect, then by announcement, then by what they do, then by what they
/// say. It does not depend on the order in which they came.
pub(crate) fn in_order(a: &Entry<'_>, b: &Entry<'_>) -> std::cmp::Ordering {
    let key = |entry: &Entry<'_>| (entry.on.is_none(), entry.on, entry.gazette, rank(entry));
    key(a)
        .cmp(&key(b))
        .then_with(|| a.code.cmp(b.code))
        .then_with(|| a.territory.cmp(&b.territory))
        .then_with(|| a.event.detail.cmp(&b.event.detail))
        .then_with(|| a.event.text.en.cmp(&b.event.text.en))
}

/// On one day a right is granted before it ends, and ends before it comes back.
fn rank(entry: &Entry<'_>) -> Effect {
    entry.rule.effect
}

/// Makes an entry ready; none if nobody knows what its code does.
pub(crate) fn of<'a>(event: &'a LegalEvent, applied_at: Office) -> Option<Entry<'a>> {
    match event.scheme {
        Scheme::Inpadoc => inpadoc(event, applied_at),
        Scheme::EpRegister => european_register(event),
        Scheme::UsptoTransaction => transaction(event),
        Scheme::UsptoMaintenance => maintenance(event),
        Scheme::JpoDocument => japanese(event),
        Scheme::CnipaGazette => {
            let code = gazette_code(event)?;
            Some(plain(event, codes::rule("CN", code)?.clone(), code))
        }
        Scheme::St27 => super::st27::entry(event),
        Scheme::Other => None,
    }
}

pub(super) fn plain<'a>(event: &'a LegalEvent, rule: Rule, code: &'a str) -> Entry<'a> {
    let field = |name: &str| event.detail.get(name).map(String::as_str);
    let gazette = field("gazette_on").and_then(read_date);
    Entry {
        event,
        rule,
        code,
        territory: None,
        on: event.on.or(gazette),
        gazette: gazette.or(event.on),
        said: None,
        fee_year: field("fee_year")
            .and_then(|year| year.trim_start_matches('0').parse().ok())
            .filter(|year| *year <= 40),
        paid_on: field("paid_on").and_then(read_date),
    }
}

fn inpadoc(event: &LegalEvent, applied_at: Office) -> Option<Entry<'_>> {
    let rule = codes::rule(event.office.code(), &event.code)?;
    let free_text = event.detail.get("free_text").map_or("", String::as_str);
    if rule.effect == Effect::Unwrap {
        // EP REG: the code of the state's own office stands inside.
        let state = event.territory.as_deref()?;
        let national = event.detail.get("national_code")?;
        let mut entry = plain(event, codes::rule(state, national)?.clone(), national);
        entry.territory = Some(state);
        return Some(entry);
    }
    let mut entry = plain(event, rule.clone(), &event.code);
    if rule.is_territorial() {
        entry.territory = rule.territory().or(event.territory.as_deref());
    } else if event.office == Office::EP && rule.effect == Effect::Fee {
        entry.territory = event.territory.as_deref();
    }
    if applied_at == Office::EP && event.office == Office::EP && event.code == "STAA" {
        entry.said = text::european(free_text);
    }
    if event.office == Office::US {
        american(&mut entry, free_text);
    }
    if rule.flag.contains("ambiguous") {
        read_ambiguous(&mut entry, free_text);
    }
    Some(entry)
}

fn american(entry: &mut Entry<'_>, free_text: &str) {
    match entry.rule.effect {
        Effect::Fee => {
            entry.fee_year = entry.fee_year.or_else(|| text::maintenance_year(free_text));
        }
        Effect::StatusText | Effect::End | Effect::Restore => {
            let said = text::american(free_text);
            // A status text says what happened; the code only that something did.
            if let Some(said) = &said
                && entry.rule.effect == Effect::End
                && said.status.is_lost()
            {
                if said.status == LegalStatus::Lapsed {
                    entry.rule.if_granted = Some(said.status);
                } else if entry.rule.if_application.is_some() {
                    entry.rule.if_application = Some(said.status);
                }
            }
            entry.said = said;
        }
        // What became of a petition stands in the text of a fee procedure.
        Effect::None if entry.code == "FEPP" => {
            let upper = free_text.to_uppercase();
            let reinstated = ["PMFG", "PTGR", "PETITION RELATED TO MAINTENANCE FEES GRANTED"]
                .iter()
                .any(|words| upper.contains(words));
            if reinstated {
                entry.rule = Rule {
                    if_granted: Some(LegalStatus::InForce),
                    ..Rule::of(Effect::Restore)
                };
            }
        }
        _ => {}
    }
}

/// `C35`: an invalidation in part or in whole, as the text tells; `PLDC`: the start, the change or the end of
/// a pledge.
fn read_ambiguous(entry: &mut Entry<'_>, free_text: &str) {
    let upper = free_text.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
    match entry.rule.effect {
        Effect::Amend => {
            if has(&["PART", "部分"]) && !has(&["WHOLE", "FULL", "ENTIRE", "全部"]) {
                entry.rule.flag = "partially_invalidated";
            } else if has(&["WHOLE", "FULL", "ENTIRE", "ALL CLAIMS", "全部"]) && !has(&["PART", "部分"]) {
                entry.rule = Rule {
                    if_granted: Some(LegalStatus::Revoked),
                    ..Rule::of(Effect::End)
                };
            }
        }
        Effect::Encumber if has(&["CANCEL", "TERMINAT", "注销", "解除", "RELEASE"]) => {
            entry.rule.effect = Effect::Release
        }
        Effect::Encumber if has(&["CHANGE", "变更"]) => entry.rule.effect = Effect::EncumberChange,
        _ => {}
    }
}

/// Only renewal fees are taken from the register's own entries; its status line says the rest.
fn european_register(event: &LegalEvent) -> Option<Entry<'_>> {
    (event.code == "RFEE").then(|| plain(event, Rule::of(Effect::Fee), &event.code))
}

/// Transactions of a file of the USPTO: its status code says how it stands; these tell of fees, of the grant and of a lapse
/// the code may not show yet.
fn transaction(event: &LegalEvent) -> Option<Entry<'_>> {
    let words = event.text.en.as_deref().unwrap_or_default();
    let upper = words.to_uppercase();
    let code = event.code.trim_end_matches('.');
    let rule = match code {
        "PGM/" | "EPG/" => Rule {
            if_granted: Some(LegalStatus::InForce),
            ..Rule::of(Effect::Grant)
        },
        _ if upper.contains("EXPIRED DUE TO NON") || code == "EXP" => Rule {
            if_granted: Some(LegalStatus::Lapsed),
            ..Rule::of(Effect::End)
        },
        _ if upper.contains("PAYMENT OF MAINTENANCE FEE") => Rule::of(Effect::Fee),
        "REM" => Rule::of(Effect::FeeWarning),
        "EXPX" => Rule {
            if_granted: Some(LegalStatus::InForce),
            ..Rule::of(Effect::Restore)
        },
        _ if upper.contains("PETITION") && upper.contains("MAINTENANCE FEE") && upper.contains("GRANTED") => {
            Rule {
                if_granted: Some(LegalStatus::InForce),
                ..Rule::of(Effect::Restore)
            }
        }
        _ => return None,
    };
    let mut entry = plain(event, rule, &event.code);
    if entry.rule.effect == Effect::Fee {
        entry.fee_year = text::maintenance_year(code).or_else(|| text::maintenance_year(words));
        entry.paid_on = event.on;
    }
    Some(entry)
}

/// Maintenance-fee events of the USPTO. They are dated with the day of their entry, some weeks after a patent expired.
fn maintenance(event: &LegalEvent) -> Option<Entry<'_>> {
    let known = maintenance::code(&event.code)?;
    let rule = match known.does {
        Does::Pay => Rule::of(Effect::Fee),
        Does::Remind => Rule::of(Effect::FeeWarning),
        Does::Expire => Rule {
            if_granted: Some(LegalStatus::Lapsed),
            ..Rule::of(Effect::End)
        },
        Does::Reinstate => Rule {
            if_granted: Some(LegalStatus::InForce),
            ..Rule::of(Effect::Restore)
        },
        Does::Nothing => return None,
    };
    let mut entry = plain(event, rule, &event.code);
    if entry.rule.effect == Effect::Fee {
        entry.fee_year = known.year;
        entry.paid_on = event.on;
    }
    Some(entry)
}

/// Documents of a file of the JPO, by what they are called; else by their code, which INPADOC shares.
fn japanese(event: &LegalEvent) -> Option<Entry<'_>> {
    let words = event.text.en.as_deref().unwrap_or_default();
    let application_end = |status| Rule {
        if_application: Some(status),
        ..Rule::of(Effect::End)
    };
    let rule = if words.starts_with("拒絶査定") {
        application_end(LegalStatus::Refused)
    } else if words.contains("審判請求") {
        // An appeal against the refusal keeps the application alive.
        Rule {
            if_application: Some(LegalStatus::UnderExamination),
            ..Rule::of(Effect::Restore)
        }
    } else if words.contains("取下") {
        application_end(LegalStatus::Withdrawn)
    } else if words.contains("出願放棄") {
        application_end(LegalStatus::Abandoned)
    } else if words.starts_with("特許査定") || words.starts_with("登録査定") {
        Rule {
            if_application: Some(LegalStatus::Allowed),
            ..Rule::of(Effect::Allow)
        }
    } else {
        codes::rule("JP", &event.code)?.clone()
    };
    Some(plain(event, rule, &event.code))
}

/// The code of a title of CNIPA's gazette.
fn gazette_code(event: &LegalEvent) -> Option<&'static str> {
    let title = event.text.zh_hans.as_deref().or(event.text.en.as_deref())?;
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let known = rows(GAZETTE)
        .into_iter()
        .find(|row| row.get(1) == Some(&title.as_str()))
        .map(|row| row[0]);
    known.or_else(|| {
        // Providers shorten the titles.
        [
            ("未缴年费", "CF01"),
            ("开放许可声明的撤回", "OL02"),
            ("有效期届满", "CX01"),
            ("期限届满", "CX01"),
            ("全部无效", "IW01"),
            ("部分无效", "IP01"),
            ("避免重复授权", "AR01"),
            ("主动放弃", "AV01"),
            ("视为放弃", "AD01"),
            ("视为撤回", "WD01"),
            ("驳回", "RJ01"),
            ("的撤回", "WW01"),
            ("实质审查", "SE01"),
            ("权利的恢复", "RR01"),
            ("质押合同登记的注销", "PC01"),
            ("质押合同登记的变更", "PM01"),
            ("质押", "PE01"),
            ("保全的解除", "PD01"),
            ("保全", "PP01"),
            ("许可合同备案的注销", "EC01"),
            ("许可合同备案的变更", "EM01"),
            ("开放许可", "OL01"),
            ("许可", "EE01"),
            ("专利权的转移", "TR01"),
            ("申请权的转移", "TA01"),
            ("无效宣告", "C35"),
            ("终止", "CE01"),
            ("授权", "GR01"),
            ("公开", "PB01"),
            ("公布", "PB01"),
        ]
        .into_iter()
        .find(|(words, _)| title.contains(words))
        .map(|(_, code)| code)
    })
}
