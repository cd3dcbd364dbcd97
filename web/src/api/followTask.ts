// Follows a task until it ends: its state by a request that the server answers when something has changed, its log
// by asking for the newest lines of each activity. After a failure it goes on from what is known.

import { merge } from "../lib/taskLog";
import { ApiError } from "./client";
import { taskDetails, waitForTask } from "./tasks";
import type { Activity, Task, TaskDetails } from "./types";

export interface FollowedTask {
  task: Task;
  activities: readonly Activity[];
  percentage: number;
}

export interface Observer {
  onTask: (task: FollowedTask) => void;
  /** Why the task cannot be followed at the moment; `undefined` once it can be again. */
  onTrouble: (error: Error | undefined) => void;
}

/** How many of an activity's newest lines are asked for when the older ones are known. */
const TAIL = 500;
/** The longest wait for a change of a task that writes nothing meanwhile. */
const QUIET_SECONDS = 25;
/** Between two looks at the log of a task that is being executed. */
const BUSY_SECONDS = 1;
/** Seconds between attempts to reach a server that does not answer: 1, 2, 4, 8, 15, 15... */
const LONGEST_PAUSE = 15;

export async function followTask(id: string, verbose: boolean, observer: Observer, signal: AbortSignal): Promise<void> {
  let known: TaskDetails | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      known = await look(id, verbose, known, signal);
      failures = 0;
      observer.onTrouble(undefined);
      observer.onTask({
        task: known.Task,
        activities: known.ActivityLogs,
        percentage: known.Progress.ProgressPercentage,
      });
      if (known.Task.IsCompleted) return;
      const quiet = known.Task.State === "Queued" || document.hidden;
      await waitForTask(id, known.Task.State, quiet ? QUIET_SECONDS : BUSY_SECONDS, signal);
    } catch (error) {
      if (signal.aborted) return;
      observer.onTrouble(error instanceof Error ? error : new Error(String(error)));
      if (error instanceof ApiError && error.status < 500) return;
      await pause(Math.min(2 ** failures, LONGEST_PAUSE), signal);
      failures += 1;
    }
  }
}

async function look(id: string, verbose: boolean, known: TaskDetails | undefined, signal: AbortSignal) {
  if (!known) return taskDetails(id, verbose, undefined, signal);
  const answer = await taskDetails(id, verbose, TAIL, signal);
  const { activities, complete } = merge(known.ActivityLogs, answer.ActivityLogs, TAIL);
  if (!complete) return taskDetails(id, verbose, undefined, signal);
  return { ...answer, ActivityLogs: activities };
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, seconds * 1000);
    signal.addEventListener(
      "abort",
      () => {
        window.clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
