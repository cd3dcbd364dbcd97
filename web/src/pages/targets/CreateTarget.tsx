import { MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { request } from "../../api/client";
import type { WorkerPool } from "../../api/infrastructure";
import { useAction } from "../../api/query";
import type { Environment } from "../../api/types";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { FormDialog } from "../../ui/FormDialog";

interface Props {
  environments: readonly Environment[];
  roles: readonly string[];
  pools: readonly WorkerPool[];
  onClose: () => void;
}

export function CreateTarget({ environments, roles, pools, onClose }: Props) {
  const { api } = useSpace();
  const [name, setName] = useState("");
  const [places, setPlaces] = useState<string[]>([]);
  const [tags, setTags] = useState<string[]>([]);
  const [pool, setPool] = useState<string | null>(null);
  const create = useAction({
    does: () =>
      request("POST", `${api}/machines`, {
        Name: name,
        EnvironmentIds: places,
        Roles: tags,
        TenantedDeploymentParticipation: "Untenanted",
        Endpoint: { CommunicationStyle: "None", DefaultWorkerPoolId: pool },
      }),
    touches: [`${api}/machine`],
    onDone: onClose,
  });
  return (
    <FormDialog
      title="Add cloud region"
      submit="Add"
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
      <MultiSelect
        label="Environments"
        required
        data={environments.map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={places}
        onChange={setPlaces}
      />
      <TagsInput
        label="Target tags"
        description="Type a tag and press Enter."
        required
        data={[...roles]}
        value={tags}
        onChange={setTags}
      />
      <Select
        label="Worker pool"
        placeholder="The default one"
        clearable
        data={pools.map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={pool}
        onChange={setPool}
      />
    </FormDialog>
  );
}
