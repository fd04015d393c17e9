import { expect } from "chai";

import { countryCode } from "../../src/bank/countries.js";
import { admitParties, partyId, readLimits } from "../../src/chain/index.js";
import { DEMO_SALT } from "../../src/node/liveNode.js";
import { anyAddress, VALID_UNTIL } from "../chain/support.js";
import { useLaw } from "../law-acts/support.js";
import { ALICE, indexOf, jsonOf } from "./support.js";

const load = await useLaw();
const HEADER = "party,per_payment,window_value,window_count,window_hours,holding_cap";
const ONE = {
  currency: "USD",
  wallet: ALICE,
  perPayment: "10.00",
  windowValue: "25.00",
  windowCount: "2",
  windowHours: "24",
  holdingCap: "none",
};
const CUSTOMER_COUNT = 60;
const idOf = (i: number): bigint => partyId(DEMO_SALT, `C-${i}`);

/** With customers C-0 to C-59, who are limited. */
async function withCustomers() {
  const law = await load();
  await admitParties(
    law.bank,
    law.REGISTRAR,
    Array.from({ length: CUSTOMER_COUNT }, (_, i) => ({
      ...{ id: idOf(i), wallets: [anyAddress()], profile: { residency: countryCode("US") } },
      ...{ validUntil: VALID_UNTIL, limited: true },
    })),
  );
  const limitsOf = async (i: number) => (await readLimits(law.bank, "USD", idOf(i))).limits;
  return { ...law, limitsOf };
}

