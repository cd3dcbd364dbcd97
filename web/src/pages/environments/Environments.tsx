import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/client";
import { environments } from "../../api/infrastructure";
import { useAction } from "../../api/query";
import type { Environment } from "../../api/types";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { EnvironmentDialog } from "./EnvironmentDialog";

export function Environments() {
  const { api } = useSpace();
  const { data } = useSuspenseQuery(environments(api));
  const [editing, setEditing] = useState<Environment | "new">();
  const touches = [`${api}/environments`, `${api}/dashboard`, `${api}/projects`];
  const sort = useAction({ does: (ids: string[]) => request("PUT", `${api}/environments/sortorder`, ids), touches });
  const move = (position: number, by: number) => {
    const ids = data.map(({ Id }) => Id);
    const [id] = ids.splice(position, 1);
    if (id) ids.splice(position + by, 0, id);
    sort.mutate(ids);
  };
  const columns: Column<Environment>[] = [
    {
      header: "Order",
      narrow: true,
      cell: (environment) => {
        const position = data.indexOf(environment);
        return (
          <Group gap={4} wrap="nowrap">
            <ActionIcon
              variant="default"
              aria-label={`Move ${environment.Name} up`}
              disabled={position === 0 || sort.isPending}
              onClick={() => move(position, -1)}
            >
              ↑
            </ActionIcon>
            <ActionIcon
              variant="default"
              aria-label={`Move ${environment.Name} down`}
              disabled={position === data.length - 1 || sort.isPending}
              onClick={() => move(position, 1)}
            >
              ↓
            </ActionIcon>
          </Group>
        );
      },
    },
    { header: "Name", cell: ({ Name }) => <Text fw={600}>{Name}</Text> },
    { header: "Description", cell: ({ Description }) => Description },
    {
      header: "Actions",
      hiddenHeader: true,
      narrow: true,
      cell: (environment) => (
        <Group gap={6} wrap="nowrap" justify="flex-end">
          <Button
            size="xs"
            variant="default"
            aria-label={`Edit ${environment.Name}`}
            onClick={() => setEditing(environment)}
          >
            Edit
          </Button>
          <DeleteEnvironment environment={environment} touches={touches} />
        </Group>
      ),
    },
  ];
  const failure = failureText(sort.error);
  const create = <Button onClick={() => setEditing("new")}>Create environment</Button>;
  return (
    <Page title="Environments" actions={data.length > 0 && create}>
      {failure && <Failure failure={failure} />}
      <DataTable
        label="Environments"
        columns={columns}
        rows={data}
        rowKey={({ Id }) => Id}
        empty={
          <EmptyState title="No environments yet" action={create}>
            An environment, such as Test or Production, is what releases are deployed to. Their order is the order in
            which a release goes through them, unless a lifecycle says otherwise.
          </EmptyState>
        }
      />
      {editing && (
        <EnvironmentDialog
          before={editing === "new" ? undefined : editing}
          touches={touches}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

function DeleteEnvironment({ environment: { Id, Name }, touches }: { environment: Environment; touches: string[] }) {
  const { api } = useSpace();
  const remove = useAction({ does: () => request("DELETE", `${api}/environments/${Id}`), touches });
  return (
    <ConfirmButton
      label="Delete"
      accessibleLabel={`Delete ${Name}`}
      size="xs"
      question={`Delete the environment ${Name}?`}
      consequence="Releases can no longer be deployed there, and values that only it has are lost."
      confirm="Delete the environment"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
