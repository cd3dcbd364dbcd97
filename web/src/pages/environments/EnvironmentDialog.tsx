import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { request } from "../../api/client";
import { useAction } from "../../api/query";
import type { Environment } from "../../api/types";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { FormDialog } from "../../ui/FormDialog";

interface Props {
  before: Environment | undefined;
  touches: string[];
  onClose: () => void;
}

export function EnvironmentDialog({ before, touches, onClose }: Props) {
  const { api } = useSpace();
  const [name, setName] = useState(before?.Name ?? "");
  const [description, setDescription] = useState(before?.Description ?? "");
  const [dynamic, setDynamic] = useState(before?.AllowDynamicInfrastructure ?? false);
  const save = useAction({
    does: () => {
      const body = { ...before, Name: name, Description: description, AllowDynamicInfrastructure: dynamic };
      return before
        ? request("PUT", `${api}/environments/${before.Id}`, body)
        : request("POST", `${api}/environments`, body);
    },
    touches,
    onDone: onClose,
  });
  return (
    <FormDialog
      title={before ? "Edit environment" : "Create environment"}
      submit={before ? "Save" : "Create"}
      busy={save.isPending}
      failure={failureText(save.error)}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Checkbox
        label="Scripts may create deployment targets here"
        checked={dynamic}
        onChange={(event) => setDynamic(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
