// weight.test.mjs: bytes over the wire, headers and all, as Chromium counts them: an old phone on a poor network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Visit } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { scene, worry } from "./scene.mjs";
import { tour } from "./tour.mjs";

const set = scene();
const KIB = 1024, HOME = 60 * KIB, NEXT = 15 * KIB;

// Every page is counted with whatever it alone loads.
async function weigh(visit) {
	const client = await visit.context.newCDPSession(visit.page);
	const pages = [], pageOf = new Map();

	client.on("Network.requestWillBeSent", ({ requestId, type }) => {
		if (type === "Document" || type === "XHR")
			pages.push({ bytes: 0 });
		pageOf.set(requestId, pages.at(-1));
	});
	client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
		pageOf.get(requestId).bytes += encodedDataLength;
	});
	await client.send("Network.enable");
	return pages;
}

test("home weighs at most 60 KiB in all, each next page 15 KiB", async (t) => {
	const visit = await Visit.open(set.browser, set.gateway, { width: 320 });
	const pages = await weigh(visit);

	await tour(visit, (name) => { pages.at(-1).name = name; }, worry("weight ".repeat(140)), LEAD);
	for (const { name = "(on the way)", bytes } of pages) {
		t.diagnostic(`${name}: ${(bytes / KIB).toFixed(1)} KiB`);
		if (!name.endsWith("-long"))	// gives back 4,001 letters that somebody typed
			assert.ok(bytes <= (name === "home" ? HOME : NEXT), `${name} weighs ${bytes} bytes`);
	}
	assert.ok(pages.length > 40 && pages.every(({ bytes }) => bytes > 0));
	await visit.close();
});
