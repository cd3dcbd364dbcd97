import { Link, useLocation } from "react-router";

interface Props {
  label: string;
  tabs: readonly { label: string; to: string }[];
}

/** Pages that belong together, as tabs. Each is a link with an address of its own, and is announced as one. */
export function LinkTabs({ label, tabs }: Props) {
  const here = useLocation().pathname.replace(/\/$/, "");
  return (
    <nav aria-label={label} className="link-tabs">
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.to === here ? "page" : undefined}>
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
