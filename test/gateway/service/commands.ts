import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { type CommandName } from "../../../src/chain/commands/definitions.js";
import { runCommand } from "../../../src/chain/commands/run.js";
import { liensOn } from "../../../src/chain/index.js";
import { decodeSupplyWord } from "../../../src/chain/words.js";
import { saveAddresses } from "../../../src/chain/deployments.js";
import { readBankFile } from "../../../src/iso20022/index.js";
import { verifyReport } from "../../../src/gateway/reconcile/index.js";
import { openStore, type Store } from "../../../src/store/index.js";
import { startPostgres, type TestServer } from "../../../tools/postgres.js";
import { answer, caseOf, el, reason, txRecall } from "../../iso20022/read/support.js";
import { openWorld, SALT, type World } from "../support/world.js";
import { dayStatement, folderOf } from "./support.js";

const CUSTOMERS = "deploy/demo/customers.csv";
const PACIFIC = "4417123456";

describe("The gateway at the command line", () => {
  const folder = folderOf();
  const data = join(folder, "data");
  let world: World;
  // Opening an embedded database for every command would take seconds each.
  let server: TestServer;
  let database: string;
  let store: Store;

  before(async () => {
    world = await openWorld();
    server = await startPostgres();
    database = await server.freshDatabase();
    store = await openStore({ url: database });
    mkdirSync(join(folder, "deployments", `demo-${world.bank.addresses.chainId}`), { recursive: true });
    await saveAddresses(world.bank.addresses, join(folder, "deployments"));
  });
  after(async () => {
    await store.destroy();
    await server.stop();
    await world.close();
  });

  async function run(command: string, values: Record<string, string | boolean> = {}) {
    const [name, step] = command.split(" ") as [CommandName, string | undefined];
    const variables = { VOSTRO_SALT: SALT, VOSTRO_LOG_LEVEL: "silent", DATABASE_URL: database };
    const environment = { provider: world.provider, variables };
    return runCommand(name, step, { deployments: join(folder, "deployments"), data, ...values }, environment);
  }
  /** `gateway run` until a file in the data folder shows that enough was done, then SIGTERM. */
  async function runUntil(done: () => Promise<boolean> | boolean, values: Record<string, string | boolean> = {}) {
    const running = run("gateway run", { customers: CUSTOMERS, reconcileEvery: "1", ...values });
    let ended = false;
    void running.finally(() => (ended = true)).catch(() => undefined);
    while (!ended && !(await done())) await new Promise((resolve) => setTimeout(resolve, 100));
    if (!ended) process.emit("SIGTERM");
    return running;
  }
  const put = (name: string, text: string): void => {
    mkdirSync(join(data, "incoming"), { recursive: true });
    const path = join(data, "incoming", name);
    writeFileSync(path, text);
    // Long ago: nobody is still writing it.
    utimesSync(path, new Date(0), new Date(0));
  };
  /** Balances that the watcher has read. */
  const held = async (): Promise<bigint> =>
    (await store.selectFrom("holder").select("balance").execute()).reduce((sum, one) => sum + one.balance, 0n);
  const balance = (): Promise<bigint> => world.bank.tokens["USD"]!.balanceOf(world.wallet("C-1001").address);

  it("refuses a role that does not exist, a person without a name, and a file that is not there", async () => {
    expect((await run("gateway run", { roles: "OWNER" })).complaint).to.include('"OWNER" is no role of a gateway');
    expect((await run("gateway import", { file: "none.xml", by: "ann" })).complaint).to.include(
      "none.xml is not there",
    );
    expect((await run("gateway confirm", { case: "1" })).complaint).to.include("Unauthenticated");
    expect((await run("gateway propose", { case: "1", do: "sell", by: "ann" })).complaint).to.include(
      "Write mint, dismiss",
    );
  });

  it("mints what the folder brings, once, and leaves to people what no rule decides", async () => {
    put(
      "monday.xml",
      dayStatement("MON", [
        ["M-1", "1200.00", PACIFIC, "INV-1"],
        ["M-2", "35.50", "9999"],
      ]),
    );
    put("broken.xml", "<Document>");
    // Read from the chain too: the next attestation commits to the holders that the watcher knows.
    const { exitCode, output } = await runUntil(async () => (await held()) === 1200_00n);
    expect([exitCode, output]).to.deep.equal([0, "The gateway has stopped; everything it was doing is written down."]);
    expect(readdirSync(join(data, "done"))).to.deep.equal(["monday.xml"]);
    expect(readdirSync(join(data, "refused"))).to.deep.equal(["broken.xml"]);
    expect(await balance()).to.equal(1200_00n);
    const cases = JSON.parse((await run("gateway suspense", { json: true })).output) as { cases: { reason: string }[] };
    expect(cases.cases.map(({ reason }) => reason)).to.have.members(["unknown-customer", "refused-file"]);
  });

  it("mints a case that two people decide, never one alone", async () => {
    const { cases } = JSON.parse((await run("gateway suspense", { json: true })).output) as {
      cases: { id: number; reason: string }[];
    };
    const id = String(cases.find(({ reason }) => reason === "unknown-customer")!.id);
    await run("gateway propose", { case: id, do: "mint", customer: "C-1001", by: "ann" });
    expect((await run("gateway confirm", { case: id, by: "ann" })).complaint).to.include("ann proposed");
    expect((await run("gateway confirm", { case: id, by: "bob" })).exitCode).to.equal(0);
    const final = async (): Promise<boolean> => /deposits +final +2/.test((await run("gateway status")).output);
    await runUntil(final, { claims: true });
    expect(await final()).to.equal(true);
    expect(await balance()).to.equal(1235_50n);
  });

  it("reconciles, signs and shows the books, and gives a holder its statement", async () => {
    const { exitCode, output } = await run("reconcile", { currency: "USD" });
    expect(output).to.include("0 difference(s)");
    expect(exitCode).to.equal(0);
    const files = readdirSync(join(data, "reports"));
    const json = files.filter((name) => name.startsWith("USD") && name.endsWith(".json")).at(-1)!;
    const attestor = world.person("ATTESTOR").address;
    const { report } = verifyReport(readFileSync(join(data, "reports", json), "utf8"), [attestor]);
    expect(report.chain.supply).to.equal("123550");
    expect(files.some((name) => name.startsWith("USD") && name.endsWith(".html"))).to.equal(true);
    const out = join(folder, "holder.xml");
    const time = new Date((await world.provider.getBlock("latest"))!.timestamp * 1000).toISOString();
    const wallet = world.wallet("C-1001").address;
    const period = { from: "2026-11-01T00:00:00Z", to: time, out, currency: "USD", wallet };
    expect((await run("gateway statement", period)).complaint).to.equal("");
    expect(existsSync(out)).to.equal(true);
    const [statement] = readBankFile(readFileSync(out), { file: "holder.xml" }).statements;
    expect(statement!.entries.map(({ amount }) => amount).sort()).to.deep.equal([1200_00n, 35_50n]);
  });

  it("commits its attestations to the holders' claims, so that a holder can check its own", async () => {
    const file = readdirSync(join(data, "reports")).find((name) => name.startsWith("claims-USD-"))!;
    const wallet = world.wallet("C-1001").address;
    const [proof, path] = [join(folder, "proof.json"), join(data, "reports", file)];
    expect((await run("claims prove", { file: path, wallet, out: proof })).complaint).to.equal("");
    const { exitCode, output } = await run("claims check", { file: proof });
    expect(exitCode, output).to.equal(0);
  });

  it("keeps minted money that is recalled by a lien of two people, and closes the case with a name", async () => {
    expect((await run("gateway recalls")).output).to.equal("No recall is open.");
    const path = join(folder, "recall.xml");
    const recalled = txRecall({
      id: "C-1",
      endToEndId: "INV-1",
      original: "USD 1200.00",
      reasons: reason("CxlRsnInf", "FRAD"),
    });
    writeFileSync(path, answer("camt.056", caseOf("Case", "CASE-1") + el("Undrlyg", recalled)));
    expect((await run("gateway import", { file: path, by: "ann" })).output).to.include("1 payment message(s)");
    const state = async (): Promise<string[]> => {
      const { output } = await run("gateway recalls", { json: true });
      return (JSON.parse(output) as { recalls: { state: string }[] }).recalls.map((row) => row.state);
    };
    await runUntil(async () => (await state()).length === 1);
    expect(await state()).to.deep.equal(["open"]);
    const one = { recall: "1", do: "lien", order: "CASE-1", authority: "CAMT056", document: path };
    expect((await run("gateway recall", { ...one, do: "keep" })).complaint).to.include("Write lien, confirm or close");
    expect((await run("gateway recall", one)).complaint).to.include("--issued: is missing");
    const early = await run("gateway recall", { recall: "1", do: "confirm" });
    expect(early.complaint).to.include("No lien waits for a second person");
    const euros = { ...one, issued: "2026-11-01", amount: "1000.00", currency: "EUR" };
    expect((await run("gateway recall", euros)).complaint).to.include("EUR is not what is recalled");
    const proposed = await run("gateway recall", { ...one, issued: "2026-11-01", amount: "1000.00", currency: "USD" });
    expect(proposed.complaint).to.equal("");
    expect(await state()).to.deep.equal(["lien-proposed"]);
    expect((await run("gateway recall", { recall: "1", do: "confirm" })).output).to.include("sends it");
    await runUntil(async () => (await state())[0] === "lien");
    expect(await liensOn(world.bank, "USD", world.wallet("C-1001").address)).to.equal(1000_00n);
    expect(await balance(), "nothing was burned").to.equal(1235_50n);
    const close = { recall: "1", do: "close", reason: "sent back under our reference 17", by: "ann" };
    expect((await run("gateway recall", close)).exitCode).to.equal(0);
    expect((await run("gateway recall", close)).complaint).to.include("The recall 1 is closed");
  });

  it("lets redemption go on after a halt of its own, by two people", async () => {
    const [ann, bob] = ["ann", "bob"].map((by) => ({ currency: "USD", halt: "redemption", by })) as [object, object];
    const lift = (values: object) => run("gateway lift", values as Record<string, string>);
    expect((await lift({ ...ann, halt: "all" })).complaint).to.include("Write issuing or redemption");
    expect((await lift(ann)).complaint).to.include("Redemption of USD is not halted");
    await store.insertInto("redemption_halt").values({ currency: "USD", reason: "paid without a seal" }).execute();
    expect((await run("gateway status")).output).to.match(/redemption halted +USD +1/);
    expect((await lift(ann)).output).to.include("Another person confirms it");
    expect((await lift(ann)).output, "one person twice").to.include("Another person confirms it");
    expect((await lift(bob)).output).to.equal("Redemption of USD goes on.");
    expect((await run("gateway status")).output).not.to.include("redemption halted");
  });

  it("stops issuing when somebody minted beside it, and books what two people explain", async () => {
    const minted = await runCommand(
      "mint",
      undefined,
      {
        deployments: join(folder, "deployments"),
        currency: "USD",
        to: world.wallet("C-1002").address,
        amount: "0.01",
        deposit: "by hand",
      },
      { provider: world.provider, variables: { VOSTRO_SALT: SALT } },
    );
    // Backing is exactly what the gateway attested: a mint beside it needs a larger word, which only the attestor has.
    expect(minted.complaint).to.include("BackingExceeded");
    const { addresses } = world.bank;
    const values = { deployments: join(folder, "deployments"), currency: "USD", figure: "2000.00" };
    await world.chain.networkHelpers.mine(1);
    const attested = await runCommand("attest", undefined, values, { provider: world.provider, variables: {} });
    expect(attested.complaint).to.equal("");
    const byHand = { ...values, to: world.wallet("C-1002").address, amount: "50.00", deposit: "by hand" };
    const { figure: _, ...order } = byHand;
    const second = await runCommand("mint", undefined, order, {
      provider: world.provider,
      variables: { VOSTRO_SALT: SALT },
    });
    expect(second.complaint).to.equal("");
    const { exitCode, output } = await run("reconcile", { currency: "USD" });
    expect(exitCode).to.equal(1);
    expect(output).to.include("UNBACKED_MINT USD 50.00").and.to.include("ISSUING IS STOPPED");
    const stopped = async (): Promise<boolean> =>
      (await run("token", { currency: "USD" })).output.match(/paused +.*mint/) !== null;
    await runUntil(stopped);
    expect(await stopped(), `the guardian paused minting at ${addresses.bank}`).to.equal(true);
    await run("gateway book", { currency: "USD", allMints: true, reason: "minted by hand", by: "ann" });
    const { cases } = JSON.parse((await run("gateway suspense", { json: true })).output) as {
      cases: { id: number; reason: string }[];
    };
    const id = String(cases.find(({ reason }) => reason === "booking")!.id);
    expect((await run("gateway confirm", { case: id, by: "ann" })).exitCode).to.equal(1);
    expect((await run("gateway confirm", { case: id, by: "bob" })).exitCode).to.equal(0);
    // The attestor had said less meanwhile; what was booked is attested now.
    const backing = async (): Promise<bigint> =>
      decodeSupplyWord((await world.bank.tokens["USD"]!.supplyWords())[0]).backing;
    await runUntil(async () => (await backing()) === 1285_50n);
    expect((await run("reconcile", { currency: "USD" })).output).to.include("0 difference(s)");
    expect((await run("gateway lift", { currency: "USD", by: "ann" })).complaint).to.include("unpause");
  });
});
