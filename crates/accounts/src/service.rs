//! The service: people, their sign-ins and their roles.

use std::sync::Arc;

use cache::{Cache, Signal};
use chrono::{DateTime, Utc};
use db::{Db, Sealer, Tx};
use kernel::{Caller, Role, Standing, UserId, Who};
use sea_orm::DatabaseConnection;
use sha2::{Digest, Sha256};
use tokio::task::AbortHandle;
use tokio_stream::StreamExt;

use crate::{
    api_token, email,
    events::{AccountSecurityChanged, SecurityAct},
    password::Hasher,
    session::{Authenticated, Device, Session},
    session_cache::{CHANNEL, SessionCache, Stale},
    settings::{Settings, SettingsError},
    store,
    throttle::{Throttle, network},
    token::{self, Token, TokenHash},
    user::User,
};

/// How stale a session's last use may be before it is written down again.
const LAST_SEEN_EVERY: chrono::TimeDelta = chrono::TimeDelta::minutes(10);
/// Characters of a device's name and program that are kept.
const DEVICE_TEXT: usize = 200;

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) cache: Cache,
    pub(crate) settings: Settings,
    pub(crate) hasher: Hasher,
    /// Seals seeds of second factors, where there is a key for that.
    pub(crate) sealer: Option<Sealer>,
    pub(crate) throttle: Throttle,
    pub(crate) known: Arc<SessionCache>,
    listener: AbortHandle,
}

/// A sign-in that was just made.
pub(crate) struct Opened {
    pub(crate) session: Session,
    pub(crate) token: Token,
    /// Whether others ended, because there were too many.
    pub(crate) others_ended: bool,
    /// Whether the person did not sign in from such a device before.
    is_new_device: bool,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// People, their sign-ins and their roles. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Accounts(pub(crate) Arc<Inner>);

impl Accounts {
    /// The accounts of this database. Processes that share `cache` hear of ended sessions at once.
    /// Must be called inside a tokio runtime.
    ///
    /// # Errors
    /// [`SettingsError`] if passwords cannot be hashed by these settings.
    pub fn new(db: Db, cache: Cache, settings: Settings) -> Result<Self, SettingsError> {
        let hasher = Hasher::new(&settings)?;
        let sealer = settings
            .vault
            .as_ref()
            .map(|vault| vault.sealer("seeds of second factors"));
        let known = Arc::new(SessionCache::new(settings.trust_tokens_for));
        let listener = tokio::spawn(listen(cache.subscribe(CHANNEL), Arc::clone(&known))).abort_handle();
        let throttle = Throttle::new(cache.clone(), settings.limits);
        Ok(Self(Arc::new(Inner {
            db,
            cache,
            settings,
            hasher,
            sealer,
            throttle,
            known,
            listener,
        })))
    }

    /// Who holds this token, if it is good now. Known tokens cost nothing; others one statement.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn caller_by_token(&self, token: &str) -> db::Result<Option<Authenticated>> {
        let of_program = TokenHash::of(token::API, token);
        let is_program = of_program.is_some();
        let Some(token) = of_program.or_else(|| TokenHash::of(token::SESSION, token)) else {
            return Ok(None);
        };
        // Without news from other processes every token is looked up: an ended session must not
        // live on here.
        let hears_news = self.0.cache.healthy();
        let now = self.0.db.clock().now();
        if hears_news
            && let Some(who) = self.0.known.get(&token)
            && now - who.last_seen_at < LAST_SEEN_EVERY
        {
            return Ok(self.good(who, now));
        }
        let epoch = self.0.known.epoch();
        let found = if is_program {
            store::find_by_api_token(self.newest(), &token).await?
        } else {
            store::find_authenticated(self.newest(), &token).await?
        };
        let Some(mut who) = found.and_then(|who| self.good(who, now)) else {
            return Ok(None);
        };
        if now - who.last_seen_at >= LAST_SEEN_EVERY {
            match self.note_use(&who, now).await {
                Ok(()) => who.last_seen_at = now,
                Err(error) => tracing::warn!(%error, session.id = %who.session_id, "the use was not noted"),
            }
        }
        if hears_news {
            self.0.known.insert(epoch, token, who.clone());
        }
        Ok(Some(who))
    }

