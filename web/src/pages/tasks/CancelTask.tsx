import { useAction } from "../../api/query";
import { cancelTask, TASKS } from "../../api/tasks";
import type { Task } from "../../api/types";
import { failureText } from "../../components/failure";
import { ConfirmButton } from "../../ui/ConfirmButton";

export function CancelTask({ task }: { task: Task }) {
  const cancel = useAction({ does: () => cancelTask(task.Id), touches: [TASKS] });
  return (
    <ConfirmButton
      label="Cancel task"
      size="sm"
      disabled={task.State === "Cancelling" || cancel.isSuccess}
      question="Cancel this task?"
      consequence={
        task.State === "Queued"
          ? "It has not begun, so nothing is left half done."
          : "Its scripts are stopped where they are. What they have changed so far stays changed."
      }
      confirm="Cancel the task"
      busy={cancel.isPending}
      failure={failureText(cancel.error)}
      onConfirm={() => cancel.mutate()}
    />
  );
}
