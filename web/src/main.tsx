import "@mantine/core/styles.css";
import "./main.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { makeQueryClient } from "./api/query";
import { fromHash, paths } from "./paths";
import { routes } from "./routes";
import { theme } from "./theme";

/** Old links name the page behind a `#`; the address is corrected before the router reads it. */
function followHash() {
  const target = fromHash(window.location.hash);
  if (target) window.history.replaceState(null, "", target);
}

followHash();
const router = createBrowserRouter(routes);
// An old link that is typed into an open portal changes only what stands behind the `#`.
window.addEventListener("hashchange", () => {
  const target = fromHash(window.location.hash);
  if (target) void router.navigate(target, { replace: true });
});

const queryClient = makeQueryClient(() => {
  const { pathname, search } = window.location;
  if (pathname !== paths.signIn()) void router.navigate(paths.signIn(pathname + search), { replace: true });
});
const element = document.getElementById("root");
if (!element) throw new Error("the page has no element to show the portal in");
createRoot(element).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
