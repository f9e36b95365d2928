// Snippets filled with what they propose are text that the checker reads: only names may be unknown.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const program = process.env.BYLAWS ?? "bylaws";
const there = spawnSync(program, ["--help"]).status === 0;

/** A snippet as it stands when nothing was typed over, with the choice of this number wherever there is one. */
const filled = (body, which) =>
  body
    .join("\n")
    .replace(/\$\{\d+\|([^|]*)\|\}/g, (_, choices) => {
      const all = choices.split(",");
      return all[Math.min(which, all.length - 1)];
    })
    .replace(/\$\{\d+:([^}]*)\}/g, "$1");

/** How many choices a snippet has where it has most. */
const choices = (body) =>
  Math.max(1, ...[...body.join("\n").matchAll(/\|([^|]*)\|/g)].map((match) => match[1].split(",").length));

for (const [lang, file] of [["zh", "zh.json"], ["en", "en.json"]]) {
  const snippets = JSON.parse(readFileSync(new URL(`../snippets/${file}`, import.meta.url), "utf8"));
  for (const [name, snippet] of Object.entries(snippets)) {
    test(`${lang} ${name}`, { skip: !there && !process.env.BYLAWS && "bylaws is not on the path" }, () => {
      const folder = mkdtempSync(join(tmpdir(), "snippet-"));
      try {
        for (let which = 0; which < choices(snippet.body); which++) {
          writeFileSync(join(folder, "one.policy"), `${filled(snippet.body, which)}\n`);
          const run = spawnSync(program, ["check", folder, "--format", "json"], { encoding: "utf8" });
          const diagnostics = JSON.parse(run.stdout);
          // B01xx is what cannot be read, B0401 what a norm lacks.
          assert.deepEqual(diagnostics.filter((one) => /^B01|^B0401/.test(one.code)), []);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
}
