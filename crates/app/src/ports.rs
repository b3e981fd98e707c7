//! What the parts ask of one another, answered.

use std::collections::{HashMap, HashSet};

use accounts::Accounts;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Db, Tx};
use investors::{Followee, ports::Followable};
use kernel::{BusinessDays, Caller, CampaignId, PatentId, RewardId, UserId};
use notifications::{Notifications, Recipient, Recipients};
use patents::{Claimant, Nature, Panel, Patents, watch::Horizon};
use pledges::{
    CampaignStep, Correspondence, Dossier, Founders, FundingTerms, GraveRisk, GraveRisks, IpDossier,
    ItemKind, Offer, Pledge, Pledges, SentMail, Terms,
};
use projects::{
    CampaignState, Projects, RewardKind, Stage, Transition, WatchLevel, funding,
    ports::{Backers, OnRecord, OwnerCheck, PatentCheck, PatentFacts},
};
use serde_json::json;
use verification::{Verifications, VerifiedName};

/// Patents, as projects ask for them.
#[derive(Debug)]
pub(crate) struct PatentsForProjects(pub(crate) Patents);

#[async_trait]
impl PatentCheck for PatentsForProjects {
    async fn facts(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<Vec<PatentFacts>> {
        self.0.panels_in(tx, ids).await?.into_iter().map(facts).collect()
    }

    async fn families(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<HashMap<PatentId, Vec<PatentId>>> {
        self.0.families_in(tx, ids).await
    }

    async fn levels(
        &self,
        tx: &Tx,
        ids: &[PatentId],
        funding_ends_on: Option<NaiveDate>,
    ) -> db::Result<HashMap<PatentId, WatchLevel>> {
        // Whether the campaign is live decides how often registers are asked, not how a right stands.
        let horizon = Horizon {
            funding_ends_on,
            live: false,
        };
        let levels = self.0.levels_in(tx, ids, &horizon).await?;
        let read = |(id, level): (PatentId, patents::watch::WatchLevel)| Ok((id, level.as_str().parse()?));
        levels.into_iter().map(read).collect()
    }

    async fn ended(&self, tx: &Tx, ids: &[PatentId]) -> db::Result<HashMap<PatentId, DateTime<Utc>>> {
        self.0.ended_in(tx, ids).await
    }
}

/// Whose patents are, as projects ask: the register's owners and the names founders are verified under.
#[derive(Debug)]
pub(crate) struct OwnersForProjects {
    pub(crate) patents: Patents,
    pub(crate) verifications: Verifications,
}

#[async_trait]
impl OwnerCheck for OwnersForProjects {
    async fn on_record(
        &self,
        tx: &Tx,
        founder: UserId,
        ids: &[PatentId],
    ) -> db::Result<HashMap<PatentId, OnRecord>> {
        let now = tx.now().await?;
        let verified = self.verifications.names_of(&**tx, &[founder], now).await?;
        // The person and the company, each in either script.
        let names = verified.get(&founder);
        let changed = self.patents.owners_changed_in(tx, ids).await?;
        let panels = self.patents.panels_in(tx, ids).await?;
        let of = |panel: &Panel| {
            let claimants = names.map(|names| names.iter().map(claimant));
            let matches = claimants.map(|all| owner_match(patents::owner_match(all, &panel.owners)));
            let on_record = OnRecord {
                matches,
                owners_changed_at: changed.get(&panel.id).copied(),
            };
            (panel.id, on_record)
        };
        Ok(panels.iter().map(of).collect())
    }
}

/// Whoever is verified under a name, as patents compare them with owners.
fn claimant(verified: &VerifiedName) -> Claimant<'_> {
    Claimant {
        name: &verified.name,
        nature: Some(match verified.kind {
            verification::Kind::Person => Nature::Natural,
            verification::Kind::Company => Nature::Legal,
        }),
        country: Some(&verified.country)
            .filter(|country| !country.is_empty())
            .map(String::as_str),
    }
}

fn owner_match(found: patents::OwnerMatch) -> projects::OwnerMatch {
    match found {
        patents::OwnerMatch::Exact => projects::OwnerMatch::Exact,
        patents::OwnerMatch::Normalised => projects::OwnerMatch::Normalised,
        patents::OwnerMatch::Namesake => projects::OwnerMatch::Namesake,
        patents::OwnerMatch::OtherParty => projects::OwnerMatch::OtherParty,
        patents::OwnerMatch::Unknown => projects::OwnerMatch::Unknown,
    }
}

fn facts(panel: Panel) -> db::Result<PatentFacts> {
    let mut numbers = vec![panel.application];
    numbers.extend(panel.grant_number);
    numbers.extend(
        panel
            .publications
            .into_iter()
            .map(|publication| publication.number),
    );
    Ok(PatentFacts {
        patent_id: panel.id,
        office: panel.office,
        legal_status: panel.status.value.as_str().parse()?,
        right_type: panel.right_type.as_str().to_owned(),
        expires_on: panel.expires_on,
        numbers,
        titles: panel.titles.into_values().collect(),
        ipc: panel.ipc,
        is_sample: panel.is_sample,
    })
}

/// Campaigns, as pledges ask for them.
#[derive(Debug)]
pub(crate) struct CampaignsForPledges;

#[async_trait]
impl FundingTerms for CampaignsForPledges {
    async fn lock(&self, tx: &Tx, campaign: CampaignId) -> db::Result<Option<Terms>> {
        let Some(terms) = funding::lock_terms(tx, campaign).await? else {
            return Ok(None);
        };
        let state = terms.state;
        // A campaign that was never public is not there for investors.
        if state.stage(terms.deadline_at.is_some()) == Stage::Hidden {
            return Ok(None);
        }
        Ok(Some(Terms {
            campaign_id: terms.campaign_id,
            founder_id: terms.founder_id,
            regime: terms.regime,
            launched_at: terms.launched_at,
            is_open: state == CampaignState::Live,
            may_cancel: matches!(state, CampaignState::Live | CampaignState::Paused),
            held: terms.held,
            is_collecting: state == CampaignState::Collecting,
            deadline_at: terms.deadline_at,
            currency: terms.currency,
            goal: terms.goal,
            pledged: terms.pledged,
            investor_count: terms.investor_count,
            shortfall_rule: terms.shortfall_rule.as_str().parse()?,
        }))
    }

