// A pledge without any script: everything works as HTML, forms and links.

import { Visitor } from "../browser.mjs";
import { AUTHENTICATE, DECLINED } from "../cards.mjs";
import { expect } from "../check.mjs";
import { opensFees } from "./journey.mjs";

const CAMPAIGN = "/campaigns/pneumatic-rehab-glove";

export async function plain(report, place) {
  const name = "plain zh 375";
  if (!report.wants(name)) return;
  const visitor = await Visitor.arrive(place, { language: "zh", width: 375, javaScript: false });
  const { page } = visitor;
  let before;

  const steps = [
    [
      "filters apply with their button",
      async () => {
        await visitor.open("/campaigns");
        await page.getByText(visitor.w("discover-filters"), { exact: true }).click();
        await page.getByRole("checkbox", { name: new RegExp(`^${visitor.w("office-cn")}`) }).check();
        await visitor.press("discover-apply");
        expect(page.url().includes("office=CN"), "the filter in the address", page.url());
      },
    ],
    [
      "the order applies with its button",
      async () => {
        await visitor.field("discover-sort").selectOption("newest");
        await visitor.press("discover-sort-button");
        expect(/office=CN.*sort=newest/.test(page.url()), "order and filter in the address", page.url());
      },
    ],
    [
      "a patent's page unfolds its fees",
      async () => {
        await visitor.open("/patents/CN199041207B");
        await opensFees(visitor);
      },
    ],
    [
      "a reward is chosen, and the sign-up leads back to it",
      async () => {
        await visitor.open(CAMPAIGN);
        before = await visitor.raised();
        await visitor.go("campaign-reward-choose", { exact: false });
        await visitor.goesOnToCard("checkout-continue-sign-in");
        await visitor.go("sign-up-button", { within: page.getByRole("main") });
        await visitor.signUp("何无本");
        await visitor.goesOnToCard();
      },
    ],
    [
      "a declined card is told and another is taken",
      async () => {
        await visitor.payBy(DECLINED);
        await page.getByRole("alert").getByText(visitor.w("error-pledge-card-declined")).waitFor();
        await visitor.payBy(AUTHENTICATE);
        await visitor.press("confirm-yes");
        await visitor.reads("pledge-done");
      },
    ],
    [
      "the total has risen, and falls with the pledge",
      async () => {
        await visitor.open(CAMPAIGN);
        const after = await visitor.raised();
        expect(after > before, `more than ${before} raised`, after);
        await visitor.go("campaign-own-pledge-see");
        await visitor.press("pledge-cancel");
        await visitor.open(CAMPAIGN);
        const again = await visitor.raised();
        expect(again === before, `${before} raised`, again);
      },
    ],
    [
      "the bell rings for the pledge, and is quiet when all is read",
      async () => {
        // The worker tells of it a moment after the pledge counts.
        for (let tries = 0; tries < 40 && !(await page.locator(".bell-count").isVisible()); tries += 1) {
          await page.waitForTimeout(250);
          await visitor.open("/notifications");
        }
        await visitor.open("/notifications");
        await page.getByRole("heading", { name: visitor.w("mail-pledge-committed-subject") }).waitFor();
        await visitor.press("notifications-mark-all");
        await page.getByRole("heading", { name: visitor.w("mail-pledge-committed-subject") }).waitFor();
        expect((await page.locator(".bell-count").count()) === 0, "no number at the bell");
      },
    ],
    [
      "the campaign is followed from its page, and no longer from the list",
      async () => {
        await visitor.open(CAMPAIGN);
        await visitor.press("follow-start");
        await page.getByRole("button", { name: visitor.w("follow-end") }).waitFor();
        await visitor.open("/following");
        await page.locator("main li button").first().click();
        await page.locator("main .empty").waitFor();
      },
    ],
    [
      "a question is asked, and refused where it is empty with the field named",
      async () => {
        await visitor.open(`${CAMPAIGN}/questions`);
        await visitor.press("questions-send");
        await page.locator("#p-body").waitFor();
        await visitor.field("questions-ask").fill("手套可以清洗吗？");
        await visitor.press("questions-send");
        await page.locator("main .asked").getByText("手套可以清洗吗？").waitFor();
      },
    ],
  ];
  await report.journey(name, steps, [visitor]);
}
