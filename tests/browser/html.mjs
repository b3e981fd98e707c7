// Whether a page is HTML as the standard has it.

import { HtmlValidate, StaticConfigLoader } from "html-validate";

/** Rules of taste that are not ours. */
const NOT_OURS = [
  "attribute-boolean-style",
  "doctype-style",
  "long-title",
  "no-implicit-button-type",
  "no-trailing-whitespace",
  "void-style",
];

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended"],
    rules: {
      ...Object.fromEntries(NOT_OURS.map((rule) => [rule, "off"])),
      // Lists may have names, and boxes to tick share theirs.
      "aria-label-misuse": ["error", { allowAnyNamable: true }],
      "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button", "reset"] }],
    },
  }),
);

/** What is wrong, each with its line. */
export async function findingsOf(html) {
  const report = await validator.validateString(html);
  const lines = html.split("\n");
  return report.results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, line, column }) =>
        `${ruleId}: ${message} (line ${line}: ${lines[line - 1].slice(Math.max(0, column - 20), column + 100)})`,
    ),
  );
}
