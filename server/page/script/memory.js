// memory.js: the steps of this visit, so that Back, Forward and reload bring each of them back as it was left. Whole
// pages, with what was typed and chosen in them, stay in memory only; sessionStorage gets a step's number and the state
// that the server sealed, which nobody can read and which is worth nothing after an hour.
const pages = new Map();	// step -> { body, title, top }
const typed = new Map();	// field -> what was typed or chosen
let files = null;		// chosen for the report

function store(change) {
	try {
		return change(sessionStorage);
	} catch (error) {
		return null;	// none, or full: a reload then begins anew
	}
}

// Higher than every other of this tab, so that no two entries of its history are taken for each other.
export function newStep(shown) {
	const step = Math.max(shown, store((s) => Number(s.getItem("step"))) || 0) + 1;

	store((s) => s.setItem("step", String(step)));
	return step;
}

export const keepPage = (step, page) => pages.set(step, page);
export const page = (step) => pages.get(step);
export const keepState = (step, state) => store((s) => s.setItem(`state ${step}`, state));
export const state = (step) => store((s) => s.getItem(`state ${step}`));
export const dropState = (step) => store((s) => s.removeItem(`state ${step}`));

// Those from one step up to another: where Forward led cannot be reached any more.
export function drop(first, last) {
	for (let step = first; step <= last; step++) {
		pages.delete(step);
		dropState(step);
	}
}

export function dropStates(last, which) {
	for (let step = 1; step <= last; step++)
		if (which(state(step) || ""))
			dropState(step);
}

const isTyped = (field) => field.name && field.matches("textarea, input[type=text], input:not([type])");
const isChoice = (field) => field.name && field.name !== "pick" && field.matches("[type=radio]");
const isAnswered = (fields, name) => fields.some((field) => field.name === name && field.checked);

export function note(fields) {
	for (const field of fields) {
		if (isTyped(field) || (isChoice(field) && field.checked))
			typed.set(field.name, field.value);
		else if (field.type === "file")
			files = field.files;
	}
}

// What was typed on this page before and has not come back from the server: it was left without Continue.
export function recall(fields) {
	for (const field of fields) {
		const before = typed.get(field.name);

		if (isTyped(field) && !field.value && before)
			field.value = before;
		else if (isChoice(field) && field.value === before && !isAnswered(fields, field.name))
			field.checked = true;
		else if (field.type === "file" && files && files.length)
			field.files = files;
	}
}

export function dropFiles() {
	files = null;
}

function empty(body) {
	for (const field of Array.from(body.querySelectorAll("input, textarea"))) {
		field.value = "";
		field.checked = false;
	}
}

// The report is sent and its code is kept: nothing of it is needed here any more.
export function forget(last) {
	pages.forEach((kept) => empty(kept.body));
	empty(document.body);
	drop(1, last);
	typed.clear();
	files = null;
}

export function forgetAll() {
	forget(0);
	pages.clear();
	store((s) => s.clear());
}
