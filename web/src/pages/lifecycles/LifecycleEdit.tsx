import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { request } from "../../api/client";
import { environments, lifecycle } from "../../api/infrastructure";
import { useAction } from "../../api/query";
import type { Environment, Lifecycle } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { ConfirmButton } from "../../ui/ConfirmButton";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { Section } from "../../ui/Section";
import { Phases } from "./Phases";

type Draft = Pick<Lifecycle, "Name" | "Description" | "Phases"> & Partial<Lifecycle>;

/** A lifecycle: its name and its phases. */
export function LifecycleEdit() {
  const id = useParam("lifecycle");
  return id === "new" ? <Create /> : <Edit key={id} id={id} />;
}

function Create() {
  const { api } = useSpace();
  const { data: places } = useSuspenseQuery(environments(api));
  return <Form before={{ Name: "", Description: "", Phases: [] }} places={places} />;
}

function Edit({ id }: { id: string }) {
  const { api } = useSpace();
  const [{ data }, { data: places }] = useSuspenseQueries({
    queries: [{ ...lifecycle(api, id), refetchOnWindowFocus: false }, environments(api)],
  });
  return <Form before={data} places={places} />;
}

function Form({ before, places }: { before: Draft; places: readonly Environment[] }) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(before);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = useAction({
    does: () =>
      before.Id ? request("PUT", `${api}/lifecycles/${before.Id}`, draft) : request("POST", `${api}/lifecycles`, draft),
    touches: [`${api}/lifecycles`, `${api}/dashboard`, `${api}/projects`],
    onDone: () => void navigate(to.lifecycles),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const failure = failureText(save.error);
  return (
    <Page
      title={before.Id ? before.Name : "Create lifecycle"}
      crumbs={[{ label: "Lifecycles", to: to.lifecycles }]}
      actions={before.Id && <DeleteLifecycle id={before.Id} name={before.Name} />}
    >
      <form onSubmit={submit}>
        <Stack maw={760}>
          <TextInput
            label="Name"
            required
            value={draft.Name}
            onChange={(event) => set({ Name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            value={draft.Description}
            onChange={(event) => set({ Description: event.currentTarget.value })}
          />
          <Section title="Phases">
            <Phases phases={draft.Phases} environments={places} onChange={(phases) => set({ Phases: phases })} />
          </Section>
          {failure && <Failure failure={failure} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {before.Id ? "Save" : "Create"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

function DeleteLifecycle({ id, name }: { id: string; name: string }) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const remove = useAction({
    does: async () => {
      await request("DELETE", `${api}/lifecycles/${id}`);
      await navigate(to.lifecycles);
    },
    touches: [`${api}/lifecycles/all`],
  });
  return (
    <ConfirmButton
      label="Delete"
      question={`Delete the lifecycle ${name}?`}
      consequence="A lifecycle that projects or channels use cannot be deleted."
      confirm="Delete the lifecycle"
      busy={remove.isPending}
      failure={failureText(remove.error)}
      onConfirm={() => remove.mutate()}
    />
  );
}
