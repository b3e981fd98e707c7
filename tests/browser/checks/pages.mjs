// Every page in both languages, light and dark, at three widths: valid HTML, nothing axe finds, no sideways
// scrolling, no complaint of the browser, no request that leaves, and light enough for a first visit.

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { Visitor } from "../browser.mjs";
import { AUTHENTICATE } from "../cards.mjs";
import { atATime, expect, expectNothing } from "../check.mjs";
import { findingsOf } from "../html.mjs";

const LANGUAGES = ["en", "zh"];
const THEMES = ["light", "dark"];
const WIDTHS = [1280, 768, 320];

/** What WCAG 2.2 asks for at levels A and AA. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const FIRST_VISIT_BYTES = 250_000;
const OWN_SCRIPT_BYTES = 10_000;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** People who see what others do not; each signs in once. */
const PEOPLE = { investor: "investor", asked: "quintanar", founder: "elbmoor", funded: "lanqiong", reviewer: "reviewer", administrator: "admin" };

/** The pages: whose they are, where, and what is done there first. */
function list(found) {
  const wrongPassword = async (visitor) => {
    await visitor.field("account-email").fill("nobody@browser.farsight.test");
    await visitor.field("account-password").fill("not the password");
    await visitor.press("sign-in-button");
  };
  const everythingOpen = (visitor) =>
    visitor.page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
  const nothingTyped = (visitor) => visitor.press("founder-begin-send");
  return [
    { name: "home", path: "" },
    { name: "discover", path: "/campaigns" },
    { name: "discover filtered", path: "/campaigns?q=battery&status=IN_FORCE&office=CN&show=any&sort=ending" },
    { name: "discover empty", path: "/campaigns?q=nothingofthekind" },
    { name: "compare", path: "/compare?campaign=sulfide-solid-state-pack&campaign=ducted-fan-mountain-cargo&campaign=soft-gripper-for-small-bakeries" },
    { name: "compare nothing", path: "/compare?campaign=nothing-of-the-kind" },
    { name: "campaign", path: "/campaigns/sulfide-solid-state-pack" },
    { name: "campaign lapsed", path: "/campaigns/soft-gripper-for-small-bakeries" },
    { name: "campaign failed", path: "/campaigns/second-life-cell-sorter" },
    { name: "campaign changed", path: "/campaigns/ducted-fan-mountain-cargo" },
    { name: "patent", path: found.patent },
    { name: "patent european", path: "/patents/EP9994216B1" },
    { name: "patent european opened", path: "/patents/EP9994216B1", act: everythingOpen, status: 200 },
    { name: "patent lapsed", path: "/patents/EP9993712B1" },
    { name: "updates", path: "/campaigns/sulfide-solid-state-pack/updates" },
    { name: "updates none", path: "/campaigns/aerogel-fire-suit/updates" },
    { name: "update", path: "/campaigns/sulfide-solid-state-pack/updates/1", act: everythingOpen, status: 200 },
    { name: "update locked", path: "/campaigns/sulfide-solid-state-pack/updates/2" },
    { name: "questions", path: "/campaigns/sulfide-solid-state-pack/questions" },
    { name: "questions signed in", path: "/campaigns/sulfide-solid-state-pack/questions", as: "investor" },
    { name: "questions none", path: "/campaigns/aerogel-fire-suit/questions" },
    { name: "question", path: found.question, as: "investor" },
    { name: "changes of a campaign", path: "/campaigns/ducted-fan-mountain-cargo/changes" },
    { name: "founder's public page", path: found.profile },
    { name: "following", path: "/following", as: "investor" },
    { name: "following nothing", path: "/following", as: "pledger" },
    { name: "unfollow", path: "/unfollow/nothing" },
    { name: "help", path: "/help" },
    { name: "help how it works", path: "/help/how-it-works" },
    { name: "help fees", path: "/help/fees" },
    { name: "help patents", path: "/help/patents" },
    { name: "help risks", path: "/help/risks" },
    { name: "help founders", path: "/help/founders" },
    { name: "own updates", path: found.updates, as: "funded" },
    { name: "new update", path: `${found.updates}/new`, as: "funded" },
    { name: "reported questions", path: "/review/questions", as: "reviewer" },
    { name: "sign-in", path: "/sign-in" },
    { name: "sign-in refused", path: "/sign-in", act: wrongPassword },
    { name: "sign-up", path: "/sign-up" },
    { name: "forgotten password", path: "/forgot-password" },
    { name: "new password", path: "/reset-password?token=fl_x" },
    { name: "confirm address", path: "/confirm-email?token=fl_x" },
    { name: "account security", path: "/account/security", as: "investor" },
    { name: "own data", path: "/account/privacy", as: "investor" },
    { name: "tokens of programs", path: "/account/tokens", as: "investor" },
    { name: "account security unconfirmed", path: "/account/security", as: "pledger" },
    { name: "still you", path: "/confirm-identity?next=/pledges", as: "investor" },
    { name: "checkout", path: "/campaigns/sulfide-solid-state-pack/pledge" },
    { name: "card", path: found.card, as: "pledger" },
    { name: "confirm", path: found.confirm, as: "pledger" },
    { name: "portfolio", path: "/portfolio", as: "investor" },
    { name: "portfolio asked about", path: "/portfolio", as: "asked" },
    { name: "portfolio of nobody yet", path: "/portfolio", as: "funded" },
    { name: "pledge", path: found.pledge, as: "investor" },
    { name: "pledge asked about", path: found.asked, as: "asked" },
    { name: "notifications", path: "/notifications", as: "investor" },
    { name: "notifications of nobody yet", path: "/notifications", as: "pledger" },
    { name: "captured mails", path: "/dev/mail" },
    { name: "captured mail", path: found.mail },
    { name: "founder joins", path: "/founder", as: "investor" },
    { name: "founder", path: "/founder", as: "founder" },
    { name: "founder refused", path: "/founder", as: "founder", act: nothingTyped },
    { name: "editor", path: found.editor, as: "founder" },
    { name: "editor closed", path: found.closed, as: "funded" },
    { name: "how a campaign goes", path: `${found.closed}/dashboard`, as: "funded" },
    { name: "backers of a campaign", path: `${found.closed}/backers`, as: "funded" },
    { name: "backers who stand so", path: `${found.closed}/backers?state=DROPPED`, as: "funded" },
    { name: "statement of a campaign's money", path: `${found.closed}/money/statement`, as: "funded" },
    { name: "how a live campaign goes", path: `${found.editor}/dashboard`, as: "founder" },
    { name: "review", path: "/review", as: "reviewer" },
    { name: "case", path: found.case, as: "reviewer" },
    { name: "changes", path: "/review/changes", as: "reviewer" },
    { name: "change", path: found.change, as: "reviewer" },
    { name: "own patents' owners", path: `${found.closed}/ownership`, as: "funded" },
    { name: "own patents' documents", path: `${found.closed}/documents`, as: "funded" },
    { name: "own offering", path: `${found.editor}/offering`, as: "founder" },
    { name: "own offering closed", path: `${found.closed}/offering`, as: "funded" },
    { name: "review documents", path: "/review/documents", as: "reviewer" },
    { name: "investors of a class", path: "/review/declarations", as: "reviewer" },
    { name: "review owners", path: "/review/ownership", as: "reviewer" },
    { name: "administration", path: "/admin", as: "administrator" },
    { name: "people", path: "/admin/users", as: "administrator" },
    { name: "people like nobody", path: "/admin/users?text=nobody-is-called-so", as: "administrator" },
    { name: "account of somebody", path: found.account, as: "administrator" },
    { name: "requests for roles", path: "/admin/roles?all=1", as: "administrator" },
    { name: "licences", path: "/admin/licences", as: "administrator" },
    { name: "audit trail", path: "/admin/audit?action=campaign.", as: "administrator" },
    { name: "jobs and messages", path: "/admin/work", as: "administrator" },
    { name: "not found", path: "/nothing/here", status: 404 },
    { name: "not for you", path: "/review", as: "investor", status: 403 },
  ];
}

