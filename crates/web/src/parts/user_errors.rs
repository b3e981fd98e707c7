//! The user errors of each domain.

use crate::{
    form::UserError,
    graphql::{CampaignUserErrorCode, PledgeUserErrorCode, schema},
};

/// About an account.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct AccountUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About a project, a campaign or a reward.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct CampaignUserError {
    pub(crate) code: CampaignUserErrorCode,
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About a pledge.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PledgeUserError {
    pub(crate) code: PledgeUserErrorCode,
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About what is followed.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct FollowingUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About a regulated campaign.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct RegimeUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About a verification.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct VerificationUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About a patent right.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct PatentUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

/// About work of the platform.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct WorkUserError {
    pub(crate) field: Option<Vec<String>>,
    pub(crate) message: String,
}

macro_rules! tell {
    ($($name:ident),*) => {$(
        impl UserError for $name {
            fn parts(self) -> (Option<Vec<String>>, String) {
                (self.field, self.message)
            }
        }
    )*};
}

tell!(
    AccountUserError,
    CampaignUserError,
    FollowingUserError,
    PatentUserError,
    PledgeUserError,
    RegimeUserError,
    VerificationUserError,
    WorkUserError
);
