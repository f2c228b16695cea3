// scene.mjs: what every test file begins and ends with: one gateway, one browser; furnish(set) puts things into it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { launch } from "./browser.mjs";
import { startGateway } from "./gateway.mjs";

export function scene(options, furnish = () => {}) {
	const set = {};

	before(async () => {
		set.gateway = await startGateway(options);
		set.browser = await launch(set.gateway);
		await furnish(set);
	});
	after(async () => {
		await set.browser?.close();
		const faults = await set.gateway?.ask("sanitizer");
		await set.gateway?.stop();
		assert.deepEqual(faults, []);
	});
	return set;
}

let n = 0;
// Words of a report that no other report of this run begins with.
export const worry = (what) => `my friend is sad and does not eat her lunch (${what} ${++n})`;
