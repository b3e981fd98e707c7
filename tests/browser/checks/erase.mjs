// Somebody looks at what is kept about them, asks that their account be erased, and thinks better of it.

import { Visitor } from "../browser.mjs";
import { expect } from "../check.mjs";

const PAGE = "/account/privacy";

export async function erase(report, place, language) {
  const name = `erase ${language}`;
  if (!report.wants(name)) return;
  const person = await Visitor.arrive(place, { language, width: language === "zh" ? 375 : 1280 });

  const steps = [
    [
      "somebody signs up and finds the page of their data",
      async () => {
        await person.open(`/sign-up?next=${encodeURIComponent("/account/security")}`);
        await person.signUp(language === "zh" ? "陆去也" : "Lea Ving");
        await person.open("/account/security");
        await person.go("privacy-open");
        await person.reads("privacy-export-what");
      },
    ],
    [
      "a file with everything is made and can be fetched",
      async () => {
        await person.press("privacy-export-ask");
        await person.hears("privacy-export-asked");
        const link = person.page.getByRole("link", { name: person.w("privacy-export-fetch") });
        for (let tries = 0; tries < 40 && (await link.count()) === 0; tries += 1) {
          await person.page.waitForTimeout(500);
          await person.open(PAGE);
        }
        const fetched = await person.page.request.get(new URL(await link.getAttribute("href"), place.base).href);
        expect(fetched.status() === 200, "the file is handed out", fetched.status());
        expect(fetched.headers()["content-type"] === "application/zip", "as a ZIP file", fetched.headers()["content-type"]);
        expect((await fetched.body()).subarray(0, 2).toString() === "PK", "which it is");
      },
    ],
    [
      "another address than one's own confirms nothing",
      async () => {
        await person.field("privacy-erase-confirm").fill("somebody@else.farsight.test");
        await person.press("privacy-erase-ask");
        await person.reads("error-account-confirmation-wrong");
      },
    ],
    [
      "the erasure waits",
      async () => {
        await person.field("privacy-erase-confirm").fill(person.email);
        await person.press("privacy-erase-ask");
        await person.hears("privacy-erasure-asked");
        await person.reads("privacy-erase-waits");
      },
    ],
    [
      "and is taken back",
      async () => {
        await person.press("privacy-erase-keep");
        await person.hears("privacy-erasure-kept");
        expect((await person.button("privacy-erase-ask").count()) === 1, "it can be asked for again");
      },
    ],
  ];
  await report.journey(name, steps, [person]);
}
