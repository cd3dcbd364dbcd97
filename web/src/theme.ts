import { createTheme } from "@mantine/core";

/** Colours and measures of the portal; everything else is the library's. */
export const theme = createTheme({
  primaryColor: "cyan",
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: "sm",
  cursorType: "pointer",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: "600" },
  components: {
    // The colour of a notice is in its frame; its words must be readable on it.
    Alert: { styles: { title: { color: "var(--mantine-color-text)" } } },
    // A state that is cut short says nothing.
    Badge: { styles: { root: { flexShrink: 0, minWidth: "max-content" } } },
    Paper: { defaultProps: { className: "surface" } },
    Table: {
      styles: { th: { fontSize: 12, whiteSpace: "nowrap", color: "var(--mantine-color-dimmed)", fontWeight: 600 } },
    },
  },
});
