//! What is set about Stripe. With it payments are real (or Stripe's own tests); without, the sandbox.

use anyhow::{Result, ensure};
use clap::Args;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// Options about Stripe; each also from the environment and from the file's section `stripe`.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[command(next_help_heading = "Stripe (without it payments are pretended by the sandbox)")]
pub(crate) struct StripeOverrides {
    /// Secret key of the account; sk_live_… moves real money, sk_test_… does not
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_STRIPE_SECRET_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    #[serde(rename = "secret_key", skip_serializing_if = "Option::is_none")]
    stripe_secret_key: Option<String>,
    /// Publishable key of the same account and mode, for the page where a card is entered
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_STRIPE_PUBLISHABLE_KEY",
        value_name = "KEY"
    )]
    #[serde(rename = "publishable_key", skip_serializing_if = "Option::is_none")]
    stripe_publishable_key: Option<String>,
    /// Secret of the endpoint /webhooks/stripe, by which Stripe signs its messages
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_STRIPE_WEBHOOK_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(rename = "webhook_secret", skip_serializing_if = "Option::is_none")]
    stripe_webhook_secret: Option<String>,
    /// The secret before that, good too while it is being changed
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_STRIPE_WEBHOOK_SECRET_OLD",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(rename = "webhook_secret_old", skip_serializing_if = "Option::is_none")]
    stripe_webhook_secret_old: Option<String>,
    /// Another address that stands in for Stripe's, for development; test keys only
    #[arg(long, global = true, env = "FARSIGHT_STRIPE_BASE_URL", value_name = "URL")]
    #[serde(rename = "base_url", skip_serializing_if = "Option::is_none")]
    stripe_base_url: Option<String>,
}

/// What is set about Stripe.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StripeSection {
    secret_key: Option<SecretString>,
    publishable_key: Option<String>,
    webhook_secret: Option<SecretString>,
    webhook_secret_old: Option<SecretString>,
    base_url: Option<String>,
}

impl StripeSection {
    /// Whether payments go by Stripe.
    pub(crate) fn is_set(&self) -> bool {
        self.secret_key.is_some()
    }

    /// Refuses half an account, keys of two modes, and a secret key that would go elsewhere.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let needed = [
            ("secret_key", self.secret_key.is_some()),
            ("publishable_key", self.publishable_key.is_some()),
            ("webhook_secret", self.webhook_secret.is_some()),
        ];
        let others = self.webhook_secret_old.is_some() || self.base_url.is_some();
        if !others && needed.iter().all(|(_, is_set)| !is_set) {
            return Ok(());
        }
        for (name, is_set) in needed {
            ensure!(
                is_set,
                "stripe.{name} is missing; secret_key, publishable_key and webhook_secret belong together, \
                 set all or none of the section stripe"
            );
        }
        account::check(self)
    }

    /// The mode and the key that stands in pages; no secrets.
    pub(crate) fn redacted(&self) -> String {
        match &self.publishable_key {
            Some(key) if self.is_set() => format!("(set), publishable key {key}"),
            _ => "(not set: payments are pretended by the sandbox)".to_owned(),
        }
    }
}

#[cfg(feature = "stripe")]
pub(crate) use account::Account;

/// With Stripe built in.
#[cfg(feature = "stripe")]
mod account {
    use std::sync::Arc;

    use anyhow::{Context, Result};
    use kernel::SystemIds;
    use payments::{WebhookReceiver, WebhookSecret};
    use payments_stripe::{PublishableKey, SecretKey, Settings, Stripe};
    use secrecy::{ExposeSecret, SecretString};

    use super::StripeSection;

    /// Stripe, ready to be asked, and who takes its messages.
    pub(crate) struct Account {
        pub(crate) stripe: Stripe,
        pub(crate) webhooks: WebhookReceiver,
    }

    pub(super) fn check(section: &StripeSection) -> Result<()> {
        let Some(settings) = settings(section)? else {
            return Ok(());
        };
        settings.check().context("stripe.base_url cannot be used")?;
        let publishable = section.publishable_key.clone().unwrap_or_default();
        PublishableKey::new(publishable, &settings.secret_key)
            .context("stripe.publishable_key cannot be used")?;
        webhook_secrets(section).map(|_| ())
    }

    fn settings(section: &StripeSection) -> Result<Option<Settings>> {
        let Some(key) = &section.secret_key else {
            return Ok(None);
        };
        let key = SecretKey::new(key.expose_secret()).context("stripe.secret_key cannot be used")?;
        let mut settings = Settings::new(key);
        if let Some(url) = &section.base_url {
            settings.base_url.clone_from(url);
        }
        Ok(Some(settings))
    }

