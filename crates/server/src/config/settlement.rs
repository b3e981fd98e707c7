//! What is set about collecting money after a deadline and paying it out.

use anyhow::{Result, ensure};
use chrono::TimeDelta;
use clap::Args;
use kernel::BasisPoints;
use pledges::SettleRules;
use serde::{Deserialize, Serialize};

/// Everything: 100 %.
const WHOLE_BPS: i64 = 10_000;
/// Stripe answers no more requests a second than this. <https://docs.stripe.com/rate-limits>
const MOST_CHARGES_PER_SECOND: i64 = 100;
/// Ten years: what is longer is a slip of the pen.
const MOST_DAYS: i64 = 3_650;
/// Two months of business days: nobody's pledge hangs longer than that.
const MOST_BUSINESS_DAYS: i64 = 44;
const MOST_HOURS: i64 = MOST_DAYS * 24;

/// Options about settlement; each also from the environment and from the file's section `settlement`.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[command(next_help_heading = "Settlement (collecting after a deadline and paying out)")]
pub(crate) struct SettlementOverrides {
    /// Charges a second this process asks the payment provider for [default: 20]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_CHARGES_PER_SECOND",
        value_name = "N",
        allow_negative_numbers = true
    )]
    #[serde(rename = "charges_per_second", skip_serializing_if = "Option::is_none")]
    settlement_charges_per_second: Option<i64>,
    /// Days in which failed payments may be repaired [default: 7]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_GRACE_DAYS",
        value_name = "DAYS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "grace_days", skip_serializing_if = "Option::is_none")]
    settlement_grace_days: Option<i64>,
    /// Hours between reminders of a failed payment [default: 48]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_REMIND_EVERY_HOURS",
        value_name = "HOURS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "remind_every_hours", skip_serializing_if = "Option::is_none")]
    settlement_remind_every_hours: Option<i64>,
    /// Hours a founder has to decide on a shortfall [default: 72]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_DECIDE_WITHIN_HOURS",
        value_name = "HOURS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "decide_within_hours", skip_serializing_if = "Option::is_none")]
    settlement_decide_within_hours: Option<i64>,
    /// Days after the deadline before money is paid out [default: 14]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_PAYOUT_AFTER_DAYS",
        value_name = "DAYS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "payout_after_days", skip_serializing_if = "Option::is_none")]
    settlement_payout_after_days: Option<i64>,
    /// The platform's fee on what was collected, in hundredths of a percent [default: 500]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_PLATFORM_FEE_BPS",
        value_name = "BPS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "platform_fee_bps", skip_serializing_if = "Option::is_none")]
    settlement_platform_fee_bps: Option<i64>,
    /// What is kept back for disputes at first, in hundredths of a percent [default: 500]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_RESERVE_BPS",
        value_name = "BPS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "reserve_bps", skip_serializing_if = "Option::is_none")]
    settlement_reserve_bps: Option<i64>,
    /// Days after the deadline for which it is kept back [default: 90]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_RESERVE_DAYS",
        value_name = "DAYS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "reserve_days", skip_serializing_if = "Option::is_none")]
    settlement_reserve_days: Option<i64>,
    /// Hours a founder's new bank account rests before money goes to it [default: 72]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_DESTINATION_REST_HOURS",
        value_name = "HOURS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "destination_rest_hours", skip_serializing_if = "Option::is_none")]
    settlement_destination_rest_hours: Option<i64>,
    /// Business days investors have to confirm when the patents of a campaign changed [default: 5]
    #[arg(
        long,
        global = true,
        env = "FARSIGHT_SETTLEMENT_RECONFIRM_BUSINESS_DAYS",
        value_name = "DAYS",
        allow_negative_numbers = true
    )]
    #[serde(rename = "reconfirm_business_days", skip_serializing_if = "Option::is_none")]
    settlement_reconfirm_business_days: Option<i64>,
}

/// What is set about settlement. Numbers are signed, so that a negative one is refused in our words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettlementSection {
    charges_per_second: i64,
    grace_days: i64,
    remind_every_hours: i64,
    decide_within_hours: i64,
    payout_after_days: i64,
    platform_fee_bps: i64,
    reserve_bps: i64,
    reserve_days: i64,
    destination_rest_hours: i64,
    reconfirm_business_days: i64,
}

