// Sets the colours before the first paint. A file of its own, since the server's content policy forbids inline scripts.
(() => {
  let chosen = "auto";
  try {
    chosen = window.localStorage.getItem("mantine-color-scheme-value") || "auto";
  } catch {
    // Storage may be forbidden; then the system decides.
  }
  const dark = chosen === "auto" ? window.matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
