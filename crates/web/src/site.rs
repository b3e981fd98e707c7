//! What every page shares.

use std::{fmt, sync::Arc};

use kernel::{Clock, IdSource};

use crate::{Backend, KeptMails};

/// What the operator set, as far as pages show it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address people reach the site at, without a slash at its end.
    pub public_url: String,
    /// The name of the cookie that holds a sign-in. Over TLS it begins with `__Host-`.
    pub cookie: &'static str,
    /// Whom to sign in as, if the demonstration is shown.
    pub demo: Option<Demo>,
}

/// People invented for the demonstration.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Their e-mail addresses, with what each can show.
    pub guides: Vec<(&'static str, &'static str)>,
    /// The password of all of them.
    pub password: &'static str,
}

/// What every page shares. Clones share everything.
#[derive(Clone)]
pub struct Site {
    pub(crate) backend: Arc<dyn Backend>,
    pub(crate) settings: Arc<Settings>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
    /// Mails that are kept instead of sent, where they may be shown.
    pub(crate) mails: Option<Arc<dyn KeptMails>>,
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
            mails: None,
        }
    }

    /// The same with a page of the mails that were kept instead of sent. Whoever opens it reads them: not for a site that
    /// others can reach.
    pub fn showing_mails(self, mails: Arc<dyn KeptMails>) -> Self {
        Self {
            mails: Some(mails),
            ..self
        }
    }
}
