// Questions about the audit. `api` is the start of the space's addresses.

import type { components } from "./__generated__/api";
import { ask } from "./query";
import type { Paged } from "./types";

export type AuditEvent = components["schemas"]["EventResource"];

export interface EventFilter {
  projects?: string;
  environments?: string;
  eventCategories?: string;
  users?: string;
  from?: string;
  to?: string;
  take: number;
}

export const events = (api: string, filter: EventFilter) => ask<Paged<AuditEvent>>(`${api}/events`, { ...filter });
export const eventCategories = () => ask<{ Id: string; Name: string }[]>("/api/events/categories");
