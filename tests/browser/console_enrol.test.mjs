// console_enrol.test.mjs: somebody new comes with an invitation, and is let in; and a phone is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, told, Visit } from "./browser.mjs";
import { ADMIN, LEAD } from "./gateway.mjs";
import { readQr } from "./qr.mjs";
import { scene } from "./scene.mjs";
import { Colleague, enrol, PASSPHRASE, Phone, somebody } from "./staff.mjs";

const set = scene();
const WRONG = "The name, the passphrase or the code is wrong.";
const WORRY = "my friend has not eaten her lunch for weeks and cries a lot";
const CODE = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/;

// An administrator's: the link that is shown once.
async function invite(name) {
	const admin = await (await Colleague.come(set, ADMIN)).signIn();

	await admin.follow("People");
	assert.equal(await admin.press("Make an invitation"), 422, "not without a name");
	await admin.type("Name", name);
	await admin.page.getByLabel("Team", { exact: true }).selectOption({ value: `school:${set.gateway.schools[0]}` });
	await admin.page.getByLabel("As", { exact: true }).selectOption({ label: "Deputy" });
	assert.equal(await admin.press("Make an invitation"), 200, await admin.text());
	await admin.is(`Invitation for ${name}`);
	const link = await admin.page.locator("#link").innerText();
	assert.match(link.split("#")[1], CODE);
	assert.equal(await admin.page.locator("#invite-code").innerText(), link.split("#")[1]);
	await admin.go("/desk/people");
	await admin.says(name);
	assert.ok(!(await admin.page.content()).includes(link.split("#")[1]), "it is shown once");
	await admin.close();
	return link;
}

// By the picture, as it is on the screen; after a passphrase that is too weak and a code that is wrong.
async function mistakesThenPhone(one) {
	const picture = one.page.getByRole("img", { name: "QR picture for the authenticator app" });
	await picture.scrollIntoViewIfNeeded();
	const uri = new URL(readQr(await one.page.screenshot({ scale: "css", animations: "disabled" })));
	assert.equal(uri.protocol, "otpauth:");
	const phone = new Phone(uri.searchParams.get("secret"));

	for (const [first, second, fields] of [["password1234", "password1234", ["passphrase", "proof"]],
		[PASSPHRASE, "another one that is not the same", ["again", "proof"]]]) {
		await one.type("New passphrase", first);
		await one.type("The same passphrase again", second);
		await one.type("The 6 digits that the app shows now", "000000");
		assert.equal(await one.press("Enrol"), 422);
		for (const field of fields) {
			await one.page.locator(`#${field}-error`).waitFor();
			assert.equal(await one.page.locator(`.govuk-error-summary a[href='#${field}']`).count(), 1, field);
		}
	}
	assert.equal(await one.page.locator("input[name=secret]").inputValue(), phone.secret, "the phone has it already");
	for (const label of ["New passphrase", "The same passphrase again"])
		assert.equal(await one.page.getByLabel(label, { exact: true }).inputValue(), "", "no passphrase comes back");
	return phone;
}

async function letIn(name, checkWords) {
	const lead = await (await Colleague.come(set, LEAD)).signIn();

	await lead.page.locator(".nav-count").waitFor();
	await lead.follow("People");
	const box = lead.page.locator(".admit", { hasText: name });
	assert.equal(await box.locator(".check-words").innerText(), checkWords);
	assert.equal(await lead.press(/^The words are the same/, box), 200, await lead.text());
	await lead.says("They are let in");
	await lead.close();
}

for (const way of [{ script: true, width: 1280 }, { script: false, width: 320 }])
	test(`an invitation, a passphrase, a phone, and a colleague who lets one in; then the phone is lost (${told(way)})`,
		{ timeout: 20 * PATIENCE }, async () => {
			const name = `Nina ${way.width}`;
			const link = await invite(name);
			const text = `${WORRY} (${name})`;
			await set.gateway.ask("report", text, set.gateway.schools[0]);

			const nina = somebody(await Visit.open(set.browser, set.gateway.staff, way), name);
			const codes = await enrol(nina, link, PASSPHRASE, mistakesThenPhone);
			assert.equal(new URL(nina.page.url()).hash, "", "the code is out of the address");
			assert.deepEqual([codes.length, codes.every((code) => CODE.test(code))], [10, true]);
			const checkWords = await nina.page.locator(".check-words").innerText();

			await nina.press("I have kept them: sign in");
			await nina.signIn();
			await nina.is("A colleague has to let you in");
			await nina.says(checkWords);
			assert.ok(!(await nina.page.content()).includes(WORRY));
			await letIn(name, checkWords);
			await nina.press("Look again");
			await nina.is("Queue");
			await nina.read(text);
			await nina.press("Sign out");

			// The invitation is used up.
			await nina.page.goto("about:blank");
			await nina.page.goto(link);
			await nina.type("Code of your invitation", link.split("#")[1]);
			assert.equal(await nina.press("Continue"), 422);

			// The phone is gone; a code of the paper opens the door, and nothing but a new phone lies behind it.
			await nina.fillSignIn({ passphrase: PASSPHRASE, code: codes[3] });
			assert.equal(await nina.press("Sign in"), 200, await nina.text());
			await nina.is("Set up your phone");
			await nina.go("/desk/queue");
			await nina.is("Set up your phone");
			const phone = new Phone(await nina.page.locator("input[name=secret]").inputValue(), nina.phone.used);
			await nina.type("The 6 digits that the app shows now", "000000");
			assert.equal(await nina.press("Use this phone"), 422);
			await nina.type("The 6 digits that the app shows now", await phone.code());
			assert.equal(await nina.press("Use this phone"), 200, await nina.text());
			const fresh = await nina.page.locator("#recovery li").allInnerTexts();
			assert.ok(fresh.length === 10 && !fresh.includes(codes[4]));
			await nina.go("/desk/queue");
			await nina.is("Queue");
			await nina.press("Sign out");

			for (const code of [codes[3], codes[4]]) {	// used; and replaced
				await nina.fillSignIn({ passphrase: PASSPHRASE, code });
				assert.equal(await nina.press("Sign in"), 422);
				await nina.says(WRONG);
			}
			nina.typed = async () => ({ passphrase: PASSPHRASE, code: await phone.code() });
			await nina.signIn();
			await nina.is("Queue");
			await nina.close();
		});

test("every mistake at the door is one sentence, and the passphrase is not shown again", { timeout: 8 * PATIENCE },
	async () => {
		const one = await Colleague.come(set, LEAD);
		const right = await one.typed();

		for (const typed of [{ ...right, passphrase: "not this one at all" }, { ...right, code: "000000" },
			{ ...right, code: "7Q3K-7Q3K-7Q3K-7Q3K-7Q3K" }]) {
			await one.fillSignIn(typed);
			assert.equal(await one.press("Sign in"), 422);
			await one.says(WRONG);
			assert.equal(await one.page.getByLabel("Passphrase").inputValue(), "");
			assert.ok(!(await one.page.content()).includes(typed.passphrase));
		}
		one.name = "Nobody Atall";
		await one.fillSignIn(right);
		assert.equal(await one.press("Sign in"), 422);
		await one.says(WRONG);
		await one.close();
	});
