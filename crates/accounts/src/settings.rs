//! What an operator may set.

use std::time::Duration;

use cache::AttemptLimit;
use chrono::TimeDelta;
use db::Vault;
use secrecy::SecretString;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// What an operator may set about accounts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How much may be tried in how short a time.
    pub limits: Limits,
    /// What a password costs to check.
    pub hashing: Hashing,
    /// Secrets mixed into every password hash, the newest first; older ones are still understood,
    /// and their hashes made anew at the next sign-in. Kept outside the database, so that a copy
    /// of that alone cannot be searched for passwords.
    pub peppers: Vec<SecretString>,
    /// How long a sign-in lasts.
    pub session_lifetime: TimeDelta,
    /// How long a sign-in of an administrator lasts.
    pub administrator_lifetime: TimeDelta,
    /// How long a sign-in lasts that is not used.
    pub session_idle: TimeDelta,
    /// Whoever holds the key that seeds of second factors are sealed with. Without it no second factor can be set up.
    pub vault: Option<Vault>,
    /// How long a sign-in waits for its code after the password.
    pub challenge_lifetime: TimeDelta,
    /// For how long a proof to be there counts, for acts on money and rights. A sign-in is one.
    pub proof_lifetime: TimeDelta,
    /// How long a link that was mailed works.
    pub link_lifetime: TimeDelta,
    /// For how long a change of the mail address is held back, in which the old address can take it back.
    pub email_change_hold: TimeDelta,
    /// How many sign-ins one person may have; the longest unused ends when there are more.
    pub sessions_per_user: u32,
    /// How long a process may trust what it knows of a token. Ends of sessions are told at once;
    /// this is the bound if the telling fails.
    pub trust_tokens_for: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            hashing: Hashing::default(),
            peppers: Vec::new(),
            session_lifetime: TimeDelta::days(30),
            administrator_lifetime: TimeDelta::hours(12),
            session_idle: TimeDelta::days(14),
            vault: None,
            challenge_lifetime: TimeDelta::minutes(5),
            proof_lifetime: TimeDelta::minutes(15),
            link_lifetime: TimeDelta::hours(1),
            email_change_hold: TimeDelta::hours(72),
            sessions_per_user: 50,
            trust_tokens_for: Duration::from_secs(30),
        }
    }
}

/// How much may be tried in how short a time. `None` switches a limit off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Wrong passwords for one account, from anywhere. Locks, softly.
    pub account: Option<AttemptLimit>,
    /// Wrong passwords from one address (IPv6: one /64), for any account.
    pub address: Option<AttemptLimit>,
    /// Wrong passwords from one network: IPv4 /24, IPv6 /48.
    pub network: Option<AttemptLimit>,
    /// Accounts made, or tried to make, from one address.
    pub sign_up: Option<AttemptLimit>,
    /// Mails with a link to one account, whoever asks.
    pub letters: Option<AttemptLimit>,
    /// Mails with a link asked for from one address.
    pub letters_address: Option<AttemptLimit>,
    /// Mails with a link asked for from one network.
    pub letters_network: Option<AttemptLimit>,
}

impl Limits {
    /// No limits: for load tests behind closed doors.
    pub const OFF: Self = Self {
        account: None,
        address: None,
        network: None,
        sign_up: None,
        letters: None,
        letters_address: None,
        letters_network: None,
    };
}

impl Default for Limits {
    /// 5 wrong passwords in 15 minutes for one account, then locks of 15 minutes to an hour;
    /// 20 an hour from one address, 60 from its network; 5 new accounts an hour from one address; 4 mails
    /// with a link an hour to one account, 10 asked for from one address, 30 from its network.
    fn default() -> Self {
        let account = AttemptLimit::new(5, Duration::from_secs(15 * MINUTE));
        let hourly = |tries| Some(AttemptLimit::new(tries, Duration::from_secs(HOUR)));
        Self {
            account: Some(account.with_lock(Duration::from_secs(HOUR))),
            address: hourly(20),
            network: hourly(60),
            sign_up: hourly(5),
            letters: hourly(4),
            letters_address: hourly(10),
            letters_network: hourly(30),
        }
    }
}

/// What a password costs to check: argon2id (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashing {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// How many are reckoned at once; others wait their turn for up to two seconds.
    pub at_once: usize,
}

impl Default for Hashing {
    /// OWASP's recommendation: 19 MiB, two passes, one lane; two at once.
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            lanes: 1,
            at_once: 2,
        }
    }
}

/// Why settings cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// argon2 cannot work with these costs.
    #[error(
        "passwords cannot be hashed with {memory_kib} KiB, {passes} passes and {lanes} lanes; use 19456, 2 and 1"
    )]
    Hashing {
        /// The memory asked for.
        memory_kib: u32,
        /// The passes asked for.
        passes: u32,
        /// The lanes asked for.
        lanes: u32,
    },
    /// A secret is too short to be one, or too long for argon2.
    #[error("a pepper needs 16 to 1024 bytes; `openssl rand -base64 32` makes one")]
    Pepper,
}