    async fn offers(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        ids: &[RewardId],
    ) -> db::Result<HashMap<RewardId, Offer>> {
        let found = funding::offers(tx, campaign, ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, offer)| (id, offered(offer)))
            .collect())
    }

    async fn take_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<bool> {
        funding::take_units(tx, reward, quantity).await
    }

    async fn return_units(&self, tx: &Tx, reward: RewardId, quantity: i32) -> db::Result<()> {
        funding::return_units(tx, reward, quantity).await
    }

    async fn add_committed(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        minor: i64,
        investors: i64,
    ) -> db::Result<()> {
        funding::add_committed(tx, campaign, minor, investors).await
    }

    async fn advance(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        step: CampaignStep,
        cause: String,
    ) -> db::Result<()> {
        let transition = match step {
            CampaignStep::BeginGrace => Transition::BeginGrace,
            CampaignStep::CollectAgain => Transition::CollectAgain,
            CampaignStep::AskShortfall => Transition::AskShortfall,
            CampaignStep::Fund => Transition::Fund,
            CampaignStep::Fail => Transition::Fail,
            CampaignStep::ReviewFinance => Transition::ReviewFinance,
            CampaignStep::Pay => Transition::Pay,
            CampaignStep::Complete => Transition::Complete,
        };
        let advanced = projects::advance(tx, caller, campaign, transition, Some(cause)).await;
        let of_payout = matches!(
            step,
            CampaignStep::ReviewFinance | CampaignStep::Pay | CampaignStep::Complete
        );
        match advanced {
            // Money came back after its end and is paid out as well: the campaign stays completed.
            Err(projects::Error::WrongState(illegal))
                if of_payout && illegal.from == projects::CampaignState::Completed =>
            {
                Ok(())
            }
            other => stored(other),
        }
    }

    async fn end_of_business_days(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        now: DateTime<Utc>,
        days: &BusinessDays,
    ) -> db::Result<DateTime<Utc>> {
        let terms = funding::lock_terms(tx, campaign).await?;
        let terms = terms.ok_or_else(|| db::Error::corrupt(format!("there is no campaign {campaign}")))?;
        Ok(terms.end_of_business_days(now, days))
    }

    async fn hold(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        extend_to: Option<DateTime<Utc>>,
        cause: String,
    ) -> db::Result<()> {
        stored(projects::hold(tx, caller, campaign, cause.clone()).await)?;
        match extend_to {
            Some(until) => stored(projects::extend_deadline(tx, caller, campaign, until, cause).await),
            None => Ok(()),
        }
    }

    async fn lift_hold(
        &self,
        tx: &Tx,
        caller: &Caller,
        campaign: CampaignId,
        cause: String,
    ) -> db::Result<()> {
        stored(projects::lift_hold(tx, caller, campaign, cause).await)
    }
}

fn offered(offer: funding::Offer) -> Offer {
    Offer {
        kind: match offer.kind {
            RewardKind::Reward => ItemKind::Reward,
            RewardKind::AddOn => ItemKind::AddOn,
        },
        amount_minor: offer.amount_minor,
        per_pledge_limit: offer.per_pledge_limit,
        offered_with: offer.offered_with,
        retired: offer.retired,
    }
}

/// What went wrong with a campaign in the terms of a store: pledges ask only for what must be possible.
fn stored<T>(outcome: projects::Result<T>) -> db::Result<()> {
    match outcome {
        Ok(_) => Ok(()),
        Err(projects::Error::Store(error)) => Err(error),
        Err(other) => Err(db::Error::corrupt(other)),
    }
}

/// People, as mails are written to them.
#[derive(Debug)]
pub(crate) struct PeopleForMails(pub(crate) Accounts);

