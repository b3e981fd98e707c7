//! Who may do what: every mutation and every query that takes an id, for every kind of caller.

use std::collections::BTreeSet;

use journeys::{Founder, Person, Platform, errors, user_errors};
use kernel::Role;
use serde_json::{Value, json};
use uuid::Uuid;

/// The callers of the matrix, in the order of its columns.
const CALLERS: [&str; 8] = [
    "anonymous",
    "stranger",
    "investor",
    "founder",
    "other founder",
    "reviewer",
    "finance",
    "administrator",
];

/// What a cell of the matrix expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The caller may: no refusal of access, whatever else the answer says.
    May,
    /// The caller must sign in first.
    SignIn,
    /// The caller's role lacks this act.
    Role,
    /// What is not the caller's answers as what is not there.
    NotThere,
}
use Expect::{May, NotThere, Role as NeedsRole, SignIn};

struct Act {
    mutation: &'static str,
    input: fn(&World) -> Value,
    /// For each of [`CALLERS`].
    expect: [Expect; 8],
}

/// Ids of things that belong to `founder` and `investor`.
struct World {
    campaign: String,
    draft: String,
    reward: String,
    pool: String,
    pledge: String,
    session: String,
    token: String,
    user: String,
    payee: String,
    payout: String,
    dispute: String,
    /// A draft of an update of `campaign`.
    update: String,
    /// A question of `investor` about it.
    question: String,
    /// A verification the investor writes, and one the stranger handed in.
    round: String,
    handed_in: String,
}

const OWNER: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, May, NotThere, NeedsRole, NeedsRole, NeedsRole,
];
const REVIEWER: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, May, NeedsRole, NeedsRole,
];
/// Reviewers and administrators.
const STAFF: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, May, NeedsRole, May,
];
/// What is there for nobody.
const NOBODYS: [Expect; 8] = [
    SignIn, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere,
];
/// What only administrators may do, about something that is not there.
const NO_SUCH_ADMINISTRATION: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NotThere,
];
const NO_ROLE_REQUEST: &str = "rolereq_00000000000000000000000000";
const NO_REFUND: &str = "refund_00000000000000000000000000";
const NO_IP_CLAIM: &str = "ipclaim_00000000000000000000000000";
const ADMINISTRATOR: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, May,
];
const SIGNED_IN: [Expect; 8] = [SignIn, May, May, May, May, May, May, May];
const ANYONE: [Expect; 8] = [May; 8];
const PLEDGER: [Expect; 8] = [
    SignIn, NotThere, May, NotThere, NotThere, NotThere, NotThere, NotThere,
];

const FOUNDERS: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, May, May, NeedsRole, NeedsRole, NeedsRole,
];
const PAID: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, May, NotThere, NeedsRole, NeedsRole, NeedsRole,
];
/// What only finance may do, about something that is not there.
const NO_SUCH_FINANCE: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NotThere, NeedsRole,
];

/// The same for reviewers.
const NO_SUCH_REVIEW: [Expect; 8] = [
    SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NotThere, NeedsRole, NeedsRole,
];

/// The columns of an investor who owns nothing here, of the founder and of the administrator.
const STRANGER: usize = 1;
const FOUNDER: usize = 3;
const ADMINISTRATOR_COLUMN: usize = 7;

/// What a token may do, and with which scope; written out again by hand, so that a change is made twice, on purpose.
const BY_TOKEN: [(&str, &str); 29] = [
    ("campaignEdit", "MANAGE"),
    ("campaignPatentAttach", "MANAGE"),
    ("campaignPatentDetach", "MANAGE"),
    ("campaignSubmit", "MANAGE"),
    ("campaignUpdateDiscard", "MANAGE"),
    ("campaignUpdateDraft", "MANAGE"),
    ("campaignUpdateEdit", "MANAGE"),
    ("campaignUpdatePublish", "MANAGE"),
    ("projectCreate", "MANAGE"),
    ("questionAnswer", "MANAGE"),
    ("questionHide", "MANAGE"),
    ("questionShow", "MANAGE"),
    ("rewardAdd", "MANAGE"),
    ("rewardEdit", "MANAGE"),
    ("rewardPoolAdd", "MANAGE"),
    ("rewardPoolEdit", "MANAGE"),
    ("rewardPoolRemove", "MANAGE"),
    ("rewardRemove", "MANAGE"),
    ("followingEnd", "PLEDGE"),
    ("followingStart", "PLEDGE"),
    ("notificationsMarkRead", "PLEDGE"),
    ("pledgeAdjust", "PLEDGE"),
    ("pledgeCancel", "PLEDGE"),
    ("pledgeDecline", "PLEDGE"),
    ("pledgePlace", "PLEDGE"),
    ("pledgeReconfirm", "PLEDGE"),
    ("pledgeRefresh", "PLEDGE"),
    ("questionAsk", "PLEDGE"),
    ("questionReport", "PLEDGE"),
];

