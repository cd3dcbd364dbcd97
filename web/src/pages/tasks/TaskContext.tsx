import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { deployment } from "../../api/releases";
import type { Task } from "../../api/types";
import { useSpace } from "../../components/space";
import { TextLink } from "../../ui/TextLink";

/** What a deployment's task is about. */
export function TaskContext({ task }: { task: Task }) {
  const { api, to } = useSpace();
  const id = task.Arguments.DeploymentId ?? "";
  const { data } = useQuery({ ...deployment(api, id), enabled: id !== "" });
  if (!data) return null;
  return (
    <Group gap="sm">
      <TextLink to={to.project(data.ProjectId)} size="sm">
        Project
      </TextLink>
      <TextLink to={to.release(data.ReleaseId)} size="sm">
        Release
      </TextLink>
      {data.DeployedBy && <span>by {data.DeployedBy}</span>}
    </Group>
  );
}
