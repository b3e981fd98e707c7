//! Which patent registers are asked, and with which keys.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, Result, ensure};
use clap::Args;
use kernel::Clock;
use patents::register::{JpoSettings, KiprisSettings, OdpSettings, OpsSettings, RegisterSettings, Sources};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

/// Options about registers; each also from the environment and from the file's section `registers`.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[command(next_help_heading = "Patent registers (one without a key is not asked)")]
pub(crate) struct RegisterOverrides {
    /// Consumer key of Open Patent Services of the EPO
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_OPS_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    ops_key: Option<String>,
    /// Its secret
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_OPS_SECRET",
        value_name = "SECRET",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    ops_secret: Option<String>,
    /// Key of the USPTO's Open Data Portal
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_ODP_API_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    odp_api_key: Option<String>,
    /// User of the JPO's patent information API
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_JPO_USER",
        value_name = "USER",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    jpo_user: Option<String>,
    /// Its password
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_JPO_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    jpo_password: Option<String>,
    /// The path of tokens, as the JPO tells each user in a letter
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_JPO_TOKEN_PATH",
        value_name = "PATH",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    jpo_token_path: Option<String>,
    /// Access key of KIPRIS Plus of the KIPO
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_KIPRIS_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    #[serde(skip_serializing_if = "Option::is_none")]
    kipris_key: Option<String>,
    /// Also ask the USPTO's Assignment Center, whose interface is no published contract [default: false]
    #[arg(long, global = true, env = "FARSIGHT_ASSIGNMENT_CENTER", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment_center: Option<bool>,
    /// Answer from a folder of recorded answers as if it were the registers, for development
    #[arg(long, global = true, env = "FARSIGHT_RECORDED_REGISTERS", value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_registers: Option<PathBuf>,
}

/// What is set about registers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Registers {
    ops_key: Option<SecretString>,
    ops_secret: Option<SecretString>,
    odp_api_key: Option<SecretString>,
    jpo_user: Option<SecretString>,
    jpo_password: Option<SecretString>,
    jpo_token_path: Option<SecretString>,
    kipris_key: Option<SecretString>,
    assignment_center: bool,
    recorded_registers: Option<PathBuf>,
}

impl Registers {
    /// Refuses half an account.
    ///
    /// # Errors
    /// Names the setting that is missing.
    pub(crate) fn check(&self) -> Result<()> {
        let (ops, jpo) = (
            [&self.ops_key, &self.ops_secret],
            [&self.jpo_user, &self.jpo_password, &self.jpo_token_path],
        );
        ensure!(
            all_or_none(&ops),
            "registers.ops_key and registers.ops_secret belong together; set both or neither"
        );
        ensure!(
            all_or_none(&jpo),
            "registers.jpo_user, registers.jpo_password and registers.jpo_token_path belong together; set all or none"
        );
        if let Some(folder) = &self.recorded_registers {
            ensure!(
                folder.is_dir(),
                "registers.recorded_registers: there is no folder {}",
                folder.display()
            );
            let has_keys = ops.iter().chain(&jpo).any(|key| key.is_some());
            ensure!(
                !has_keys && self.odp_api_key.is_none() && self.kipris_key.is_none(),
                "registers.recorded_registers stands in for the registers; leave their keys out"
            );
        }
        Ok(())
    }

    /// The sources to ask.
    ///
    /// # Errors
    /// Names the setting that is wrong.
    pub(crate) fn sources(&self, clock: Arc<dyn Clock>) -> Result<Sources> {
        if let Some(folder) = &self.recorded_registers {
            return Ok(Sources::recorded(folder, clock).0);
        }
        let settings = self.settings();
        let none = settings.ops.is_none()
            && settings.odp.is_none()
            && settings.jpo.is_none()
            && settings.kipris.is_none()
            && !settings.assignment_center;
        if none {
            return Ok(Sources::default());
        }
        Sources::over_http(&settings, clock)
            .context("the registers cannot be asked; check the section registers")
    }

    fn settings(&self) -> RegisterSettings {
        let text = |secret: &SecretString| secret.expose_secret().to_owned();
        let ops = self.ops_key.as_ref().zip(self.ops_secret.as_ref());
        let jpo = self.jpo_user.as_ref().zip(self.jpo_password.as_ref());
        RegisterSettings {
            ops: ops.map(|(key, secret)| OpsSettings::new(text(key), text(secret))),
            odp: self.odp_api_key.as_ref().map(|key| OdpSettings::new(text(key))),
            jpo: jpo
                .zip(self.jpo_token_path.as_ref())
                .map(|((user, password), path)| JpoSettings::new(text(user), text(password), text(path))),
            kipris: self.kipris_key.as_ref().map(|key| KiprisSettings::new(text(key))),
            assignment_center: self.assignment_center,
        }
    }

    /// Which registers are asked, without their keys.
    pub(crate) fn redacted(&self) -> String {
        if let Some(folder) = &self.recorded_registers {
            return format!("recorded answers in {}", folder.display());
        }
        let asked = [
            ("epo-ops", self.ops_key.is_some()),
            ("uspto-odp", self.odp_api_key.is_some()),
            ("uspto-assignment-center", self.assignment_center),
            ("jpo", self.jpo_user.is_some()),
            ("kipris", self.kipris_key.is_some()),
        ];
        let names: Vec<_> = asked
            .iter()
            .filter(|(_, is_asked)| *is_asked)
            .map(|(name, _)| *name)
            .collect();
        if names.is_empty() {
            "(none)".to_owned()
        } else {
            names.join(", ")
        }
    }
}

fn all_or_none(keys: &[&Option<SecretString>]) -> bool {
    keys.iter().all(|key| key.is_some()) || keys.iter().all(|key| key.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> Registers {
        use figment::providers::Format;
        figment::Figment::from(figment::providers::Toml::string(toml))
            .extract()
            .unwrap()
    }

    #[test]
    fn half_an_account_is_refused_and_the_missing_half_named() {
        let refused = read("ops_key = \"k\"").check().unwrap_err().to_string();
        assert!(refused.contains("ops_secret"), "{refused}");
        let refused = read("jpo_user = \"u\"\njpo_password = \"p\"")
            .check()
            .unwrap_err()
            .to_string();
        assert!(refused.contains("jpo_token_path"), "{refused}");
        assert!(read("ops_key = \"k\"\nops_secret = \"s\"").check().is_ok());
    }

    #[test]
    fn keys_are_not_shown() {
        let set = read("ops_key = \"one-key\"\nops_secret = \"two-secret\"\nodp_api_key = \"three-key\"");
        assert_eq!(set.redacted(), "epo-ops, uspto-odp");
        let shown = format!("{set:?}");
        assert!(
            !shown.contains("one-key") && !shown.contains("two-secret") && !shown.contains("three-key"),
            "{shown}"
        );
        assert_eq!(read("").redacted(), "(none)");
    }

    #[test]
    fn recorded_answers_stand_in_for_the_registers_and_not_beside_them() {
        let dir = tempfile::tempdir().unwrap();
        let folder = format!("recorded_registers = {:?}", dir.path().display().to_string());
        assert!(read(&folder).check().is_ok());
        assert!(read(&format!("{folder}\nkipris_key = \"k\"")).check().is_err());
        assert!(read("recorded_registers = \"/not/there\"").check().is_err());
    }
}
