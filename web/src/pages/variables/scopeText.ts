import type { VariableSet } from "../../api/types";

type Named = readonly { Id: string; Name: string }[];

/** A scope in words: the names of what it is limited to. */
export function scopeText(scope: Readonly<Record<string, string[]>>, values: VariableSet["ScopeValues"]): string {
  const lists: Readonly<Record<string, Named>> = {
    Environment: values.Environments,
    Machine: values.Machines,
    Action: values.Actions,
    Channel: values.Channels,
    ProcessOwner: values.Processes,
  };
  const name = (kind: string, id: string) => lists[kind]?.find((value) => value.Id === id)?.Name ?? id;
  return Object.entries(scope)
    .filter(([, ids]) => ids.length > 0)
    .map(([kind, ids]) => ids.map((id) => name(kind, id)).join(", "))
    .join(" · ");
}
