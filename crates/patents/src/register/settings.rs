//! Which registers are asked, and with which keys. Keys print as `[REDACTED]`.

use reqwest::Url;
use secrecy::SecretString;

use super::http::is_secure;

/// The registers that are asked. One without a key is not asked.
#[derive(Debug, Clone, Default)]
pub struct RegisterSettings {
    /// Open Patent Services of the EPO.
    pub ops: Option<OpsSettings>,
    /// The USPTO's Open Data Portal.
    pub odp: Option<OdpSettings>,
    /// The JPO's patent information API.
    pub jpo: Option<JpoSettings>,
    /// KIPRIS Plus of the KIPO.
    pub kipris: Option<KiprisSettings>,
    /// Whether the USPTO's Assignment Center is asked: its interface is no published contract.
    pub assignment_center: bool,
}

/// An account of Open Patent Services.
#[derive(Debug, Clone)]
pub struct OpsSettings {
    /// The consumer key.
    pub key: SecretString,
    /// Its secret.
    pub secret: SecretString,
    /// Where the service is.
    pub base_url: String,
    /// Bytes that may be fetched in an hour.
    pub hourly_bytes: u64,
    /// Bytes that may be fetched in a week; a fifth is kept for urgent calls.
    pub weekly_bytes: u64,
}

impl OpsSettings {
    /// An account with what the EPO grants for free: about 450 MB an hour (OPS guide 1.3.20), and by common report 4 GB
    /// a week, which its fair-use charter decides.
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            key: SecretString::from(key.into()),
            secret: SecretString::from(secret.into()),
            base_url: "https://ops.epo.org".to_owned(),
            hourly_bytes: 450_000_000,
            weekly_bytes: 4_000_000_000,
        }
    }
}

/// A key of the Open Data Portal.
#[derive(Debug, Clone)]
pub struct OdpSettings {
    /// The key.
    pub api_key: SecretString,
    /// Where the service is.
    pub base_url: String,
}

impl OdpSettings {
    /// A key for the portal.
    pub fn new(api_key: impl Into<String>) -> Self {
        Self {
            api_key: SecretString::from(api_key.into()),
            base_url: "https://api.uspto.gov".to_owned(),
        }
    }
}

/// An account of the JPO's patent information API.
#[derive(Debug, Clone)]
pub struct JpoSettings {
    /// The user.
    pub user: SecretString,
    /// The password.
    pub password: SecretString,
    /// Where the service is.
    pub base_url: String,
    /// The path where tokens are issued. The JPO tells it to each user in a letter and asks not to publish it.
    pub token_path: String,
}

impl JpoSettings {
    /// An account, with the path of the JPO's letter, such as `/auth/…`.
    pub fn new(user: impl Into<String>, password: impl Into<String>, token_path: impl Into<String>) -> Self {
        Self {
            user: SecretString::from(user.into()),
            password: SecretString::from(password.into()),
            base_url: "https://ip-data.jpo.go.jp".to_owned(),
            token_path: token_path.into(),
        }
    }
}

/// A key of KIPRIS Plus.
#[derive(Debug, Clone)]
pub struct KiprisSettings {
    /// The key.
    pub key: SecretString,
    /// Where the service is.
    pub base_url: String,
}

impl KiprisSettings {
    /// A key for the service.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: SecretString::from(key.into()),
            base_url: "https://plus.kipris.or.kr".to_owned(),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Keys would travel in the open.
    #[error(
        "the address of {source_name} must begin with https:// (or be on this machine) and hold no query: {base_url}"
    )]
    NotSecure {
        /// The source.
        source_name: &'static str,
        /// The address.
        base_url: String,
    },
    /// A key that is blank.
    #[error("{setting} of {source_name} is blank; leave the source out or set it")]
    Blank {
        /// The source.
        source_name: &'static str,
        /// The setting.
        setting: &'static str,
    },
    /// A path that is none.
    #[error("the path where the JPO issues tokens must begin with a slash")]
    TokenPath,
}

/// The address without a slash at its end.
pub(crate) fn base_url(source_name: &'static str, text: &str) -> Result<String, SettingsError> {
    let trimmed = text.trim().trim_end_matches('/');
    let url = Url::parse(trimmed).ok().filter(|url| {
        is_secure(url) && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    });
    match url {
        Some(_) => Ok(trimmed.to_owned()),
        None => Err(SettingsError::NotSecure {
            source_name,
            // What stands before an @ or after a question mark may be a secret.
            base_url: trimmed
                .rsplit('@')
                .next()
                .and_then(|rest| rest.split(['?', '#']).next())
                .unwrap_or_default()
                .to_owned(),
        }),
    }
}
