// files.test.mjs: large files, wrong files, too many of them: what goes is told, what does not go loses nothing.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { everyWay, ON_A_PHONE, WITH_SCRIPT } from "./browser.mjs";
import { COMMUNITY } from "./gateway.mjs";
import { here } from "./modules.mjs";
import { Reporter } from "./reporter.mjs";
import { scene, worry } from "./scene.mjs";
import { EMPTY_FILE } from "./tour.mjs";
import { words } from "./words.mjs";

const set = scene();
const LARGEST = 25 * 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), "concern-files-"));
after(() => rmSync(folder, { recursive: true }));

// A PNG, as far as its first bytes say. From disk: a person's files are not in the browser's memory either.
function photo(name, size) {
	const head = Buffer.from("89504e470d0a1a0a", "hex");
	const path = join(folder, name);

	writeFileSync(path, Buffer.concat([head, randomBytes(size - head.length)]));
	return path;
}

async function atTheEnd(visit, text) {
	const r = new Reporter(visit);

	await r.begin();
	await r.until("answers", { text, files: true });
	return r;
}

everyWay("25 MiB go up with a bar that moves, and arrive whole", set, async (visit) => {
	const text = worry("large");
	const r = await atTheEnd(visit, text);
	const path = photo("film.png", LARGEST);
	await r.addFiles([path]);
	await visit.page.evaluate(() => {
		const bar = document.querySelector("[data-progress] progress");

		window.seen = [];
		new MutationObserver(() => window.seen.push([bar.value, bar.parentNode.hidden]))
			.observe(bar, { attributes: true });
	});
	const client = await visit.context.newCDPSession(visit.page);
	await client.send("Network.emulateNetworkConditions",
		{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: LARGEST / 3 });
	await r.press(words.answers.send);
	await r.is("code");
	const seen = await visit.page.evaluate(() => window.seen);
	const shares = seen.filter(([, isHidden]) => !isHidden).map(([share]) => share);
	assert.ok(shares.some((share) => share > 0 && share < 100), `the bar stood at ${shares}`);
	assert.deepEqual(shares, [...shares].sort((a, b) => a - b), "it never goes back");
	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	const got = await set.gateway.ask("file", COMMUNITY, found.id, 0);
	assert.equal(got.size, LARGEST);
}, [{ script: true, width: 320 }]);

everyWay("25 MiB arrive without a script too", set, async (visit) => {
	const text = worry("large plain");
	const r = await atTheEnd(visit, text);
	await r.addFiles([photo("plain.png", LARGEST)]);
	await r.press(words.answers.send);
	await r.is("code");
	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	assert.equal((await set.gateway.ask("file", COMMUNITY, found.id, 0)).size, LARGEST);
}, [{ script: false, width: 320 }]);

// What the page says of each, in the order in which they were chosen.
const SORTS = [
	[{ name: "stop.png", mimeType: "image/png", buffer: readFileSync(join(here, "../data/bus-stop.png")) }, "clean"],
	[{ name: "notes.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("4d5a90000300", "hex") }, "strange"],
	[{ name: "cut.jpg", mimeType: "image/jpeg", buffer: Buffer.from("ffd8ffe000104a464946", "hex") }, "damaged"],
];
everyWay("every kind of file arrives, and the page says what became of each", set, async (visit) => {
	const text = worry("every kind");
	const r = await atTheEnd(visit, text);
	const said = SORTS.map(([, state]) => words.arrived[state]);
	await r.addFiles(SORTS.map(([file]) => file));
	await r.press(words.answers.send);
	await r.is("code");
	const lines = await visit.page.locator(".arrived > li").allInnerTexts();
	assert.deepEqual(lines.map((line) => said.filter((sentence) => line.includes(sentence))), said.map((one) => [one]));
	await r.check(await r.code());
	await r.addFiles([SORTS[1][0]]);
	await r.press(words.thread.send);
	assert.equal(await visit.page.getByText(words.arrived.strange).count(), 2, "now, and among the messages");
});

// name, files, what the page says: intake's own sentences.
const wrong = [
	["that is empty", () => [EMPTY_FILE], /empty/],
	["larger than allowed", () => [photo("huge.png", LARGEST + 1)], /25 ?MB/],
	["one too many", () => Array.from({ length: 11 }, (_, n) => photo(`${n}.png`, 100)), /10/],
];
for (const [name, files, says] of wrong) {
	everyWay(`a file ${name} is refused with a reason, and the report is not lost`, set, async (visit) => {
		const text = worry(name);
		const r = await atTheEnd(visit, text);
		await r.addFiles(files());
		await r.press(words.answers.send);
		await r.is("answers");
		assert.match(await visit.page.title(), /^Error: /);
		assert.match(await visit.page.locator(".govuk-error-summary").innerText(), says);
		assert.match(await visit.page.locator("#file-error").innerText(), says);
		assert.ok((await visit.page.locator("main").innerText()).includes(text));
		assert.deepEqual(await set.gateway.ask("cases", COMMUNITY, text), [], "nothing was sent");
		await r.addFiles([photo("right.png", 2000)]);
		await r.press(words.answers.send);
		await r.is("code");
		assert.equal((await set.gateway.ask("cases", COMMUNITY, text)).length, 1);
	}, ON_A_PHONE);

	everyWay(`a reply with a file ${name} keeps what was typed`, set, async (visit) => {
		const { code } = await set.gateway.ask("report", worry(name));
		const r = new Reporter(visit);
		await r.check(code);
		await r.type(words.thread.reply_label, "what I typed");
		await r.addFiles(files());
		await r.press(words.thread.send);
		assert.match(await visit.page.locator(".govuk-error-summary").innerText(), says);
		const box = visit.page.getByRole("textbox", { name: words.thread.reply_label });
		assert.equal(await box.inputValue(), "what I typed");
	}, ON_A_PHONE);
}

everyWay("chosen files outlast a change of another answer", set, async (visit) => {
	const text = worry("chosen");
	const r = await atTheEnd(visit, text);
	const path = photo("chosen.png", 5000);
	await r.addFiles([path]);
	await r.press(new RegExp(`^${words.base.change} ${words.answers.where_hidden}$`));
	await r.type(words.where.title, "the park");
	await r.press(words.base.go_on);
	await r.press(words.answers.send);
	const [found] = await set.gateway.ask("cases", COMMUNITY, text);
	const got = await set.gateway.ask("file", COMMUNITY, found.id, 0);
	assert.equal(got.sha256, createHash("sha256").update(readFileSync(path)).digest("hex"));
}, WITH_SCRIPT);
