// Snippets filled with what they propose are text that the checker reads: only names may be unknown.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const program = process.env.BYLAWS ?? "bylaws";
const there = spawnSync(program, ["--help"]).status === 0;

/** A snippet as it stands when nothing was typed over. */
const filled = (body) =>
  body
    .join("\n")
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/\$\{\d+:([^}]*)\}/g, "$1");

for (const [lang, file] of [["zh", "zh.json"], ["en", "en.json"]]) {
  const snippets = JSON.parse(readFileSync(new URL(`../snippets/${file}`, import.meta.url), "utf8"));
  for (const [name, snippet] of Object.entries(snippets)) {
    test(`${lang} ${name}`, { skip: !there && !process.env.BYLAWS && "bylaws is not on the path" }, () => {
      const folder = mkdtempSync(join(tmpdir(), "snippet-"));
      try {
        writeFileSync(join(folder, "one.policy"), `${filled(snippet.body)}\n`);
        const run = spawnSync(program, ["check", folder, "--format", "json"], { encoding: "utf8" });
        const diagnostics = JSON.parse(run.stdout);
        // B01xx is what cannot be read.
        assert.deepEqual(diagnostics.filter((one) => one.code.startsWith("B01")), []);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
}
