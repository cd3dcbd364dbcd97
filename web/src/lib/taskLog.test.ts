import { describe, expect, it } from "vitest";
import type { Activity } from "../api/types";
import { merge, rows } from "./taskLog";

function activity(Id: string, numbers: number[], Children: Activity[] = [], Status = "Running"): Activity {
  return {
    Id,
    Name: Id,
    Status,
    Started: null,
    Ended: null,
    ShowAtSummaryLevel: true,
    ProgressPercentage: 0,
    ProgressMessage: "",
    Children,
    LogElements: numbers.map((number) => ({
      Category: "Info",
      OccurredAt: "2026-05-17T10:00:00.000+00:00",
      MessageText: `line ${number}`,
      Detail: null,
      Number: number,
    })),
  };
}

const numbers = (activities: readonly Activity[]) => activities[0]?.LogElements.map((line) => line.Number);

describe("adding an answer to what is known", () => {
  const TAIL = 3;

  it("appends the lines that are new", () => {
    const { activities, complete } = merge([activity("a", [1, 2, 3, 4])], [activity("a", [3, 4, 5])], TAIL);
    expect(numbers(activities)).toEqual([1, 2, 3, 4, 5]);
    expect(complete).toBe(true);
  });

  it("says so when lines are missing between", () => {
    const { complete } = merge([activity("a", [1, 2])], [activity("a", [7, 8, 9])], TAIL);
    expect(complete).toBe(false);
  });

  it("says so when the beginning of a new activity is missing", () => {
    expect(merge([], [activity("a", [7, 8, 9])], TAIL).complete).toBe(false);
  });

  it("takes a short answer for the whole", () => {
    const { activities, complete } = merge([], [activity("a", [1, 2])], TAIL);
    expect(numbers(activities)).toEqual([1, 2]);
    expect(complete).toBe(true);
  });

  it("keeps what is known when nothing is new", () => {
    const known = [activity("a", [1, 2, 3, 4])];
    expect(numbers(merge(known, [activity("a", [2, 3, 4])], TAIL).activities)).toEqual([1, 2, 3, 4]);
  });

  it("looks into the children", () => {
    const known = [activity("a", [], [activity("b", [1, 2, 3])])];
    const { activities, complete } = merge(known, [activity("a", [], [activity("b", [2, 3, 4])])], TAIL);
    expect(numbers(activities[0]?.Children ?? [])).toEqual([1, 2, 3, 4]);
    expect(complete).toBe(true);
  });

  it("takes states from the answer", () => {
    const { activities } = merge([activity("a", [1])], [activity("a", [1], [], "Success")], TAIL);
    expect(activities[0]?.Status).toBe("Success");
  });
});

describe("the rows of a log", () => {
  const task = activity(
    "task",
    [1],
    [
      activity("done", [2], [activity("done on web01", [3], [], "Success")], "Success"),
      activity("failed", [4], [activity("failed on web01", [5], [], "Failed")], "Failed"),
      activity("waiting", [], [], "Pending"),
    ],
  );
  const shown = (chosen = new Map<string, boolean>()) => rows([task], chosen).map((row) => `${row.depth} ${row.key}`);

  it("fold what went well and open what failed", () => {
    expect(shown()).toEqual([
      "0 task",
      "1 task#1",
      "1 done",
      "1 failed",
      "2 failed#4",
      "2 failed on web01",
      "3 failed on web01#5",
      "1 waiting",
    ]);
  });

  it("follow the reader's choice", () => {
    const chosen = new Map([
      ["done", true],
      ["failed", false],
    ]);
    expect(shown(chosen)).toEqual([
      "0 task",
      "1 task#1",
      "1 done",
      "2 done#2",
      "2 done on web01",
      "1 failed",
      "1 waiting",
    ]);
  });

  it("of a hundred thousand lines are laid out without recursion into lines", () => {
    const long = activity(
      "long",
      Array.from({ length: 100_000 }, (_, number) => number),
    );
    expect(rows([activity("task", [], [long])], new Map())).toHaveLength(100_002);
  });
});
