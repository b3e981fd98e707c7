// Counts what passed and what did not.

export class Report {
  passed = 0;
  failed = 0;

  /** `only`: part of the names of the checks to run. */
  constructor(only = "") {
    this.only = only;
  }

  /** Whether a check whose name begins like this may be asked for. */
  wants(name) {
    return name.includes(this.only) || this.only.startsWith(name);
  }

  /** Runs one check, if it was asked for. */
  async check(name, run) {
    if (name.includes(this.only)) await this.count(name, run);
  }

  /**
   * Runs the steps of a journey, `[name, run]`. Each stands on those before it, so the first that fails
   * ends the journey; `visitors` are then pictured where they stood. In any case they `finish`, and it is
   * counted whether anything was wrong on their way.
   */
  async journey(name, steps, visitors, finish = async () => {}) {
    for (const [step, run] of steps) {
      if (await this.count(`${name}: ${step}`, run)) continue;
      for (const visitor of visitors) console.log(`      it ended at ${visitor.page.url()}: ${await visitor.picture()}`);
      break;
    }
    await this.count(`${name}: nothing was wrong on the way`, async () => {
      await finish();
      for (const visitor of visitors) visitor.expectQuiet();
    });
    for (const visitor of visitors) await visitor.leave();
  }

  /** Runs one check; the answer is whether it passed. */
  async count(name, run) {
    const begun = performance.now();
    try {
      await run();
      this.passed += 1;
      if (process.env.VERBOSE) console.log(`ok    ${name} (${Math.round(performance.now() - begun)} ms)`);
      return true;
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}: ${error?.message ?? JSON.stringify(error)}`);
      return false;
    }
  }
}

export function expect(condition, what, found) {
  if (!condition) throw new Error(found === undefined ? what : `${what}, found ${JSON.stringify(found)}`);
}

export function expectNothing(findings, what) {
  if (findings.length > 0) throw new Error(`${what}:\n        ${findings.join("\n        ")}`);
}

/** Asks until the answer is as wished, as a person looks again at a page that changes. */
export async function eventually(what, ask, isWished, patience = 10_000) {
  const until = Date.now() + patience;
  for (;;) {
    const found = await ask();
    if (isWished(found)) return found;
    if (Date.now() > until) throw new Error(`${what} within ${patience} ms, found ${JSON.stringify(found)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Does the work of a list, `count` at a time. */
export async function atATime(count, list, work) {
  const waiting = [...list];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: count }, worker));
}
