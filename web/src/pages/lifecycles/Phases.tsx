import { Button, Checkbox, Group, MultiSelect, NumberInput, Paper, Stack, Text, TextInput } from "@mantine/core";
import type { Environment, Phase } from "../../api/types";

interface Props {
  phases: readonly Phase[];
  environments: readonly Environment[];
  onChange: (phases: Phase[]) => void;
}

function emptyPhase(): Phase {
  return {
    Id: "",
    Name: "",
    AutomaticDeploymentTargets: [],
    OptionalDeploymentTargets: [],
    MinimumEnvironmentsBeforePromotion: 0,
    IsOptionalPhase: false,
    IsPriorityPhase: false,
    ReleaseRetentionPolicy: null,
    TentacleRetentionPolicy: null,
  };
}

/** The phases of a lifecycle, in order. */
export function Phases({ phases, environments, onChange }: Props) {
  const replace = (position: number, phase: Phase) =>
    onChange(phases.map((old, at) => (at === position ? phase : old)));
  return (
    <Stack gap="sm">
      {phases.length === 0 && (
        <Text size="sm" c="dimmed">
          Without phases, a release goes through all environments in their order.
        </Text>
      )}
      {phases.map((phase, position) => (
        <PhaseCard
          // Phases have no name of their own before they are saved; their place is what tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above.
          key={position}
          phase={phase}
          position={position}
          environments={environments}
          onChange={(changed) => replace(position, changed)}
          onRemove={() => onChange(phases.filter((_, at) => at !== position))}
        />
      ))}
      <Group>
        <Button variant="default" size="sm" onClick={() => onChange([...phases, emptyPhase()])}>
          Add phase
        </Button>
      </Group>
    </Stack>
  );
}

interface CardProps {
  phase: Phase;
  position: number;
  environments: readonly Environment[];
  onChange: (phase: Phase) => void;
  onRemove: () => void;
}

function PhaseCard({ phase, position, environments, onChange, onRemove }: CardProps) {
  const options = environments.map(({ Id, Name }) => ({ value: Id, label: Name }));
  const set = (change: Partial<Phase>) => onChange({ ...phase, ...change });
  const count = phase.OptionalDeploymentTargets.length + phase.AutomaticDeploymentTargets.length;
  return (
    <Paper withBorder p="sm" role="group" aria-label={`Phase ${position + 1}`}>
      <Stack gap="xs">
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            label={`Name of phase ${position + 1}`}
            required
            flex={1}
            value={phase.Name}
            onChange={(event) => set({ Name: event.currentTarget.value })}
          />
          <Button variant="light" color="red" aria-label={`Remove phase ${position + 1}`} onClick={onRemove}>
            Remove
          </Button>
        </Group>
        <MultiSelect
          label="Deployed by hand to"
          data={options.filter(({ value }) => !phase.AutomaticDeploymentTargets.includes(value))}
          value={phase.OptionalDeploymentTargets}
          onChange={(ids) => set({ OptionalDeploymentTargets: ids })}
        />
        <MultiSelect
          label="Deployed automatically to"
          data={options.filter(({ value }) => !phase.OptionalDeploymentTargets.includes(value))}
          value={phase.AutomaticDeploymentTargets}
          onChange={(ids) => set({ AutomaticDeploymentTargets: ids })}
        />
        <Group align="flex-end">
          <NumberInput
            label="Environments needed to go on"
            description="0 means all of them."
            min={0}
            max={count}
            w={240}
            allowDecimal={false}
            value={phase.MinimumEnvironmentsBeforePromotion}
            onChange={(value) => set({ MinimumEnvironmentsBeforePromotion: Number(value) || 0 })}
          />
          <Checkbox
            label="Optional: releases may pass it by"
            mb={8}
            checked={phase.IsOptionalPhase}
            onChange={(event) => set({ IsOptionalPhase: event.currentTarget.checked })}
          />
        </Group>
      </Stack>
    </Paper>
  );
}