export async function pages(report, place) {
  const titled = (found) =>
    list(found).flatMap((page) => LANGUAGES.map((language) => ({ ...page, language, title: `pages: ${page.name} ${language}` })));
  const wanted = (found) => titled(found).filter(({ title }) => report.wants(title));
  if (wanted({}).length === 0) return;
  if (place.screenshots) mkdirSync(place.screenshots, { recursive: true });
  const signedIn = {};
  const found = {};
  const ready = await report.count("pages: people sign in and find their pages", () => prepare(place, signedIn, found));
  if (ready) await atATime(2, wanted(found), (page) => look(report, place, page, signedIn[page.as]));
}

/** Signs everyone in, and learns the addresses that hold an id. */
async function prepare(place, signedIn, found) {
  const pathOf = (visitor) => new URL(visitor.page.url()).pathname.replace(/^\/\w+/, "");
  const follows = async (visitor, selector) => {
    await visitor.follow(() => visitor.page.locator(selector).first().click());
    return pathOf(visitor);
  };
  await Promise.all(
    Object.entries(PEOPLE).map(async ([role, who]) => {
      const visitor = await Visitor.arrive(place);
      if (role === "investor") {
        await visitor.open("/campaigns/sulfide-solid-state-pack");
        found.patent = await follows(visitor, ".ip-panel h3 a");
        await visitor.open("/campaigns/sulfide-solid-state-pack");
        found.profile = await follows(visitor, ".campaign-head a[href*='/founders/']");
      }
      await visitor.signIn(who);
      signedIn[role] = await visitor.signedIn();
      if (role === "investor") {
        await visitor.open("/portfolio");
        found.pledge = await follows(visitor, "section[aria-labelledby='all'] li h3 a");
        await visitor.open("/campaigns/sulfide-solid-state-pack/questions");
        found.question = await follows(visitor, "main .voice .actions a");
        await visitor.open("/dev/mail");
        found.mail = await follows(visitor, "main tbody th a");
      } else if (role === "reviewer") {
        await visitor.open("/review");
        found.case = await follows(visitor, "main tbody th a");
        await visitor.open("/review/changes");
        found.change = await follows(visitor, "main tbody th a");
      } else if (role === "asked") {
        await visitor.open("/campaigns/ducted-fan-mountain-cargo");
        found.asked = await follows(visitor, "aside .note a");
      } else if (role === "administrator") {
        await visitor.open("/admin/users");
        found.account = await follows(visitor, "main tbody th a");
      } else {
        await visitor.open("/founder");
        found[role === "founder" ? "editor" : "closed"] = await follows(visitor, "main li h2 a");
        if (role === "funded") found.updates = `${found.closed}/updates`;
      }
      await visitor.leave();
    }),
  );
  const pledger = await Visitor.arrive(place);
  await pledger.open(`/sign-up?next=${encodeURIComponent("/campaigns/boomless-drag-sail/pledge")}`);
  await pledger.signUp("Page Turner");
  await pledger.field("checkout-amount").fill("20");
  await pledger.goesOnToCard();
  found.card = pathOf(pledger);
  await pledger.open("/campaigns/drip-guard-infusion-monitor/pledge");
  await pledger.field("checkout-amount").fill("20");
  await pledger.goesOnToCard();
  await pledger.payBy(AUTHENTICATE);
  found.confirm = pathOf(pledger);
  signedIn.pledger = await pledger.signedIn();
  await pledger.leave();
}

