// Chromium, and visitors who notice what a page does wrong while they use it.

import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { expect, expectNothing } from "./check.mjs";
import { words } from "./words.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Everyone of the demonstration has this password. */
const PASSWORD = "farsight-demo-2026";

/** Where a page is kept as it looked when a journey ended early. */
const SHOTS = fileURLToPath(new URL("shots/", import.meta.url));

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });
}

/** Somebody with a browser of their own: cookies, a width, a language. */
export class Visitor {
  /** What was wrong on the pages so far. */
  complaints = [];
  #documents = new Set();
  #status = 0;

  static async arrive({ browser, base }, { language = "en", width = 1280, javaScript = true, signedIn } = {}) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme: "light",
      locale: language === "zh" ? "zh-CN" : "en-GB",
      javaScriptEnabled: javaScript,
      hasTouch: width < 768,
      storageState: signedIn,
    });
    const visitor = new Visitor();
    Object.assign(visitor, { base, context, language, width, w: words(language) });
    await visitor.#watch();
    visitor.page = await context.newPage();
    visitor.page.setDefaultTimeout(15_000);
    return visitor;
  }

  async #watch() {
    const { context, complaints } = this;
    await context.exposeBinding("tellViolation", (_, text) => complaints.push(`refused by the content policy: ${text}`));
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        window.tellViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    context.on("request", (request) => {
      if (request.isNavigationRequest()) this.#documents.add(request.url());
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "data:" && origin !== this.base) complaints.push(`a request left: ${request.url()}`);
    });
    context.on("response", (response) => {
      if (response.request().isNavigationRequest()) this.#status = response.status();
    });
    context.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      const { url } = message.location();
      // Chromium reports pages that answer 404, 422 or 429; what they should answer is checked where they are asked for.
      if (message.text().startsWith("Failed to load resource") && this.#documents.has(url)) return;
      complaints.push(`console: ${message.text()} (${url})`);
    });
    context.on("weberror", (error) => complaints.push(`script: ${error.error().message}`));
  }

  /** The address of a page in the visitor's language. */
  url(path) {
    return path.startsWith("http") ? path : `${this.base}/${this.language}${path}`;
  }

  async open(path) {
    await this.page.goto(this.url(path));
    await this.#waitsItsTurn();
  }

  /** Everyone here has one address, and what an address may ask for in a minute is limited: the page says to wait. */
  async #waitsItsTurn() {
    for (let tries = 0; this.#status === 429 && tries < 6; tries += 1) {
      if (process.env.VERBOSE) console.log(`      asked to wait at ${this.page.url()}`);
      await this.page.waitForTimeout(10_000);
      await this.page.reload();
    }
  }

  /** What lets another browser go on as the same person: `signedIn`. */
  async signedIn() {
    return this.context.storageState();
  }

  /** Does what leads to another page (or the same one again), and waits for it. */
  async follow(act) {
    await Promise.all([this.page.waitForEvent("load"), act()]);
    await this.#waitsItsTurn();
  }

  button(key, { within = this.page, exact = true } = {}) {
    return within.getByRole("button", { name: this.w(key), exact });
  }

  link(key, { within = this.page, exact = true } = {}) {
    return within.getByRole("link", { name: this.w(key), exact });
  }

  field(key, { within = this.page } = {}) {
    return within.getByLabel(this.w(key), { exact: true });
  }

  /** A fieldset by its legend. */
  group(key) {
    return this.page.getByRole("group", { name: this.w(key), exact: true });
  }

  async press(key, options) {
    await this.follow(() => this.button(key, options).click());
  }

  async go(key, options) {
    await this.follow(() => this.link(key, options).first().click());
  }

  /** Waits until the page says something. */
  async reads(key, { within = this.page } = {}) {
    await within.getByText(this.w(key)).first().waitFor();
  }

  /** Waits until the page has said what it did; those who cannot see hear it. */
  async hears(key) {
    await this.page.getByRole("status").filter({ hasText: this.w(key) }).waitFor();
  }

  async signIn(who, next = "") {
    await this.open(`/sign-in${next && `?next=${encodeURIComponent(next)}`}`);
    await this.field("account-email").fill(`${who}@demo.farsight.test`);
    await this.field("account-password").fill(PASSWORD);
    await this.press("sign-in-button");
    await this.#isLetIn(who);
  }

  /** Fills in the sign-up page that is open and goes on. */
  async signUp(name, { asFounder = false } = {}) {
    await this.field("account-name").fill(name);
    this.email = `${crypto.randomUUID()}@browser.farsight.test`;
    await this.field("account-email").fill(this.email);
    await this.field("account-password").fill("a password of the browser");
    if (asFounder) await this.field("account-as-founder").check();
    await this.press("sign-up-button");
    await this.#isLetIn(name);
  }

  /** Opens the link of a captured mail to whoever signed up here; mails go out within seconds. */
  async openMailed(page) {
    for (let tries = 0; tries < 40; tries += 1) {
      await this.open("/dev/mail");
      const row = this.page.getByRole("row").filter({ hasText: this.email }).first();
      if ((await row.count()) > 0) {
        await this.follow(() => row.getByRole("link").click());
        const text = await this.page.getByRole("main").innerText();
        const link = text.match(new RegExp(`/(?:en|zh)(${page}\\?token=\\S+)`));
        if (link) return this.open(link[1]);
      }
      await this.page.waitForTimeout(500);
    }
    throw new Error(`no mail to ${this.email} leads to ${page}`);
  }

  async #isLetIn(name) {
    if (/\/sign-(in|up)/.test(this.page.url())) {
      throw new Error(`${name} is not let in: ${await this.page.getByRole("main").innerText()}`);
    }
  }

  /** Types a card on the page that asks for one, and sends it. */
  async payBy(number) {
    await this.field("card-number").fill(number);
    await this.field("card-expiry").fill("12/34");
    await this.field("card-cvc").fill("123");
    await this.press("card-save");
  }

  /** Goes on from the amount to the card, and says to know of the risks where the page asks. */
  async goesOnToCard(key = "checkout-continue") {
    const known = this.page.getByLabel(this.w("checkout-risks-known"));
    if (await known.count()) await known.check();
    await this.press(key);
  }

  /** What the campaign's page says is promised, as a number. */
  async raised() {
    const text = await this.page.locator(".raised strong").innerText();
    return Number(text.replace(/[^\d.]/g, ""));
  }

  /** Fails if anything was wrong on any page since the visitor came. */
  expectQuiet() {
    expectNothing([...new Set(this.complaints)], "complaints");
  }

  /** A picture of where the visitor stands, for whoever looks into a failure. */
  async picture() {
    const path = `${SHOTS}failed-${Date.now()}-${new URL(this.page.url()).pathname.replace(/\W+/g, "-")}.png`;
    await this.page.screenshot({ path, fullPage: true });
    return path;
  }

  async leave() {
    await this.context.close();
  }
}
