//! What can be done: nounVerb, one `input`, a payload with the entity and `userErrors`.

mod account;
mod account_link;
mod account_security;
mod campaign;
mod material_change;
mod money;
mod notification;
mod payment;
mod pledge;
mod reward;
mod role;
mod sandbox;

use async_graphql::MergedObject;

/// What can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(
    account::AccountMutation,
    account_link::AccountLinkMutation,
    account_security::AccountSecurityMutation,
    role::RoleMutation,
    campaign::CampaignMutation,
    reward::RewardMutation,
    pledge::PledgeMutation,
    payment::PaymentMutation,
    money::MoneyMutation,
    material_change::MaterialChangeMutation,
    notification::NotificationMutation,
    sandbox::SandboxMutation,
);
