import { describe, expect, it } from "vitest";
import { bytes } from "./bytes";
import { dayStart, nextDayStart } from "./days";
import { ago } from "./time";

const NOW = Date.parse("2026-05-17T12:00:00Z");

describe("how long ago an instant was", () => {
  it.each([
    ["2026-05-17T11:59:58.000+00:00", "just now"],
    ["2026-05-17T11:59:30.000+00:00", "30 s ago"],
    ["2026-05-17T11:58:01.000+00:00", "1 min ago"],
    ["2026-05-17T09:00:00.000+00:00", "3 h ago"],
    ["2026-05-16T12:00:00.000+00:00", "1 day ago"],
    ["2026-05-07T12:00:00.000+00:00", "10 days ago"],
    ["2026-05-17T12:10:00.000+00:00", "in 10 min"],
    ["no instant", ""],
  ])("%s was %s", (instant, words) => {
    expect(ago(instant, NOW)).toBe(words);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [20 * 1024, "20 KiB"],
    [2 * 1024 ** 3, "2.0 GiB"],
  ])("%i bytes are %s", (count, words) => {
    expect(bytes(count)).toBe(words);
  });
});

describe("days", () => {
  it("end where the next one begins, also at the end of a year", () => {
    expect(nextDayStart("2026-12-31")).toBe(dayStart("2027-01-01"));
  });

  it("that are not given are no limit", () => {
    expect(dayStart("")).toBeUndefined();
  });
});
