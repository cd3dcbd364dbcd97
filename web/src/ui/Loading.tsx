import { Skeleton, Stack, VisuallyHidden } from "@mantine/core";

/** Holds the place of a page whose data is on its way. */
export function Loading() {
  return (
    <Stack gap="md" role="status">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton height={30} width="30%" />
      <Skeleton height={14} width="50%" />
      <Skeleton height={180} />
    </Stack>
  );
}
