// One watches a campaign while another pledges: the figures move by themselves.

import { Visitor } from "../browser.mjs";
import { GOOD } from "../cards.mjs";
import { eventually, expect } from "../check.mjs";

const CAMPAIGN = "/campaigns/boomless-drag-sail";
const AMOUNT = 1234;

export async function live(report, place) {
  const name = "live";
  if (!report.wants(name)) return;
  const watcher = await Visitor.arrive(place, { language: "zh", width: 375 });
  const investor = await Visitor.arrive(place);
  let before;
  const moves = (to) => eventually(`${to} on the watched page`, () => watcher.raised(), (raised) => raised === to, 5_000);

  const steps = [
    [
      "the total rises without a reload",
      async () => {
        await watcher.open(CAMPAIGN);
        before = await watcher.raised();
        await watcher.page.evaluate(() => {
          window.isStillThisPage = true;
        });
        await investor.open(`/sign-up?next=${encodeURIComponent(`${CAMPAIGN}/pledge`)}`);
        await investor.signUp("Grace Browser");
        await investor.field("checkout-amount").fill(String(AMOUNT));
        await investor.goesOnToCard();
        await investor.payBy(GOOD);
        await investor.hears("pledge-done");
        await moves(before + AMOUNT);
      },
    ],
    [
      "those who cannot see hear it",
      async () => {
        const heard = await watcher.page.locator(".funding [aria-live=polite]").textContent();
        expect(Number(heard.replace(/,/g, "").match(/\d+/)?.[0]) === before + AMOUNT, "the new total announced", heard);
      },
    ],
    [
      "the total falls when the pledge is cancelled",
      async () => {
        await investor.press("pledge-cancel");
        await moves(before);
        expect(await watcher.page.evaluate(() => window.isStillThisPage === true), "the page was not loaded again");
      },
    ],
  ];
  await report.journey(name, steps, [watcher, investor]);
}
