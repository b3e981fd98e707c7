//! Typed ids: a UUIDv7 inside, a TypeID text outside (`campaign_01h455vb4pex5vsknk084sn02q`).

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// What an id points at: the prefix that stands before it in text.
pub trait IdKind: 'static {
    /// Lower-case words joined by `_`, at most 63 characters (TypeID specification 0.3).
    const PREFIX: &'static str;
}

/// An id of one kind of thing. Ids of different kinds do not mix.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K: IdKind> Id<K> {
    /// The id with this UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The UUID inside, as stored in the database.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, encode(self.0.as_u128()))
    }
}

/// The text of an id whose kind is known by its prefix alone, as where rows of any table are written out.
pub fn id_text(prefix: &str, uuid: Uuid) -> String {
    format!("{prefix}_{}", encode(uuid.as_u128()))
}
impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: IdKind> From<Uuid> for Id<K> {
    fn from(uuid: Uuid) -> Self {
        Self::from_uuid(uuid)
    }
}
impl<K: IdKind> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Self {
        id.0
    }
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseIdError {
    /// The part before the last `_` names another kind of thing.
    #[error("this is not the id of a {expected}")]
    OtherKind {
        /// The prefix that was wanted.
        expected: &'static str,
    },
    /// The part after the `_` is not 26 characters of Crockford's base 32 holding 128 bits.
    #[error("this is not a valid id")]
    Malformed,
}

impl<K: IdKind> FromStr for Id<K> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (prefix, suffix) = text.rsplit_once('_').ok_or(ParseIdError::Malformed)?;
        if prefix != K::PREFIX {
            return Err(ParseIdError::OtherKind { expected: K::PREFIX });
        }
        decode(suffix)
            .map(|bits| Self::from_uuid(Uuid::from_u128(bits)))
            .ok_or(ParseIdError::Malformed)
    }
}

/// The kind's prefix in a textual id, if the text has the form of one.
pub fn prefix_of(text: &str) -> Option<&str> {
    let (prefix, suffix) = text.rsplit_once('_')?;
    decode(suffix).map(|_| prefix)
}

impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn encode(bits: u128) -> String {
    (0..26)
        .rev()
        .map(|i| char::from(ALPHABET[(bits >> (5 * i)) as usize & 31]))
        .collect()
}

/// Strict: lower case only, 26 characters, nothing beyond 128 bits.
fn decode(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return None;
    }
    bytes.iter().try_fold(0u128, |bits, b| {
        let digit = ALPHABET.iter().position(|a| a == b)?;
        Some(bits << 5 | digit as u128)
    })
}

