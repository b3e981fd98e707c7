// A bank has taken a patent as security after investors pledged: one keeps the pledge, the other does not, and a
// reviewer sees who answered. One language each, so that both answers are given once.

import { Visitor } from "../browser.mjs";
import { expect } from "../check.mjs";

const CAMPAIGN = "/campaigns/ducted-fan-mountain-cargo";

/** Who answers what. The demonstration asks both. */
const ANSWERS = {
  en: { who: "investor", answer: "reconfirm-keep", told: "reconfirm-answer-kept", state: "pledge-state-committed" },
  zh: { who: "touziren", answer: "reconfirm-decline", told: "reconfirm-answer-declined", state: "pledge-state-cancelled" },
};

export async function reconfirm(report, place, language) {
  const name = `reconfirm ${language}`;
  if (!report.wants(name)) return;
  const { who, answer, told, state } = ANSWERS[language];
  const investor = await Visitor.arrive(place, { language, width: 375 });
  const reviewer = await Visitor.arrive(place, { language });
  const { page } = investor;
  const steps = [
    [
      "the campaign says what changed, and takes no new pledges",
      async () => {
        await investor.open(CAMPAIGN);
        await page.getByRole("heading", { name: investor.w("campaign-change-title") }).waitFor();
        const pledge = await page.getByRole("main").getByRole("link", { name: investor.w("campaign-pledge"), exact: true }).count();
        expect(pledge === 0, "no way to pledge", pledge);
      },
    ],
    [
      "the investor sees what differs, and answers",
      async () => {
        await investor.signIn(who);
        await investor.open(CAMPAIGN);
        await investor.go("campaign-own-pledge-see");
        const asked = page.getByRole("region", { name: investor.w("reconfirm-title") });
        await asked.getByText(investor.w("encumbrance-security")).first().waitFor();
        await investor.press(answer);
        await page.getByText(investor.w(told), { exact: true }).waitFor();
        await page.getByText(investor.w(state), { exact: true }).first().waitFor();
        expect((await page.getByRole("button", { name: investor.w(answer) }).count()) === 0, "asked once");
      },
    ],
    [
      "a reviewer sees who answered",
      async () => {
        await reviewer.signIn("reviewer");
        await reviewer.open("/review");
        await reviewer.go("changes-title");
        const row = reviewer.page.getByRole("row").filter({ hasText: reviewer.w("change-state-reconfirming") });
        const answers = await row.getByRole("cell").last().innerText();
        expect(/[1-9]\D+12/.test(answers), "at least one of twelve has answered", answers);
      },
    ],
  ];
  await report.journey(name, steps, [investor, reviewer]);
}
