import { expect } from "chai";
import { Wallet } from "ethers";

import { partyId, readAccount, settlementAccountHash } from "../../src/chain/index.js";
import { ALICE, BOB, jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };
const HEADER = "customer,name,wallet,zone,valid_until,limited,settlement_account";
const wallet = (): string => Wallet.createRandom().address;
const ONE = { customer: "C-9", zone: "2", validUntil: "2028-06-30", settlementAccount: "DE46 7000 0000 0123 4567 89" };

describe("admit", () => {
  describe("ends with 2, names the place, and sends nothing", () => {
    it("for options that are missing or contradict each other", async () => {
      const { run, file, height } = await load();
      const before = await height();
      const path = await file("c.csv", `${HEADER}\nC-1,Acme,${wallet()},2,2028-01-31,false,1`);
      const cases: [Record<string, string>, RegExp][] = [
        [{}, /^--customer: is missing/],
        [{ ...ONE }, /^--wallets: is missing/],
        [{ ...ONE, wallets: `${wallet()},nothing` }, /^--wallets: "nothing" is not a checksummed address/],
        [{ ...ONE, wallets: wallet(), zone: "15" }, /line 2, zone: "15" is not a zone/],
        [{ ...ONE, wallets: wallet(), validUntil: "soon" }, /line 2, valid_until: "soon" is not a date/],
        [{ ...ONE, wallets: wallet(), settlementAccount: "DE47700000000123456789" }, /wrong IBAN check digits/],
        [{ file: path, customer: "C-9" }, /^--file: stands beside options of a single customer/],
        [{ file: `${path}.gone` }, /^--file: .* cannot be read \(ENOENT\)/],
      ];
      for (const [values, words] of cases) {
        const { exitCode, complaint } = await run("admit", values, KEYS);
        expect(exitCode, complaint).to.equal(2);
        expect(complaint).to.match(words);
      }
      expect(await height()).to.equal(before);
    });

    it("for every wrong row of a file at once", async () => {
      const { run, file, height } = await load();
      const before = await height();
      const path = await file(
        "c.csv",
        `${HEADER}\nC-1,Acme,0x12,2,2028-01-31,false,1\nC-2,Bolt,${wallet()},99,2028-02-30,no,2`,
      );
      const { exitCode, complaint } = await run("admit", { file: path }, KEYS);
      expect(exitCode).to.equal(2);
      for (const words of ["4 error(s)", "line 2, wallet", "line 3, zone", "line 3, valid_until", "line 3, limited"]) {
        expect(complaint).to.contain(words);
      }
      expect(await height()).to.equal(before);
    });

    it("for a salt that is no salt", async () => {
      const { run } = await load();
      const { exitCode, complaint } = await run("admit", { ...ONE, wallets: wallet() }, { VOSTRO_SALT: "secret" });
      expect([exitCode, complaint]).to.deep.equal([
        2,
        "VOSTRO_SALT: is not 32 bytes. Write 0x and 64 hexadecimal digits.",
      ]);
    });
  });

  it("ends with 1 when a wallet belongs to another customer", async () => {
    const { run } = await load();
    const { exitCode, complaint } = await run("admit", { ...ONE, wallets: ALICE }, KEYS);
    expect(exitCode).to.equal(1);
    expect(complaint).to.contain("WalletTaken").and.contain("belongs to party 100");
  });

  it("admits one customer with several wallets under its pseudonyms", async () => {
    const { bank, run } = await load();
    const [first, second] = [wallet(), wallet()];
    const ended = await run("admit", { ...ONE, wallets: `${first}, ${second}`, limited: true, json: true }, KEYS);
    expect(ended.exitCode, ended.output).to.equal(0);
    const party = partyId(SALT, "C-9");
    expect(jsonOf(ended)["admitted"]).to.deep.equal([
      { customer: "C-9", party: String(party), wallets: [first, second] },
    ]);
    for (const address of [first, second]) {
      const account = await readAccount(bank, "USD", address);
      expect(account).to.include({
        party,
        mayAct: true,
        settlementAccount: settlementAccountHash(SALT, ONE.settlementAccount),
      });
      expect(account.standing).to.include({ zone: 2, limited: true, validUntil: 1_846_022_399n });
    }
  });

  it("admits a file, and run again adds only what is new", async () => {
    const { run, file, height } = await load();
    const rows = [`C-1,Acme,${wallet()},2,2028-01-31,false,1`, `C-2,Bolt,${wallet()},1,2028-01-31,true,2`];
    const path = await file("c.csv", [HEADER, ...rows].join("\n"));
    expect((await run("admit", { file: path }, KEYS)).output).to.match(
      /^Admits 2 customer\(s\) with 2 new wallet\(s\); 0 known already\./,
    );
    const before = await height();
    const again = await run("admit", { file: path }, KEYS);
    expect([again.exitCode, again.output]).to.deep.equal([
      0,
      "Admits 0 customer(s) with 0 new wallet(s); 2 known already. Nothing to send.",
    ]);
    expect(await height()).to.equal(before);
    const more = await file("d.csv", [HEADER, ...rows, `C-2,Bolt,${wallet()},1,2028-01-31,true,`].join("\n"));
    expect((await run("admit", { file: more }, KEYS)).output).to.match(
      /^Admits 0 customer\(s\) with 1 new wallet\(s\); 2 known already\./,
    );
  });

  it("tries a dry run, later calls as far as they can be tried, and sends nothing", async () => {
    const { run, REGISTRAR, height } = await load();
    const before = await height();
    const ended = await run("admit", { ...ONE, wallets: `${wallet()},${wallet()}`, dryRun: true, json: true }, KEYS);
    expect(ended.exitCode).to.equal(0);
    const { signatures, calls } = jsonOf(ended);
    expect(signatures).to.deep.equal([{ who: REGISTRAR.address, as: "REGISTRAR", what: "sends it" }]);
    expect(calls[0]).to.include({ act: "PartyRegistry.admit" });
    expect(calls[1]).to.include({ act: "PartyRegistry.addWallets", untried: "needs what the calls before it change" });
    expect(await height()).to.equal(before);
  });
});

