import { Badge, Button, Code, Group, Stack, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/client";
import { variables } from "../../api/projects";
import { useAction } from "../../api/query";
import type { Variable } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Failure } from "../../ui/Failure";
import { scopeText } from "./scopeText";
import { VariableDialog } from "./VariableDialog";
import { emptyVariable, formOf, type VariableForm, variableOf } from "./variableForm";

interface Editing {
  before: Variable | undefined;
  form: VariableForm;
}

/** The variables of a project. */
export function Variables() {
  const { api } = useSpace();
  const id = useParam("project");
  const { data } = useSuspenseQuery({ ...variables(api, id), refetchOnWindowFocus: false });
  const [editing, setEditing] = useState<Editing>();
  const save = useAction({
    does: (list: readonly Variable[]) =>
      request("PUT", `${api}/projects/${id}/variables`, { ...data, Variables: list }),
    touches: [`${api}/projects/${id}`],
  });
  const close = () => {
    save.reset();
    setEditing(undefined);
  };
  const saveForm = ({ before, form }: Editing) => {
    const variable = variableOf(form, before);
    const list = before
      ? data.Variables.map((old) => (old === before ? variable : old))
      : [...data.Variables, variable];
    save.mutate(list, { onSuccess: close });
  };
  const columns: Column<Variable>[] = [
    { header: "Name", cell: ({ Name }) => <Text fw={600}>{Name}</Text> },
    { header: "Value", cell: (variable) => <Value variable={variable} /> },
    { header: "Scope", cell: ({ Scope }) => scopeText(Scope, data.ScopeValues) || <Text c="dimmed">everywhere</Text> },
    {
      header: "Actions",
      hiddenHeader: true,
      narrow: true,
      cell: (variable) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <Button
            size="xs"
            variant="default"
            aria-label={`Edit ${variable.Name}`}
            onClick={() => setEditing({ before: variable, form: formOf(variable) })}
          >
            Edit
          </Button>
          <ConfirmButton
            label="Remove"
            accessibleLabel={`Remove ${variable.Name}`}
            size="xs"
            question={`Remove the variable ${variable.Name}?`}
            consequence="Releases that exist already keep it until their variables are updated."
            confirm="Remove the variable"
            busy={save.isPending}
            failure={failureText(save.error)}
            onConfirm={() => save.mutate(data.Variables.filter((old) => old !== variable))}
          />
        </Group>
      ),
    },
  ];
  const add = (
    <Group>
      <Button variant="default" onClick={() => setEditing({ before: undefined, form: emptyVariable })}>
        Add variable
      </Button>
    </Group>
  );
  const failure = failureText(save.error);
  const sorted = [...data.Variables].sort((a, b) => a.Name.localeCompare(b.Name));
  return (
    <Stack>
      {failure && !editing && <Failure failure={failure} />}
      <DataTable
        label="Variables"
        columns={columns}
        rows={sorted}
        rowKey={({ Id }) => Id}
        empty={
          <EmptyState title="No variables yet" action={add}>
            Scripts and configuration files read variables; a scope gives each environment its own value.
          </EmptyState>
        }
      />
      {data.Variables.length > 0 && add}
      {editing && (
        <VariableDialog
          isNew={editing.before === undefined}
          form={editing.form}
          keepsSecret={editing.before?.IsSensitive ?? false}
          scopes={data.ScopeValues}
          onChange={(form) => setEditing({ ...editing, form })}
          busy={save.isPending}
          failure={failure}
          onSubmit={() => saveForm(editing)}
          onClose={close}
        />
      )}
    </Stack>
  );
}

function Value({ variable }: { variable: Variable }) {
  const prompted = variable.Prompt && (
    <Badge variant="light" color="gray" size="sm" tt="none">
      asked when deploying
    </Badge>
  );
  const value = variable.IsSensitive ? (
    <Text c="dimmed" size="sm">
      secret
    </Text>
  ) : (
    variable.Value && <Code style={{ whiteSpace: "pre-wrap", wordBreak: "break-word" }}>{variable.Value}</Code>
  );
  return (
    <Group gap={6}>
      {value}
      {prompted}
    </Group>
  );
}
