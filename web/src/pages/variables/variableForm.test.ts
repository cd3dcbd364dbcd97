import { describe, expect, it } from "vitest";
import { emptyVariable, formOf, variableOf } from "./variableForm";

describe("the form of a variable", () => {
  it("keeps a secret that was not typed anew", () => {
    const known = {
      ...variableOf({ ...emptyVariable, name: "Key", sensitive: true, value: "s3cret" }, undefined),
      Id: "v1",
      Value: null,
    };
    const after = variableOf({ ...formOf(known), environments: ["Environments-1"] }, known);
    expect(after).toMatchObject({ Id: "v1", IsSensitive: true, Type: "Sensitive", Value: null });
    expect(after.Scope).toEqual({ Environment: ["Environments-1"] });
  });

  it("keeps scopes that it does not show", () => {
    const known = {
      ...variableOf({ ...emptyVariable, name: "A", value: "1" }, undefined),
      Scope: { Machine: ["Machines-1"] },
    };
    expect(variableOf(formOf(known), known).Scope).toEqual({ Machine: ["Machines-1"] });
  });

  it("keeps the kind of a variable that is neither text nor secret", () => {
    const known = { ...variableOf({ ...emptyVariable, name: "A" }, undefined), Type: "WorkerPool" };
    expect(variableOf(formOf(known), known).Type).toBe("WorkerPool");
  });
});
