import { expect } from "chai";
import { Wallet } from "ethers";

import { type Bank, encodeProfile, partyId, readAccount, settlementAccountHash } from "../../src/chain/index.js";
import { decodeError } from "../../src/errors/index.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };
const HEADER = "customer,name,wallet,residency,valid_until,limited,settlement_account";
const wallet = (): string => Wallet.createRandom().address;
const ONE = {
  customer: "C-9",
  residency: "DE",
  validUntil: "2028-06-30",
  settlementAccount: "DE46 7000 0000 0123 4567 89",
};

describe("admit", () => {
  describe("ends with 2, names the place, and sends nothing", () => {
    it("for options that are missing or contradict each other", async () => {
      const { run, file, height } = await load();
      const before = await height();
      const path = await file("c.csv", `${HEADER}\nC-1,Acme,${wallet()},DE,2028-01-31,false,1`);
      const cases: [Record<string, string>, RegExp][] = [
        [{}, /^--customer: is missing/],
        [{ ...ONE }, /^--wallets: is missing/],
        [{ ...ONE, wallets: `${wallet()},nothing` }, /^--wallets: "nothing" is not a checksummed address/],
        [{ ...ONE, wallets: wallet(), residency: "Germany" }, /line 2, residency: "Germany" is not a country/],
        [{ ...ONE, wallets: wallet(), control: "ZZ" }, /line 2, control: "ZZ" is not a country/],
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

    it("for every wrong row of a file without a right one", async () => {
      const { run, file, height } = await load();
      const before = await height();
      const path = await file(
        "c.csv",
        `${HEADER}\nC-1,Acme,0x12,DE,2028-01-31,false,1\nC-2,Bolt,${wallet()},99,2028-02-30,no,2`,
      );
      const { exitCode, complaint } = await run("admit", { file: path }, KEYS);
      expect(exitCode).to.equal(2);
      for (const words of [
        "4 error(s)",
        "line 2, wallet",
        "line 3, residency",
        "line 3, valid_until",
        "line 3, limited",
      ]) {
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
    const rows = [`C-1,Acme,${wallet()},DE,2028-01-31,false,1`, `C-2,Bolt,${wallet()},US,2028-01-31,true,2`];
    const path = await file("c.csv", [HEADER, ...rows].join("\n"));
    const first = await run("admit", { file: path }, KEYS);
    expect(first.output).to.match(
      /^Admits 2 customer\(s\) with 2 new wallet\(s\); 0 known already, 0 of them unchanged\.\n/,
    );
    expect(first.output).to.match(/\n1 of them have limits: set them \(LIMITS_OFFICER\), or they move nothing\.\n/);
    const before = await height();
    const again = await run("admit", { file: path }, KEYS);
    expect([again.exitCode, again.output]).to.deep.equal([
      0,
      "Admits 0 customer(s) with 0 new wallet(s); 2 known already, 2 of them unchanged. Nothing to send.",
    ]);
    expect(await height()).to.equal(before);
    const more = await file("d.csv", [HEADER, ...rows, `C-2,Bolt,${wallet()},US,2028-01-31,true,`].join("\n"));
    expect((await run("admit", { file: more }, KEYS)).output).to.match(
      /^Admits 0 customer\(s\) with 1 new wallet\(s\); 2 known already, 1 of them unchanged\.\n/,
    );
  });

  it("says which known customers the register has otherwise, field by field, and changes nothing of them", async () => {
    const { run, file, height } = await load();
    const [one, two] = [wallet(), wallet()];
    const write = (...rows: string[]) => file("c.csv", [HEADER, ...rows].join("\n"));
    const path = await write(`C-1,Acme,${one},DE,2028-01-31,false,1`, `C-2,Bolt,${two},US,2028-01-31,false,2`);
    await run("admit", { file: path }, KEYS);
    const before = await height();
    const changed = await write(`C-1,Acme,${one},US,2029-01-31,true,9`, `C-2,Bolt,${two},US,2028-01-31,false,2`);
    const { exitCode, output } = await run("admit", { file: changed }, KEYS);
    expect(exitCode).to.equal(1);
    expect(output.split("\n")).to.deep.equal([
      "Admits 0 customer(s) with 0 new wallet(s); 2 known already, 1 of them unchanged. Nothing to send.",
      "UNCHANGED, C-1: the register has another valid_until, limited, residency, control, settlement_account. " +
        "Admitting changes nothing of it.",
    ]);
    expect(await height()).to.equal(before);
  });

  it("admits everybody else of a page when the register refuses some, and names their rows and fields", async () => {
    const { bank, run, file } = await load();
    const good = Array.from({ length: 9 }, (_, i) => `G-${i},Good ${i},${wallet()},DE,2028-01-31,false,G${i}`);
    const [taken, unserved] = [
      `T-1,Taken,${ALICE},DE,2028-01-31,false,t`,
      `U-1,Unserved,${wallet()},FR,2028-01-31,false,u`,
    ];
    const grown = `W-1,Two wallets,${wallet()},DE,2028-01-31,false,w\nW-1,Two wallets,${BOB},DE,2028-01-31,false,`;
    const path = await file(
      "c.csv",
      [HEADER, ...good.slice(0, 4), taken, ...good.slice(4), unserved, grown].join("\n"),
    );
    const dry = await run("admit", { file: path, dryRun: true }, KEYS);
    expect(dry.exitCode).to.equal(1);
    expect(dry.output).to.match(/^Would do: Admits 10 customer\(s\)/);
    expect(dry.output)
      .to.match(/\nNOT ADMITTED, line 6, wallet: /)
      .and.to.match(/\nNothing was sent\.$/);
    const ended = await run("admit", { file: path }, KEYS);
    expect(ended.exitCode).to.equal(1);
    expect(ended.output).to.match(/^Admits 10 customer\(s\) with 10 new wallet\(s\); 0 known already/);
    expect(ended.output.split("\n").filter((line) => line.startsWith("NOT ADMITTED"))).to.deep.equal([
      `NOT ADMITTED, line 6, wallet: ${ALICE} belongs to party 100 already. ` +
        "A wallet has one owner: ask the customer for another, or correct the party.",
      "NOT ADMITTED, line 12, residency: " + (await unservedSentence(bank, unserved)),
      `NOT ADMITTED, line 14, wallet: ${BOB} belongs to party 101 already. ` +
        "A wallet has one owner: ask the customer for another, or correct the party.",
    ]);
    const known = await Promise.all([...good, grown].map((row) => bank.partyRegistry.partyOf(row.split(",")[2]!)));
    expect(known.every((party) => party !== 0n)).to.equal(true);
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
    expect((await run("unblock", { wallet: ALICE })).complaint).to.match(/^--grounds: is missing/);
    const alone = await run("unblock", { wallet: ALICE, grounds: "g", approverAs: indexOf("COMPLIANCE_RELEASER") });
    expect([alone.exitCode, alone.complaint]).to.deep.equal([
      2,
      "--approver-as: is the releaser. Two people lift: another key approves.",
    ]);
  });

  it("end with 1 for a party that is not there, and when there is nothing to lift", async () => {
    const { run } = await load();
    expect((await run("block", { party: "7", order: "o" })).complaint).to.contain("There is no party 7.");
    const free = await run("unblock", { wallet: ALICE, grounds: "g" });
    expect([free.exitCode, free.complaint.split(":")[0]]).to.deep.equal([1, "NoDirectBlock"]);
  });

  it("block everywhere by one officer, and lift by two people, by wallet or number", async () => {
    const { bank, run, alice, COMPLIANCE_RELEASER, COMPLIANCE_APPROVER } = await load();
    const blocked = await run("block", { wallet: ALICE, order: "order 2026/17" });
    expect(blocked.exitCode).to.equal(0);
    expect(blocked.output).to.match(
      /^Blocks party 100 under order 0x\w{64}\.\n1 block\(s\) are live on it\.\nTransaction/,
    );
    for (const token of Object.values(bank.tokens)) expect(await token.canSend(alice)).to.equal(false);
    const values = { party: "100", grounds: "decision 2026/4", json: true };
    const dry = jsonOf(await run("unblock", { ...values, dryRun: true }));
    expect(dry["signatures"]).to.deep.equal([
      { who: COMPLIANCE_RELEASER.address, as: "COMPLIANCE_RELEASER", what: "sends it" },
      { who: COMPLIANCE_APPROVER.address, as: "COMPLIANCE_APPROVER", what: "approves exactly this lift" },
    ]);
    expect(dry["calls"][0]).to.include({ act: "LegalOrders.liftDirectBlock" });
    for (const token of Object.values(bank.tokens)) expect(await token.canSend(alice)).to.equal(false);
    const lifted = await run("unblock", values);
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

describe("pause and unpause", () => {
  const USD = { currency: "USD", operation: "transfer" };
  const payment = { currency: "USD", to: BOB, amount: "1.00", as: indexOf("alice") };

  it("end with 2 without an operation, for redemption, which cannot be paused, and without two people", async () => {
    const { run } = await load();
    expect((await run("pause", { currency: "USD" })).complaint).to.match(/^--operation: is missing/);
    const redemption = await run("pause", { currency: "USD", operation: "redeem" });
    expect([redemption.exitCode, redemption.complaint]).to.deep.equal([
      2,
      '--operation: "redeem" is no operation that can be paused. Write one of transfer, place, execute, mint.',
    ]);
    expect((await run("unpause", USD)).complaint).to.match(/^--reason: is missing/);
    const alone = await run("unpause", { ...USD, reason: "r", approverAs: indexOf("COMPLIANCE_RELEASER") });
    expect([alone.exitCode, alone.complaint.split(":")[0]]).to.deep.equal([2, "--approver-as"]);
  });

  it("end with 1 when nothing is paused", async () => {
    const { run } = await load();
    const idle = await run("unpause", { ...USD, reason: "r" });
    expect([idle.exitCode, idle.complaint.split(":")[0]]).to.deep.equal([1, "NotPaused"]);
  });

  it("stop payments by the guardian alone, and let them go on by two others", async () => {
    const { run, GUARDIAN } = await load();
    const dry = jsonOf(await run("pause", { ...USD, dryRun: true, json: true }));
    expect(dry["signatures"]).to.deep.equal([{ who: GUARDIAN.address, as: "GUARDIAN", what: "sends it" }]);
    expect((await run("pause", USD)).output).to.match(/^Pauses transfer of USD\.\nTransaction/);
    expect((await run("pay", payment)).complaint).to.match(/^OperationPaused: /);
    const lifted = await run("unpause", { ...USD, reason: "decision 2026/5" });
    expect(lifted.output).to.match(/^Lifts the pause of transfer of USD for the reason 0x\w{64}\.\nTransaction/);
    expect((await run("pay", payment)).exitCode).to.equal(0);
  });
});

/** What the register says of a customer from a country that the bank does not serve. */
async function unservedSentence(bank: Bank, row: string): Promise<string> {
  const profile = encodeProfile({ kind: "client", residency: 250, control: 250, homeBank: 0, programme: false });
  try {
    await bank.partyRegistry.zoneOf(partyId(SALT, row.split(",")[0]!), profile);
  } catch (error) {
    const { sentence, fix } = decodeError(error);
    return `${sentence} ${fix}`;
  }
  throw new Error("The country is served.");
}