/// The kinds of things that have ids.
pub mod kind {
    use super::IdKind;

    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl IdKind for $name {
                const PREFIX: &'static str = $prefix;
            }
        )*};
    }

    kinds! {
        /// A person with an account.
        User = "user",
        /// A sign-in: a cookie or a bearer token.
        Session = "session",
        /// A link that was mailed and works once.
        AccountLink = "link",
        /// An account that is, or was, locked.
        AccountLock = "lock",
        /// A wish that somebody be given a role of staff.
        RoleRequest = "rolereq",
        /// A sign-in whose password was right and which waits for a code.
        SignInChallenge = "challenge",
        /// A change of a mail address that waits.
        EmailChange = "mailchange",
        /// A token by which a program acts for a person.
        ApiToken = "token",
        /// A code for when the authenticator is lost.
        RecoveryCode = "recovery",
        /// An invention being brought to market.
        Project = "project",
        /// One time-boxed attempt to fund a project.
        Campaign = "campaign",
        /// What a pledge earns.
        Reward = "reward",
        /// A stock that rewards of a campaign share.
        RewardPool = "pool",
        /// A patent right: one application with its publications and its grant.
        Patent = "patent",
        /// A body fetched from a register, kept as evidence.
        Snapshot = "snapshot",
        /// An investor's promise of money.
        Pledge = "pledge",
        /// A card being saved with the payment provider.
        PaymentSetup = "setup",
        /// One try at collecting a pledge.
        PaymentAttempt = "attempt",
        /// Money given back to an investor.
        Refund = "refund",
        /// A charge that its payer contests at the bank.
        Dispute = "dispute",
        /// A change of what a dispute counts for.
        DisputeRecount = "recount",
        /// The account through which a founder is paid.
        Payee = "payee",
        /// Money paid out to a founder.
        Payout = "payout",
        /// A comparison of the provider's balance with the books.
        Reconciliation = "reconciliation",
        /// A change of what a pledge promises or earns.
        PledgeAdjustment = "adjustment",
        /// A change of a campaign's patents that matters to those who pledged.
        MaterialChange = "change",
        /// A named balance in the books.
        LedgerAccount = "account",
        /// One balanced entry in the books.
        LedgerEntry = "entry",
        /// A row of the audit trail.
        AuditEntry = "audit",
        /// Something that happened, told to the rest of the platform.
        Event = "event",
        /// Work to be done after commit.
        Job = "job",
        /// What somebody is told of what concerns them.
        Notification = "notification",
        /// The mail that says what a notification says.
        Mail = "mail",
        /// Somebody's wish to be told of a campaign, a founder or a patent right.
        Follow = "follow",
        /// What a founder tells of a campaign.
        CampaignUpdate = "update",
        /// A question to the founder of a campaign, with its answer.
        Question = "question",
        /// A reader's report of a question.
        QuestionReport = "report",
        /// Something a person uploaded.
        File = "file",
        /// A round of verification of a person or a company.
        Verification = "verification",
        /// A document that is to show why a founder may bring a patent to market.
        OwnershipClaim = "claim",
        /// A document of an office that tells of a patent right, handed in by a person.
        PatentDocument = "pdoc",
        /// What a third party says a campaign takes from it.
        IpClaim = "ipclaim",
        /// The right of a platform to work under a regime.
        RegimeLicence = "licence",
        /// What an investor declares of themselves for a regime.
        RegimeDeclaration = "declaration",
        /// One run of an import.
        Import = "import",
        /// A past campaign of another platform, kept as a comparable.
        HistoricalCampaign = "past",
        /// An export of everything about a person.
        Export = "export",
        /// A person's wish that their account be erased.
        Erasure = "erasure",
    }
}