const NO_FILE: &str = "file_00000000000000000000000000";
const NO_LICENCE: &str = "licence_00000000000000000000000000";
const NO_DECLARATION: &str = "declaration_00000000000000000000000000";
const NO_CLAIM: &str = "claim_00000000000000000000000000";
const NO_DOCUMENT: &str = "pdoc_00000000000000000000000000";

/// Every mutation of the schema. A mutation that is missing here fails the test.
const ACTS: &[Act] = &[
    Act {
        mutation: "accountSignUp",
        input: |_| json!({ "email": "x", "password": "y", "displayName": "z" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountSignIn",
        input: |_| json!({ "email": "x@example.test", "password": "y" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountEmailConfirmationSend",
        input: |_| json!({}),
        expect: SIGNED_IN,
    },
    // Whoever holds the link may; without it there is nothing to be had.
    Act {
        mutation: "accountEmailConfirm",
        input: |_| json!({ "token": "x" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountPasswordResetRequest",
        input: |_| json!({ "email": "x@example.test" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountPasswordReset",
        input: |_| json!({ "token": "x", "newPassword": "y" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountSignInCode",
        input: |_| json!({ "challenge": "x", "code": "y" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountIdentityConfirm",
        input: |_| json!({ "password": "x" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountEmailChange",
        input: |_| json!({ "email": "another@example.test" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountEmailChangeConfirm",
        input: |_| json!({ "token": "x" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountEmailChangeCancel",
        input: |_| json!({ "token": "x" }),
        expect: ANYONE,
    },
    Act {
        mutation: "accountEmailChangeWithdraw",
        input: |_| json!({ "email": "nobody@example.test" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountExportRequest",
        input: |_| json!({ "format": "ZIP" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountErasureRequest",
        input: |_| json!({ "confirmation": "nobody@example.test" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountErasureWithdraw",
        input: |_| json!({ "keepAccount": true }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "apiTokenCreate",
        input: |_| json!({ "name": "", "scopes": [], "expiresAt": "2020-01-01T00:00:00Z" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "apiTokenRevoke",
        input: |w| json!({ "id": w.token }),
        expect: [
            SignIn, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "sessionOthersRevoke",
        input: |_| json!({ "tokensToo": false }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "secondFactorBegin",
        input: |_| json!({ "kind": "AUTHENTICATOR" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "secondFactorConfirm",
        input: |_| json!({ "code": "000000" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "recoveryCodesRenew",
        input: |_| json!({ "discardOld": false }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "secondFactorRemove",
        input: |_| json!({ "kind": "AUTHENTICATOR" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountPasswordChange",
        input: |_| json!({ "currentPassword": "x", "newPassword": "y" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "accountBecomeFounder",
        input: |_| json!({ "acceptTerms": false }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "sessionRevoke",
        input: |w| json!({ "id": w.session }),
        expect: [
            SignIn, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "userRoleRequest",
        input: |w| json!({ "userId": w.user, "role": "FINANCE", "reason": "test" }),
        expect: ADMINISTRATOR,
    },
    Act {
        mutation: "roleRequestApprove",
        input: |_| json!({ "id": NO_ROLE_REQUEST }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "roleRequestRefuse",
        input: |_| json!({ "id": NO_ROLE_REQUEST, "reason": "test" }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "roleRequestWithdraw",
        input: |_| json!({ "id": NO_ROLE_REQUEST }),
        expect: NOBODYS,
    },
    Act {
        mutation: "userLock",
        // Somebody else's, for the stranger is needed below.
        input: |_| json!({ "userId": "user_00000000000000000000000000", "reason": "test" }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "userUnlock",
        input: |w| json!({ "userId": w.user, "reason": "test" }),
        expect: ADMINISTRATOR,
    },
    Act {
        mutation: "userSessionsRevoke",
        input: |_| json!({ "userId": "user_00000000000000000000000000" }),
        expect: ADMINISTRATOR,
    },
    Act {
        mutation: "jobReplay",
        input: |_| json!({ "id": "job_00000000000000000000000000" }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "messageReplay",
        input: |_| json!({ "id": "event_00000000000000000000000000" }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "userRoleRevoke",
        input: |w| json!({ "userId": w.user, "role": "FINANCE", "reason": "test" }),
        expect: ADMINISTRATOR,
    },
    Act {
        mutation: "projectCreate",
        input: |_| json!({ "title": { "en": "" }, "field": "OTHER", "currency": "EUR", "country": "DE" }),
        expect: [
            SignIn, NeedsRole, NeedsRole, May, May, NeedsRole, NeedsRole, NeedsRole,
        ],
    },
    Act {
        mutation: "campaignEdit",
        input: |w| json!({ "id": w.draft, "expectedVersion": 1, "team": { "en": "x" } }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignPatentAttach",
        input: |w| json!({ "campaignId": w.draft, "number": "16/995,233" }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignPatentDetach",
        input: |w| json!({ "campaignId": w.draft, "patentId": "patent_00000000000000000000000000" }),
        expect: [
            SignIn, NeedsRole, NeedsRole, NotThere, NotThere, NeedsRole, NeedsRole, NeedsRole,
        ],
    },
    Act {
        mutation: "rewardAdd",
        input: |w| json!({ "campaignId": w.draft, "title": { "en": "x" }, "amount": { "amount": "1", "currency": "EUR" } }),
        expect: OWNER,
    },
    Act {
        mutation: "rewardEdit",
        input: |w| json!({ "id": w.reward, "expectedVersion": 1, "title": { "en": "y" } }),
        expect: OWNER,
    },
    Act {
        mutation: "rewardPoolAdd",
        input: |w| json!({ "campaignId": w.draft, "name": { "en": "First run" }, "limit": 10 }),
        expect: OWNER,
    },
    Act {
        mutation: "rewardPoolEdit",
        input: |w| json!({ "id": w.pool, "expectedVersion": 1, "limit": 20 }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignSubmit",
        input: |w| json!({ "id": w.draft, "expectedVersion": 1 }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignLaunch",
        input: |w| json!({ "id": w.draft }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignReviewClaim",
        input: |w| json!({ "id": w.campaign }),
        expect: REVIEWER,
    },
    Act {
        mutation: "campaignReviewDecide",
        input: |w| json!({ "id": w.campaign, "decision": "APPROVED" }),
        expect: REVIEWER,
    },
    Act {
        mutation: "pledgePlace",
        input: |w| json!({ "campaignId": w.campaign, "amount": { "amount": "0", "currency": "EUR" }, "idempotencyKey": Uuid::from_u128(3) }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "pledgeCardRetry",
        input: |w| json!({ "pledgeId": w.pledge, "idempotencyKey": Uuid::from_u128(4) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "pledgeRefresh",
        input: |w| json!({ "pledgeId": w.pledge }),
        expect: PLEDGER,
    },
    Act {
        mutation: "sandboxCardEnter",
        input: |w| json!({ "pledgeId": w.pledge, "number": "1", "expiry": "12/34", "cvc": "1" }),
        expect: PLEDGER,
    },
    Act {
        mutation: "sandboxAuthenticate",
        input: |w| json!({ "pledgeId": w.pledge, "succeed": true }),
        expect: PLEDGER,
    },
    Act {
        mutation: "pledgePaymentRepair",
        input: |w| json!({ "pledgeId": w.pledge, "idempotencyKey": Uuid::from_u128(11) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "pledgePaymentRefresh",
        input: |w| json!({ "pledgeId": w.pledge }),
        expect: PLEDGER,
    },
    Act {
        mutation: "campaignShortfallDecide",
        input: |w| json!({ "campaignId": w.campaign, "decision": "ACCEPT", "idempotencyKey": Uuid::from_u128(12) }),
        expect: [
            SignIn, NotThere, NotThere, May, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "pledgeRefundRequest",
        input: |w| json!({ "pledgeId": w.pledge, "reason": "GOODWILL", "bearer": "PLATFORM", "idempotencyKey": Uuid::from_u128(13) }),
        expect: [SignIn, NotThere, NotThere, May, NotThere, NotThere, May, NotThere],
    },
    Act {
        mutation: "payeeOpen",
        input: |_| json!({ "method": "BANK", "country": "DE", "destination": "Bank ····1234" }),
        expect: FOUNDERS,
    },
    Act {
        mutation: "payeeRefresh",
        input: |w| json!({ "payeeId": w.payee }),
        expect: PAID,
    },
    Act {
        mutation: "sandboxPayeeComplete",
        input: |w| json!({ "payeeId": w.payee }),
        expect: PAID,
    },
    Act {
        mutation: "payeeLinkCreate",
        input: |_| json!({ "returnPath": "/founder" }),
        // Both founders are paid by bank transfer: there is no page for either.
        expect: [
            SignIn, NeedsRole, NeedsRole, NotThere, NotThere, NeedsRole, NeedsRole, NeedsRole,
        ],
    },
    Act {
        mutation: "payoutRequest",
        input: |w| json!({ "campaignId": w.campaign, "idempotencyKey": Uuid::from_u128(14) }),
        // The campaign has not ended: to finance there is no money to pay out.
        expect: [
            SignIn, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NeedsRole, NotThere, NeedsRole,
        ],
    },
    Act {
        mutation: "payoutDecide",
        input: |w| json!({ "payoutId": w.payout, "approve": true, "idempotencyKey": Uuid::from_u128(15) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "payoutRecord",
        input: |w| json!({ "payoutId": w.payout, "bankReference": "x", "evidence": "y", "idempotencyKey": Uuid::from_u128(16) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "payoutGiveUp",
        input: |w| json!({ "payoutId": w.payout, "reason": "the bank refused", "idempotencyKey": Uuid::from_u128(19) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "repaymentRecord",
        input: |_| json!({ "refundId": NO_REFUND, "bankReference": "x", "paidOn": "2026-01-01", "evidence": "y", "idempotencyKey": Uuid::from_u128(17) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "repaymentDecide",
        input: |_| json!({ "refundId": NO_REFUND, "confirm": true, "idempotencyKey": Uuid::from_u128(18) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "disputeContest",
        input: |w| json!({ "disputeId": w.dispute, "idempotencyKey": Uuid::from_u128(17) }),
        expect: NO_SUCH_FINANCE,
    },
    Act {
        mutation: "pledgeAdjust",
        input: |w| json!({ "pledgeId": w.pledge, "amount": { "amount": "21.00", "currency": "EUR" }, "idempotencyKey": Uuid::from_u128(29) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "pledgeReconfirm",
        input: |w| json!({ "pledgeId": w.pledge, "dossierHash": "x", "idempotencyKey": Uuid::from_u128(18) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "pledgeDecline",
        input: |w| json!({ "pledgeId": w.pledge, "dossierHash": "x", "idempotencyKey": Uuid::from_u128(19) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "materialChangeReclassify",
        input: |_| json!({ "changeId": "change_00000000000000000000000000", "severity": "MINOR", "reason": "x", "idempotencyKey": Uuid::from_u128(20) }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "followingStart",
        input: |w| json!({ "id": w.campaign }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "followingEnd",
        input: |w| json!({ "id": w.campaign }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "followingEndByMail",
        input: |_| json!({ "secret": "x" }),
        expect: [NotThere; 8],
    },
    Act {
        mutation: "campaignUpdateDraft",
        input: |w| json!({ "campaignId": w.campaign }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignUpdateEdit",
        input: |w| json!({ "id": w.update, "expectedVersion": 1 }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignUpdatePublish",
        input: |w| json!({ "id": w.update, "expectedVersion": 1 }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignUpdateDiscard",
        input: |w| json!({ "id": w.update }),
        expect: OWNER,
    },
    Act {
        mutation: "questionAsk",
        input: |w| json!({ "campaignId": w.campaign, "body": "" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "questionAnswer",
        input: |w| json!({ "id": w.question, "expectedVersion": 1, "body": "Yes." }),
        expect: [
            SignIn, NotThere, NotThere, May, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "questionReport",
        input: |w| json!({ "id": w.question, "reason": "SPAM" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "questionReportsDecide",
        input: |_| json!({ "id": "question_00000000000000000000000000" }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "questionHide",
        input: |w| json!({ "id": w.question, "reason": "test" }),
        expect: [SignIn, NotThere, NotThere, May, NotThere, May, NotThere, May],
    },
    Act {
        mutation: "questionShow",
        input: |w| json!({ "id": w.question }),
        expect: [SignIn, NotThere, NotThere, May, NotThere, May, NotThere, May],
    },
    Act {
        mutation: "verificationSave",
        input: |_| json!({ "kind": "COMPANY", "country": "nowhere" }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "verificationDocumentAdd",
        input: |w| json!({ "verificationId": w.round, "uploadId": NO_FILE, "kind": "IDENTITY" }),
        expect: PLEDGER,
    },
    Act {
        mutation: "verificationDocumentRemove",
        input: |w| json!({ "verificationId": w.round, "fileId": NO_FILE }),
        expect: [
            SignIn, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "verificationSubmit",
        input: |w| json!({ "id": w.round, "expectedVersion": 1 }),
        expect: PLEDGER,
    },
    Act {
        mutation: "verificationClaim",
        input: |w| json!({ "id": w.handed_in }),
        expect: REVIEWER,
    },
    Act {
        mutation: "verificationRelease",
        input: |w| json!({ "id": w.handed_in }),
        expect: REVIEWER,
    },
    Act {
        mutation: "verificationDecide",
        input: |w| json!({ "id": w.handed_in, "expectedVersion": 1, "decision": "APPROVE" }),
        expect: REVIEWER,
    },
    Act {
        mutation: "ownershipClaimSubmit",
        input: |w| {
            json!({ "campaignId": w.draft, "patentId": "patent_00000000000000000000000000", "kind": "LICENCE",
            "counterparty": "x", "datedOn": "2026-01-01", "uploadId": NO_FILE })
        },
        expect: OWNER,
    },
    Act {
        mutation: "ownershipClaimWithdraw",
        input: |_| json!({ "id": NO_CLAIM }),
        expect: [
            SignIn, NeedsRole, NeedsRole, NotThere, NotThere, NeedsRole, NeedsRole, NeedsRole,
        ],
    },
    Act {
        mutation: "ownershipClaimTake",
        input: |_| json!({ "id": NO_CLAIM }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "ownershipClaimRelease",
        input: |_| json!({ "id": NO_CLAIM }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "ownershipClaimDecide",
        input: |_| json!({ "id": NO_CLAIM, "approve": true }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "patentDocumentSubmit",
        input: |_| {
            json!({ "patentId": "patent_00000000000000000000000000", "kind": "FEE_RECEIPT", "issuedOn": "2026-01-01",
            "fees": [{ "year": 1, "paidOn": "2026-01-01" }], "uploadId": NO_FILE })
        },
        expect: FOUNDERS,
    },
    Act {
        mutation: "patentDocumentWithdraw",
        input: |_| json!({ "id": NO_DOCUMENT }),
        expect: [
            SignIn, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "patentDocumentTake",
        input: |_| json!({ "id": NO_DOCUMENT }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "patentDocumentRelease",
        input: |_| json!({ "id": NO_DOCUMENT }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "patentDocumentDecide",
        input: |_| json!({ "id": NO_DOCUMENT, "approve": true }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "ipClaimFile",
        input: |w| json!({ "campaignId": w.campaign, "kind": "OTHER", "right": "", "holder": "", "statement": "", "contact": "", "inGoodFaith": false }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "ipClaimWithdraw",
        input: |_| json!({ "id": NO_IP_CLAIM }),
        expect: NOBODYS,
    },
    Act {
        mutation: "ipClaimAnswer",
        input: |_| json!({ "id": NO_IP_CLAIM, "answer": "x" }),
        expect: NOBODYS,
    },
    Act {
        mutation: "ipClaimTake",
        input: |_| json!({ "id": NO_IP_CLAIM }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "ipClaimRelease",
        input: |_| json!({ "id": NO_IP_CLAIM }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "ipClaimDecide",
        input: |_| json!({ "id": NO_IP_CLAIM, "decision": "INQUIRE" }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "campaignPause",
        input: |w| json!({ "id": w.campaign, "reason": "" }),
        expect: STAFF,
    },
    Act {
        mutation: "campaignResume",
        input: |w| json!({ "id": w.campaign, "reason": "" }),
        expect: STAFF,
    },
    Act {
        mutation: "notificationsMarkRead",
        input: |_| json!({ "all": true }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "licenceEnter",
        input: |_| json!({ "regime": "REG_CF", "holder": "", "authority": "", "number": "", "validFrom": "2026-01-01", "reference": "" }),
        expect: ADMINISTRATOR,
    },
    Act {
        mutation: "licenceConfirm",
        input: |_| json!({ "id": NO_LICENCE }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "licenceWithdraw",
        input: |_| json!({ "id": NO_LICENCE, "reason": "test" }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "campaignRegimeChoose",
        input: |w| json!({ "id": w.draft, "expectedVersion": 1, "regime": "REWARD" }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignCloseEarly",
        input: |w| json!({ "id": w.draft, "closesAt": "2027-01-01T00:00:00Z" }),
        expect: OWNER,
    },
    Act {
        mutation: "offeringState",
        input: |w| {
            json!({ "campaignId": w.draft, "security": "x", "unitPrice": { "amount": "1", "currency": "EUR" },
            "method": "NONE" })
        },
        expect: OWNER,
    },
    Act {
        mutation: "backgroundCheckRecord",
        input: |w| json!({ "campaignId": w.draft, "party": "ISSUER", "passed": true, "reference": "x" }),
        expect: REVIEWER,
    },
    Act {
        mutation: "informationSheetPublish",
        input: |w| json!({ "campaignId": w.draft, "uploadId": NO_FILE, "pages": 6, "reason": "x" }),
        expect: OWNER,
    },
    Act {
        mutation: "informationSheetOpen",
        // The campaign has no sheet, so that there is none to open for anybody.
        input: |w| json!({ "campaignId": w.campaign, "version": 1 }),
        expect: NOBODYS,
    },
    Act {
        mutation: "licenceDocumentOpen",
        input: |_| json!({ "id": NO_LICENCE }),
        expect: NO_SUCH_ADMINISTRATION,
    },
    Act {
        mutation: "promoterName",
        input: |w| json!({ "campaignId": w.draft, "userId": w.user }),
        expect: OWNER,
    },
    Act {
        mutation: "investorFiguresDeclare",
        input: |_| {
            json!({ "regime": "REG_CF", "income": { "amount": "1", "currency": "USD" },
            "netWorth": { "amount": "1", "currency": "USD" } })
        },
        expect: SIGNED_IN,
    },
    Act {
        mutation: "investorClassDeclare",
        input: |_| json!({ "class": "ACCREDITED", "grounds": "x", "uploadIds": [] }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "investorEducationDeclare",
        // The campaign raises no money under Regulation Crowdfunding, so there is nothing to be educated for.
        input: |w| {
            json!({ "campaignId": w.campaign, "materialRead": true, "answers": [], "lossAcknowledged": true,
            "illiquidityAcknowledged": true })
        },
        expect: NOBODYS,
    },
    Act {
        mutation: "knowledgeTestTake",
        input: |_| json!({ "answers": [], "warningAcknowledged": false }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "lossSimulationConfirm",
        input: |_| json!({ "loss": { "amount": "1", "currency": "EUR" } }),
        expect: SIGNED_IN,
    },
    Act {
        mutation: "largeInvestmentAgree",
        input: |w| {
            json!({ "campaignId": w.campaign, "amount": { "amount": "1", "currency": "EUR" },
            "threshold": { "amount": "1", "currency": "EUR" } })
        },
        expect: NOBODYS,
    },
    Act {
        mutation: "investorDeclarationTake",
        input: |_| json!({ "id": NO_DECLARATION }),
        expect: NO_SUCH_REVIEW,
    },
    Act {
        mutation: "investorDeclarationDecide",
        input: |_| json!({ "id": NO_DECLARATION }),
        expect: NO_SUCH_REVIEW,
    },
    // Last, because they end what the others need.
    Act {
        mutation: "pledgeCancel",
        input: |w| json!({ "pledgeId": w.pledge, "idempotencyKey": Uuid::from_u128(5) }),
        expect: PLEDGER,
    },
    Act {
        mutation: "rewardPoolRemove",
        input: |w| json!({ "id": w.pool }),
        expect: OWNER,
    },
    Act {
        mutation: "rewardRemove",
        input: |w| json!({ "id": w.reward }),
        expect: OWNER,
    },
    Act {
        mutation: "campaignCancel",
        input: |w| json!({ "id": w.campaign, "reason": "test" }),
        expect: [
            SignIn, NotThere, NotThere, May, NotThere, NotThere, NotThere, NotThere,
        ],
    },
    Act {
        mutation: "accountSignOut",
        input: |_| json!({}),
        expect: ANYONE,
    },
];

/// What an answer says of access.
fn verdict(answer: &Value, mutation: &str) -> Expect {
    let refused = errors(answer);
    let not_there = [
        "NOT_FOUND",
        "PLEDGE_NOT_FOUND",
        "SESSION_NOT_FOUND",
        "TOKEN_NOT_FOUND",
        "CAMPAIGN_NOT_FOUND",
        "PAYEE_NOT_FOUND",
        "PAYOUT_NOT_FOUND",
        "DISPUTE_NOT_FOUND",
        "REFUND_NOT_FOUND",
        "CHANGE_NOT_FOUND",
        "USER_NOT_FOUND",
        "ROLE_REQUEST_NOT_FOUND",
    ];
    if refused.contains(&"UNAUTHENTICATED") {
        SignIn
    } else if refused.contains(&"FORBIDDEN") {
        NeedsRole
    } else if user_errors(&answer["data"][mutation])
        .iter()
        .any(|code| not_there.contains(code))
    {
        NotThere
    } else {
        May
    }
}

async fn run(platform: &Platform, token: Option<&str>, mutation: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ userErrors {{ message code }} }} }}"
    );
    platform.ask(token, &query, json!({ "input": input })).await
}

/// The callers of the matrix, and things of theirs.
async fn populate(platform: &Platform) -> ([Option<Person>; 8], World) {
    let reviewer = Person::with_role(platform, "Rita Reviewer", Role::Reviewer).await;
    let founder = Founder::with_live_campaign(platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
    let investor = Person::sign_up(platform, "Ines Investor", false).await;
    let people = [
        None,
        Some(Person::sign_up(platform, "Stan Stranger", false).await),
        Some(investor.clone()),
        Some(founder.person.clone()),
        Some(Person::sign_up(platform, "Olga Other", true).await),
        Some(reviewer),
        Some(Person::with_role(platform, "Fina Finance", Role::Finance).await),
        Some(Person::with_role(platform, "Ada Administrator", Role::Administrator).await),
    ];
    let risks = platform.grave_risks(&founder.campaign).await;
    let key = json!({ "campaignId": founder.campaign, "acknowledgedRisks": risks["hash"], "idempotencyKey": Uuid::from_u128(9), "amount": { "amount": "20.00", "currency": "EUR" } });
    let pledge = platform
        .act(investor.token(), "pledgePlace", "pledge { id }", key)
        .await;
    let draft = json!({ "title": { "en": "Another" }, "field": "OTHER", "currency": "EUR", "country": "DE" });
    let draft = platform
        .act(founder.person.token(), "projectCreate", "campaign { id }", draft)
        .await;
    let draft = draft["campaign"]["id"].as_str().unwrap().to_owned();
    let reward = json!({ "campaignId": draft, "title": { "en": "A thing" }, "amount": { "amount": "5.00", "currency": "EUR" } });
    let reward = platform
        .act(founder.person.token(), "rewardAdd", "reward { id }", reward)
        .await;
    let pool = json!({ "campaignId": draft, "name": { "en": "A stock" }, "limit": 5 });
    let pool = platform
        .act(founder.person.token(), "rewardPoolAdd", "pool { id }", pool)
        .await;
    let payee = json!({ "method": "BANK", "country": "DE", "destination": "Bank ····1234" });
    let payee = platform
        .act(founder.person.token(), "payeeOpen", "payee { id }", payee)
        .await;
    let update = platform
        .act(
            founder.person.token(),
            "campaignUpdateDraft",
            "update { id }",
            json!({ "campaignId": founder.campaign }),
        )
        .await;
    let question = json!({ "campaignId": founder.campaign, "body": "How long does it last?" });
    let question = platform
        .act(investor.token(), "questionAsk", "question { id }", question)
        .await;
    let round = json!({ "kind": "PERSON", "legalName": "Ines Investor" });
    let round = platform
        .act(investor.token(), "verificationSave", "verification { id }", round)
        .await;
    let handed_in = people[1]
        .as_ref()
        .unwrap()
        .hand_in(platform, "Stan Stranger")
        .await;
    let world = World {
        token: "token_00000000000000000000000000".to_owned(),
        round: round["verification"]["id"].as_str().unwrap().to_owned(),
        handed_in,
        update: update["update"]["id"].as_str().unwrap().to_owned(),
        question: question["question"]["id"].as_str().unwrap().to_owned(),
        payee: payee["payee"]["id"].as_str().unwrap().to_owned(),
        payout: "payout_00000000000000000000000000".to_owned(),
        dispute: "dispute_00000000000000000000000000".to_owned(),
        campaign: founder.campaign.clone(),
        draft,
        reward: reward["reward"]["id"].as_str().unwrap().to_owned(),
        pool: pool["pool"]["id"].as_str().unwrap().to_owned(),
        pledge: pledge["pledge"]["id"].as_str().unwrap().to_owned(),
        session: "session_00000000000000000000000000".to_owned(),
        user: people[1].as_ref().unwrap().id.clone(),
    };
    (people, world)
}

testkit::on_both! {
    async fn every_mutation_is_refused_to_whom_it_is_not_for(db: &TestDb) {
        let platform = Platform::on(db).await;
        let (people, world) = populate(&platform).await;
        for act in ACTS {
            for (column, person) in people.iter().enumerate() {
                let token = person.as_ref().and_then(Person::token);
                let answer = run(&platform, token, act.mutation, (act.input)(&world)).await;
                let found = verdict(&answer, act.mutation);
                assert_eq!(found, act.expect[column], "{} by {}: {answer:#}", act.mutation, CALLERS[column]);
            }
        }
    }

    async fn a_token_does_what_its_scopes_say_and_nothing_that_is_for_people(db: &TestDb) {
        let platform = Platform::on(db).await;
        let (people, world) = populate(&platform).await;
        let mut refused_to_all = 0;
        for (column, scopes) in [(FOUNDER, json!([])), (FOUNDER, json!(["PLEDGE"])), (FOUNDER, json!(["MANAGE", "PLEDGE"])), (ADMINISTRATOR_COLUMN, json!(["READ", "MANAGE", "PLEDGE"]))] {
            let owner = people[column].as_ref().unwrap();
            let input = json!({ "name": "Nightly", "scopes": scopes, "expiresAt": platform.app.now() + chrono::TimeDelta::days(30) });
            let made = platform.act(owner.token(), "apiTokenCreate", "secret token { beginning scopes }", input).await;
            let secret = made["secret"].as_str().unwrap();
            let asked = |scope: &str| scopes.as_array().unwrap().iter().any(|one| one == scope);
            for act in ACTS {
                let allowed = BY_TOKEN.iter().any(|(mutation, scope)| *mutation == act.mutation && asked(scope));
                let answer = run(&platform, Some(secret), act.mutation, (act.input)(&world)).await;
                let found = verdict(&answer, act.mutation);
                // A token of an administrator does what any investor may.
                let of = if column == ADMINISTRATOR_COLUMN { STRANGER } else { column };
                let expected = if allowed { act.expect[of] } else { NeedsRole };
                assert_eq!(found, expected, "{} by a token with {scopes}: {answer:#}", act.mutation);
                refused_to_all += usize::from(!allowed);
            }
            // Reading is always among it, but as investor and founder alone.
            let seen = platform.data(Some(secret), "{ viewer { id } }", json!({})).await;
            assert_eq!(seen["viewer"]["id"], owner.id);
            // How the account is entered is nothing for a program.
            for field in ["apiTokens { name }", "sessions { id }", "secondFactor { kind }", "emailChange { email }", "dataExports { id }", "erasure { id }", "erasureObligations { kind }", "accountEvents { nodes { action } }"] {
                let looked = platform.ask(Some(secret), &format!("{{ viewer {{ {field} }} }}"), json!({})).await;
                assert_eq!(errors(&looked), ["FORBIDDEN"], "{field}");
            }
            let queue = platform.ask(Some(secret), "{ reviewQueue { totalCount } }", json!({})).await;
            assert_eq!(errors(&queue), ["FORBIDDEN"]);
            let all = platform.ask(Some(secret), "{ administration { users { totalCount } } }", json!({})).await;
            assert_eq!(errors(&all), ["FORBIDDEN"]);
            let trail = platform.ask(Some(secret), "query($id: ID!) { auditTrail(subject: $id) { id } }", json!({ "id": owner.id })).await;
            assert_eq!(errors(&trail), ["FORBIDDEN"]);
        }
        assert!(refused_to_all > 4 * 30, "most of what can be done is for people");
    }

    async fn what_is_private_is_not_there_for_others(db: &TestDb) {
        let platform = Platform::on(db).await;
        let reviewer = Person::with_role(&platform, "Rita Reviewer", Role::Reviewer).await;
        let founder = Founder::with_live_campaign(&platform, "Fritz Founder", Founder::PATENT, &reviewer).await;
        let draft = Founder::with_draft(&platform, "Dora Drafter", "16/995,233").await;
        let investor = Person::sign_up(&platform, "Ines Investor", false).await;
        let stranger = Person::sign_up(&platform, "Stan Stranger", false).await;
        let paid = investor.pledge(&platform, &founder.campaign, None, "20.00", "4242424242424242").await;
        let (pledge, hidden) = (paid["pledge"]["id"].clone(), json!(draft.campaign));
        let never = json!("campaign_01h455vb4pex5vsknk084sn02q");
        for (field, id) in [("node", &pledge), ("pledge", &pledge), ("node", &hidden), ("campaign", &hidden), ("campaign", &never)] {
            let query = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            for token in [None, stranger.token(), founder.person.token()] {
                let answer = platform.ask(token, &query, json!({ "id": id })).await;
                assert!(answer["data"][field].is_null(), "{field} {id} for {token:?}: {answer:#}");
                assert_eq!(errors(&answer), Vec::<&str>::new(), "{field}: not yours must look like not there");
            }
        }
        let queue = platform.ask(stranger.token(), "{ reviewQueue { totalCount } }", json!({})).await;
        assert_eq!(errors(&queue), ["FORBIDDEN"]);
        let trail = "query($id: ID!) { auditTrail(subject: $id) { id } }";
        let trail = platform.ask(stranger.token(), trail, json!({ "id": pledge })).await;
        assert_eq!(errors(&trail), ["FORBIDDEN"]);
    }
}

#[test]
fn the_matrix_has_a_row_for_every_mutation_of_the_schema() {
    let schema = include_str!("../../../schema.graphql");
    let block = schema
        .split("type Mutation {")
        .nth(1)
        .unwrap()
        .split("\n}")
        .next()
        .unwrap();
    // A field with its described argument stands as `name(` on a line of its own.
    let name = |line: &'static str| line.trim().split_once('(').map(|(name, _)| name);
    let fields = block
        .lines()
        .filter_map(name)
        .filter(|name| name.bytes().all(|b| b.is_ascii_alphabetic()));
    let in_schema: BTreeSet<_> = fields.collect();
    let in_matrix: BTreeSet<_> = ACTS.iter().map(|act| act.mutation).collect();
    assert!(in_schema.len() > 20);
    assert_eq!(in_schema, in_matrix);
}
