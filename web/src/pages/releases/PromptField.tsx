import { Checkbox, PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import type { FormElement } from "../../api/types";
import { selectOptions } from "./selectOptions";

interface Props {
  element: FormElement;
  value: string;
  onChange: (value: string) => void;
}

/** The field in which a deployment asks for the value of a prompted variable. */
export function PromptField({ element, value, onChange }: Props) {
  const { Control, IsValueRequired } = element;
  const shared = {
    label: Control.Label || Control.Name,
    description: Control.Description || undefined,
    required: IsValueRequired,
  };
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  if (Control.IsSecure) return <PasswordInput {...shared} value={value} onChange={onText} autoComplete="off" />;
  switch (Control.DisplaySettings["Octopus.ControlType"]) {
    case "MultiLineText":
      return <Textarea {...shared} autosize minRows={3} value={value} onChange={onText} />;
    case "Checkbox":
      return (
        <Checkbox
          label={shared.label}
          description={shared.description}
          checked={value.toLowerCase() === "true"}
          onChange={(event) => onChange(event.currentTarget.checked ? "True" : "False")}
        />
      );
    case "Select":
      return (
        <Select
          {...shared}
          data={selectOptions(Control.DisplaySettings["Octopus.SelectOptions"] ?? "")}
          value={value || null}
          onChange={(chosen) => onChange(chosen ?? "")}
        />
      );
    default:
      return <TextInput {...shared} value={value} onChange={onText} />;
  }
}