impl Default for SettlementSection {
    fn default() -> Self {
        let rules = SettleRules::default();
        Self {
            charges_per_second: rules.charges_per_second.into(),
            grace_days: rules.grace.num_days(),
            remind_every_hours: rules.remind_every.num_hours(),
            decide_within_hours: rules.decide_within.num_hours(),
            payout_after_days: rules.payout_after.num_days(),
            platform_fee_bps: rules.platform_fee.0.into(),
            reserve_bps: rules.reserve.0.into(),
            reserve_days: rules.reserve_for.num_days(),
            destination_rest_hours: rules.destination_rest.num_hours(),
            reconfirm_business_days: rules.reconfirm_business_days.into(),
        }
    }
}

/// The number, if it lies between the two.
fn between(name: &str, value: i64, least: i64, most: i64) -> Result<i64> {
    ensure!(
        (least..=most).contains(&value),
        "settlement.{name} is {value}; set it to a number from {least} to {most}"
    );
    Ok(value)
}

fn days(name: &str, value: i64) -> Result<TimeDelta> {
    between(name, value, 0, MOST_DAYS).map(TimeDelta::days)
}

fn hours(name: &str, value: i64, least: i64) -> Result<TimeDelta> {
    between(name, value, least, MOST_HOURS).map(TimeDelta::hours)
}

fn rate(name: &str, value: i64) -> Result<BasisPoints> {
    let value = between(name, value, 0, WHOLE_BPS)?;
    Ok(BasisPoints(u32::try_from(value)?))
}

impl SettlementSection {
    /// The rules that are set.
    ///
    /// # Errors
    /// Names the setting that makes no sense, and what it may be.
    pub(crate) fn rules(&self) -> Result<SettleRules> {
        let pace = between(
            "charges_per_second",
            self.charges_per_second,
            1,
            MOST_CHARGES_PER_SECOND,
        )?;
        let (platform_fee, reserve) = (
            rate("platform_fee_bps", self.platform_fee_bps)?,
            rate("reserve_bps", self.reserve_bps)?,
        );
        let kept = self.platform_fee_bps + self.reserve_bps;
        ensure!(
            kept <= WHOLE_BPS,
            "settlement.platform_fee_bps and settlement.reserve_bps are {kept} together, more than all that was \
             collected; lower one of them, so that they are {WHOLE_BPS} at the most"
        );
        Ok(SettleRules {
            charges_per_second: u32::try_from(pace)?,
            grace: days("grace_days", self.grace_days)?,
            remind_every: hours("remind_every_hours", self.remind_every_hours, 1)?,
            decide_within: hours("decide_within_hours", self.decide_within_hours, 1)?,
            payout_after: days("payout_after_days", self.payout_after_days)?,
            platform_fee,
            reserve,
            reserve_for: days("reserve_days", self.reserve_days)?,
            destination_rest: hours("destination_rest_hours", self.destination_rest_hours, 0)?,
            reconfirm_business_days: u16::try_from(between(
                "reconfirm_business_days",
                self.reconfirm_business_days,
                1,
                MOST_BUSINESS_DAYS,
            )?)?,
        })
    }

