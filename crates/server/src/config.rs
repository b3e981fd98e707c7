//! What the operator sets: defaults, then a file, then the environment, then the command line.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use figment::{
    Figment,
    providers::{Format, Serialized, Toml},
};
use payments::sandbox::LineFaults;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::registers::{RegisterOverrides, Registers};

pub(crate) mod files;
pub(crate) mod settlement;
pub(crate) mod smtp;
pub(crate) mod stripe;

use files::{FilesOverrides, FilesSection};
use settlement::{SettlementOverrides, SettlementSection};
use smtp::{SmtpOverrides, SmtpSection};
use stripe::{StripeOverrides, StripeSection};

/// Options of every command; each also from the environment and from a file.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub(crate) struct Overrides {
    /// Where the embedded database and its secrets are kept [default: ./farsight-data]
    #[arg(long, global = true, env = "FARSIGHT_DATA_DIR", value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data_dir: Option<PathBuf>,
    /// PostgreSQL address; without it a SQLite file in the data directory is used
    #[arg(
        long,
        global = true,
        env = "DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_url: Option<String>,
    /// Address of a PostgreSQL read replica
    #[arg(
        long,
        global = true,
        env = "DATABASE_REPLICA_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_replica_url: Option<String>,
    /// Connections to the database at the most [default: 16]
    #[arg(long, global = true, env = "FARSIGHT_DATABASE_CONNECTIONS", value_name = "N")]
    #[serde(skip_serializing_if = "Option::is_none")]
    database_connections: Option<u32>,
    /// Redis address; without it sessions, limits and live totals are shared within this process only
    #[arg(
        long,
        global = true,
        env = "REDIS_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    redis_url: Option<String>,
    /// Secret by which the sandbox signs its messages [default: made and kept in the data directory]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_WEBHOOK_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_secret: Option<String>,
    /// How bad the line to the sandbox is, to see what comes of it: percent of calls whose answer is lost, or that are not taken
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SANDBOX_FAULTS",
        value_name = "lost=N,busy=N"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    sandbox_faults: Option<String>,
    /// Secret that personal data and secrets of accounts are sealed with, the same for all processes: 32 characters or more,
    /// drawn at random; whoever loses it loses that data [default: made and kept in the data directory]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_MASTER_KEY",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    master_key: Option<String>,
    /// The master key before that, which still opens what it sealed; until `key reseal` has sealed all of it anew
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_MASTER_KEY_OLD",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    master_key_old: Option<String>,
    /// For how many hours a change of somebody's e-mail address is held back, in which the old address can take it back; 0
    /// is not at all [default: 72]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_EMAIL_CHANGE_HOLD_HOURS",
        value_name = "HOURS"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    email_change_hold_hours: Option<u32>,
    /// For how many days the erasure of an account waits, in which its owner can take it back; 0 is not at all [default: 7]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_ERASURE_COOLING_DAYS",
        value_name = "DAYS"
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    erasure_cooling_days: Option<u32>,
    /// File of names one may not deal with, one a line: who is verified is looked for in it [default: none]
    #[arg(long, global = true, env = "FARSIGHT_SCREENING_LIST", value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    screening_list: Option<PathBuf>,
    /// Also ask the register of invented rights [default: only with --demo]
    #[arg(long, global = true, env = "FARSIGHT_SAMPLE_REGISTER", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    sample_register: Option<bool>,
    /// Write logs as `text` or `json` [default: text]
    #[arg(long, global = true, env = "FARSIGHT_LOG_FORMAT", value_name = "FORMAT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    log_format: Option<LogFormat>,
    /// The address people reach the site at, such as `https://farsight.example` [default: http://LISTEN]
    #[arg(long, global = true, env = "FARSIGHT_PUBLIC_URL", value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    #[command(flatten)]
    files: FilesOverrides,
    #[command(flatten)]
    settlement: SettlementOverrides,
    #[command(flatten)]
    smtp: SmtpOverrides,
    #[command(flatten)]
    stripe: StripeOverrides,
    #[command(flatten)]
    registers: RegisterOverrides,
}

