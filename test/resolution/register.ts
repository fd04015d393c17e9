import { expect } from "chai";
import { ZeroHash } from "ethers";
import {
  connectBank,
  holderRegister,
  proofOf,
  proofsOf,
  readRegister,
  readResolution,
  registerToCsv,
  registerToJson,
  requireCommitted,
  type HolderRegister,
} from "../../src/chain/index.js";
import { refusalOf } from "../chain/support.js";
import { BOB_USD, USD_SUPPLY } from "../issuance/support.js";
import { reference } from "../support/words.js";
import { useTwoBanks, type TwoBanks } from "./support.js";

const load = await useTwoBanks();

/** Some history: several wallets of a party, payments, holds, liens, a redemption, a loss and a seizure. */
async function history(banks: TwoBanks) {
  const { a, alice, bob, carol, spare, customer, admit, redeem } = banks;
  const pay = (from: typeof alice, to: typeof alice, amount: bigint) =>
    a.usd.connect(from)["transfer(address,uint256)"](to, amount);
  await customer(carol, 103n, 40_000n, false);
  await customer(spare[0]!, 103n, 700n, false);
  await customer(spare[1]!, 99n, 0n, false);
  await pay(alice, spare[1]!, 12_345n);
  await pay(carol, bob, 40_000n);
  await redeem(alice, 100_000n);
  await a.requested();
  await a.freeze(bob, 5n);
  await admit(a, spare[2]!, 102n);
  await a.retire(bob, spare[2]!);
  await a.usd.connect(a.legalOrders).forcedTransfer(bob, spare[2]!, 50_000n);
}

describe("the register of holders, from events alone", () => {
  it("is refused for a currency the bank does not have, and for a block that is not there", async () => {
    const { bankA, blockNumber } = await load();
    expect(await refusalOf(holderRegister(bankA, "EUR", 1))).to.include({ name: "UnknownToken" });
    const latest = await blockNumber();
    for (const block of [latest + 1, -1, 1.5]) {
      const refusal = await refusalOf(holderRegister(bankA, "USD", block));
      expect(refusal.name).to.equal("NoSuchBlock");
      expect(refusal.fix).to.equal(`Choose a block from 0 to ${latest}.`);
    }
  });

  it("is refused where nobody holds anything", async () => {
    const { bankA } = await load();
    expect(await refusalOf(holderRegister(bankA, "USD", 1))).to.include({ name: "NoHolders" });
  });

  it("is refused when events are missing: read from a block after the beginning", async () => {
    const { bankA, a, alice, bob, blockNumber, ethers } = await load();
    const fromBlock = (await blockNumber()) + 1;
    await a.usd.connect(alice)["transfer(address,uint256)"](bob, 5n);
    const late = connectBank({ ...bankA.addresses, fromBlock }, ethers.provider);
    const refusal = await refusalOf(holderRegister(late, "USD", await blockNumber()));
    expect(refusal.name).to.equal("RegisterContradicts");
    expect(refusal.sentence).to.match(/would have paid more than it had/);
    expect(refusal.fix).to.match(/fromBlock/);
  });

  it("is what storage says, row by row, at every block of a history", async () => {
    const banks = await load();
    const { a, bankA, blockNumber } = banks;
    const first = await blockNumber();
    await history(banks);
    for (let block = first; block <= (await blockNumber()); block++) {
      const register = await holderRegister(bankA, "USD", block);
      const at = { blockTag: block };
      expect(register.total).to.equal(await a.usd.totalSupply(at));
      expect(register.burned).to.equal((await a.usd.supplyWords(at))[1] & ((1n << 128n) - 1n));
      for (const { party, wallet, balance } of register.rows) {
        expect(balance, wallet).to.equal(await a.usd.balanceOf(wallet, at));
        expect(party, wallet).to.equal(await a.registry.partyOf(wallet, at));
      }
      expect(register.rows.reduce((sum, { balance }) => sum + balance, 0n)).to.equal(register.total);
    }
  });

  it("lists wallets with money by party and wallet, and leaves empty ones out", async () => {
    const banks = await load();
    const { alice, bob, spare, bankA, ethers, blockNumber, registerNow } = banks;
    await history(banks);
    const register = await registerNow();
    expect(register.rows).to.deep.equal([
      { party: 99n, wallet: spare[1]!.address, balance: 12_345n },
      { party: 101n, wallet: alice.address, balance: 1_000_000n - 112_345n },
      ...[
        { party: 102n, wallet: bob.address, balance: BOB_USD - 10_000n },
        { party: 102n, wallet: spare[2]!.address, balance: 50_000n },
      ].sort((x, y) => (BigInt(x.wallet) < BigInt(y.wallet) ? -1 : 1)),
      { party: 103n, wallet: spare[0]!.address, balance: 700n },
    ]);
    const block = await ethers.provider.getBlock(await blockNumber());
    expect(register).to.include({
      bank: "old",
      chainId: 31337,
      currency: "USD",
      token: bankA.addresses.tokens["USD"],
      blockNumber: block!.number,
      blockHash: block!.hash,
      holders: 5,
      total: USD_SUPPLY + 40_700n - 100_000n,
      burned: 100_000n,
    });
  });

  it("has the root and the proofs that the chain verifies, for every holder", async () => {
    const banks = await load();
    const { a, resolution, committed } = banks;
    await history(banks);
    const register = await committed();
    for (const { party, wallet, balance, proof } of proofsOf(register)) {
      expect(await resolution.prove(a.usd, party, wallet, balance, [...proof]), wallet).to.equal(true);
    }
  });

  it("gives one holder its own proof, and nobody else one", async () => {
    const { bob, stranger, registerNow } = await load();
    const register = await registerNow();
    expect(proofOf(register, bob.address.toLowerCase())).to.deep.equal(proofsOf(register, [bob.address])[0]);
    expect(() => proofOf(register, stranger.address)).to.throw("it is not in the register");
  });
});

