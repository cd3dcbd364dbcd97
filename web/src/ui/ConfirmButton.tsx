import { Button, type ButtonProps, Text } from "@mantine/core";
import { useState } from "react";
import type { FailureText } from "./Failure";
import { FormDialog } from "./FormDialog";

interface Props extends Pick<ButtonProps, "size" | "variant" | "disabled"> {
  label: string;
  /** Names the button where its label alone would not say what it is about. */
  accessibleLabel?: string;
  question: string;
  consequence: string;
  confirm: string;
  busy: boolean;
  failure?: FailureText;
  onConfirm: () => void;
  onClose?: () => void;
}

/** The one way to do what cannot be undone: asks first, and says what will be lost. */
export function ConfirmButton(props: Props) {
  const { label, accessibleLabel, question, consequence, confirm, busy, failure, onConfirm, onClose } = props;
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
    onClose?.();
  };
  return (
    <>
      <Button
        size={props.size}
        variant={props.variant ?? "light"}
        color="red"
        disabled={props.disabled}
        aria-label={accessibleLabel}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      {asking && (
        <FormDialog
          title={question}
          submit={confirm}
          danger
          busy={busy}
          failure={failure}
          onSubmit={onConfirm}
          onClose={close}
        >
          <Text size="sm">{consequence}</Text>
        </FormDialog>
      )}
    </>
  );
}
