// Questions about environments, lifecycles and targets. `api` is the start of the space's addresses.

import type { components } from "./__generated__/api";
import { ask } from "./query";
import type { Environment, Lifecycle } from "./types";

export type Machine = components["schemas"]["MachineResource"];
export type WorkerPool = components["schemas"]["WorkerPoolResource"];

export const environments = (api: string) => ask<Environment[]>(`${api}/environments/all`);
export const lifecycles = (api: string) => ask<Lifecycle[]>(`${api}/lifecycles/all`);
export const lifecycle = (api: string, id: string) => ask<Lifecycle>(`${api}/lifecycles/${id}`);
export const machines = (api: string) => ask<Machine[]>(`${api}/machines/all`);
export const machineRoles = (api: string) => ask<string[]>(`${api}/machineroles/all`);
export const workerPools = (api: string) => ask<WorkerPool[]>(`${api}/workerpools/all`);
