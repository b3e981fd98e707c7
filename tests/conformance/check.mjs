// Counts what passed and what did not.

export class Report {
  passed = 0;
  failed = 0;

  /** `only`: part of the names of the checks to run. */
  constructor(only = "") {
    this.only = only;
  }

  async check(name, run) {
    if (!name.includes(this.only)) return;
    try {
      await within(15_000, run());
      this.passed += 1;
      if (process.env.VERBOSE) console.log(`ok    ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}: ${error?.message ?? JSON.stringify(error)}`);
    }
  }
}

export function expect(condition, what, found) {
  if (!condition) throw new Error(found === undefined ? what : `${what}, found ${JSON.stringify(found)}`);
}

export function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The shape that the subscription in schema.mjs promises. */
export function expectFunding(result, id) {
  const funding = result?.data?.campaignFunding;
  expect(!result?.errors?.length && !result?.error, "an answer without errors", result);
  expect(funding?.id === id, `funding of ${id}`, result);
  expect(typeof funding.raised?.amount === "string", "a decimal amount as a string", funding);
}
