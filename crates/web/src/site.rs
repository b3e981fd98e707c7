//! What every page shares.

use std::{fmt, sync::Arc};

use kernel::{Clock, IdSource};

use crate::Backend;

/// What the operator set, as far as pages show it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address people reach the site at, without a slash at its end.
    pub public_url: String,
    /// The name of the cookie that holds a sign-in. Over TLS it begins with `__Host-`.
    pub cookie: &'static str,
    /// Whether the demonstration is shown.
    pub is_demo: bool,
}

/// What every page shares. Clones share everything.
#[derive(Clone)]
pub struct Site {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Site {
    /// The pages over a backend.
    pub fn new(
        backend: Arc<dyn Backend>,
        settings: Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            backend,
            settings: Arc::new(settings),
            clock,
            ids,
        }
    }
}
