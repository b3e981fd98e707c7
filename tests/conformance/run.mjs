// Runs the clients people use, and the audits, against a running server:
//
//   npm ci && node run.mjs http://127.0.0.1:8080 [part of the names of the checks to run]
//
// CAMPAIGN_ID names the campaign to subscribe to (default: the first of the list), BEARER a token
// for every request, VERBOSE=1 prints what passed too. Exits 1 on any finding.

import { Report } from "./check.mjs";
import { apollo } from "./checks/apollo.mjs";
import { audits } from "./checks/audits.mjs";
import { hardening } from "./checks/hardening.mjs";
import { sse } from "./checks/sse.mjs";
import { urql } from "./checks/urql.mjs";
import { ws } from "./checks/ws.mjs";
import { campaignId } from "./schema.mjs";

const base = process.argv[2];
if (!base) {
  console.error("usage: node run.mjs http://127.0.0.1:8080");
  process.exit(2);
}
const report = new Report(process.argv[3]);
const id = await campaignId(base);
await audits(report, base);
for (const client of [ws, sse, apollo, urql, hardening]) await client(report, base, id);
console.log(`${report.passed} passed, ${report.failed} failed`);
process.exit(report.failed ? 1 : 0);
