// browser.mjs: Chromium as different people have it: with and without script, on a small phone and on a desk.
import assert from "node:assert/strict";
import { test } from "node:test";
import { require } from "./modules.mjs";

const { chromium } = require("playwright-core");

export const PATIENCE = 30000;	// milliseconds, for one thing that has to happen
export const SIZES = { 320: { width: 320, height: 568 }, 1280: { width: 1280, height: 800 } };
export const WAYS = [true, false].flatMap((script) => [320, 1280].map((width) => ({ script, width })));
export const told = ({ script, width }) => `${script ? "with" : "without"} script, ${width} px`;

// Every other host is the gateway's stand-in: nothing leaves this machine.
export function launch(gateway) {
	return chromium.launch({
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		args: [
			`--host-resolver-rules=MAP * 127.0.0.1:${gateway.outside.port}, EXCLUDE localhost`,
			"--no-proxy-server",
			...process.getuid() === 0 ? ["--no-sandbox"] : [],
		],
	});
}

// One person's visit. Ends with close(), which fails if a page complained or asked another host for anything.
export class Visit {
	static async open(browser, gateway, { script = true, width = 1280, ...more } = {}) {
		const visit = new Visit();

		visit.gateway = gateway;
		visit.script = script;
		visit.requests = [];
		visit.complaints = [];
		visit.context = await browser.newContext({
			javaScriptEnabled: script, viewport: SIZES[width], ignoreHTTPSErrors: true, ...more,
		});
		visit.context.setDefaultTimeout(PATIENCE);
		visit.context.on("request", (request) => visit.requests.push(request));
		visit.page = await visit.newPage();
		return visit;
	}

	async newPage() {
		const page = await this.context.newPage();

		page.on("pageerror", (error) => this.complaints.push(`script: ${error.message}`));
		page.on("console", (line) => {
			// A page with an error status is told as well; the tests look at what it says.
			if (line.type() === "error" && !/^Failed to load resource/.test(line.text()))
				this.complaints.push(`console: ${line.text()}`);
		});
		return page;
	}

	go(path) {
		return this.page.goto(this.gateway.url + path);
	}

	hosts() {
		return [...new Set(this.requests.map((request) => new URL(request.url()).origin))];
	}

	async close() {
		await this.context.close();
		assert.deepEqual(this.complaints, []);
	}
}

// All that is on a page or in its fields; also of one that the browser is just leaving for another.
export async function everything(page) {
	const look = () => page.evaluate(() => [document.documentElement.innerText, document.documentElement.outerHTML,
		...[...document.querySelectorAll("textarea, input")].map((field) => field.value)].join("\n"));

	await page.waitForLoadState().catch(() => {});
	return look().catch(async () => {
		await page.waitForLoadState();
		return look();
	});
}

// Back, also to a page that the browser will not show again.
export const back = (page) => page.goBack().catch(() => {});

// A test for each way to visit; body(visit, test context).
export function everyWay(name, set, body, ways = WAYS) {
	for (const way of ways)
		test(`${name} (${told(way)})`, { timeout: 8 * PATIENCE }, async (t) => {
			const visit = await Visit.open(set.browser, set.gateway, way);

			try {
				await body(visit, t);
			} finally {
				await visit.close();
			}
		});
}

export const WITH_SCRIPT = WAYS.filter((way) => way.script);
export const ON_A_PHONE = WAYS.filter((way) => way.width === 320);
