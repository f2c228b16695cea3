// flow.js: forms go and pages come without the browser loading anew, so that nothing typed is lost when there is no
// network, and Back, Forward and reload bring back each step as it was left. A form without data-flow is the browser's.
import * as memory from "./memory.js";
import { isBusy, send, stop } from "./request.js";
import { countFiles, progress } from "./upload.js";
import { countAll } from "./count.js";
import { focusTop, say, unwarn, warn, words } from "./notice.js";

const PAUSE = 2000;	// milliseconds without a key, after which the server is asked to seal what was typed
let shown = 0;		// the step on the screen
let pressed = null;	// the button, for browsers that do not tell
let isAsking = false;	// what is under way is ours, nobody pressed a button
let pause = 0, unsealed = null;		// timer; the field with words that are not sealed yet

const isSent = /^sent /;	// before a state: its report has gone

const flowForm = () => document.querySelector("form[data-flow]");	// the first: one may have others beside it
const fields = () => Array.from(document.querySelectorAll("form[data-flow] input, form[data-flow] textarea"));
const stateOf = (form) => form.querySelector("input[name=state]");
const isReport = (form) => /^\/report(\/send)?$/.test(form.getAttribute("action"));
const isCode = (form) => form.getAttribute("action") === "/report/kept";

// What the browser itself would send.
function content(form, button) {
	const isMultipart = form.enctype === "multipart/form-data";
	const out = isMultipart ? new FormData() : new URLSearchParams();

	new FormData(form).forEach((value, name) => {
		if (name === "expected")
			out.append(name, countFiles(form));
		else if (typeof value === "string")
			out.append(name, value);
		else if (isMultipart && value.name)
			out.append(name, value, value.name);
	});
	if (button && button.name)
		out.append(button.name, button.value);
	return out;
}

// --- what is on the screen ---

function put(body, title, top) {
	document.title = title;
	document.documentElement.replaceChild(body, document.body);
	focusTop(false);
	scrollTo(0, top);
}

function leaveStep() {
	const form = flowForm();

	unwarn();
	clearTimeout(pause);
	if (form && isReport(form))
		memory.note(fields());
	memory.keepPage(shown, { body: document.body, title: document.title, top: pageYOffset });
}

// What a reload of this step begins with. A code is never kept: sending the same report again gives the same one. Its
// questions do not come back then to who only borrows the phone.
function keepSealed(before) {
	const form = flowForm();

	if (form && isReport(form) && stateOf(form)) {
		memory.keepState(shown, stateOf(form).value);
	} else if (form && isCode(form) && memory.state(before)) {
		memory.keepState(shown, `sent ${memory.state(before).replace(isSent, "")}`);
		memory.dropStates(shown, (state) => !isSent.test(state));
	}
}

// A page from the server takes the place of this one; as a new step, unless it is this one again.
function arrive(page, isNew, address) {
	const body = document.adoptNode(page.body);
	const before = shown;

	if (isNew) {
		shown = memory.newStep(before);
		memory.drop(before + 1, shown);
		history.pushState({ step: shown }, "", address);
	}
	unsealed = null;
	put(body, page.title, 0);
	const form = flowForm();
	if (form && isReport(form) && !document.querySelector(".govuk-error-summary"))
		memory.recall(fields());
	countAll();
	keepSealed(before);
}

// --- sending ---

function answer(form, page) {
	const action = form.getAttribute("action");
	const hasErrors = page.querySelector(".govuk-error-summary") !== null;
	const isSame = page.querySelector(`form[action='${action}']`) !== null;

	leaveStep();
	if (hasErrors)
		memory.dropFiles();
	if (isCode(form) && !isSame && !hasErrors)
		memory.forget(shown);
	for (const field of Array.from(form.querySelectorAll("[name=code], [name=last]")))
		field.value = "";	// Back shows no code
	arrive(page, !(hasErrors && isSame), action.replace(/^(\/[a-z]+).*/, "$1"));
}

