//! Putting the parts together.

use std::sync::Arc;

use accounts::{Accounts, Settings};
use cache::Cache;
use db::Db;
use kernel::{Caller, Role};
use mail::{Captured, Mailer};
use notifications::Notifications;
use patents::{Patents, SampleRegister};
use payments::{PaymentProvider, Sandbox, WebhookReceiver, WebhookSecret};
use pledges::{PledgeLimits, Pledges, SettleRules};
use projects::Projects;

use crate::{
    App, Inner,
    ports::{CampaignsForPledges, DossiersForPledges, PatentsForProjects, PeopleForMails, PeopleForPledges},
    watch::CampaignsForPatents,
};

/// The address of a platform that has none of its own.
pub const EMBEDDED_SITE: &str = "http://localhost:8080";

/// What a platform is made of.
#[derive(Debug)]
pub struct Parts {
    /// A migrated database.
    pub db: Db,
    /// The cache, shared by the processes that share the database.
    pub cache: Cache,
    /// What the operator set about accounts.
    pub accounts: Settings,
    /// The patent rights, with the registers that may be asked.
    pub patents: Patents,
    /// Who saves and charges cards.
    pub provider: Arc<dyn PaymentProvider>,
    /// The same, if it is the sandbox.
    pub sandbox: Option<Sandbox>,
    /// Who takes its messages.
    pub webhooks: WebhookReceiver,
    /// Intervals and rates of collecting and paying out.
    pub settle: SettleRules,
    /// Who carries mails.
    pub mailer: Arc<dyn Mailer>,
    /// The same, if they are kept instead of sent.
    pub captured: Option<Captured>,
    /// The address people reach the site at: links of mails begin with it.
    pub site: String,
    /// Whether the demonstration is shown.
    pub is_demo: bool,
}

/// Why a platform cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Passwords cannot be hashed by these settings.
    #[error(transparent)]
    Accounts(#[from] accounts::SettingsError),
    /// The shipped register of invented rights cannot be read.
    #[error(transparent)]
    Samples(#[from] patents::SampleError),
    /// The secret could be guessed.
    #[error(transparent)]
    Secret(#[from] payments::SecretTooShort),
}

impl App {
    /// Wires the parts to one another. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn new(parts: Parts) -> Result<Self, SetupError> {
        let accounts = Accounts::new(parts.db.clone(), parts.cache.clone(), parts.accounts)?;
        let for_projects = Arc::new(PatentsForProjects(parts.patents.clone()));
        let projects = Projects::new(parts.db.clone(), for_projects);
        let patents = parts
            .patents
            .relied_on_by(Arc::new(CampaignsForPatents(projects.clone())));
        let pledges = Pledges::new(pledges::Parts {
            db: parts.db.clone(),
            terms: Arc::new(CampaignsForPledges),
            dossier: Arc::new(DossiersForPledges(patents.clone())),
            founders: Arc::new(PeopleForPledges),
            provider: Arc::clone(&parts.provider),
            limits: PledgeLimits::default(),
            settle: parts.settle,
        });
        let notifications = Notifications::new(notifications::Parts {
            db: parts.db.clone(),
            mailer: Arc::clone(&parts.mailer),
            recipients: Arc::new(PeopleForMails(accounts.clone())),
            site: parts.site,
        });
        Ok(Self {
            accounts,
            projects,
            patents,
            pledges,
            notifications,
            inner: Arc::new(Inner {
                db: parts.db,
                cache: parts.cache,
                provider: parts.provider,
                sandbox: parts.sandbox,
                webhooks: parts.webhooks,
                mailer: parts.mailer,
                captured: parts.captured,
                is_demo: parts.is_demo,
            }),
        })
    }

    /// A platform that needs nothing but a database: the sandbox's payments, the register of
    /// invented rights, a cache of this process. No limits on sign-ins; for tests.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn embedded(db: Db) -> Result<Self, SetupError> {
        let patents = Patents::new(db.clone()).with_samples(SampleRegister::shipped()?);
        Self::embedded_with(db, patents).await
    }

    /// The same with patents that ask other registers.
    ///
    /// # Errors
    /// [`SetupError`].
    pub async fn embedded_with(db: Db, patents: Patents) -> Result<Self, SetupError> {
        let secret = WebhookSecret::new("whsec_of_the_embedded_sandbox")?;
        let sandbox = Sandbox::new(db.clone(), secret.clone());
        let captured = Captured::new(db.clone());
        let cheap = accounts::Hashing {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
            at_once: 4,
        };
        Self::new(Parts {
            cache: Cache::in_process(),
            accounts: Settings {
                limits: accounts::Limits::OFF,
                hashing: cheap,
                seal_keys: vec!["the key of a platform that lasts as long as its tests".into()],
                ..Settings::default()
            },
            patents,
            provider: Arc::new(sandbox.clone()),
            sandbox: Some(sandbox),
            webhooks: WebhookReceiver {
                provider: Sandbox::NAME,
                secrets: vec![secret],
                livemode: false,
            },
            settle: SettleRules::default(),
            mailer: Arc::new(captured.clone()),
            captured: Some(captured),
            site: EMBEDDED_SITE.to_owned(),
            is_demo: false,
            db,
        })
    }

    /// The platform on which the demonstration is lived through; its accounts stay, so their passwords
    /// are hashed as any other.
    pub(crate) async fn embedded_for_seeding(db: Db, site: String) -> Result<Self, SetupError> {
        let secret = WebhookSecret::new("whsec_of_the_embedded_sandbox")?;
        let sandbox = Sandbox::new(db.clone(), secret.clone());
        let captured = Captured::new(db.clone());
        Self::new(Parts {
            cache: Cache::in_process(),
            accounts: Settings {
                limits: accounts::Limits::OFF,
                ..Settings::default()
            },
            patents: Patents::new(db.clone()).with_samples(SampleRegister::shipped()?),
            provider: Arc::new(sandbox.clone()),
            sandbox: Some(sandbox),
            webhooks: WebhookReceiver {
                provider: Sandbox::NAME,
                secrets: vec![secret],
                livemode: false,
            },
            settle: SettleRules::default(),
            mailer: Arc::new(captured.clone()),
            captured: Some(captured),
            site,
            is_demo: true,
            db,
        })
    }

    /// Gives somebody a role, as an operator does: the platform itself acts.
    ///
    /// # Errors
    /// [`accounts::RoleError`].
    pub async fn grant(&self, user: &str, role: Role) -> Result<(), accounts::RoleError> {
        let nobody = accounts::RoleError::UserNotFound(kernel::UserId::from_uuid(uuid::Uuid::nil()));
        let user = user.parse().map_err(|_| nobody)?;
        let request = accounts::GrantRole {
            user,
            role,
            reason: "granted by the operator".to_owned(),
        };
        self.accounts
            .grant_role(&Caller::system("operator"), request)
            .await
            .map(|_| ())
    }
}
