import { expect } from "chai";

import { countryCode } from "../../src/bank/countries.js";
import { partyId, readAccount, readParty, setCountries, settlementAccountHash } from "../../src/chain/index.js";
import { anyAddress, partyOf } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };
const LEI = "984500MERIDIANTRD056";
const ALICE_PARTY = String(partyOf("alice"));

describe("party", () => {
  describe("ends with 2, names the place, and sends nothing", () => {
    it("for a step that is none, a party that is not named, or named twice", async () => {
      const { run, height } = await load();
      const before = await height();
      const cases: [string, Record<string, string>, RegExp][] = [
        ["party", {}, /^party: needs a step\. Write one of show, renew, reclassify, rezone, close/],
        ["party admit", {}, /^party: has no step "admit"/],
        ["party show", {}, /^--party: or --wallet must be given/],
        ["party close", { party: "100", wallet: ALICE }, /^--party: or --wallet must be given, one of them/],
        ["party renew", { party: "100" }, /^--valid-until: is missing/],
        [
          "party renew",
          { party: "100", validUntil: "2026-11-01" },
          /^--valid-until: "2026-11-01" has passed\. .*blocked/,
        ],
        ["party renew", { party: "100", validUntil: "2028-02-30" }, /^--valid-until: "2028-02-30" is not a date/],
        ["party reclassify", { party: "100", residency: "Germany" }, /^--residency: "Germany" is not a country/],
        ["party reclassify", { party: "100", limits: "true" }, /^--limits: "true" is neither yes nor no/],
        ["party add-wallet", { party: "100" }, /^--wallets: is missing/],
        [
          "party add-wallet",
          { party: "100", wallets: ALICE.toLowerCase() },
          /^--wallets: "0x\w+" is not a checksummed/,
        ],
        ["party remove-wallet", { party: "100" }, /^--party: is not needed/],
        ["party account", { party: "100" }, /^--settlement-account: is missing/],
        [
          "party account",
          { party: "100", settlementAccount: "DE47 7000 0000 0123 4567 89" },
          /wrong IBAN check digits/,
        ],
        ["party rezone", { country: "DE,Germany" }, /^--country: "Germany" is no country/],
        ["party rezone", { country: "DE", party: "100" }, /^--country: stands beside --party/],
        ["party renew", { file: "gone.csv" }, /^--file: gone\.csv cannot be read/],
        ["party renew", { file: "gone.csv", party: "100" }, /^--file: stands beside options of a single party/],
      ];
      for (const [command, values, words] of cases) {
        const { exitCode, complaint } = await run(command, values, KEYS);
        expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === 2 && words.test(complaint));
      }
      expect(await height()).to.equal(before);
    });
  });

  describe("ends with 1 and sends nothing", () => {
    it("for a party or wallet that is not there any more", async () => {
      const { run, height } = await load();
      await run("party close", { party: String(partyOf("dave")) });
      const before = await height();
      const day = { validUntil: "2028-01-31" };
      const cases: [string, Record<string, string>, RegExp][] = [
        ["party show", { party: "7" }, /^PartyUnknown: There is no party 7\./],
        ["party renew", { party: "7", ...day }, /^PartyUnknown/],
        ["party renew", { party: String(partyOf("dave")), ...day }, /^PartyIsClosed: Party 103 was closed/],
        ["party reclassify", { party: String(partyOf("dave")) }, /^PartyIsClosed/],
        ["party add-wallet", { party: String(partyOf("dave")), wallets: anyAddress() }, /^PartyIsClosed/],
        ["party add-wallet", { party: ALICE_PARTY, wallets: BOB }, /^WalletTaken/],
        ["party remove-wallet", { wallet: anyAddress() }, /^WalletNotLive: 0x\w+ belongs to no party/],
        ["party remove-wallet", { wallet: ALICE }, /^AccountNotEmpty: 0x\w+ still has USD 10000\.00\./],
        ["party close", { party: ALICE_PARTY }, /^AccountNotEmpty: Party 100 still has USD 10000\.00 in 0x\w+\./],
        ["party reclassify", { party: ALICE_PARTY, residency: "FR" }, /^CountryNotServed: .*FR \(250\)/],
        ["party reclassify", { party: ALICE_PARTY, lei: "984500MERIDIANTRD057" }, /^BadLei/],
      ];
      for (const [command, values, words] of cases) {
        const { exitCode, complaint } = await run(command, values, KEYS);
        expect([exitCode, complaint], complaint).to.satisfy(() => exitCode === 1 && words.test(complaint));
      }
      expect(await height()).to.equal(before);
    });
  });

  it("says in a dry run what would change and who signs, and sends nothing", async () => {
    const { run, height, REGISTRAR } = await load();
    const before = await height();
    const dry = async (step: string, values: Record<string, string>) => {
      const { exitCode, output, complaint } = await run(`party ${step}`, { ...values, dryRun: true }, KEYS);
      expect(exitCode, complaint).to.equal(0);
      expect(output).to.match(/\nNothing was sent\.$/);
      expect(output).to.contain(`Must sign: ${REGISTRAR.address} as REGISTRAR, sends it`);
      return output;
    };
    expect(await dry("reclassify", { party: ALICE_PARTY, residency: "DE", lei: LEI })).to.contain(
      "Changes: party 100 residency US -> DE\nChanges: party 100 LEI none -> 984500MERIDIANTRD056",
    );
    expect(await dry("renew", { wallet: BOB, validUntil: "2031-01-31" })).to.contain(
      "Would do: Renews 1 parties; 0 are valid until their day already.",
    );
    expect(await dry("close", { party: String(partyOf("dave")) })).to.contain("Would do: Closes 1 parties for good");
    expect(await dry("add-wallet", { wallet: ALICE, wallets: anyAddress() })).to.match(
      /Tried: PartyRegistry\.addWallets/,
    );
    expect(await dry("account", { party: ALICE_PARTY, settlementAccount: "ACC-9" })).to.match(
      /Changes: party 100 settlement account 0x\w{64} -> 0x\w{64}/,
    );
    expect(await height()).to.equal(before);
  });

  it("renews by wallet to the last second of the day, once", async () => {
    const { run, bank, height } = await load();
    const first = await run("party renew", { wallet: BOB, validUntil: "2031-01-31" });
    expect(first.output).to.match(/^Renews 1 parties; .*\nparty 101 \(101\) until 2031-01-31T23:59:59Z\nTransaction /);
    expect((await readAccount(bank, "JPY", BOB)).standing.validUntil).to.equal(1_927_670_399n);
    const before = await height();
    const again = await run("party renew", { wallet: BOB, validUntil: "2031-01-31" });
    expect([again.exitCode, again.output]).to.deep.equal([
      0,
      "Renews 0 parties; 1 are valid until their day already. Nothing to send.",
    ]);
    expect(await height()).to.equal(before);
  });

  it("reclassifies what is named and leaves the rest", async () => {
    const { run, bank } = await load();
    const first = await run(
      "party reclassify",
      { party: ALICE_PARTY, residency: "de", control: "us", lei: LEI, limits: "yes" },
      KEYS,
    );
    expect(first.exitCode, first.complaint).to.equal(0);
    expect((await readAccount(bank, "USD", ALICE)).standing).to.include({ zone: 2, limited: true });
    await run("party reclassify", { party: ALICE_PARTY, programme: "P-2026-1", limits: "no" }, KEYS);
    const shown = jsonOf(await run("party show", { party: ALICE_PARTY, json: true }));
    expect(shown["lei"]).to.equal(LEI);
    expect(shown["programme"]).to.match(/^0x[0-9a-f]{64}$/);
    expect(shown["standing"]).to.include({ zone: 2, limited: false });
    const none = await run("party reclassify", { party: ALICE_PARTY, lei: "none", programme: "none" }, KEYS);
    expect(none.output).to.match(
      /^Reclassifies party 100: LEI 984500MERIDIANTRD056 -> none, programme 0x\w+ -> none\./,
    );
    const same = await run("party reclassify", { party: ALICE_PARTY, residency: "DE" });
    expect(same.output).to.equal("Reclassifies party 100: as it is. Nothing to send.");
  });

  it("adds wallets, takes empty ones away, and names the account that redemptions go to", async () => {
    const { run, bank } = await load();
    const [second, third] = [anyAddress(), anyAddress()];
    expect((await run("party add-wallet", { party: ALICE_PARTY, wallets: `${second}, ${third}` })).exitCode).to.equal(
      0,
    );
    expect((await run("party remove-wallet", { wallet: second })).output).to.match(
      /^Takes the empty wallet 0x\w+ away/,
    );
    const account = "DE46 7000 0000 0123 4567 89";
    const named = await run("party account", { wallet: third, settlementAccount: account }, KEYS);
    expect(named.exitCode, named.complaint).to.equal(0);
    const party = await readParty(bank, partyOf("alice"));
    expect(party!.wallets.map(({ wallet }) => wallet)).to.deep.equal([third, ALICE]);
    expect(party!.settlementAccount).to.equal(settlementAccountHash(SALT, account));
    const gone = await run("party remove-wallet", { wallet: second });
    expect([gone.exitCode, gone.complaint.split(".")[0]]).to.deep.equal([
      1,
      `WalletNotLive: ${second} was given up by party 100`,
    ]);
  });

  it("shows a party whole: standing, service, wallets, money, and that its zone is another by now", async () => {
    const { run, bank, POLICY_ADMIN, LEGAL_ORDERS } = await load();
    const lost = anyAddress();
    await run("party add-wallet", { party: ALICE_PARTY, wallets: lost });
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(lost, ALICE);
    const { output, exitCode } = await run("party show", { wallet: lost });
    expect(exitCode).to.equal(0);
    for (const line of [
      "party            100",
      "kind             client, served by this bank",
      "resides in       US",
      "zone             zone 1 (1)",
      "KYC until        2030-01-01T00:00:00Z",
      "LEI              none",
      `lost wallet      ${lost}, ${ALICE} stands for it`,
      `has              USD 10000.00 in ${ALICE} (held USD 0.00, liens USD 0.00)`,
    ]) {
      expect(output.split("\n")).to.include(line);
    }
    await setCountries(bank, POLICY_ADMIN, [{ code: countryCode("US"), resident: 5, controlled: 0 }]);
    expect((await run("party show", { wallet: ALICE })).output).to.contain(
      "zone             zone 1 (1); the table says zone 5: party rezone",
    );
  });

  it("moves to their new zones all who have to do with a country, and lists who is served no more", async () => {
    const { run, bank, POLICY_ADMIN } = await load();
    await run("party reclassify", { party: String(partyOf("bob")), control: "HK" });
    await setCountries(bank, POLICY_ADMIN, [{ code: countryCode("HK"), resident: 0, controlled: 6 }]);
    const dry = await run("party rezone", { country: "HK", dryRun: true });
    expect(dry.output).to.contain("party 101: zone 2 -> zone 6").and.contain("Nothing was sent.");
    const ended = await run("party rezone", { country: "hk" });
    expect(ended.exitCode).to.equal(1);
    expect(ended.output.split("\n").slice(0, 3)).to.deep.equal([
      "Moves 1 parties to the zone that the table leads to; 0 stay.",
      "party 101: zone 2 -> zone 6",
      "NOT REZONED, party 102: Party 102 resides in, or is controlled from, HK (344), which the bank does not serve. Block it, or close it once it is empty.",
    ]);
    expect((await readAccount(bank, "USD", BOB)).standing.zone).to.equal(6);
    const one = await run("party rezone", { party: String(partyOf("carol")) });
    expect([one.exitCode, one.complaint.split(":")[0]]).to.deep.equal([1, "CountryNotServed"]);
    const rest = await run("party rezone", { party: String(partyOf("bob")) });
    expect(rest.output).to.equal("Moves 0 parties to the zone that the table leads to; 1 stay. Nothing to send.");
  });

  it("ends with 1 and names the token that did not take a change", async () => {
    const { run, bank, chain } = await load();
    await chain.networkHelpers.setCode(bank.addresses.tokens["JPY"]!, "0x60006000fd");
    const renewed = await run("party renew", { wallet: BOB, validUntil: "2031-01-31" });
    expect([renewed.exitCode, /\nNOT in JPY, party 101: /.test(renewed.output)]).to.deep.equal([1, true]);
    const added = await run("party add-wallet", { wallet: BOB, wallets: anyAddress() });
    expect([added.exitCode, /\nNOT in JPY: /.test(added.output)]).to.deep.equal([1, true]);
  });

  it("is the registrar's, and nobody else's", async () => {
    const { run } = await load();
    const values = { party: ALICE_PARTY, validUntil: "2031-01-31", as: indexOf("COMPLIANCE") };
    const { exitCode, complaint } = await run("party renew", values);
    expect([exitCode, complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
    expect(partyId(SALT, "C-1")).to.not.equal(partyOf("alice"));
  });
});
