import { Group, Stack, Text } from "@mantine/core";
import type { DashboardItem } from "../../api/types";
import { StateBadge } from "../../components/StateBadge";
import { useSpace } from "../../components/space";
import { TextLink } from "../../ui/TextLink";
import { Time } from "../../ui/Time";

interface Props {
  item: DashboardItem;
  /** Left out where the row names the release already. */
  version?: boolean;
}

/** The latest deployment of a project to an environment. */
export function DeploymentCell({ item, version = true }: Props) {
  const { to } = useSpace();
  return (
    <Stack gap={2}>
      {version && (
        <TextLink to={to.release(item.ReleaseId)} size="sm" fw={600}>
          {item.ReleaseVersion}
        </TextLink>
      )}
      <Group gap={6} wrap="nowrap">
        <TextLink
          to={to.task(item.TaskId)}
          underline="never"
          aria-label={`${item.State}: show the task of ${item.ReleaseVersion}`}
        >
          <StateBadge state={item.State} warnings={item.HasWarningsOrErrors} />
        </TextLink>
      </Group>
      <Text size="xs" c="dimmed" component="span">
        <Time at={item.CompletedTime ?? item.StartTime ?? item.Created} />
      </Text>
    </Stack>
  );
}
