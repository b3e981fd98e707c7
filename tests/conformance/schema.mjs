// What the programs ask of the schema. Everything else they ask is the protocols' own.

/** A query every schema answers. */
export const TYPENAME = "{ __typename }";

/** A page of a list, by variable, so that documents can be persisted. */
export const CAMPAIGNS = `query Campaigns($first: Int!) {
  campaigns(first: $first) { nodes { id title } }
}`;

/** A query that the schema refuses. */
export const UNKNOWN_FIELD = "{ noSuchFieldAnywhere }";

/** A subscription that says something at once, and goes on. */
export const FUNDING = `subscription Funding($id: ID!) {
  campaignFunding(id: $id) { id raised { amount currency } }
}`;

/** The campaign to subscribe to: the environment's, else the first of the list. */
export async function campaignId(base) {
  if (process.env.CAMPAIGN_ID) return process.env.CAMPAIGN_ID;
  const body = JSON.stringify({ query: CAMPAIGNS, variables: { first: 1 } });
  const headers = { "content-type": "application/json", ...credentials() };
  const answer = await (await fetch(new URL("/graphql", base), { method: "POST", headers, body })).json();
  const id = answer.data?.campaigns?.nodes?.[0]?.id;
  if (!id) throw new Error("no campaign to subscribe to: set CAMPAIGN_ID");
  return id;
}

/** A token for every request, if the environment has one. */
export function credentials() {
  return process.env.BEARER ? { authorization: `Bearer ${process.env.BEARER}` } : {};
}
