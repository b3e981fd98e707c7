//! What is set about the mail server. Without it mails are captured, or, on a production database, wait.

use anyhow::{Context, Result, ensure};
use clap::Args;
use mail::{Security, Sender, Smtp, SmtpSettings};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// Options about mail; each also from the environment and from the file's section `smtp`.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[command(
    next_help_heading = "Mail (without it mails are captured; on PostgreSQL they wait, and are given up after three days)"
)]
pub(crate) struct SmtpOverrides {
    /// Name of the mail server, as in its certificate
    #[arg(long, global = true, env = "FARSIGHT_SMTP_HOST", value_name = "HOST")]
    #[serde(rename = "host", skip_serializing_if = "Option::is_none")]
    smtp_host: Option<String>,
    /// Its port [default: 587, with `tls` 465, with `none` 25]
    #[arg(long, global = true, env = "FARSIGHT_SMTP_PORT", value_name = "PORT")]
    #[serde(rename = "port", skip_serializing_if = "Option::is_none")]
    smtp_port: Option<u16>,
    /// How the connection is kept from others: `starttls`, `tls`, or `none` for a server on the same machine [default: starttls]
    #[arg(long, global = true, env = "FARSIGHT_SMTP_SECURITY", value_name = "SECURITY")]
    #[serde(rename = "security", skip_serializing_if = "Option::is_none")]
    smtp_security: Option<SmtpSecurity>,
    /// User, if the server asks for one
    #[arg(long, global = true, env = "FARSIGHT_SMTP_USER", value_name = "USER")]
    #[serde(rename = "user", skip_serializing_if = "Option::is_none")]
    smtp_user: Option<String>,
    /// The user's password
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SMTP_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true
    )]
    #[serde(rename = "password", skip_serializing_if = "Option::is_none")]
    smtp_password: Option<String>,
    /// Who sends: an address, or `Farsight <no-reply@farsight.example>`
    #[arg(long, global = true, env = "FARSIGHT_SMTP_FROM", value_name = "ADDRESS")]
    #[serde(rename = "from", skip_serializing_if = "Option::is_none")]
    smtp_from: Option<String>,
}

/// How the connection to the mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SmtpSecurity {
    /// A plain beginning, then TLS or nothing.
    #[default]
    #[value(name = "starttls")]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Nothing.
    None,
}

/// What is set about the mail server.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SmtpSection {
    host: Option<String>,
    port: Option<u16>,
    security: Option<SmtpSecurity>,
    user: Option<String>,
    password: Option<SecretString>,
    from: Option<String>,
}

impl SmtpSection {
    /// Whether mails are sent.
    pub(crate) fn is_set(&self) -> bool {
        self.host.is_some()
    }

    /// Refuses half a mail server.
    ///
    /// # Errors
    /// Names the setting that is missing or wrong.
    pub(crate) fn check(&self) -> Result<()> {
        let others = self.port.is_some()
            || self.security.is_some()
            || self.user.is_some()
            || self.password.is_some()
            || self.from.is_some();
        ensure!(
            self.host.is_some() || !others,
            "smtp.host is missing; without it no mail is sent: set it, or leave the section smtp out"
        );
        self.settings().map(|_| ())
    }

    /// The mail server; nothing if none is set.
    ///
    /// # Errors
    /// If it cannot be used as it is set.
    pub(crate) fn mailer(&self) -> Result<Option<Smtp>> {
        let Some(settings) = self.settings()? else {
            return Ok(None);
        };
        Ok(Some(
            Smtp::new(settings).context("the section smtp cannot be used")?,
        ))
    }

    fn settings(&self) -> Result<Option<SmtpSettings>> {
        let Some(host) = &self.host else {
            return Ok(None);
        };
        ensure!(!host.is_empty(), "smtp.host is empty; name the mail server");
        let from = self
            .from
            .as_deref()
            .context("smtp.from is missing: the address mails come from")?;
        let from: Sender = from.parse().context("smtp.from cannot be used")?;
        ensure!(
            self.user.is_some() == self.password.is_some(),
            "smtp.user and smtp.password belong together; set both or none"
        );
        let security = match self.security.unwrap_or_default() {
            SmtpSecurity::Starttls => Security::StartTls,
            SmtpSecurity::Tls => Security::Tls,
            SmtpSecurity::None => Security::Plain,
        };
        ensure!(
            security != Security::Plain || self.password.is_none(),
            "smtp.security is none: a password would be sent in the clear; use starttls or tls, or leave user and password out"
        );
        Ok(Some(SmtpSettings {
            host: host.clone(),
            port: self.port,
            security,
            credentials: self.user.clone().zip(self.password.clone()),
            from,
        }))
    }

    /// The server and the sender; no password. `captures` is what becomes of mails without one.
    pub(crate) fn redacted(&self, captures: bool) -> String {
        match (&self.host, &self.from) {
            (Some(host), Some(from)) => {
                let security = format!("{:?}", self.security.unwrap_or_default()).to_lowercase();
                let login = if self.user.is_some() { ", with a login" } else { "" };
                format!("{host}, {security}{login}, from {from}")
            }
            _ if captures => "(not set: mails are captured)".to_owned(),
            _ => "(not set: mails wait, and are given up after three days)".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(toml: &str) -> SmtpSection {
        toml::from_str(toml).unwrap()
    }

    #[test]
    fn half_a_mail_server_is_refused_with_what_is_missing() {
        assert!(section("").check().is_ok());
        for (toml, told) in [
            ("from = \"a@b.example\"", "smtp.host is missing"),
            ("host = \"mail.example\"", "smtp.from is missing"),
            (
                "host = \"mail.example\"\nfrom = \"Farsight\"",
                "smtp.from cannot be used",
            ),
            (
                "host = \"mail.example\"\nfrom = \"a@b.example\"\nuser = \"u\"",
                "belong together",
            ),
            (
                "host = \"mail.example\"\nfrom = \"a@b.example\"\nuser = \"u\"\npassword = \"p\"\nsecurity = \"none\"",
                "in the clear",
            ),
        ] {
            let refused = section(toml).check().unwrap_err();
            assert!(format!("{refused:#}").contains(told), "{toml}: {refused:#}");
        }
    }

    #[test]
    fn the_password_is_not_shown() {
        let section = section(
            "host = \"mail.example\"\nfrom = \"Farsight <a@b.example>\"\nuser = \"u\"\npassword = \"hunter2\"",
        );
        let shown = section.redacted(true);
        assert!(
            shown.contains("mail.example") && shown.contains("with a login"),
            "{shown}"
        );
        assert!(!format!("{section:?} {shown}").contains("hunter2"));
    }
}
