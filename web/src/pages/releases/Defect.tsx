import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { request } from "../../api/client";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { Failure } from "../../ui/Failure";
import { FormDialog } from "../../ui/FormDialog";

interface Props {
  releaseId: string;
  unresolved: boolean;
}

/** Reports a defect of a release, or resolves the one it has. */
export function Defect({ releaseId, unresolved }: Props) {
  const { api } = useSpace();
  const [reporting, setReporting] = useState(false);
  const [description, setDescription] = useState("");
  const address = `${api}/releases/${releaseId}/defects`;
  const touches = [`${api}/releases/${releaseId}`, `${api}/projects`];
  const close = () => {
    setReporting(false);
    setDescription("");
  };
  const report = useAction({
    does: () => request("POST", address, { Description: description }),
    touches,
    onDone: close,
  });
  const resolve = useAction({ does: () => request("POST", `${address}/resolve`), touches });
  const refused = failureText(resolve.error);
  if (unresolved) {
    return (
      <>
        {refused && <Failure failure={refused} />}
        <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate()}>
          Resolve defect
        </Button>
      </>
    );
  }
  return (
    <>
      <Button variant="default" onClick={() => setReporting(true)}>
        Report defect
      </Button>
      {reporting && (
        <FormDialog
          title="Report a defect"
          submit="Report"
          busy={report.isPending}
          failure={failureText(report.error)}
          onSubmit={() => report.mutate()}
          onClose={close}
        >
          <Textarea
            label="What is wrong with this release?"
            description="Until it is resolved, the release cannot go to phases it has not begun."
            required
            autosize
            minRows={3}
            data-autofocus
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </FormDialog>
      )}
    </>
  );
}
