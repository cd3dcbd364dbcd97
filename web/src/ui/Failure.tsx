import { Alert, Button, Group, List, Text } from "@mantine/core";

export interface FailureText {
  headline: string;
  problems: readonly string[];
  hint?: string;
}

interface Props {
  failure: FailureText;
  onRetry?: () => void;
}

/** What went wrong, in the words of whoever refused. */
export function Failure({ failure: { headline, problems, hint }, onRetry }: Props) {
  return (
    <Alert color="red" variant="light" title={headline} role="alert">
      {problems.length === 1 && <Text size="sm">{problems[0]}</Text>}
      {problems.length > 1 && (
        <List size="sm">
          {problems.map((problem) => (
            <List.Item key={problem}>{problem}</List.Item>
          ))}
        </List>
      )}
      {hint && (
        <Text size="sm" c="dimmed" mt={4}>
          {hint}
        </Text>
      )}
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
