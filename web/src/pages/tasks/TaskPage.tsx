import { Alert, Group, Progress, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { ApiError } from "../../api/client";
import { type FollowedTask, followTask } from "../../api/followTask";
import { failureText } from "../../components/failure";
import { StateBadge } from "../../components/StateBadge";
import { useParam, useSpace } from "../../components/space";
import { TaskLog } from "../../components/TaskLog";
import { Failure } from "../../ui/Failure";
import { Loading } from "../../ui/Loading";
import { Page } from "../../ui/Page";
import { Time } from "../../ui/Time";
import { CancelTask } from "./CancelTask";
import { QueueReasons } from "./QueueReasons";
import { RawLogLink } from "./RawLogLink";
import { TaskContext } from "./TaskContext";

/** A task as it happens. */
export function TaskPage() {
  const id = useParam("task");
  // Another task is another page: nothing of the one before may be seen in it.
  return <Followed key={id} id={id} />;
}

function Followed({ id }: { id: string }) {
  const { to } = useSpace();
  const [verbose, setVerbose] = useState(false);
  const [followed, setFollowed] = useState<FollowedTask>();
  const [trouble, setTrouble] = useState<Error>();
  useEffect(() => {
    const stop = new AbortController();
    void followTask(id, verbose, { onTask: setFollowed, onTrouble: setTrouble }, stop.signal);
    return () => stop.abort();
  }, [id, verbose]);

  if (trouble instanceof ApiError && trouble.status < 500) throw trouble;
  if (!followed)
    return trouble ? <Failure failure={failureText(trouble) ?? { headline: "", problems: [] }} /> : <Loading />;
  const { task, activities, percentage } = followed;
  return (
    <Page
      title={task.Description}
      crumbs={[{ label: "Tasks", to: to.tasks }]}
      mark={
        <output aria-label="State">
          <StateBadge state={task.State} warnings={task.HasWarningsOrErrors} size="lg" />
        </output>
      }
      description={<Facts followed={followed} />}
      actions={
        <>
          <RawLogLink id={task.Id} />
          {!task.IsCompleted && <CancelTask task={task} />}
        </>
      }
    >
      {trouble && (
        <Alert color="yellow" title="The server does not answer">
          What was known last is shown. The page goes on by itself when the server is back.
        </Alert>
      )}
      {task.ErrorMessage && (
        <Failure failure={{ headline: "The task did not succeed", problems: [task.ErrorMessage] }} />
      )}
      {task.State === "Queued" && <QueueReasons id={task.Id} />}
      {!task.IsCompleted && task.State !== "Queued" && (
        <Progress value={percentage} aria-label="Progress" size="sm" animated />
      )}
      <TaskLog activities={activities} running={!task.IsCompleted} verbose={verbose} onVerbose={setVerbose} />
    </Page>
  );
}

function Facts({ followed: { task } }: { followed: FollowedTask }) {
  return (
    <Group gap="md">
      <TaskContext task={task} />
      <Text span size="sm" c="dimmed">
        Queued <Time at={task.QueueTime} />
      </Text>
      {task.StartTime && (
        <Text span size="sm" c="dimmed">
          Started <Time at={task.StartTime} />
        </Text>
      )}
      {task.CompletedTime && (
        <Text span size="sm" c="dimmed">
          Took {task.Duration}
        </Text>
      )}
    </Group>
  );
}
