//! The people of the journeys.

use kernel::{Caller, Role};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Platform;

/// The password of everyone in the journeys.
pub const PASSWORD: &str = "heliotrope anvil 77 marsh";

/// A signed-in person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The bearer token.
    pub token: String,
    /// The id.
    pub id: String,
    /// The e-mail address.
    pub email: String,
}

impl Person {
    /// Signs somebody up, whose address the operator knows.
    pub async fn sign_up(platform: &Platform, name: &str, as_founder: bool) -> Self {
        let person = Self::sign_up_unconfirmed(platform, name, as_founder).await;
        person.vouch(platform).await;
        person
    }

    /// Confirms the address, as an operator would.
    pub async fn vouch(&self, platform: &Platform) {
        let operator = Caller::system("operator");
        let id = self.id.parse().expect("an id");
        let confirmed = platform.app.accounts.vouch_for_email(&operator, id).await;
        confirmed.expect("an operator may vouch");
    }

    /// Signs somebody up, whose address nobody has confirmed.
    pub async fn sign_up_unconfirmed(platform: &Platform, name: &str, as_founder: bool) -> Self {
        let email = format!("{}@example.test", name.to_lowercase().replace(' ', "."));
        let input =
            json!({ "email": email, "password": PASSWORD, "displayName": name, "asFounder": as_founder });
        let payload = platform
            .act(None, "accountSignUp", "token viewer { id }", input)
            .await;
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        Self {
            token: text(&payload["token"]),
            id: text(&payload["viewer"]["id"]),
            email,
        }
    }

    /// Signs somebody up and gives them a role, as an operator would.
    pub async fn with_role(platform: &Platform, name: &str, role: Role) -> Self {
        let person = Self::sign_up(platform, name, false).await;
        platform
            .app
            .grant(&person.id, role)
            .await
            .expect("an operator may grant a role");
        person
    }

    /// The token, as requests take it.
    pub fn token(&self) -> Option<&str> {
        Some(&self.token)
    }

    /// Signs in again, after the sign-in before has ended.
    pub async fn come_back(&mut self, platform: &Platform) {
        let input = json!({ "email": self.email, "password": PASSWORD });
        let back = platform.act(None, "accountSignIn", "token", input).await;
        self.token = back["token"].as_str().expect("a token").to_owned();
    }

    /// Is verified under a name by `reviewer`, as a person of Germany.
    pub async fn verify(&self, platform: &Platform, name: &str, reviewer: &Person) {
        let round = self.hand_in(platform, name).await;
        Self::approve(platform, &round, reviewer).await;
    }

    /// Their company is verified under a name by `reviewer`.
    pub async fn verify_company(&self, platform: &Platform, name: &str, country: &str, reviewer: &Person) {
        let stated = json!({
            "kind": "COMPANY", "legalName": name, "country": country, "registrationNumber": "91320500MA1X", "noOwners": true,
        });
        let round = self
            .hand_in_with(platform, stated, &["REGISTRATION", "AUTHORITY"])
            .await;
        Self::approve(platform, &round, reviewer).await;
    }

    async fn approve(platform: &Platform, round: &str, reviewer: &Person) {
        let id = json!({ "id": round });
        let taken = platform
            .act(
                reviewer.token(),
                "verificationClaim",
                "verification { version }",
                id,
            )
            .await;
        let input = json!({
            "id": round, "expectedVersion": taken["verification"]["version"], "decision": "APPROVE",
        });
        let decided = platform
            .act(
                reviewer.token(),
                "verificationDecide",
                "verification { state }",
                input,
            )
            .await;
        assert_eq!(decided["verification"]["state"], "APPROVED");
    }

    /// Hands in a verification of a person under this name; its id.
    pub async fn hand_in(&self, platform: &Platform, name: &str) -> String {
        let stated = json!({ "kind": "PERSON", "legalName": name, "country": "DE", "bornOn": "1980-05-04" });
        self.hand_in_with(platform, stated, &["IDENTITY"]).await
    }

