// Apollo Client: query, automatic persisted query by GET, subscriptions by WebSocket and multipart.

import { createHash } from "node:crypto";

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

import { CAMPAIGNS, FUNDING, UNKNOWN_FIELD, credentials } from "../schema.mjs";
import { expect, expectFunding } from "../check.mjs";

export async function apollo(report, base, id) {
  const uri = new URL("/graphql", base).href;
  const requests = [];
  const seen = async (input, init) => {
    const response = await fetch(input, init);
    requests.push({ method: init?.method ?? "GET", url: String(input), body: init?.body, status: response.status });
    return response;
  };
  const http = new HttpLink({ uri, headers: credentials(), fetch: seen });
  const client = (link) => new ApolloClient({ link, cache: new InMemoryCache() });
  const query = gql(CAMPAIGNS);

  await report.check("Apollo: a query", async () => {
    const { data } = await client(http).query({ query, variables: { first: 2 } });
    expect(data.campaigns.nodes.length === 2, "two campaigns", data);
  });
  await report.check("Apollo: a refused document is a GraphQL error, not one of the network", async () => {
    const { error } = await client(http).query({ query: gql(UNKNOWN_FIELD), errorPolicy: "all" });
    expect(error?.errors?.[0]?.extensions?.code === "VALIDATION_FAILED", "VALIDATION_FAILED", error);
  });
  await report.check("Apollo: an automatic persisted query, its hash by GET", async () => {
    // A name of its own each time, so that the server cannot know it yet.
    const fresh = gql(CAMPAIGNS.replace("Campaigns(", `Campaigns${Date.now()}(`));
    const sha256 = (text) => createHash("sha256").update(text).digest("hex");
    const link = () => ApolloLink.from([new PersistedQueryLink({ sha256, useGETForHashedQueries: true }), http]);
    requests.length = 0;
    for (const _ of [1, 2]) {
      const { data } = await client(link()).query({ query: fresh, variables: { first: 1 } });
      expect(data.campaigns.nodes.length === 1, "one campaign", data);
    }
    const methods = requests.map(({ method }) => method).join(" ");
    expect(methods === "GET POST GET", "hash, document, hash again", methods);
    expect(!requests[2].url.includes("query="), "no document the second time", requests[2].url);
  });
  const first = (link, check) => new Promise((resolve, reject) => {
    const events = client(link).subscribe({ query: gql(FUNDING), variables: { id } });
    const subscription = events.subscribe({
      next(result) {
        try {
          check(result);
          resolve();
        } catch (error) {
          reject(error);
        }
        setTimeout(() => subscription.unsubscribe());
      },
      error: reject,
    });
  });
  await report.check("Apollo: a subscription by WebSocket", async () => {
    const socket = createClient({ url: uri.replace(/^http/, "ws"), webSocketImpl: WebSocket, retryAttempts: 0 });
    await first(new GraphQLWsLink(socket), (result) => expectFunding(result, id));
    await socket.dispose();
  });
  await report.check("Apollo: a subscription by multipart", () => first(http, (result) => expectFunding(result, id)));
}
