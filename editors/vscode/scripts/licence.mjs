// A packed extension carries the licence; the project has two, in its own folder.
import { readFileSync, writeFileSync } from "node:fs";

const texts = ["LICENSE-MIT", "LICENSE-APACHE"].map((name) => readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8"));
writeFileSync(new URL("../LICENSE.txt", import.meta.url), `Under either of the two licences below, as you wish.\n\n${texts.join("\n\n")}`);
