// script.js: what a page can do more when there is a script. Without one every page works as it is.
import { takeCode } from "./fragment.js";
import { watchExit } from "./exit.js";
import { watchLinks } from "./notice.js";
import { watchForms } from "./flow.js";
import { watchCounts } from "./count.js";
import { watchButtons } from "./code.js";

document.documentElement.classList.add("js");
takeCode();	// before anything else can see the address
watchExit();
watchLinks();
watchCounts();
watchButtons();
watchForms();
