import type { Variable } from "../../api/types";

export interface VariableForm {
  name: string;
  description: string;
  sensitive: boolean;
  /** Of a secret that is known to the server: `undefined` until another is typed. */
  value: string | undefined;
  environments: string[];
  roles: string[];
  channels: string[];
  prompted: boolean;
  label: string;
  required: boolean;
}

export const emptyVariable: VariableForm = {
  name: "",
  description: "",
  sensitive: false,
  value: "",
  environments: [],
  roles: [],
  channels: [],
  prompted: false,
  label: "",
  required: false,
};

export function formOf(variable: Variable): VariableForm {
  return {
    name: variable.Name,
    description: variable.Description ?? "",
    sensitive: variable.IsSensitive,
    value: variable.IsSensitive ? undefined : (variable.Value ?? ""),
    environments: variable.Scope.Environment ?? [],
    roles: variable.Scope.Role ?? [],
    channels: variable.Scope.Channel ?? [],
    prompted: variable.Prompt !== null && variable.Prompt !== undefined,
    label: variable.Prompt?.Label ?? "",
    required: variable.Prompt?.Required ?? false,
  };
}

/** The variable as the form has it; scopes and kinds that the form does not show stay as they were. */
export function variableOf(form: VariableForm, before: Variable | undefined): Variable {
  const scope = { ...before?.Scope, Environment: form.environments, Role: form.roles, Channel: form.channels };
  const kind = before && before.Type !== "String" && before.Type !== "Sensitive" ? before.Type : "String";
  const known = before?.Prompt ?? { Description: null, DisplaySettings: {} };
  return {
    Id: before?.Id ?? "",
    IsEditable: before?.IsEditable ?? true,
    Name: form.name.trim(),
    Description: form.description || null,
    Type: form.sensitive ? "Sensitive" : kind,
    IsSensitive: form.sensitive,
    // For a secret, no value means the one that the server has.
    Value: form.value ?? null,
    Scope: Object.fromEntries(Object.entries(scope).filter(([, values]) => values.length > 0)),
    Prompt: form.prompted ? { ...known, Label: form.label, Required: form.required } : null,
  };
}
