// Writes the TypeScript types of the API from the OpenAPI document: of the server at PULPO_URL, or else the
// document that the repository keeps.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const kept = fileURLToPath(new URL("../../docs/reference/openapi.json", import.meta.url));
const target = fileURLToPath(new URL("../src/api/__generated__/api.d.ts", import.meta.url));

async function document() {
  const server = process.env.PULPO_URL;
  if (server) {
    const answer = await fetch(new URL("/api/openapi.json", server));
    if (!answer.ok) throw new Error(`${server} answered ${answer.status} to the question for its OpenAPI document`);
    return answer.json();
  }
  if (!existsSync(kept))
    throw new Error(`no PULPO_URL given and ${kept} is not there: start a server and name it in PULPO_URL`);
  return JSON.parse(readFileSync(kept, "utf8"));
}

/** Operations by name are not used here, and two operations of one name would be an error. */
function withoutOperationNames(document) {
  for (const operations of Object.values(document.paths)) {
    for (const operation of Object.values(operations)) delete operation.operationId;
  }
  return document;
}

const types = astToString(await openapiTS(withoutOperationNames(await document())));
writeFileSync(target, `// Generated from the OpenAPI document by \`npm run gen\`; do not edit.\n\n${types}`);
console.log(`written ${target}`);
