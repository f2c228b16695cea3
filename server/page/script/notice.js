// notice.js: sentences that the script has to say, for the eye and for screen readers; and where the focus goes.
// The sentences stand in the page (<div id="words" data-…>), from policy/wording/script.yaml.

export function words(key) {
	const holder = document.getElementById("words");

	return holder && holder.getAttribute(`data-${key}`) || "";
}

// Said once, politely, by a screen reader; not seen.
export function say(text) {
	let region = document.getElementById("said");

	if (!region) {
		region = document.createElement("div");
		region.id = "said";
		region.className = "govuk-visually-hidden";
		region.setAttribute("aria-live", "polite");
		document.body.appendChild(region);
	}
	region.textContent = "";
	setTimeout(() => { region.textContent = text; }, 100);	// a region must be there before its words are
}

export function unwarn() {
	const old = document.getElementById("notice");

	if (old)
		old.remove();
}

// A box at the top of the page, where the screen then is: something went wrong.
export function warn(text) {
	const box = document.createElement("div");
	const main = document.querySelector("main") || document.body;
	const line = document.createElement("p");

	unwarn();
	box.id = "notice";
	box.className = "notice";
	box.setAttribute("role", "alert");
	main.insertBefore(box, main.firstChild);
	line.className = "govuk-body";
	line.textContent = text;
	box.appendChild(line);
	scrollTo(0, 0);
}

export function focusOn(element) {
	if (!element)
		return;
	if (!element.matches("a, button, input, select, textarea, [tabindex]"))
		element.setAttribute("tabindex", "-1");
	element.focus();
}

// To the errors or the news if there are any, else to the heading.
export function focusTop(onlyNews) {
	const news = document.querySelector(".govuk-error-summary, .govuk-notification-banner[role=alert]");

	if (news || !onlyNews)
		focusOn(news || document.querySelector("h1"));
}

// What is folded away is opened: "#do-message" names it, or something in it.
export function openNamed(hash) {
	const there = hash.length > 1 && document.getElementById(hash.slice(1));
	const box = there && there.closest("details");

	if (box)
		box.open = true;
	return there;
}

// A link to a place of the same page goes there without a step of the history, and without a # in the address.
export function watchLinks() {
	document.addEventListener("click", (event) => {
		const link = event.target.closest("a[href^='#']");
		const there = link && openNamed(link.getAttribute("href"));

		if (!there)
			return;
		event.preventDefault();
		const named = there.labels && there.labels[0] || there;
		named.scrollIntoView();
		focusOn(there);
	});
	const named = openNamed(location.hash);

	if (named)
		focusOn(named);	// back at the place that somebody came from
	else
		focusTop(true);
}
