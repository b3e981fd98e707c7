// GraphQL over WebSocket, with `graphql-ws`: the client, and the close codes of its protocol.

import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { CAMPAIGNS, FUNDING, TYPENAME, UNKNOWN_FIELD } from "../schema.mjs";
import { expect, expectFunding, within } from "../check.mjs";

export async function ws(report, base, id) {
  const url = new URL("/graphql", base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const connectionParams = process.env.BEARER ? { authorization: `Bearer ${process.env.BEARER}` } : undefined;
  const client = createClient({ url: url.href, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });

  await report.check("graphql-ws: a query is answered once", async () => {
    const answers = [];
    for await (const answer of client.iterate({ query: CAMPAIGNS, variables: { first: 2 } })) answers.push(answer);
    expect(answers.length === 1 && answers[0].data.campaigns.nodes.length === 2, "one answer, two campaigns", answers);
  });
  await report.check("graphql-ws: a subscription streams until it is completed", async () => {
    for await (const answer of client.iterate({ query: FUNDING, variables: { id } })) {
      expectFunding(answer, id);
      break;
    }
  });
  await report.check("graphql-ws: a refused document is an error of its operation", async () => {
    let refused;
    try {
      for await (const _ of client.iterate({ query: UNKNOWN_FIELD }));
    } catch (errors) {
      refused = errors;
    }
    expect(Array.isArray(refused) && refused[0].extensions.code === "VALIDATION_FAILED", "VALIDATION_FAILED", refused);
  });
  await report.check("graphql-ws: the socket lives on after it", async () => {
    for await (const answer of client.iterate({ query: TYPENAME })) expect(answer.data.__typename, "a type", answer);
  });
  await client.dispose();

  const init = { type: "connection_init" };
  const subscribe = { type: "subscribe", id: "a", payload: { query: FUNDING, variables: { id } } };
  const offences = [
    ["subscribe before connection_init", 4401, [subscribe]],
    ["a second connection_init", 4429, [init, init]],
    ["a message of no known type", 4400, [{ type: "start", id: "a" }]],
    ["what is not JSON", 4400, ["{"]],
    ["an id that is taken", 4409, [init, subscribe, subscribe]],
    ["another protocol", 4406, [], []],
  ];
  for (const [what, code, messages, protocols = ["graphql-transport-ws"]] of offences) {
    await report.check(`graphql-transport-ws: ${what} closes with ${code}`, async () => {
      const socket = new WebSocket(url, protocols);
      const closed = new Promise((resolve, reject) => {
        socket.on("close", resolve);
        socket.on("error", reject);
      });
      socket.on("open", () => {
        for (const message of messages) socket.send(typeof message === "string" ? message : JSON.stringify(message));
      });
      const found = await within(10_000, closed);
      expect(found === code, `${code}`, found);
    });
  }
}
