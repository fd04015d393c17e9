import { expect } from "chai";
import { dataSlice, getAddress, id } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import { admitParties, decodeStanding, partyId, pay } from "../../src/chain/index.js";
import { VALID_UNTIL } from "../chain/support.js";
import { jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };
const CUSTOMERS = 600;

const wallet = (i: number): string => getAddress(dataSlice(id(`customer ${i}`), 12));
const party = (i: number): bigint => partyId(SALT, `C-${i}`);

/** A bank with 600 customers more. */
async function crowded() {
  const stage = await load();
  const profile = { residency: countryCode("DE") };
  const ids = Array.from({ length: CUSTOMERS }, (_, i) => i);
  const parties = ids.map((i) => ({ id: party(i), wallets: [wallet(i)], profile, validUntil: VALID_UNTIL }));
  await admitParties(stage.bank, stage.REGISTRAR, parties);
  return stage;
}

const validUntil = async ({ bank }: Awaited<ReturnType<typeof load>>, i: number): Promise<bigint> =>
  decodeStanding(await bank.partyRegistry.standingOf(party(i))).validUntil;

describe("a file of many parties", () => {
  it("renews the good rows, lists the bad ones with line and field, and a second run does what is left", async () => {
    const stage = await crowded();
    const { run, file, height } = stage;
    const good = (i: number): string => `C-${i},2031-0${1 + (i % 3)}-28`;
    const wrong: Record<number, string> = {
      3: "C-3,2031-02-30",
      77: ",2031-01-28",
      200: "C-unknown,2031-01-28",
      599: "C-599,2020-01-01",
    };
    const fileOf = (rows: typeof wrong): string =>
      ["customer,valid_until", ...Array.from({ length: CUSTOMERS }, (_, i) => rows[i] ?? good(i))].join("\n");
    const path = await file("renewals.csv", fileOf(wrong));
    const said: string[] = [];
    const first = await run("party renew", { file: path, json: true }, KEYS, {
      progress: (line) => void said.push(line),
    });
    expect(first.exitCode).to.equal(1);
    const { renewed, refused, unchanged, transactions } = jsonOf(first);
    expect([renewed.length, unchanged.length]).to.deep.equal([596, 0]);
    // Three days of 199 parties: 400 wallets times tokens (with one more for the party) are 133 of them.
    expect(transactions).to.have.length(6);
    expect(refused.map(({ line, column }: { line: number; column: string }) => [line, column])).to.deep.equal([
      [5, "valid_until"],
      [79, "customer"],
      [202, "customer"],
      [601, "valid_until"],
    ]);
    expect(refused[2].problem).to.match(/^There is no party \d+$/);
    expect(said).to.deep.equal(["renewed 532 of 596", "renewed 596 of 596"]);
    expect(await validUntil(stage, 4)).to.equal(BigInt(Date.parse("2031-02-28T23:59:59Z") / 1000));
    expect(await validUntil(stage, 3)).to.equal(VALID_UNTIL);

    const { 200: stranger, ...rest } = wrong;
    const mended = await file(
      "mended.csv",
      fileOf({ ...Object.fromEntries(Object.keys(rest).map((i) => [i, good(Number(i))])), 200: stranger! }),
    );
    const second = await run("party renew", { file: mended }, KEYS);
    expect(second.output).to.match(/^Renews 3 parties; 596 are valid until their day already\./);
    expect(second.output).to.match(
      /\nNOT RENEWED, line 202, customer: "C-unknown" There is no party \d+\. Admit it first/,
    );
    const before = await height();
    const third = await run("party renew", { file: mended }, KEYS);
    expect(third.output).to.match(/^Renews 0 parties; 599 are valid until their day already\. Nothing to send\./);
    expect([third.exitCode, await height()]).to.deep.equal([1, before]);
  });

  it("closes who is empty, lists who has money with what it has, and a second run does what is left", async () => {
    const stage = await crowded();
    const { run, file, bank, alice, height } = stage;
    await pay(bank, alice, { currency: "USD", to: wallet(5), amount: 1_250n });
    const rows = Array.from({ length: 300 }, (_, i) => (i === 9 ? "12" : String(party(i))));
    const path = await file("closings.csv", ["party", ...rows].join("\n"));
    const dry = await run("party close", { file: path, dryRun: true, json: true });
    expect(jsonOf(dry)).to.deep.include({ dryRun: true });
    expect(jsonOf(dry)["closed"]).to.have.length(298);
    const first = await run("party close", { file: path });
    expect(first.exitCode).to.equal(1);
    expect(first.output).to.match(/^Closes 298 parties for good; 1 still have money, 0 were closed before\.\n/);
    expect(first.output).to.contain(`\nSTILL OWED, line 7, party ${party(5)}: USD 12.50 in ${wallet(5)}\n`);
    expect(first.output).to.contain('\nNOT CLOSED, line 11, party: "12" There is no party 12. ');
    expect(decodeStanding(await bank.partyRegistry.standingOf(party(0))).admitted).to.equal(false);
    expect(decodeStanding(await bank.partyRegistry.standingOf(party(5))).admitted).to.equal(true);
    const before = await height();
    const second = await run("party close", { file: path });
    expect(second.output).to.match(
      /^Closes 0 parties for good; 1 still have money, 298 were closed before\. Nothing to send\./,
    );
    expect(await height()).to.equal(before);
  });

  it("ends with 2 when no row can be used, or the file is another", async () => {
    const { run, file, height } = await load();
    const before = await height();
    const cases: [string, string, RegExp][] = [
      [
        "party renew",
        "customer,valid_until\nC-1,soon",
        /r\.csv: 1 error\(s\)\n {2}line 2, valid_until: "soon" is not a date/,
      ],
      ["party renew", "valid_until\n2028-01-31", /needs one column customer/],
      ["party close", "customer,name\nC-1,Acme", /has 2 columns/],
      ["party close", "party\n-1", /line 2, party: "-1" is no party's number/],
    ];
    for (const [command, text, words] of cases) {
      const { exitCode, complaint } = await run(command, { file: await file("r.csv", text) }, KEYS);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });
});
