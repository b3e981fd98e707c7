//! Keeping watch: what stands of each right, how closely it is watched, and asking its registers when that is due.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use db::{Result, Tx};
use kernel::PatentId;

use crate::{
    Patents,
    ask::Asked,
    events::WatchLevelChanged,
    fees::{LapseRisk, lapse_risk},
    number::PatentNumber,
    register::Priority,
    source::Register,
    standing::Detail,
    store::{self, watch::Watched},
    watch::{self, Check, FeeDays, Horizon, Tier, WatchLevel},
};

/// After how many days a right is tried again that nobody can be asked about.
const NOBODY_ASKED: u64 = 30;

impl Patents {
    /// Brings the watch over these rights up to date: their signals, their level, their tier and the day of the next check.
    /// Safe to run twice.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn keep_watch(&self, ids: &[PatentId]) -> Result<()> {
        let horizons = self.reliance.horizons(ids).await?;
        for detail in self.details_in_primary(ids).await? {
            let id = detail.stored.patent_id;
            let horizon = horizons.get(&id).copied().unwrap_or_default();
            let tx = self.db.begin().await?;
            self.keep_watch_of(&tx, &detail, &horizon, None).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn keep_watch_of(
        &self,
        tx: &Tx,
        detail: &Detail,
        horizon: &Horizon,
        asked: Option<&Asked>,
    ) -> Result<()> {
        let id = detail.stored.patent_id;
        store::rights::lock(tx, id).await?;
        let now = tx.now().await?;
        let today = now.date_naive();
        let assessment = &detail.stored.assessment;
        let signals = watch::signals(assessment, horizon, today);
        let level = watch::level_of(&signals);
        let before = store::watch::find(&**tx, id).await?;
        store::watch::raise(tx, id, &signals, now).await?;
        let fee = assessment.fee.as_ref();
        let risk = fee.map_or(LapseRisk::None, |fee| {
            lapse_risk(fee, horizon.funding_ends_on, today).0
        });
        let tier = watch::tier(horizon, risk, watch::next_deadline(assessment, today), today);
        let last_checked_at = match asked {
            Some(asked) if asked.is_complete() => Some(now),
            _ => before.as_ref().and_then(|before| before.last_checked_at),
        };
        let fees: Vec<FeeDays> = assessment
            .fee
            .iter()
            .chain(assessment.states.values().filter_map(|state| state.fee.as_ref()))
            .map(FeeDays::from)
            .collect();
        let due = watch::next_check_on(&Check {
            tier,
            register: self.register_of(detail),
            fees: &fees,
            funding_ends_on: horizon.funding_ends_on,
            last_checked_on: last_checked_at.map(|at| at.date_naive()),
            as_of: today,
        });
        let retry_at = asked.and_then(|asked| asked.retry_at);
        let trouble = asked.and_then(|asked| asked.troubles.first());
        let failures = match (asked, before.as_ref()) {
            (Some(asked), _) if asked.is_complete() => 0,
            (Some(_), Some(before)) => before.failures.saturating_add(1),
            (Some(_), None) => 1,
            (None, before) => before.map_or(0, |before| before.failures),
        };
        let watched = Watched {
            tier,
            level,
            next_check_at: next_check_at(due, retry_at, asked, now),
            last_checked_at,
            failures,
            trouble: match asked {
                Some(_) => trouble.map(|trouble| format!("{}: {}", trouble.source, trouble.why)),
                None => before.as_ref().and_then(|before| before.trouble.clone()),
            },
        };
        store::watch::save(tx, id, &watched, now).await?;
        if before.as_ref().is_none_or(|before| before.tier != tier) {
            store::watch::add_tier(tx, id, tier, now).await?;
        }
        let was = before.map_or(WatchLevel::Green, |before| before.level);
        if was != level {
            tx.publish(&WatchLevelChanged {
                patent_id: id,
                before: was,
                after: level,
                at: now,
            })
            .await?;
        }
        Ok(())
    }

    /// How these rights stand inside a transaction with this horizon in view, in one statement. One that was never assessed
    /// is left out.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn levels_in(
        &self,
        tx: &Tx,
        ids: &[PatentId],
        horizon: &Horizon,
    ) -> Result<HashMap<PatentId, WatchLevel>> {
        let known = store::assessments::known(&**tx, ids, None).await?;
        let today = tx.now().await?.date_naive();
        Ok(known
            .into_iter()
            .map(|stored| (stored.patent_id, watch::level(&stored.assessment, horizon, today)))
            .collect())
    }

