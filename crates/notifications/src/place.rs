//! Where a notification leads.

use crate::About;

/// A page of the web client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The pledge.
    Pledge,
    /// The receipt on the pledge's page.
    Receipt,
    /// All of one's pledges.
    Pledges,
    /// The founder's own page of the campaign.
    FounderCampaign,
    /// The founder's page of the campaign's money.
    FounderMoney,
    /// The queues of finance.
    Finance,
    /// How one's account is entered: password, sign-ins.
    Security,
}

impl Place {
    /// The path of the page, without the language before it. What is not told apart leads to where one would look for it.
    pub fn path(self, about: &About) -> String {
        let pledge = about.pledge_id.map(|id| format!("/pledges/{id}"));
        let campaign = about.campaign_id.map(|id| format!("/founder/{id}"));
        let pledges = || "/pledges".to_owned();
        let founder = || "/founder".to_owned();
        match self {
            Place::Pledge => pledge.unwrap_or_else(pledges),
            Place::Receipt => pledge.map_or_else(pledges, |pledge| format!("{pledge}#receipt")),
            Place::Pledges => pledges(),
            Place::FounderCampaign => campaign.unwrap_or_else(founder),
            Place::FounderMoney => campaign.map_or_else(founder, |campaign| format!("{campaign}/money")),
            Place::Finance => "/finance".to_owned(),
            Place::Security => "/account/security".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_place_has_a_path_though_nothing_is_known() {
        let about = About {
            pledge_id: Some(Uuid::from_u128(7).into()),
            ..About::default()
        };
        assert_eq!(
            Place::Receipt.path(&about),
            "/pledges/pledge_00000000000000000000000007#receipt"
        );
        assert_eq!(Place::FounderMoney.path(&about), "/founder");
        assert_eq!(Place::Pledge.path(&About::default()), "/pledges");
    }
}
