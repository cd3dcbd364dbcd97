import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { request } from "../../api/client";
import { useAction } from "../../api/query";
import type { Lifecycle, Project, ProjectGroup } from "../../api/types";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { FormDialog } from "../../ui/FormDialog";

interface Props {
  groups: readonly ProjectGroup[];
  lifecycles: readonly Lifecycle[];
  onClose: () => void;
}

export function CreateProject({ groups, lifecycles, onClose }: Props) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [group, setGroup] = useState(groups[0]?.Id ?? null);
  const [lifecycle, setLifecycle] = useState(lifecycles[0]?.Id ?? null);
  const create = useAction({
    does: () =>
      request<Project>("POST", `${api}/projects`, {
        Name: name,
        Description: description,
        ProjectGroupId: group,
        LifecycleId: lifecycle,
      }),
    touches: [`${api}/projects`, `${api}/dashboard`],
    onDone: (project) => void navigate(to.project(project.Id)),
  });
  const options = (list: readonly { Id: string; Name: string }[]) =>
    list.map(({ Id, Name }) => ({ value: Id, label: Name }));
  return (
    <FormDialog
      title="Create project"
      submit="Create"
      busy={create.isPending}
      failure={failureText(create.error)}
      onSubmit={() => create.mutate()}
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
      <Select label="Project group" allowDeselect={false} data={options(groups)} value={group} onChange={setGroup} />
      <Select
        label="Lifecycle"
        allowDeselect={false}
        data={options(lifecycles)}
        value={lifecycle}
        onChange={setLifecycle}
      />
    </FormDialog>
  );
}
