//! People for tests of what belongs to somebody.

use db::sql;
use kernel::{Caller, Id, Role, UserId};
use sea_orm::ConnectionTrait;

use crate::TestDb;

/// Somebody with an account and these roles, signed in; their address is confirmed by nobody.
#[allow(clippy::unwrap_used, reason = "a test without its people fails")]
pub async fn person(db: &TestDb, roles: &[Role]) -> Caller {
    let now = db.clock().now();
    let id: UserId = db.ids().next(now);
    let insert =
        "INSERT INTO users (id, email, email_canonical, display_name, password_hash, locale, created_at)
                  VALUES ($1, $2, $2, 'Somebody', 'x', 'en', $3)";
    let conn = db.primary();
    let values = [id.uuid().into(), id.to_string().into(), now.into()];
    conn.execute_raw(sql(conn, insert, values)).await.unwrap();
    Caller::user(id, Id::from_uuid(id.uuid()), roles)
}
