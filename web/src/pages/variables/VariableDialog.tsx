import { Checkbox, Group, MultiSelect, PasswordInput, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { VariableSet } from "../../api/types";
import type { FailureText } from "../../ui/Failure";
import { FormDialog } from "../../ui/FormDialog";
import type { VariableForm } from "./variableForm";

interface Props {
  isNew: boolean;
  form: VariableForm;
  /** The server has a secret for it, which stays unless another is typed. */
  keepsSecret: boolean;
  scopes: VariableSet["ScopeValues"];
  onChange: (form: VariableForm) => void;
  busy: boolean;
  failure?: FailureText;
  onSubmit: () => void;
  onClose: () => void;
}

export function VariableDialog({
  isNew,
  form,
  keepsSecret,
  scopes,
  onChange,
  busy,
  failure,
  onSubmit,
  onClose,
}: Props) {
  const set = (change: Partial<VariableForm>) => onChange({ ...form, ...change });
  const options = (list: readonly { Id: string; Name: string }[]) =>
    list.map(({ Id, Name }) => ({ value: Id, label: Name }));
  return (
    <FormDialog
      title={isNew ? "Add variable" : "Edit variable"}
      submit={isNew ? "Add" : "Save"}
      size="lg"
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
      <Checkbox
        label="Sensitive: stored encrypted, never shown, masked in logs"
        checked={form.sensitive}
        // What was secret must be typed anew to become a plain value.
        onChange={(event) =>
          set({
            sensitive: event.currentTarget.checked,
            value: keepsSecret && event.currentTarget.checked ? undefined : (form.value ?? ""),
          })
        }
      />
      {form.sensitive ? (
        <PasswordInput
          label="Value"
          placeholder={keepsSecret ? "Unchanged" : undefined}
          autoComplete="new-password"
          value={form.value ?? ""}
          onChange={(event) => set({ value: event.currentTarget.value || (keepsSecret ? undefined : "") })}
        />
      ) : (
        <Textarea
          label="Value"
          className="mono"
          autosize
          minRows={1}
          maxRows={12}
          spellCheck={false}
          value={form.value ?? ""}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      )}
      <TextInput
        label="Description"
        value={form.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <MultiSelect
        label="Environments"
        description="Without any, the value holds in all of them."
        data={options(scopes.Environments)}
        value={form.environments}
        onChange={(environments) => set({ environments })}
      />
      <Group grow align="flex-start">
        <TagsInput
          label="Target tags"
          data={scopes.Roles.map(({ Id }) => Id)}
          value={form.roles}
          onChange={(roles) => set({ roles })}
        />
        <MultiSelect
          label="Channels"
          data={options(scopes.Channels)}
          value={form.channels}
          onChange={(channels) => set({ channels })}
        />
      </Group>
      <Checkbox
        label="Ask for the value when deploying"
        checked={form.prompted}
        onChange={(event) => set({ prompted: event.currentTarget.checked })}
      />
      {form.prompted && (
        <Group grow align="flex-end">
          <TextInput label="Label" value={form.label} onChange={(event) => set({ label: event.currentTarget.value })} />
          <Checkbox
            label="A value is required"
            mb={8}
            checked={form.required}
            onChange={(event) => set({ required: event.currentTarget.checked })}
          />
        </Group>
      )}
    </FormDialog>
  );
}
