// A small web application: serves its public folder. The port is the only argument.
const { createServer } = require("node:http");
const { readFile } = require("node:fs/promises");
const path = require("node:path");

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json" };
const root = path.join(__dirname, "public");

const server = createServer(async (request, response) => {
  const asked = path.normalize(new URL(request.url, "http://localhost").pathname);
  const file = path.join(root, asked === "/" ? "index.html" : asked);
  try {
    const content = await readFile(file);
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
});

server.listen(Number(process.argv[2]), "127.0.0.1", () => console.log("listening"));