describe("block and unblock", () => {
  it("end with 2 without an order, without or with two names of the party, and for a stranger's wallet", async () => {
    const { run } = await load();
    const cases: [Record<string, string>, RegExp][] = [
      [{ wallet: ALICE }, /^--order: is missing/],
      [{ wallet: ALICE, order: "0x12" }, /^--order: "0x12" is not 32 bytes/],
      [{ order: "o" }, /^--party: or --wallet must be given/],
      [{ order: "o", party: "100", wallet: ALICE }, /^--party: or --wallet must be given, one of them/],
      [{ order: "o", wallet: wallet() }, /^--wallet: 0x\w+ belongs to no party/],
    ];
    for (const [values, words] of cases) {
      const { exitCode, complaint } = await run("block", values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
  });

  it("end with 1 for a party that is not there, and when there is nothing to lift", async () => {
    const { run } = await load();
    expect((await run("block", { party: "7", order: "o" })).complaint).to.contain("There is no party 7.");
    const free = await run("unblock", { wallet: ALICE, order: "o" });
    expect([free.exitCode, free.complaint]).to.deep.equal([
      1,
      "NotBlocked: No block is live on party 100. Nothing to lift.",
    ]);
  });

  it("block everywhere and lift, by the two roles that may, by wallet or number", async () => {
    const { bank, run, alice } = await load();
    const blocked = await run("block", { wallet: ALICE, order: "order 2026/17" });
    expect(blocked.exitCode).to.equal(0);
    expect(blocked.output).to.match(
      /^Blocks party 100 under order 0x\w{64}\.\n1 block\(s\) are live on it\.\nTransaction/,
    );
    for (const token of Object.values(bank.tokens)) expect(await token.canSend(alice)).to.equal(false);
    const lifted = await run("unblock", { party: "100", order: "order 2026/17", json: true });
    expect(jsonOf(lifted)).to.deep.include({ ok: true, blocks: "0", pushFailures: [] });
    for (const token of Object.values(bank.tokens)) expect(await token.canSend(alice)).to.equal(true);
  });

  it("end with 1 and name the token that did not take the block", async () => {
    const { bank, run, chain } = await load();
    await chain.networkHelpers.setCode(bank.addresses.tokens["JPY"]!, "0x60006000fd");
    const ended = await run("block", { wallet: BOB, order: "o" });
    expect(ended.exitCode).to.equal(1);
    expect(ended.output).to.contain("NOT in JPY: ").and.contain("Pause that token");
  });
});
