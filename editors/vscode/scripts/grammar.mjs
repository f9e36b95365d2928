// Makes the TextMate grammar from the words of `grammar/bylaws.pest`, so that no keyword is left without a colour.
// With --check it writes nothing, and fails where the file is not what it would write.
import { readFileSync, writeFileSync } from "node:fs";

const pest = new URL("../../../grammar/bylaws.pest", import.meta.url);
const target = new URL("../syntaxes/bylaws.tmLanguage.json", import.meta.url);

/** What stands between quotes in a grammar of pest, comments left out. */
export function literals(grammar) {
  const lines = grammar.split("\n").filter((line) => !line.trimStart().startsWith("//"));
  return lines.flatMap((line) => [...line.matchAll(/"((?:\\.|[^"\\])*)"/g)].map((found) => found[1]));
}

const longestFirst = (words) => [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/** The words of a language: those of Han characters, or those of Latin letters. */
export function words(grammar) {
  const all = literals(grammar);
  const zh = longestFirst(all.filter((one) => /^\p{Script=Han}+$/u.test(one)));
  const en = longestFirst(all.flatMap((one) => (/^[A-Za-z ]+$/.test(one) ? one.split(" ") : [])).filter((one) => one.length > 1));
  return { zh, en };
}

function tmLanguage({ zh, en }) {
  // A single Han character is too often part of a name to be coloured wherever it stands.
  const between = zh.filter((word) => word.length > 1);
  const any = zh.join("|");
  const units = "个?(?:分钟|小时|工作日|教学日|上课日|教学周|学年|学期|季度|双周|星期|年度|半年|[日天周季月年])";
  return {
    name: "bylaws",
    scopeName: "source.bylaws",
    fileTypes: ["policy"],
    patterns: ["#comment", "#text", "#quoted", "#date", "#number", "#head", "#word", "#punctuation"].map((include) => ({ include })),
    repository: {
      comment: { name: "comment.line.double-slash.bylaws", match: "//.*$" },
      text: {
        patterns: [
          { name: "string.quoted.double.bylaws", begin: "\"", end: "\"|$" },
          { name: "string.quoted.double.bylaws", begin: "“", end: "”|$" },
        ],
      },
      quoted: { name: "variable.other.quoted.bylaws", match: "`[^`]+`|「[^」]+」" },
      date: {
        name: "constant.numeric.date.bylaws",
        match: "[0-9０-９]{4}-[0-9０-９]{1,2}-[0-9０-９]{1,2}|[0-9０-９]{4}[ 　]*年[ 　]*[0-9０-９]{1,2}[ 　]*月[ 　]*[0-9０-９]{1,2}[ 　]*日",
      },
      number: {
        name: "constant.numeric.bylaws",
        match: `(?<![\\p{L}\\p{N}_-])[0-9０-９]+(?:\\.[0-9]+)?[%％]?(?![A-Za-z_-])|[0-9０-９]+(?=${units})|[一二两三四五六七八九十百]+(?=次|名|人|项|份|${units})`,
      },
      // What begins a line is an item, a clause or an attribute.
      head: {
        patterns: [
          { name: "keyword.control.bylaws", match: `^[ \\t　]*(?:${any})(?=[：:\\s　“（(每]|$)` },
          { name: "keyword.control.bylaws", match: `^[ \\t]*(?:${en.join("|")})(?![\\p{L}\\p{N}_-]|[ \\t]*:)` },
        ],
      },
      word: {
        patterns: [
          { name: "keyword.other.bylaws", match: between.join("|") },
          { name: "keyword.other.bylaws", match: `(?<![\\p{L}\\p{N}_.-])(?:${en.join("|")})(?![\\p{L}\\p{N}_-]|[ \\t]*:)` },
        ],
      },
      punctuation: {
        patterns: [
          { name: "punctuation.section.block.bylaws", match: "[{}｛｝]" },
          { name: "punctuation.section.parens.bylaws", match: "[()（）]" },
          { name: "punctuation.separator.bylaws", match: "[,;:，；：、]" },
        ],
      },
    },
  };
}

const made = `${JSON.stringify(tmLanguage(words(readFileSync(pest, "utf8"))), null, 2)}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("syntaxes/bylaws.tmLanguage.json is not what the grammar makes: npm run grammar");
    process.exit(1);
  }
} else {
  writeFileSync(target, made);
}
