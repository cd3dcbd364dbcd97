// The resources of the API under the names that the portal uses.

import type { components } from "./__generated__/api";

type Schemas = components["schemas"];

export type Activity = Schemas["ActivityElement"];
export type Action = Schemas["ActionResource"];
export type Channel = Schemas["ChannelResource"];
export type ChannelRule = Schemas["ChannelRuleResource"];
export type Dashboard = Schemas["DashboardResource"];
export type DashboardItem = Schemas["DashboardItem"];
export type Deployment = Schemas["DeploymentResource"];
export type DeploymentPreview = Schemas["DeploymentPreviewResource"];
export type DeploymentTemplate = Schemas["DeploymentTemplateResource"];
export type Environment = Schemas["EnvironmentResource"];
export type FormElement = Schemas["FormElement"];
export type Lifecycle = Schemas["LifecycleResource"];
export type LogLine = Schemas["LogElement"];
export type Phase = Schemas["PhaseResource"];
export type Process = Schemas["ProcessResource"];
export type Project = Schemas["ProjectResource"];
export type ProjectGroup = Schemas["ProjectGroupResource"];
export type ProjectProgression = Schemas["ProjectProgressionResource"];
export type Release = Schemas["ReleaseResource"];
export type ReleaseProgression = Schemas["ReleaseProgressionResource"];
export type ReleaseTemplate = Schemas["ReleaseTemplateResource"];
export type ServerStatus = Schemas["ServerStatusResource"];
export type Step = Schemas["StepResource"];
export type Task = Schemas["TaskResource"];
export type TaskDetails = Schemas["TaskDetailsResource"];
export type TemplatePackage = Schemas["TemplatePackage"];
export type Variable = Schemas["VariableResource"];
export type VariableSet = Schemas["VariableSetResource"];

/** A page of a list. */
export interface Paged<T> {
  TotalResults: number;
  Items: T[];
}
