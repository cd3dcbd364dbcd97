// The form of a step: what the editor shows of a step, and the step that comes of it. What the editor does not show
// stays as it is.

import { BUILT_IN_FEED } from "../../api/packages";
import type { Action, Step } from "../../api/types";

export const SCRIPT = "Octopus.Script";
export const PACKAGE = "Octopus.TentaclePackage";

export interface StepForm {
  name: string;
  actionType: string;
  runOnServer: boolean;
  roles: string[];
  condition: string;
  expression: string;
  startTrigger: string;
  disabled: boolean;
  required: boolean;
  environments: string[];
  syntax: string;
  body: string;
  packageId: string;
}

const ROLES = "Octopus.Action.TargetRoles";
const EXPRESSION = "Octopus.Step.ConditionVariableExpression";
const RUN_ON_SERVER = "Octopus.Action.RunOnServer";
const SOURCE = "Octopus.Action.Script.ScriptSource";
const SYNTAX = "Octopus.Action.Script.Syntax";
const BODY = "Octopus.Action.Script.ScriptBody";
const PACKAGE_ID = "Octopus.Action.Package.PackageId";
const FEED_ID = "Octopus.Action.Package.FeedId";

type Properties = Step["Properties"];

/** A property's text; secrets have none to show. */
function property(properties: Properties, name: string): string {
  const value = properties[name];
  return typeof value === "string" ? value : "";
}

const isTrue = (text: string) => text.toLowerCase() === "true";

export function emptyForm(actionType: string): StepForm {
  return {
    name: "",
    actionType,
    runOnServer: actionType === SCRIPT,
    roles: [],
    condition: "Success",
    expression: "",
    startTrigger: "StartAfterPrevious",
    disabled: false,
    required: false,
    environments: [],
    syntax: "Bash",
    body: "",
    packageId: "",
  };
}

export function formOf(step: Step): StepForm {
  const action = step.Actions[0];
  const properties = action?.Properties ?? {};
  const primary = action?.Packages.find(({ Name }) => Name === "");
  return {
    name: step.Name,
    actionType: action?.ActionType ?? "",
    runOnServer: isTrue(property(properties, RUN_ON_SERVER)),
    roles: property(step.Properties, ROLES)
      .split(",")
      .map((role) => role.trim())
      .filter((role) => role !== ""),
    condition: step.Condition || "Success",
    expression: property(step.Properties, EXPRESSION),
    startTrigger: step.StartTrigger || "StartAfterPrevious",
    disabled: action?.IsDisabled ?? false,
    required: action?.IsRequired ?? false,
    environments: action?.Environments ?? [],
    syntax: property(properties, SYNTAX) || "PowerShell",
    body: property(properties, BODY),
    packageId: primary?.PackageId ?? property(properties, PACKAGE_ID),
  };
}

/** Properties with some changed; those without a text are left out, as the API wants it. */
function changed(properties: Properties, changes: Readonly<Record<string, string>>): Properties {
  const kept = Object.entries({ ...properties, ...changes }).filter(([name]) => changes[name] !== "");
  return Object.fromEntries(kept);
}

/** The step as the form has it, on top of what it was. */
export function stepOf(form: StepForm, before: Step | undefined): Step {
  const action = before?.Actions[0];
  const others = before?.Actions.slice(1) ?? [];
  return {
    ...(before ?? { Id: "", Slug: "", PackageRequirement: "LetOctopusDecide" }),
    Name: form.name.trim(),
    Condition: form.condition,
    StartTrigger: form.startTrigger,
    Properties: changed(before?.Properties ?? {}, {
      [ROLES]: form.roles.join(","),
      [EXPRESSION]: form.condition === "Variable" ? form.expression : "",
    }),
    Actions: [actionOf(form, action, others.length === 0), ...others],
  };
}

function actionOf(form: StepForm, before: Action | undefined, alone: boolean): Action {
  const shared = {
    ...(before ?? newAction(form.actionType)),
    // A step with one action goes by one name.
    Name: alone || !before ? form.name.trim() : before.Name,
    IsDisabled: form.disabled,
    IsRequired: form.required,
    Environments: form.environments,
  };
  const properties = before?.Properties ?? {};
  if (form.actionType === SCRIPT) {
    const source = property(properties, SOURCE) || "Inline";
    const inline: Record<string, string> = source === "Inline" ? { [SYNTAX]: form.syntax, [BODY]: form.body } : {};
    const place = { [RUN_ON_SERVER]: form.runOnServer ? "True" : "False", [SOURCE]: source };
    return { ...shared, Properties: changed(properties, { ...place, ...inline }) };
  }
  if (form.actionType === PACKAGE) return { ...shared, ...packageOf(form, before) };
  return shared;
}

function packageOf(form: StepForm, before: Action | undefined): Pick<Action, "Packages" | "Properties"> {
  const primary = before?.Packages.find(({ Name }) => Name === "");
  const feed = primary?.FeedId ?? BUILT_IN_FEED;
  const acquired = primary ?? { Id: "", Name: "", AcquisitionLocation: "Server", Version: null, Properties: {} };
  const others = before?.Packages.filter(({ Name }) => Name !== "") ?? [];
  return {
    Packages: [{ ...acquired, PackageId: form.packageId.trim(), FeedId: feed }, ...others],
    Properties: changed(before?.Properties ?? {}, {
      [PACKAGE_ID]: form.packageId.trim(),
      [FEED_ID]: feed,
      [RUN_ON_SERVER]: form.runOnServer ? "True" : "False",
    }),
  };
}

function newAction(actionType: string): Action {
  return {
    Id: "",
    Name: "",
    Slug: "",
    ActionType: actionType,
    Notes: null,
    IsDisabled: false,
    CanBeUsedForProjectVersioning: actionType === PACKAGE,
    IsRequired: false,
    WorkerPoolId: null,
    WorkerPoolVariable: null,
    Container: { Image: null, FeedId: null, GitUrl: null, Dockerfile: null },
    Environments: [],
    ExcludedEnvironments: [],
    Channels: [],
    TenantTags: [],
    Condition: "Success",
    Packages: [],
    GitDependencies: [],
    Properties: {},
    Links: {},
  };
}

/** What a step does, in words. */
export function kindOf(step: Step): string {
  if (step.Actions.length > 1) return `Rolling step of ${step.Actions.length} actions`;
  const type = step.Actions[0]?.ActionType;
  if (type === SCRIPT) return "Script";
  if (type === PACKAGE) return "Package";
  return type ?? "Nothing";
}
