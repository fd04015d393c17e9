import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { POWERS, ROLES } from "../../src/bank/roles.js";
import { attest, connectBank, pay, readResolution } from "../../src/chain/index.js";
import { rootOf } from "../../src/chain/resolution/register.js";
import { LiabilityTransfer__factory } from "../../typechain-types/index.js";
import { anyAddress, deploySuite } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, recordDeployment, useStage } from "./support.js";

const load = await useStage();
const USD = { currency: "USD" };
const DECLARATION = { ...USD, instrument: "order of the authority 2026/7", authority: "549300H7V3YKZLGYRG96" };
let files = 0;

/** alice and bob have money; `path` gives names of files that are not there yet. */
async function inService() {
  const stage = await load();
  await pay(stage.bank, stage.alice, { ...USD, to: BOB, amount: 250_000n });
  const agent = anyAddress();
  return { ...stage, agent, path: (name: string) => join(stage.folder, `${files++}-${name}`) };
}

/** The same with USD in resolution and its register exported. */
async function declared() {
  const stage = await inService();
  const { exitCode, complaint } = await stage.run("resolution declare", { ...DECLARATION, agent: stage.agent });
  expect(exitCode, complaint).to.equal(0);
  const register = stage.path("register.json");
  expect((await stage.run("resolution register", { ...USD, out: register })).exitCode).to.equal(0);
  return { ...stage, register };
}

/** The same, committed, with a successor bank on the same chain, whose customers are alice and bob too. */
async function withSuccessor() {
  const stage = await declared();
  const { run, register, people, bank } = stage;
  expect((await run("resolution commit", { file: register })).exitCode).to.equal(0);
  const addresses = { ...(await deploySuite(people)), bank: "successor" };
  const deployments = await recordDeployment(addresses);
  const successor = connectBank(addresses, stage.chain.ethers.provider);
  const { admin, POLICY_ADMIN } = people;
  const [from, to] = [bank.tokens["USD"]!, successor.tokens["USD"]!];
  const transfer = await new LiabilityTransfer__factory(admin).deploy(bank.resolution, from, to);
  await bank.accessManager.connect(admin).grantRole(ROLES.LEGAL_ORDERS, transfer, 0);
  await to.connect(POLICY_ADMIN).admitContract(transfer, POWERS.CLEARING);
  const there = { bank: "successor", deployments };
  const address = await transfer.getAddress();
  const accept = { ...there, file: register, transfer: address, instrument: "transfer order 2026/8" };
  return { ...stage, successor, transfer: address, accept };
}

