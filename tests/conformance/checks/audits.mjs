// GraphQL over HTTP: the audits of `graphql-http`. Each of them must be ok; a warning counts.

import { serverAudits } from "graphql-http";

import { credentials } from "../schema.mjs";
import { expect } from "../check.mjs";

export const EXPECTED = 61;

export async function audits(report, base) {
  const url = new URL("/graphql", base).href;
  const fetchFn = (input, init = {}) => fetch(input, { ...init, headers: { ...init.headers, ...credentials() } });
  const all = serverAudits({ url, fetchFn });
  await report.check("graphql-http: the suite is the one expected", async () =>
    expect(all.length === EXPECTED, `${EXPECTED} audits`, all.length));
  for (const audit of all) {
    await report.check(`graphql-http ${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result.status === "ok", "ok", `${result.status}: ${result.reason ?? ""}`);
    });
  }
}