describe("the register as a file", () => {
  it("is read back from JSON as it was, and is the same file again", async () => {
    const banks = await load();
    await history(banks);
    const register = await banks.registerNow();
    const text = registerToJson(register);
    expect(readRegister(text, "register.json")).to.deep.equal(register);
    expect(registerToJson(readRegister(text, "register.json"))).to.equal(text);
  });

  it("is CSV of party, wallet and minor units", async () => {
    const { alice, bob, registerNow } = await load();
    expect(registerToCsv(await registerNow())).to.equal(
      `party,wallet,balance\n101,${alice.address},1000000\n102,${bob.address},200000\n`,
    );
  });

  it("is refused naming the field and what to do", async () => {
    const { alice, registerNow } = await load();
    const good = JSON.parse(registerToJson(await registerNow())) as Record<string, unknown> & {
      rows: Record<string, unknown>[];
    };
    const row = (changes: object) => ({ ...good, rows: [{ ...good.rows[0], ...changes }, good.rows[1]] });
    const cases: [unknown, string, RegExp][] = [
      ["not json", "", /^r\.json is not JSON\. Name the file that was exported\.$/],
      [[], "", /expected object/],
      [
        { ...good, format: "camt.053" },
        "format",
        /^r\.json, format "camt.053" is no format of a register\. Write vostro/,
      ],
      [{ ...good, total: 1_200_000 }, "total", /total 1200000 is not in quotes\. Write minor units in quotes\.$/],
      [{ ...good, total: "1.2" }, "total", /"1\.2" is not a whole number/],
      [{ ...good, total: "1200001" }, "total", /is 1200001, but the balances add up to 1200000/],
      [{ ...good, total: undefined }, "total", /is missing/],
      [{ ...good, holders: 3 }, "holders", /is 3, but there are 2 rows/],
      [{ ...good, holders: "2" }, "holders", /without quotes/],
      [{ ...good, root: reference("another") }, "root", /but the rows have 0x/],
      [{ ...good, root: "0x12" }, "root", /is not 32 bytes/],
      [{ ...good, token: alice.address.toLowerCase() }, "token", /is not an address with its checksum/],
      [{ ...good, note: "x" }, "", /note/],
      [{ ...good, rows: [] }, "rows", /has no rows/],
      [row({ party: "0" }), "rows.0.party", /is zero; write the party's id|is zero\. Write the party's id/],
      [row({ party: String(2n ** 64n) }), "rows.0.party", /does not fit/],
      [row({ balance: "0" }), "rows.0.balance", /is zero\. Leave empty accounts out\.$/],
      [row({ balance: "-5" }), "rows.0.balance", /is not a whole number/],
      [row({ wallet: "0x1" }), "rows.0.wallet", /is not an address/],
      [{ ...good, rows: [good.rows[0], good.rows[0]] }, "rows.1.wallet", /repeats 0x\w+ of row 0/],
      [row({ balance: "1000001" }), "total", /add up to 1200001/],
      // A swap that leaves every sum as it was: only the root tells.
      [{ ...good, rows: [{ ...good.rows[0], party: "7" }, good.rows[1]] }, "root", /but the rows have 0x/],
    ];
    for (const [content, field, message] of cases) {
      const text = content === "not json" ? "{" : JSON.stringify(content);
      const refusal = await refusalOf((async () => readRegister(text, "r.json"))());
      expect(refusal.name).to.equal("BadRegister");
      expect(refusal.args["field"], refusal.message).to.equal(field);
      expect(refusal.message).to.match(message);
    }
  });

  it("is checked against what was committed, figure by figure", async () => {
    const { bankA, resolution, committed } = await load();
    const register = await committed();
    const { committed: chain } = await readResolution(bankA, resolution, "USD");
    requireCommitted(register, chain!);
    const changes: [string, Partial<HolderRegister>][] = [
      ["total", { total: register.total + 1n }],
      ["blockNumber", { blockNumber: register.blockNumber + 1 }],
      ["burned", { burned: 1n }],
      ["holders", { holders: 3 }],
      // Rows decide, whatever root the object claims to have.
      ["root", { rows: register.rows.map((row) => ({ ...row, party: row.party + 1n })) }],
    ];
    for (const [field, change] of changes) {
      const refusal = await refusalOf((async () => requireCommitted({ ...register, ...change }, chain!))());
      expect([refusal.name, refusal.args["field"]]).to.deep.equal(["RegisterNotCommitted", field]);
    }
    const nothing = { root: ZeroHash, total: 0n, blockNumber: 0n, burnedThen: 0n, holders: 0n };
    expect(() => requireCommitted(register, nothing)).to.throw("No register is committed for this token.");
  });
});
