//! Where a notification leads.

use crate::{About, Facts};

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
    /// What third parties claim against the founder's campaign.
    FounderClaims,
    /// The claims one filed against campaigns.
    IpClaims,
    /// The queues of finance.
    Finance,
    /// The campaign's public page.
    Campaign,
    /// The patent right's page.
    Patent,
    /// The update of the campaign.
    Update,
    /// What people ask about the campaign.
    Questions,
    /// The person's verification and their company's.
    Verification,
    /// How one's account is entered: password, sign-ins.
    Security,
    /// What is kept about the person: exports, and the erasure of their account.
    Privacy,
    /// Requests for roles that wait for a second administrator.
    RoleRequests,
    /// What the site is, and how to write to its operator.
    Help,
}

impl Place {
    /// The path of the page, without the language before it. What is not told apart leads to where one would look for it.
    pub fn path(self, about: &About, facts: &Facts) -> String {
        let pledge = about.pledge_id.map(|id| format!("/pledges/{id}"));
        let campaign = about.campaign_id.map(|id| format!("/founder/{id}"));
        let pledges = || "/portfolio".to_owned();
        let founder = || "/founder".to_owned();
        match self {
            Place::Pledge => pledge.unwrap_or_else(pledges),
            Place::Receipt => pledge.map_or_else(pledges, |pledge| format!("{pledge}#receipt")),
            Place::Pledges => pledges(),
            Place::FounderCampaign => campaign.unwrap_or_else(founder),
            Place::FounderMoney => campaign.map_or_else(founder, |campaign| format!("{campaign}/money")),
            Place::FounderClaims => campaign.map_or_else(founder, |campaign| format!("{campaign}/claims")),
            Place::IpClaims => "/claims".to_owned(),
            Place::Finance => "/finance".to_owned(),
            Place::Campaign => public(facts),
            Place::Update => match facts.number {
                Some(number) => format!("{}/updates/{number}", public(facts)),
                None => public(facts),
            },
            Place::Questions => format!("{}/questions", public(facts)),
            Place::Patent => match &facts.patent {
                Some(number) => format!("/patents/{}", plain(number)),
                None => "/following".to_owned(),
            },
            Place::Verification => "/account/verification".to_owned(),
            Place::Security => "/account/security".to_owned(),
            Place::Privacy => "/account/privacy".to_owned(),
            Place::RoleRequests => "/admin/roles".to_owned(),
            Place::Help => "/help".to_owned(),
        }
    }
}

/// The path of a campaign's public page.
fn public(facts: &Facts) -> String {
    let slug = facts
        .campaign
        .as_ref()
        .and_then(|campaign| campaign.slug.as_ref());
    slug.map_or_else(|| "/campaigns".to_owned(), |slug| format!("/campaigns/{slug}"))
}

/// A number without blanks and signs that addresses do not bear, as the web client writes it.
fn plain(number: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    number.chars().filter(kept).collect()
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
            Place::Receipt.path(&about, &Facts::default()),
            "/pledges/pledge_00000000000000000000000007#receipt"
        );
        let nothing = Facts::default();
        assert_eq!(Place::FounderMoney.path(&about, &nothing), "/founder");
        assert_eq!(Place::Pledge.path(&About::default(), &nothing), "/portfolio");
        assert_eq!(Place::Campaign.path(&about, &nothing), "/campaigns");
        assert_eq!(Place::Patent.path(&about, &nothing), "/following");
        let facts = Facts {
            patent: Some("US 17/994,127 A1".to_owned()),
            ..Facts::default()
        };
        assert_eq!(Place::Patent.path(&about, &facts), "/patents/US17994127A1");
    }
}
