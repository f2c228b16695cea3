// zoom.test.mjs: 400 % zoom of a window 1280 pixels wide is a page 320 wide and not high: all of it is there, and
// nothing has to be scrolled sideways (WCAG 1.4.10).
import assert from "node:assert/strict";
import { test } from "node:test";
import { Visit } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { scene, worry } from "./scene.mjs";
import { tour } from "./tour.mjs";

const set = scene();
const ZOOMED = { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 };

// What stands out to the right, though the page itself is not wider.
function outside() {
	const width = document.documentElement.clientWidth;
	const isHidden = (e) => e.closest(".govuk-visually-hidden, .govuk-skip-link, [hidden]") !== null;
	const isWide = (e) => !isHidden(e) && e.getBoundingClientRect().right > width + 1;

	return {
		width, scroll: document.documentElement.scrollWidth,
		wide: [...document.body.querySelectorAll("*")].filter(isWide).map((e) => e.outerHTML.slice(0, 120)),
	};
}

for (const script of [true, false])
	test(`no page is wider than the window at 400 % (${script ? "with" : "without"} script)`, async () => {
		const visit = await Visit.open(set.browser, set.gateway, { script, ...ZOOMED });
		const seen = [];
		await tour(visit, async (name) => {
			const { width, scroll, wide } = await visit.page.evaluate(outside);
			assert.ok(scroll <= width, `${name} is ${scroll} wide in a window of ${width}`);
			assert.deepEqual(wide, [], name);
			seen.push(name);
		}, worry("zoom"), LEAD);
		assert.ok(seen.length > 35, seen.join(" "));
		await visit.close();
	});
