// The log of a task as the portal keeps it: the known part grows by what each answer adds, and is laid out as rows.

import type { Activity, LogLine } from "../api/types";

/**
 * Adds an answer that holds at most the last `tail` lines of each activity to what is known already. `complete` is
 * false when lines were written faster than they were asked for, so that some are neither known nor in the answer.
 */
export function merge(known: readonly Activity[], answer: readonly Activity[], tail: number) {
  const byId = new Map(known.map((activity) => [activity.Id, activity]));
  let complete = true;
  const activities = answer.map((activity): Activity => {
    const old = byId.get(activity.Id);
    const lines = mergeLines(old?.LogElements ?? [], activity.LogElements, tail);
    const children = merge(old?.Children ?? [], activity.Children, tail);
    complete &&= lines.complete && children.complete;
    return { ...activity, LogElements: lines.lines, Children: children.activities };
  });
  return { activities, complete };
}

function mergeLines(known: LogLine[], answer: LogLine[], tail: number): { lines: LogLine[]; complete: boolean } {
  const last = known.at(-1)?.Number;
  // An answer that is shorter than the limit holds every line there is.
  if (answer.length < tail) return { lines: answer, complete: true };
  if (last === undefined) return { lines: answer, complete: false };
  const from = answer.findIndex((line) => line.Number > last);
  if (from === -1) return { lines: known, complete: true };
  return { lines: [...known, ...answer.slice(from)], complete: from > 0 };
}

export type Row =
  | { kind: "activity"; key: string; depth: number; activity: Activity; open: boolean; foldable: boolean }
  | { kind: "line"; key: string; depth: number; line: LogLine };

/** Whether an activity is shown open when the reader has not said otherwise: what runs or went wrong is. */
export function opensByItself(activity: Activity): boolean {
  return activity.Status === "Running" || activity.Status === "Failed" || activity.Status === "SuccessWithWarning";
}

/** The rows to show, in order; `folded` is what the reader has chosen, by activity. */
export function rows(activities: readonly Activity[], chosen: ReadonlyMap<string, boolean>, depth = 0): Row[] {
  const found: Row[] = [];
  for (const activity of activities) {
    const foldable = activity.Children.length > 0 || activity.LogElements.length > 0;
    const open = chosen.get(activity.Id) ?? (depth === 0 || opensByItself(activity));
    found.push({ kind: "activity", key: activity.Id, depth, activity, open: open && foldable, foldable });
    if (!open) continue;
    for (const line of activity.LogElements) {
      found.push({ kind: "line", key: `${activity.Id}#${line.Number}`, depth: depth + 1, line });
    }
    for (const row of rows(activity.Children, chosen, depth + 1)) found.push(row);
  }
  return found;
}

/** Every activity of a tree. */
export function everyActivity(activities: readonly Activity[]): Activity[] {
  return activities.flatMap((activity) => [activity, ...everyActivity(activity.Children)]);
}
