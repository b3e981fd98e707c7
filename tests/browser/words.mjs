// The words of the pages, from where the pages have them: a label is found by what people read.

import { readFileSync, readdirSync } from "node:fs";

const LOCALES = { en: "en", zh: "zh-Hans" };
const FOLDER = new URL("../../crates/i18n/locales/", import.meta.url);

/** Reads messages of one line; those with variants are not asked for here. */
function read(language) {
  const folder = new URL(`${LOCALES[language]}/`, FOLDER);
  const messages = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    for (const line of readFileSync(new URL(file, folder), "utf8").split("\n")) {
      const [, key, text] = /^([a-z][\w-]*) = (.*)$/.exec(line) ?? [];
      if (key) messages.set(key, text);
    }
  }
  return messages;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * The words of a language: `w("nav-discover")`. A message with parameters becomes a pattern that any
 * values fit.
 */
export function words(language) {
  const messages = read(language);
  return (key) => {
    const text = messages.get(key);
    if (text === undefined) throw new Error(`there is no message ${key} in ${language}`);
    const parts = text.split(/\{ ?\$\w+ ?\}/);
    // Values stand between marks that keep their direction.
    return parts.length === 1 ? text : new RegExp(`^${parts.map(escaped).join("[\\s\\S]*")}`);
  };
}