describe("resolution", () => {
  it("ends with 2 for options and files that cannot be, and sends nothing", async () => {
    const { run, file, path, height, agent, register } = await declared();
    const before = await height();
    const text = await readFile(register, "utf8");
    const changed = await file("more.json", text.replace('"balance": "750000"', '"balance": "750001"'));
    const elsewhere = await file("chain.json", text.replace('"chainId": 31337', '"chainId": 1'));
    const cases: [string, Record<string, string>, RegExp][] = [
      ["resolution", {}, /^resolution: needs a step\. Write one of declare, register, commit/],
      ["resolution declare", { ...DECLARATION }, /^--agent: is missing/],
      ["resolution declare", { ...DECLARATION, agent, currency: "CHF" }, /^--currency: "CHF" is not a currency/],
      ["resolution declare", { ...DECLARATION, agent, instrument: "0x12" }, /^--instrument: "0x12" is not 32 bytes/],
      ["resolution register", { ...USD, out: register }, /^--out .* is there already/],
      ["resolution register", { ...USD, out: path("no/folder") }, /^--out .* cannot be written \(ENOENT\)/],
      ["resolution commit", {}, /^--file: is missing/],
      ["resolution commit", { file: "gone.json" }, /^--file: gone\.json cannot be read/],
      [
        "resolution commit",
        { file: changed },
        /^--file: .*more\.json, total is 1000000, but the balances add up to 1000001/,
      ],
      ["resolution commit", { file: elsewhere }, /is of chain 1, not of 31337/],
      ["resolution prove", { file: register, wallet: "alice" }, /^--wallet: "alice" is not a checksummed address/],
      ["resolution move", { file: register }, /^--transfer: is missing/],
    ];
    for (const [command, values, words] of cases) {
      const { exitCode, complaint } = await run(command, values);
      expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === 2 && words.test(complaint));
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for steps out of turn, and for one person as both", async () => {
    const { run, agent, path } = await inService();
    const file = path("early.json");
    await run("resolution register", { ...USD, out: file });
    const early = await run("resolution commit", { file });
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "NotDeclared"]);
    const both = { ...DECLARATION, agent, as: indexOf("RESOLUTION"), approverAs: indexOf("RESOLUTION") };
    expect((await run("resolution declare", both)).complaint).to.match(/Two people act/);
    expect((await run("resolution declare", { ...DECLARATION, agent })).exitCode).to.equal(0);
    const twice = await run("resolution declare", { ...DECLARATION, agent });
    expect([twice.exitCode, twice.complaint.split(":")[0]]).to.deep.equal([1, "AlreadyDeclared"]);
    const late = await run("resolution register", { ...USD, block: "999999" });
    expect([late.exitCode, late.complaint.split(":")[0]]).to.deep.equal([1, "NoSuchBlock"]);
  });

  it("says in a dry run what stops and who must sign, and stops nothing", async () => {
    const { run, agent, height, bank, RESOLUTION, COMPLIANCE_APPROVER } = await inService();
    const before = await height();
    const dry = await run("resolution declare", { ...DECLARATION, agent, dryRun: true });
    expect(dry.exitCode, dry.complaint).to.equal(0);
    const said = dry.output.split("\n");
    expect(said).to.include("Changes: USD state in service -> in resolution");
    expect(said).to.include(`Must sign: ${RESOLUTION.address} as RESOLUTION, sends it`);
    expect(
      said.some((line) => line.startsWith(`Must sign: ${COMPLIANCE_APPROVER.address} as COMPLIANCE_APPROVER`)),
    ).to.equal(true);
    expect([await height(), (await readResolution(bank, bank.resolution, "USD")).declared]).to.deep.equal([
      before,
      undefined,
    ]);
  });

  it("is declared by two people, for good, and shown", async () => {
    const { run, bank, agent } = await declared();
    const shown = await run("resolution show", USD);
    expect(shown.output).to.match(/^state +in resolution since block \d+\n/);
    expect(shown.output).to.match(/\nauthority +549300H7V3YKZLGYRG96\n/);
    expect(shown.output).to.contain(agent).and.contain("transfer, place, execute, mint");
    const payment = { currency: "USD", to: BOB, amount: "1.00", as: indexOf("alice") };
    expect((await run("pay", payment)).complaint).to.match(/^OperationPaused/);
    expect((await readResolution(bank, bank.resolution, "JPY")).declared).to.equal(undefined);
  });

  it("takes an approval that was signed on another machine, and of nothing else", async () => {
    const { run, agent, path, height } = await inService();
    const out = path("approval.json");
    const values = { ...DECLARATION, agent };
    const before = await height();
    const approved = await run("resolution declare", { ...values, approve: true, out });
    expect([approved.exitCode, await height()], approved.complaint).to.deep.equal([0, before]);
    const other = await run("resolution declare", { ...values, agent: anyAddress(), approval: out });
    expect([other.exitCode, other.complaint.includes("agent: is")], other.complaint).to.deep.equal([2, true]);
    const sent = await run("resolution declare", { ...values, approval: out });
    expect(sent.exitCode, sent.complaint).to.equal(0);
  });

  it("commits the register that the events make, and refuses one that only agrees with itself", async () => {
    const { run, bank, register, file } = await declared();
    const { output } = await run("resolution show", USD);
    expect(output).to.contain("none is committed");
    // One row instead of two, whose sum, number and root fit: only the events tell that it is false.
    const honest = JSON.parse(await readFile(register, "utf8")) as Record<string, unknown>;
    const rows = [{ party: "100", wallet: ALICE, balance: "1000000" }];
    const root = rootOf([{ party: 100n, wallet: ALICE, balance: 1_000_000n }], "USD");
    const forged = await file("forged.json", JSON.stringify({ ...honest, rows, holders: 1, root }));
    const refused = await run("resolution commit", { file: forged });
    expect([refused.exitCode, refused.complaint.split(":")[0]]).to.deep.equal([1, "RegisterDiffers"]);
    const done = await run("resolution commit", { file: register });
    expect(done.output).to.match(
      /^Commits the register of the 2 holders of USD at block \d+, once and for all\.\nMerkle root 0x/,
    );
    expect((await readResolution(bank, bank.resolution, "USD")).committed).to.include({
      total: 1_000_000n,
      holders: 2n,
    });
    const again = await run("resolution commit", { file: register });
    expect(again.complaint).to.match(/^AlreadyCommitted/);
  });

  it("proves a holder's row once the register is committed, and nobody else's", async () => {
    const { run, register, path } = await declared();
    const early = await run("resolution prove", { file: register, wallet: ALICE });
    expect([early.exitCode, /NOT proven: no register is committed yet/.test(early.output)]).to.deep.equal([1, true]);
    await run("resolution commit", { file: register });
    const out = path("proof.json");
    const proven = await run("resolution prove", { file: register, wallet: BOB, out });
    expect([proven.exitCode, proven.output.split("\n")[1]]).to.deep.equal([
      0,
      "The committed register says so: Resolution.prove is true.",
    ]);
    expect(JSON.parse(await readFile(out, "utf8"))).to.deep.include({ wallet: BOB, party: "101", balance: "250000" });
    const stranger = await run("resolution prove", { file: register, wallet: anyAddress() });
    expect([stranger.exitCode, stranger.complaint.split(":")[0]]).to.deep.equal([1, "NotAHolder"]);
  });

  it("exports rows as CSV too, at any block since the bank began", async () => {
    const { run, path, register } = await declared();
    const csv = path("rows.csv");
    expect((await run("resolution register", { ...USD, csv })).exitCode).to.equal(0);
    const lines = (await readFile(csv, "utf8")).trimEnd().split("\n");
    expect(lines).to.deep.equal(["party,wallet,balance", `100,${ALICE},750000`, `101,${BOB},250000`]);
    const { blockNumber } = JSON.parse(await readFile(register, "utf8")) as { blockNumber: number };
    const earlier = jsonOf(await run("resolution register", { ...USD, block: String(blockNumber - 2), json: true }));
    expect([earlier["holders"], earlier["total"]]).to.deep.equal([1, "1000000"]);
  });

  it("is accepted by two people of the successor, and moves each row once", async () => {
    const { run, successor, register, transfer, accept, bank, people } = await withSuccessor();
    const early = await run("resolution move", { file: register, transfer });
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "NotAccepted"]);
    // The bank in resolution cannot accept for the other.
    const foreign = await run("resolution accept", { file: register, transfer, instrument: accept.instrument });
    expect([foreign.exitCode, foreign.complaint]).to.satisfy(() =>
      /which is no token of this bank/.test(foreign.complaint),
    );
    const accepted = await run("resolution accept", accept);
    expect(accepted.output, accepted.complaint).to.match(
      /^Takes over what the bank test owes its 2 holders of USD: USD 10000\.00\./,
    );
    await attest(successor, people.ATTESTOR, { ...USD, figure: 5_000_000n });
    const moved = await run("resolution move", { file: register, transfer });
    expect(moved.output, moved.complaint).to.match(
      /^Moved USD 10000\.00 of 2 row\(s\); 0 had moved before, of 0 nothing moved\./,
    );
    expect(moved.exitCode).to.equal(0);
    expect([await bank.tokens["USD"]!.totalSupply(), await bank.tokens["USD"]!.balanceOf(BOB)]).to.deep.equal([0n, 0n]);
    expect(await successor.tokens["USD"]!.balanceOf(BOB)).to.equal(250_000n);
    const again = await run("resolution move", { file: register, transfer });
    expect(again.output).to.match(/^Moved USD 0\.00 of 0 row\(s\); 2 had moved before/);
    const shown = await run("resolution show", { ...USD, transfer });
    expect(shown.output).to.match(/\nmoved +USD 10000\.00\nredeemed since +USD 0\.00$/);
  });

  it("leaves whom the successor has blocked, says why, and ends with 1", async () => {
    const { run, successor, register, transfer, accept, people } = await withSuccessor();
    await run("resolution accept", accept);
    await attest(successor, people.ATTESTOR, { ...USD, figure: 5_000_000n });
    await successor.partyRegistry.connect(people.COMPLIANCE).blockParty(101n, `0x${"11".repeat(32)}`);
    const moved = await run("resolution move", { file: register, transfer });
    expect(moved.exitCode).to.equal(1);
    expect(moved.output).to.contain(`NOT MOVED, ${BOB} (party 101): PayeeBlocked`);
    const one = await run("resolution move", { file: register, transfer, wallets: BOB, dryRun: true });
    expect(one.output).to.contain("Would do: Moves 1 row(s) of the register of USD");
    expect(await successor.tokens["USD"]!.balanceOf(BOB)).to.equal(0n);
  });
});
