// What a person does with the portal, in order: each test goes on from the world that the ones before it made.
import assert from "node:assert/strict";

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const field = (scope, name) => scope.getByRole("textbox", { name, exact: true });
const button = (page, name, exact = true) => page.getByRole("button", { name, exact });
const link = (page, name, exact = true) => page.getByRole("link", { name, exact });
const dialog = (page) => page.getByRole("dialog");
const menu = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });

async function gone(locator) {
  await locator.waitFor({ state: "hidden" });
}

async function choose(page, box, option) {
  // By the keyboard, as it must be possible.
  await box.focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function createEnvironment(page, name) {
  await button(page, "Create environment").click();
  await field(dialog(page), "Name").fill(name);
  await dialog(page).getByRole("button", { name: "Create", exact: true }).click();
  await gone(dialog(page));
  await page.getByRole("cell", { name, exact: true }).waitFor();
}

async function addScriptStep(page, name, script) {
  await button(page, "Add a script step").click();
  await field(dialog(page), "Name").fill(name);
  await field(dialog(page), "Script").fill(script);
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await gone(dialog(page));
  await page.getByText(`. ${name}`).waitFor();
}

async function createRelease(page, version) {
  await link(page, "Create release").first().click();
  await field(page, "Version").fill(version);
  await button(page, "Create release").click();
  await heading(page, `Release ${version}`).waitFor();
}

async function state(page, expected) {
  await page.getByRole("status", { name: "State" }).getByText(expected, { exact: true }).waitFor();
}

export const tests = [
  {
    name: "a wrong password is refused in words",
    async run(page, { account }) {
      await page.goto("/");
      await heading(page, "Sign in to Pulpo").waitFor();
      await field(page, "Username").fill(account.username);
      await page.getByRole("textbox", { name: "Password" }).fill(`${account.password} not`);
      await button(page, "Sign in").click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "signing in leads to the dashboard",
    async run(page, { account }) {
      await page.getByRole("textbox", { name: "Password" }).fill(account.password);
      await button(page, "Sign in").click();
      await heading(page, "Dashboard").waitFor();
      assert.match(page.url(), /\/app\/Spaces-\d+$/);
    },
  },
  {
    name: "environments are created and put in order",
    async run(page, { mark }) {
      await menu(page, "Environments").click();
      await heading(page, "Environments").waitFor();
      await createEnvironment(page, `Production ${mark}`);
      await createEnvironment(page, `Test ${mark}`);
      await button(page, `Move Test ${mark} up`).click();
      await page
        .locator("tr", { hasText: `Test ${mark}` })
        .locator("xpath=following-sibling::tr[1]")
        .getByText(`Production ${mark}`)
        .waitFor();
    },
  },
  {
    name: "the server's objection is shown in the form",
    async run(page, { mark }) {
      await button(page, "Create environment").click();
      await field(dialog(page), "Name").fill(`Test ${mark}`);
      await dialog(page).getByRole("button", { name: "Create", exact: true }).click();
      await dialog(page).getByRole("alert").waitFor();
      await page.keyboard.press("Escape");
      await gone(dialog(page));
    },
  },
  {
    name: "a lifecycle gets two phases",
    async run(page, { mark }) {
      await menu(page, "Lifecycles").click();
      await link(page, "Create lifecycle").click();
      await field(page, "Name").fill(`Careful ${mark}`);
      for (const [at, name] of ["Test", "Production"].entries()) {
        await button(page, "Add phase").click();
        const phase = page.getByRole("group", { name: `Phase ${at + 1}` });
        await field(phase, `Name of phase ${at + 1}`).fill(name);
        await choose(page, phase.getByRole("combobox", { name: "Deployed by hand to" }), `${name} ${mark}`);
        await page.keyboard.press("Escape");
      }
      await button(page, "Create").click();
      await heading(page, "Lifecycles").waitFor();
      await page.getByText("Test → Production").first().waitFor();
    },
  },
  {
    name: "a project is created with a script step",
    async run(page, world) {
      await menu(page, "Projects").click();
      await heading(page, "Projects").waitFor();
      await button(page, "Create project").click();
      await field(dialog(page), "Name").fill(`Web Shop ${world.mark}`);
      await choose(page, dialog(page).getByRole("combobox", { name: "Lifecycle" }), `Careful ${world.mark}`);
      await dialog(page).getByRole("button", { name: "Create", exact: true }).click();
      await heading(page, `Web Shop ${world.mark}`).waitFor();
      world.project = page.url().split("/").pop();
      await link(page, "Process").click();
      await addScriptStep(page, "Say hello", 'echo "hello from $(get_octopusvariable Greeting)"');
    },
  },
  {
    name: "variables are added, one of them secret",
    async run(page) {
      await link(page, "Variables").click();
      for (const [name, value, secret] of [
        ["Greeting", "the portal", false],
        ["Token", "s3cret-value", true],
      ]) {
        await button(page, "Add variable").click();
        await field(dialog(page), "Name").fill(name);
        if (secret)
          await dialog(page)
            .getByLabel(/^Sensitive/)
            .check();
        await dialog(page).getByRole("textbox", { name: "Value", exact: true }).fill(value);
        await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
        await gone(dialog(page));
        await page.getByRole("cell", { name, exact: true }).waitFor();
      }
      assert.equal(await page.getByText("s3cret-value").count(), 0);
    },
  },
  {
    name: "a release says where it may go and why not elsewhere",
    async run(page, world) {
      await createRelease(page, "1.0.0");
      world.release = page.url().split("/").pop();
      await link(page, `Deploy to Test ${world.mark}…`).waitFor();
      const production = button(page, `Deploy to Production ${world.mark}…`);
      assert.equal(await production.isDisabled(), true);
      const reason = await page.locator(`#${await production.getAttribute("aria-describedby")}`).textContent();
      assert.match(reason ?? "", /\w+ \w+/);
    },
  },
  {
    name: "a deployment is followed to its end",
    async run(page, world) {
      await link(page, `Deploy to Test ${world.mark}…`).click();
      await button(page, "Deploy").click();
      await page.waitForURL(/\/tasks\/ServerTasks-/);
      world.task = page.url().split("/").pop();
      await state(page, "Success");
      await button(page, "Expand all").click();
      await page.getByText("hello from the portal").first().waitFor();
      assert.equal(await link(page, "Raw log").getAttribute("href"), `/api/tasks/${world.task}/raw`);
    },
  },
  {
    name: "the next environment is open after that",
    async run(page, { mark }) {
      await page.goBack();
      await page.goto(page.url().replace(/\/deploy\/.*/, ""));
      await link(page, `Deploy to Production ${mark}…`).waitFor();
    },
  },
  {
    name: "the dashboard shows the deployment",
    async run(page, { mark }) {
      await menu(page, "Dashboard").click();
      await heading(page, "Dashboard").waitFor();
      await page
        .getByRole("row", { name: new RegExp(`Web Shop ${mark}`) })
        .getByRole("link", { name: "1.0.0", exact: true })
        .waitFor();
    },
  },
  {
    name: "old links open their pages",
    async run(page, world) {
      const space = new URL(page.url()).pathname.split("/")[2];
      for (const [hash, name] of [
        [`projects/${world.project}`, `Web Shop ${world.mark}`],
        [`releases/${world.release}`, "Release 1.0.0"],
        [`tasks/${world.task}`, /Deploy/],
      ]) {
        await page.goto("about:blank");
        await page.goto(`/app#/${space}/${hash}`);
        await heading(page, name).waitFor();
        assert.equal(new URL(page.url()).hash, "");
      }
    },
  },
  {
    name: "a failed deployment says why",
    async run(page, world) {
      await page.goto(page.url().replace(/\/tasks\/.*/, `/projects/${world.project}/process`));
      await addScriptStep(page, "Break", "echo it went wrong >&2; exit 3");
      await createRelease(page, "1.1.0");
      await link(page, `Deploy to Test ${world.mark}…`).click();
      await button(page, "Deploy").click();
      await page.waitForURL(/\/tasks\/ServerTasks-/);
      await state(page, "Failed");
      await page.getByText("it went wrong").first().waitFor();
    },
  },
  {
    name: "a long log keeps the page small",
    async run(page, world) {
      await page.goto(page.url().replace(/\/tasks\/.*/, `/projects/${world.project}/process`));
      await button(page, "Remove Break").click();
      await button(page, "Remove the step").click();
      await gone(page.getByText(". Break"));
      await addScriptStep(page, "Count", "seq -f 'line %.0f' 1 20000");
      await createRelease(page, "1.2.0");
      await link(page, `Deploy to Test ${world.mark}…`).click();
      await button(page, "Deploy").click();
      await page.waitForURL(/\/tasks\/ServerTasks-/);
      await state(page, "Success");
      await button(page, "Expand all").click();
      const log = page.getByRole("region", { name: "Task log" });
      await log
        .getByText(/^line \d+$/)
        .first()
        .waitFor();
      assert.ok((await log.locator(".log-line").count()) < 500, "all lines are in the page");
      // Heights of rows become known as they are seen, so the end is reached in more than one go.
      const end = log.getByText("line 20000", { exact: true });
      while ((await end.count()) === 0) {
        await log.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    },
  },
  {
    name: "a running task is cancelled",
    async run(page, world) {
      await page.goto(page.url().replace(/\/tasks\/.*/, `/projects/${world.project}/process`));
      await addScriptStep(page, "Wait", "echo waiting; sleep 600");
      await createRelease(page, "1.3.0");
      await link(page, `Deploy to Test ${world.mark}…`).click();
      await button(page, "Deploy").click();
      await page.waitForURL(/\/tasks\/ServerTasks-/);
      await page.getByText("waiting", { exact: true }).first().waitFor();
      await button(page, "Cancel task").click();
      await button(page, "Cancel the task").click();
      await state(page, "Canceled");
    },
  },
  {
    name: "a package is uploaded, refused a second time, offered to a release, and deleted",
    async run(page, world) {
      await menu(page, "Packages").click();
      await heading(page, "Packages").waitFor();
      const id = `Acme.${world.mark}`;
      const upload = async () => {
        await button(page, "Upload package").click();
        const picked = page.waitForEvent("filechooser");
        await dialog(page).getByRole("button", { name: "File" }).click();
        await (await picked).setFiles({ name: `${id}.1.2.3.zip`, mimeType: "application/zip", buffer: EMPTY_ZIP });
        await dialog(page).getByRole("button", { name: "Upload", exact: true }).click();
      };
      await upload();
      await gone(dialog(page));
      await link(page, id).waitFor();
      await upload();
      await dialog(page).getByRole("alert").waitFor();
      await page.keyboard.press("Escape");
      await gone(dialog(page));
      await page.goto(page.url().replace(/\/packages.*/, `/projects/${world.project}/process`));
      await button(page, "Add a package step").click();
      await field(dialog(page), "Name").fill("Unpack");
      await dialog(page).getByRole("combobox", { name: "Package" }).fill(id);
      await dialog(page).getByText("On the server").click();
      await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
      await gone(dialog(page));
      await link(page, "Create release").first().click();
      const version = page.getByRole("combobox", { name: `Unpack: ${id}` });
      await version.waitFor();
      await page.waitForFunction((input) => input.value === "1.2.3", await version.elementHandle());
      await menu(page, "Packages").click();
      await link(page, id).click();
      await button(page, `Delete ${id} 1.2.3`).click();
      await button(page, "Delete the package").click();
      await page.getByText("The feed has no version of this package").waitFor();
    },
  },
  {
    name: "the audit tells what was done",
    async run(page, { mark }) {
      await menu(page, "Audit").click();
      await heading(page, "Audit").waitFor();
      await page
        .getByRole("row", { name: new RegExp(`Web Shop ${mark}`) })
        .first()
        .waitFor();
    },
  },
  {
    name: "every other page opens",
    async run(page) {
      for (const name of ["Tasks", "Deployment targets", "Status", "Projects"]) {
        await menu(page, name).click();
        await heading(page, name).waitFor();
        assert.equal(await page.getByRole("alert").filter({ hasText: "could not" }).count(), 0);
      }
    },
  },
  {
    name: "a cloud region becomes a deployment target",
    async run(page, { mark }) {
      await menu(page, "Deployment targets").click();
      await button(page, "Add cloud region").click();
      await field(dialog(page), "Name").fill(`Region ${mark}`);
      await choose(page, dialog(page).getByRole("combobox", { name: "Environments" }), `Test ${mark}`);
      await dialog(page).getByRole("combobox", { name: "Target tags" }).fill("web");
      await page.keyboard.press("Enter");
      await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
      await gone(dialog(page));
      await page.getByRole("cell", { name: `Region ${mark}`, exact: true }).waitFor();
    },
  },
  {
    name: "the colours follow the reader's choice",
    async run(page, { account }) {
      await button(page, account.username, false).click();
      await page.getByRole("menuitem", { name: "Dark", exact: true }).click();
      await page.waitForFunction(() => document.documentElement.dataset.mantineColorScheme === "dark");
      await page.reload();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme), "dark");
    },
  },
  {
    name: "a session that has ended leads back to signing in",
    async run(page, { account }) {
      await menu(page, "Tasks").click();
      await heading(page, "Tasks").waitFor();
      await page.context().clearCookies();
      // The list asks for news by itself, and that is refused now.
      await heading(page, "Sign in to Pulpo").waitFor();
      await field(page, "Username").fill(account.username);
      await page.getByRole("textbox", { name: "Password" }).fill(account.password);
      await button(page, "Sign in").click();
      await heading(page, "Tasks").waitFor();
    },
  },
  {
    name: "signing out ends the session",
    async run(page, { account }) {
      await button(page, account.username, false).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await heading(page, "Sign in to Pulpo").waitFor();
      await page.goto("/app/Spaces-1/tasks");
      await heading(page, "Sign in to Pulpo").waitFor();
      assert.match(page.url(), /return=%2Fapp%2FSpaces-1%2Ftasks/);
    },
  },
  {
    name: "no page broke or went against the server's content policy",
    async run(_page, { complaints }) {
      assert.deepEqual(complaints, []);
    },
  },
];

/** A zip archive without entries. */
const EMPTY_ZIP = Buffer.from("504b0506000000000000000000000000000000000000", "hex");