/// Id of a person with an account.
pub type UserId = Id<kind::User>;
/// Id of an export of everything about a person.
pub type ExportId = Id<kind::Export>;
/// Id of a person's wish that their account be erased.
pub type ErasureId = Id<kind::Erasure>;
/// Id of a sign-in.
pub type SessionId = Id<kind::Session>;
/// Id of a token by which a program acts for a person.
pub type ApiTokenId = Id<kind::ApiToken>;
/// Id of a change of a mail address that waits.
pub type EmailChangeId = Id<kind::EmailChange>;
/// Id of a link that was mailed.
pub type AccountLinkId = Id<kind::AccountLink>;
/// Id of a wish that somebody be given a role.
pub type RoleRequestId = Id<kind::RoleRequest>;
/// Id of a project.
pub type ProjectId = Id<kind::Project>;
/// Id of a campaign.
pub type CampaignId = Id<kind::Campaign>;
/// Id of a stock that rewards share.
pub type RewardPoolId = Id<kind::RewardPool>;
/// Id of a reward.
pub type RewardId = Id<kind::Reward>;
/// Id of a patent right.
pub type PatentId = Id<kind::Patent>;
/// Id of a source snapshot.
pub type SnapshotId = Id<kind::Snapshot>;
/// Id of a pledge.
pub type PledgeId = Id<kind::Pledge>;
/// Id of a card being saved.
pub type PaymentSetupId = Id<kind::PaymentSetup>;
/// Id of a try at collecting a pledge.
pub type PaymentAttemptId = Id<kind::PaymentAttempt>;
/// Id of a refund.
pub type RefundId = Id<kind::Refund>;
/// Id of a contested charge.
pub type DisputeId = Id<kind::Dispute>;
/// Id of a change of what a dispute counts for.
pub type DisputeRecountId = Id<kind::DisputeRecount>;
/// Id of the account through which a founder is paid.
pub type PayeeId = Id<kind::Payee>;
/// Id of a payout.
pub type PayoutId = Id<kind::Payout>;
/// Id of a comparison with the provider.
pub type ReconciliationId = Id<kind::Reconciliation>;
/// Id of a change of a pledge.
pub type PledgeAdjustmentId = Id<kind::PledgeAdjustment>;
/// Id of a material change.
pub type MaterialChangeId = Id<kind::MaterialChange>;
/// Id of a ledger account.
pub type LedgerAccountId = Id<kind::LedgerAccount>;
/// Id of a ledger entry.
pub type LedgerEntryId = Id<kind::LedgerEntry>;
/// Id of an audit row.
pub type AuditEntryId = Id<kind::AuditEntry>;
/// Id of an event.
pub type EventId = Id<kind::Event>;
/// Id of a job.
pub type JobId = Id<kind::Job>;
/// Id of a notification.
pub type NotificationId = Id<kind::Notification>;
/// Id of a mail.
pub type MailId = Id<kind::Mail>;
/// Id of a wish to be told.
pub type FollowId = Id<kind::Follow>;
/// Id of what a founder tells of a campaign.
pub type CampaignUpdateId = Id<kind::CampaignUpdate>;
/// Id of a question.
pub type QuestionId = Id<kind::Question>;
/// Id of a report of a question.
pub type QuestionReportId = Id<kind::QuestionReport>;
/// Id of an uploaded file.
pub type FileId = Id<kind::File>;
/// Id of a round of verification.
pub type VerificationId = Id<kind::Verification>;
/// Id of a claim to bring a patent to market.
pub type OwnershipClaimId = Id<kind::OwnershipClaim>;
/// Id of a document of an office that a person handed in.
pub type PatentDocumentId = Id<kind::PatentDocument>;
/// Id of a third party's claim against a campaign.
pub type IpClaimId = Id<kind::IpClaim>;
/// Id of the right of a platform to work under a regime.
pub type RegimeLicenceId = Id<kind::RegimeLicence>;
/// Id of what an investor declares for a regime.
pub type RegimeDeclarationId = Id<kind::RegimeDeclaration>;
/// Id of an import run.
pub type ImportId = Id<kind::Import>;
/// Id of a historical campaign.
pub type HistoricalCampaignId = Id<kind::HistoricalCampaign>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_text_of_an_id_is_a_typeid() {
        // The example of the TypeID specification, with our prefix.
        let uuid = Uuid::parse_str("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
        let id = CampaignId::from_uuid(uuid);
        assert_eq!(id.to_string(), "campaign_01h455vb4pex5vsknk084sn02q");
        assert_eq!("campaign_01h455vb4pex5vsknk084sn02q".parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let text = PledgeId::from_uuid(Uuid::from_u128(7)).to_string();
        assert_eq!(
            text.parse::<CampaignId>(),
            Err(ParseIdError::OtherKind { expected: "campaign" })
        );
    }

    #[test]
    fn a_suffix_beyond_128_bits_is_refused() {
        assert_eq!(
            "campaign_8zzzzzzzzzzzzzzzzzzzzzzzzz".parse::<CampaignId>(),
            Err(ParseIdError::Malformed)
        );
        assert!(
            "campaign_7zzzzzzzzzzzzzzzzzzzzzzzzz"
                .parse::<CampaignId>()
                .is_ok()
        );
    }

    proptest! {
        #[test]
        fn every_uuid_comes_back(bits: u128) {
            let id = PatentId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text: String) {
            let _ = text.parse::<UserId>();
            let _ = prefix_of(&text);
        }
    }
}
