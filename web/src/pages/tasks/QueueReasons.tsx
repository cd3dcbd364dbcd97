import { Alert, List } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/query";
import { TASKS } from "../../api/tasks";

/** Why a task has not begun. */
export function QueueReasons({ id }: { id: string }) {
  const { data = [] } = useQuery({ ...ask<string[]>(`${TASKS}/${id}/status/messages`), refetchInterval: 10_000 });
  if (data.length === 0) return null;
  return (
    <Alert color="gray" title="Waiting">
      <List size="sm">
        {data.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
