import { expect } from "chai";
import type { BaseContract } from "ethers";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { applyBank } from "../../src/plan/apply.js";
import type { BatchFile } from "../../src/safe/batchFile.js";
import { safeHashes } from "../../src/safe/hashes.js";
import type { Loose } from "../deploy/support.js";
import { deploySafe, executeSafe, OWNERS, transactionOf } from "../safe/support.js";
import { DAY, openStage, shippedFile } from "./support.js";

/** A committee of three, two of whom sign as one Safe (the publisher's own contracts), loosens; nobody has its "key". */
describe("apply, where a Safe holds the role", () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let safe: BaseContract;

  before(async () => {
    stage = await openStage();
    const [deployer] = await stage.connection.ethers.getSigners();
    safe = await deploySafe(deployer!, (address, code) =>
      stage.connection.provider.request({ method: "hardhat_setCode", params: [address, code] }),
    );
  });

  function file(): Loose {
    const bank = shippedFile("cross-border-us");
    bank.roles.POLICY_ADMIN = [{ signer: String(safe.target), delay: 2 * DAY }];
    bank.admins[0].delay = 2 * DAY;
    const owners = OWNERS.map(({ address }) => address);
    bank.safes = [{ name: "policy committee", address: String(safe.target), threshold: 2, owners }];
    return bank;
  }

  const wanted = (): Loose => ({ ...file(), quotas: [{ ...file().quotas[0], limit: "60000000.00" }] });

  /** Two owners read the batch's hash from the file and sign it. */
  async function sign(path: string): Promise<void> {
    const batch = JSON.parse(await readFile(path, "utf8")) as BatchFile;
    const sent = transactionOf(batch);
    await executeSafe(safe, sent, safeHashes(BigInt(batch.chainId), String(safe.target), sent).safeTxHash);
  }

  it("names a Safe with other owners or another threshold than the file's", async () => {
    expect((await (await stage.bankOf(file())).apply()).left).to.deep.equal([]);
    const other = file();
    other.safes[0].threshold = 3;
    other.safes[0].owners[2] = other.roles.ISSUER[0].signer;
    const [threshold, owners, ...more] = await (await stage.bankOf(other)).audit();
    expect(more).to.deep.equal([]);
    expect(threshold).to.equal("Safe policy committee: its threshold is 2, not 3");
    expect(owners).to.match(/^Safe policy committee: its owners is 0x/);
  });

  it("writes what its owners must schedule; signed by two, it waits; then what they must carry out", async () => {
    const { run, audit } = await stage.bankOf(wanted());
    const folder = join(stage.folder, "to-sign");
    const first = await applyBank(run, { batches: folder });
    expect(first.acts.map(({ state }) => state)).to.deep.equal(["unsigned"]);
    expect(first.batches.map(({ name, acts }) => [name, acts])).to.deep.equal([["policy committee", 1]]);
    const words = await readFile(first.batches[0]!.file.replace(/json$/, "md"), "utf8");
    expect(words).to.contain("raiseQuota").and.to.contain("Raises the quota");
    // Written once: owners may have begun to sign.
    expect((await applyBank(run, { batches: folder })).batches[0]!.file).to.equal(first.batches[0]!.file);

    await sign(first.batches[0]!.file);
    const waiting = await applyBank(run, { batches: folder });
    expect([waiting.acts.map(({ state }) => state), waiting.batches]).to.deep.equal([["waiting"], []]);

    await stage.connection.networkHelpers.time.increase(2 * DAY);
    const ready = await applyBank(run, { batches: folder });
    expect(ready.batches[0]!.file).to.not.equal(first.batches[0]!.file);
    await sign(ready.batches[0]!.file);
    expect(await audit()).to.deep.equal([]);
  });
});