    async fn hand_in_with(&self, platform: &Platform, stated: Value, documents: &[&str]) -> String {
        let saved = platform
            .act(self.token(), "verificationSave", "verification { id }", stated)
            .await;
        let round = saved["verification"]["id"].as_str().expect("an id").to_owned();
        let mut added = Value::Null;
        for kind in documents {
            let upload = platform.upload(self.token(), "passport.pdf").await;
            let input = json!({ "verificationId": round, "uploadId": upload, "kind": kind });
            added = platform
                .act(
                    self.token(),
                    "verificationDocumentAdd",
                    "verification { version missing { message } }",
                    input,
                )
                .await;
        }
        assert_eq!(added["verification"]["missing"], json!([]));
        let input = json!({ "id": round, "expectedVersion": added["verification"]["version"] });
        platform
            .act(
                self.token(),
                "verificationSubmit",
                "verification { state }",
                input,
            )
            .await;
        round
    }

    /// Pledges `amount` with a test card; the payload of the card's answer.
    pub async fn pledge(
        &self,
        platform: &Platform,
        campaign: &str,
        reward: Option<&str>,
        amount: &str,
        card: &str,
    ) -> Value {
        let input = json!({
            "campaignId": campaign, "rewardId": reward, "idempotencyKey": Uuid::from_u128(rand_key()),
            "amount": { "amount": amount, "currency": "EUR" },
            "acknowledgedRisks": platform.grave_risks(campaign).await["hash"],
        });
        let placed = platform
            .act(
                self.token(),
                "pledgePlace",
                "pledge { id state setup { status } }",
                input,
            )
            .await;
        assert_eq!(placed["pledge"]["state"], "RESERVED");
        let input =
            json!({ "pledgeId": placed["pledge"]["id"], "number": card, "expiry": "12/34", "cvc": "123" });
        let selection =
            "pledge { id state setup { status failureCode } } campaign { raised { amount } investorCount }";
        platform
            .attempt(self.token(), "sandboxCardEnter", selection, input)
            .await
    }
}

/// A key nobody used before in this process.
fn rand_key() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A founder with a campaign.
#[derive(Debug, Clone)]
pub struct Founder {
    /// The person.
    pub person: Person,
    /// The campaign.
    pub campaign: String,
    /// Its slug.
    pub slug: String,
    /// Its two rewards: one without limit, one of which there is a single unit.
    pub rewards: [String; 2],
}

impl Founder {
    /// A right of the sample register that nobody else's campaign stands on.
    pub const PATENT: &str = "CN202119941207.6";

    /// Signs up and writes a whole campaign, as a draft.
    pub async fn with_draft(platform: &Platform, name: &str, patent: &str) -> Self {
        let person = Person::sign_up(platform, name, true).await;
        Self::drafting(platform, person, name, patent).await
    }

    /// Writes a whole campaign of somebody who has signed up, as a draft.
    pub async fn drafting(platform: &Platform, person: Person, name: &str, patent: &str) -> Self {
        let token = person.token();
        let input = json!({
            "title": { "en": format!("{name}'s battery"), "zhHans": "一种固态电池" },
            "field": "ENERGY_STORAGE", "country": "DE", "currency": "EUR",
        });
        let made = platform
            .act(token, "projectCreate", "campaign { id slug version }", input)
            .await;
        let campaign = made["campaign"]["id"].as_str().expect("an id").to_owned();
        let risks =
            "The electrolyte may prove hard to make in quantity, and then delivery is late by months. "
                .repeat(2);
        let input = json!({
            "id": campaign, "expectedVersion": made["campaign"]["version"],
            "blurb": { "en": "A battery that does not burn.", "zhHans": "不会起火的电池。" },
            "story": { "en": "## Why\n\nBecause batteries burn. ".repeat(10), "zhHans": "## 缘由\n\n电池会起火。".repeat(10) },
            "risks": { "en": risks, "zhHans": "电解质可能难以量产，交付可能推迟数月。".repeat(6) },
            "team": { "en": "Two engineers.", "zhHans": "两位工程师。" },
            "goal": { "amount": "1000.00", "currency": "EUR" }, "durationDays": 30, "zone": "Europe/Berlin",
        });
        platform
            .act(token, "campaignEdit", "campaign { version }", input)
            .await;
        let input = json!({ "campaignId": campaign, "number": patent });
        platform
            .act(token, "campaignPatentAttach", "patent { id }", input)
            .await;
        let mut rewards = Vec::new();
        for (title, amount, limit) in [
            ("A sample cell", "50.00", None),
            ("The first pack", "400.00", Some(1)),
        ] {
            let input = json!({
                "campaignId": campaign, "title": { "en": title, "zhHans": "样品" },
                "description": { "en": "By post.", "zhHans": "邮寄。" },
                "amount": { "amount": amount, "currency": "EUR" }, "limit": limit, "deliverOn": "2027-06-30",
            });
            let added = platform.act(token, "rewardAdd", "reward { id }", input).await;
            rewards.push(added["reward"]["id"].as_str().expect("an id").to_owned());
        }
        let slug = made["campaign"]["slug"].as_str().expect("a slug").to_owned();
        let [first, second] = <[String; 2]>::try_from(rewards).expect("two rewards");
        Self {
            person,
            campaign,
            slug,
            rewards: [first, second],
        }
    }

