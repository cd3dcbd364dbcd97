import { Autocomplete } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { latestPackages } from "../../api/packages";
import { useSpace } from "../../components/space";
import type { StepForm } from "./stepForm";

interface Props {
  form: StepForm;
  set: (change: Partial<StepForm>) => void;
}

export function PackageFields({ form, set }: Props) {
  const { api } = useSpace();
  const { data } = useQuery(latestPackages(api, "", 200));
  return (
    <Autocomplete
      label="Package"
      description="The id of a package of the built-in feed. Its version is chosen by the release."
      required
      data={data?.Items.map(({ PackageId }) => PackageId) ?? []}
      value={form.packageId}
      onChange={(packageId) => set({ packageId })}
    />
  );
}
