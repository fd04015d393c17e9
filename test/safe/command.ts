import { readFile, rm, writeFile } from "node:fs/promises";

import { expect } from "chai";
import { parseEther } from "ethers";

import { POWERS, ROLES } from "../../src/bank/roles.js";
import { admitContractCall, openCorridorsCall, readPolicy, scheduleCall } from "../../src/chain/index.js";
import type { BatchFile } from "../../src/safe/batchFile.js";
import { checksumOf } from "../../src/safe/checksum.js";
import { suiteOf } from "../../src/safe/suite.js";
import { writeBatch } from "../../src/safe/write.js";
import { DAY } from "../chain/support.js";
import { BOB, jsonOf } from "../tasks/support.js";
import { useSafeStage } from "./support.js";

const load = await useSafeStage();
type Stage = Awaited<ReturnType<typeof load>>;

const OPEN = { currency: "USD", allow: "4:1" };
const isOpen = async ({ bank }: Stage): Promise<boolean> =>
  (await readPolicy(bank, "USD")).allowed.some(({ from, to }) => from === 4 && to === 1);

/** The stage's files are kept from test to test: a name is used once. */
let files = 0;
const newFile = (): string => `batch-${++files}.json`;

/** The batch that schedules the opening of a corridor. */
async function scheduled(stage: Stage) {
  const name = newFile();
  const written = await stage.run("corridor open", {
    ...OPEN,
    safe: stage.safe,
    safeOut: stage.path(name),
    json: true,
  });
  expect(written.exitCode, written.output).to.equal(0);
  return { name, path: stage.path(name), said: jsonOf(written), ...(await stage.batch(name)) };
}

