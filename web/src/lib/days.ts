// Days as a date field gives them, `2026-05-17`, as instants in the reader's own time zone.

/** The instant at which a day begins. */
export function dayStart(day: string): string | undefined {
  return midnight(day, 0);
}

/** The instant at which a day has ended. */
export function nextDayStart(day: string): string | undefined {
  return midnight(day, 1);
}

function midnight(day: string, later: number): string | undefined {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return undefined;
  return new Date(year, month - 1, date + later).toISOString();
}
