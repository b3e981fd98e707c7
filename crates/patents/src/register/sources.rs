//! The sources that the settings name.

use std::{path::PathBuf, sync::Arc};

use kernel::Clock;
use secrecy::{ExposeSecret, SecretString};

use super::{
    AssignmentCenter, Call, FetchError, HttpTransport, Jpo, JpoSettings, Kipris, KiprisSettings, Odp,
    OdpSettings, Ops, OpsSettings, PatentSource, RecordedTransport, RegisterSettings, Reply, SettingsError,
    Transport, TransportError, settings::base_url,
};
use crate::number::PatentNumber;

/// The sources, in the order in which they are believed: an office about its own rights before the collections of
/// others. Clones are the same sources.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<dyn PatentSource>>);

impl Sources {
    /// The sources that these settings name, over a transport.
    ///
    /// # Errors
    /// [`SettingsError`] names the setting that is wrong.
    pub fn new(
        settings: &RegisterSettings,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SettingsError> {
        let mut sources: Vec<Arc<dyn PatentSource>> = Vec::new();
        let with = || (Arc::clone(&transport), Arc::clone(&clock));
        if let Some(settings) = &settings.odp {
            let settings = settings.checked()?;
            let (transport, clock) = with();
            sources.push(Arc::new(Odp::new(&settings, transport, clock)));
        }
        if settings.assignment_center {
            let (transport, clock) = with();
            sources.push(Arc::new(AssignmentCenter::new(transport, clock)));
        }
        if let Some(settings) = &settings.jpo {
            let settings = settings.checked()?;
            let (transport, clock) = with();
            sources.push(Arc::new(Jpo::new(&settings, transport, clock)));
        }
        if let Some(settings) = &settings.kipris {
            let settings = settings.checked()?;
            let (transport, clock) = with();
            sources.push(Arc::new(Kipris::new(&settings, transport, clock)));
        }
        if let Some(settings) = &settings.ops {
            let settings = settings.checked()?;
            let (transport, clock) = with();
            sources.push(Arc::new(Ops::new(&settings, transport, clock)));
        }
        Ok(Self(sources))
    }

    /// The sources over the network.
    ///
    /// # Errors
    /// [`SourcesError`] if a setting is wrong or the machine's TLS set-up cannot be used.
    pub fn over_http(settings: &RegisterSettings, clock: Arc<dyn Clock>) -> Result<Self, SourcesError> {
        let transport = HttpTransport::new()?;
        Ok(Self::new(settings, Arc::new(transport), clock)?)
    }

    /// All sources over a folder of recorded answers, and the transport, which can be made to fail.
    pub fn recorded(folder: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> (Self, RecordedTransport) {
        let transport = RecordedTransport::new(folder);
        let settings = RegisterSettings {
            ops: Some(OpsSettings::new("recorded-key", "recorded-secret")),
            odp: Some(OdpSettings::new("recorded-api-key")),
            jpo: Some(JpoSettings::new(
                "recorded-user",
                "recorded-password",
                "/auth/token",
            )),
            kipris: Some(KiprisSettings::new("recorded-access-key")),
            assignment_center: true,
        };
        let sources = Self::new(&settings, Arc::new(transport.clone()), clock).unwrap_or_default();
        (sources, transport)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in order of trust.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn PatentSource>> {
        self.0.iter()
    }

    /// Those that cover a number, in order of trust.
    pub fn for_number(&self, number: &PatentNumber) -> Vec<Arc<dyn PatentSource>> {
        let covering = self
            .0
            .iter()
            .filter(|source| !source.calls_for(number).is_empty());
        covering.cloned().collect()
    }

    /// A source by its name.
    pub fn named(&self, name: &str) -> Option<&Arc<dyn PatentSource>> {
        self.0.iter().find(|source| source.name() == name)
    }

    /// Makes a call with the source it is for.
    ///
    /// # Errors
    /// [`FetchError`]; [`FetchError::NeedsCredentials`] if that source is not among these.
    pub async fn fetch(&self, call: &Call) -> Result<Reply, FetchError> {
        match self.named(call.source()) {
            Some(source) => source.fetch(call).await,
            None => Err(FetchError::NeedsCredentials {
                source_name: call.source(),
                said: "there is no key for it".to_owned(),
            }),
        }
    }
}

/// Why there are no sources over the network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourcesError {
    /// A setting is wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The machine's TLS set-up cannot be used.
    #[error("the network cannot be used")]
    Transport(#[from] TransportError),
}

fn filled(
    source_name: &'static str,
    setting: &'static str,
    value: &SecretString,
) -> Result<(), SettingsError> {
    if value.expose_secret().trim().is_empty() {
        return Err(SettingsError::Blank { source_name, setting });
    }
    Ok(())
}

impl OpsSettings {
    fn checked(&self) -> Result<Self, SettingsError> {
        filled("epo-ops", "key", &self.key)?;
        filled("epo-ops", "secret", &self.secret)?;
        Ok(Self {
            base_url: base_url("epo-ops", &self.base_url)?,
            ..self.clone()
        })
    }
}

impl OdpSettings {
    fn checked(&self) -> Result<Self, SettingsError> {
        filled("uspto-odp", "api_key", &self.api_key)?;
        Ok(Self {
            base_url: base_url("uspto-odp", &self.base_url)?,
            ..self.clone()
        })
    }
}

impl JpoSettings {
    fn checked(&self) -> Result<Self, SettingsError> {
        filled("jpo", "user", &self.user)?;
        filled("jpo", "password", &self.password)?;
        if !self.token_path.starts_with('/') {
            return Err(SettingsError::TokenPath);
        }
        Ok(Self {
            base_url: base_url("jpo", &self.base_url)?,
            ..self.clone()
        })
    }
}

impl KiprisSettings {
    fn checked(&self) -> Result<Self, SettingsError> {
        filled("kipris", "key", &self.key)?;
        Ok(Self {
            base_url: base_url("kipris", &self.base_url)?,
            ..self.clone()
        })
    }
}