describe("--safe", () => {
  describe("writes nothing", () => {
    it("without a new .json file, beside --as, for what is no Safe, or for a used nonce", async () => {
      const { run, safe, path, bank, stranger, admin } = await load();
      await writeFile(path("there.json"), "");
      const cases: [Record<string, string>, number, RegExp][] = [
        [{ safe }, 2, /^--safe-out: is missing/],
        [{ safe, safeOut: path("x.txt") }, 2, /^--safe-out: "\S+x\.txt" does not end in \.json/],
        [{ safe, safeOut: path("there.json") }, 2, /^--safe-out \S+there\.json: is there already/],
        [{ safe, safeOut: path("x.json"), as: "3" }, 2, /^--as: stands beside --safe/],
        [{ safe: safe.toLowerCase(), safeOut: path("x.json") }, 2, /^--safe: "0x\w+" is not a checksummed address/],
        [{ safe, safeOut: path("x.json"), safeNonce: "-1" }, 2, /^--safe-nonce: "-1" is not possible/],
      ];
      for (const [values, code, words] of cases) {
        const { exitCode, complaint } = await run("corridor open", { ...OPEN, ...values });
        expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === code && words.test(complaint));
      }
      // A contract and an empty address that hold the role, but are no Safe.
      const manager = bank.accessManager.connect(admin);
      for (const account of [bank.addresses.transferLens, stranger.address]) {
        await manager.grantRole(ROLES.POLICY_ADMIN, account, 0n);
      }
      const more = { ...OPEN, safeOut: path("x.json") };
      expect((await run("corridor open", { ...more, safe: bank.addresses.transferLens })).complaint).to.match(
        /^NotASafe/,
      );
      expect((await run("corridor open", { ...more, safe: stranger.address })).complaint).to.match(/^SafeNonceMissing/);
    });

    it("of an act that the Safe may not do, or that would be refused now", async () => {
      const { run, safe, path } = await load();
      const out = { safe, safeOut: path("refused.json") };
      const other = await run("corridor close", { currency: "USD", corridors: "1:2", ...out });
      expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
      const early = await run("corridor open", { ...OPEN, ...out, execute: true });
      expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagerNotScheduled"]);
      const poor = await run("pay", { currency: "USD", to: BOB, amount: "1.00", ...out });
      expect(poor.exitCode, poor.complaint).to.equal(1);
      await expectNone(path("refused.json"));
    });

    it("where the step sends many transactions, each in a form that only a key has", async () => {
      const { run, safe, path, file } = await load();
      const out = { safe, safeOut: path("keys.json") };
      const deploys = await run("desk deploy", out);
      expect(deploys.complaint).to.match(/^--safe: 0x\w+ cannot do this/);
      const lines = await file("payees.csv", `payee,amount,reference\n${BOB},1.00,RE-1\n`);
      const many = await run("payout", { currency: "USD", file: lines, ...out });
      expect(many.complaint).to.match(/^--safe: 0x\w+ cannot do this/);
      await expectNone(path("keys.json"));
    });
  });

  it("tries the act as the Safe in a dry run, and writes no file", async () => {
    const { run, safe, path } = await load();
    const dry = await run("corridor open", { ...OPEN, safe, safeOut: path("dry.json"), dryRun: true });
    expect(dry.output).to.contain(`Must sign: ${safe} as POLICY_ADMIN, sends it`);
    expect(dry.output).to.contain("Tried: AccessManager.schedule");
    await expectNone(path("dry.json"));
  });

  it("writes what two of three owners sign: the corridor opens after the delay", async () => {
    const stage = await load();
    const { run, hashOnChain, execute, time, path, safe, batch } = stage;
    const { said, sent } = await scheduled(stage);
    expect(said["safeTxHash"]).to.equal(await hashOnChain(sent));
    await execute(sent, said["safeTxHash"] as string);
    const name = newFile();
    const more = { ...OPEN, safe, safeOut: path(name), execute: true };
    expect((await run("corridor open", more)).complaint).to.match(/^AccessManagerNotReady/);
    await time.increase(2n * DAY);
    const written = jsonOf(await run("corridor open", { ...more, json: true }));
    const carriedOut = await batch(name);
    expect([written["nonce"], carriedOut.sent.operation]).to.deep.equal(["1", 0]);
    expect(written["safeTxHash"]).to.equal(await hashOnChain(carriedOut.sent));
    expect(await isOpen(stage)).to.equal(false);
    await execute(carriedOut.sent, written["safeTxHash"] as string);
    expect(await isOpen(stage)).to.equal(true);
  });

  it("says how it goes on, in a command that can be copied", async () => {
    const { run, safe, path } = await load();
    const { output } = await run("corridor open", { ...OPEN, safe, safeOut: path(newFile()) });
    expect(output).to.match(
      /it may be carried out 2 days later:\n {2}npm run corridor -- open .*--safe 0x\w+ --safe-out NEW_FILE\.json --execute\n/,
    );
  });

  it("lets the guardian cancel what a Safe has scheduled", async () => {
    const stage = await load();
    const { said, sent } = await scheduled(stage);
    await stage.execute(sent, said["safeTxHash"] as string);
    const cancelled = await stage.run("corridor open", { ...OPEN, cancel: true, proposer: stage.safe });
    expect(cancelled.exitCode, cancelled.complaint).to.equal(0);
  });

  it("carries several calls in one transaction, through MultiSendCallOnly", async () => {
    const stage = await load();
    const { bank, safe, hashOnChain, execute, run, path } = stage;
    const opening = { allow: [{ from: 4, to: 1 }], review: [] };
    const calls = await Promise.all(
      ["USD", "JPY"].map(async (currency) =>
        scheduleCall(bank, await openCorridorsCall(bank, { currency, ...opening })),
      ),
    );
    const planned = calls.map((call) => ({ call, meaning: "Opens SG to US." }));
    const name = newFile();
    const file = writeBatch(suiteOf(bank, {}), { address: safe, nonce: 0n, version: "1.4.1" }, "both", planned, 1);
    await writeFile(path(name), JSON.stringify(file));
    const shown = jsonOf(await run("safe show", { file: path(name), json: true }));
    const { sent } = await stage.batch(name);
    expect(sent.operation).to.equal(1);
    expect(shown["safeTxHash"]).to.equal(await hashOnChain(sent));
    await execute(sent, shown["safeTxHash"] as string);
    for (const currency of ["USD", "JPY"]) {
      const { target } = bank.tokens[currency]!;
      const data = (await openCorridorsCall(bank, { currency, ...opening })).data;
      expect(
        await bank.accessManager.getSchedule(await bank.accessManager.hashOperation(safe, target, data)),
      ).to.not.equal(0n);
    }
  });
});

