// fragment.js: a code that came behind the # of an address (from its QR picture) goes into its field and out of the
// address, and so out of the history and of what others see on the screen. No server ever gets that part.
const looksLikeCode = /^[0-9a-z-]{16,40}$/i;

function take() {
	const field = document.querySelector("input[data-from-fragment]");
	const said = location.hash.slice(1);

	if (!field || !looksLikeCode.test(said))
		return;
	history.replaceState(history.state, "", location.pathname);
	field.value = said;
	const button = field.form && field.form.querySelector("button:not([tabindex])");
	if (button)
		button.focus();
}

export function takeCode() {
	take();
	addEventListener("hashchange", take);	// another picture, read while the page was open
}
