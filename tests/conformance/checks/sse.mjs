// GraphQL over server-sent events, with `graphql-sse` in distinct connections mode.

import { createClient } from "graphql-sse";

import { CAMPAIGNS, FUNDING, UNKNOWN_FIELD, credentials } from "../schema.mjs";
import { expect, expectFunding } from "../check.mjs";

export async function sse(report, base, id) {
  const url = new URL("/graphql", base).href;
  const client = createClient({ url, headers: credentials(), retryAttempts: 0 });

  await report.check("graphql-sse: a query is answered once", async () => {
    const answers = [];
    for await (const answer of client.iterate({ query: CAMPAIGNS, variables: { first: 2 } })) answers.push(answer);
    expect(answers.length === 1 && answers[0].data.campaigns.nodes.length === 2, "one answer, two campaigns", answers);
  });
  await report.check("graphql-sse: a subscription streams", async () => {
    for await (const answer of client.iterate({ query: FUNDING, variables: { id } })) {
      expectFunding(answer, id);
      break;
    }
  });
  await report.check("graphql-sse: a refused document is told inside the stream", async () => {
    const answers = [];
    for await (const answer of client.iterate({ query: UNKNOWN_FIELD })) answers.push(answer);
    expect(answers[0]?.errors?.[0]?.extensions?.code === "VALIDATION_FAILED", "VALIDATION_FAILED", answers);
  });
  client.dispose();
}
