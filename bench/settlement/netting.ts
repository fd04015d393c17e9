import type { Wallet } from "ethers";

import { signFor } from "../../src/chain/typedData.js";
import { type Obligation, buildCycle, holdsOfCycle, signCycle } from "../../src/settlement/netting/index.js";
import { OPENING_BALANCE } from "../conditions.js";
import { AHEAD, DAY, HOUR, type Money, type SettlementBank, word } from "./bank.js";

const PARTIES = 20;
const OBLIGATIONS = 1_000;

/** Drawn by a fixed rule: every run nets the same debts. */
function obligationsAmong(parties: readonly Wallet[]): Obligation[] {
  let state = 12_345n;
  const next = (below: number): number => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
    return Number((state >> 33n) % BigInt(below));
  };
  return Array.from({ length: OBLIGATIONS }, (_, i) => {
    const debtor = next(parties.length);
    const creditor = (debtor + 1 + next(parties.length - 1)) % parties.length;
    return {
      debtor: parties[debtor]!.address,
      creditor: parties[creditor]!.address,
      amount: BigInt(1 + next(100_000_000)),
      obligationReference: word(`obligation ${i}`),
    };
  });
}

/** 1,000 obligations among 20 parties, settled in one transaction on the parties' signatures, nothing placed before. */
export async function nettingCycle(bank: SettlementBank, money: Money): Promise<number> {
  const { chain, accounts } = bank.bench;
  const desk = await bank.desk("NettingCycle", money);
  const parties = accounts.many(PARTIES);
  const signers = new Map(parties.map((party) => [party.address, party]));
  await bank.suite.admit([...signers.keys()]);
  await money.minting.mintBatch([...signers.keys()], OPENING_BALANCE);
  const built = buildCycle({
    token: money.at.address,
    obligations: obligationsAmong(parties),
    cutOff: AHEAD + HOUR,
    settleBy: AHEAD + 2n * HOUR,
    secondBy: AHEAD + DAY,
    salt: word("cycle"),
  });
  const { cycle, nets, slices } = built;
  const payments = await Promise.all(
    holdsOfCycle(desk.address, built).map((hold) => signFor(money.signing, signers.get(hold.payer)!, "Hold", hold)),
  );
  const consents = await Promise.all(
    nets.map(({ party, amount }) => (amount < 0n ? "0x" : signCycle(chain.signing(desk), signers.get(party)!, cycle))),
  );
  const gas = await chain.send(accounts.next(), desk, "settle", [cycle, nets, slices, payments, consents]);
  for (const { party, amount } of nets) await money.holders.expect(party, OPENING_BALANCE + amount);
  return gas;
}