    /// Hands the draft in.
    pub async fn submit(&self, platform: &Platform) {
        let query = "query($id: ID!) { campaign(id: $id) { version missing { field code } } }";
        let now = platform
            .data(self.person.token(), query, json!({ "id": self.campaign }))
            .await;
        assert_eq!(now["campaign"]["missing"], json!([]));
        let input = json!({ "id": self.campaign, "expectedVersion": now["campaign"]["version"] });
        platform
            .act(self.person.token(), "campaignSubmit", "campaign { state }", input)
            .await;
    }

    /// Writes a campaign, has it approved by `reviewer` and launches it.
    pub async fn with_live_campaign(
        platform: &Platform,
        name: &str,
        patent: &str,
        reviewer: &Person,
    ) -> Self {
        let founder = Self::with_draft(platform, name, patent).await;
        founder.go_live(platform, reviewer).await;
        founder
    }

    /// Is verified under the name of the registered owner of the campaign's first patent, as a founder who owns it is; for
    /// patents of others a licence is approved.
    pub async fn verify(&self, platform: &Platform, reviewer: &Person) {
        let owner = self.patents(platform).await[0]["owners"][0].clone();
        let name = owner["name"].as_str().unwrap_or("Nobody Known");
        let country = owner["country"].as_str().unwrap_or("DE");
        self.person
            .verify_company(platform, name, country, reviewer)
            .await;
        platform.settle().await;
        for patent in self.patents(platform).await {
            if patent["ownerProof"].is_null() {
                self.licensed(platform, &patent["id"], reviewer).await;
            }
        }
    }

    async fn patents(&self, platform: &Platform) -> Vec<Value> {
        let query = "query($id: ID!) { campaign(id: $id) { ipPanel { patents { id ownerProof owners { name country } } } } }";
        let found = platform
            .data(self.person.token(), query, json!({ "id": self.campaign }))
            .await;
        let patents = found["campaign"]["ipPanel"]["patents"].as_array();
        patents.expect("patents").clone()
    }

    /// Hands in a licence for a patent, which a reviewer approves.
    async fn licensed(&self, platform: &Platform, patent: &Value, reviewer: &Person) {
        let upload = platform.upload(self.person.token(), "licence.pdf").await;
        let input = json!({
            "campaignId": self.campaign, "patentId": patent, "kind": "LICENCE", "counterparty": "The Owner",
            "datedOn": "2026-01-15", "uploadId": upload,
        });
        let made = platform
            .act(self.person.token(), "ownershipClaimSubmit", "claim { id }", input)
            .await;
        let claim = json!({ "id": made["claim"]["id"] });
        platform
            .act(reviewer.token(), "ownershipClaimTake", "claim { state }", claim)
            .await;
        let approve = json!({ "id": made["claim"]["id"], "approve": true });
        platform
            .act(
                reviewer.token(),
                "ownershipClaimDecide",
                "claim { state }",
                approve,
            )
            .await;
    }

    /// Is verified, hands the draft in, has it approved by `reviewer` and launches it.
    pub async fn go_live(&self, platform: &Platform, reviewer: &Person) {
        self.verify(platform, reviewer).await;
        self.submit(platform).await;
        let claim = json!({ "id": self.campaign });
        platform
            .act(
                reviewer.token(),
                "campaignReviewClaim",
                "campaign { state }",
                claim,
            )
            .await;
        let decide =
            json!({ "id": self.campaign, "decision": "APPROVED", "note": "Clear claims, honest risks." });
        platform
            .act(
                reviewer.token(),
                "campaignReviewDecide",
                "campaign { state }",
                decide,
            )
            .await;
        let launch = json!({ "id": self.campaign });
        let live = platform
            .act(
                self.person.token(),
                "campaignLaunch",
                "campaign { state }",
                launch,
            )
            .await;
        assert_eq!(live["campaign"]["state"], "LIVE");
        platform.settle().await;
    }
}