/// Options of `serve` and `worker`.
#[derive(Debug, Clone, Default, Args, Serialize)]
pub(crate) struct ServeOverrides {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "FARSIGHT_LISTEN", value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// Fill an empty database with the demonstration: campaigns, sample patents, people of each role
    #[arg(long, env = "FARSIGHT_DEMO", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    demo: Option<bool>,
    /// Proxies whose X-Forwarded-For is believed, by address [default: none]
    #[arg(
        long,
        env = "FARSIGHT_TRUSTED_PROXIES",
        value_name = "ADDRESS",
        value_delimiter = ','
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trusted_proxies: Vec<std::net::IpAddr>,
    /// Points of cost that flow back to a user or an address each second; 0 is no limit [default: 50]
    #[arg(long, env = "FARSIGHT_POINTS_PER_SECOND", value_name = "POINTS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    points_per_second: Option<u32>,
    /// Serve without doing background work; run `farsight worker` beside it
    #[arg(long, env = "FARSIGHT_NO_WORKER", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    no_worker: Option<bool>,
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything that is set.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// Where the embedded database and its secrets are kept.
    pub(crate) data_dir: PathBuf,
    /// The database, if it is not the embedded one.
    pub(crate) database_url: Option<SecretString>,
    /// A read replica.
    pub(crate) database_replica_url: Option<SecretString>,
    /// Connections at the most.
    pub(crate) database_connections: u32,
    /// Redis, if processes share one.
    pub(crate) redis_url: Option<SecretString>,
    /// The secret by which the sandbox signs, if it is not kept in the data directory.
    pub(crate) webhook_secret: Option<SecretString>,
    /// How bad the line to the sandbox is, if it is not good.
    pub(crate) sandbox_faults: Option<String>,
    /// The secret that personal data and secrets of accounts are sealed with, if it is not kept in the data directory.
    pub(crate) master_key: Option<SecretString>,
    /// The one before that, while it is being changed.
    pub(crate) master_key_old: Option<SecretString>,
    /// For how many hours a change of an e-mail address is held back.
    pub(crate) email_change_hold_hours: u32,
    /// For how many days the erasure of an account waits.
    pub(crate) erasure_cooling_days: u32,
    /// Names one may not deal with.
    pub(crate) screening_list: Option<PathBuf>,
    /// Uploaded files.
    #[serde(default)]
    pub(crate) files: FilesSection,
    /// Whether the register of invented rights is asked, if that is said.
    pub(crate) sample_register: Option<bool>,
    /// Collecting after a deadline, and paying out.
    #[serde(default)]
    pub(crate) settlement: SettlementSection,
    /// The mail server, if mails are sent.
    #[serde(default)]
    pub(crate) smtp: SmtpSection,
    /// The account at Stripe, if payments are not pretended.
    #[serde(default)]
    pub(crate) stripe: StripeSection,
    /// The patent registers that are asked.
    #[serde(default)]
    pub(crate) registers: Registers,
    /// How logs are written.
    pub(crate) log_format: LogFormat,
    /// Address and port to listen on.
    pub(crate) listen: SocketAddr,
    /// Whether to show the demonstration.
    pub(crate) demo: bool,
    /// The address people reach the site at.
    pub(crate) public_url: Option<String>,
    /// Proxies whose forwarding headers are believed.
    pub(crate) trusted_proxies: Vec<std::net::IpAddr>,
    /// Serve only.
    pub(crate) no_worker: bool,
    /// Points of cost that flow back to a user or an address each second; 0 is no limit.
    pub(crate) points_per_second: u32,
}

#[derive(Serialize)]
struct Defaults {
    data_dir: &'static str,
    database_connections: u32,
    email_change_hold_hours: u32,
    erasure_cooling_days: u32,
    log_format: LogFormat,
    listen: &'static str,
    demo: bool,
    trusted_proxies: [std::net::IpAddr; 0],
    no_worker: bool,
    points_per_second: u32,
}

const DEFAULTS: Defaults = Defaults {
    data_dir: "./farsight-data",
    database_connections: 16,
    email_change_hold_hours: 72,
    erasure_cooling_days: 7,
    log_format: LogFormat::Text,
    listen: "127.0.0.1:8080",
    demo: false,
    trusted_proxies: [],
    no_worker: false,
    points_per_second: 50,
};

