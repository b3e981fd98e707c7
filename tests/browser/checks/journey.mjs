// From an idea to a pledge, entirely through the pages: a visitor looks around, a founder lists a project,
// a reviewer lets it pass, an investor pledges, thinks again, and pledges again.

import { Visitor } from "../browser.mjs";
import { eventually, expect } from "../check.mjs";
import { AUTHENTICATE, DECLINED, GOOD, digits } from "../cards.mjs";

const WIDTHS = [1280, 375];

/** Whoever is met on the way, and what they look for, type and say. */
const PEOPLE = {
  en: {
    // Lapsed rights of the sample register, whose campaigns have ended: nobody else stands on them.
    owner: "Owen Prydderch",
    country: "GB",
    patent: { typed: "European patent no. EP 9993712", shown: /EP ?17993712\.3|EP ?9993712/ },
    searches: [
      ["battery", "A solid-state battery pack that survives the nail test"],
      ["电池", "A solid-state battery pack that survives the nail test"],
    ],
    founder: "Browser Works Ltd",
    investor: "Ada Browser",
    title: { en: "A kettle that whistles in tune", zhHans: "会唱准音的水壶" },
    blurb: "Two whistles and a patented valve, for kitchens that listen.",
    story: "The valve splits the steam between two whistles, so that a kettle sounds a clean third at any heat. ".repeat(2),
    team: "Two brass players and a potter.",
    risks: "The whistles may drift out of tune as the spring ages, and the right behind them has lapsed. ".repeat(2),
    reward: "One kettle",
    reason: "This was only a rehearsal.",
  },
  zh: {
    owner: "苏州澜穹固态电池有限公司",
    isCompany: true,
    country: "CN",
    patent: { typed: "专利号：ZL 2022 2 9962318.5", shown: /CN ?202229962318\.5|CN ?299062318/ },
    searches: [
      ["battery", "扛得住针刺的固态电池包"],
      ["电池", "扛得住针刺的固态电池包"],
    ],
    founder: "浏览器器械有限公司",
    investor: "陆阅",
    title: { en: "A rack that sorts by sound", zhHans: "听音分选料架" },
    blurb: "敲一敲就知道电芯还能不能用，小作坊也装得起。",
    story: "每个工位装有一只小锤和一只麦克风，敲击电芯外壳后，根据回声判断其内部状态，再把能用的与不能用的分开。".repeat(3),
    team: "三名电池工程师和一名调音师。",
    risks: "环境噪声可能影响判断的准确率；所依据的实用新型专利已经终止，他人也可以使用这一结构。我们会公开测试数据。".repeat(3),
    reward: "料架一套",
    reason: "这只是一次演练。",
  },
};

const GOAL = 50_000;
const REWARD = 300;
const LARGER = 450;

export async function journey(report, place, language) {
  for (const width of WIDTHS) await walk(report, place, language, width);
}

async function walk(report, place, language, width) {
  const name = `journey ${language} ${width}`;
  if (!report.wants(name)) return;
  const people = PEOPLE[language];
  const arrive = () => Visitor.arrive(place, { language, width });
  const [investor, founder, reviewer] = [await arrive(), await arrive(), await arrive()];
  // Where the founder's campaign stands, once there is one.
  let campaign;

  const steps = [
    ["a visitor finds the campaigns from the first page", () => discovers(investor)],
    ["filters leave what has the status and the office", () => filters(investor)],
    ["a word of either language finds the campaign", () => searches(investor, people)],
    ["a campaign shows its patents", () => seesPatents(investor)],
    ["a founder signs up and begins a campaign", () => begins(founder, people)],
    ["the founder writes the texts", () => writes(founder, people)],
    ["a number in an odd spelling leads to its patent", () => attaches(founder, people)],
    ["the founder adds a reward", () => addsReward(founder, people)],
    ["the founder sets the goal and hands in", () => handsIn(founder)],
    ["the founder confirms the address by the mail's link and its button", () => confirmsAddress(founder)],
    ["the founder shows who they are", () => statesName(founder, people)],
    ["a reviewer compares it with the document and approves it", () => verifies(reviewer, people)],
    ["a reviewer takes the case and approves it", () => approves(reviewer, people)],
    [
      "the founder launches",
      async () => {
        campaign = await launches(founder);
      },
    ],
    ["an investor chooses a reward and signs up on the way", () => chooses(investor, campaign, people)],
    ["a declined card is told", () => isDeclined(investor)],
    ["the pretended bank asks and is answered", () => confirms(investor)],
    ["the total has risen", () => expectRaised(investor, campaign, REWARD)],
    ["the pledge is cancelled and the total falls", () => cancels(investor, campaign)],
    ["the investor pledges again", () => pledgesAgain(investor, campaign)],
  ];
  await report.journey(name, steps, [investor, founder, reviewer], () => ends(founder, people));
}

