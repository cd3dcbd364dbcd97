import { Button, Group, Text } from "@mantine/core";

interface Props {
  shown: number;
  total: number;
  busy?: boolean;
  onMore: () => void;
}

/** Under a list: how much of it is shown, and more of it. */
export function More({ shown, total, busy, onMore }: Props) {
  if (total <= shown) return null;
  return (
    <Group justify="center">
      <Text size="sm" c="dimmed">
        {shown} of {total}
      </Text>
      <Button size="xs" variant="default" loading={busy} onClick={onMore}>
        Show more
      </Button>
    </Group>
  );
}
