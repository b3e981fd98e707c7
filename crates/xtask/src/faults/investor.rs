//! One investor: places pledges, enters a card, cancels some, and remembers
//! what the server acknowledged.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Result, bail, ensure};
use serde_json::{Value, json};

use super::client::{Client, Experience, Trouble};

/// Something that can be pledged to.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    /// The campaign.
    pub(crate) campaign: String,
    /// In which it is funded.
    pub(crate) currency: String,
    /// What stands for the grave risks of its patents; null where there are none.
    pub(crate) risks: Value,
}

/// A pledge the investor wants, and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Wish {
    /// Made by the client before the first try; the same on every try.
    pub(crate) key: String,
    /// The pledge, once the server has said so.
    pub(crate) pledge: Option<String>,
    /// The last state the server has acknowledged.
    pub(crate) state: String,
    /// Whether an answer failed to come, so that something had to be asked again.
    pub(crate) retried: bool,
}

/// An investor, signed in.
#[derive(Debug)]
pub(crate) struct Investor {
    client: Client,
    random: fastrand::Rng,
    /// Everything wanted so far.
    pub(crate) wishes: Vec<Wish>,
}

/// A card that is always charged (Stripe's test cards).
pub(super) const GOOD_CARD: &str = "4242424242424242";

/// How long a wish is repeated that gets no answer.
const PATIENCE: Duration = Duration::from_secs(120);

const SIGN_UP: &str =
    "mutation($input: AccountSignUpInput!) { accountSignUp(input: $input) { token userErrors { message } } }";
pub(super) const PLACE: &str = "mutation($input: PledgePlaceInput!) { pledgePlace(input: $input) { pledge { id state } userErrors { code message } } }";
pub(super) const CARD: &str = "mutation($input: SandboxCardEnterInput!) { sandboxCardEnter(input: $input) { pledge { id state } userErrors { code message } } }";
const AUTHENTICATE: &str = "mutation($input: SandboxAuthenticateInput!) { sandboxAuthenticate(input: $input) { pledge { id state } userErrors { code message } } }";
const CANCEL: &str = "mutation($input: PledgeCancelInput!) { pledgeCancel(input: $input) { pledge { id state } userErrors { code message } } }";
const PLEDGES: &str = "query($after: String) { viewer { pledges(first: 100, after: $after) { nodes { id state amount { minorUnits } campaign { id } } pageInfo { hasNextPage endCursor } } } }";

impl Investor {
    /// Signs a new investor up.
    pub(crate) fn sign_up(url: &str, seed: u64, experience: &Arc<Experience>) -> Result<Self> {
        let token = sign_up(url, seed)?;
        Ok(Self {
            client: Client::sharing(url, Some(token), Arc::clone(experience)),
            random: fastrand::Rng::with_seed(!seed),
            wishes: Vec::new(),
        })
    }

    /// Goes on pledging while there is more to do; nothing is left in doubt.
    pub(crate) fn run(&mut self, offers: &[Offer], more: impl Fn(usize) -> bool) -> Result<()> {
        while more(self.wishes.len()) {
            let offer = &offers[self.random.usize(..offers.len())];
            let mut wish = self.place(offer)?;
            self.enter_card(&mut wish, GOOD_CARD)?;
            let id = wish.pledge.clone();
            if self.random.u32(..4) == 0 {
                let cancel = json!({ "pledgeId": id, "idempotencyKey": self.uuid() });
                wish.state = state_of(&self.insist(CANCEL, "pledgeCancel", &cancel, &mut wish)?);
            }
            if let Some(last) = self.wishes.last_mut() {
                *last = wish;
            }
        }
        Ok(())
    }

    /// Places a pledge of a random amount; now and then twice.
    pub(super) fn place(&mut self, offer: &Offer) -> Result<Wish> {
        let amount = self.random.u32(20..500).to_string();
        let mut wish = Wish {
            key: self.uuid(),
            pledge: None,
            state: String::new(),
            retried: false,
        };
        let place = json!({
            "campaignId": offer.campaign,
            "amount": { "amount": amount, "currency": offer.currency },
            "acknowledgedRisks": offer.risks,
            "idempotencyKey": wish.key,
        });
        let placed = self.insist(PLACE, "pledgePlace", &place, &mut wish)?;
        let id = placed["id"].as_str().map(str::to_owned);
        self.wishes.push(wish.clone());
        ensure!(id.is_some(), "a pledge was acknowledged without its id: {placed}");
        wish.pledge = id.clone();
        wish.state = state_of(&placed);
        if self.random.u32(..4) == 0 {
            // Once more, as a client would whose answer got lost: the same pledge must come back.
            let again = self.insist(PLACE, "pledgePlace", &place, &mut wish)?;
            ensure!(
                again["id"].as_str() == id.as_deref(),
                "the same key made a second pledge: {placed}, {again}"
            );
        }
        Ok(wish)
    }

