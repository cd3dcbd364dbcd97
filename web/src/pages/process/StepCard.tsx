import { ActionIcon, Badge, Button, Group, Paper, Text } from "@mantine/core";
import type { Step } from "../../api/types";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { formOf, kindOf, SCRIPT } from "./stepForm";

interface Props {
  step: Step;
  position: number;
  count: number;
  busy: boolean;
  onEdit: () => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

const CONDITIONS: Readonly<Record<string, string>> = {
  Failure: "only after a failure",
  Always: "always",
  Variable: "if its expression is true",
};

export function StepCard({ step, position, count, busy, onEdit, onMove, onRemove }: Props) {
  const form = formOf(step);
  const place = form.runOnServer ? "on the server" : `on targets with ${form.roles.join(" or ") || "any tag"}`;
  const onceEach =
    form.runOnServer && form.roles.length > 0 ? `, once for each target with ${form.roles.join(" or ")}` : "";
  const facts = [
    kindOf(step),
    form.actionType === SCRIPT ? form.syntax : form.packageId,
    place + onceEach,
    CONDITIONS[form.condition],
    form.startTrigger === "StartWithPrevious" ? "together with the step before" : undefined,
  ];
  return (
    <Paper component="li" withBorder p="sm">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Group gap="xs">
            <Text fw={600}>
              {position + 1}. {step.Name}
            </Text>
            {form.disabled && (
              <Badge color="gray" variant="light" size="sm" tt="none">
                Disabled
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
        </div>
        <Group gap={6} wrap="nowrap">
          <ActionIcon
            variant="default"
            aria-label={`Move ${step.Name} up`}
            disabled={position === 0 || busy}
            onClick={() => onMove(-1)}
          >
            ↑
          </ActionIcon>
          <ActionIcon
            variant="default"
            aria-label={`Move ${step.Name} down`}
            disabled={position === count - 1 || busy}
            onClick={() => onMove(1)}
          >
            ↓
          </ActionIcon>
          <Button size="xs" variant="default" aria-label={`Edit ${step.Name}`} onClick={onEdit}>
            Edit
          </Button>
          <ConfirmButton
            label="Remove"
            accessibleLabel={`Remove ${step.Name}`}
            size="xs"
            question={`Remove the step ${step.Name}?`}
            consequence="Releases that exist already keep it; new ones will not have it."
            confirm="Remove the step"
            busy={busy}
            onConfirm={onRemove}
          />
        </Group>
      </Group>
    </Paper>
  );
}
