// modules.mjs: what npm installed, which is in the build folder and not beside these files.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const here = fileURLToPath(new URL(".", import.meta.url));
const folder = resolve(process.env.CONCERN_BROWSER ?? join(here, "../../build/browser"));
export const require = createRequire(pathToFileURL(join(folder, "any.js")));
