// console_axe.test.mjs: no page of the console, and none of its mistakes, breaks a rule of WCAG 2.0 to 2.2 A or AA that a
// program can check, or is wider than its window.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noViolations } from "./axe.mjs";
import { PATIENCE, SIZES } from "./browser.mjs";
import { furnish, tour } from "./console_tour.mjs";
import { scene } from "./scene.mjs";

for (const width of Object.keys(SIZES)) {
	const set = scene({}, furnish);

	test(`axe finds nothing in the console at ${width} px`, { timeout: 30 * PATIENCE }, async () => {
		let seen = 0;

		await tour(set, async (one, name) => {
			await noViolations(one.page, name);
			const wide = await one.page.evaluate(() => document.documentElement.scrollWidth);
			assert.ok(wide <= SIZES[width].width, `${name} is ${wide} px wide`);
			seen++;
		}, { width });
		assert.ok(seen > 50, `${seen} pages`);
	});
}