    async fn note_use(&self, who: &Authenticated, now: DateTime<Utc>) -> db::Result<()> {
        let tx = self.0.db.begin().await?;
        match who.scopes {
            Some(_) => store::touch_token(&tx, who.session_id.uuid(), now).await?,
            None => store::touch_session(&tx, who.session_id, now).await?,
        }
        tx.commit().await
    }

    /// The holder of a token that is good now, with how far it may be relied on at this moment.
    fn good(&self, who: Authenticated, now: DateTime<Utc>) -> Option<Authenticated> {
        let proved = who.scopes.is_none() && now < who.proved_at + self.0.settings.proof_lifetime;
        self.is_good(&who, now).then_some(Authenticated { proved, ..who })
    }

    fn is_good(&self, who: &Authenticated, now: DateTime<Utc>) -> bool {
        if who.scopes.is_some() {
            return api_token::is_good(who, now);
        }
        let settings = &self.0.settings;
        // An administrator's time is short also for sign-ins from before the role was granted.
        let administrator_until = who.created_at + settings.administrator_lifetime;
        now < who.expires_at
            && now < who.last_seen_at + settings.session_idle
            && (!who.roles.contains(&Role::Administrator) || now < administrator_until)
    }

    /// The caller of something that stays open for long, as they stand now: with the roles they have today, and proved no
    /// longer. Nobody, if the sign-in or the token behind it has ended.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn again(&self, caller: &Caller) -> db::Result<Option<Caller>> {
        let Who::User { id, session, .. } = caller.who else {
            return Ok(Some(caller.clone()));
        };
        if !self.is_still_good(caller).await? {
            return Ok(None);
        }
        let Some(user) = store::find_user(self.newest(), id).await? else {
            return Ok(None);
        };
        // A token never has more than its owner, nor more than it began with.
        let roles: Vec<Role> = user
            .roles
            .iter()
            .copied()
            .filter(|role| caller.standing.scopes.is_none() || caller.has(*role))
            .collect();
        let again = Caller::user(id, session, roles);
        Ok(Some(Caller {
            who: again.who,
            standing: Standing {
                proved: false,
                ..caller.standing
            },
            ..caller.clone()
        }))
    }

    /// Whether the sign-in or the token behind a caller is still good, for what stays open for long.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_still_good(&self, caller: &Caller) -> db::Result<bool> {
        let Who::User { id, session, .. } = caller.who else {
            return Ok(true);
        };
        let (conn, now) = (self.newest(), self.0.db.clock().now());
        if caller.standing.scopes.is_some() {
            let tokens = store::list_tokens(conn, id, now).await?;
            return Ok(tokens.iter().any(|token| token.id.uuid() == session.uuid()));
        }
        let used_after = now - self.0.settings.session_idle;
        let sessions = store::list_sessions(conn, id, now, used_after).await?;
        let administers = store::find_user(conn, id)
            .await?
            .is_some_and(|user| user.roles.contains(&Role::Administrator));
        let until = |begun: DateTime<Utc>| begun + self.0.settings.administrator_lifetime;
        Ok(sessions
            .iter()
            .any(|other| other.id == session && (!administers || now < until(other.created_at))))
    }

    /// Whether nobody has an account yet.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn is_empty(&self) -> db::Result<bool> {
        let conn = self.newest();
        let one = db::sql(conn, "SELECT 1 AS x FROM users LIMIT 1", []);
        Ok(sea_orm::ConnectionTrait::query_one_raw(conn, one)
            .await?
            .is_none())
    }

    /// A person by id.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_user(&self, id: UserId) -> db::Result<Option<User>> {
        store::find_user(self.newest(), id).await
    }

    /// A person by mail address, in any spelling of it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find_by_email(&self, address: &str) -> db::Result<Option<User>> {
        store::find_user_by_email(self.newest(), &email::canonical(address)).await
    }

    /// People by id, for loaders: one statement, in no order, without those that are not there.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn users_by_ids(&self, ids: &[UserId]) -> db::Result<Vec<User>> {
        store::users_by_ids(self.0.db.reader(), ids).await
    }

    /// Who may act as `role`, at most two hundred: officers of the platform, not its investors.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn holders_of(&self, role: Role) -> db::Result<Vec<UserId>> {
        store::holders_of(self.newest(), role).await
    }

    /// For reads that must see the newest commit of any process. SQLite's readers do; a replica
    /// of PostgreSQL does not.
    pub(crate) fn newest(&self) -> &DatabaseConnection {
        if self.0.db.is_postgres() {
            self.0.db.primary()
        } else {
            self.0.db.reader()
        }
    }

    /// A new sign-in of a person, and its token. If the person then has too many, the longest unused end.
    pub(crate) async fn open_session(
        &self,
        tx: &Tx,
        caller: &Caller,
        user: &User,
        device: Device,
    ) -> db::Result<Opened> {
        let settings = &self.0.settings;
        let now = tx.now().await?;
        let administrator = user.has(Role::Administrator);
        let lifetime = if administrator {
            settings.administrator_lifetime
        } else {
            settings.session_lifetime
        };
        let cut = |text: Option<String>| text.map(|text| text.chars().take(DEVICE_TEXT).collect());
        let token = Token::new(token::SESSION, self.0.db.ids().secret());
        let session = Session {
            id: tx.new_id(now),
            user_id: user.id,
            kind: device.kind,
            label: cut(device.label),
            user_agent: cut(device.user_agent.or_else(|| caller.agent.clone())),
            network: caller.address.map(network),
            created_at: now,
            last_seen_at: now,
            expires_at: now + lifetime,
        };
        store::insert_session(tx, &session, &token.hash()).await?;
        let ended = store::revoke_surplus(tx, user.id, settings.sessions_per_user.max(1), now).await?;
        let device = hex::encode(Sha256::digest(format!("{}\0{}", user.id, session.described())));
        let is_new_device = store::note_device(tx, user.id, &device, now).await?;
        Ok(Opened {
            session,
            token,
            others_ended: ended > 0,
            is_new_device,
        })
    }

    /// The same for somebody who has been here before: from a device that was not seen yet, its owner is told.
    pub(crate) async fn open_another(
        &self,
        tx: &Tx,
        caller: &Caller,
        user: &User,
        device: Device,
    ) -> db::Result<Opened> {
        let opened = self.open_session(tx, caller, user, device).await?;
        if opened.is_new_device {
            let told = AccountSecurityChanged {
                user_id: user.id,
                act: SecurityAct::NewDevice,
                at: opened.session.created_at,
                device: Some(opened.session.described()),
            };
            tx.publish(&told).await?;
        }
        Ok(opened)
    }

    /// Drops, here and everywhere, what is no longer so. To be called after commit.
    pub(crate) async fn tell(&self, stale: Stale) {
        self.0.known.drop_stale(stale);
        if let Ok(message) = serde_json::to_vec(&stale) {
            self.0.cache.publish(CHANNEL, message).await;
        }
    }
}

async fn listen(mut news: cache::Subscription, known: Arc<SessionCache>) {
    while let Some(signal) = news.next().await {
        let stale = match &signal {
            Signal::Message(message) => serde_json::from_slice(message).ok(),
            Signal::Missed => None,
        };
        match stale {
            Some(stale) => known.drop_stale(stale),
            // News was lost, or is of a kind only newer processes know: trust nothing.
            None => known.clear(),
        }
    }
}
