import { Paper, Stack, Table, Text } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { dashboard } from "../../api/projects";
import type { Dashboard as Board, DashboardItem } from "../../api/types";
import { useSpace } from "../../components/space";
import { Warnings } from "../../components/Warnings";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../../ui/Page";
import { TextLink } from "../../ui/TextLink";
import { DeploymentCell } from "./DeploymentCell";

const BUSY = 3_000;
const CALM = 15_000;

/** Projects beside environments, with the latest deployment of each. */
export function Dashboard() {
  const { api } = useSpace();
  const { data } = useSuspenseQuery({
    ...dashboard(api),
    refetchInterval: ({ state }) => (state.data?.Items.some(({ IsCompleted }) => !IsCompleted) ? BUSY : CALM),
  });
  return (
    <Page title="Dashboard">
      <Warnings />
      <Groups board={data} />
    </Page>
  );
}

function Groups({ board }: { board: Board }) {
  const { to } = useSpace();
  if (board.Projects.length === 0) {
    return (
      <EmptyState title="No projects yet" action={<TextLink to={to.projects}>Create a project</TextLink>}>
        A project holds the steps that deploy something. Its releases and where they are appear here.
      </EmptyState>
    );
  }
  if (board.Environments.length === 0) {
    return (
      <EmptyState title="No environments yet" action={<TextLink to={to.environments}>Create an environment</TextLink>}>
        An environment, such as Test or Production, is what releases are deployed to.
      </EmptyState>
    );
  }
  const groups = board.ProjectGroups.filter((group) =>
    board.Projects.some(({ ProjectGroupId }) => ProjectGroupId === group.Id),
  );
  return (
    <Stack gap="lg">
      {groups.map((group) => (
        <Group key={group.Id} board={board} id={group.Id} name={group.Name} />
      ))}
    </Stack>
  );
}

function Group({ board, id, name }: { board: Board; id: string; name: string }) {
  const { to } = useSpace();
  const projects = board.Projects.filter(({ ProjectGroupId }) => ProjectGroupId === id);
  const used = new Set(projects.flatMap(({ EnvironmentIds }) => EnvironmentIds));
  const environments = board.Environments.filter((environment) => used.size === 0 || used.has(environment.Id));
  const latest = latestByPlace(board.Items);
  return (
    <Paper withBorder>
      <Table.ScrollContainer minWidth={200 + environments.length * 150}>
        <Table aria-label={name} verticalSpacing="sm" horizontalSpacing="md" layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{name}</Table.Th>
              {environments.map((environment) => (
                <Table.Th key={environment.Id} scope="col">
                  {environment.Name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {projects.map((project) => (
              <Table.Tr key={project.Id}>
                <Table.Th scope="row" style={{ fontSize: 14, color: "inherit" }}>
                  <TextLink to={to.project(project.Id)} fw={600}>
                    {project.Name}
                  </TextLink>
                  {project.IsDisabled && (
                    <Text span size="xs" c="dimmed" ml={6}>
                      disabled
                    </Text>
                  )}
                </Table.Th>
                {environments.map((environment) => {
                  const item = latest.get(place(project.Id, environment.Id));
                  return <Table.Td key={environment.Id}>{item && <DeploymentCell item={item} />}</Table.Td>;
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

const place = (project: string, environment: string) => `${project} ${environment}`;

/** The latest attempt for each project in each environment. */
function latestByPlace(items: readonly DashboardItem[]): Map<string, DashboardItem> {
  const latest = new Map<string, DashboardItem>();
  for (const item of items) {
    const at = place(item.ProjectId, item.EnvironmentId);
    const known = latest.get(at);
    if (!known || Date.parse(known.Created) < Date.parse(item.Created)) latest.set(at, item);
  }
  return latest;
}
