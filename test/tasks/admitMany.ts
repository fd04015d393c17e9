import { expect } from "chai";
import { dataSlice, getAddress, id, type Provider, type TransactionRequest } from "ethers";

import { partyId } from "../../src/chain/index.js";
import { jsonOf, useStage } from "./support.js";

const load = await useStage();
const SALT = `0x${"5a".repeat(32)}`;
const KEYS = { VOSTRO_SALT: SALT };

const CUSTOMERS = 10_000;
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
  2_500: { valid_until: "2029-02-29" },
  4_999: { wallet: wallet(4_998) },
  5_000: { settlement_account: "DE47700000000123456789" },
  7_777: { limited: "perhaps" },
  // A country that the bank does not serve.
  9_999: { residency: "FR" },
};

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

describe("admitting 10,000 customers of whom 7 are wrong", function () {
  this.timeout(300_000);
  let stage: Awaited<ReturnType<typeof load>>;
  let provider: Provider;
  before(async () => {
    stage = await load();
    provider = hasty(stage.chain.ethers.provider);
  });

  it("admits the 9,993, lists the 7 with row and field, and tells how far it is", async () => {
    const { run, file, bank } = stage;
    const path = await file("many.csv", fileOf(WRONG));
    const progress: string[] = [];
    const told = { provider, progress: (said: string) => void progress.push(said) };
    const ended = await run("admit", { file: path, json: true }, KEYS, told);
    expect(ended.exitCode).to.equal(1);
    const { admitted, refused, known, transactions, pushFailures } = jsonOf(ended);
    expect([admitted.length, known, pushFailures]).to.deep.equal([9_993, 0, []]);
    expect(refused.map((error: { line: number; column: string }) => [error.line, error.column])).to.deep.equal([
      [line(17), "wallet"],
      [line(1_234), "residency"],
      [line(2_500), "valid_until"],
      [line(4_999), "wallet"],
      [line(5_000), "settlement_account"],
      [line(7_777), "limited"],
      [line(9_999), "residency"],
    ]);
    // 9,994 in pages of 50 are 200; the page with the one refused is sent in up to seven parts.
    expect(transactions.length).to.be.within(200, 207);
    expect(progress[0]).to.equal("compared 5,000 of 9,994");
    expect(progress.filter((said) => said.startsWith("admitted"))).to.have.length(19);
    for (const i of [0, 16, 4_998, 9_998]) {
      expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(partyId(SALT, customer(i)));
    }
    for (const i of [17, 1_234, 4_999, 9_999]) expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(0n);
    for (const token of Object.values(bank.tokens)) expect(await token.canReceive(wallet(9_998))).to.equal(true);
  });

  it("run again with the 7 mended, admits just those", async () => {
    const { run, file, height, bank } = stage;
    const before = await height();
    const ended = await run("admit", { file: await file("mended.csv", fileOf({})) }, KEYS, { provider });
    expect(ended.exitCode, ended.complaint).to.equal(0);
    expect(ended.output.split("\n")[0]).to.equal(
      "Admits 7 customer(s) with 7 new wallet(s); 9,993 known already, 9,993 of them unchanged.",
    );
    expect((await height()) - before).to.equal(1);
    for (const i of Object.keys(WRONG).map(Number)) {
      expect(await bank.partyRegistry.partyOf(wallet(i))).to.equal(partyId(SALT, customer(i)));
    }
  });
});
