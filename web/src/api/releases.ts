// Questions about releases and deployments. `api` is the start of the space's addresses.

import type { components } from "./__generated__/api";
import { ask } from "./query";
import type { Deployment, DeploymentPreview, DeploymentTemplate, Paged, Release, ReleaseProgression } from "./types";

export const release = (api: string, id: string) => ask<Release>(`${api}/releases/${id}`);
export const releaseProgression = (api: string, id: string) =>
  ask<ReleaseProgression>(`${api}/releases/${id}/progression`);
export const deploymentTemplate = (api: string, id: string) =>
  ask<DeploymentTemplate>(`${api}/releases/${id}/deployments/template`);
export const defects = (api: string, id: string) =>
  ask<Paged<components["schemas"]["DefectResource"]>>(`${api}/releases/${id}/defects`);
export const deploymentPreview = (api: string, release: string, environment: string) =>
  ask<DeploymentPreview>(`${api}/releases/${release}/deployments/preview/${environment}`);
export const deployment = (api: string, id: string) => ask<Deployment>(`${api}/deployments/${id}`);
