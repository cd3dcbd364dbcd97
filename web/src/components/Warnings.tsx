import { Alert, List } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { serverStatus } from "../api/server";

/** What the server's administrator should know, for as long as it is so. */
export function Warnings() {
  const { data } = useQuery(serverStatus());
  const warnings = data?.Warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      title={warnings.length === 1 ? "A warning of the server" : "Warnings of the server"}
    >
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
