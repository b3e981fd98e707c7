//! A third party's claim against a campaign: filed, taken back, answered.

use chrono::TimeDelta;
use db::{Act, Tx};
use files::KeepError;
use kernel::{
    Caller, CampaignId, FileId, IpClaimId, PatentId, UserId,
    policy::{self, Action},
};
use uuid::Uuid;

use super::{
    Projects,
    ip_claim_outcome::{conclude, trace},
    pause::go_on,
};
use crate::{
    Error, Result,
    campaign::{Campaign, CampaignState},
    ip_claim::{IpClaim, IpClaimKind, IpClaimState, IpClaimStep},
    store, text,
    validation::{Violation, ViolationCode},
};

/// The longest texts.
const RIGHT: usize = 300;
const HOLDER: usize = 200;
const CONTACT: usize = 500;
const TEXT: usize = 4_000;
/// The shortest text by which somebody else can understand what is meant.
const TEXT_MIN: usize = 40;

/// What a third party says a campaign takes from it.
#[derive(Debug, Clone)]
pub struct FileIpClaim {
    /// The campaign.
    pub campaign_id: CampaignId,
    /// What kind of right is claimed.
    pub kind: IpClaimKind,
    /// The patent right, where it is known here.
    pub patent_id: Option<PatentId>,
    /// The right's number, or what the work is.
    pub right: String,
    /// Whose right it is.
    pub holder: String,
    /// What the campaign takes from it.
    pub statement: String,
    /// Where that can be seen.
    pub evidence: Option<String>,
    /// How the claimant can be reached.
    pub contact: String,
    /// That all this is true to the best of the claimant's knowledge, and that the claimant may speak for the holder.
    pub in_good_faith: bool,
    /// The upload that shows it.
    pub upload: Option<FileId>,
}

/// What a founder says to a claim.
#[derive(Debug, Clone)]
pub struct AnswerIpClaim {
    /// The claim.
    pub id: IpClaimId,
    /// The answer.
    pub answer: String,
    /// The upload that shows it.
    pub upload: Option<FileId>,
}

