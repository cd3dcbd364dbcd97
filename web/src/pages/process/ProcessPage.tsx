import { Button, Group, Stack } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/client";
import { process } from "../../api/projects";
import { useAction } from "../../api/query";
import type { Step } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { EmptyState } from "../../ui/EmptyState";
import { Failure } from "../../ui/Failure";
import { StepCard } from "./StepCard";
import { StepDialog } from "./StepDialog";
import { emptyForm, formOf, PACKAGE, SCRIPT, type StepForm, stepOf } from "./stepForm";

/** A step in the editor: a new one, or the one at a position. */
interface Editing {
  position: number | undefined;
  form: StepForm;
}

/** The steps of a project's deployments. */
export function ProcessPage() {
  const { api } = useSpace();
  const id = useParam("project");
  const { data } = useSuspenseQuery({ ...process(api, id), refetchOnWindowFocus: false });
  const [editing, setEditing] = useState<Editing>();
  const save = useAction({
    does: (steps: readonly Step[]) =>
      request("PUT", `${api}/projects/${id}/deploymentprocesses`, { ...data, Steps: steps }),
    touches: [`${api}/projects/${id}`],
  });
  const close = () => {
    save.reset();
    setEditing(undefined);
  };
  const saveForm = ({ position, form }: Editing) => {
    const before = position === undefined ? undefined : data.Steps[position];
    const step = stepOf(form, before);
    const steps = before ? data.Steps.map((old) => (old === before ? step : old)) : [...data.Steps, step];
    save.mutate(steps, { onSuccess: close });
  };
  const move = (position: number, by: number) => {
    const steps = [...data.Steps];
    const [step] = steps.splice(position, 1);
    if (step) steps.splice(position + by, 0, step);
    save.mutate(steps);
  };
  const remove = (step: Step) => save.mutate(data.Steps.filter((old) => old !== step));
  const add = (
    <Group gap="xs">
      <Button size="sm" variant="default" onClick={() => setEditing({ position: undefined, form: emptyForm(SCRIPT) })}>
        Add a script step
      </Button>
      <Button size="sm" variant="default" onClick={() => setEditing({ position: undefined, form: emptyForm(PACKAGE) })}>
        Add a package step
      </Button>
    </Group>
  );
  const failure = failureText(save.error);
  return (
    <Stack>
      {failure && !editing && <Failure failure={failure} />}
      {data.Steps.length === 0 ? (
        <EmptyState title="No steps yet" action={add}>
          Steps are what a deployment does, in order: run a script, or deploy a package.
        </EmptyState>
      ) : (
        <>
          <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
            {data.Steps.map((step, position) => (
              <StepCard
                key={step.Id}
                step={step}
                position={position}
                count={data.Steps.length}
                busy={save.isPending}
                onEdit={() => setEditing({ position, form: formOf(step) })}
                onMove={(by) => move(position, by)}
                onRemove={() => remove(step)}
              />
            ))}
          </Stack>
          {add}
        </>
      )}
      {editing && (
        <StepDialog
          isNew={editing.position === undefined}
          form={editing.form}
          onChange={(form) => setEditing({ ...editing, form })}
          busy={save.isPending}
          failure={failure}
          onSubmit={() => saveForm(editing)}
          onClose={close}
        />
      )}
    </Stack>
  );
}