/** Looks at one page in one language in every way. */
async function look(report, place, { name, title, language, path, act, status = act ? 422 : 200 }, signedIn) {
  const visitor = await Visitor.arrive(place, { language, signedIn });
  const { page } = visitor;
  let shown;
  page.on("response", (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) shown = response;
  });
  const weight = await weighs(visitor);

  const opened = await report.count(`${title}: it opens, and is light`, async () => {
    await visitor.open(path);
    const bytes = await weight();
    if (act) await act(visitor);
    expect(shown.status() === status, `status ${status}`, shown.status());
    expect(bytes <= FIRST_VISIT_BYTES, `at most ${FIRST_VISIT_BYTES} bytes for a first visit`, bytes);
    if (process.env.VERBOSE) console.log(`      ${title}: ${bytes} bytes`);
    const script = await page.locator("script[src*='farsight.js']").getAttribute("src");
    const own = (await (await visitor.context.request.get(new URL(script, place.base).href)).body()).length;
    expect(own <= OWN_SCRIPT_BYTES, `at most ${OWN_SCRIPT_BYTES} bytes of our own script`, own);
  });
  if (opened) {
    await report.check(`${title}: its HTML is valid`, async () => expectNothing(await findingsOf(await shown.text()), "HTML"));
    await page.evaluate(AXE);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      for (const width of WIDTHS) {
        await report.check(`${title} ${theme} ${width}: it fits and axe finds nothing`, async () => {
          await page.setViewportSize({ width, height: 800 });
          expectNothing([...(await sticksOut(page)), ...(await axe(page))], "findings");
        });
        if (place.screenshots) {
          const file = `${name.replace(/ /g, "-")}-${language}-${theme}-${width}.png`;
          await page.setViewportSize({ width, height: 800 });
          await page.screenshot({ path: `${place.screenshots}/${file}`, fullPage: true });
        }
      }
    }
  }
  await report.check(`${title}: the browser has no complaint`, async () => visitor.expectQuiet());
  await visitor.leave();
}

/** Counts what comes over the wire for a page; the answer is asked for once it is there. */
async function weighs({ context, page }) {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return async () => {
    // Pictures in view may come a little after the page.
    await page.waitForTimeout(150);
    return bytes;
  };
}

/** What is wider than the window and makes it scroll sideways. */
async function sticksOut(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const sticks = (element) => element.getBoundingClientRect().right > clientWidth + 0.5;
    // A table's frame scrolls what it holds, but not what is taken out of the flow.
    const isFree = (element) => !element.closest(".table-wrap *") || getComputedStyle(element).position === "absolute";
    const wide = [...document.querySelectorAll("body *")].filter((element) => sticks(element) && isFree(element));
    const named = wide.slice(-4).map((element) => `<${element.localName} class="${element.className?.baseVal ?? element.className}">`);
    return [`the page is ${scrollWidth} wide in a window of ${clientWidth}: ${named.join(" ")}`];
  });
}

async function axe(page) {
  const violations = await page.evaluate(
    async (rules) => {
      const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"], preload: false };
      const { violations } = await window.axe.run(document, options);
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`),
      }));
    },
    RULES,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node}`));
}