#[async_trait]
impl Recipients for PeopleForMails {
    async fn find(&self, user: UserId) -> db::Result<Option<Recipient>> {
        let found = self.0.find_user(user).await?;
        // Whose account was erased is no longer there to be written to.
        let found = found.filter(|user| !user.is_erased());
        Ok(found.map(|user| Recipient {
            address: user.email,
            name: user.display_name,
            locale: user.locale,
        }))
    }
}

/// Pledges, as projects ask for them.
#[derive(Debug)]
pub(crate) struct PledgesForProjects(pub(crate) Db);

#[async_trait]
impl Backers for PledgesForProjects {
    async fn among(&self, pairs: &[(CampaignId, UserId)]) -> db::Result<HashSet<(CampaignId, UserId)>> {
        Pledges::backers_among(&self.0, pairs).await
    }
}

/// Campaigns, founders and patents, as far as they may be followed.
#[derive(Debug)]
pub(crate) struct FollowableThings {
    pub(crate) accounts: Accounts,
    pub(crate) projects: Projects,
    pub(crate) patents: Patents,
}

#[async_trait]
impl Followable for FollowableThings {
    async fn is_there(&self, caller: &Caller, followee: Followee) -> db::Result<bool> {
        match followee {
            Followee::Campaign(id) => {
                let found = self.projects.find(caller, id).await.map_err(db::Error::corrupt)?;
                // A draft that its founder or staff see is nothing to be followed.
                Ok(found.is_some_and(|campaign| campaign.is_public()))
            }
            Followee::Founder(id) => {
                let found = self.accounts.find_user(id).await?;
                Ok(found.is_some_and(|user| user.roles.contains(&kernel::Role::Founder)))
            }
            Followee::Patent(id) => Ok(!self.patents.panels(&[id]).await?.is_empty()),
        }
    }
}

/// People, as payouts ask for them.
#[derive(Debug)]
pub(crate) struct PeopleForPledges;

#[async_trait]
impl Founders for PeopleForPledges {
    async fn may_be_paid(&self, tx: &Tx, founder: UserId) -> db::Result<bool> {
        accounts::may_be_paid(tx, founder).await
    }
}

/// The mails about pledges, as evidence asks for them.
#[derive(Debug)]
pub(crate) struct MailsForPledges(pub(crate) Notifications);

#[async_trait]
impl Correspondence for MailsForPledges {
    async fn mails_about(&self, pledge: &Pledge) -> db::Result<Vec<SentMail>> {
        let sent = self.0.mails_about(pledge.investor_id, pledge.id).await?;
        let mails = sent.into_iter().map(|(kind, sent_at)| SentMail {
            about: kind.as_str().to_owned(),
            sent_at,
        });
        Ok(mails.collect())
    }
}

/// What an investor is shown of a campaign's patents, as pledges keep it.
#[derive(Debug)]
pub(crate) struct DossiersForPledges(pub(crate) Patents);

#[async_trait]
impl IpDossier for DossiersForPledges {
    async fn dossier(
        &self,
        tx: &Tx,
        campaign: CampaignId,
        deadline_at: Option<DateTime<Utc>>,
    ) -> db::Result<Dossier> {
        let ends_on = deadline_at.map(|deadline| deadline.date_naive());
        let ids = funding::patents_of(tx, campaign).await?;
        let mut panels = self.0.panels_in(tx, &ids).await?;
        panels.sort_by_key(|panel| ids.iter().position(|id| *id == panel.id));
        let rights: Vec<_> = panels.iter().map(shown).collect();
        let body = json!({ "campaign": campaign, "rights": rights });
        Ok(Dossier {
            risks: grave_risks(&panels, ends_on, tx.now().await?),
            hash: db::hash_request(&body),
            body,
        })
    }
}

/// What whoever pledges has to say to know of these rights, in their order: shown and decided on alike.
pub fn grave_risks<'a>(
    panels: impl IntoIterator<Item = &'a Panel>,
    funding_ends_on: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> GraveRisks {
    let of_right = |panel: &'a Panel| {
        let named = |risk: patents::Risk| GraveRisk {
            patent: panel.id,
            number: panel.number.clone(),
            kind: risk.kind.as_str().to_owned(),
            on: risk.on,
        };
        panel.grave_risks(now, funding_ends_on).into_iter().map(named)
    };
    GraveRisks::new(panels.into_iter().flat_map(of_right).collect())
}

/// The facts an investor relies on. The day a register was last asked is none of them: it may be
/// asked again and say the same.
fn shown(panel: &Panel) -> serde_json::Value {
    json!({
        "patent": panel.id,
        "number": panel.number,
        "office": panel.office,
        "title": panel.titles,
        "status": panel.status.value,
        "officeText": panel.status.office_text,
        "reason": panel.status.reason,
        "expiresOn": panel.expires_on,
        "owners": panel.owners,
        "annuity": panel.annuity.as_ref().map(|annuity| json!({ "state": annuity.state, "nextDueOn": annuity.next_due_on })),
        "encumbrances": panel.encumbrances,
        "isSample": panel.is_sample,
    })
}
