import { Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useRef } from "react";
import { Failure, type FailureText } from "./Failure";

interface Props {
  title: string;
  submit: string;
  busy: boolean;
  failure?: FailureText;
  /** Why the form cannot be sent as it is. */
  blocked?: boolean;
  danger?: boolean;
  size?: string;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog: fields, the server's objections, and the two ways out. */
export function FormDialog({
  title,
  submit,
  busy,
  failure,
  blocked,
  danger,
  size,
  onSubmit,
  onClose,
  children,
}: Props) {
  const sent = useRef(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    // Forms of a dialog must not send the form of the page below, through which React's events bubble.
    event.stopPropagation();
    if (sent.current && busy) return;
    sent.current = true;
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={send}>
        <Stack gap="sm">
          {children}
          {failure && <Failure failure={failure} />}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={danger ? "red" : undefined} loading={busy} disabled={blocked}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
