import { Alert, Button, Checkbox, Group, Stack, Text, Textarea } from "@mantine/core";
import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link, useNavigate } from "react-router";
import { request } from "../../api/client";
import { environments } from "../../api/infrastructure";
import { project } from "../../api/projects";
import { useAction } from "../../api/query";
import { deploymentPreview, deploymentTemplate, release } from "../../api/releases";
import { TASKS } from "../../api/tasks";
import type { Deployment, DeploymentPreview } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { Section } from "../../ui/Section";
import { PromptField } from "./PromptField";

/** What a deployment will do, what it asks for, and the button that begins it. */
export function Deploy() {
  const { api, to } = useSpace();
  const releaseId = useParam("release");
  const environmentId = useParam("environment");
  const { data: shown } = useSuspenseQuery(release(api, releaseId));
  const [{ data: owner }, { data: places }, { data: template }, { data: preview }] = useSuspenseQueries({
    queries: [
      project(api, shown.ProjectId),
      environments(api),
      deploymentTemplate(api, releaseId),
      // A form being filled in must not change under the hands.
      { ...deploymentPreview(api, releaseId, environmentId), refetchOnWindowFocus: false },
    ],
  });
  const place = places.find(({ Id }) => Id === environmentId)?.Name ?? environmentId;
  const refused = template.NotPromotable.find(({ Id }) => Id === environmentId);
  return (
    <Page
      title={`Deploy ${shown.Version} to ${place}`}
      crumbs={[
        { label: "Projects", to: to.projects },
        { label: owner.Name, to: to.project(owner.Id) },
        { label: `Release ${shown.Version}`, to: to.release(releaseId) },
      ]}
    >
      {refused && (
        <Alert color="yellow" title="This release cannot go there now">
          {refused.Reason}
        </Alert>
      )}
      <Form preview={preview} releaseId={releaseId} environmentId={environmentId} blocked={refused !== undefined} />
    </Page>
  );
}

interface FormProps {
  preview: DeploymentPreview;
  releaseId: string;
  environmentId: string;
  blocked: boolean;
}

function Form({ preview, releaseId, environmentId, blocked }: FormProps) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const [comments, setComments] = useState("");
  const deploy = useAction({
    does: () =>
      request<Deployment>("POST", `${api}/deployments`, {
        ReleaseId: releaseId,
        EnvironmentId: environmentId,
        FormValues: { ...preview.Form.Values, ...values },
        SkipActions: skipped,
        Comments: comments || null,
      }),
    touches: [`${api}/dashboard`, `${api}/projects`, `${api}/releases`, `${api}/tasks`, TASKS],
    onDone: ({ TaskId }) => void navigate(to.task(TaskId)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    deploy.mutate();
  };
  const failure = failureText(deploy.error);
  const { Elements } = preview.Form;
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        {Elements.length > 0 && (
          <Section title="Values">
            {Elements.map((element) => (
              <PromptField
                key={element.Name}
                element={element}
                value={values[element.Name] ?? preview.Form.Values[element.Name] ?? ""}
                onChange={(value) => setValues({ ...values, [element.Name]: value })}
              />
            ))}
          </Section>
        )}
        <Section title="Steps">
          {preview.StepsToExecute.length === 0 && (
            <Text size="sm" c="dimmed">
              No step of this release runs in this environment.
            </Text>
          )}
          <Steps steps={preview.StepsToExecute} skipped={skipped} onSkipped={setSkipped} />
        </Section>
        <Textarea
          label="Comments"
          autosize
          minRows={2}
          value={comments}
          onChange={(event) => setComments(event.currentTarget.value)}
        />
        {failure && <Failure failure={failure} />}
        <Group>
          <Button type="submit" loading={deploy.isPending} disabled={blocked}>
            Deploy
          </Button>
          <Button component={Link} to={to.release(releaseId)} variant="default">
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface StepsProps {
  steps: DeploymentPreview["StepsToExecute"];
  skipped: readonly string[];
  onSkipped: (skipped: readonly string[]) => void;
}

function Steps({ steps, skipped, onSkipped }: StepsProps) {
  return (
    <Stack gap="xs">
      {steps.map((step) => {
        const runs = !skipped.includes(step.ActionId);
        const change = () =>
          onSkipped(runs ? [...skipped, step.ActionId] : skipped.filter((id) => id !== step.ActionId));
        return (
          <Checkbox
            key={step.ActionId}
            label={`${step.ActionNumber}. ${step.ActionName}`}
            description={where(step)}
            checked={runs && !step.IsDisabled}
            disabled={!step.CanBeSkipped || step.IsDisabled}
            onChange={change}
          />
        );
      })}
    </Stack>
  );
}

function where(step: DeploymentPreview["StepsToExecute"][number]): string {
  if (step.IsDisabled) return "This step is disabled.";
  if (step.HasNoApplicableMachines) return `No target has the tag ${step.Roles.join(" or ")}.`;
  const names = step.MachineNames.length > 0 ? `On ${step.MachineNames.join(", ")}.` : "On the server.";
  return step.CanBeSkipped ? names : `${names} This step is required.`;
}
