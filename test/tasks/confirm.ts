import { expect } from "chai";

import { indexOf, useStage } from "./support.js";

const load = await useStage();
const ADMISSION = { desk: "OrderEscrow", currency: "USD" };

/** A bank with the desks on its chain, so that one can be admitted. */
async function withDesks() {
  const stage = await load();
  expect((await stage.run("desk deploy", { as: indexOf("stranger") })).exitCode).to.equal(0);
  return { ...stage, height: await stage.height(), now: stage.height };
}

describe("a dangerous act", () => {
  it("ends with 2 without a terminal, unless --yes names this very bank; nothing is sent", async () => {
    const { run, height, now } = await withDesks();
    const cases: [string, RegExp][] = [
      ["", /^--yes: is missing: desk admit is dangerous\. See with --dry-run what it does, then add --yes test\.$/],
      ["demo", /^--yes: says "demo", the bank is test\. Check which bank is meant\.$/],
      ["TEST", /^--yes: says "TEST", the bank is test\./],
    ];
    for (const [yes, words] of cases) {
      const { exitCode, complaint } = await run("desk admit", { ...ADMISSION, yes });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await now()).to.equal(height);
  });

  it("is shown at a terminal first, and ends with 2 when another name is typed", async () => {
    const { run, height, now } = await withDesks();
    const said: string[] = [];
    const more = {
      progress: (line: string) => void said.push(line),
      ask(question: string) {
        said.push(question);
        return Promise.resolve("y");
      },
    };
    const { exitCode, complaint } = await run("desk admit", { ...ADMISSION, yes: "" }, {}, more);
    expect([exitCode, complaint]).to.deep.equal([2, "desk admit: was not confirmed. Type test. Nothing was sent."]);
    expect(said[0]).to.match(/^Would do: Admits OrderEscrow .*\n[^]*Nothing was sent\.$/);
    expect(said[1]).to.equal("desk admit is dangerous. Type the name of the bank to go on (test): ");
    expect(await now()).to.equal(height);
  });

  it("is refused at a terminal before anybody is asked, when it could not succeed", async () => {
    const { run } = await withDesks();
    const ask = () => Promise.reject(new Error("nobody should be asked"));
    const other = { ...ADMISSION, yes: "", as: indexOf("stranger") };
    const { exitCode, complaint } = await run("desk admit", other, {}, { ask });
    expect([exitCode, complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("passes with --yes, and at a terminal when the bank is named", async () => {
    const { run } = await withDesks();
    expect((await run("desk admit", { ...ADMISSION, yes: "test" })).exitCode).to.equal(0);
    const ask = () => Promise.resolve(" test\n");
    expect((await run("desk dismiss", { ...ADMISSION, yes: "" }, {}, { ask })).exitCode).to.equal(0);
  });

  it("needs no confirmation to be rehearsed, nor does an act that is not dangerous", async () => {
    const { run } = await withDesks();
    expect((await run("desk admit", { ...ADMISSION, yes: "", dryRun: true })).exitCode).to.equal(0);
    expect((await run("pause", { currency: "USD", operation: "mint", yes: "" })).exitCode).to.equal(0);
  });
});
