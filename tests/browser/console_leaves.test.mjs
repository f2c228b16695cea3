// console_leaves.test.mjs: a colleague leaves, and can open nothing from then on; all leave, and the recovery words bring
// somebody back to every report.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, Visit } from "./browser.mjs";
import { ADMIN, AUDITOR, COMMUNITY, LEAD } from "./gateway.mjs";
import { scene } from "./scene.mjs";
import { Colleague, enrol, PASSPHRASE, Phone, phoneByLetters, somebody } from "./staff.mjs";

const WORRY = "my dad hits me when he is drunk and I am scared to go home";	// urgent: the school's and the council's
const set = scene({}, ({ gateway }) => gateway.ask("report", WORRY, gateway.schools[0]));

async function leave(admin, name) {
	await admin.go("/desk/people");
	await admin.press(new RegExp(`^Leaves\\s+\\(${name}\\)$`));
	await admin.is(`${name} leaves`);
	assert.equal(await admin.press(`${name} leaves now`), 200, await admin.text());
	await admin.says("They have left, and can open nothing any more.");
}

// All entries, page by page.
async function record(auditor) {
	const older = auditor.page.getByRole("link", { name: "Older entries" });
	let rows = "";

	for (;;) {
		rows += (await auditor.page.locator("tbody tr").allInnerTexts()).join("\n");
		assert.ok(!(await auditor.page.content()).includes(WORRY.slice(0, 10)));
		if (await older.count() === 0)
			return rows;
		await auditor.follow("Older entries");
	}
}

test("who leaves is out at once, who stays reads on, and the recovery words bring somebody back", {
	timeout: 20 * PATIENCE,
}, async () => {
	const admin = await (await Colleague.come(set, ADMIN)).signIn();
	const cara = await (await Colleague.come(set, COMMUNITY)).signIn();
	await cara.read(WORRY);

	// A second one in the same team, who reads it as well.
	await admin.go("/desk/people");
	await admin.type("Name", "Noor New");
	await admin.page.getByLabel("Team", { exact: true }).selectOption({ value: "community" });
	assert.equal(await admin.press("Make an invitation"), 200, await admin.text());
	const noor = somebody(await Visit.open(set.browser, set.gateway.staff), "Noor New");
	await enrol(noor, await admin.page.locator("#link").innerText(), PASSPHRASE, phoneByLetters);
	await noor.signIn();
	await cara.go("/desk/people");
	await cara.press(/^The words are the same/);
	await noor.read(WORRY);

	// The administrator sees people, and nothing else.
	await admin.go("/desk/queue");
	await admin.is("That did not work");
	assert.equal(await admin.page.locator(".nav a[href='/desk/queue']").count(), 0);

	await leave(admin, "Noor New");
	await noor.go("/desk/queue");
	await noor.is("Sign in");
	await noor.fillSignIn(await noor.typed());
	assert.equal(await noor.press("Sign in"), 422);
	await noor.close();
	await cara.read(WORRY);
	await cara.go("/desk/queue");		// what was sealed to the old key is sealed anew
	await cara.read(WORRY);

	// All lost: by the recovery words, at the server's terminal.
	await leave(admin, COMMUNITY);
	await cara.go("/desk/queue");
	await cara.is("Sign in");
	await cara.close();
	const phone = new Phone(await set.gateway.ask("enrol_by_recovery", "Dana Back", PASSPHRASE, "community"));
	const dana = somebody(await Visit.open(set.browser, set.gateway.staff), "Dana Back", PASSPHRASE, phone);
	await dana.signIn();
	await dana.read(WORRY);
	await dana.close();
	await admin.close();

	// The school's lead saw nothing of it; the auditor saw all of it, and no report.
	const lead = await (await Colleague.come(set, LEAD)).signIn();
	await lead.read(WORRY);
	await lead.close();
	const auditor = await (await Colleague.come(set, AUDITOR)).signIn();
	await auditor.is("Audit");
	const rows = await record(auditor);
	for (const what of ["invited", "left", "recovery key used", "team key changed"])
		assert.ok(rows.includes(what), `${what} is not in the record:\n${rows}`);
	await auditor.go("/desk/queue");
	await auditor.is("That did not work");
	await auditor.close();
	assert.equal(await set.gateway.ask("audit_is_whole"), true);
});
