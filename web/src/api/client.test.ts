import { describe, expect, it } from "vitest";
import { csrfToken, readRefusal, withQuery } from "./client";

describe("a query", () => {
  it("leaves out what has no value", () => {
    expect(withQuery("/api/tasks", { take: 30, states: "", project: undefined, active: false })).toBe(
      "/api/tasks?take=30&active=false",
    );
    expect(withQuery("/api/tasks")).toBe("/api/tasks");
  });
});

describe("the token against forged requests", () => {
  it("is found by the beginning of its cookie's name", () => {
    expect(csrfToken("theme=dark; Octopus-Csrf-Token_5b0e=abc=; other=1")).toBe("abc=");
    expect(csrfToken("theme=dark")).toBeUndefined();
  });
});

describe("a refusal", () => {
  it("is shown in the server's words", () => {
    const refusal = readRefusal(400, { ErrorMessage: "No.", Errors: ["a", "b"], HelpText: "try c" }, "400");
    expect([refusal.message, refusal.problems, refusal.helpText]).toEqual(["No.", ["a", "b"], "try c"]);
  });

  it.each([undefined, null, "text", [], { Errors: null }, { Errors: [1, null] }])("can be read even as %o", (body) => {
    const refusal = readRefusal(502, body, "The server answered 502");
    expect([refusal.message, refusal.problems]).toEqual(["The server answered 502", []]);
  });
});
