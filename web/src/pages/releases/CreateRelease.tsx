import { Button, Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQueries, useSuspenseQueries, useSuspenseQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { request, withQuery } from "../../api/client";
import { feedVersions } from "../../api/packages";
import { channels, project, releaseTemplate } from "../../api/projects";
import { useAction } from "../../api/query";
import type { Channel, Release, TemplatePackage } from "../../api/types";
import { failureText } from "../../components/failure";
import { useParam, useSpace } from "../../components/space";
import { Failure } from "../../ui/Failure";
import { Page } from "../../ui/Page";
import { Section } from "../../ui/Section";
import { PackageChoice } from "./PackageChoice";
import { packageKey, versionFilter } from "./packageRules";

/** Freezes the project as it is now into a release. */
export function CreateRelease() {
  const { api, to } = useSpace();
  const id = useParam("project");
  const [{ data: owner }, { data: all }] = useSuspenseQueries({ queries: [project(api, id), channels(api, id)] });
  const [channelId, setChannelId] = useState(
    () => (all.Items.find(({ IsDefault }) => IsDefault) ?? all.Items[0])?.Id ?? "",
  );
  const channel = all.Items.find(({ Id }) => Id === channelId);
  return (
    <Page
      title="Create release"
      crumbs={[
        { label: "Projects", to: to.projects },
        { label: owner.Name, to: to.project(id) },
      ]}
    >
      {all.Items.length > 1 && (
        <Select
          label="Channel"
          maw={360}
          allowDeselect={false}
          data={all.Items.map(({ Id, Name }) => ({ value: Id, label: Name }))}
          value={channelId}
          onChange={(chosen) => chosen && setChannelId(chosen)}
        />
      )}
      {channel && <Form key={channel.Id} projectId={id} channel={channel} />}
    </Page>
  );
}

function Form({ projectId, channel }: { projectId: string; channel: Channel }) {
  const { api, to } = useSpace();
  const navigate = useNavigate();
  const { data: template } = useSuspenseQuery({
    ...releaseTemplate(api, projectId, channel.Id),
    // A form being filled in must not change under the hands.
    refetchOnWindowFocus: false,
  });
  const [ignoreRules, setIgnoreRules] = useState(false);
  const [typed, setTyped] = useState<string>();
  const [notes, setNotes] = useState("");
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const available = useQueries({
    queries: template.Packages.map((entry) => ({
      ...feedVersions(api, entry.FeedId, entry.PackageId, ignoreRules ? {} : versionFilter(channel, entry)),
      enabled: entry.IsResolvable && entry.FixedVersion === null,
    })),
  });

  const packageVersion = (entry: TemplatePackage, index: number) =>
    chosen[packageKey(entry)] ?? entry.FixedVersion ?? available[index]?.data?.Items[0]?.Version ?? "";
  const versioning = template.Packages.findIndex(
    ({ StepName, ActionName, PackageReferenceName }) =>
      (StepName === template.VersioningPackageStepName || ActionName === template.VersioningPackageStepName) &&
      PackageReferenceName === (template.VersioningPackageReferenceName ?? ""),
  );
  const donor = template.Packages[versioning];
  const suggested = template.NextVersionIncrement ?? (donor ? packageVersion(donor, versioning) : "");
  const version = typed ?? suggested;

  const create = useAction({
    does: () =>
      request<Release>("POST", withQuery(`${api}/releases`, { ignoreChannelRules: ignoreRules || undefined }), {
        ProjectId: projectId,
        ChannelId: channel.Id,
        Version: version.trim(),
        ReleaseNotes: notes,
        SelectedPackages: template.Packages.map((entry, index) => ({
          ActionName: entry.ActionName,
          PackageReferenceName: entry.PackageReferenceName,
          Version: packageVersion(entry, index),
        })),
      }),
    touches: [`${api}/projects/${projectId}`, `${api}/releases`, `${api}/dashboard`],
    onDone: (release) => void navigate(to.release(release.Id)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const failure = failureText(create.error);
  return (
    <form onSubmit={submit}>
      <Stack maw={720}>
        <Section title="Version">
          <TextInput
            label="Version"
            required
            value={version}
            onChange={(event) => setTyped(event.currentTarget.value)}
            description={
              template.LastReleaseVersion ? `The last release is ${template.LastReleaseVersion}.` : undefined
            }
          />
          <Textarea
            label="Release notes"
            autosize
            minRows={3}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
        </Section>
        {template.Packages.length > 0 && (
          <Section title="Packages">
            {template.Packages.map((entry, index) => (
              <PackageChoice
                key={packageKey(entry)}
                entry={entry}
                versions={available[index]?.data?.Items ?? []}
                loading={available[index]?.isLoading ?? false}
                failure={failureText(available[index]?.error)}
                value={packageVersion(entry, index)}
                onChange={(value) => setChosen({ ...chosen, [packageKey(entry)]: value })}
              />
            ))}
            {channel.Rules.length > 0 && (
              <Checkbox
                label="Ignore the channel's version rules"
                checked={ignoreRules}
                onChange={(event) => setIgnoreRules(event.currentTarget.checked)}
              />
            )}
          </Section>
        )}
        {template.Packages.length === 0 && (
          <Text size="sm" c="dimmed">
            No step of this project uses a package.
          </Text>
        )}
        {failure && <Failure failure={failure} />}
        <Group>
          <Button type="submit" loading={create.isPending}>
            Create release
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
