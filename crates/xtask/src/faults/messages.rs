//! The provider's messages: signed as it signs them, and forged in every way that comes to mind.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What the sandbox of these tests signs with.
pub(super) const SECRET: &str = "whsec_of_the_fault_tests_0123456789";

/// The header of a signature over a body made at this second, by Stripe's scheme.
pub(super) fn sign(secret: &str, seconds: u64, body: &str) -> String {
    format!("t={seconds},v1={}", code(secret, seconds, body))
}

fn code(secret: &str, seconds: u64, body: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{seconds}.{body}").as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A message that must be refused.
#[derive(Debug)]
pub(super) struct Forgery {
    /// What is wrong with it.
    pub(super) what: &'static str,
    /// Its signature header, if it has one.
    pub(super) signature: Option<String>,
    /// Its body.
    pub(super) body: String,
}

/// A true message in forged forms. None of them may be taken, and none tell what was nearly right.
pub(super) fn forgeries(now: u64, body: &str, other_body: &str) -> Vec<Forgery> {
    let right = code(SECRET, now, body);
    let with = |signature: &str| (Some(signature.to_owned()), body.to_owned());
    let signed = |body: &str| (Some(sign(SECRET, now, body)), body.to_owned());
    let huge = format!("{}{}", body, " ".repeat(256 * 1024));
    let live = body.replace("\"livemode\":false", "\"livemode\":true");
    let nameless = body.replacen("\"id\":\"evt", "\"no\":\"evt", 1);
    let amount = body.replacen("\"amount\":", "\"amount\":1", 1);
    let forged = [
        ("no signature", (None, body.to_owned())),
        ("an empty signature", with("")),
        ("a signature that is none", with("hello")),
        ("no time", with(&format!("v1={right}"))),
        ("two times", with(&format!("t={now},t={now},v1={right}"))),
        ("a time that is no number", with(&format!("t=now,v1={right}"))),
        ("no signature beside the time", with(&format!("t={now}"))),
        ("another scheme", with(&format!("t={now},v0={right}"))),
        (
            "a signature cut short",
            with(&format!("t={now},v1={}", &right[..62])),
        ),
        (
            "a signature of zeroes",
            with(&format!("t={now},v1={}", "0".repeat(64))),
        ),
        (
            "another secret",
            with(&sign("whsec_of_somebody_else_0123456789", now, body)),
        ),
        (
            "the signature of another body",
            with(&sign(SECRET, now, other_body)),
        ),
        (
            "a time other than the one signed",
            with(&format!("t={},v1={right}", now + 1)),
        ),
        ("signed six minutes ago", with(&sign(SECRET, now - 360, body))),
        ("signed in six minutes", with(&sign(SECRET, now + 360, body))),
        ("a larger amount", (Some(sign(SECRET, now, body)), amount + " ")),
        ("a body too long", signed(&huge)),
        ("about real money", signed(&live)),
        ("properly signed, but without an id", signed(&nameless)),
        ("properly signed, but no JSON", signed("payment_intent.succeeded")),
    ];
    forged
        .into_iter()
        .map(|(what, (signature, body))| Forgery {
            what,
            signature,
            body,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_stripes_scheme() {
        // Reckoned with `printf '1492774577.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test`.
        assert_eq!(
            sign("whsec_test", 1_492_774_577, r#"{"id":"evt_1"}"#),
            "t=1492774577,v1=7656fc2882a7ca0a651666b36bf2f2f22ee204f54f608f227498a2419f2890b2"
        );
    }

    #[test]
    fn each_forgery_differs_from_the_true_message() {
        let body = r#"{"id":"evt_1","livemode":false,"data":{"object":{"amount":100}}}"#;
        let forged = forgeries(1_000, body, "{}");
        let true_one = (Some(sign(SECRET, 1_000, body)), body.to_owned());
        for forgery in &forged {
            let same_body_and_secret = (forgery.signature.clone(), forgery.body.clone()) == true_one;
            assert!(!same_body_and_secret, "{} is the true message", forgery.what);
        }
        assert_eq!(forged.len(), 20);
    }
}
