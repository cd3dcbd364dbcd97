import { describe, expect, it } from "vitest";
import { fromHash, paths, safeReturn } from "./paths";

describe("the path builder", () => {
  it("builds every address below the space", () => {
    const to = paths.space("Spaces-1");
    const built = Object.entries(to).map(([name, path]) => [
      name,
      typeof path === "string" ? path : path("A-1", "B-2"),
    ]);
    expect(Object.fromEntries(built)).toMatchInlineSnapshot(`
      {
        "audit": "/app/Spaces-1/audit",
        "channels": "/app/Spaces-1/projects/A-1/channels",
        "createRelease": "/app/Spaces-1/projects/A-1/releases/create",
        "dashboard": "/app/Spaces-1",
        "deploy": "/app/Spaces-1/releases/A-1/deploy/B-2",
        "deployment": "/app/Spaces-1/deployments/A-1",
        "environments": "/app/Spaces-1/environments",
        "lifecycle": "/app/Spaces-1/lifecycles/A-1",
        "lifecycles": "/app/Spaces-1/lifecycles",
        "package": "/app/Spaces-1/packages/A-1",
        "packages": "/app/Spaces-1/packages",
        "process": "/app/Spaces-1/projects/A-1/process",
        "project": "/app/Spaces-1/projects/A-1",
        "projectSettings": "/app/Spaces-1/projects/A-1/settings",
        "projects": "/app/Spaces-1/projects",
        "release": "/app/Spaces-1/releases/A-1",
        "status": "/app/Spaces-1/status",
        "targets": "/app/Spaces-1/targets",
        "task": "/app/Spaces-1/tasks/A-1",
        "tasks": "/app/Spaces-1/tasks",
        "variables": "/app/Spaces-1/projects/A-1/variables",
      }
    `);
  });

  it("encodes what an id may hold", () => {
    expect(paths.space("Spaces-1").package("Acme/Web 1")).toBe("/app/Spaces-1/packages/Acme%2FWeb%201");
    expect(paths.signIn("/app/Spaces-1/tasks?state=Failed")).toBe(
      "/app/sign-in?return=%2Fapp%2FSpaces-1%2Ftasks%3Fstate%3DFailed",
    );
  });
});

describe("old links", () => {
  it.each([
    ["#/Spaces-1/projects/Projects-1", "/app/Spaces-1/projects/Projects-1"],
    ["#/Spaces-1/releases/Releases-4", "/app/Spaces-1/releases/Releases-4"],
    ["#/Spaces-1/deployments/Deployments-9", "/app/Spaces-1/deployments/Deployments-9"],
    ["#/Spaces-1/tasks/ServerTasks-1", "/app/Spaces-1/tasks/ServerTasks-1"],
    ["#/Spaces-1/tasks/ServerTasks-1?activeTab=taskLog", "/app/Spaces-1/tasks/ServerTasks-1?activeTab=taskLog"],
    ["#/Spaces-1/projects/web-shop/deployments", "/app/Spaces-1/projects/web-shop"],
    ["#/Spaces-1/projects/web-shop/deployments/process", "/app/Spaces-1/projects/web-shop/process"],
    ["#/Spaces-1/infrastructure/machines", "/app/Spaces-1/targets"],
    ["#/Spaces-1/infrastructure/environments", "/app/Spaces-1/environments"],
    ["#/Spaces-1/library/lifecycles", "/app/Spaces-1/lifecycles"],
    ["#/Spaces-1/library/builtinrepository", "/app/Spaces-1/packages"],
    ["#/Spaces-1", "/app/Spaces-1"],
  ])("%s opens %s", (hash, path) => {
    expect(fromHash(hash)).toBe(path);
  });

  it.each(["", "#", "#/", "#main"])("%o is no old link", (hash) => {
    expect(fromHash(hash)).toBeUndefined();
  });
});

describe("the way back after signing in", () => {
  it.each([null, "", "https://elsewhere.example/", "//elsewhere.example", "/application", "/app\\@elsewhere.example"])(
    "%o leads to the portal's start",
    (wanted) => {
      expect(safeReturn(wanted)).toBe("/app");
    },
  );

  it("is the page that was asked for", () => {
    expect(safeReturn("/app/Spaces-1/tasks?state=Failed")).toBe("/app/Spaces-1/tasks?state=Failed");
  });
});
