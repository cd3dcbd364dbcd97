import { Select, Textarea } from "@mantine/core";
import type { StepForm } from "./stepForm";

const SYNTAXES = ["Bash", "PowerShell", "Python", "CSharp"];

interface Props {
  form: StepForm;
  set: (change: Partial<StepForm>) => void;
}

export function ScriptFields({ form, set }: Props) {
  return (
    <>
      <Select
        label="Language"
        allowDeselect={false}
        maw={240}
        data={SYNTAXES.includes(form.syntax) ? SYNTAXES : [...SYNTAXES, form.syntax]}
        value={form.syntax}
        onChange={(syntax) => syntax && set({ syntax })}
      />
      <Textarea
        label="Script"
        className="mono"
        required
        autosize
        minRows={10}
        maxRows={28}
        spellCheck={false}
        value={form.body}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
    </>
  );
}
