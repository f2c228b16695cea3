// words.mjs: what the pages say, from policy/wording/: a person goes by these words, and so do the tests.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { here, require } from "./modules.mjs";

const folder = join(here, "../../policy/wording");
const { parse } = require("yaml");

export const words = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith(".yaml"))
	.map((name) => [basename(name, ".yaml"), parse(readFileSync(join(folder, name), "utf8"))]));

// Wording with {values} in it, to be found on a page.
export function like(text) {
	const parts = text.split(/\{[a-z_]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

	return new RegExp(parts.join(".+"));
}
