import { expect } from "chai";
import { dataSlice, getAddress, id, type Provider, type TransactionRequest } from "ethers";

import { partyId } from "../../src/chain/index.js";
import { AT_LENGTH, often } from "../support/length.js";
import { jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };

const CUSTOMERS = often(2_000, 10_000);
const HEADER = "customer,name,wallet,residency,valid_until,limited,settlement_account";

const wallet = (i: number): string => getAddress(dataSlice(id(`customer ${i}`), 12));
const customer = (i: number): string => `C-${i}`;
/** The line of a customer in the file: the header is the first. */
const line = (i: number): number => i + 2;

/** A customer as it should be; every tenth has limits, and every second resides elsewhere. */
const cells = (i: number): Record<string, string> => ({
  customer: customer(i),
  name: `Customer ${i}`,
  wallet: wallet(i),
  residency: i % 2 === 0 ? "US" : "DE",
  valid_until: "2029-12-31",
  limited: String(i % 10 === 0),
  settlement_account: `ACC-${i}`,
});

/** Seven that are wrong: six that the file itself shows, one that only the register knows. */
const WRONG: Record<number, Record<string, string>> = {
  17: { wallet: wallet(17).toLowerCase() },
  1_234: { residency: "Germany" },
  1_500: { valid_until: "2029-02-29" },
  1_799: { wallet: wallet(1_798) },
  1_800: { settlement_account: "DE47700000000123456789" },
  1_850: { limited: "perhaps" },
  // A country that the bank does not serve.
  [CUSTOMERS - 1]: { residency: "FR" },
};
const GOOD = CUSTOMERS - 7;

const fileOf = (wrong: typeof WRONG): string => {
  const rows = Array.from({ length: CUSTOMERS }, (_, i) => Object.values({ ...cells(i), ...wrong[i] }).join(","));
  return [HEADER, ...rows].join("\n");
};

/** The node without its search for the least gas, which tries each page ten times: what is refused is refused all the same. */
function hasty(provider: Provider): Provider {
  const estimateGas = async (transaction: TransactionRequest): Promise<bigint> => {
    await provider.call(transaction);
    return 15_000_000n;
  };
  return new Proxy(provider, {
    get: (target, key) => {
      const value: unknown = key === "estimateGas" ? estimateGas : Reflect.get(target, key, target);
      return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

const said = (count: number): string => count.toLocaleString("en-US");

describe(`admitting ${said(CUSTOMERS)} customers of whom 7 are wrong`, () => {
  let stage: Awaited<ReturnType<typeof load>>;
  let provider: Provider;
  before(async () => {
    stage = await load();
    provider = hasty(stage.chain.ethers.provider);
  });

  it(`admits the ${said(GOOD)}, lists the 7 with row and field, and tells how far it is`, async () => {
    const { run, file, bank } = stage;
    const path = await file("many.csv", fileOf(WRONG));
    const progress: string[] = [];
    const told = { provider, progress: (text: string) => void progress.push(text) };
    const ended = await run("admit", { file: path, json: true }, KEYS, told);
    expect(ended.exitCode).to.equal(1);
    const { admitted, refused, known, transactions, pushFailures } = jsonOf(ended);
    expect([admitted.length, known, pushFailures]).to.deep.equal([GOOD, 0, []]);
    expect(refused.map((error: { line: number; column: string }) => [error.line, error.column])).to.deep.equal([
      [line(17), "wallet"],
      [line(1_234), "residency"],
      [line(1_500), "valid_until"],
      [line(1_799), "wallet"],
      [line(1_800), "settlement_account"],
      [line(1_850), "limited"],
      [line(CUSTOMERS - 1), "residency"],
    ]);
    // One page more than the readable rows fill; the page with the one refused is sent in up to seven parts.
    expect(transactions.length).to.be.within(CUSTOMERS / 50, CUSTOMERS / 50 + 7);
    if (AT_LENGTH) expect(progress[0]).to.equal("compared 5,000 of 9,994");
    expect(progress.filter((text) => text.startsWith("admitted"))).to.have.length(Math.floor(GOOD / 500));
    for (const i of [0, 16, 1_798, CUSTOMERS - 2]) {
      expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(partyId(SALT, customer(i)));
    }
    for (const i of [17, 1_234, 1_799, CUSTOMERS - 1]) expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(0n);
    for (const token of Object.values(bank.tokens))
      expect(await token.canReceive(wallet(CUSTOMERS - 2))).to.equal(true);
  });

  it("run again with the 7 mended, admits just those", async () => {
    const { run, file, height, bank } = stage;
    const before = await height();
    const ended = await run("admit", { file: await file("mended.csv", fileOf({})) }, KEYS, { provider });
    expect(ended.exitCode, ended.complaint).to.equal(0);
    expect(ended.output.split("\n")[0]).to.equal(
      `Admits 7 customer(s) with 7 new wallet(s); ${said(GOOD)} known already, ${said(GOOD)} of them unchanged.`,
    );
    expect((await height()) - before).to.equal(1);
    for (const i of Object.keys(WRONG).map(Number)) {
      expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(partyId(SALT, customer(i)));
    }
  });
});
