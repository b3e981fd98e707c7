//! The words of a notification, made when it is read or mailed.

use chrono_tz::Tz;
use kernel::Locale;

use crate::{Facts, Kind};

/// What a notification says, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What it is about, in one line.
    pub subject: String,
    /// What happened.
    pub happened: String,
    /// What happens next, until when, and what to do.
    pub next: String,
    /// What is behind its link.
    pub link: String,
}

impl Words {
    pub(crate) fn of(kind: Kind, facts: &Facts, locale: Locale) -> Self {
        let params = params(facts, locale);
        let kind = i18n::kebab(kind.as_str());
        let say = |part: &str| i18n::text(locale, &format!("mail-{kind}-{part}"), &params);
        Self {
            subject: say("subject"),
            happened: say("happened"),
            next: say("next"),
            link: say("link"),
        }
    }
}

/// The facts as the language writes them.
fn params(facts: &Facts, locale: Locale) -> Vec<(&'static str, String)> {
    let mut params = Vec::new();
    // Times are told in the campaign's zone, as on its page.
    let mut zone = Tz::UTC;
    if let Some(campaign) = &facts.campaign {
        zone = campaign.zone.parse().unwrap_or(Tz::UTC);
        params.push(("campaign", campaign.title.best(locale).0.to_owned()));
    }
    params.extend(facts.amount.map(|amount| ("amount", i18n::money(locale, amount))));
    params.extend(
        facts
            .total
            .map(|total| ("total", i18n::money_whole(locale, total))),
    );
    params.extend(facts.goal.map(|goal| ("goal", i18n::money_whole(locale, goal))));
    params.extend(
        facts
            .until
            .map(|until| ("until", i18n::instant(locale, until, zone))),
    );
    params.extend(facts.number.map(|number| ("number", number.to_string())));
    let heading = facts.heading.as_ref();
    params.extend(heading.map(|heading| ("heading", heading.best(locale).0.to_owned())));
    params.extend(facts.device.clone().map(|device| ("device", device)));
    params.extend(facts.patent.clone().map(|patent| ("patent", patent)));
    params.extend(
        facts
            .change
            .as_ref()
            .map(|change| ("change", i18n::label(locale, "patent-change", change))),
    );
    params.extend(facts.way.map(|way| ("way", way.as_str().to_owned())));
    params
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, LocalizedText, Money};

    use super::*;
    use crate::{CampaignFacts, Fact, Way};

    /// Facts of which each is told apart from the others in a text.
    fn facts(kind: Kind, way: Way) -> Facts {
        let says = |fact| kind.says().contains(&fact);
        let money = |minor| Money::new(minor, Currency::EUR);
        Facts {
            campaign: says(Fact::Campaign).then(|| CampaignFacts {
                title: LocalizedText::both("A lamp", "一盏灯"),
                zone: "Asia/Shanghai".to_owned(),
                slug: None,
            }),
            amount: says(Fact::Amount).then(|| money(12_345)),
            total: says(Fact::Total).then(|| money(45_600)),
            goal: says(Fact::Goal).then(|| money(78_900)),
            until: (says(Fact::Until) || way == Way::Dated).then(|| "2026-06-08T16:30:00Z".parse().unwrap()),
            way: says(Fact::Way).then_some(way),
            patent: says(Fact::Patent).then(|| "EP 1 234 567 B1".to_owned()),
            change: says(Fact::Change).then(|| "granted".to_owned()),
            number: says(Fact::Number).then_some(17),
            heading: says(Fact::Heading).then(|| LocalizedText::both("First cells", "首批电芯")),
            device: says(Fact::Device).then(|| "Firefox, Windows, 203.0.113.0/24".to_owned()),
            items: Vec::new(),
            leave: None,
        }
    }

    fn shown(kind: Kind, fact: Fact, locale: Locale) -> Option<&'static str> {
        let (en, zh) = match fact {
            Fact::Campaign => ("A lamp", "一盏灯"),
            Fact::Amount => ("€123.45", "€123.45"),
            Fact::Total => ("€456", "€456"),
            Fact::Goal => ("€789", "€789"),
            // What belongs to no campaign has no zone of its own.
            Fact::Until if !kind.says().contains(&Fact::Campaign) => {
                ("8 June 2026, 16:30 (UTC)", "2026年6月8日 16:30（UTC）")
            }
            Fact::Until => (
                "9 June 2026, 00:30 (Asia/Shanghai)",
                "2026年6月9日 00:30（Asia/Shanghai）",
            ),
            Fact::Patent => ("EP 1 234 567 B1", "EP 1 234 567 B1"),
            Fact::Change => ("The right was granted", "权利已授予"),
            Fact::Number => ("17", "17"),
            Fact::Heading => ("First cells", "首批电芯"),
            Fact::Device => (
                "Firefox, Windows, 203.0.113.0/24",
                "Firefox, Windows, 203.0.113.0/24",
            ),
            Fact::Way => return None,
        };
        Some(if locale == Locale::En { en } else { zh })
    }

    #[test]
    fn every_kind_says_its_facts_and_nothing_it_does_not_know() {
        for kind in Kind::ALL {
            for (way, locale) in Way::ALL
                .into_iter()
                .flat_map(|way| Locale::ALL.map(|locale| (way, locale)))
            {
                let Words {
                    subject,
                    happened,
                    next,
                    link,
                } = Words::of(*kind, &facts(*kind, way), locale);
                let whole = [subject.as_str(), &happened, &next, &link].join("\n");
                assert!(!whole.contains("mail-"), "words are missing: {whole}");
                assert!(
                    !whole.contains("{$") && !whole.contains('{'),
                    "{kind} in {locale:?} asks for more: {whole}"
                );
                assert!(
                    ![subject, happened, next, link].iter().any(String::is_empty),
                    "{kind}"
                );
                for fact in kind.says() {
                    if let Some(text) = shown(*kind, *fact, locale) {
                        assert!(
                            whole.contains(text),
                            "{kind} in {locale:?} leaves {fact:?} out: {whole}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_way_changes_what_is_said() {
        let said = |kind, way| Words::of(kind, &facts(kind, way), Locale::En);
        for (kind, one, other) in [
            (Kind::PaymentFailed, Way::Card, Way::Bank),
            (Kind::PaymentReminder, Way::Card, Way::Bank),
            (Kind::PledgeReleased, Way::Ended, Way::TooLate),
            (Kind::PledgeRefunded, Way::Whole, Way::Part),
            (Kind::PledgeRefunded, Way::ByHand, Way::Part),
            (Kind::CampaignSettled, Way::Accepted, Way::Returned),
            (Kind::ReconfirmationWithdrawn, Way::Charged, Way::Uncharged),
            (Kind::PatentsSettled, Way::Noted, Way::Asked),
            (Kind::CampaignPaused, Way::Claim, Way::Staff),
            (Kind::IpClaimTold, Way::TakenUp, Way::Upheld),
            (Kind::IpClaimTold, Way::Dismissed, Way::Rejected),
            (Kind::IpClaimOver, Way::Rejected, Way::Withdrawn),
            (Kind::DisputeToAnswer, Way::Dated, Way::Undated),
            (Kind::OwnLaunchWaits, Way::Unproven, Way::Gone),
            (Kind::OwnLaunchWaits, Way::Gone, Way::Refused),
        ] {
            assert_ne!(said(kind, one), said(kind, other), "{kind}");
        }
    }
}
