import { Badge, Button, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Link } from "react-router";
import { progression } from "../../api/projects";
import type { ProjectProgression } from "../../api/types";
import { useParam, useSpace } from "../../components/space";
import { EmptyState } from "../../ui/EmptyState";
import { TextLink } from "../../ui/TextLink";
import { Time } from "../../ui/Time";
import { DeploymentCell } from "../dashboard/DeploymentCell";

const PAGE = 30;
type Row = ProjectProgression["Releases"][number];

/** The releases of a project beside the environments that they go through. */
export function ProjectReleases() {
  const { api, to } = useSpace();
  const id = useParam("project");
  const [count, setCount] = useState(PAGE);
  const shown = useDeferredValue(count);
  const { data } = useSuspenseQuery({
    ...progression(api, id, shown),
    refetchInterval: 5_000,
  });
  if (data.Releases.length === 0) {
    return (
      <EmptyState
        title="No releases yet"
        action={
          <Button component={Link} to={to.createRelease(id)}>
            Create release
          </Button>
        }
      >
        A release freezes the steps, the variables and the packages of the project, to be deployed again and again. Add
        steps to the process first.
      </EmptyState>
    );
  }
  return (
    <Stack>
      <Paper withBorder>
        <Table.ScrollContainer minWidth={260 + data.Environments.length * 150}>
          <Table aria-label="Releases" verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Release</Table.Th>
                {data.Environments.map((environment) => (
                  <Table.Th key={environment.Id} scope="col">
                    {environment.Name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.Releases.map((row) => (
                <ReleaseRow key={row.Release.Id} row={row} environments={data.Environments} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {data.Releases.length >= shown && (
        <Group justify="center">
          <Button size="xs" variant="default" loading={shown !== count} onClick={() => setCount(count + PAGE)}>
            Show more
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function ReleaseRow({ row, environments }: { row: Row; environments: ProjectProgression["Environments"] }) {
  const { to } = useSpace();
  return (
    <Table.Tr>
      <Table.Th scope="row" style={{ fontSize: 14, color: "inherit", verticalAlign: "top" }}>
        <Group gap={6}>
          <TextLink to={to.release(row.Release.Id)} fw={600}>
            {row.Release.Version}
          </TextLink>
          {row.HasUnresolvedDefect && (
            <Badge color="red" variant="light" size="sm" tt="none">
              Defect
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" fw={400}>
          {!row.Channel.IsDefault && `${row.Channel.Name} · `}
          <Time at={row.Release.Assembled} />
        </Text>
      </Table.Th>
      {environments.map((environment) => {
        const item = row.Deployments[environment.Id]?.[0];
        const next = row.NextDeployments.includes(environment.Id);
        return (
          <Table.Td key={environment.Id} style={{ verticalAlign: "top" }}>
            {item && <DeploymentCell item={item} version={false} />}
            {!item && next && (
              <Button
                component={Link}
                to={to.deploy(row.Release.Id, environment.Id)}
                size="compact-xs"
                variant="light"
                aria-label={`Deploy ${row.Release.Version} to ${environment.Name}`}
              >
                Deploy…
              </Button>
            )}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}