impl Config {
    /// Reads the file, then applies environment and command line.
    ///
    /// # Errors
    /// Names the option and where its value came from.
    pub(crate) fn load(file: Option<&Path>, overrides: &Overrides, serve: &ServeOverrides) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(DEFAULTS));
        if let Some(file) = file {
            ensure!(
                file.is_file(),
                "there is no configuration file {}",
                file.display()
            );
            figment = figment.merge(Toml::file_exact(file));
        }
        let config: Self = figment
            .merge(Serialized::defaults(overrides))
            .merge(Serialized::defaults(serve))
            .extract()
            .context("the configuration is not right")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.database_connections > 0,
            "database_connections must be at least 1"
        );
        ensure!(
            self.email_change_hold_hours <= 24 * 30,
            "email_change_hold_hours must be from 0 to 720 (30 days)"
        );
        ensure!(
            self.erasure_cooling_days <= 30,
            "erasure_cooling_days must be from 0 to 30: an erasure is answered within a month (GDPR Article 12(3))"
        );
        if let Some(url) = &self.database_url {
            let url = url.expose_secret();
            let known = ["postgres://", "postgresql://", "sqlite://"]
                .iter()
                .any(|scheme| url.starts_with(scheme));
            ensure!(
                known,
                "database_url must begin with postgres:// (or sqlite:// and a path)"
            );
        }
        if let Some(url) = &self.redis_url {
            let url = url.expose_secret();
            ensure!(
                url.starts_with("redis://") || url.starts_with("rediss://"),
                "redis_url must begin with redis:// or rediss://"
            );
        }
        if let Some(url) = &self.public_url {
            ensure!(
                url.starts_with("http://") || url.starts_with("https://"),
                "public_url must begin with https:// (or http://)"
            );
        }
        ensure!(
            !(self.demo && self.stripe.is_set()),
            "the demonstration pretends its payments; leave --demo or the section stripe out"
        );
        ensure!(
            !(self.demo && self.smtp.is_set()),
            "the people of the demonstration are invented and get no mail; leave --demo or the section smtp out"
        );
        self.sandbox_faults()?;
        self.files.check()?;
        self.settlement.rules()?;
        self.smtp.check()?;
        self.stripe.check()?;
        self.registers.check()
    }

    /// Refuses to show the demonstration, whose passwords are public, to other machines.
    ///
    /// # Errors
    /// If `demo` is set and `listen` is not a loopback address.
    pub(crate) fn refuse_public_demo(&self) -> Result<()> {
        ensure!(
            !self.demo || self.listen.ip().is_loopback(),
            "the demonstration has well-known passwords and is served on loopback addresses only; \
             use --listen 127.0.0.1:{} or leave --demo out",
            self.listen.port()
        );
        Ok(())
    }

    /// The database's address: the one set, else the file in the data directory.
    pub(crate) fn database(&self) -> String {
        match &self.database_url {
            Some(url) => url.expose_secret().to_owned(),
            None => format!("sqlite://{}", self.data_dir.join("farsight.db").display()),
        }
    }

    /// How bad the line to the sandbox is.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn sandbox_faults(&self) -> Result<Option<LineFaults>> {
        let faults = self.sandbox_faults.as_deref().map(str::parse).transpose();
        faults.context("sandbox_faults cannot be used")
    }

    /// Whether the register of invented rights is asked: in the demonstration, or if said so.
    pub(crate) fn uses_samples(&self) -> bool {
        self.sample_register.unwrap_or(self.demo)
    }

    /// Whether mails are captured where no mail server is set: in the demonstration and with the embedded database, which a
    /// production platform does not have.
    pub(crate) fn captures_mails(&self) -> bool {
        !self.smtp.is_set() && (self.database_url.is_none() || self.demo)
    }

    /// Whether captured mails may be read by whoever opens their page: only where nobody but this machine reaches the site.
    pub(crate) fn shows_mails(&self) -> bool {
        let is_local = self.listen.ip().is_loopback() && is_loopback(&self.site());
        self.captures_mails() && is_local
    }

    /// The address people reach the site at.
    pub(crate) fn site(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Every setting as `name = value`, secrets left out.
    pub(crate) fn redacted(&self) -> Vec<(&'static str, String)> {
        let secret =
            |value: &Option<SecretString>| if value.is_some() { "(set)" } else { "(not set)" }.to_owned();
        vec![
            ("data_dir", self.data_dir.display().to_string()),
            ("database_url", secret(&self.database_url)),
            ("database_replica_url", secret(&self.database_replica_url)),
            ("database_connections", self.database_connections.to_string()),
            ("redis_url", secret(&self.redis_url)),
            ("webhook_secret", secret(&self.webhook_secret)),
            (
                "sandbox_faults",
                self.sandbox_faults.clone().unwrap_or_else(|| "(none)".to_owned()),
            ),
            ("master_key", secret(&self.master_key)),
            ("master_key_old", secret(&self.master_key_old)),
            (
                "email_change_hold_hours",
                self.email_change_hold_hours.to_string(),
            ),
            ("erasure_cooling_days", self.erasure_cooling_days.to_string()),
            (
                "screening_list",
                self.screening_list
                    .as_ref()
                    .map_or("(none)".to_owned(), |file| file.display().to_string()),
            ),
            ("files", self.files.redacted(&self.data_dir)),
            ("settlement", self.settlement.shown()),
            ("smtp", self.smtp.redacted(self.captures_mails())),
            ("stripe", self.stripe.redacted()),
            ("sample_register", self.uses_samples().to_string()),
            ("registers", self.registers.redacted()),
            ("log_format", format!("{:?}", self.log_format).to_lowercase()),
            ("listen", self.listen.to_string()),
            ("demo", self.demo.to_string()),
            ("public_url", self.site()),
            ("trusted_proxies", format!("{:?}", self.trusted_proxies)),
            ("no_worker", self.no_worker.to_string()),
            ("points_per_second", self.points_per_second.to_string()),
        ]
    }
}

