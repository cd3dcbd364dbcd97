/** Reads the options of a drop-down: a line each, `value|text`, or the value alone. */
export function selectOptions(lines: string): { value: string; label: string }[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [value = "", ...text] = line.split("|");
      return { value, label: text.join("|") || value };
    });
}
