import { Badge, Button, Group, Text } from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/client";
import { environments, type Machine, machineRoles, machines, workerPools } from "../../api/infrastructure";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { StateBadge } from "../../components/StateBadge";
import { useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { CreateTarget } from "./CreateTarget";

const KINDS: Readonly<Record<string, string>> = {
  None: "Cloud region",
  TentaclePassive: "Listening Tentacle",
  TentacleActive: "Polling Tentacle",
  Ssh: "SSH",
};

/** What steps deploy to. */
export function Targets() {
  const { api } = useSpace();
  const [{ data }, { data: places }, { data: roles }, { data: pools }] = useSuspenseQueries({
    queries: [machines(api), environments(api), machineRoles(api), workerPools(api)],
  });
  const [creating, setCreating] = useState(false);
  const place = (id: string) => places.find(({ Id }) => Id === id)?.Name ?? id;
  const columns: Column<Machine>[] = [
    { header: "Name", cell: ({ Name }) => <Text fw={600}>{Name}</Text> },
    { header: "Kind", cell: ({ Endpoint }) => KINDS[Endpoint.CommunicationStyle] ?? Endpoint.CommunicationStyle },
    { header: "Environments", cell: ({ EnvironmentIds }) => EnvironmentIds.map(place).join(", ") },
    {
      header: "Tags",
      cell: ({ Roles }) => (
        <Group gap={4}>
          {Roles.map((role) => (
            <Badge key={role} variant="outline" color="gray" size="sm" tt="none">
              {role}
            </Badge>
          ))}
        </Group>
      ),
    },
    {
      header: "Health",
      narrow: true,
      cell: ({ HealthStatus, IsDisabled }) => <StateBadge state={IsDisabled ? "Disabled" : HealthStatus} />,
    },
    { header: "Actions", hiddenHeader: true, narrow: true, cell: (machine) => <DeleteTarget machine={machine} /> },
  ];
  const create = <Button onClick={() => setCreating(true)}>Add cloud region</Button>;
  return (
    <Page title="Deployment targets" actions={data.length > 0 && create}>
      <DataTable
        label="Deployment targets"
        columns={columns}
        rows={data}
        rowKey={({ Id }) => Id}
        empty={
          <EmptyState title="No deployment targets yet" action={create}>
            A cloud region stands for a place that scripts reach over the network. Steps find their targets by tag and
            environment, and run once for each.
          </EmptyState>
        }
      />
      {creating && (
        <CreateTarget environments={places} roles={roles} pools={pools} onClose={() => setCreating(false)} />
      )}
    </Page>
  );
}

function DeleteTarget({ machine: { Id, Name } }: { machine: Machine }) {
  const { api } = useSpace();
  const remove = useAction({ does: () => request("DELETE", `${api}/machines/${Id}`), touches: [`${api}/machine`] });
  return (
    <ConfirmButton
      label="Delete"
      accessibleLabel={`Delete ${Name}`}
      size="xs"
      question={`Delete the target ${Name}?`}
      consequence="Deployments no longer reach it. What runs there goes on running."
      confirm="Delete the target"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
