// staff.mjs: one of the staff at the console, by what its pages say.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { Visit } from "./browser.mjs";

const STEP = 30, WINDOW = 1;	// seconds of one code; how many steps ahead are taken
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// RFC 4648, five bits a letter.
function bytesOf(secret) {
	const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");

	return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// The six digits that a phone's app shows in that step (RFC 6238).
function digits(secret, step) {
	const count = Buffer.alloc(8);

	count.writeBigUInt64BE(BigInt(step));
	const mac = createHmac("sha1", bytesOf(secret)).update(count).digest();
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, "0");
}

// A phone with an authenticator app, whose owner never types the same code twice.
export class Phone {
	// used: the last step whose code the gateway took, perhaps from another phone.
	constructor(secret, used = 0) {
		this.secret = secret;
		this.used = used;
	}

	async code() {
		const now = () => Math.floor(Date.now() / (STEP * 1000));

		while (this.used >= now() + WINDOW)
			await new Promise((later) => setTimeout(later, 500));
		this.used = Math.max(this.used + 1, now());
		return digits(this.secret, this.used);
	}
}

export const PASSPHRASE = "granite otter whistle barley moon";

export class Colleague {
	// Whom the gateway has enrolled already, at the sign-in page.
	static async come(set, name, way = {}) {
		const visit = await Visit.open(set.browser, set.gateway.staff, way);
		const one = new Colleague(visit, name, () => set.gateway.ask("typed", name));

		return one;
	}

	// typed: gives { passphrase, code }.
	constructor(visit, name, typed) {
		Object.assign(this, { visit, name, typed });
	}

	get page() {
		return this.visit.page;
	}

	go(path) {
		return this.visit.go(path);
	}

	close() {
		return this.visit.close();
	}

	// What changes the page by a whole new one; its status.
	async changes(act) {
		const answer = this.page.waitForResponse((response) => response.request().isNavigationRequest()
			&& ![302, 303].includes(response.status()));

		answer.catch(() => {});	// what went wrong before it is told instead
		await act();
		const status = (await answer).status();
		await this.page.waitForLoadState();
		return status;
	}

	press(name, within = this.page) {
		return this.changes(() => within.getByRole("button", { name }).click());
	}

	follow(name, within = this.page) {
		return this.changes(() => within.getByRole("link", { name }).first().click());
	}

	type(label, text, within = this.page) {
		return within.getByLabel(label, { exact: true }).fill(text);
	}

	heading() {
		return this.page.locator("h1").innerText();
	}

	text() {
		return this.page.locator("main").innerText();
	}

	async is(heading) {
		assert.equal(await this.heading(), heading, await this.text());
	}

	async says(text) {
		assert.ok((await this.text()).includes(text), `${text} is not on the page:\n${await this.text()}`);
	}

	async isDone(text) {
		assert.equal(await this.page.locator(".govuk-notification-banner__heading").innerText(), text);
	}

	async fillSignIn({ passphrase, code }) {
		await this.go("/desk/sign-in");
		await this.type("Your name", this.name);
		await this.type("Passphrase", passphrase);
		await this.type("Code", code);
	}

	async signIn() {
		await this.fillSignIn(await this.typed());
		assert.equal(await this.press("Sign in"), 200, await this.text());
		return this;
	}

	// --- a case ---

	async open(ref) {
		await this.go("/desk/queue");
		await this.follow(ref);
		await this.is(`Report ${ref}`);
	}

	// Opens the case of these words, wherever it stands on the queue's first page.
	async read(text) {
		await this.go("/desk/queue");
		for (const { ref } of await this.rows()) {
			await this.open(ref);
			if ((await this.text()).includes(text))
				return;
		}
		assert.fail(`${text} is in no case of ${this.name}`);
	}

	// The box of one act, opened.
	async act(name) {
		const box = this.page.locator(`#do-${name}`);

		if (!await box.evaluate((e) => e.open))
			await box.locator("summary").first().click();
		return box;
	}

	// Rows of the queue's page that is shown: { ref, band, text }.
	rows() {
		return this.page.locator("table.queue tbody tr").evaluateAll((rows) => rows.map((row) => ({
			ref: row.querySelector(".row-ref").lastChild.textContent.trim(),
			band: row.querySelector("[data-label=Band] .tag")?.textContent,
			text: row.innerText,
		})));
	}

	count(tab) {
		return this.page.locator(".tabs a", { hasText: tab }).locator(".tabs-count").innerText().then(Number);
	}
}

// With a passphrase and a phone of its own.
export function somebody(visit, name, passphrase, phone) {
	return new Colleague(visit, name, async () => ({ passphrase, code: await phone.code() }));
}

// From the invitation's link to the recovery codes, which it gives.
export async function enrol(one, link, passphrase, phoneOf) {
	await one.page.goto(link);
	if (!one.visit.script)
		await one.type("Code of your invitation", link.split("#")[1]);
	assert.equal(await one.press("Continue"), 200, await one.text());
	const phone = await phoneOf(one);
	await one.type("New passphrase", passphrase);
	await one.type("The same passphrase again", passphrase);
	await one.type("The 6 digits that the app shows now", await phone.code());
	assert.equal(await one.press("Enrol"), 200, await one.text());
	one.phone = phone;
	one.typed = async () => ({ passphrase, code: await phone.code() });
	return one.page.locator("#recovery li").allInnerTexts();
}

// The letters beside the picture.
export async function phoneByLetters(one) {
	await one.page.getByText("I cannot use the picture").click();
	return new Phone((await one.page.locator("#secret-shown").innerText()).replaceAll(" ", ""));
}
