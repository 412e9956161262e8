// Makes static/dist from static/css and static/js. Of the government design system (KRDS) only what some template
// or script names is kept: a page stays small on a slow phone.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const OLDEST = ["chrome109", "safari15.4", "firefox115"];
// Drawn by the form library, so no template names them.
const FIELDS = ["input", "select", "option", "textarea", "file", "checkbox", "radio"];
// A visitor chooses the contrast; what follows the system's dark mode by itself is not wanted twice.
// Of the many kinds of button and field only those that our macros draw.
const UNWANTED = [/krds-mode=.?theme/, /krds-btn\.(link|icon|xsmall|xlarge)/, /krds-(input|form-select)\.(small|medium|large)/];
const USERS = ["templates/**/*.html", "static/js/**/*.js", "pb/**/*.py"];

async function styles() {
  const bundled = await esbuild.build({
    entryPoints: ["static/css/app.css"],
    bundle: true,
    write: false,
    target: OLDEST,
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    logLevel: "error",
  });
  const [used] = await new PurgeCSS().purge({
    content: USERS,
    css: [{ raw: bundled.outputFiles[0].text }],
    safelist: FIELDS,
    blocklist: UNWANTED,
    variables: true,
    keyframes: true,
  });
  const small = await esbuild.transform(used.css, { loader: "css", minify: true, target: OLDEST });
  writeFileSync("static/dist/app.css", small.code);
}

// static/js/app.js is on every page; a folder with a main.js becomes a script of its own, named like the folder, and
// a style sheet beside it if it imports one.
async function scripts() {
  const rooms = readdirSync("static/js").filter((name) => existsSync(`static/js/${name}/main.js`));
  await esbuild.build({
    entryPoints: Object.fromEntries([["app", "static/js/app.js"], ...rooms.map((room) => [room, `static/js/${room}/main.js`])]),
    outdir: "static/dist",
    bundle: true,
    loader: { ".png": "dataurl" },
    minify: true,
    format: "esm",
    target: OLDEST,
    legalComments: "linked",
    logLevel: "warning",
  });
}

// A copy of each for browsers that understand it: made once here, not with every answer.
function copies() {
  for (const name of readdirSync("static/dist").filter((name) => /\.(css|js)$/.test(name))) {
    const bytes = readFileSync(`static/dist/${name}`);
    writeFileSync(`static/dist/${name}.br`, brotliCompressSync(bytes));
    writeFileSync(`static/dist/${name}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

mkdirSync("static/dist", { recursive: true });
await Promise.all([styles(), scripts()]);
copies();
