//! Putting the parts together.

use std::sync::Arc;

use ::privacy::Privacy;
use ::regimes::{Bank, BankError, PackError, Packs, Regimes};
use accounts::{Accounts, Settings};
use cache::Cache;
use db::{Db, Vault};
use files::{Files, Objects};
use investors::Investors;
use kernel::{Caller, Role};
use mail::{Captured, Mailer};
use notifications::Notifications;
use patents::{Patents, SampleRegister};
use payments::{Escrow, PaymentProvider, Sandbox, SandboxEscrow, WebhookReceiver, WebhookSecret};
use pledges::{PledgeLimits, Pledges, SettleRules};
use projects::Projects;
use verification::{ListScreening, Screening, Verifications};

use crate::{
    App, Inner,
    ports::{
        CampaignsForPledges, DossiersForPledges, FollowableThings, MailsForPledges, OwnersForProjects,
        PatentsForProjects, PeopleForMails, PeopleForPledges, PledgesForProjects,
    },
    privacy::{ObligationsForPrivacy, PeopleForPrivacy},
    regimes::{CampaignsForRegimes, RegimesForPledges, RegimesForProjects},
    watch::CampaignsForPatents,
};

/// The address of a platform that has none of its own.
pub const EMBEDDED_SITE: &str = "http://localhost:8080";

/// The master key of platforms that nobody's data is kept on: those of tests.
const EMBEDDED_KEY: &str = "master key of the embedded platform";

/// Whom one may not deal with in tests and in the demonstration: somebody invented.
const LISTED: &str = "Viktor Sanktionov\n制裁示例有限公司";

