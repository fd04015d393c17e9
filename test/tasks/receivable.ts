import { expect } from "chai";

import { ALICE, BOB, indexOf, jsonOf, useDesk, useStage } from "./support.js";

const load = useDesk(await useStage(), "Receivables");
const [SELLER, DEBTOR] = [indexOf("bob"), indexOf("alice")];
const INVOICE = {
  ...{ currency: "USD", debtor: ALICE, amount: "120.00", due: "2026-12-31" },
  ...{ number: "R-2026-7", document: "R-2026-7.pdf", as: SELLER },
};

/** The bank with the desk of receivables. */
async function stage() {
  const staged = await load();
  return staged;
}

/** bob's invoice for alice is issued; `act` is an act on it. */
async function issued() {
  const staged = await stage();
  const made = await staged.run("receivable issue", { ...INVOICE, json: true });
  expect(made.exitCode, made.output).to.equal(0);
  const invoice = String(jsonOf(made)["id"]);
  const act = (step: string, as: string, more: Record<string, string> = {}) =>
    staged.run(`receivable ${step}`, { invoice, as, ...more });
  const open = async () => String(jsonOf(await staged.run("receivable show", { invoice, json: true }))["open"]);
  return { ...staged, act, open };
}

describe("receivable", () => {
  it("ends with 2 for terms and ids that cannot be, and sends nothing", async () => {
    const { run, height } = await stage();
    const before = await height();
    const cases: [string, Record<string, string>, RegExp][] = [
      ["issue", { ...INVOICE, due: "soon" }, /^--due: "soon" is no time/],
      ["issue", { ...INVOICE, due: "2026-10-01" }, /^receivable issue: The invoice is due before it is issued/],
      ["issue", { ...INVOICE, as: DEBTOR }, /^receivable issue: Seller and debtor of the invoice are the same/],
      ["issue", { ...INVOICE, amount: "0" }, /^--amount: is zero/],
      ["show", { invoice: "R-7" }, /^--invoice: The id of an invoice/],
    ];
    for (const [step, values, words] of cases) {
      const { exitCode, complaint } = await run(`receivable ${step}`, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect(await height()).to.equal(before);
  });

  it("ends with 1 for an invoice that nobody issued, one issued twice, and another's act", async () => {
    const { run, act } = await issued();
    const unknown = await run("receivable show", { invoice: `0x${"7".repeat(64)}` });
    expect([unknown.exitCode, unknown.complaint.split(":")[0]]).to.deep.equal([1, "UnknownInvoice"]);
    const twice = await run("receivable issue", INVOICE);
    expect([twice.exitCode, twice.complaint.split(":")[0]]).to.deep.equal([1, "DocumentUsed"]);
    const other = await act("credit", DEBTOR, { amount: "1.00", document: "d" });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "ConsentMissing"]);
  });

  it("is credited, disputed, partly paid elsewhere, and paid; what is open is shown", async () => {
    const { act, open, bank } = await issued();
    const ok = async (step: string, as: string, more: Record<string, string>) => {
      const { exitCode, complaint } = await act(step, as, more);
      expect(exitCode, `${step}: ${complaint}`).to.equal(0);
    };
    await ok("credit", SELLER, { amount: "10.00", document: "credit note 1" });
    await ok("receipt", SELLER, { amount: "5.00", reference: "cash" });
    await ok("dispute", DEBTOR, { amount: "20.00", reason: "two boxes broken" });
    await ok("pay", DEBTOR, { amount: "50.00", reference: "P-1" });
    expect(await open()).to.equal("5500");
    const { output } = await act("pay", DEBTOR, { reference: "P-2" });
    expect(output).to.match(/^Pays USD 55\.00 of invoice 0x/);
    expect(await open()).to.equal("0");
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(10_500n);
    const settled = await act("pay", DEBTOR, { reference: "P-3" });
    expect(settled.complaint).to.match(/^--invoice: is settled: nothing is open/);
    const unsold = await act("acknowledge", DEBTOR);
    expect(unsold.exitCode).to.equal(1);
  });
});
