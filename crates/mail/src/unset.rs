//! No mail server is set.

use async_trait::async_trait;

use crate::{Mailer, Message, SendError};

/// Takes no mail, and says why: on a production database mails are neither dropped nor captured where
/// nobody looks, they wait until a server is set or their time is over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unset;

#[async_trait]
impl Mailer for Unset {
    fn name(&self) -> &'static str {
        "unset"
    }

    async fn send(&self, _message: &Message) -> Result<(), SendError> {
        Err(SendError::Later(
            "no mail server is set; set smtp.host and smtp.from".to_owned(),
        ))
    }
}
