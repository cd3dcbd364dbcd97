import {
  Checkbox,
  Group,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { environments, machineRoles } from "../../api/infrastructure";
import { useSpace } from "../../components/space";
import type { FailureText } from "../../ui/Failure";
import { FormDialog } from "../../ui/FormDialog";
import { PackageFields } from "./PackageFields";
import { ScriptFields } from "./ScriptFields";
import { PACKAGE, SCRIPT, type StepForm } from "./stepForm";

interface Props {
  isNew: boolean;
  form: StepForm;
  onChange: (form: StepForm) => void;
  busy: boolean;
  failure?: FailureText;
  onSubmit: () => void;
  onClose: () => void;
}

export function StepDialog({ isNew, form, onChange, busy, failure, onSubmit, onClose }: Props) {
  const { api } = useSpace();
  const [{ data: places }, { data: roles }] = useSuspenseQueries({ queries: [environments(api), machineRoles(api)] });
  const set = (change: Partial<StepForm>) => onChange({ ...form, ...change });
  const known = form.actionType === SCRIPT || form.actionType === PACKAGE;
  const kind = form.actionType === PACKAGE ? "package step" : form.actionType === SCRIPT ? "script step" : "step";
  return (
    <FormDialog
      title={isNew ? `Add a ${kind}` : `Edit ${kind}`}
      submit={isNew ? "Add" : "Save"}
      size="xl"
      busy={busy}
      failure={failure}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {known && (
        <Stack gap={4}>
          <Text size="sm" fw={500} id="step-place">
            Runs
          </Text>
          <Group>
            <SegmentedControl
              aria-labelledby="step-place"
              data={[
                { value: "server", label: "On the server" },
                { value: "targets", label: "On deployment targets" },
              ]}
              value={form.runOnServer ? "server" : "targets"}
              onChange={(place) => set({ runOnServer: place === "server" })}
            />
          </Group>
        </Stack>
      )}
      <TagsInput
        label="Target tags"
        description={
          form.runOnServer
            ? "With tags, the step runs once for each target that has one of them; without, once."
            : "The step runs on each target that has one of these tags."
        }
        data={roles}
        value={form.roles}
        onChange={(chosen) => set({ roles: chosen })}
      />
      {form.actionType === SCRIPT && <ScriptFields form={form} set={set} />}
      {form.actionType === PACKAGE && <PackageFields form={form} set={set} />}
      {!known && (
        <Text size="sm" c="dimmed">
          What is particular to steps of the type {form.actionType} is kept as it is; it cannot be edited here.
        </Text>
      )}
      <Group grow align="flex-start">
        <Select
          label="Condition"
          allowDeselect={false}
          data={[
            { value: "Success", label: "If all steps before succeeded" },
            { value: "Failure", label: "Only if a step before failed" },
            { value: "Always", label: "Always" },
            { value: "Variable", label: "If an expression is true" },
          ]}
          value={form.condition}
          onChange={(condition) => condition && set({ condition })}
        />
        <Select
          label="Start"
          allowDeselect={false}
          data={[
            { value: "StartAfterPrevious", label: "After the step before" },
            { value: "StartWithPrevious", label: "Together with the step before" },
          ]}
          value={form.startTrigger}
          onChange={(startTrigger) => startTrigger && set({ startTrigger })}
        />
      </Group>
      {form.condition === "Variable" && (
        <TextInput
          label="Expression"
          className="mono"
          placeholder="#{if Octopus.Environment.Name == 'Test'}True#{/if}"
          required
          value={form.expression}
          onChange={(event) => set({ expression: event.currentTarget.value })}
        />
      )}
      <MultiSelect
        label="Environments"
        description="Without any, the step runs in all of them."
        data={places.map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={form.environments}
        onChange={(chosen) => set({ environments: chosen })}
      />
      <Group>
        <Checkbox
          label="Required: it cannot be skipped"
          checked={form.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
        <Checkbox
          label="Disabled"
          checked={form.disabled}
          onChange={(event) => set({ disabled: event.currentTarget.checked })}
        />
      </Group>
    </FormDialog>
  );
}
