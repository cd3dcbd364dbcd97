import { Button, Checkbox, FileInput } from "@mantine/core";
import { useState } from "react";
import { request, withQuery } from "../../api/client";
import { useAction } from "../../api/query";
import { failureText } from "../../components/failure";
import { useSpace } from "../../components/space";
import { FormDialog } from "../../ui/FormDialog";

/** Puts a file into the built-in feed. */
export function Upload() {
  const { api } = useSpace();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [replace, setReplace] = useState(false);
  const close = () => {
    setOpen(false);
    setFile(null);
    setReplace(false);
    upload.reset();
  };
  const upload = useAction({
    does: (chosen: File) => {
      const body = new FormData();
      body.append("file", chosen, chosen.name);
      const overwriteMode = replace ? "OverwriteExisting" : "FailIfExists";
      return request("POST", withQuery(`${api}/packages/raw`, { overwriteMode }), body);
    },
    touches: [`${api}/packages`, `${api}/feeds`],
    onDone: () => close(),
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Upload package</Button>
      {open && (
        <FormDialog
          title="Upload package"
          submit="Upload"
          busy={upload.isPending}
          blocked={!file}
          failure={failureText(upload.error)}
          onSubmit={() => file && upload.mutate(file)}
          onClose={close}
        >
          <FileInput
            label="File"
            description="Named by id and version, such as Acme.Web.1.2.3.zip"
            placeholder="Choose a file"
            accept=".nupkg,.zip,.tar,.gz,.tgz,.bz2,.tbz,.jar,.war,.ear"
            required
            value={file}
            onChange={setFile}
          />
          <Checkbox
            label="Replace this version if it is there already"
            checked={replace}
            onChange={(event) => setReplace(event.currentTarget.checked)}
          />
        </FormDialog>
      )}
    </>
  );
}
