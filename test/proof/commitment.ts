import { expect } from "chai";
import { concat, dataLength, hexlify, Interface, randomBytes, toBeHex, ZeroAddress } from "ethers";
import fc from "fast-check";

import { ROLES } from "../../src/bank/roles.js";
import { attest, attestCall, readToken } from "../../src/chain/index.js";
import { attestCallsIn } from "../../src/proof/attestCalls.js";
import { firstCommitmentAfter, lastCommitment } from "../../src/proof/index.js";
import { MULTI_SEND } from "../../src/safe/hashes.js";
import { ATTESTED, bytes32, DAY, refusalOf, useBank } from "../chain/support.js";

const load = await useBank();
const ROOT = `0x${"c1a1".repeat(16)}`;
const USD = { currency: "USD", figure: ATTESTED };

describe("an attestation that commits to claims", () => {
  it("is not built with anything but 32 bytes", async () => {
    const { bank, ATTESTOR, chain } = await load();
    const height = await chain.ethers.provider.getBlockNumber();
    for (const claims of ["", "0x", `${ROOT}00`, "the root"]) {
      const refusal = await refusalOf(attest(bank, ATTESTOR, { ...USD, claims }));
      expect([refusal.name, refusal.sentence.split(":")[0]]).to.deep.equal([
        "BadBytes",
        "The root of claims is not 32 bytes",
      ]);
    }
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(height);
  });

  it("is refused to who is no attestor, as without claims", async () => {
    const { bank, stranger } = await load();
    expect((await refusalOf(attest(bank, stranger, { ...USD, claims: ROOT }))).name).to.equal(
      "AccessManagedUnauthorized",
    );
  });

  it("is taken by the token as if the bytes were not there, and read back from the chain", async () => {
    const { bank, ATTESTOR, chain } = await load();
    const plain = await chain.networkHelpers.takeSnapshot();
    const asOf = BigInt(await chain.networkHelpers.time.latest());
    await attest(bank, ATTESTOR, { ...USD, asOf });
    const without = await readToken(bank, "USD");
    await plain.restore();
    const sent = await attest(bank, ATTESTOR, { ...USD, asOf, claims: ROOT });
    expect(await readToken(bank, "USD")).to.deep.equal(without);
    expect(sent.events.map(({ name }) => name)).to.deep.equal(["Attested"]);
    expect(await lastCommitment(bank, "USD")).to.deep.include({
      block: sent.blockNumber,
      transaction: sent.hash,
      figure: ATTESTED,
      backing: ATTESTED,
      asOf,
      claims: ROOT,
      why: "",
    });
  });

  it("is looked for as the last one until a block, and as the first one after it that commits to any", async () => {
    const { bank, ATTESTOR, time } = await load();
    const start = await time.latestBlock();
    const roots = [undefined, bytes32(1), undefined, bytes32(2)];
    const blocks: number[] = [];
    for (const claims of roots) {
      await time.increase(1);
      const sent = await attest(bank, ATTESTOR, { ...USD, ...(claims === undefined ? {} : { claims }) });
      blocks.push(sent.blockNumber);
    }
    for (const [i, block] of blocks.entries()) {
      expect((await lastCommitment(bank, "USD", block)).claims).to.equal(roots[i]);
      if (i > 0) expect((await lastCommitment(bank, "USD", block - 1)).claims).to.equal(roots[i - 1]);
    }
    const after = async (block: number) => (await firstCommitmentAfter(bank, "USD", block))?.claims;
    expect(await after(start)).to.equal(bytes32(1));
    expect(await after(blocks[0]!)).to.equal(bytes32(1));
    // The block of an attestation is before it: its claims are those after all of the block.
    expect(await after(blocks[1]!)).to.equal(bytes32(2));
    expect(await after(blocks[3]!)).to.equal(undefined);
  });

  it("is none where nothing stands behind the arguments, or not 32 bytes", async () => {
    const { bank, ATTESTOR, time } = await load();
    expect(await lastCommitment(bank, "USD")).to.include({ claims: undefined, why: "it carries no claims" });
    for (const bytes of [1, 31, 33, 64]) {
      await time.increase(1);
      const { to, data } = await attestCall(bank, USD);
      await (await ATTESTOR.sendTransaction({ to, data: concat([data, hexlify(randomBytes(bytes))]) })).wait();
      const { claims, why } = await lastCommitment(bank, "USD");
      expect([claims, why]).to.deep.equal([undefined, `${bytes} bytes stand behind it, which are no root of claims`]);
    }
  });

  it("is an error where the bank never attested", async () => {
    const { bank } = await load();
    expect((await refusalOf(lastCommitment(bank, "JPY"))).name).to.equal("NeverAttested");
    expect((await refusalOf(lastCommitment(bank, "USD", 999_999))).name).to.equal("NoSuchBlock");
  });

  it("is found inside of the AccessManager's execute, as an attestor with a delay sends it", async () => {
    const { bank, admin, stranger, time } = await load();
    const manager = bank.accessManager;
    await manager.connect(admin).grantRole(ROLES.ATTESTOR, stranger, DAY);
    const { to, data } = await attestCall(bank, { ...USD, claims: ROOT });
    await manager.connect(stranger).schedule(to, data, 0);
    await time.increase(DAY);
    await manager.connect(stranger).execute(to, data);
    expect((await lastCommitment(bank, "USD")).claims).to.equal(ROOT);
  });
});

