import { Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import type { DeploymentTemplate, ReleaseProgression } from "../../api/types";
import { StateBadge } from "../../components/StateBadge";
import { useSpace } from "../../components/space";
import { Section } from "../../ui/Section";

interface Props {
  releaseId: string;
  template: DeploymentTemplate;
  progress: ReleaseProgression;
}

/** Where the release may go, and for where it may not, why. Both are the server's word. */
export function Promotion({ releaseId, template, progress }: Props) {
  const { to } = useSpace();
  const next = new Set(progress.NextDeployments);
  const nowhere = template.PromoteTo.length === 0 && template.NotPromotable.length === 0;
  return (
    <Section title="Deploy">
      {progress.Phases.length > 0 && (
        <Group gap="md" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
          {progress.Phases.map((phase, index) => (
            <Group key={phase.Id || phase.Name} component="li" gap={6}>
              {index > 0 && (
                <Text span c="dimmed" aria-hidden>
                  →
                </Text>
              )}
              <Text span size="sm" fw={500}>
                {phase.Name}
              </Text>
              <StateBadge state={phase.Blocked ? "Blocked" : phase.Progress} />
            </Group>
          ))}
        </Group>
      )}
      {nowhere && (
        <Text size="sm" c="dimmed">
          There is no environment that you may deploy this release to.
        </Text>
      )}
      <Stack gap="xs">
        {template.PromoteTo.map(({ Id, Name }) => (
          <Group key={Id}>
            <Button
              component={Link}
              to={to.deploy(releaseId, Id)}
              variant={next.has(Id) ? "filled" : "default"}
              size="sm"
              miw={200}
            >
              Deploy to {Name}…
            </Button>
          </Group>
        ))}
        {template.NotPromotable.map(({ Id, Name, Reason }) => (
          <Group key={Id} gap="sm" wrap="nowrap">
            <Button
              size="sm"
              variant="default"
              miw={200}
              disabled
              style={{ flexShrink: 0 }}
              aria-describedby={`why-not-${Id}`}
            >
              Deploy to {Name}…
            </Button>
            <Text size="sm" c="dimmed" id={`why-not-${Id}`}>
              {Reason}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