/// Whether an address of a site is this machine's own.
fn is_loopback(site: &str) -> bool {
    let Ok(uri) = site.parse::<http::Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str, serve: ServeOverrides) -> Result<Config> {
        let dir = tempfile::tempdir()?;
        let file = dir.path().join("farsight.toml");
        std::fs::write(&file, toml)?;
        Config::load(Some(&file), &Overrides::default(), &serve)
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_defaults() {
        let serve = ServeOverrides {
            listen: Some("127.0.0.1:9999".parse().unwrap()),
            ..Default::default()
        };
        let config = load("listen = \"127.0.0.1:7777\"\ndatabase_connections = 3", serve).unwrap();
        assert_eq!(config.listen.port(), 9999);
        assert_eq!(config.database_connections, 3);
        assert!(config.database().ends_with("farsight-data/farsight.db"));
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let refused = load("lisen = \"127.0.0.1:7777\"", ServeOverrides::default()).unwrap_err();
        assert!(format!("{refused:#}").contains("lisen"), "{refused:#}");
    }

    #[test]
    fn the_demonstration_is_not_served_to_other_machines() {
        let serve = ServeOverrides {
            demo: Some(true),
            listen: Some("0.0.0.0:80".parse().unwrap()),
            ..Default::default()
        };
        assert!(load("", serve).unwrap().refuse_public_demo().is_err());
    }

    #[test]
    fn the_demonstration_does_not_touch_real_money() {
        let serve = ServeOverrides {
            demo: Some(true),
            ..Default::default()
        };
        let refused = load("[stripe]\nsecret_key = \"sk_live_1\"", serve).unwrap_err();
        assert!(
            refused.to_string().contains("pretends its payments"),
            "{refused:#}"
        );
    }

    #[test]
    fn the_section_settlement_is_read_and_nonsense_in_it_refused() {
        let config = load("[settlement]\ngrace_days = 3", ServeOverrides::default()).unwrap();
        let rules = config.settlement.rules().unwrap();
        assert_eq!(rules.grace, chrono::TimeDelta::days(3));
        let refused = load("[settlement]\ncharges_per_second = 0", ServeOverrides::default()).unwrap_err();
        assert!(
            refused.to_string().contains("settlement.charges_per_second"),
            "{refused:#}"
        );
    }

    #[test]
    fn captured_mails_are_shown_to_this_machine_alone() {
        let shows = |toml: &str| load(toml, ServeOverrides::default()).unwrap().shows_mails();
        assert!(shows(""));
        assert!(shows("public_url = \"http://localhost:8080\""));
        assert!(shows("listen = \"[::1]:8080\""));
        for others in [
            "listen = \"0.0.0.0:8080\"",
            // A proxy stands before it.
            "public_url = \"https://farsight.example\"",
            "database_url = \"postgres://h/d\"",
            "[smtp]\nhost = \"mail.example\"\nfrom = \"a@b.example\"",
        ] {
            assert!(!shows(others), "{others}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = load(
            "database_url = \"postgres://u:hunter2@h/d\"",
            ServeOverrides::default(),
        )
        .unwrap();
        assert!(!format!("{config:?} {:?}", config.redacted()).contains("hunter2"));
    }
}
