// What no client of good will sends.

import { request } from "node:http";

import { TYPENAME } from "../schema.mjs";
import { expect } from "../check.mjs";

export async function hardening(report, base) {
  const url = new URL("/graphql", base);
  const json = { "content-type": "application/json", accept: "application/graphql-response+json" };
  const send = (body, headers) =>
    fetch(url, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) });
  const post = async (body, headers = json) => {
    const started = performance.now();
    // A server closes the connection on which it left a body unread; a client that was about to use it again asks anew, once.
    const response = await send(body, headers).catch(() => send(body, headers));
    const text = await response.text();
    return { status: response.status, text, headers: response.headers, ms: performance.now() - started };
  };
  const refuses = (name, status, body, headers) => report.check(`refused: ${name}`, async () => {
    const answer = await post(body, headers);
    expect(answer.status === status, `status ${status}`, `${answer.status} ${answer.text.slice(0, 200)}`);
    const [{ extensions }] = JSON.parse(answer.text).errors;
    expect(extensions.code && extensions.requestId, "a code and the request id", extensions);
    expect(answer.text.length < 65_536, "a small answer", answer.text.length);
    expect(answer.ms < 1_000, "an answer at once", `${answer.ms} ms`);
  });

  const doubling = Array.from({ length: 25 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`).join(" ");
  await refuses("a fragment bomb", 400, { query: `{ ...f0 } ${doubling} fragment f25 on Query { __typename }` });
  await refuses("1,500 lists inside one another", 400, { query: `{ a(b: ${"[".repeat(1_500)}1${"]".repeat(1_500)}) }` });
  await refuses("1,500 objects inside one another", 400, { query: `{ a(b: ${"{a:".repeat(1_500)}1${"}".repeat(1_500)}) }` });
  await refuses("a negative page", 400, { query: "{ campaigns(first: -1) { nodes { id } } }" });
  await refuses("the largest page", 400, { query: "{ campaigns(first: 2147483647) { nodes { id } } }" });
  const page = "query($n: Int!) { campaigns(first: $n) { nodes { id } } }";
  await refuses("a negative page by variable", 400, { query: page, variables: { n: -1 } });
  await refuses("1,000 aliases", 400, { query: `{ ${Array.from({ length: 1_000 }, (_, n) => `a${n}: __typename`).join(" ")} }` });
  await refuses("two mutations at once", 400, { query: "mutation { a: __typename b: __typename }" });
  await refuses("fragments in a circle", 400, { query: "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }" });
  await refuses("a batch", 400, [{ query: TYPENAME }, { query: TYPENAME }]);
  await refuses("a body of 100 kB", 413, { query: TYPENAME, extensions: { x: "x".repeat(100_000) } });
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
    await refuses(`a body of type ${type}`, 415, { query: TYPENAME }, { ...json, "content-type": type });
  }
  await report.check("refused: a mutation by GET", async () => {
    const response = await fetch(new URL("/graphql?query=mutation%7B__typename%7D", base));
    expect(response.status === 405 && response.headers.get("allow") === "POST", "405 with Allow: POST", response.status);
  });
  await report.check("refused: a page of another site with our cookie", async () => {
    // `fetch` keeps a program from setting these headers, so this goes by `node:http`.
    const headers = { ...json, cookie: "session=1", origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const status = await new Promise((resolve, reject) => {
      const sent = request(url, { method: "POST", headers }, (response) => resolve(response.resume().statusCode));
      sent.on("error", reject).end(JSON.stringify({ query: TYPENAME }));
    });
    expect(status === 403, "403", status);
  });
  await report.check("a suggestion is not given", async () => {
    const { text } = await post({ query: "{ campaign(i: 1) { idd } }" });
    expect(!/did you mean/i.test(text), "no suggestion", text);
  });
  await report.check("an answer says what it cost, and its request id", async () => {
    const { text, headers } = await post({ query: TYPENAME });
    expect(JSON.parse(text).extensions.cost.requested >= 1, "extensions.cost", text);
    expect(headers.get("x-request-id"), "x-request-id");
  });
  await report.check("/livez, /readyz and /version answer", async () => {
    for (const path of ["/livez", "/readyz", "/version"]) {
      const response = await fetch(new URL(path, base));
      expect(response.status === 200, `200 from ${path}`, response.status);
      await response.json();
    }
  });
}
