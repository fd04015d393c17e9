import { expect } from "chai";

import { runCommand } from "../../src/chain/commands/run.js";
import { send, type Sent } from "../../src/chain/index.js";
import { refusalOf } from "../chain/support.js";
import { jsonOf } from "../tasks/support.js";
import { labelRole, labelsOf, managerBank } from "./managerBank.js";
import {
  describeWithAnvil,
  folderOf,
  mineUntil,
  quickProvider,
  type RunningNode,
  startAnvil,
  startHardhatNode,
} from "./support.js";

const GWEI = 10n ** 9n;

/*
 * The two nodes differ where real ones do: Hardhat's keeps a transaction that pays too little in its pool, anvil throws it
 * out with the next block. Repeating, replacing and cancelling must work on both.
 */
function specification(start: () => Promise<RunningNode>, left: "pending" | "gone"): void {
  const folder = folderOf();
  let node: RunningNode;
  let stage: Awaited<ReturnType<typeof managerBank>>;
  let hash: unknown;
  let nonce: number;

  before(async () => {
    node = await start();
    stage = await managerBank(node, folder);
    await node.rpc("evm_setAutomine", false);
  });
  after(() => node.stop());

  /** The act, by a run of its own that knows only what is on disk. */
  const act = async (label: string, waitSeconds = 1): Promise<Sent> => {
    const { bank, signer } = stage.newRun(waitSeconds);
    return send(bank, signer, await labelRole(bank, "ISSUER", label));
  };

  const blockAt = async (baseFee: bigint): Promise<void> => {
    await node.rpc("hardhat_setNextBlockBaseFeePerGas", `0x${baseFee.toString(16)}`);
    await node.mine();
  };

  const transactions = (step: string, values: Record<string, string | boolean> = {}) =>
    runCommand(
      "transactions",
      step,
      { deployments: folder, bank: "test", as: "0", json: true, ...values },
      { provider: quickProvider(node.url), variables: { VOSTRO_WAIT_SECONDS: "10" }, outbox: true },
    );

  const statesShown = async (): Promise<Record<number, string>> => {
    const { transactions: rows } = jsonOf(await transactions("show"));
    return Object.fromEntries((rows as { nonce: number; state: string }[]).map((row) => [row.nonce, row.state]));
  };

  it("is unconfirmed, not failed, and names its hash and nonce", async () => {
    nonce = await node.provider.getTransactionCount(stage.admin);
    const error = await refusalOf(act("first"));
    await blockAt(100n * GWEI);
    expect([error.name, error.args["nonce"]]).to.deep.equal(["OutcomeUnconfirmed", nonce]);
    expect(error.fix).to.contain("sends nothing twice");
    hash = error.args["hash"];
    expect(await statesShown()).to.deep.equal({ [nonce]: left });
  });

  it("is the same transaction when it is repeated: no second one is signed", async () => {
    const error = await refusalOf(act("first"));
    expect([error.name, error.args]).to.deep.equal(["OutcomeUnconfirmed", { hash, nonce }]);
    expect(await statesShown()).to.have.all.keys(String(nonce));
  });

  it("lets no other act of its key queue behind it", async () => {
    const error = await refusalOf(act("other"));
    expect([error.name, error.args["nonce"]]).to.deep.equal(["TransactionStuck", nonce]);
  });

  it("is not replaced at a fee that nodes do not take, at a nonce that is used or by another key", async () => {
    const names = [];
    const wrong: Record<string, string>[] = [
      { nonce: String(nonce), maxFee: "3" },
      { nonce: String(nonce - 1) },
      { nonce: String(nonce), as: "1" },
    ];
    for (const values of wrong) {
      const ended = await transactions("replace", values);
      expect(ended.exitCode).to.equal(1);
      names.push((jsonOf(ended)["error"] as { name: string }).name);
    }
    expect(names).to.deep.equal(["FeeTooLow", "NothingToReplace", "NothingToReplace"]);
    expect((await transactions("replace", { nonce: "x" })).exitCode).to.equal(2);
    expect((await transactions("replace", { nonce: String(nonce), maxFee: "1e3" })).exitCode).to.equal(2);
    expect((await transactions("replace", { nonce: String(nonce), role: "CLERK" })).exitCode).to.equal(2);
  });

  it("is done once when it is replaced at what the network asks", async () => {
    const rehearsed = await transactions("replace", { nonce: String(nonce), dryRun: true });
    expect(jsonOf(rehearsed)).to.deep.include({ ok: true, dryRun: true });
    const ended = await mineUntil(node, transactions("replace", { nonce: String(nonce) }));
    expect(jsonOf(ended)).to.deep.include({ ok: true, done: true });
    expect(await labelsOf(stage.bank)).to.deep.equal(["first"]);
    expect(await node.provider.getTransactionReceipt(String(hash))).to.equal(null);
    expect(await statesShown()).to.deep.equal({ [nonce]: "mined" });
  });

  it("is never done when it is cancelled, and can then be sent anew", async () => {
    await blockAt(GWEI);
    await refusalOf(act("second"));
    await blockAt(100n * GWEI);
    const ended = await mineUntil(node, transactions("cancel", { nonce: String(nonce + 1) }));
    expect(jsonOf(ended)).to.deep.include({ ok: true, done: false });
    expect(await labelsOf(stage.bank)).to.deep.equal(["first"]);
    const sent = await mineUntil(node, act("second", 10));
    expect(sent.before).to.equal(undefined);
    expect(await labelsOf(stage.bank)).to.deep.equal(["first", "second"]);
  });

  it("is found, and not sent again, when it was mined while nobody waited", async () => {
    await blockAt(GWEI);
    const error = await refusalOf(act("third"));
    await blockAt(100n * GWEI);
    await node.rpc("hardhat_setNextBlockBaseFeePerGas", `0x${GWEI.toString(16)}`);
    const sent = await mineUntil(node, act("third", 10));
    expect([sent.before, sent.hash]).to.deep.equal([true, error.args["hash"]]);
    expect(await labelsOf(stage.bank)).to.deep.equal(["first", "second", "third"]);
  });

  it("is named once to the next act of its key, which may be the same in other words", async () => {
    await blockAt(GWEI);
    const unheard = await refusalOf(act("fourth"));
    await node.mine();
    const error = await refusalOf(mineUntil(node, act("fifth", 10)));
    expect([error.name, error.args["hash"]]).to.deep.equal(["EarlierActDone", unheard.args["hash"]]);
    await mineUntil(node, act("fifth", 10));
    expect((await labelsOf(stage.bank)).slice(-2)).to.deep.equal(["fourth", "fifth"]);
  });
}

describe("an act whose transaction is stuck at a low fee, on the Hardhat node", () => {
  specification(startHardhatNode, "pending");
});

describeWithAnvil("an act whose transaction is stuck at a low fee, on anvil", () => {
  specification(startAnvil, "gone");
});
