// Runs the unit tests and ends with the line that the caller counts by: `N passed, N failed, N skipped`.
import { startVitest } from "vitest/node";

const vitest = await startVitest("test", process.argv.slice(2), { watch: false, run: true });
const results = vitest.state
  .getTestModules()
  .flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
const broken = vitest.state.getTestModules().filter((module) => module.errors().length > 0).length;
const count = (state) => results.filter((result) => result === state).length;
const failed = count("failed") + broken + vitest.state.getUnhandledErrors().length;
await vitest.close();
console.log(`${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped`);
process.exitCode = failed > 0 || count("passed") === 0 ? 1 : 0;
