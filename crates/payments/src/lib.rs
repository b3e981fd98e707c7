#![doc = include_str!("../README.md")]

#[cfg(feature = "contract")]
pub mod contract;
mod deliver;
pub mod escrow;
mod provider;
pub mod sandbox;
mod secret;
pub mod webhook;

pub use deliver::{Deliver, HttpDeliver, InProcess};
pub use escrow::{Escrow, EscrowError, EscrowMove, EscrowRelease, NoEscrow, SandboxEscrow};
pub use provider::{
    Card, Charge, ChargeRequest, ChargeStatus, Dispute, DisputeEvidence, DisputeStatus, EventPage, Failure,
    ListedEvent, Movement, MovementKind, MovementPage, NextAction, Payee, PayeeLink, PayeeRequest,
    PaymentProvider, ProviderError, Refund, RefundRequest, RefundStatus, Reversal, ReversalRequest, Setup,
    SetupRequest, SetupStatus, Transfer, TransferRequest,
};
pub use sandbox::Sandbox;
pub use secret::{SecretTooShort, WebhookSecret};
pub use webhook::{WebhookError, WebhookReceiver};
