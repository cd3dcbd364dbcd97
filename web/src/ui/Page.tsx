import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";

interface Props {
  title: string;
  /** What stands beside the title, such as a state. */
  mark?: ReactNode;
  description?: ReactNode;
  crumbs?: readonly { label: string; to: string }[];
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a page: where one is, what it is, what can be done, and the page itself. */
export function Page({ title, mark, description, crumbs = [], actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Pulpo`;
  }, [title]);
  return (
    <Stack gap="lg">
      <div>
        {crumbs.length > 0 && (
          <Breadcrumbs component="nav" aria-label="Breadcrumb" mb={6} separatorMargin={6}>
            {crumbs.map(({ label, to }) => (
              <Anchor key={to} component={Link} to={to} size="sm" c="dimmed">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Group gap="sm" align="center">
            <Title order={1} size="h2">
              {title}
            </Title>
            {mark}
          </Group>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {description && (
          <Text component="div" c="dimmed" size="sm" mt={4}>
            {description}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
