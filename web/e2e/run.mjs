// The portal in a browser against a real server, which the caller has started: PULPO_URL, PULPO_USERNAME and
// PULPO_PASSWORD say which, and who signs in. The last line is `N passed, N failed, N skipped`.
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { tests } from "./tests.mjs";

const BROWSERS = [
  process.env.PULPO_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How long the page may take for one thing. A failure is found by it; nothing is measured by it. */
const PATIENCE = Number(process.env.PULPO_PATIENCE_MS ?? 30_000);
const pictures = fileURLToPath(new URL("./out/", import.meta.url));

function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: it must name the server to test, or who signs in`);
  return value;
}

async function main() {
  const executablePath = BROWSERS.find((path) => path && existsSync(path));
  if (!executablePath) {
    console.log("SKIPPED: no chromium is installed (looked for /usr/bin/chromium; PULPO_CHROMIUM may name another)");
    console.log(`0 passed, 0 failed, ${tests.length} skipped`);
    return 0;
  }
  const account = { username: given("PULPO_USERNAME"), password: given("PULPO_PASSWORD") };
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const context = await browser.newContext({ baseURL: given("PULPO_URL"), viewport: { width: 1360, height: 900 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /content security policy/i.test(message.text())) complaints.push(message.text());
  });
  // Names are new in each run, so that a server may be tested again.
  const world = { account, mark: Date.now().toString(36), complaints };
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const { name, run } of tests) {
    // Each test goes on from what the ones before it made, so after a failure the rest would only fail slowly.
    if (failed > 0) {
      skipped += 1;
      console.log(`SKIPPED: ${name}: an earlier test failed`);
      continue;
    }
    try {
      await run(page, world);
      passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      failed += 1;
      mkdirSync(pictures, { recursive: true });
      const picture = `${pictures}${name.replace(/\W+/g, "-")}.png`;
      await page.screenshot({ path: picture }).catch(() => undefined);
      console.log(`FAILED  ${name}\n        ${String(error).split("\n").join("\n        ")}\n        at ${page.url()}`);
    }
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.log(String(error));
  console.log("0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
}
