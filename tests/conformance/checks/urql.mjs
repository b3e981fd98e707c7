// urql: query, persisted query by GET, subscriptions by fetch and by WebSocket.

import { Client, cacheExchange, fetchExchange, subscriptionExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { CAMPAIGNS, FUNDING, UNKNOWN_FIELD, credentials } from "../schema.mjs";
import { expect, expectFunding } from "../check.mjs";

export async function urql(report, base, id) {
  const url = new URL("/graphql", base).href;
  const requests = [];
  const seen = async (input, init) => {
    requests.push({ method: init?.method ?? "GET", url: String(input) });
    return fetch(input, init);
  };
  const make = (exchanges, more = {}) =>
    new Client({ url, exchanges, fetch: seen, preferGetMethod: false, fetchOptions: { headers: credentials() }, ...more });

  await report.check("urql: a query", async () => {
    const { data, error } = await make([cacheExchange, fetchExchange]).query(CAMPAIGNS, { first: 2 }).toPromise();
    expect(data?.campaigns.nodes.length === 2, "two campaigns", error ?? data);
  });
  await report.check("urql: a query by GET", async () => {
    requests.length = 0;
    const client = make([fetchExchange], { preferGetMethod: "force" });
    const { data, error } = await client.query(CAMPAIGNS, { first: 1 }).toPromise();
    expect(data?.campaigns.nodes.length === 1 && requests[0].method === "GET", "one campaign by GET", error ?? requests);
  });
  await report.check("urql: a refused document is a GraphQL error", async () => {
    const { error } = await make([fetchExchange]).query(UNKNOWN_FIELD, {}).toPromise();
    expect(error?.graphQLErrors[0]?.extensions.code === "VALIDATION_FAILED", "VALIDATION_FAILED", error);
  });
  await report.check("urql: an automatic persisted query, its hash by GET", async () => {
    const fresh = CAMPAIGNS.replace("Campaigns(", `Urql${Date.now()}(`);
    requests.length = 0;
    for (const _ of [1, 2]) {
      const client = make([persistedExchange({ preferGetForPersistedQueries: true }), fetchExchange]);
      const { data, error } = await client.query(fresh, { first: 1 }).toPromise();
      expect(data?.campaigns.nodes.length === 1, "one campaign", error);
    }
    const sent = requests.map(({ method, url }) => `${method}${/[?&]query=/.test(url) ? " with document" : ""}`);
    expect(sent.join(", ") === "GET, GET with document, GET", "hash, document, hash again", sent);
  });
  const first = (client) => new Promise((resolve, reject) => {
    const { unsubscribe } = client.subscription(FUNDING, { id }).subscribe((result) => {
      setTimeout(() => unsubscribe());
      try {
        expectFunding(result, id);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
  await report.check("urql: a subscription by fetch", () => first(make([fetchExchange], { fetchSubscriptions: true })));
  await report.check("urql: a subscription by WebSocket", async () => {
    const socket = createClient({ url: url.replace(/^http/, "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
    const forwardSubscription = ({ query, variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? "", variables }, sink) }),
    });
    await first(make([subscriptionExchange({ forwardSubscription })]));
    await socket.dispose();
  });
}