    /// Enters a card for a pledge.
    pub(super) fn enter_card(&mut self, wish: &mut Wish, number: &str) -> Result<()> {
        let card = json!({ "pledgeId": wish.pledge, "number": number, "expiry": "12/40", "cvc": "123" });
        wish.state = state_of(&self.insist(CARD, "sandboxCardEnter", &card, wish)?);
        Ok(())
    }

    /// Answers the bank, which asked who enters the card.
    pub(super) fn convince_bank(&self, wish: &mut Wish) -> Result<()> {
        let answer = json!({ "pledgeId": wish.pledge, "succeed": true });
        wish.state = state_of(&self.insist(AUTHENTICATE, "sandboxAuthenticate", &answer, wish)?);
        Ok(())
    }

    /// Asks the same thing until an answer comes, and returns the pledge in it.
    fn insist(&self, mutation: &str, field: &str, input: &Value, wish: &mut Wish) -> Result<Value> {
        let started = Instant::now();
        let mut again = false;
        loop {
            ensure!(
                started.elapsed() < PATIENCE,
                "no answer to {field} for {PATIENCE:?}"
            );
            match self.client.ask_patiently(mutation, &json!({ "input": input })) {
                Ok(data) => {
                    let payload = &data[field];
                    let code = payload["userErrors"][0]["code"].as_str();
                    match code {
                        None => return Ok(payload["pledge"].clone()),
                        Some("IDEMPOTENCY_IN_PROGRESS" | "PROVIDER_UNAVAILABLE") => {}
                        // The bank's question is an answer too.
                        Some("AUTHENTICATION_REQUIRED") => return Ok(payload["pledge"].clone()),
                        // A try whose answer was lost had already done it.
                        Some(_) if again && !payload["pledge"].is_null() => {
                            return Ok(payload["pledge"].clone());
                        }
                        Some(_) => bail!("{field} of {input} was refused: {payload}"),
                    }
                }
                Err(Trouble::NoAnswer(_) | Trouble::Unable(_) | Trouble::TooFast(_)) => {
                    (again, wish.retried) = (true, true)
                }
                Err(Trouble::Refused(why)) => bail!("{field} of {input} was refused: {why}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// All pledges the server knows of this investor.
    pub(crate) fn pledges(&self) -> Result<Vec<Value>> {
        let mut all = Vec::new();
        let mut after = Value::Null;
        loop {
            let mut data = self.look(PLEDGES, &json!({ "after": after }))?;
            let page = &mut data["viewer"]["pledges"];
            all.extend(page["nodes"].as_array().cloned().unwrap_or_default());
            if page["pageInfo"]["hasNextPage"] != true {
                return Ok(all);
            }
            after = page["pageInfo"]["endCursor"].take();
        }
    }

    /// Reads something, again while it cannot be had.
    fn look(&self, query: &str, variables: &Value) -> Result<Value, Trouble> {
        let started = Instant::now();
        loop {
            match self.client.ask_patiently(query, variables) {
                Err(Trouble::NoAnswer(_) | Trouble::Unable(_)) if started.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                other => return other,
            }
        }
    }

    fn uuid(&mut self) -> String {
        uuid(&mut self.random)
    }
}

/// Signs somebody up; the token of the session.
pub(super) fn sign_up(url: &str, seed: u64) -> Result<String> {
    let mut random = fastrand::Rng::with_seed(seed);
    let input = json!({
        "email": format!("crash-{seed:016x}@example.com"),
        "password": format!("{:016x}-{:016x}", random.u64(..), random.u64(..)),
        "displayName": format!("Investor {:04x}", seed & 0xffff),
    });
    let data = Client::new(url, None).ask_patiently(SIGN_UP, &json!({ "input": input }))?;
    match data["accountSignUp"]["token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => bail!("signing up failed: {data}"),
    }
}

/// A random UUID, version 4.
pub(super) fn uuid(random: &mut fastrand::Rng) -> String {
    let (high, low) = (random.u64(..), random.u64(..));
    let (high, low) = (high & !0xf000 | 0x4000, low & !(0xc000 << 48) | (0x8000 << 48));
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

fn state_of(pledge: &Value) -> String {
    pledge["state"].as_str().unwrap_or_default().to_owned()
}
