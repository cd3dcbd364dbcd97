// Questions about projects and what belongs to them. `api` is the start of the space's addresses.

import { ask } from "./query";
import type {
  Channel,
  Dashboard,
  Paged,
  Process,
  Project,
  ProjectGroup,
  ProjectProgression,
  ReleaseTemplate,
  VariableSet,
} from "./types";

export const dashboard = (api: string) => ask<Dashboard>(`${api}/dashboard`);
export const projects = (api: string) => ask<Project[]>(`${api}/projects/all`);
export const project = (api: string, id: string) => ask<Project>(`${api}/projects/${id}`);
export const projectGroups = (api: string) => ask<ProjectGroup[]>(`${api}/projectgroups/all`);
export const progression = (api: string, id: string, releaseHistoryCount: number) =>
  ask<ProjectProgression>(`${api}/projects/${id}/progression`, { releaseHistoryCount });
export const process = (api: string, id: string) => ask<Process>(`${api}/projects/${id}/deploymentprocesses`);
export const releaseTemplate = (api: string, id: string, channel: string) =>
  ask<ReleaseTemplate>(`${api}/projects/${id}/deploymentprocesses/template`, { channel });
export const variables = (api: string, id: string) => ask<VariableSet>(`${api}/projects/${id}/variables`);
export const channels = (api: string, id: string) =>
  ask<Paged<Channel>>(`${api}/projects/${id}/channels`, { take: 1000 });
