import { readFile } from "node:fs/promises";

import { expect } from "chai";
import { type BaseContract, concat, dataLength, Interface, toBeHex } from "ethers";

import { ROLES } from "../../src/bank/roles.js";
import { attestCall } from "../../src/chain/index.js";
import { lastCommitment } from "../../src/proof/index.js";
import { safeTransaction } from "../../src/safe/hashes.js";
import { suiteOf } from "../../src/safe/suite.js";
import { writeBatch } from "../../src/safe/write.js";
import { ATTESTED, bytes32 } from "../chain/support.js";
import { signedByOwners, useSafeStage } from "../safe/support.js";
import { jsonOf, useMore } from "../tasks/support.js";

const [ONE, TWO, FALSE] = [1, 2, 3].map((n) => bytes32(0xc1a0 + n)) as [string, string, string];
const EXECUTE = new Interface([
  "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
]);

/** The stage with a Safe that is attestor. */
const load = useMore(await useSafeStage(), async (stage) => {
  await stage.bank.accessManager.connect(stage.admin).grantRole(ROLES.ATTESTOR, stage.safe, 0n);
  return stage;
});
type Stage = Awaited<ReturnType<typeof load>>;

const attesting = async ({ bank }: Stage, currency: string, claims: string) => ({
  ...(await attestCall(bank, { currency, figure: ATTESTED, claims })),
  value: 0n,
});

/** A contract that, whatever it is called with, calls `to` with `data`: what a stranger could put between. */
function forwarder(to: BaseContract | string, data: string): string {
  const size = toBeHex(dataLength(data), 2);
  const copy = concat(["0x61", size, "0x61002c600039"]);
  const call = concat(["0x6000600061", size, "0x6000600073", String(to), "0x5af100"]);
  return concat([copy, call, data]);
}

describe("an attestation by a Safe", () => {
  it("is no commitment where a stranger sends the signed transaction on, wrapped in other words", async () => {
    const stage = await load();
    const { bank, safe, stranger, chain, hashOnChain } = stage;
    const sent = safeTransaction([await attesting(stage, "USD", ONE)], 0n, "1.4.1");
    const signed = signedByOwners(sent, await hashOnChain(sent));
    const between = `0x${"ba".repeat(20)}`;
    const code = forwarder(safe, EXECUTE.encodeFunctionData("execTransaction", [...signed]));
    await chain.provider.request({ method: "hardhat_setCode", params: [between, code] });
    // The same call of the same Safe in every word but the root.
    const [to, value, data, ...rest] = signed;
    const lie = EXECUTE.encodeFunctionData("execTransaction", [
      to,
      value,
      data.replace(ONE.slice(2), FALSE.slice(2)),
      ...rest,
    ]);
    await (await stranger.sendTransaction({ to: between, data: lie })).wait();
    const found = await lastCommitment(bank, "USD");
    expect(found.figure).to.equal(ATTESTED);
    expect(found.claims).to.equal(undefined);
    expect(found.why).to.match(/^it was sent through 0x[bB][aA]\w+, which is neither the token, a Safe of an attestor/);
  });

  it("commits to the claims in its one call", async () => {
    const stage = await load();
    const { bank, hashOnChain, execute } = stage;
    const sent = safeTransaction([await attesting(stage, "USD", ONE)], 0n, "1.4.1");
    await execute(sent, await hashOnChain(sent));
    expect(await lastCommitment(bank, "USD")).to.include({ claims: ONE, figure: ATTESTED });
  });

  it("commits in a batch of several currencies, each to its own claims", async () => {
    const stage = await load();
    const { bank, hashOnChain, execute } = stage;
    const calls = [await attesting(stage, "USD", ONE), await attesting(stage, "JPY", TWO)];
    const sent = safeTransaction(calls, 0n, "1.4.1");
    expect(sent.operation).to.equal(1);
    await execute(sent, await hashOnChain(sent));
    expect((await lastCommitment(bank, "USD")).claims).to.equal(ONE);
    expect((await lastCommitment(bank, "JPY")).claims).to.equal(TWO);
  });

  it("is written by the command with the claims in its bytes, told to the owners, and read back once they signed", async () => {
    const stage = await load();
    const { run, bank, safe, execute, hashOnChain, batch, path } = stage;
    const out = { safe, safeOut: path("attest.json"), json: true };
    const values = { currency: "USD", figure: "50000.00", claims: TWO, ...out };
    const written = jsonOf(await run("attest", values));
    expect(written["alarms"]).to.deep.equal([]);
    const { file, sent } = await batch("attest.json");
    // No function in words: the builder would encode them again without the claims.
    expect(file.transactions[0]!.contractMethod).to.equal(null);
    expect(sent.data.endsWith(TWO.slice(2))).to.equal(true);
    const told = await readFile(path("attest.md"), "utf8");
    expect(told).to.contain(`claims    ${TWO} (root of holders' claims, behind the arguments)`);
    expect(told).to.contain("attest(uint256,uint256,uint256,uint256), as ATTESTOR");
    const shown = await run("safe show", { file: path("attest.json") });
    expect([shown.exitCode, /LOOK/.test(shown.output)]).to.deep.equal([0, false]);
    await execute(sent, await hashOnChain(sent));
    expect((await lastCommitment(bank, "USD")).claims).to.equal(TWO);
  });

  it("alarms the owners of anything else behind the arguments", async () => {
    const stage = await load();
    const { file, run, path, safe, bank } = stage;
    const call = await attesting(stage, "USD", ONE);
    for (const [i, more] of ["0x00", ONE].entries()) {
      const calls = [{ call: { to: call.to, data: concat([call.data, more]) }, meaning: "attests" }];
      const written = writeBatch(suiteOf(bank, {}), { address: safe, nonce: 0n, version: "1.4.1" }, "x", calls, 0);
      await file(`hidden-${i}.json`, JSON.stringify(written));
      const shown = await run("safe show", { file: path(`hidden-${i}.json`) });
      expect(shown.output).to.contain("BYTES ARE HIDDEN IN IT");
    }
  });
});
