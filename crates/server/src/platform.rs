//! The platform, put together from the configuration.

use std::{sync::Arc, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use app::{App, Parts};
use cache::Cache;
use db::{Db, Options, Vault};
use kernel::SystemIds;
use mail::{Captured, Mailer, Unset};
use migrations::{Migrator, MigratorTrait};
use patents::{Patents, SampleRegister};
use payments::{
    Escrow, NoEscrow, PaymentProvider, Sandbox, SandboxEscrow, WebhookReceiver, WebhookSecret,
    sandbox::BadLine,
};
use secrecy::ExposeSecret;
use verification::{ListScreening, Screening};

#[cfg(feature = "stripe")]
use crate::config::stripe::Account;
use crate::{config::Config, secrets::secret};

/// How long a start waits for a database that is starting too.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connects to the database, waiting a little for one that is just starting.
///
/// # Errors
/// If it does not answer in time.
pub(crate) async fn database(config: &Config) -> Result<Db> {
    if config.database_url.is_none() {
        std::fs::create_dir_all(&config.data_dir)
            .with_context(|| format!("the data directory {} cannot be made", config.data_dir.display()))?;
    }
    let options = Options {
        replica_url: config
            .database_replica_url
            .as_ref()
            .map(|url| url.expose_secret().to_owned()),
        max_connections: config.database_connections,
        ..Options::new(config.database())
    };
    let started = tokio::time::Instant::now();
    loop {
        match Db::connect(options.clone()).await {
            Ok(db) => return Ok(db),
            Err(db::Error::Unavailable(error))
                if started.elapsed() < PATIENCE && config.database_url.is_some() =>
            {
                tracing::warn!(error = %error, "the database does not answer yet");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(error) => return Err(error).context("the database cannot be reached; check database_url"),
        }
    }
}

/// Brings the database to the newest shape. Several processes may start at once: on PostgreSQL one
/// migrates and the others wait.
///
/// # Errors
/// If a migration fails.
pub(crate) async fn migrate(db: &Db) -> Result<()> {
    let pending = Migrator::get_pending_migrations(db.primary()).await?;
    if pending.is_empty() {
        return Ok(());
    }
    tracing::info!(count = pending.len(), "bringing the database to the newest shape");
    let lock = db.begin().await?;
    // On SQLite the open transaction is the only writer, so the migrations must not wait for it.
    if db.is_postgres() {
        lock.lock_name("migrations").await?;
    } else {
        drop(lock);
        Migrator::up(db.primary(), None)
            .await
            .context("a migration failed")?;
        return Ok(());
    }
    Migrator::up(db.primary(), None)
        .await
        .context("a migration failed")?;
    lock.commit().await?;
    Ok(())
}

/// What a process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runs {
    /// Serves or works: from now on its master key is the one of this installation.
    Platform,
    /// One command of an operator. It notes no master key, for it may run where the right one is not set.
    Command,
}

/// The platform over a migrated database.
///
/// # Errors
/// If Redis's address, the data directory or the shipped data cannot be used.
pub(crate) async fn platform(config: &Config, db: Db, runs: Runs) -> Result<App> {
    let cache = match &config.redis_url {
        Some(url) => Cache::redis(cache::Options::new(url.expose_secret()))
            .await
            .context("redis_url cannot be used")?,
        None => Cache::in_process(),
    };
    let payments = payments(config, &db)?;
    let (mailer, captured) = mails(config, &db)?;
    let sources = config.registers.sources(Arc::clone(db.clock()))?;
    let mut patents = Patents::new(db.clone()).with_sources(sources);
    if config.uses_samples() {
        patents = patents.with_samples(SampleRegister::shipped()?);
    }
    let accounts = accounts::Settings {
        limits: if config.demo {
            demo_limits()
        } else {
            accounts::Limits::default()
        },
        email_change_hold: chrono::TimeDelta::hours(config.email_change_hold_hours.into()),
        ..accounts::Settings::default()
    };
    let app = App::new(Parts {
        vault: vault(config, &db, runs).await?,
        objects: config.files.objects(&config.data_dir)?,
        uploads: config.files.settings(),
        privacy: ::privacy::Settings {
            cooling: chrono::TimeDelta::days(config.erasure_cooling_days.into()),
            ..::privacy::Settings::default()
        },
        screening: screening(config)?,
        db,
        cache,
        accounts,
        patents,
        provider: payments.provider,
        escrow: payments.escrow,
        sandbox: payments.sandbox,
        webhooks: payments.webhooks,
        settle: config.settlement.rules()?,
        mailer,
        captured,
        site: config.site(),
        is_demo: config.demo,
    })?;
    Ok(app)
}

/// Names one may not deal with: those of the list that is set.
fn screening(config: &Config) -> Result<Arc<dyn Screening>> {
    let Some(file) = &config.screening_list else {
        return Ok(Arc::new(ListScreening::default()));
    };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("screening_list cannot be read: {}", file.display()))?;
    let list = ListScreening::read(&text);
    ensure!(
        !list.is_empty(),
        "screening_list names nobody: {}",
        file.display()
    );
    tracing::info!(names = list.len(), "names are screened");
    Ok(Arc::new(list))
}

/// Whoever holds the master key: the one that is set, else the one in the data directory.
///
/// # Errors
/// If it is too short, or the data directory cannot be used.
pub(crate) fn master_key(config: &Config) -> Result<Vault> {
    let text = match &config.master_key {
        Some(key) => key.expose_secret().to_owned(),
        None => secret(&config.data_dir, "master", &SystemIds)?,
    };
    let vault = Vault::new(&text).context("master_key cannot be used")?;
    match &config.master_key_old {
        Some(old) => vault
            .with_older(old.expose_secret())
            .context("master_key_old cannot be used"),
        None => Ok(vault),
    }
}

