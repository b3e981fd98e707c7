//! Mails kept instead of sent: for development and demonstration.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use db::{Db, Result, sql};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::{Mailer, Message, SendError};

/// How many mails are kept; the oldest go first.
const KEPT: u64 = 200;

/// Keeps mails in the database instead of sending them, the newest 200.
#[derive(Debug, Clone)]
pub struct Captured {
    db: Db,
}

/// A mail that was kept instead of sent.
#[derive(Clone, PartialEq, Eq, FromQueryResult)]
pub struct CapturedMail {
    /// Its own id.
    pub id: Uuid,
    /// What it is known by.
    pub message_id: String,
    /// Whom it would have gone to.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The language it is written in, as a tag.
    pub locale: String,
    /// When it was handed over.
    pub captured_at: DateTime<Utc>,
}

impl std::fmt::Debug for CapturedMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CapturedMail")
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

const MAIL: &str =
    "SELECT id, message_id, recipient, subject, text, html, locale, captured_at FROM captured_mails";

impl Captured {
    /// Keeps mails in this database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// The mails that are kept, newest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list(&self) -> Result<Vec<CapturedMail>> {
        let conn = self.db.reader();
        let select = format!("{MAIL} ORDER BY id DESC LIMIT {KEPT}");
        Ok(CapturedMail::find_by_statement(sql(conn, select, []))
            .all(conn)
            .await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(&self, id: Uuid) -> Result<Option<CapturedMail>> {
        let conn = self.db.reader();
        let select = format!("{MAIL} WHERE id = $1");
        Ok(CapturedMail::find_by_statement(sql(conn, select, [id.into()]))
            .one(conn)
            .await?)
    }

    async fn keep(&self, message: &Message) -> Result<()> {
        let tx = self.db.begin().await?;
        let now = self.db.clock().now();
        let insert =
            "INSERT INTO captured_mails (id, message_id, recipient, subject, text, html, locale, captured_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (message_id) DO NOTHING";
        let values = [
            self.db.ids().uuid(now).into(),
            message.id.as_str().into(),
            message.to.expose().into(),
            message.subject.as_str().into(),
            message.text.clone().into(),
            message.html.clone().into(),
            message.locale.tag().into(),
            now.into(),
        ];
        tx.execute_raw(sql(&*tx, insert, values)).await?;
        let prune = format!(
            "DELETE FROM captured_mails WHERE id NOT IN (SELECT id FROM captured_mails ORDER BY id DESC LIMIT {KEPT})"
        );
        tx.execute_raw(sql(&*tx, prune, [])).await?;
        tx.commit().await
    }
}

#[async_trait]
impl Mailer for Captured {
    fn name(&self) -> &'static str {
        "captured"
    }

    async fn send(&self, message: &Message) -> std::result::Result<(), SendError> {
        self.keep(message)
            .await
            .map_err(|error| SendError::Later(error.to_string()))
    }
}
