//! The sandbox's messages, delivered to ourselves as a provider's would be.

use std::sync::Arc;

use db::{Job, JobResult};
use payments::{Deliver, InProcess};

use crate::App;

impl App {
    /// Hands the sandbox's messages to this process; they are verified all the same.
    pub fn in_process_delivery(&self) -> Arc<dyn Deliver> {
        Arc::new(InProcess {
            db: self.db().clone(),
            receiver: self.webhooks().clone(),
        })
    }

    pub(crate) async fn deliver(&self, job: &Job, via: &dyn Deliver) -> JobResult {
        match self.sandbox() {
            Some(sandbox) => sandbox.run_deliver_job(job, via).await,
            // Payments are no longer pretended: what the sandbox still had to say is nobody's.
            None => Ok(()),
        }
    }
}
