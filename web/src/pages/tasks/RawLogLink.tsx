import { Button } from "@mantine/core";
import type { MouseEvent } from "react";
import { apiKey } from "../../api/apiKey";
import { useAction } from "../../api/query";
import { rawLog, rawLogAddress } from "../../api/tasks";

/** The log as text. A link cannot carry an API key, so whoever came with one gets the text as a file. */
export function RawLogLink({ id }: { id: string }) {
  const download = useAction({
    does: () => rawLog(id),
    touches: [],
    onDone: (log) => {
      const address = URL.createObjectURL(log);
      const link = document.createElement("a");
      link.href = address;
      link.download = `${id}.log.txt`;
      link.click();
      URL.revokeObjectURL(address);
    },
  });
  const onClick = (event: MouseEvent) => {
    if (!apiKey.get()) return;
    event.preventDefault();
    download.mutate();
  };
  return (
    <Button
      component="a"
      href={rawLogAddress(id)}
      target="_blank"
      rel="noreferrer"
      variant="default"
      loading={download.isPending}
      onClick={onClick}
    >
      Raw log
    </Button>
  );
}
