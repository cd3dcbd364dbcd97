import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run dev` shows the portal with reload and asks a server that runs beside it.
const server = process.env.PULPO_URL ?? "http://localhost:8888";

export default defineConfig({
  plugins: [react()],
  base: "/",
  // The map would double the server program for a reader who has the source anyway.
  build: { target: "es2022", sourcemap: false, chunkSizeWarningLimit: 900 },
  server: { proxy: { "/api": server, "/nuget": server } },
});