async function discovers(visitor) {
  await visitor.open("");
  await visitor.page.getByRole("heading", { level: 1 }).waitFor();
  await visitor.go("nav-discover");
  expect(visitor.page.url() === visitor.url("/campaigns"), "the address of discover", visitor.page.url());
}

async function filters(visitor) {
  const { page } = visitor;
  const count = async () => Number((await page.getByRole("status").innerText()).replace(/\D/g, ""));
  const all = await count();
  await ticks(visitor, "status-in-force", "status=IN_FORCE");
  const inForce = await count();
  expect(inForce > 0 && inForce < all, `fewer than ${all} with a patent in force`, inForce);
  await ticks(visitor, "office-jp", "office=JP");
  const japanese = await count();
  expect(japanese > 0 && japanese < inForce, `fewer than ${inForce} with one in Japan`, japanese);
  const cards = page.locator("main ul.grid > li");
  expect((await cards.count()) === japanese, `${japanese} cards`, await cards.count());
  for (const card of await cards.all()) {
    const patents = await card.getByRole("list", { name: visitor.w("card-patents") }).innerText();
    expect(patents.includes("JP"), "a Japanese patent on the card", patents);
  }
  // Each condition is taken away by itself.
  await visitor.follow(() => page.getByRole("link", { name: visitor.w("office-jp") }).click());
  expect((await count()) === inForce, `${inForce} again`, await count());
}

/** Ticks a box of the filters; with the script it applies at once. */
async function ticks({ page, w }, key, inAddress) {
  const box = page.getByRole("checkbox", { name: new RegExp(`^${w(key)}`) });
  if (!(await box.isVisible())) await page.getByText(w("discover-filters"), { exact: true }).click();
  await box.click();
  await page.waitForURL((url) => url.search.includes(inAddress), { waitUntil: "load" });
}

async function searches(visitor, { searches }) {
  for (const [word, title] of searches) {
    await visitor.open("/campaigns");
    await visitor.page.getByRole("searchbox").fill(word);
    await visitor.press("discover-search-button");
    await visitor.page.getByRole("link", { name: title }).waitFor();
  }
}

async function seesPatents(visitor) {
  const { page, w } = visitor;
  await visitor.follow(() => page.getByRole("link", { name: PEOPLE[visitor.language].searches[0][1] }).click());
  const panel = page.getByRole("region", { name: w("panel-title") });
  await panel.getByText(w("status-in-force"), { exact: true }).first().waitFor();
  const number = panel.getByRole("link", { name: /CN ?202119941207\.6|CN ?199041207/ });
  await visitor.follow(() => number.first().click());
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(page.url().includes("/patents/"), "the page of the patent", page.url());
  await page.getByRole("region", { name: w("patent-score") }).getByText(w("evidence-score-disclaimer")).waitFor();
  await opensFees(visitor);
}

/** The fee calendar opens with a click, and marks the fee that comes next. */
export async function opensFees({ page, w }) {
  await page.getByRole("heading", { name: w("patent-fees"), exact: true }).click();
  const next = page.getByRole("row").filter({ has: page.getByText(w("patent-fee-next")) });
  await next.waitFor();
  expect((await next.getAttribute("aria-current")) === "true", "the next fee marked as such");
}

