import { Alert, Badge, Button, Text } from "@mantine/core";
import { useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { request } from "../../api/client";
import { channels, project } from "../../api/projects";
import { useAction } from "../../api/query";
import { defects, deploymentTemplate, release, releaseProgression } from "../../api/releases";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { Section } from "../../ui/Section";
import { Time } from "../../ui/Time";
import { Defect } from "./Defect";
import { DeleteRelease } from "./DeleteRelease";
import { Deployments } from "./Deployments";
import { Packages } from "./Packages";
import { Promotion } from "./Promotion";

export function ReleasePage() {
  const { api, to } = useSpace();
  const id = useParam("release");
  const { data: shown } = useSuspenseQuery(release(api, id));
  const [{ data: owner }, { data: all }, { data: template }, { data: progress }, { data: known }] = useSuspenseQueries({
    queries: [
      project(api, shown.ProjectId),
      channels(api, shown.ProjectId),
      deploymentTemplate(api, id),
      { ...releaseProgression(api, id), refetchInterval: 5_000 },
      defects(api, id),
    ],
  });
  const unresolved = known.Items.find(({ Status }) => Status === "Unresolved");
  const channel = all.Items.find(({ Id }) => Id === shown.ChannelId);
  const stale = template.IsVariableSetModified || template.IsLibraryVariableSetModified;
  return (
    <Page
      title={`Release ${shown.Version}`}
      crumbs={[
        { label: "Projects", to: to.projects },
        { label: owner.Name, to: to.project(owner.Id) },
      ]}
      mark={
        unresolved && (
          <Badge color="red" variant="light" tt="none">
            Defect
          </Badge>
        )
      }
      description={
        <>
          {channel && `Channel ${channel.Name} · `}created <Time at={shown.Assembled} />
        </>
      }
      actions={
        <>
          <Defect releaseId={id} unresolved={unresolved !== undefined} />
          <DeleteRelease releaseId={id} version={shown.Version} projectId={shown.ProjectId} />
        </>
      }
    >
      {unresolved && (
        <Alert color="red" variant="light" title="This release has a defect">
          {unresolved.Description} It cannot go to phases it has not begun.
        </Alert>
      )}
      {stale && <UpdateVariables releaseId={id} />}
      {template.IsDeploymentProcessModified && (
        <Text size="sm" c="dimmed">
          The project's process has changed since; this release keeps the one it was made with.
        </Text>
      )}
      <Promotion releaseId={id} template={template} progress={progress} />
      <Deployments progress={progress} />
      <Packages selected={shown.SelectedPackages} />
      {shown.ReleaseNotes && (
        <Section title="Release notes">
          <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
            {shown.ReleaseNotes}
          </Text>
        </Section>
      )}
    </Page>
  );
}

function UpdateVariables({ releaseId }: { releaseId: string }) {
  const { api } = useSpace();
  const update = useAction({
    does: () => request("POST", `${api}/releases/${releaseId}/snapshot-variables`),
    touches: [`${api}/releases/${releaseId}`],
  });
  const failure = failureText(update.error);
  return (
    <Alert color="blue" variant="light" title="The project's variables have changed since">
      <Text size="sm" mb="xs">
        This release is deployed with the variables it was made with, unless they are taken over.
      </Text>
      <Button size="xs" variant="light" loading={update.isPending} onClick={() => update.mutate()}>
        Update variables
      </Button>
      {failure && <Failure failure={failure} />}
    </Alert>
  );
}