function dim(button, isOn) {
	if (button && isOn)
		button.setAttribute("aria-disabled", "true");
	else if (button)
		button.removeAttribute("aria-disabled");
}

function submit(form, button) {
	const share = form.hasAttribute("data-upload") && countFiles(form) > 0 ? progress(form) : () => {};
	const end = () => {
		dim(button, false);
		share(null);
	};

	isAsking = false;
	unwarn();
	dim(button, true);
	share(0);
	if (button && button.value === "send")
		say(words("sending"));
	send(form.getAttribute("action"), content(form, button), {
		share,
		end,
		answer: (page) => answer(form, page),
		failure: (slow) => warn(words(slow ? "slow" : "offline")),
	});
}

function onSubmit(event) {
	const form = event.target;
	const button = event.submitter || (pressed && pressed.form === form ? pressed : null);

	if (!form.matches("form[data-flow]") || form.method !== "post")
		return;
	if (!isBusy() || isAsking)	// else pressed twice
		submit(form, button);
	event.preventDefault();		// last: if our way fails, the browser's own still works
}

// --- what was typed and not sent yet: sealed by the server as at Continue, for a reload or a phone that is short of
// memory. Nothing is stored there.

function seal() {
	const form = flowForm();
	const field = unsealed, step = shown;

	clearTimeout(pause);
	if (!field || isBusy() || !form || !form.contains(field))
		return;
	const body = content(form, null);
	body.append("go", "keep");
	unsealed = null;
	isAsking = true;
	send("/report", body, {
		share() {},
		end() {},
		answer(page) {
			const state = page.querySelector("input[name=state]");

			if (!state || !page.getElementById(field.id))
				return;
			stateOf(form).value = state.value;
			memory.keepState(step, state.value);
		},
		failure() {},
	});
}

function onInput(event) {
	const form = event.target.form;

	if (!form || !form.matches("form[data-flow][action='/report']"))
		return;
	unsealed = event.target;
	clearTimeout(pause);
	pause = setTimeout(seal, PAUSE);
}

// --- coming back ---

// A step of which only the sealed state is left: the server draws it again, with nothing changed.
function askAgain(step) {
	const state = memory.state(step);
	const sent = isSent.test(state);
	const body = sent ? new FormData() : new URLSearchParams();

	body.append("state", state.replace(isSent, ""));
	body.append("go", sent ? "send" : "stay");
	isAsking = true;
	send(sent ? "/report/send" : "/report", body, {
		share() {},
		end() {},
		answer(page, status) {
			if (status === 200)
				arrive(page, false);
			else
				memory.dropState(step);
		},
		failure: (slow) => warn(words(slow ? "slow" : "offline")),
	});
}

function onHistory(event) {
	const step = event.state && event.state.step;
	const kept = memory.page(step);

	if (!step || step === shown)
		return;
	stop();
	leaveStep();
	shown = step;
	if (kept) {
		put(kept.body, kept.title, kept.top);
		keepSealed(step);
	} else if (memory.state(step)) {
		askAgain(step);
	} else {
		location.reload();
	}
}

// A reload shows the same step again; who comes back from elsewhere gets the questions again, but not the code.
function begin() {
	const before = history.state && history.state.step;
	const state = before && location.pathname === "/report" && memory.state(before);
	const isReload = performance.navigation.type === 1;

	shown = before || memory.newStep(0);
	history.replaceState({ step: shown }, "");
	if (state && (isReload || !isSent.test(state)))
		askAgain(before);
	else
		keepSealed(shown);
}

export function watchForms() {
	if (!FormData.prototype.forEach || !window.URLSearchParams)
		return;
	document.addEventListener("click", (event) => { pressed = event.target.closest("button"); }, true);
	document.addEventListener("submit", onSubmit);
	document.addEventListener("input", onInput);
	document.addEventListener("visibilitychange", () => { if (document.hidden) seal(); });
	addEventListener("popstate", onHistory);
	begin();
}
