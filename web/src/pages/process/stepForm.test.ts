import { describe, expect, it } from "vitest";
import { emptyForm, formOf, PACKAGE, SCRIPT, stepOf } from "./stepForm";

describe("the form of a step", () => {
  it("makes a script step and reads it back", () => {
    const form = { ...emptyForm(SCRIPT), name: "Say hello", body: "echo hello", roles: ["web", "db"] };
    const step = stepOf(form, undefined);
    expect(step.Actions[0]?.Properties).toEqual({
      "Octopus.Action.RunOnServer": "True",
      "Octopus.Action.Script.ScriptSource": "Inline",
      "Octopus.Action.Script.Syntax": "Bash",
      "Octopus.Action.Script.ScriptBody": "echo hello",
    });
    expect(step.Properties).toEqual({ "Octopus.Action.TargetRoles": "web,db" });
    expect(formOf(step)).toEqual(form);
  });

  it("names the package of a package step in both places that clients read", () => {
    const step = stepOf({ ...emptyForm(PACKAGE), name: "Web", packageId: "Acme.Web" }, undefined);
    expect(step.Actions[0]?.Packages[0]).toMatchObject({ Name: "", PackageId: "Acme.Web", FeedId: "feeds-builtin" });
    expect(step.Actions[0]?.Properties["Octopus.Action.Package.PackageId"]).toBe("Acme.Web");
  });

  it("keeps what it does not show", () => {
    const before = stepOf({ ...emptyForm(SCRIPT), name: "Old", body: "x" }, undefined);
    const action = before.Actions[0];
    if (!action) throw new Error("a step has an action");
    const rich = {
      ...before,
      Id: "s1",
      Properties: { "Octopus.Action.MaxParallelism": "3" },
      Actions: [
        { ...action, Id: "a1", Channels: ["Channels-1"], Properties: { ...action.Properties, Custom: "kept" } },
        { ...action, Id: "a2", Name: "Second" },
      ],
    };
    const after = stepOf({ ...formOf(rich), name: "New", body: "y" }, rich);
    expect(after).toMatchObject({ Id: "s1", Name: "New", Properties: { "Octopus.Action.MaxParallelism": "3" } });
    expect(after.Actions[0]).toMatchObject({
      Id: "a1",
      Name: "Old",
      Channels: ["Channels-1"],
      Properties: { Custom: "kept" },
    });
    expect(after.Actions[1]).toEqual(rich.Actions[1]);
  });

  it("drops the expression of a condition that no longer has one", () => {
    const before = stepOf(
      { ...emptyForm(SCRIPT), name: "A", body: "x", condition: "Variable", expression: "#{x}" },
      undefined,
    );
    const after = stepOf({ ...formOf(before), condition: "Always" }, before);
    expect(after.Properties).toEqual({});
  });
});