    /// Asks the registers about a right, and brings its watch up to date.
    ///
    /// # Errors
    /// If the database does not answer. What registers did wrong is in [`Asked`]: then what is known stays, and grows stale.
    pub async fn refresh(&self, id: PatentId, priority: Priority) -> Result<Asked> {
        let Some(detail) = self.details_in_primary(&[id]).await?.pop() else {
            return Ok(Asked::default());
        };
        let numbers = numbers_of(&detail);
        let asked = if detail.stored.panel.is_sample {
            self.ask_samples(&numbers).await?
        } else {
            self.ask(&numbers, priority).await?
        };
        self.keep_watch_after(id, &asked).await?;
        Ok(asked)
    }

    /// Brings the watch over a right up to date after its registers were asked.
    pub(crate) async fn keep_watch_after(&self, id: PatentId, asked: &Asked) -> Result<()> {
        let horizons = self.reliance.horizons(&[id]).await?;
        let horizon = horizons.get(&id).copied().unwrap_or_default();
        if let Some(detail) = self.details_in_primary(&[id]).await?.pop() {
            let tx = self.db.begin().await?;
            self.keep_watch_of(&tx, &detail, &horizon, Some(asked)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Asks the registers about up to `limit` rights whose check is due, the hottest first. Returns how many.
    ///
    /// # Errors
    /// If the database does not answer; what was done so far stays done.
    pub async fn check_due(&self, limit: u64) -> Result<u64> {
        let due = store::watch::due(self.db.primary(), self.db.clock().now(), limit).await?;
        let mut asked = 0;
        for (id, tier) in due {
            let priority = if tier == Tier::Hot {
                Priority::Hot
            } else {
                Priority::Normal
            };
            self.refresh(id, priority).await?;
            asked += 1;
        }
        Ok(asked)
    }

    /// How a right is watched; none before it was assessed.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn watched(&self, id: PatentId) -> Result<Option<Watched>> {
        store::watch::find(self.db.reader(), id).await
    }

    /// Signals that stand and that stood, by right, in one statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn raised(&self, id: PatentId) -> Result<Vec<store::watch::Raised>> {
        store::watch::raised(self.db.reader(), id).await
    }

    /// The register that knows most of a right: the first that covers it, in order of trust.
    fn register_of(&self, detail: &Detail) -> Register {
        numbers_of(detail)
            .iter()
            .flat_map(|number| self.sources.for_number(number))
            .map(|source| source.register())
            .next()
            .unwrap_or(Register::EpoOps)
    }

    async fn ask_samples(&self, numbers: &[PatentNumber]) -> Result<Asked> {
        let mut asked = Asked::default();
        for number in numbers.iter().take(1) {
            if let Some(kept) = self.record_sample(number).await? {
                asked.calls += 1;
                asked.kept += u32::from(kept);
                asked.confirmed += u32::from(!kept);
            }
        }
        Ok(asked)
    }
}

/// The numbers a register may be asked by: of the application, of the grant, else of a publication.
fn numbers_of(detail: &Detail) -> Vec<PatentNumber> {
    let facts = &detail.facts;
    let mut numbers: Vec<PatentNumber> = facts.application.iter().chain(&facts.grant).cloned().collect();
    if numbers.len() < 2
        && let Some(publication) = facts.publications.first()
    {
        numbers.push(publication.number.clone());
    }
    numbers
}

/// When to ask again: when a register that failed wants to be asked, else on the day that is due.
fn next_check_at(
    due: NaiveDate,
    retry_at: Option<DateTime<Utc>>,
    asked: Option<&Asked>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let nobody = asked.is_some_and(|asked| asked.calls == 0);
    let due = if nobody {
        now.date_naive() + Days::new(NOBODY_ASKED)
    } else if asked.is_some() {
        // What was asked today is not asked again today.
        due.max(now.date_naive() + Days::new(1))
    } else {
        due
    };
    let due_at = due.and_time(NaiveTime::MIN).and_utc();
    retry_at.map_or(due_at, |retry| retry.min(due_at).max(now))
}
