#![doc = include_str!("../README.md")]

mod administration;
mod books;
pub mod demo;
mod handlers;
mod happenings;
mod live;
mod material_change;
mod numbers;
mod ports;
mod privacy;
mod regimes;
mod sandbox;
mod setup;
mod tell;
mod watch;

use std::{fmt, sync::Arc};

use ::privacy::Privacy;
use ::regimes::Regimes;
use accounts::Accounts;
use cache::Cache;
use chrono::{DateTime, NaiveDate, Utc};
use db::Db;
use files::Files;
use investors::Investors;
use kernel::{Caller, CampaignId, policy};
use mail::{Captured, Mailer};
use notifications::Notifications;
use patents::Patents;
use payments::{PaymentProvider, Sandbox, WebhookReceiver};
use pledges::Pledges;
use projects::{Campaign, Projects};
use verification::Verifications;

pub use administration::{AdministrationError, Workload};
pub use books::BookFault;
pub use happenings::{CampaignHappening, Course, Happening, ListHappeningsError};
pub use live::{FundingChanges, ViewerChanges};
pub use ports::grave_risks;
pub use setup::{EMBEDDED_SITE, Parts, SetupError};

/// The platform: every service, wired to the others. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// People, sign-ins, roles.
    pub accounts: Accounts,
    /// Projects and campaigns.
    pub projects: Projects,
    /// Patent rights and their evidence.
    pub patents: Patents,
    /// Promises of money.
    pub pledges: Pledges,
    /// What people are told.
    pub notifications: Notifications,
    /// What people follow.
    pub investors: Investors,
    /// What people upload.
    pub files: Files,
    /// Who people and companies are.
    pub verifications: Verifications,
    /// What is kept about people: exports, erasures, what is over.
    pub privacy: Privacy,
    /// The rules of regulated campaigns, with licences and declarations.
    pub regimes: Regimes,
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) cache: Cache,
    pub(crate) provider: Arc<dyn PaymentProvider>,
    pub(crate) sandbox: Option<Sandbox>,
    pub(crate) webhooks: WebhookReceiver,
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) captured: Option<Captured>,
    pub(crate) is_demo: bool,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("provider", &self.inner.provider.name())
            .finish_non_exhaustive()
    }
}

impl App {
    /// The database.
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The cache.
    pub fn cache(&self) -> &Cache {
        &self.inner.cache
    }

    /// The payment provider's name: `sandbox`, `stripe`.
    pub fn payment_provider(&self) -> &'static str {
        self.inner.provider.name()
    }

    /// The sandbox, if payments are pretended.
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.inner.sandbox.as_ref()
    }

    /// Who takes the payment provider's messages.
    pub fn webhooks(&self) -> &WebhookReceiver {
        &self.inner.webhooks
    }

    /// Who carries mails: `smtp`, `captured`, `unset`.
    pub fn mailer(&self) -> &'static str {
        self.inner.mailer.name()
    }

    /// The mails that were kept instead of sent, if they are.
    pub fn captured_mails(&self) -> Option<&Captured> {
        self.inner.captured.as_ref()
    }

    /// Whether the demonstration is shown.
    pub fn is_demo(&self) -> bool {
        self.inner.is_demo
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.inner.db.clock().now()
    }

    /// Today in UTC.
    pub fn today(&self) -> NaiveDate {
        self.inner.db.clock().today()
    }

    /// Passes if the caller may change this campaign. To whoever may not see it, it is not there.
    ///
    /// # Errors
    /// As an edit would be refused.
    pub async fn may_edit(&self, caller: &Caller, id: CampaignId) -> projects::Result<()> {
        let found = self.projects.find(caller, id).await?;
        let owner = found
            .as_ref()
            .map_or(kernel::UserId::from_uuid(uuid::Uuid::nil()), |campaign| {
                campaign.founder_id
            });
        policy::can(caller, policy::Action::CampaignEdit { owner })?;
        found.map(|_| ()).ok_or(projects::Error::NotFound)
    }

    /// Past campaigns of other platforms that resemble this one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn comparables(
        &self,
        campaign: &Campaign,
        limit: u32,
    ) -> projects::Result<projects::history::Comparables> {
        let Some(goal) = campaign.goal else {
            return Ok(Default::default());
        };
        // The only platform whose records are read so far.
        let Ok(mapping) = projects::history::Mapping::load("kickstarter") else {
            return Ok(Default::default());
        };
        let Some(category) = mapping.category_of(campaign.field) else {
            return Ok(Default::default());
        };
        projects::history::comparables(self.db(), category, goal, limit).await
    }
}