async function begins(founder, { founder: name, title }) {
  await founder.open("/sign-up");
  await founder.signUp(name, { asFounder: true });
  await founder.field("founder-title-en").fill(title.en);
  await founder.field("founder-title-zh").fill(title.zhHans);
  await founder.field("editor-label-field").selectOption("OTHER");
  await founder.field("editor-label-currency").selectOption("CNY");
  await founder.press("founder-begin-send");
  await founder.page.getByRole("heading", { level: 1, name: title[founder.language === "zh" ? "zhHans" : "en"] }).waitFor();
}

async function writes(founder, people) {
  const own = founder.language === "zh" ? "editor-chinese" : "editor-english";
  for (const text of ["blurb", "story", "team", "risks"]) {
    await founder.field(own, { within: founder.group(`editor-label-${text}`) }).fill(people[text].trim());
  }
  await founder.press("editor-save", { within: founder.page.getByRole("region", { name: founder.w("editor-section-story") }) });
  await founder.hears("editor-done-saved");
  const story = founder.field(own, { within: founder.group("editor-label-story") });
  expect((await story.inputValue()) === people.story.trim(), "the story as it was typed", await story.inputValue());
}

async function attaches(founder, { patent }) {
  await founder.field("editor-label-number").fill(patent.typed);
  await founder.press("editor-patent-look-up");
  await founder.hears("editor-done-patent-added");
  const section = founder.page.getByRole("region", { name: founder.w("editor-section-patents") });
  await section.getByRole("link", { name: patent.shown }).waitFor();
  await section.getByText(founder.w("status-lapsed"), { exact: true }).waitFor();
}

async function addsReward(founder, { reward }) {
  const own = founder.language === "zh" ? "editor-reward-title-zh" : "editor-reward-title-en";
  const group = founder.group("editor-reward-new");
  await founder.field(own, { within: group }).fill(reward);
  await founder.field("editor-reward-amount-in", { within: group }).fill(String(REWARD));
  await founder.field("editor-label-reward-limit", { within: group }).fill("20");
  await founder.press("editor-reward-add");
  await founder.hears("editor-done-reward-added");
  await founder.page.getByRole("rowheader", { name: reward }).waitFor();
}

async function handsIn(founder) {
  await founder.field("editor-goal-in").fill(`${GOAL / 1000},000`);
  await founder.field("editor-label-days").fill("30");
  await founder.press("editor-save", { within: founder.page.getByRole("region", { name: founder.w("editor-section-funding") }) });
  await founder.reads("editor-complete");
  await founder.press("editor-hand-in");
  await founder.hears("editor-done-submitted");
}

/** A picture of nothing, as a document. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

/** The right is registered in the name under which the founder, or the founder's company, is verified. */
async function statesName(founder, { owner, country, isCompany }) {
  const { page } = founder;
  const back = page.url();
  await founder.open(`/account/verification/${isCompany ? "company" : "person"}`);
  await founder.field("verification-label-legal-name").fill(owner);
  await page.locator("#f-country").fill(country);
  if (isCompany) {
    await founder.field("verification-label-registration-number").fill("91320500MA1X");
    await page.locator("#f-noOwners").check();
  } else {
    await founder.field("verification-label-born-on").fill("1980-02-03");
  }
  await founder.press("verification-save");
  await founder.hears("verification-done-saved");
  for (const kind of isCompany ? ["REGISTRATION", "AUTHORITY"] : ["IDENTITY"]) {
    await page.locator("#f-file").setInputFiles({ name: `${kind}.png`, mimeType: "image/png", buffer: PICTURE });
    await founder.field("verification-label-kind").selectOption(kind);
    await founder.press("verification-add");
    await founder.hears("verification-done-attached");
  }
  await founder.press("verification-submit");
  await founder.hears("verification-done-submitted");
  await founder.follow(() => page.goto(back));
}

async function verifies(reviewer, { founder }) {
  const { page } = reviewer;
  await reviewer.signIn("reviewer");
  await reviewer.open("/review/verifications");
  await reviewer.follow(() => page.getByRole("link", { name: founder, exact: true }).last().click());
  await reviewer.press("review-claim");
  await page.getByRole("radio", { name: reviewer.w("decision-approve") }).check();
  await reviewer.press("review-send");
  await reviewer.hears("verifications-done-approve");
}

