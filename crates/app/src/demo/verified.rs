//! Who the founders of the demonstration are, and what shows that their patents are theirs to bring to market.

use files::Upload;
use kernel::{Caller, CampaignId, FileId, Role};
use patents::{
    LegalStatus, PanelEncumbrance,
    documents::{HandIn, Stated, StatedBurden},
};
use projects::{ClaimKind, ClaimOwnership, DecideClaim};
use verification::{Decide, Decision, DocumentKind, Facts, Kind, StateFacts};

use super::{
    DemoError,
    content::{Content, Person},
    life::{Life, refused},
};

/// Who waits to be verified when the demonstration begins.
const WAITS: &str = "thornbury";

/// The campaign for whose Chinese right an extract of the register waits to be compared.
const DOCUMENTED: &str = "solid-state-pack";

/// Founders who are people; the others are companies and universities.
const PEOPLE: [&str; 3] = ["vega", "hemz", "prydderch"];

/// A document of one page that says what it is.
fn document(title: &str) -> Vec<u8> {
    let shown: String = title
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .collect();
    let text = format!("BT /F1 18 Tf 72 720 Td (Sample: {shown}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{text}\nendstream", text.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj{object}endobj\n", n + 1));
    }
    let start = pdf.len();
    pdf.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}

impl Life<'_> {
    /// What waits for a reviewer today: somebody who is to be verified, and a document about a patent.
    pub(super) async fn wait(&self, content: &Content) -> Result<(), DemoError> {
        for user in content.users.iter().filter(|user| user.key == WAITS) {
            self.hand_in(user, "GB").await?;
        }
        let campaigns = content.campaigns.iter().enumerate();
        for (c, campaign) in campaigns.filter(|(_, campaign)| campaign.key == DOCUMENTED) {
            let founder = self.person(&campaign.founder)?;
            self.hand_in_extracts(&founder, self.written(c)?.id).await?;
        }
        Ok(())
    }

    /// Every founder hands in what they are, and a reviewer finds it right.
    pub(super) async fn verify(&mut self, content: &Content) -> Result<(), DemoError> {
        let reviewer = self.person("reviewer")?;
        for user in &content.users {
            if !user.roles.contains(&Role::Founder) {
                continue;
            }
            let country = content
                .campaigns
                .iter()
                .find(|campaign| campaign.founder == user.key);
            let country = country.map_or("GB", |campaign| campaign.country.as_str());
            let round = self.hand_in(user, country).await?;
            let step = || refused(format!("{} is verified", user.key));
            let verifications = &self.app.verifications;
            let taken = verifications.claim(&reviewer, round).await;
            let request = Decide {
                id: round,
                expected_version: taken.map_err(|error| step()(error.into()))?.version,
                decision: Decision::Approve,
                reason: None,
                note: None,
            };
            let decided = verifications.decide(&reviewer, request).await;
            decided.map_err(|error| step()(error.into()))?;
        }
        Ok(())
    }

    async fn hand_in(&self, user: &Person, country: &str) -> Result<kernel::VerificationId, DemoError> {
        let caller = self.person(&user.key)?;
        let is_person = PEOPLE.contains(&user.key.as_str()) || !user.roles.contains(&Role::Founder);
        let (kind, documents) = if is_person {
            (Kind::Person, vec![DocumentKind::Identity])
        } else {
            (
                Kind::Company,
                vec![DocumentKind::Registration, DocumentKind::Authority],
            )
        };
        let facts = Facts {
            legal_name: user.display_name.clone(),
            country: country.to_owned(),
            born_on: is_person.then(|| "1984-03-12".parse().ok()).flatten(),
            registration_number: (!is_person).then(|| format!("SAMPLE-{}", user.key.to_uppercase())),
            no_owners: !is_person,
            ..Facts::default()
        };
        let step = || refused(format!("{} hands in what they are", user.key));
        let verifications = &self.app.verifications;
        let request = StateFacts {
            kind,
            expected_version: None,
            facts,
        };
        let mut round = verifications
            .state_facts(&caller, request)
            .await
            .map_err(|error| step()(error.into()))?;
        for document in documents {
            let upload = self
                .upload(&caller, &format!("{document} of {}", user.key))
                .await?;
            let attached = verifications.attach(&caller, round.id, upload, document).await;
            round = attached.map_err(|error| step()(error.into()))?;
        }
        let submitted = verifications.submit(&caller, round.id, round.version).await;
        Ok(submitted.map_err(|error| step()(error.into()))?.id)
    }

    async fn upload(&self, caller: &Caller, title: &str) -> Result<FileId, DemoError> {
        let upload = Upload {
            name: format!("{title}.pdf"),
            bytes: document(title).into(),
        };
        let staged = self.app.files.stage(caller, upload).await;
        Ok(staged
            .map_err(|error| refused(format!("{title} is uploaded"))(error.into()))?
            .id)
    }

    /// For each right of a campaign that the register gives to somebody else, its founder hands in a licence. A campaign
    /// that will be launched has it approved.
    pub(super) async fn show_ownership(
        &self,
        founder: &Caller,
        campaign: CampaignId,
        launches: bool,
    ) -> Result<(), DemoError> {
        let step = || refused(format!("a licence for {campaign}"));
        let projects = &self.app.projects;
        let links = projects.patents_of(&[campaign]).await;
        for link in links.map_err(|error| step()(error.into()))? {
            if link.ownership.proof.is_some() {
                continue;
            }
            let panels = self.app.patents.panels(&[link.patent_id]).await?;
            let owner = panels.first().and_then(|panel| panel.owners.first());
            let owner = owner.and_then(|owner| owner.name.en.clone().or(owner.name.zh_hans.clone()));
            let request = ClaimOwnership {
                campaign_id: campaign,
                patent_id: link.patent_id,
                kind: ClaimKind::Licence,
                counterparty: owner.unwrap_or_else(|| "Sample Licensor".to_owned()),
                dated_on: self.app.today() - chrono::TimeDelta::days(90),
                upload: self.upload(founder, "licence").await?,
            };
            let claim = projects.claim_ownership(founder, request).await;
            let claim = claim.map_err(|error| step()(error.into()))?;
            if !launches {
                continue;
            }
            let reviewer = self.person("reviewer")?;
            let taken = projects.take_claim(&reviewer, claim.id).await;
            taken.map_err(|error| step()(error.into()))?;
            let request = DecideClaim {
                id: claim.id,
                approve: true,
                reason: None,
                note: None,
            };
            let decided = projects.decide_claim(&reviewer, request).await;
            decided.map_err(|error| step()(error.into()))?;
        }
        Ok(())
    }

    /// The founder of a campaign hands in an extract of the register for each of its Chinese rights in force; they wait for a
    /// reviewer.
    pub(super) async fn hand_in_extracts(
        &self,
        founder: &Caller,
        campaign: CampaignId,
    ) -> Result<(), DemoError> {
        let step = || refused(format!("an extract of the register for {campaign}"));
        let links = self.app.projects.patents_of(&[campaign]).await;
        let links = links.map_err(|error| step()(error.into()))?;
        let rights: Vec<_> = links.iter().map(|link| link.patent_id).collect();
        for panel in self.app.patents.panels(&rights).await? {
            if panel.office != "CN" || panel.status.value != LegalStatus::InForce {
                continue;
            }
            let burden = |burden: &PanelEncumbrance| StatedBurden {
                kind: burden.kind,
                holder: burden.holder.best(kernel::Locale::ZhHans).0.to_owned(),
                effective_on: burden.effective_on,
            };
            let owners = panel.owners.iter().filter_map(|owner| owner.name.zh_hans.clone());
            let request = HandIn {
                patent_id: panel.id,
                kind: patents::documents::DocumentKind::RegisterExtract,
                stated: Stated {
                    issued_on: self.app.today() - chrono::TimeDelta::days(9),
                    case_status: Some("专利权维持".to_owned()),
                    owners: owners.collect(),
                    burdens: panel.open_encumbrances().map(burden).collect(),
                    ..Stated::default()
                },
                upload: self.upload(founder, "extract of the register").await?,
            };
            let handed_in = self.app.patents.hand_in_document(founder, request).await;
            handed_in.map_err(|error| step()(error.into()))?;
        }
        Ok(())
    }
}
