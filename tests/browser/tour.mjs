// tour.mjs: every page once, with every page's mistakes: for whoever looks at all of them.
import { Reporter } from "./reporter.mjs";
import { words } from "./words.mjs";

const still = ["/", "/check", "/help", "/lost", "/leaving", "/privacy", "/accessibility", "/cookies", "/nowhere"];
export const EMPTY_FILE = { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) };

// Presses Continue without an answer, and says so.
async function mistake(r, look, name) {
	await r.press(words.base.go_on);
	await look(`${name}-missing`);
}

async function questions(r, look, answers) {
	const missing = ["danger", "when", "what", "school", "school_pick", "files"];
	const long = { what: [words.what.title, 4001], where: [words.where.title, 121], who: [words.who.label, 81] };

	for (let page = await r.which(); page; page = await r.which()) {
		await look(page);
		if (missing.includes(page))
			await mistake(r, look, page);
		if (long[page]) {
			await r.type(long[page][0], "x".repeat(long[page][1]));
			await r.press(words.base.go_on);
			await look(`${page}-long`);
			await r.type(long[page][0], "");
		}
		if (page === "school") {
			await r.choose(words.school.named);
			await r.type(words.school.label, "zzzz");
			await r.press(words.base.go_on);
			await look("school-unknown");
		}
		await r.fill(answers);
		await r.goOn();
	}
}

async function sending(r, look) {
	await look("answers");
	await r.addFiles([EMPTY_FILE]);
	await r.press(words.answers.send);
	await look("answers-file");
	await r.press(words.answers.send);
	await look("code");
	const code = await r.code();
	await r.press(words.code.kept);
	await look("prove");
	await r.type(words.prove.title, "0000");
	await r.press(words.base.go_on);
	await look("prove-wrong");
	await r.type(words.prove.title, code.slice(-4));
	await r.press(words.base.go_on);
	await look("done");
	return code;
}

async function thread(r, look, gateway, name, text, code) {
	await r.go("/check");
	await r.press(words.look.see);
	await look("check-missing");
	await r.type(words.look.label, "7Q3K");
	await r.press(words.look.see);
	await look("check-short");
	await r.type(words.look.label, code);
	await r.press(words.look.see);
	await look("thread");
	const [found] = await gateway.ask("cases", name, text);
	await gateway.ask("reply", name, found.id, "Thank you for telling us.\nWhat did you see?");
	await r.check(code);
	await r.press(words.thread.send);
	await look("thread-missing");
	await r.type(words.thread.reply_label, "he was by the gate");
	await r.press(words.thread.send);
	await look("thread-sent");
}

// look(name) is called on each page. name: whose queue the report reaches.
export async function tour(visit, look, text, name) {
	const r = new Reporter(visit);
	const { gateway } = visit;
	const answers = { danger: "yes", text, kind: "bullying", place: "by the bins", about: "someone_else",
		who: "a boy in my class", school: "norl", files: true };

	for (const path of still) {
		await r.go(path);
		await look(path === "/" ? "home" : path.slice(1));
	}
	await r.go(`/s/${gateway.schools[0]}`);
	await look("home-school");
	await r.begin();
	await questions(r, look, answers);
	const code = await sending(r, look);
	await thread(r, look, gateway, name, text, code);
}
