// Walks through the pages of a running Farsight with its demonstration data, as people do:
//
//   npm ci && node run.mjs http://127.0.0.1:8080 [part of the names of the checks] [--journeys] [--screenshots DIR]
//
// --journeys leaves out the look at every page; --screenshots saves what that look saw. VERBOSE=1 prints
// what passed too, CHROMIUM is the browser's program. Exits 1 on any finding.

import { parseArgs } from "node:util";

import { launch } from "./browser.mjs";
import { Report } from "./check.mjs";
import { erase } from "./checks/erase.mjs";
import { journey } from "./checks/journey.mjs";
import { live } from "./checks/live.mjs";
import { pages } from "./checks/pages.mjs";
import { plain } from "./checks/plain.mjs";
import { reconfirm } from "./checks/reconfirm.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { journeys: { type: "boolean", default: false }, screenshots: { type: "string" } },
});
const [base, only] = positionals;
if (!base) {
  console.error("usage: node run.mjs http://127.0.0.1:8080 [filter] [--journeys] [--screenshots DIR]");
  process.exit(2);
}

const report = new Report(only);
const browser = await launch();
const place = { browser, base: new URL(base).origin, screenshots: values.screenshots };
// One language beside the other: two cores, and no patent is wanted by both.
await Promise.all([journey(report, place, "en"), journey(report, place, "zh")]);
await plain(report, place);
await live(report, place);
for (const language of ["en", "zh"]) await reconfirm(report, place, language);
for (const language of ["en", "zh"]) await erase(report, place, language);
if (!values.journeys) await pages(report, place);
await browser.close();
console.log(`${report.passed} passed, ${report.failed} failed`);
process.exit(report.failed ? 1 : 0);
