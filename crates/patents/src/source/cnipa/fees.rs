//! CNIPA's answer on fees (`fyxx`): what is to be paid, the months of late payment, what was paid.

use kernel::{Currency, Money};
use serde_json::Value;

use super::super::{
    json::{list, text},
    text::date,
};
use crate::facts::{Extra, FeeDue, FeePaid, SurchargeWindow};

/// Reads the fees. A line without an amount, or with one that is no sum of yuan, is left out.
pub(super) fn read(data: &Value) -> Extra {
    let group = |outer: &str, inner: &str| -> Vec<&Value> {
        data.get(outer)
            .map_or(&[][..], |group| list(group, inner))
            .iter()
            .collect()
    };
    let unpaid = |entry: &&Value| !text(entry, "yingjiaoffyzt").is_some_and(|state| state.contains("已缴"));
    Extra {
        unpaid: group("yingjiaofei", "svYingjfList")
            .into_iter()
            .filter(unpaid)
            .filter_map(due)
            .collect(),
        surcharge_windows: group("zhinajin", "svZnjList")
            .into_iter()
            .filter_map(window)
            .collect(),
        paid: group("yijiaofei", "svYijfList")
            .into_iter()
            .filter_map(paid)
            .collect(),
        ..Extra::default()
    }
}

fn yuan(entry: &Value, key: &str) -> Option<Money> {
    Money::parse(&text(entry, key)?, Currency::CNY).ok()
}

fn due(entry: &Value) -> Option<FeeDue> {
    Some(FeeDue {
        fee: text(entry, "yingjiaoffyzlmc")?,
        amount: yuan(entry, "yingjiaoje")?,
        due_on: text(entry, "jiaofeijzr").and_then(|on| date(&on)),
    })
}

fn paid(entry: &Value) -> Option<FeePaid> {
    Some(FeePaid {
        fee: text(entry, "yijiaofjfzlmc")?,
        amount: yuan(entry, "yijiaofjfje")?,
        on: text(entry, "yijiaofjfrq").and_then(|on| date(&on)),
    })
}

/// `2026年01月06日至2026年02月03日`, or with dashes.
fn window(entry: &Value) -> Option<SurchargeWindow> {
    let span = text(entry, "zhinajjfsj")?;
    let (from, to) = span.split_once('至')?;
    let annuity = yuan(entry, "zhinajdqnfje")?;
    let surcharge = yuan(entry, "zhinajyjznje")?;
    Some(SurchargeWindow {
        from: date(from)?,
        to: date(to)?,
        annuity,
        surcharge,
        total: yuan(entry, "zhinajzj").or_else(|| annuity.checked_add(surcharge).ok())?,
    })
}
