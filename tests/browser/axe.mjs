// axe.mjs: WCAG 2.0, 2.1 and 2.2, A and AA, as far as a program can tell.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { require } from "./modules.mjs";

const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

export async function noViolations(page, what) {
	await page.evaluate(source);
	const { violations, passes } = await page.evaluate((values) => axe.run(document, { runOnly: values }), tags);
	const said = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
		`${id}: ${html}\n${failureSummary}`));

	assert.ok(passes.length > 5, `axe found something to look at on ${what}`);
	assert.deepEqual(said, [], what);
}
