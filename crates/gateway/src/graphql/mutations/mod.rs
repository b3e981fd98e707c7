//! What can be done: nounVerb, one `input`, a payload with the entity and `userErrors`.

mod account;
mod campaign;
mod material_change;
mod money;
mod notification;
mod payment;
mod pledge;
mod pledge_adjust;
mod reward;
mod role;
mod sandbox;

use async_graphql::MergedObject;

/// What can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(
    account::AccountMutation,
    role::RoleMutation,
    campaign::CampaignMutation,
    reward::RewardMutation,
    pledge::PledgeMutation,
    pledge_adjust::PledgeAdjustMutation,
    payment::PaymentMutation,
    money::MoneyMutation,
    material_change::MaterialChangeMutation,
    notification::NotificationMutation,
    sandbox::SandboxMutation,
);
