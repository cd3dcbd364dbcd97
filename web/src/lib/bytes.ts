/** A number of bytes in the largest unit that keeps it readable. */
export function bytes(count: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  if (count < 1024) return `${count} B`;
  let value = count / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
