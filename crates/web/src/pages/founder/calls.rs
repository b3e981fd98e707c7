//! What is done to campaigns: each mutation as a call that answers alike.

use chrono::{DateTime, Utc};

use super::input::{CampaignEditInput, CampaignPatentAttachInput, RewardAddInput, RewardPoolAddInput};
use crate::{
    graphql::{CountryCode, CurrencyCode, LocalizedTextInput, TechnologyField, schema},
    parts::user_errors::CampaignUserError,
};

/// What became of a call.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The campaign as it is now.
    pub(crate) campaign: Option<Touched>,
    /// What was refused.
    pub(crate) errors: Vec<CampaignUserError>,
}

/// The campaign a call was about.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Campaign")]
pub(crate) struct Touched {
    pub(crate) id: cynic::Id,
    pub(crate) version: i32,
}

/// Writes calls: their function, the operation's name, the input, the field of `Mutation`, its payload.
macro_rules! campaign_calls {
    ($($(#[$doc:meta])* $name:ident, $operation:ident: $input_type:ident => $field:ident, $payload:tt;)+) => {$(
        mod $name {
            use super::$input_type;
            use crate::{graphql::schema, pages::founder::calls::Touched, parts::user_errors::CampaignUserError};

            #[derive(cynic::QueryVariables, Debug)]
            pub(super) struct Variables {
                pub(super) input: $input_type,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = "Mutation", variables = "Variables")]
            pub(super) struct $operation {
                #[arguments(input: $input)]
                pub(super) $field: Option<Payload>,
            }

            #[derive(cynic::QueryFragment, Debug)]
            #[cynic(graphql_type = $payload)]
            pub(super) struct Payload {
                pub(super) campaign: Option<Touched>,
                pub(super) user_errors: Vec<CampaignUserError>,
            }
        }

        $(#[$doc])*
        pub(crate) async fn $name(
            visit: &$crate::visit::Visit,
            input: $input_type,
        ) -> Result<$crate::pages::founder::calls::Outcome, $crate::failure::Failure> {
            let answer: $name::$operation = visit.act($name::Variables { input }).await?;
            let payload = answer.$field.ok_or($crate::failure::Failure::Fault)?;
            Ok($crate::pages::founder::calls::Outcome {
                campaign: payload.campaign,
                errors: payload.user_errors,
            })
        }
    )+};
}
pub(crate) use campaign_calls;

/// A project to be listed.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct ProjectCreateInput {
    pub(crate) title: LocalizedTextInput,
    pub(crate) field: TechnologyField,
    pub(crate) country: Option<CountryCode>,
    pub(crate) currency: CurrencyCode,
}

/// A right to be taken off a campaign.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignPatentDetachInput {
    pub(crate) campaign_id: cynic::Id,
    pub(crate) patent_id: cynic::Id,
}

/// A reward to be removed.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct RewardRemoveInput {
    pub(crate) id: cynic::Id,
}

/// A change of how many there are of a stock.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct RewardPoolEditInput {
    pub(crate) id: cynic::Id,
    pub(crate) expected_version: i32,
    pub(crate) limit: Option<i32>,
}

/// A stock to be removed.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct RewardPoolRemoveInput {
    pub(crate) id: cynic::Id,
}

/// A campaign to be handed in.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignSubmitInput {
    pub(crate) id: cynic::Id,
    pub(crate) expected_version: i32,
}

/// A campaign to be launched.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignLaunchInput {
    pub(crate) id: cynic::Id,
    pub(crate) starts_at: Option<DateTime<Utc>>,
}

/// A campaign to be ended.
#[derive(cynic::InputObject, Debug, Clone)]
pub(crate) struct CampaignCancelInput {
    pub(crate) id: cynic::Id,
    pub(crate) reason: String,
}

campaign_calls! {
    /// Lists a project and begins its first campaign.
    create_project, CreateProject: ProjectCreateInput => project_create, "ProjectCreatePayload";
    /// Changes a campaign.
    edit_campaign, EditCampaign: CampaignEditInput => campaign_edit, "CampaignEditPayload";
    /// Attaches a right.
    attach_patent, AttachPatent: CampaignPatentAttachInput => campaign_patent_attach, "CampaignPatentAttachPayload";
    /// Takes a right off.
    detach_patent, DetachPatent: CampaignPatentDetachInput => campaign_patent_detach, "CampaignPatentDetachPayload";
    /// Adds a reward.
    add_reward, AddReward: RewardAddInput => reward_add, "RewardAddPayload";
    /// Removes a reward.
    remove_reward, RemoveReward: RewardRemoveInput => reward_remove, "RewardRemovePayload";
    /// Adds a stock that rewards can share.
    add_pool, AddPool: RewardPoolAddInput => reward_pool_add, "RewardPoolAddPayload";
    /// Changes how many there are of a stock; nothing is no limit.
    edit_pool, EditPool: RewardPoolEditInput => reward_pool_edit, "RewardPoolEditPayload";
    /// Removes a stock.
    remove_pool, RemovePool: RewardPoolRemoveInput => reward_pool_remove, "RewardPoolRemovePayload";
    /// Hands a campaign in for review.
    submit_campaign, SubmitCampaign: CampaignSubmitInput => campaign_submit, "CampaignSubmitPayload";
    /// Launches a campaign.
    launch_campaign, LaunchCampaign: CampaignLaunchInput => campaign_launch, "CampaignLaunchPayload";
    /// Ends a campaign.
    cancel_campaign, CancelCampaign: CampaignCancelInput => campaign_cancel, "CampaignCancelPayload";
}
