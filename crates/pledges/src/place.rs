//! Placing a pledge.

use chrono::{DateTime, Utc};
use db::{Act, IdempotencyKey, NewJob, Tx, hash_request};
use kernel::{
    Caller, CampaignId, Forbidden, Money, PledgeId, Refusal, RewardId, kind,
    policy::{Action, Denied, can},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Dossier, ItemWish, ItemsError, NewPledge, PaymentSetup, Pledge, PledgeErrorCode, Pledges, Terms,
    acknowledgement, events,
    items::{self, Choice},
    jobs, store,
};

/// A wish to pledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacePledge {
    /// What is to be funded.
    pub campaign_id: CampaignId,
    /// What the pledge is to earn, if something.
    pub reward_id: Option<RewardId>,
    /// The add-ons chosen beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemWish>,
    /// How much is promised.
    pub amount: Money,
    /// The hash of the grave risks the investor says to know of ([`crate::GraveRisks::hash`]), if there are any.
    pub acknowledged_risks: Option<String>,
    /// The client's key for this wish: sent twice, it is one pledge.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Why a pledge was not taken. All but the last three are answers for the investor.
#[derive(Debug, thiserror::Error)]
pub enum PlacePledgeError {
    /// There is no such campaign, or it is not public.
    #[error("there is no campaign {0}")]
    CampaignNotFound(CampaignId),
    /// The campaign takes no pledges.
    #[error("the campaign takes no pledges{}", closed(*closed_at))]
    CampaignClosed {
        /// When it closed, if it did.
        closed_at: Option<DateTime<Utc>>,
    },
    /// Its patents changed, and those who pledged are asked first.
    #[error("the campaign's patents changed; it takes no new pledges until those who pledged have confirmed")]
    CampaignHeld,
    /// Its patents bear grave risks, and the investor did not say to know of them, or of others than there are now.
    #[error("the patents bear grave risks that have to be acknowledged first")]
    RisksNotAcknowledged,
    /// One may not pledge to one's own campaign.
    #[error("you may not pledge to a campaign of your own")]
    OwnCampaign,
    /// The campaign does not offer this reward.
    #[error("the campaign does not offer reward {0}")]
    RewardNotFound(RewardId),
    /// None of the reward is left.
    #[error("none of this reward is left")]
    RewardSoldOut(RewardId),
    /// So many of the add-on are not left.
    #[error("so many of this add-on are not left")]
    AddOnSoldOut(RewardId),
    /// Something cannot be chosen like this.
    #[error(transparent)]
    Items(#[from] ItemsError),
    /// The amount is out of bounds.
    #[error("a pledge is at least {least} and at most {most}")]
    AmountInvalid {
        /// The least.
        least: Money,
        /// The most.
        most: Money,
    },
    /// The amount is less than what was chosen comes to.
    #[error("what was chosen comes to {least}")]
    AmountBelowReward {
        /// The least that earns all of it.
        least: Money,
    },
    /// The campaign is funded in another currency.
    #[error("the campaign is funded in {expected}")]
    CurrencyMismatch {
        /// The campaign's currency.
        expected: kernel::Currency,
    },
    /// Too many pledges of the investor wait for a card.
    #[error("{waiting} of your pledges wait for a card; complete or cancel one first")]
    LimitExceeded {
        /// How many.
        waiting: i64,
    },
    /// A rule of the law the campaign raises money under says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The caller may not pledge.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The database refused or does not answer, or the key stood for another request.
    #[error(transparent)]
    Store(#[from] db::Error),
}

fn closed(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(String::new, |at| format!("; it closed at {at}"))
}

impl PlacePledgeError {
    /// The code for a form, if the caller can act on it.
    pub fn code(&self) -> Option<PledgeErrorCode> {
        use PledgeErrorCode as C;
        match self {
            Self::CampaignNotFound(_) => Some(C::CampaignNotFound),
            Self::CampaignClosed { .. } => Some(C::CampaignClosed),
            Self::CampaignHeld => Some(C::CampaignHeld),
            Self::RisksNotAcknowledged => Some(C::RisksNotAcknowledged),
            Self::OwnCampaign => Some(C::OwnCampaign),
            Self::RewardNotFound(_) => Some(C::RewardNotFound),
            Self::RewardSoldOut(_) => Some(C::RewardSoldOut),
            Self::AddOnSoldOut(_) => Some(C::AddOnSoldOut),
            Self::Items(error) => Some(error.code()),
            Self::AmountInvalid { .. } => Some(C::AmountInvalid),
            Self::AmountBelowReward { .. } => Some(C::AmountBelowReward),
            Self::CurrencyMismatch { .. } => Some(C::CurrencyMismatch),
            Self::LimitExceeded { .. } => Some(C::LimitExceeded),
            Self::Refused(_) => Some(C::RegimeRefused),
            Self::Forbidden(_) => None,
            Self::Store(error) => C::of_store(error),
        }
    }

    /// What a rule of the campaign's regime said, if that was the trouble.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The least amount that would have been taken, if that was the trouble.
    pub fn minimum(&self) -> Option<Money> {
        match self {
            Self::AmountInvalid { least, .. } | Self::AmountBelowReward { least } => Some(*least),
            _ => None,
        }
    }
}

impl Pledges {
    /// Places a pledge: a promise to pay if the campaign reaches its goal.
    ///
    /// Nothing is charged here. The reward is kept while the investor enters a card; the
    /// provider is asked after commit, here and, should that fail, by a job. The same request
    /// with the same key gives the same pledge.
    ///
    /// # Errors
    /// [`PlacePledgeError`] says what to change.
    #[tracing::instrument(name = "pledges.place", skip_all, fields(campaign.id = %request.campaign_id))]
    pub async fn place(&self, caller: &Caller, request: PlacePledge) -> Result<Pledge, PlacePledgeError> {
        let id = self.place_in_store(caller, &request).await?;
        // Whatever happens from here on, the pledge is placed.
        if let Err(error) = self.prepare_setup(id).await {
            tracing::warn!(error = &error as &dyn std::error::Error, pledge.id = %id, "a card cannot be entered yet; a job will see to it");
        }
        let pledge = store::find(self.db.primary(), id).await?;
        pledge.ok_or_else(|| db::Error::corrupt(format_args!("pledge {id} vanished")).into())
    }

    async fn place_in_store(
        &self,
        caller: &Caller,
        request: &PlacePledge,
    ) -> Result<PledgeId, PlacePledgeError> {
        let investor_id = caller.user_id()?;
        let key = IdempotencyKey {
            user_id: investor_id,
            operation: "pledge.place",
            key: request.idempotency_key,
            request_hash: hash_request(request),
        };
        let tx = self.db.begin().await?;
        if let Some(earlier) = tx.answered::<PledgeId>(&key).await? {
            return Ok(earlier);
        }
        // The campaign row stays locked until commit: nobody else takes the last of a reward
        // meanwhile, and nobody closes the campaign.
        let terms = self.terms.lock(&tx, request.campaign_id).await?;
        let terms = terms.ok_or(PlacePledgeError::CampaignNotFound(request.campaign_id))?;
        // After the lock: whoever waited past the deadline is late.
        let now = tx.now().await?;
        self.judge(caller, request, &terms, now)?;
        let limit = self.limits.waiting_per_investor;
        let waiting = store::waiting_of(&tx, investor_id, limit).await?;
        if waiting >= limit {
            return Err(PlacePledgeError::LimitExceeded { waiting });
        }
        let known = request.acknowledged_risks.as_deref();
        let dossier = self.shown(&tx, &terms, known).await?;
        let choice = Choice {
            reward: request.reward_id,
            add_ons: &request.items,
            held: &[],
        };
        let items = self.take_items(&tx, choice, request.amount, &terms).await?;
        store::keep_dossier(&tx, &dossier, now).await?;

        // Nothing is kept beyond the deadline: whoever has no card by then is late.
        let until = now + self.limits.reservation;
        let new = NewPledge {
            id: tx.new_id::<kind::Pledge>(now),
            campaign_id: terms.campaign_id,
            investor_id,
            reward_id: request.reward_id,
            has_items: !items.is_empty(),
            amount: request.amount,
            dossier_hash: dossier.hash,
            reserved_until: terms.deadline_at.map_or(until, |deadline| until.min(deadline)),
        };
        let pledge = Pledge::place(new, now);
        let provider = self.provider.name();
        let customer = store::customer_of(&*tx, investor_id, provider).await?;
        let setup = PaymentSetup::new(tx.new_id(now), pledge.id, 1, provider, customer, now);
        store::insert(&tx, &pledge, terms.regime, request.idempotency_key).await?;
        items::store::insert(&tx, pledge.id, pledge.version, &items).await?;
        if terms.regime.is_regulated() {
            self.rules.commit(&tx, &terms, &pledge, None, now).await??;
        }
        store::insert_setup(&tx, &setup).await?;
        acknowledgement::keep(&tx, &pledge, &dossier.risks, now).await?;
        tx.record(caller, Act::new("pledge.place", pledge.id).after(pledge.trace()))
            .await?;
        tx.publish(&events::PledgePlaced::of(&pledge, now)).await?;
        tx.enqueue(NewJob::new(jobs::PREPARE_SETUP, &pledge.id).run_at(now + jobs::REPAIR_AFTER))
            .await?;
        tx.enqueue(
            NewJob::new(jobs::EXPIRE, &pledge.id)
                .run_at(pledge.reserved_until)
                .max_attempts(30),
        )
        .await?;
        tx.answer(&key, &pledge.id).await?;
        tx.commit().await?;
        Ok(pledge.id)
    }

    /// The rules that need no store.
    fn judge(
        &self,
        caller: &Caller,
        request: &PlacePledge,
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Result<(), PlacePledgeError> {
        match can(
            caller,
            Action::PledgePlace {
                campaign_owner: terms.founder_id,
            },
        ) {
            Ok(()) => {}
            Err(Denied::Forbidden(Forbidden::OwnCase)) => return Err(PlacePledgeError::OwnCampaign),
            Err(denied) => {
                return Err(denied.or_missing(PlacePledgeError::CampaignNotFound(request.campaign_id)));
            }
        }
        self.judge_offer(request.amount, terms, now)
    }

    /// The rules of an amount that is offered to a campaign at `now`, by a new pledge or by one that is changed.
    pub(crate) fn judge_offer(
        &self,
        amount: Money,
        terms: &Terms,
        now: DateTime<Utc>,
    ) -> Result<(), PlacePledgeError> {
        if !terms.take_pledges(now) {
            let closed_at = terms.deadline_at.filter(|deadline| *deadline <= now);
            return Err(PlacePledgeError::CampaignClosed { closed_at });
        }
        if terms.held {
            return Err(PlacePledgeError::CampaignHeld);
        }
        if amount.currency != terms.currency {
            return Err(PlacePledgeError::CurrencyMismatch {
                expected: terms.currency,
            });
        }
        let (least, most) = (self.limits.least(amount), self.limits.most(amount));
        // What is bought of a security is bounded by its own law and by what is offered.
        let is_too_much = amount.minor > most.minor && !terms.regime.is_regulated();
        if amount.minor < least.minor || is_too_much {
            return Err(PlacePledgeError::AmountInvalid { least, most });
        }
        Ok(())
    }

    /// The facts about the patents as they are shown now, to an investor who knows of their grave risks.
    pub(crate) async fn shown(
        &self,
        tx: &Tx,
        terms: &Terms,
        known: Option<&str>,
    ) -> Result<Dossier, PlacePledgeError> {
        let dossier = self
            .dossier
            .dossier(tx, terms.campaign_id, terms.deadline_at)
            .await?;
        if dossier.risks.are_known(known) {
            Ok(dossier)
        } else {
            Err(PlacePledgeError::RisksNotAcknowledged)
        }
    }
}