async function approves(reviewer, { title }) {
  const { page, language } = reviewer;
  await reviewer.go("nav-review");
  const own = title[language === "zh" ? "zhHans" : "en"];
  await reviewer.follow(() => page.getByRole("link", { name: own }).first().click());
  await reviewer.press("review-claim");
  await reviewer.hears("review-done-claimed");
  await page.getByRole("radio", { name: reviewer.w("review-approve") }).check();
  await reviewer.press("review-send");
  await reviewer.hears("review-done-approved");
}

/** The link alone confirms nothing: programs that look into mails open it, too. */
async function confirmsAddress(founder) {
  const back = founder.page.url();
  await founder.openMailed("/confirm-email");
  await founder.press("confirm-email-button");
  await founder.hears("confirm-email-done");
  await founder.follow(() => founder.page.goto(back));
}

async function launches(founder) {
  await founder.follow(() => founder.page.reload());
  await founder.press("editor-launch-now");
  await founder.hears("editor-done-launched");
  const campaign = await founder.link("editor-preview").first().getAttribute("href");
  return `${founder.base}${campaign}`;
}

async function chooses(investor, campaign, { reward, investor: name, patent }) {
  const { page } = investor;
  await investor.open(campaign);
  const panel = page.getByRole("region", { name: investor.w("panel-title") });
  await panel.getByRole("heading", { name: patent.shown }).getByRole("link").waitFor();
  await investor.go("campaign-pledge");
  await page.getByRole("radio", { name: reward }).check();
  const amount = investor.field("checkout-amount");
  expect(Number(await amount.inputValue()) === REWARD, "the reward's amount filled in", await amount.inputValue());
  await investor.goesOnToCard("checkout-continue-sign-in");
  await investor.go("sign-up-button", { within: page.getByRole("main") });
  await investor.signUp(name);
  expect(await page.getByRole("radio", { name: reward }).isChecked(), "the reward still chosen after the sign-up");
  expect(Number(await amount.inputValue()) === REWARD, "the amount still there", await amount.inputValue());
  await investor.goesOnToCard();
}

async function isDeclined(investor) {
  await investor.payBy(DECLINED);
  await investor.page.getByRole("alert").getByText(investor.w("error-pledge-card-declined")).waitFor();
}

async function confirms(investor) {
  await investor.payBy(AUTHENTICATE);
  await investor.press("confirm-yes");
  await investor.hears("pledge-done");
  await investor.page.getByText(`•••• ${digits(AUTHENTICATE).slice(-4)}`).waitFor();
}

async function expectRaised(investor, campaign, amount) {
  await investor.open(campaign);
  await eventually(`${amount} raised`, () => investor.raised(), (raised) => raised === amount);
  await investor.page.getByText(investor.w("campaign-own-pledge")).waitFor();
}

async function cancels(investor, campaign) {
  await investor.go("campaign-own-pledge-see");
  await investor.press("pledge-cancel");
  await investor.page.getByText(investor.w("pledge-state-cancelled"), { exact: true }).first().waitFor();
  const pledge = investor.page.url();
  await investor.open(campaign);
  await eventually("nothing raised", () => investor.raised(), (raised) => raised === 0);
  await investor.open(pledge);
}

async function pledgesAgain(investor, campaign) {
  await investor.go("pledge-again");
  await investor.field("checkout-amount").fill(String(LARGER));
  await investor.goesOnToCard();
  await investor.payBy(GOOD);
  await investor.hears("pledge-done");
  await investor.open("/portfolio");
  const rows = investor.page.getByRole("region", { name: investor.w("portfolio-all"), exact: true }).getByRole("listitem");
  expect((await rows.count()) === 2, "two pledges in the list", await rows.count());
  await investor.open(campaign);
  await eventually(`${LARGER} raised`, () => investor.raised(), (raised) => raised === LARGER);
}

/** Ends the campaign, so that its patent is free for the next. */
async function ends(founder, { reason }) {
  if (!founder.page.url().includes("/founder/")) return;
  await founder.open(founder.page.url().split(/[?#]/)[0]);
  await founder.page.getByText(founder.w("editor-cancel"), { exact: true }).click();
  await founder.field("editor-label-reason").fill(reason);
  await founder.press("editor-cancel-confirm");
  await founder.hears("editor-done-cancelled");
}