impl Projects {
    /// Files a claim against a campaign that takes pledges. Its founder learns of it once a reviewer finds it worth a question.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all that is wrong; [`Error::IpClaimUnderWay`] if the caller has one against this campaign;
    /// [`Error::TooOften`]; [`Error::NotEditable`] unless the campaign is live or paused; [`Error::FundingOver`] once its deadline
    /// has come; [`Error::Forbidden`] on one's own
    /// campaign, or with an address that is not confirmed.
    #[tracing::instrument(name = "projects.file_ip_claim", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn file_ip_claim(&self, caller: &Caller, request: FileIpClaim) -> Result<IpClaim> {
        let claimant = caller.user_id()?;
        let found = self.find(caller, request.campaign_id).await?;
        let found = found
            .filter(Campaign::is_public)
            .filter(|it| it.launched_at.is_some());
        let campaign_owner = found.ok_or(Error::NotFound)?.founder_id;
        policy::can(caller, Action::IpClaimFile { campaign_owner })?;
        let stated = Stated::read(&request)?;
        let tx = self.db.begin().await?;
        // One at a time for each person, so that the number holds.
        tx.lock_name(&format!("ip_claims:{claimant}")).await?;
        let campaign = store::campaigns::lock(&tx, request.campaign_id).await?;
        let campaign = campaign.ok_or(Error::NotFound)?;
        if !matches!(campaign.state, CampaignState::Live | CampaignState::Paused) {
            return Err(Error::NotEditable(campaign.state));
        }
        let now = tx.now().await?;
        // Of a campaign that stands still at its deadline, the funding is over as well: what is filed now would only hold it up.
        if campaign.deadline_at.is_some() && !self.is_undecided(&campaign, campaign.paused_at.unwrap_or(now))
        {
            return Err(Error::FundingOver);
        }
        let hour = TimeDelta::hours(1);
        let (count, first) = store::ip_claims::filed_since(&tx, claimant, now - hour).await?;
        if count >= IpClaim::AN_HOUR {
            return Err(Error::TooOften {
                max: IpClaim::AN_HOUR,
                again_at: first.unwrap_or(now) + hour,
            });
        }
        let open = store::ip_claims::lock_open(&tx, campaign.id).await?;
        if open.iter().any(|claim| claim.claimant_id == claimant) {
            return Err(Error::IpClaimUnderWay);
        }
        let claim = IpClaim {
            id: tx.new_id(now),
            campaign_id: campaign.id,
            founder_id: campaign.founder_id,
            claimant_id: claimant,
            kind: request.kind,
            patent_id: request.patent_id,
            right: stated.right,
            holder: stated.holder,
            statement: stated.statement,
            evidence: stated.evidence,
            file_id: request.upload,
            contact: Some(stated.contact),
            state: IpClaimState::Submitted,
            filed_at: now,
            reviewer_id: None,
            claimed_at: None,
            inquiry_at: None,
            answer_until: None,
            answer: None,
            answer_file_id: None,
            answered_at: None,
            decided_at: None,
            reason: None,
            note: None,
        };
        keep(&tx, claimant, claim.file_id, claim.id).await?;
        let key = self.vault.key_of(&tx, claimant).await?;
        store::ip_claims::insert(&tx, &key, &claim).await?;
        tx.record(caller, Act::new("ip_claim.file", claim.id).after(trace(&claim)))
            .await?;
        tx.commit().await?;
        Ok(claim)
    }

    /// Takes a claim back; a campaign that stood still for it alone goes on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for another's; [`Error::IpClaimMoved`] once it was decided on.
    #[tracing::instrument(name = "projects.withdraw_ip_claim", skip_all, fields(claim.id = %id))]
    pub async fn withdraw_ip_claim(&self, caller: &Caller, id: IpClaimId) -> Result<IpClaim> {
        let tx = self.db.begin().await?;
        let act = |_, claimant| Action::IpClaimWithdraw { claimant };
        let (campaign, before) = self.ip_claim_locked(&tx, caller, id, act).await?;
        let now = tx.now().await?;
        let after = conclude(&tx, caller, &before, IpClaimStep::Withdraw, now, |_| {}).await?;
        go_on(&tx, caller, campaign, "the claim was taken back", now).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Answers a claim, once, while there is time. Whoever reviews it decides then.
    ///
    /// # Errors
    /// [`Error::NotFound`] where nobody was asked; [`Error::Invalid`]; [`Error::IpClaimMoved`] if it was answered or decided on,
    /// or the time is over.
    #[tracing::instrument(name = "projects.answer_ip_claim", skip_all, fields(claim.id = %request.id))]
    pub async fn answer_ip_claim(&self, caller: &Caller, request: AnswerIpClaim) -> Result<IpClaim> {
        let tx = self.db.begin().await?;
        let act = |owner, _| Action::IpClaimAnswer { owner };
        let (_, before) = self.ip_claim_locked(&tx, caller, request.id, act).await?;
        if !before.concerns_founder() {
            return Err(Error::NotFound);
        }
        let answer = text::line("answer", &request.answer, TEXT);
        let answer = answer.map_err(|violation| Error::Invalid(vec![violation]))?;
        Error::unless_valid(long_enough("answer", &answer).into_iter().collect())?;
        let now = tx.now().await?;
        if before.is_heard(now) {
            return Err(Error::IpClaimMoved(before.state));
        }
        keep(&tx, before.founder_id, request.upload, before.id).await?;
        let after = conclude(&tx, caller, &before, IpClaimStep::Answer, now, |claim| {
            claim.answer = Some(answer);
            claim.answer_file_id = request.upload;
            claim.answered_at = Some(now);
            // Whoever is free takes it up.
            claim.reviewer_id = None;
            claim.claimed_at = None;
        })
        .await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Locks a campaign and a claim against it for an act, if the caller may do it. `act` is given founder and claimant.
    pub(super) async fn ip_claim_locked(
        &self,
        tx: &Tx,
        caller: &Caller,
        id: IpClaimId,
        act: impl Fn(UserId, UserId) -> Action,
    ) -> Result<(Campaign, IpClaim)> {
        let nobody = UserId::from_uuid(Uuid::nil());
        let Some(found) = store::ip_claims::find(&**tx, id).await? else {
            policy::can(caller, act(nobody, nobody))?;
            return Err(Error::NotFound);
        };
        policy::can(caller, act(found.claim.founder_id, found.claim.claimant_id))?;
        let campaign = store::campaigns::lock(tx, found.claim.campaign_id).await?;
        let claim = store::ip_claims::lock(tx, id).await?;
        Ok((campaign.ok_or(Error::NotFound)?, claim.ok_or(Error::NotFound)?))
    }
}

/// The texts of a claim as they will be kept.
struct Stated {
    right: String,
    holder: String,
    statement: String,
    evidence: Option<String>,
    contact: String,
}

impl Stated {
    fn read(request: &FileIpClaim) -> Result<Self> {
        let mut violations = Vec::new();
        let mut read = |field: &str, text: &str, max: usize, needed: bool| {
            let text = text::line(field, text, max).unwrap_or_else(|violation| {
                violations.push(violation);
                // Not missing, only wrong.
                "?".to_owned()
            });
            if needed && text.is_empty() {
                violations.push(Violation::new(field, ViolationCode::Required));
            }
            text
        };
        let stated = Self {
            right: read("right", &request.right, RIGHT, true),
            holder: read("holder", &request.holder, HOLDER, true),
            statement: read("statement", &request.statement, TEXT, true),
            evidence: Some(read(
                "evidence",
                request.evidence.as_deref().unwrap_or_default(),
                TEXT,
                false,
            ))
            .filter(|evidence| !evidence.is_empty()),
            contact: read("contact", &request.contact, CONTACT, true),
        };
        let is_said = |field: &str| violations.iter().any(|violation| violation.field == field);
        if !is_said("statement") {
            violations.extend(long_enough("statement", &stated.statement));
        }
        if !request.in_good_faith {
            violations.push(Violation::new("in_good_faith", ViolationCode::Required));
        }
        Error::unless_valid(violations)?;
        Ok(stated)
    }
}

fn long_enough(field: &str, text: &str) -> Option<Violation> {
    let short = Violation::new(field, ViolationCode::TooShort).with("min", TEXT_MIN);
    (text.chars().count() < TEXT_MIN).then_some(short)
}

/// Uses an upload of somebody for a claim.
async fn keep(tx: &Tx, owner: UserId, upload: Option<FileId>, claim: IpClaimId) -> Result<()> {
    let Some(upload) = upload else { return Ok(()) };
    match files::keep(tx, owner, upload, claim).await {
        Ok(_) => Ok(()),
        Err(KeepError::NotFound) => {
            let unknown = Violation::new("upload_id", ViolationCode::Unknown).with("value", upload);
            Err(Error::Invalid(vec![unknown]))
        }
        Err(KeepError::Store(error)) => Err(error.into()),
    }
}