describe("safe show", () => {
  it("refuses a file that was tampered with, even where its checksum was put right", async () => {
    const stage = await load();
    const { file, path } = await scheduled(stage);
    const [first] = file.transactions;
    const other = (change: object, meta: object = {}): BatchFile =>
      ({ ...file, ...change, meta: { ...file.meta, ...meta } }) as BatchFile;
    const sealed = (batch: BatchFile): BatchFile => ({
      ...batch,
      meta: { ...batch.meta, checksum: checksumOf(batch) },
    });
    const call = (change: object): BatchFile => other({ transactions: [{ ...first, ...change }] });
    const grant = stage.bank.accessManager.interface.encodeFunctionData("grantRole", [0n, stage.stranger.address, 0n]);
    const values = { ...first!.contractInputsValues, when: "7" };
    const cases: [BatchFile, string][] = [
      [call({ to: stage.bank.addresses.partyRegistry }), "BatchChecksum"],
      [call({ data: grant }), "BatchChecksum"],
      [call({ value: "1" }), "BatchChecksum"],
      [other({ chainId: "1" }), "BatchChecksum"],
      [other({}, { createdFromSafeAddress: stage.stranger.address }), "BatchChecksum"],
      [other({}, { safeNonce: "7" }), "BatchChecksum"],
      [other({ transactions: [] }), "BatchMalformed"],
      [sealed(other({ chainId: "1" })), "BatchChain"],
      [sealed(call({ data: grant })), "BatchDecoded"],
      [sealed(call({ contractInputsValues: values })), "BatchDecoded"],
      [sealed(call({ contractInputsValues: { target: stage.safe } })), "BatchDecoded"],
      [sealed(call({ contractMethod: { ...first!.contractMethod!, name: "cancel" } })), "BatchDecoded"],
      [sealed(call({ data: null, contractMethod: null, contractInputsValues: null })), "BatchMalformed"],
    ];
    for (const [batch, error] of cases) {
      await writeFile(path, JSON.stringify(batch));
      const { exitCode, complaint } = await stage.run("safe show", { file: path });
      expect([exitCode, complaint.split(":")[0]], complaint).to.deep.equal([1, error]);
    }
    await writeFile(path, "no");
    expect((await stage.run("safe show", { file: path })).complaint).to.match(/^BatchMalformed: [^:]+: it is not JSON/);
    expect((await stage.run("safe show", { file: "gone.json" })).exitCode).to.equal(2);
  });

  it("reads the inner call of a scheduling, in words, with the same hashes as the text beside the file", async () => {
    const stage = await load();
    const { path, said } = await scheduled(stage);
    const { output, exitCode } = await stage.run("safe show", { file: path });
    expect(exitCode).to.equal(0);
    const lines = output.split("\n");
    expect(lines).to.include(`Owners   2 of 3: ${(await ownersOf(stage)).join(", ")}`);
    expect(output).to.contain("1. AccessManager (");
    expect(output).to.contain("Schedules the call below; it may be carried out once the sender's delay has passed.");
    expect(output).to.contain("> USD token (");
    expect(output).to.match(/openCorridors\(uint256,uint256\), as POLICY_ADMIN/);
    expect(output).to.match(/allowed {2}zone 4 to zone 1 \(bits \d+\)\n\s+review {3}none/);
    const text = await readFile(path.replace(".json", ".md"), "utf8");
    for (const hash of ["domainHash", "messageHash", "safeTxHash"]) {
      expect(output).to.contain(said[hash]);
      expect(text).to.contain(said[hash]);
    }
  });

  it("needs no node when told the chain, and takes the nonce from the wallet", async () => {
    const stage = await load();
    const { path, said } = await scheduled(stage);
    const nowhere = { provider: { getNetwork: () => Promise.reject(new Error("asked")) } as never };
    const same = await stage.run("safe show", { file: path, chain: "31337", json: true }, {}, nowhere);
    expect(jsonOf(same)["safeTxHash"], same.complaint).to.equal(said["safeTxHash"]);
    const next = await stage.run("safe show", { file: path, chain: "31337", nonce: "1", json: true }, {}, nowhere);
    expect(jsonOf(next)["safeTxHash"]).to.not.equal(said["safeTxHash"]);
    expect((await stage.run("safe show", { file: path, chain: "x" })).complaint).to.match(
      /^--chain: "x" is no chain id/,
    );
  });

  it("says of a nonce that it was used, or that others come first", async () => {
    const stage = await load();
    const { path, sent, said } = await scheduled(stage);
    const later = await stage.run("safe show", { file: path, nonce: "3" });
    expect(later.output).to.contain("LOOK: THE SAFE'S NEXT NONCE IS 0: OTHER TRANSACTIONS COME FIRST.");
    await stage.execute(sent, said["safeTxHash"] as string);
    const used = await stage.run("safe show", { file: path });
    expect(used.output).to.contain("LOOK: THE SAFE HAS USED THIS NONCE; ITS NEXT ONE IS 1");
  });

  it("reads an export of the builder, which has no data, and says in capitals what it does not know", async () => {
    const { bank, run, safe, file, stranger } = await load();
    const { accessManager: manager } = bank;
    const admit = await admitContractCall(bank, { currency: "USD", contract: stranger.address, powers: POWERS.ISSUER });
    const grant = manager.interface.encodeFunctionData("grantRole", [ROLES.UPGRADER, stranger.address, 0n]);
    const schedule = manager.interface.encodeFunctionData("schedule", [admit.to, admit.data, 0n]);
    const bundle = manager.interface.encodeFunctionData("multicall", [[grant, schedule, "0xdeadbeef"]]);
    const exported = {
      version: "1.0" as const,
      chainId: "31337",
      createdAt: 1_750_255_509_666,
      meta: { name: "Transactions Batch", description: "", createdFromSafeAddress: safe, checksum: "" },
      transactions: [
        { to: manager.target as string, value: "0", data: bundle },
        { to: stranger.address, value: String(parseEther("2")), data: "0x" },
        {
          ...{ to: bank.tokens["USD"]!.target as string, value: "0", data: null },
          contractMethod: {
            name: "transferBatch",
            payable: false,
            inputs: [
              {
                ...{ name: "payments", type: "tuple[]", internalType: "struct Payment[]" },
                components: [
                  { name: "payee", type: "address" },
                  { name: "amount", type: "uint256" },
                  { name: "paymentReference", type: "bytes32" },
                ],
              },
            ],
          },
          contractInputsValues: { payments: `[["${BOB}","1250",${JSON.stringify(`0x${"00".repeat(32)}`)}]]` },
        },
      ],
    };
    const sealed = { ...exported, meta: { ...exported.meta, checksum: checksumOf(exported) } };
    const path = await file("export.json", JSON.stringify(sealed));
    const { output, exitCode, complaint } = await run("safe show", { file: path });
    expect(exitCode, complaint).to.equal(0);
    for (const words of [
      "LOOK: CALL 2 SENDS 2.0 OF THE CHAIN'S OWN COIN.",
      "LOOK: GIVES UPGRADER WITHOUT ANY DELAY.",
      "UNKNOWN FUNCTION 0xdeadbeef",
      "LOOK: UNKNOWN FUNCTION 0XDEADBEEF OF ACCESSMANAGER: WHAT IT DOES CANNOT BE SAID. DO NOT SIGN IT UNREAD.",
      "2. UNKNOWN CONTRACT (",
      "powers   ISSUER (bits",
      `payments  { payee: ${BOB}; amount: USD 12.50; paymentReference: 0x`,
      "delegatecall to MultiSendCallOnly 1.4.1 at 0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
    ]) {
      expect(output).to.contain(words);
    }
  });
});

async function ownersOf({ safe, chain }: Stage): Promise<string[]> {
  const contract = await chain.ethers.getContractAt(["function getOwners() view returns (address[])"], safe);
  return [...((await contract.getFunction("getOwners")()) as string[])];
}

async function expectNone(path: string): Promise<void> {
  let there = true;
  await readFile(path).catch(() => (there = false));
  if (there) await rm(path);
  expect(there).to.equal(false);
}
