import { Badge, Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/client";
import { lifecycles } from "../../api/infrastructure";
import { channels } from "../../api/projects";
import { useAction } from "../../api/query";
import type { Channel, Lifecycle } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { type Column, DataTable } from "../../ui/DataTable";
import { FormDialog } from "../../ui/FormDialog";

/** The channels of a project: which versions go through which lifecycle. */
export function Channels() {
  const { api } = useSpace();
  const id = useParam("project");
  const [{ data }, { data: cycles }] = useSuspenseQueries({ queries: [channels(api, id), lifecycles(api)] });
  const [creating, setCreating] = useState(false);
  const columns: Column<Channel>[] = [
    {
      header: "Name",
      cell: ({ Name, IsDefault }) => (
        <Group gap="xs">
          <Text fw={600}>{Name}</Text>
          {IsDefault && (
            <Badge variant="light" color="gray" size="sm" tt="none">
              Default
            </Badge>
          )}
        </Group>
      ),
    },
    {
      header: "Lifecycle",
      cell: ({ LifecycleId }) => cycles.find(({ Id }) => Id === LifecycleId)?.Name ?? "of the project",
    },
    { header: "Version rules", cell: ({ Rules }) => Rules.map(ruleText).join("; ") || "any version" },
    { header: "Description", cell: ({ Description }) => Description },
    {
      header: "Actions",
      hiddenHeader: true,
      narrow: true,
      cell: (channel) => !channel.IsDefault && <DeleteChannel projectId={id} channel={channel} />,
    },
  ];
  return (
    <Stack>
      <DataTable label="Channels" columns={columns} rows={data.Items} rowKey={({ Id }) => Id} empty={null} />
      <Group>
        <Button variant="default" onClick={() => setCreating(true)}>
          Add channel
        </Button>
      </Group>
      {creating && <CreateChannel projectId={id} lifecycles={cycles} onClose={() => setCreating(false)} />}
    </Stack>
  );
}

function ruleText({ VersionRange, Tag, ActionPackages }: Channel["Rules"][number]): string {
  const what = [VersionRange && `range ${VersionRange}`, Tag && `pre-release ${Tag}`].filter(Boolean).join(", ");
  return `${ActionPackages.map(({ DeploymentAction }) => DeploymentAction).join(", ")}: ${what || "any version"}`;
}

function DeleteChannel({ projectId, channel }: { projectId: string; channel: Channel }) {
  const { api } = useSpace();
  const remove = useAction({
    does: () => request("DELETE", `${api}/channels/${channel.Id}`),
    touches: [`${api}/projects/${projectId}`],
  });
  return (
    <ConfirmButton
      label="Delete"
      accessibleLabel={`Delete ${channel.Name}`}
      size="xs"
      question={`Delete the channel ${channel.Name}?`}
      consequence="A channel that releases belong to cannot be deleted."
      confirm="Delete the channel"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}

interface CreateProps {
  projectId: string;
  lifecycles: readonly Lifecycle[];
  onClose: () => void;
}

function CreateChannel({ projectId, lifecycles, onClose }: CreateProps) {
  const { api } = useSpace();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [lifecycle, setLifecycle] = useState<string | null>(null);
  const create = useAction({
    does: () =>
      request("POST", `${api}/projects/${projectId}/channels`, {
        Name: name,
        Description: description,
        ProjectId: projectId,
        LifecycleId: lifecycle,
        Rules: [],
      }),
    touches: [`${api}/projects/${projectId}`],
    onDone: onClose,
  });
  return (
    <FormDialog
      title="Add channel"
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
      <Textarea
        label="Description"
        autosize
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Select
        label="Lifecycle"
        placeholder="The project's"
        clearable
        data={lifecycles.map(({ Id, Name }) => ({ value: Id, label: Name }))}
        value={lifecycle}
        onChange={setLifecycle}
      />
    </FormDialog>
  );
}
