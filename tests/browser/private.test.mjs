// private.test.mjs: what a browser, its history and whoever looks over a shoulder get to know.
import assert from "node:assert/strict";
import { test } from "node:test";
import { told, Visit, WAYS } from "./browser.mjs";
import { LEAD } from "./gateway.mjs";
import { scene, worry } from "./scene.mjs";
import { tour } from "./tour.mjs";
import { words } from "./words.mjs";

const set = scene();
const paths = /^\/($|report|check|help|lost|leaving|privacy|accessibility|cookies|nowhere|assets\/|s\/|favicon)/;
const telling = /concern|safeguard|abuse|bully|weapon|knife|gang|violence|danger|999|police|council|waltham/i;

function headersAre(answer, name) {
	const headers = answer.headers();
	const csp = headers["content-security-policy"] ?? "";

	assert.equal(headers["cache-control"], "no-store", name);
	assert.equal(headers["referrer-policy"], "no-referrer", name);
	assert.equal(headers["x-content-type-options"], "nosniff", name);
	assert.ok(!("set-cookie" in headers), name);
	assert.match(csp, /default-src 'none'/, name);
	for (const never of ["unsafe", "data:", "http:", "https:", "*"])
		assert.ok(!csp.includes(never), `${name}: ${csp}`);
}

async function pageIsNeutral(page, name) {
	const url = new URL(page.url());
	const inline = "script:not([src]), style, [style], [onclick], [onload], [onsubmit], [onerror]";

	assert.ok(!telling.test(await page.title()), `${name} is called "${await page.title()}"`);
	assert.match(url.pathname, paths, name);
	assert.equal(url.search + url.hash, "", name);
	assert.equal(await page.locator(inline).count(), 0, `${name} has script or style of its own`);
}

async function noPageTells({ script, width }) {
	const visit = await Visit.open(set.browser, set.gateway, { script, width });
	const answers = [];

	visit.context.on("response", (answer) => answers.push(answer));
	await tour(visit, (name) => pageIsNeutral(visit.page, name), worry("private"), LEAD);

	assert.deepEqual(visit.hosts(), [set.gateway.url], "another host was asked");
	assert.deepEqual(await visit.context.cookies(), []);
	for (const answer of answers)
		if (!new URL(answer.url()).pathname.startsWith("/assets/"))
			headersAre(answer, answer.url());
	for (const request of visit.requests)
		assert.doesNotMatch(request.url(), /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/, "a code is in an address");
	for (const request of visit.requests)
		if (script && /urlencoded/.test(request.headers()["content-type"]) && !request.url().endsWith("/picture"))
			assert.equal(request.postData().length % 1024, 0, "how much was sent tells what was answered");
	const kept = await visit.page.evaluate(() => [...Object.keys(localStorage), ...Object.values(sessionStorage)]);
	assert.ok(!kept.some((value) => /lunch|bins/.test(value)), "words are in the browser's storage");
	await visit.close();
}

for (const way of WAYS)
	test(`no page tells anybody anything (${told(way)})`, () => noPageTells(way));

test("after Exit the browser keeps nothing of this site, and is told so", async () => {
	const visit = await Visit.open(set.browser, set.gateway);
	const left = visit.context.waitForEvent("response", (answer) => answer.url().endsWith("/leave"));
	await visit.go("/report");
	await visit.page.getByRole("link", { name: words.base.exit, exact: true }).last().click();
	const answer = await left;
	assert.equal(answer.status(), 303);
	const headers = await answer.allHeaders();
	assert.match(headers["clear-site-data"], /"storage"/);
	assert.equal(headers["referrer-policy"], "no-referrer");
	await visit.go("/");
	assert.deepEqual(await visit.page.evaluate(() => [Object.keys(sessionStorage).filter((key) => key !== "step"),
		Object.keys(localStorage)]), [[], []]);
	await visit.close();
});