    fn webhook_secrets(section: &StripeSection) -> Result<Vec<WebhookSecret>> {
        let read = |name: &str, secret: &Option<SecretString>| {
            let text = secret.as_ref().map(|secret| secret.expose_secret().to_owned());
            text.map(WebhookSecret::new)
                .transpose()
                .with_context(|| format!("stripe.{name} cannot be used"))
        };
        let new = read("webhook_secret", &section.webhook_secret)?;
        let old = read("webhook_secret_old", &section.webhook_secret_old)?;
        Ok(new.into_iter().chain(old).collect())
    }

    impl StripeSection {
        /// The account, if one is set.
        ///
        /// # Errors
        /// Names the setting that is wrong.
        pub(crate) fn account(&self) -> Result<Option<Account>> {
            let Some(settings) = settings(self)? else {
                return Ok(None);
            };
            let stripe = Stripe::new(settings, Arc::new(SystemIds)).context("Stripe cannot be used")?;
            let webhooks = WebhookReceiver {
                provider: Stripe::NAME,
                secrets: webhook_secrets(self)?,
                livemode: stripe.livemode(),
            };
            Ok(Some(Account { stripe, webhooks }))
        }

        /// Asks Stripe whether it takes the key, if one is set; what to repair if not.
        pub(crate) async fn ask(&self) -> Result<Option<&'static str>> {
            let Some(Account { stripe, .. }) = self.account()? else {
                return Ok(None);
            };
            let account = stripe
                .account()
                .await
                .context("Stripe does not take stripe.secret_key, or cannot be reached")?;
            anyhow::ensure!(
                account.livemode == stripe.livemode(),
                "stripe.secret_key is of another mode than the account that answers; check stripe.base_url"
            );
            Ok(Some(if account.livemode { "live" } else { "test" }))
        }
    }
}

/// Without Stripe built in.
#[cfg(not(feature = "stripe"))]
mod account {
    use anyhow::{Result, bail};

    use super::StripeSection;

    pub(super) fn check(_: &StripeSection) -> Result<()> {
        bail!(
            "this program was built without the feature `stripe`; build it with, or leave the section stripe out"
        )
    }

    impl StripeSection {
        pub(crate) async fn ask(&self) -> Result<Option<&'static str>> {
            Ok(None)
        }
    }
}

#[cfg(all(test, feature = "stripe"))]
mod tests {
    use super::*;

    fn read(toml: &str) -> StripeSection {
        use figment::providers::Format;
        figment::Figment::from(figment::providers::Toml::string(toml))
            .extract()
            .expect("a section")
    }

    const WHOLE: &str = "secret_key = \"sk_test_hunter2\"\npublishable_key = \"pk_test_1\"\n\
                         webhook_secret = \"whsec_of_the_endpoint\"\n";

    fn refused(toml: &str) -> String {
        format!("{:#}", read(toml).check().expect_err("a refusal"))
    }

    #[test]
    fn half_an_account_is_refused_and_what_is_missing_named() {
        assert!(read("").check().is_ok());
        assert!(read(WHOLE).check().is_ok());
        for (name, _) in WHOLE.lines().filter_map(|line| line.split_once(" = ")) {
            let rest: String = WHOLE
                .lines()
                .filter(|line| !line.starts_with(&format!("{name} =")))
                .map(|line| format!("{line}\n"))
                .collect();
            let says = refused(&rest);
            assert!(says.contains(&format!("stripe.{name} is missing")), "{says}");
        }
        assert!(refused("base_url = \"http://127.0.0.1:1\"").contains("secret_key is missing"));
        assert!(refused("webhook_secret_old = \"whsec_of_the_endpoint\"").contains("secret_key is missing"));
    }

    #[test]
    fn keys_that_do_not_belong_together_or_go_elsewhere_are_refused() {
        let live = WHOLE.replace("sk_test", "sk_live");
        assert!(refused(&live).contains("different modes"));
        let both = live.replace("pk_test", "pk_live");
        assert!(read(&both).check().is_ok());
        assert!(refused(&format!("{both}base_url = \"http://127.0.0.1:1\"")).contains("a live key"));
        assert!(refused(&format!("{WHOLE}base_url = \"http://stripe.example\"")).contains("https://"));
        assert!(refused(&WHOLE.replace("sk_test", "pk_test")).contains("stripe.secret_key"));
        assert!(refused(&WHOLE.replace("pk_test", "sk_test")).contains("stripe.publishable_key"));
        assert!(refused(&format!("{WHOLE}webhook_secret_old = \"short\"")).contains("webhook_secret_old"));
    }

    #[test]
    fn secrets_are_not_shown() {
        let set = read(WHOLE);
        let shown = format!("{set:?} {}", set.redacted());
        assert!(!shown.contains("hunter2") && !shown.contains("whsec"), "{shown}");
        assert!(shown.contains("pk_test_1"), "{shown}");
    }
}
