//! What can be done: nounVerb, one `input`, a payload with the entity and `userErrors`.

mod account;
mod account_email;
mod account_link;
mod account_security;
mod administration;
mod api_token;
mod campaign;
mod follow;
mod ip_claim;
mod material_change;
mod money;
mod notification;
mod ownership;
mod patent_document;
mod payload;
mod payment;
mod pledge;
mod pledge_adjust;
mod privacy;
mod question;
mod regime;
mod regime_declaration;
mod repayment;
mod reward;
mod reward_pool;
mod role;
mod sandbox;
mod update;
mod verification;

use async_graphql::MergedObject;

/// What can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(
    account::AccountMutation,
    account_email::AccountEmailMutation,
    api_token::ApiTokenMutation,
    account_link::AccountLinkMutation,
    account_security::AccountSecurityMutation,
    privacy::PrivacyMutation,
    role::RoleMutation,
    administration::AdministrationMutation,
    campaign::CampaignMutation,
    reward::RewardMutation,
    reward_pool::RewardPoolMutation,
    pledge::PledgeMutation,
    pledge_adjust::PledgeAdjustMutation,
    payment::PaymentMutation,
    money::MoneyMutation,
    repayment::RepaymentMutation,
    material_change::MaterialChangeMutation,
    notification::NotificationMutation,
    follow::FollowMutation,
    update::UpdateMutation,
    question::QuestionMutation,
    verification::VerificationMutation,
    ownership::OwnershipMutation,
    patent_document::PatentDocumentMutation,
    ip_claim::IpClaimMutation,
    regime::RegimeMutation,
    regime_declaration::RegimeDeclarationMutation,
    sandbox::SandboxMutation,
);
