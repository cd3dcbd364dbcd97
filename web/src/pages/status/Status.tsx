import { Alert, Badge, SimpleGrid, Text } from "@mantine/core";
import { useQuery, useSuspenseQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { nodes, root, serverHealth, serverStatus, systemInfo } from "../../api/server";
import { failureText } from "../../components/failure";
import { Warnings } from "../../components/Warnings";
import { bytes } from "../../lib/bytes";
import { type Column, DataTable } from "../../ui/DataTable";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { Section } from "../../ui/Section";
import { Time } from "../../ui/Time";

interface Node {
  Id: string;
  Name: string;
  MaxConcurrentTasks: number;
  IsInMaintenanceMode: boolean;
  IsOffline: boolean;
  LastSeen: string;
  RunningTaskCount: number;
}

const NODES: Column<Node>[] = [
  { header: "Node", cell: ({ Name }) => Name },
  {
    header: "State",
    narrow: true,
    cell: ({ IsOffline, IsInMaintenanceMode }) => (
      <Badge color={IsOffline ? "red" : IsInMaintenanceMode ? "yellow" : "green"} variant="light" tt="none">
        {IsOffline ? "Offline" : IsInMaintenanceMode ? "Draining" : "Online"}
      </Badge>
    ),
  },
  {
    header: "Tasks",
    narrow: true,
    cell: ({ RunningTaskCount, MaxConcurrentTasks }) => `${RunningTaskCount} of ${MaxConcurrentTasks}`,
  },
  { header: "Last seen", narrow: true, cell: ({ LastSeen }) => <Time at={LastSeen} /> },
];

/** How the server is. */
export function Status() {
  const [{ data: about }, { data: status }] = useSuspenseQueries({ queries: [root(), serverStatus()] });
  return (
    <Page title="Status" description={`Pulpo speaks the API of Octopus Deploy ${about.Version}.`}>
      {status.IsInMaintenanceMode && <Alert color="yellow" title="The server is in maintenance mode" />}
      <Warnings />
      {status.Warnings.length === 0 && (
        <Alert color="green" variant="light" title="No warnings">
          The server has nothing to tell its administrator.
        </Alert>
      )}
      <Health />
      <Nodes />
    </Page>
  );
}

function Health() {
  const health = useQuery({ ...serverHealth(), refetchInterval: 15_000 });
  const system = useQuery({ ...systemInfo(), refetchInterval: 15_000 });
  const failure = failureText(health.error);
  return (
    <Section title="Server">
      {failure && <Failure failure={failure} />}
      <SimpleGrid cols={{ base: 1, sm: 3 }} component="dl" m={0}>
        <Fact name="Health">{health.data?.Description ?? (health.isLoading ? "…" : "unknown")}</Fact>
        {system.data && (
          <>
            <Fact name="Version">{system.data.Version}</Fact>
            <Fact name="Running for">{system.data.Uptime}</Fact>
            <Fact name="Memory">{bytes(system.data.WorkingSetBytes)}</Fact>
            <Fact name="Threads">{system.data.ThreadCount}</Fact>
            <Fact name="Operating system">{system.data.OSVersion}</Fact>
          </>
        )}
      </SimpleGrid>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0}>
        {children}
      </Text>
    </div>
  );
}

function Nodes() {
  const { data } = useQuery({ ...nodes(), refetchInterval: 15_000 });
  if (!data) return null;
  return <DataTable label="Nodes" columns={NODES} rows={data.Nodes} rowKey={({ Id }) => Id} empty={null} />;
}