describe("limits", () => {
  it("ends with 2 and names the flag", async () => {
    const { run } = await load();
    const cases: [Record<string, string>, RegExp][] = [
      [{ currency: "CHF" }, /^--currency/],
      [{ wallet: "" }, /^--party: or --wallet must be given/],
      [{ perPayment: "10.001" }, /^--per-payment: 10\.001 has more decimals/],
      [{ perPayment: "much" }, /^--per-payment: "much" is not a decimal amount/],
      [{ windowCount: "1024" }, /^--window-count: "1024" is not possible\. Write a number from 0 to 1023, or none/],
      [{ windowHours: "3" }, /^--window-hours: "3" is not possible\. Write an even number/],
      [{ windowHours: "none" }, /^--window-hours/],
      [{ holdingCap: "" }, /^--holding-cap: is missing\. The party has no limits yet: give all five/],
      [{ file: "limits.csv" }, /^--file: stands beside --wallet/],
    ];
    for (const [change, words] of cases) {
      const { exitCode, complaint } = await run("limits raise", { ...ONE, ...change });
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect((await run("limits cut", ONE)).complaint).to.match(/^--party: has no limits to cut\. Set first limits/);
    await run("limits raise", ONE);
    const tighter = await run("limits raise", { currency: "USD", wallet: ALICE, perPayment: "9.99" });
    expect(tighter.complaint).to.match(/^--per-payment: would be tighter than it is\. Cut it with limits cut/);
    const looser = await run("limits cut", { currency: "USD", wallet: ALICE, windowHours: "12" });
    expect(looser.complaint).to.match(/^--window-hours: would be looser than it is\. Raise it with limits raise/);
    const other = await run("limits raise", { ...ONE, perPayment: "11.00", as: indexOf("COMPLIANCE") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("raises, cuts and shows one party's; what is left out stays as it is", async () => {
    const { run, LIMITS_OFFICER, COMPLIANCE } = await load();
    const one = { currency: "USD", wallet: ALICE };
    expect((await run("limits show", one)).output).to.equal("Party 100 has no USD limits. Limits do not apply to it.");
    const dry = await run("limits raise", { ...ONE, dryRun: true });
    expect(dry.output.split("\n")).to.include.members([
      "Changes: party 100 limit per payment not set -> USD 10.00",
      "Changes: party 100 holding cap not set -> none",
      `Must sign: ${LIMITS_OFFICER.address} as LIMITS_OFFICER, sends it`,
    ]);
    expect((await run("limits raise", ONE)).exitCode).to.equal(0);
    const cut = await run("limits cut", { ...one, perPayment: "5.00", holdingCap: "100.00" });
    expect(cut.output.split("\n").slice(0, 3)).to.deep.equal([
      "Cuts the USD limits of party 100.",
      "Changes: party 100 limit per payment USD 10.00 -> USD 5.00",
      "Changes: party 100 holding cap none -> USD 100.00",
    ]);
    expect((await run("limits cut", { ...one, perPayment: "5.00" })).output).to.contain("nothing to send");
    const shown = await run("limits show", one);
    expect(shown.output).to.contain("limit per window    USD 25.00").and.contain("Used of the window: USD 0.00");
    expect(
      jsonOf(await run("limits cut", { ...one, perPayment: "1.00", json: true, dryRun: true }))["signatures"][0],
    ).to.include({ who: COMPLIANCE.address, as: "COMPLIANCE" });
  });
});

describe("limits --file", () => {
  it("ends with 2 for a file that cannot be read as a whole", async () => {
    const { run, file } = await load();
    const cases: [string, RegExp][] = [
      ["", /header: is missing\. Write party,per_payment/],
      ["party,limit\n1,2\n", /header: has party,limit\. Write party,per_payment/],
      [`${HEADER}\n`, /has no rows\. Write rows under party,/],
    ];
    for (const [text, words] of cases) {
      const ended = await run("limits raise", { currency: "USD", file: await file("l.csv", text) });
      expect(ended.exitCode, ended.complaint).to.equal(2);
      expect(ended.complaint).to.match(words);
    }
    expect((await run("limits raise", { currency: "USD", file: "gone.csv" })).complaint).to.match(/cannot be read/);
  });

  it("names row and field of what is wrong, sets the rest, and run again sets just what was mended", async () => {
    const { run, file, limitsOf, height } = await withCustomers();
    const good = Array.from({ length: 55 }, (_, i) => `C-${i},10.00,25.00,2,24,none`);
    const wrong = [
      "C-55,10.001,25.00,2,24,none",
      "C-56,10.00,25.00,,24,none",
      "C-57,10.00,25.00,2,25,none",
      "C-58,10.00",
      "C-999,10.00,25.00,2,24,none",
      "C-1,10.00,25.00,2,24,none",
      'C-59,10.00,"25.00,2,24,none',
    ];
    const path = await file("limits.csv", [HEADER, "# limits of November", ...good, ...wrong].join("\n"));
    const progress: string[] = [];
    const ended = await run(
      "limits raise",
      { currency: "USD", file: path },
      {},
      { progress: (line) => progress.push(line) },
    );
    expect(ended.exitCode).to.equal(1);
    const lines = ended.output.split("\n");
    expect(lines[0]).to.equal("Raises the USD limits of 55 parties; 0 have them already.");
    expect(lines.filter((line) => line.startsWith("NOT SET")).map((line) => line.replace(path, "f"))).to.deep.equal([
      'NOT SET, f, line 58, per_payment: "10.001" 10.001 has more decimals than USD has minor units (2). Ask the sender for an amount with at most 2 decimals.',
      'NOT SET, f, line 59, window_count: "" is empty. Write a limit, or none.',
      'NOT SET, f, line 60, window_hours: "25" "25" is not possible. Write an even number of hours from 2 to 8760.',
      "NOT SET, f, line 61: 2 columns where the header has 6. Write every column; none where there is no limit.",
      'NOT SET, f, line 62, party: "C-999" is unknown to the register, or has no wallet. Admit it first, or correct it.',
      'NOT SET, f, line 63, party: "C-1" is in line 4 already. Keep one.',
      "NOT SET, f, line 64: a quote that does not open or close a value. Write values without quotes.",
    ]);
    // Equal limits share transactions, 50 parties each.
    expect(lines.filter((line) => line.startsWith("Transaction"))).to.have.lengthOf(2);
    expect(progress.slice(-2)).to.deep.equal(["50 of 55 parties set", "55 of 55 parties set"]);
    expect(await limitsOf(54)).to.include({ perPayment: 1_000n, windowCount: 2, holdingCap: undefined });
    expect(await limitsOf(55)).to.equal(undefined);

    const mended = ["C-55,10.00,25.00,2,24,none", "C-56,12.00,25.00,none,24,none", "C-57,10.00,25.00,2,24,none"];
    const again = await file("limits.csv", [HEADER, ...good, ...mended].join("\n"));
    const second = await run("limits raise", { currency: "USD", file: again });
    expect([second.exitCode, second.output.split("\n")[0]]).to.deep.equal([
      0,
      "Raises the USD limits of 3 parties; 55 have them already.",
    ]);
    expect(await limitsOf(56)).to.include({ perPayment: 1_200n, windowCount: undefined });
    const before = await height();
    const third = await run("limits raise", { currency: "USD", file: again });
    expect([third.exitCode, third.output.split("\n").at(-1)]).to.deep.equal([0, "Nothing to send."]);
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for rows that go the other way, and a dry run says so too", async () => {
    const { run, file, limitsOf } = await withCustomers();
    const rows = ["C-0,10.00,25.00,2,24,none", "C-1,10.00,25.00,2,24,none"];
    await run("limits raise", { currency: "USD", file: await file("a.csv", [HEADER, ...rows].join("\n")) });
    const mixed = await file("b.csv", [HEADER, "C-0,5.00,25.00,2,24,none", "C-1,10.00,25.00,3,24,none"].join("\n"));
    for (const [step, line] of [
      [
        "limits cut",
        "NOT SET, .*b\\.csv, line 3, window_count: would be looser than it is\\. Raise it with limits raise",
      ],
      [
        "limits raise",
        "NOT SET, .*b\\.csv, line 2, per_payment: would be tighter than it is\\. Cut it with limits cut",
      ],
    ] as const) {
      const dry = await run(step, { currency: "USD", file: mixed, dryRun: true });
      expect([dry.exitCode, dry.output.includes("Nothing was sent.")]).to.deep.equal([1, true]);
      expect(dry.output).to.match(new RegExp(line));
    }
    const cut = await run("limits cut", { currency: "USD", file: mixed });
    expect([cut.exitCode, await limitsOf(0), await limitsOf(1)]).to.deep.equal([
      1,
      { perPayment: 500n, windowValue: 2_500n, windowCount: 2, windowHours: 24, holdingCap: undefined },
      { perPayment: 1_000n, windowValue: 2_500n, windowCount: 2, windowHours: 24, holdingCap: undefined },
    ]);
  });
});
