import { Button, Checkbox, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useSuspenseQueries } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { request } from "../../api/client";
import { lifecycles } from "../../api/infrastructure";
import { project, projectGroups } from "../../api/projects";
import { useAction } from "../../api/query";
import type { Project } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { Failure } from "../../ui/Failure";
import { Section } from "../../ui/Section";

export function ProjectSettings() {
  const { api } = useSpace();
  const id = useParam("project");
  const [{ data }, { data: groups }, { data: cycles }] = useSuspenseQueries({
    queries: [project(api, id), projectGroups(api), lifecycles(api)],
  });
  const options = (list: readonly { Id: string; Name: string }[]) =>
    list.map(({ Id, Name }) => ({ value: Id, label: Name }));
  return (
    <Stack maw={720}>
      <Form before={data} groups={options(groups)} lifecycles={options(cycles)} />
      <Section title="Delete">
        <DeleteProject project={data} />
      </Section>
    </Stack>
  );
}

interface Option {
  value: string;
  label: string;
}

function Form({ before, groups, lifecycles }: { before: Project; groups: Option[]; lifecycles: Option[] }) {
  const { api } = useSpace();
  const [form, setForm] = useState(before);
  const set = (change: Partial<Project>) => setForm({ ...form, ...change });
  const donor = form.VersioningStrategy?.DonorPackage;
  const save = useAction({
    does: () => request("PUT", `${api}/projects/${before.Id}`, form),
    touches: [`${api}/projects`, `${api}/dashboard`],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const failure = failureText(save.error);
  return (
    <form onSubmit={submit} onChange={() => save.isSuccess && save.reset()}>
      <Section title="Settings">
        <TextInput
          label="Name"
          required
          value={form.Name}
          onChange={(event) => set({ Name: event.currentTarget.value })}
        />
        <Textarea
          label="Description"
          autosize
          minRows={2}
          value={form.Description}
          onChange={(event) => set({ Description: event.currentTarget.value })}
        />
        <Select
          label="Project group"
          allowDeselect={false}
          data={groups}
          value={form.ProjectGroupId}
          onChange={(id) => id && set({ ProjectGroupId: id })}
        />
        <Select
          label="Lifecycle"
          allowDeselect={false}
          data={lifecycles}
          value={form.LifecycleId}
          onChange={(id) => id && set({ LifecycleId: id })}
        />
        <TextInput
          label="Version template"
          className="mono"
          description={
            donor
              ? `Releases take the version of the package of ${donor.DeploymentAction}.`
              : "How the next release's version is suggested, such as #{Octopus.Version.LastMajor}.#{Octopus.Version.NextMinor}.0"
          }
          disabled={Boolean(donor)}
          value={form.VersioningStrategy?.Template ?? ""}
          onChange={(event) =>
            set({
              VersioningStrategy: { Template: event.currentTarget.value, DonorPackage: null, DonorPackageStepId: null },
            })
          }
        />
        <Checkbox
          label="Disabled: releases cannot be created or deployed"
          checked={form.IsDisabled}
          onChange={(event) => set({ IsDisabled: event.currentTarget.checked })}
        />
        {failure && <Failure failure={failure} />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
          <output>{save.isSuccess && "Saved."}</output>
        </Group>
      </Section>
    </form>
  );
}

function DeleteProject({ project: { Id, Name } }: { project: Project }) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const remove = useAction({
    does: async () => {
      await request("DELETE", `${api}/projects/${Id}`);
      await navigate(to.projects);
    },
    touches: [`${api}/projects/all`, `${api}/dashboard`],
  });
  return (
    <Group>
      <ConfirmButton
        label="Delete project"
        question={`Delete the project ${Name}?`}
        consequence="Its process, variables, channels, releases and deployments are deleted with it. This cannot be undone."
        confirm="Delete the project"
        busy={remove.isPending}
        failure={failureText(remove.error)}
        onConfirm={() => remove.mutate()}
      />
    </Group>
  );
}