/// The same, if it is the key that this database's data is sealed with.
///
/// # Errors
/// If it is another.
pub(crate) async fn vault(config: &Config, db: &Db, runs: Runs) -> Result<Vault> {
    let vault = master_key(config)?;
    match runs {
        Runs::Platform => vault.admit(db).await?,
        Runs::Command => {
            vault.check(db.primary()).await?;
        }
    }
    Ok(vault)
}

/// The mail server where one is set; else mails are captured, or wait.
fn mails(config: &Config, db: &Db) -> Result<(Arc<dyn Mailer>, Option<Captured>)> {
    if let Some(smtp) = config.smtp.mailer()? {
        return Ok((Arc::new(smtp), None));
    }
    if config.captures_mails() {
        let captured = Captured::new(db.clone());
        return Ok((Arc::new(captured.clone()), Some(captured)));
    }
    Ok((Arc::new(Unset), None))
}

/// Says at a start what becomes of mails, where that is not what an operator would expect.
pub(crate) fn warn_of_mails(app: &App) {
    if app.mailer() == Unset.name() {
        tracing::error!(
            "no mail server is set: mails are not sent, they wait and are given up after three days; set smtp.host and smtp.from"
        );
    }
}

/// Who takes payments, and who takes their messages.
struct Payments {
    provider: Arc<dyn PaymentProvider>,
    /// Who keeps the money of regulated campaigns. Stripe is no such third party.
    escrow: Arc<dyn Escrow>,
    /// If they are pretended.
    sandbox: Option<Sandbox>,
    webhooks: WebhookReceiver,
}

/// Stripe where an account is set, else the sandbox.
fn payments(config: &Config, db: &Db) -> Result<Payments> {
    #[cfg(feature = "stripe")]
    if let Some(Account { stripe, webhooks }) = config.stripe.account()? {
        return Ok(Payments {
            provider: Arc::new(stripe),
            escrow: Arc::new(NoEscrow),
            sandbox: None,
            webhooks,
        });
    }
    let text = match &config.webhook_secret {
        Some(secret) => secret.expose_secret().to_owned(),
        None => secret(&config.data_dir, "webhook", &SystemIds)?,
    };
    let webhook_secret = WebhookSecret::new(text).context("webhook_secret cannot be used")?;
    let sandbox = Sandbox::new(db.clone(), webhook_secret.clone());
    let provider: Arc<dyn PaymentProvider> = match config.sandbox_faults()? {
        Some(faults) => {
            tracing::warn!(%faults, "the line to the sandbox is bad, as it was set");
            Arc::new(BadLine::new(sandbox.clone(), faults))
        }
        None => Arc::new(sandbox.clone()),
    };
    Ok(Payments {
        provider,
        escrow: Arc::new(SandboxEscrow::new(db.clone())),
        sandbox: Some(sandbox),
        webhooks: WebhookReceiver {
            provider: Sandbox::NAME,
            secrets: vec![webhook_secret],
            livemode: false,
        },
    })
}

/// Everyone who tries the demonstration comes from one address, so only the limits for each
/// account hold there.
fn demo_limits() -> accounts::Limits {
    accounts::Limits {
        address: None,
        network: None,
        sign_up: None,
        letters_address: None,
        letters_network: None,
        ..accounts::Limits::default()
    }
}

/// Refuses to go on with a database that another version has shaped.
///
/// # Errors
/// If migrations are pending.
pub(crate) async fn expect_migrated(db: &Db) -> Result<()> {
    let pending = Migrator::get_pending_migrations(db.primary()).await?.len();
    if pending > 0 {
        bail!("{pending} migrations are missing; run `farsight migrate up`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Overrides, ServeOverrides};

    /// The configuration of a data directory, with these settings.
    fn config(dir: &std::path::Path, settings: &str) -> Config {
        let file = dir.join("farsight.toml");
        let text = format!("data_dir = {:?}\n{settings}", dir.join("data"));
        std::fs::write(&file, text).unwrap();
        Config::load(Some(&file), &Overrides::default(), &ServeOverrides::default()).unwrap()
    }

    #[tokio::test]
    async fn a_start_with_another_master_key_is_refused_until_the_one_before_is_given_too() {
        let dir = tempfile::tempdir().unwrap();
        let made = config(dir.path(), "");
        let db = database(&made).await.unwrap();
        migrate(&db).await.unwrap();
        let first = vault(&made, &db, Runs::Platform).await.unwrap();
        assert_eq!(
            vault(&made, &db, Runs::Platform).await.unwrap().fingerprint(),
            first.fingerprint()
        );

        let new = format!("master_key = {:?}\n", "n".repeat(32));
        let refused = vault(&config(dir.path(), &new), &db, Runs::Platform)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains(&first.fingerprint()) && refused.contains("master_key_old"),
            "{refused}"
        );
        let kept = std::fs::read_to_string(made.data_dir.join("master.secret")).unwrap();
        let both = config(dir.path(), &format!("{new}master_key_old = {kept:?}"));
        vault(&both, &db, Runs::Platform).await.unwrap();
        let short = config(dir.path(), "master_key = \"short\"");
        let refused = format!("{:#}", vault(&short, &db, Runs::Platform).await.unwrap_err());
        assert!(
            refused.contains("master_key") && refused.contains("32 characters"),
            "{refused}"
        );
    }
}