describe("reading attestations out of a transaction", () => {
  it("never throws, whatever the bytes: a foreign transaction is none", async () => {
    const { bank } = await load();
    const { data } = await attestCall(bank, { ...USD, claims: ROOT });
    const token = String(bank.tokens["USD"]!.target);
    const believed = { token, accessManager: bank.addresses.accessManager, isAttestor: () => true };
    const selectors = [data.slice(0, 10), "0x6a761202", "0x8d80ff0a", "0x1cff79cd", "0x"];
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => hexlify(array).slice(2));
    fc.assert(
      fc.property(
        fc.constantFrom(...selectors),
        bytes,
        fc.constantFrom(token, ROOT.slice(0, 42), ""),
        (head, tail, to) => {
          for (const call of attestCallsIn(believed, to, `${head}${tail}`)) {
            expect([to, head]).to.deep.equal([token, selectors[0]]);
            expect(call.tail.length).to.equal(2 + tail.length - 256);
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(attestCallsIn(believed, token, data).map(({ figure, tail }) => [figure, tail])).to.deep.equal([
      [ATTESTED, ROOT],
    ]);
    expect(attestCallsIn(believed, believed.accessManager, data)).to.deep.equal([]);
  });

  it("takes calls out of a batch only, and none that is cut short or runs code of another as the Safe's own", async () => {
    const { bank } = await load();
    const { to: token, data } = await attestCall(bank, { ...USD, claims: ROOT });
    const believed = { token, accessManager: bank.addresses.accessManager, isAttestor: () => true };
    const safe = new Interface([
      "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
      "function multiSend(bytes)",
    ]);
    const length = dataLength(data);
    const entry = (operation: string, size = length): string =>
      concat([operation, token, toBeHex(0, 32), toBeHex(size, 32), data]);
    const found = (batch: string, to: string = MULTI_SEND["1.4.1"], operation = 1): number => {
      const inner = safe.encodeFunctionData("multiSend", [batch]);
      const rest = [0n, 0n, 0n, ZeroAddress, ZeroAddress, "0x"];
      const sent = safe.encodeFunctionData("execTransaction", [to, 0n, inner, operation, ...rest]);
      return attestCallsIn(believed, bytes32(1).slice(0, 42), sent).length;
    };
    expect(found(entry("0x00"))).to.equal(1);
    expect(found(concat([entry("0x00"), entry("0x00")]))).to.equal(2);
    expect(found(entry("0x01"))).to.equal(0);
    expect(found(concat([entry("0x01"), entry("0x00")]))).to.equal(1);
    expect(found(entry("0x00", length + 1))).to.equal(0);
    expect(found(entry("0x00", 2 ** 40))).to.equal(0);
    expect(found(`${entry("0x00")}00`)).to.equal(1);
    // Somebody else's code may do anything with these bytes.
    expect(found(entry("0x00"), token)).to.equal(0);
    expect(found(entry("0x00"), MULTI_SEND["1.4.1"], 0)).to.equal(0);
  });
});
