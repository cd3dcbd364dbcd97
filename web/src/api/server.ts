// Questions about the server and its people.

import type { components } from "./__generated__/api";
import { ask } from "./query";
import type { ServerStatus } from "./types";

export interface Space {
  Id: string;
  Name: string;
  IsDefault: boolean;
}

export interface User {
  Id: string;
  Username: string;
  DisplayName: string;
}

export const serverStatus = () => ask<ServerStatus>("/api/serverstatus");
export const serverHealth = () => ask<components["schemas"]["ServerHealth"]>("/api/serverstatus/health");
export const systemInfo = () => ask<components["schemas"]["SystemInfo"]>("/api/serverstatus/system-info");
export const nodes = () => ask<components["schemas"]["NodeSummary"]>("/api/octopusservernodes/summary");
export const root = () => ask<components["schemas"]["RootResource"]>("/api");
export const spaces = () => ({ ...ask<Space[]>("/api/spaces/all"), staleTime: 60_000 });
export const me = () => ({ ...ask<User>("/api/users/me"), staleTime: 60_000 });
