// code.js: copying the code, printing it, and links that look like buttons and so must go by the Space key too.
import { words } from "./notice.js";

function select(element) {
	const range = document.createRange();

	range.selectNodeContents(element);
	getSelection().removeAllRanges();
	getSelection().addRange(range);
}

// For browsers without a clipboard for scripts. What cannot be copied is left selected, to be copied by hand.
function copyOld(element) {
	select(element);
	return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("cannot copy"));
}

// Beside the button, for the eye and the ear.
function tell(button, text) {
	let line = button.parentNode.querySelector("[role=status]");

	if (!line) {
		line = document.createElement("span");
		line.setAttribute("role", "status");
		line.className = "govuk-hint";
		button.parentNode.appendChild(line);
	}
	setTimeout(() => { line.textContent = text; }, 100);	// a region must be there before its words are
}

function copy(button) {
	const element = document.getElementById(button.getAttribute("data-copy"));
	// A code as it is written in groups; a list of codes a line each.
	const text = element.textContent.trim().split(/\s+/).join(button.hasAttribute("data-lines") ? "\n" : "-");
	const done = navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => copyOld(element))
		: copyOld(element);

	done.then(() => tell(button, words("copied")), () => tell(button, ""));
}

export function watchButtons() {
	document.addEventListener("click", (event) => {
		const button = event.target.closest("[data-copy], [data-print]");

		if (!button)
			return;
		event.preventDefault();
		if (button.hasAttribute("data-print"))
			print();
		else
			copy(button);
	});
	document.addEventListener("keydown", (event) => {
		if (event.key !== " " || !event.target.matches("a[role=button]"))
			return;
		event.preventDefault();
		event.target.click();
	});
}