/// What a platform is made of.
#[derive(Debug)]
pub struct Parts {
    /// A migrated database.
    pub db: Db,
    /// The cache, shared by the processes that share the database.
    pub cache: Cache,
    /// What the operator set about accounts; its vault is that of the platform.
    pub accounts: Settings,
    /// The patent rights, with the registers that may be asked.
    pub patents: Patents,
    /// Whoever holds the key that personal data is sealed with.
    pub vault: Vault,
    /// Where uploaded files are kept.
    pub objects: Objects,
    /// Limits of uploads.
    pub uploads: files::Settings,
    /// Times of exports and erasures.
    pub privacy: ::privacy::Settings,
    /// Knows whom one may not deal with.
    pub screening: Arc<dyn Screening>,
    /// Who saves and charges cards.
    pub provider: Arc<dyn PaymentProvider>,
    /// Who keeps the money of regulated campaigns until it may be released.
    pub escrow: Arc<dyn Escrow>,
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

impl Parts {
    /// The parts of a platform that needs nothing but a database: the sandbox's payments, a cache and an object store of this
    /// process, no limits on sign-ins; for tests.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn embedded(db: Db, patents: Patents) -> Result<Self, SetupError> {
        let secret = WebhookSecret::new("whsec_of_the_embedded_sandbox")?;
        let sandbox = Sandbox::new(db.clone(), secret.clone());
        let captured = Captured::new(db.clone());
        let cheap = accounts::Hashing {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
            at_once: 4,
        };
        Ok(Self {
            cache: Cache::in_process(),
            accounts: Settings {
                limits: accounts::Limits::OFF,
                hashing: cheap,
                ..Settings::default()
            },
            patents,
            vault: Vault::new(EMBEDDED_KEY)?,
            objects: Objects::in_memory(),
            uploads: files::Settings::default(),
            privacy: ::privacy::Settings::default(),
            screening: Arc::new(ListScreening::read(LISTED)),
            provider: Arc::new(sandbox.clone()),
            escrow: Arc::new(SandboxEscrow::new(db.clone())),
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
    /// The numbers of the regimes cannot be read.
    #[error(transparent)]
    Packs(#[from] PackError),
    /// Nor can the questions investors answer.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// So could the master key.
    #[error(transparent)]
    MasterKey(#[from] db::MasterKeyTooShort),
}

impl App {
    /// Wires the parts to one another. Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn new(parts: Parts) -> Result<Self, SetupError> {
        let settings = Settings {
            vault: Some(parts.vault.clone()),
            ..parts.accounts
        };
        let accounts = Accounts::new(parts.db.clone(), parts.cache.clone(), settings)?;
        let verifications = Verifications::new(verification::Parts {
            db: parts.db.clone(),
            vault: parts.vault.clone(),
            screening: parts.screening,
            settings: verification::Settings::default(),
        });
        let for_projects = Arc::new(PatentsForProjects(parts.patents.clone()));
        let backers = Arc::new(PledgesForProjects(parts.db.clone()));
        let owners = Arc::new(OwnersForProjects {
            patents: parts.patents.clone(),
            verifications: verifications.clone(),
        });
        let regimes = Regimes::new(::regimes::Parts {
            db: parts.db.clone(),
            vault: parts.vault.clone(),
            packs: Packs::shipped()?,
            bank: Bank::shipped()?,
            platform_pay: parts.settle.platform_fee,
            campaigns: Arc::new(CampaignsForRegimes),
        });
        let ruled = RegimesForProjects {
            db: parts.db.clone(),
            regimes: regimes.clone(),
            escrow: Arc::clone(&parts.escrow),
        };
        let projects = Projects::new(parts.db.clone(), parts.vault.clone(), for_projects, owners)
            .backed_by(backers)
            .ruled_by(Arc::new(ruled));
        let patents = parts
            .patents
            .relied_on_by(Arc::new(CampaignsForPatents(projects.clone())));
        let notifications = Notifications::new(notifications::Parts {
            db: parts.db.clone(),
            mailer: Arc::clone(&parts.mailer),
            recipients: Arc::new(PeopleForMails(accounts.clone())),
            site: parts.site.clone(),
        });
        let pledges = Pledges::new(pledges::Parts {
            db: parts.db.clone(),
            terms: Arc::new(CampaignsForPledges),
            dossier: Arc::new(DossiersForPledges(patents.clone())),
            founders: Arc::new(PeopleForPledges),
            correspondence: Arc::new(MailsForPledges(notifications.clone())),
            rules: Arc::new(RegimesForPledges(regimes.clone())),
            escrow: Arc::clone(&parts.escrow),
            provider: Arc::clone(&parts.provider),
            limits: PledgeLimits::default(),
            settle: parts.settle,
        });
        let followable = FollowableThings {
            accounts: accounts.clone(),
            projects: projects.clone(),
            patents: patents.clone(),
        };
        let investors = Investors::new(parts.db.clone(), Arc::new(followable));
        let files = Files::new(files::Parts {
            db: parts.db.clone(),
            vault: parts.vault.clone(),
            objects: parts.objects.clone(),
            settings: parts.uploads,
        });
        let privacy = Privacy::new(::privacy::Parts {
            db: parts.db.clone(),
            vault: parts.vault.clone(),
            objects: parts.objects,
            files: files.clone(),
            obligations: Arc::new(ObligationsForPrivacy),
            people: Arc::new(PeopleForPrivacy {
                accounts: accounts.clone(),
                mailer: Arc::clone(&parts.mailer),
                site: parts.site,
            }),
            settings: parts.privacy,
        });
        Ok(Self {
            accounts,
            files,
            privacy,
            verifications,
            regimes,
            projects,
            patents,
            pledges,
            notifications,
            investors,
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
        Self::new(Parts::embedded(db, patents)?)
    }

    /// The platform on which the demonstration is lived through; its accounts stay, so their passwords
    /// are hashed as any other.
    pub(crate) async fn embedded_for_seeding(
        db: Db,
        site: String,
        vault: Vault,
        objects: Objects,
    ) -> Result<Self, SetupError> {
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
            vault,
            objects,
            uploads: files::Settings::default(),
            privacy: ::privacy::Settings::default(),
            screening: Arc::new(ListScreening::read(LISTED)),
            provider: Arc::new(sandbox.clone()),
            escrow: Arc::new(SandboxEscrow::new(db.clone())),
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
