//! The demonstration: people, campaigns and pledges, lived through on a clock of their own.

mod content;
mod life;
mod verified;
mod voices;

use std::sync::Arc;

use db::{Db, Options, Vault};
use files::Objects;
use kernel::{FixedClock, SystemClock, SystemIds};

use crate::{App, SetupError};
use content::Content;

/// The password of everyone in the demonstration. Well known, so it is served on loopback only.
pub const PASSWORD: &str = "farsight-demo-2026";

/// Where everyone of the demonstration gets their mail; nobody can own it (RFC 2606, section 2).
const DOMAIN: &str = "@demo.farsight.test";

/// Whether this is the address of somebody invented for the demonstration.
pub fn is_sample(email: &str) -> bool {
    email.ends_with(DOMAIN)
}

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy)]
pub struct Guide {
    /// What they can show.
    pub role: &'static str,
    /// Their e-mail address.
    pub email: &'static str,
}

/// One account of each kind to try the demonstration with.
pub const GUIDES: [Guide; 6] = [
    Guide {
        role: "investor",
        email: "investor@demo.farsight.test",
    },
    Guide {
        role: "investor (中文)",
        email: "touziren@demo.farsight.test",
    },
    Guide {
        role: "founder (中文)",
        email: "lanqiong@demo.farsight.test",
    },
    Guide {
        role: "reviewer",
        email: "reviewer@demo.farsight.test",
    },
    Guide {
        role: "finance officer",
        email: "finance@demo.farsight.test",
    },
    Guide {
        role: "administrator",
        email: "admin@demo.farsight.test",
    },
];

/// Why the demonstration could not be seeded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The shipped content cannot be read.
    #[error("the demonstration's content cannot be read")]
    Content(#[from] serde_json::Error),
    /// The platform cannot be put together.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] db::Error),
    /// A step was refused.
    #[error("{step}: {reason}")]
    Step {
        /// What was being done.
        step: String,
        /// Why it was refused.
        reason: String,
    },
}

/// Whether the demonstration has been seeded whole.
///
/// # Errors
/// If the database does not answer.
pub async fn is_seeded(db: &Db) -> db::Result<bool> {
    Ok(!db.audit_of(life::SEEDED, 1).await?.is_empty())
}

/// Fills an empty database with the demonstration. `url` is the database's address and `site` the one
/// that people reach, for the links in their mails: the seeding
/// has a connection of its own, on which time moves; personal data is sealed by `vault` and files are kept in `objects`, as the
/// platform that serves it will read them. Returns whether there was anything to do.
///
/// # Errors
/// [`DemoError`]. Seeding that was interrupted is refused the next time: the database is not empty.
pub async fn seed(url: &str, site: String, vault: Vault, objects: Objects) -> Result<bool, DemoError> {
    let clock = FixedClock::at(kernel::Clock::now(&SystemClock));
    let options = Options {
        max_connections: 4,
        clock: Arc::new(clock.clone()),
        ids: Arc::new(SystemIds),
        ..Options::new(url)
    };
    let db = Db::connect(options).await?;
    if is_seeded(&db).await? {
        return Ok(false);
    }
    let app = App::embedded_for_seeding(db.clone(), site, vault, objects).await?;
    if !app.accounts.is_empty().await? {
        let reason =
            "the database holds other accounts; start the demonstration with an empty data directory";
        return Err(DemoError::Step {
            step: "seeding the demonstration".to_owned(),
            reason: reason.to_owned(),
        });
    }
    life::live(&app, &clock, Content::shipped()?).await?;
    db.close().await?;
    Ok(true)
}
