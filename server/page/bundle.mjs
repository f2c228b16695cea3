// bundle.mjs: builds style/ and script/ into the files that the program holds (embed.py). No host outside is asked, and
// nothing may be in them that a page would fetch from one, or that belongs to GOV.UK alone.
// usage: node bundle.mjs SOURCE MODULES OUT
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [source, modules, out] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(pathToFileURL(join(modules, "any.js")));
const sass = require("sass");
const esbuild = require("esbuild");

// What the first browsers with script modules read.
const oldestStyle = ["chrome61", "safari11", "ios11", "firefox60"], oldestScript = "es2017";
const never = [	// GOV.UK's own, which its licence keeps to GOV.UK; and whatever a browser would fetch elsewhere
	/gds transport/i, /@font-face/i, /crest/i, /crown/i, /@import/i, /url\(\s*["']?(\w+:)?\/\//i,
];

async function buildStyle(name) {
	const { css } = sass.compile(join(source, "style", `${name}.scss`), { loadPaths: [modules], quietDeps: true });
	const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: oldestStyle });

	for (const word of never)
		if (word.test(code))
			throw new Error(`${name}.css: no page of ours may hold ${code.match(word)[0]}`);
	await writeFile(join(out, `${name}.css`), code);
}

async function buildScript(name) {
	await esbuild.build({
		entryPoints: [join(source, "script", `${name}.js`)], outfile: join(out, `${name}.js`),
		bundle: true, format: "esm", minify: true, target: oldestScript, nodePaths: [modules],
		legalComments: "none", logLevel: "warning",
	});
	if (/https?:\/\//.test((await readFile(join(out, `${name}.js`), "utf8")).replaceAll("http://www.w3.org/", "")))
		throw new Error(`${name}.js holds an address of another host`);
}

try {
	await mkdir(out, { recursive: true });
	await Promise.all([
		...["style", "poster", "staff"].map(buildStyle), ...["script", "staff"].map(buildScript),
	]);
} catch (error) {
	console.error(`bundle.mjs: ${error.message}`);
	process.exit(1);
}
