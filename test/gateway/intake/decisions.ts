import { expect } from "chai";

import { readCustomers } from "../../../src/bank/index.js";
import { readScreeningList } from "../../../src/gateway/customers/screening.js";
import { syncCustomers } from "../../../src/gateway/customers/book.js";
import { confirmDecision, proposeDecision, retryMatching } from "../../../src/gateway/deposits/index.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { message, ntry, statement, tx } from "../../iso20022/support.js";
import { admit, bring, cases, controlAccount, deposits, emptyStore, freshGateway, WALLETS } from "./support.js";

const named = (name: string): string => `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>`;
const paid = (ref: string, name: string): string => ntry({ ref, details: tx("", "10.00", named(name)) });
const file = (...entries: readonly string[]): string => message(statement(entries.join("")));

async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return (error as Error).name;
  }
  throw new Error("nothing was refused");
}

describe("a case in suspense", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await freshGateway();
  });
  beforeEach(async () => {
    await emptyStore(gateway);
    await admit(gateway, ",,Alice", ",,Bob", ",,Twin", ",,Twin");
  });

  it("is not decided by one person, nor without a proposal, a name or a reason", async () => {
    await bring(gateway, file(paid("R", "Nobody")));
    expect(await refusal(confirmDecision(gateway, "ann", 1))).to.equal("NothingProposed");
    expect(await refusal(proposeDecision(gateway, " ", 1, { do: "mint", customer: "A" }))).to.equal("NoPerson");
    expect(await refusal(proposeDecision(gateway, "ann", 1, { do: "dismiss", reason: "" }))).to.equal("NoReason");
    expect(await refusal(proposeDecision(gateway, "ann", 9, { do: "dismiss", reason: "x" }))).to.equal("UnknownCase");
    expect(await refusal(proposeDecision(gateway, "ann", 1, { do: "mint", customer: "Z" }))).to.equal(
      "UnknownCustomer",
    );
    await proposeDecision(gateway, "ann", 1, { do: "mint", customer: "A" });
    expect(await refusal(confirmDecision(gateway, "ann", 1))).to.equal("SamePerson");
    expect(await deposits(gateway)).to.deep.equal(["1000 suspense"]);
    expect(await controlAccount(gateway)).to.deep.equal({});
  });

  it("of a redemption is left to what moves the redemption", async () => {
    const redemption = `0x${"0a".repeat(32)}`;
    const row = { redemption, reason: "paid-without-seal", message: "the core paid it", owner: "payment-operations" };
    const { id } = await gateway.store.insertInto("suspense").values(row).returning("id").executeTakeFirstOrThrow();
    const dismissal = { do: "dismiss", reason: "looked at" } as const;
    expect(await refusal(proposeDecision(gateway, "ann", id, dismissal))).to.equal("RedemptionCase");
    await proposeDecision(gateway, "ann", id, { do: "take", owner: "treasury" });
  });

  it("is minted to the customer that two people say, once", async () => {
    await bring(gateway, file(paid("R", "Nobody")));
    await proposeDecision(gateway, "ann", 1, { do: "mint", customer: "B" });
    const both = await Promise.allSettled([confirmDecision(gateway, "bob", 1), confirmDecision(gateway, "cyd", 1)]);
    expect(both.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready B"]);
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 1000n });
    const { by, second_by } = await gateway.store.selectFrom("control_entry").selectAll().executeTakeFirstOrThrow();
    expect([by, second_by]).to.deep.equal(["ann", "bob"]);
    const { payee } = await gateway.store.selectFrom("deposit").select("payee").executeTakeFirstOrThrow();
    expect(payee).to.equal(WALLETS[1]);
    expect(await cases(gateway)).to.deep.equal([]);
  });

  it("is dismissed for good by two people, or taken by one", async () => {
    await bring(gateway, file(paid("R", "Nobody"), ntry({ amount: "?" })));
    await proposeDecision(gateway, "ann", 1, { do: "take", owner: "desk-2" });
    expect(await cases(gateway)).to.deep.equal(["unknown-customer (desk-2)", "unreadable (treasury)"]);
    expect(await refusal(proposeDecision(gateway, "ann", 2, { do: "mint", customer: "A" }))).to.equal("NothingToMint");
    for (const id of [1, 2]) {
      await proposeDecision(gateway, "ann", id, { do: "dismiss", reason: "sent back by hand" });
      await confirmDecision(gateway, "bob", id);
    }
    expect(await deposits(gateway)).to.deep.equal(["1000 dismissed"]);
    expect(await cases(gateway)).to.deep.equal([]);
    expect(await refusal(proposeDecision(gateway, "ann", 1, { do: "mint", customer: "A" }))).to.equal("CaseClosed");
    await bring(gateway, `${file(paid("R", "Nobody"))}\n`);
    expect(await deposits(gateway)).to.deep.equal(["1000 dismissed"]);
  });

  it("of an entry that was accepted in its other form cannot be minted", async () => {
    await bring(
      gateway,
      message(statement(ntry({ ref: "R", amount: "10.00" }), { kind: "camt.054" }), { kind: "camt.054" }),
    );
    const parts = tx("<EndToEndId>P1</EndToEndId>", "4.00") + tx("<EndToEndId>P2</EndToEndId>", "6.00");
    await bring(gateway, file(ntry({ ref: "R", amount: "10.00", details: parts })));
    const rows = await gateway.store.selectFrom("suspense").select(["id", "deposit_id"]).orderBy("id").execute();
    const of = (deposit: number): number => rows.find((row) => row.deposit_id === deposit)!.id;
    await proposeDecision(gateway, "ann", of(1), { do: "mint", customer: "A" });
    await proposeDecision(gateway, "ann", of(2), { do: "mint", customer: "A" });
    await confirmDecision(gateway, "bob", of(2));
    expect(await refusal(confirmDecision(gateway, "bob", of(1)))).to.equal("EntryAlreadyMinted");
    await proposeDecision(gateway, "ann", of(3), { do: "mint", customer: "B" });
    await confirmDecision(gateway, "bob", of(3));
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 1000n });
  });

  it("says why nobody is credited, and ends when the customer file answers", async () => {
    const screen = readScreeningList("kind,value\nname,bob", "blocked.csv");
    await bring(gateway, file(paid("R1", "Nobody"), paid("R2", "Twin"), paid("R3", "BOB"), paid("R4", "Alice")), {
      screen,
      today: "2030-01-02",
    });
    expect(await cases(gateway)).to.deep.equal([
      "unknown-customer (treasury)",
      "ambiguous-customer (treasury)",
      "kyc-expired (treasury)",
      "kyc-expired (treasury)",
    ]);
    const today = "2030-01-01";
    expect(await retryMatching(gateway, { screen, today })).to.equal(1);
    expect(await retryMatching(gateway, { screen, today })).to.equal(0);
    await admit(gateway, ",,Nobody|Alice", ",,Bob", ",,Twin", ",,Other");
    expect(await retryMatching(gateway, { screen, today })).to.equal(2);
    expect(await deposits(gateway)).to.deep.equal(["1000 ready A", "1000 ready C", "1000 suspense B", "1000 ready A"]);
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 3000n });
  });

  it("for screening waits for people", async () => {
    const screen = readScreeningList("kind,value\nname,bob\naccount,DE 12", "blocked.csv");
    await bring(gateway, file(paid("R1", " B o b "), paid("R2", "Bob")), { screen });
    expect(await cases(gateway)).to.deep.equal(["unknown-customer (treasury)", "screening (treasury)"]);
    expect(() => readScreeningList("kind,value\nwallet,x", "blocked.csv")).to.throw("line 2, kind");
  });

  it("keeps the customers of the last customer file, and no others", async () => {
    const header = "customer,name,wallet,residency,valid_until,settlement_account";
    const one = readCustomers(`${header}\nA,Alice,${WALLETS[0]},US,2030-01-01,1`, "customers.csv");
    expect(await syncCustomers(gateway, one)).to.deep.equal({ written: 0, removed: 3 });
    expect(await syncCustomers(gateway, one)).to.deep.equal({ written: 0, removed: 0 });
    await bring(gateway, file(paid("R1", "Bob"), paid("R2", "Alice")));
    expect(await deposits(gateway)).to.deep.equal(["1000 suspense", "1000 ready A"]);
  });
});