    /// All of it in one line.
    pub(crate) fn shown(&self) -> String {
        let Self {
            charges_per_second,
            grace_days,
            remind_every_hours,
            decide_within_hours,
            payout_after_days,
            platform_fee_bps,
            reserve_bps,
            reserve_days,
            destination_rest_hours,
            reconfirm_business_days,
        } = self;
        format!(
            "charges_per_second {charges_per_second}, grace_days {grace_days}, remind_every_hours \
             {remind_every_hours}, decide_within_hours {decide_within_hours}, payout_after_days {payout_after_days}, \
             platform_fee_bps {platform_fee_bps}, reserve_bps {reserve_bps}, reserve_days {reserve_days}, \
             destination_rest_hours {destination_rest_hours}, reconfirm_business_days {reconfirm_business_days}"
        )
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use figment::{
        Figment,
        providers::{Format, Serialized, Toml},
    };

    use super::*;

    fn read(toml: &str) -> SettlementSection {
        Figment::from(Toml::string(toml)).extract().unwrap()
    }

    const ALL: [&str; 10] = [
        "charges_per_second",
        "grace_days",
        "remind_every_hours",
        "decide_within_hours",
        "payout_after_days",
        "platform_fee_bps",
        "reserve_bps",
        "reserve_days",
        "destination_rest_hours",
        "reconfirm_business_days",
    ];

    #[test]
    fn what_is_not_set_is_as_the_rules_say() {
        assert_eq!(read("").rules().unwrap(), SettleRules::default());
        let some = read("grace_days = 3\nplatform_fee_bps = 250\ndestination_rest_hours = 0");
        let rules = SettleRules {
            grace: TimeDelta::days(3),
            platform_fee: BasisPoints(250),
            destination_rest: TimeDelta::zero(),
            ..SettleRules::default()
        };
        assert_eq!(some.rules().unwrap(), rules);
    }

    #[test]
    fn every_setting_reaches_its_rule() {
        let other: String = (1..)
            .zip(ALL)
            .map(|(n, name)| format!("{name} = {n}\n"))
            .collect();
        let rules = SettleRules {
            charges_per_second: 1,
            grace: TimeDelta::days(2),
            remind_every: TimeDelta::hours(3),
            decide_within: TimeDelta::hours(4),
            payout_after: TimeDelta::days(5),
            platform_fee: BasisPoints(6),
            reserve: BasisPoints(7),
            reserve_for: TimeDelta::days(8),
            destination_rest: TimeDelta::hours(9),
            reconfirm_business_days: 10,
        };
        assert_eq!(read(&other).rules().unwrap(), rules);
    }

    #[test]
    fn nonsense_is_refused_with_its_name_and_what_to_do() {
        for name in ALL {
            for value in [-1, i64::MIN, i64::MAX] {
                let says = read(&format!("{name} = {value}"))
                    .rules()
                    .unwrap_err()
                    .to_string();
                assert!(
                    says.contains(&format!("settlement.{name} is {value}; set it to")),
                    "{says}"
                );
            }
        }
        for name in ["charges_per_second", "remind_every_hours", "decide_within_hours"] {
            let says = read(&format!("{name} = 0")).rules().unwrap_err().to_string();
            assert!(says.contains(&format!("settlement.{name} is 0")), "{says}");
        }
        let says = read("platform_fee_bps = 6000\nreserve_bps = 4001")
            .rules()
            .unwrap_err()
            .to_string();
        assert!(
            says.contains("platform_fee_bps") && says.contains("reserve_bps are 10001"),
            "{says}"
        );
        assert!(
            read("platform_fee_bps = 6000\nreserve_bps = 4000")
                .rules()
                .is_ok()
        );
    }

    #[test]
    fn the_example_names_every_setting_with_its_default() {
        let example = include_str!("../../../../deploy/farsight.example.toml");
        let table: toml::Table = example.parse().unwrap();
        let written: SettlementSection = table["settlement"].clone().try_into().unwrap();
        assert_eq!(written, SettlementSection::default());
        for name in ALL {
            assert!(
                table["settlement"].get(name).is_some(),
                "the example lacks settlement.{name}"
            );
            let variable = format!("[FARSIGHT_SETTLEMENT_{}]", name.to_uppercase());
            assert!(example.contains(&variable), "the example lacks {variable}");
        }
    }

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        settlement: SettlementOverrides,
    }

    #[test]
    fn the_command_line_wins_and_may_be_refused_too() {
        use clap::CommandFactory;
        let line = Line::parse_from(["farsight", "--settlement-grace-days", "-3"]);
        let section: SettlementSection = Figment::from(Toml::string("grace_days = 5\nreserve_days = 6"))
            .merge(Serialized::defaults(&line.settlement))
            .extract()
            .unwrap();
        assert_eq!((section.grace_days, section.reserve_days), (-3, 6));
        assert!(section.rules().is_err());
        let command = Line::command();
        let variables: Vec<_> = command
            .get_arguments()
            .filter_map(|argument| argument.get_env())
            .map(|name| name.to_string_lossy().to_lowercase())
            .collect();
        let wanted: Vec<_> = ALL
            .iter()
            .map(|name| format!("farsight_settlement_{name}"))
            .collect();
        assert_eq!(variables, wanted);
    }
}
