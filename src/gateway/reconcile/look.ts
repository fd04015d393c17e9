import { sql } from "kysely";

import type { Gateway } from "../gateway.js";
import { judge } from "./breaks.js";
import type { ChainTotals } from "./chain.js";
import { checkBurns, checkReturns } from "./checks/burns.js";
import { checkControl } from "./checks/control.js";
import { add, type Look, openDifferences } from "./checks/difference.js";
import { checkDuplicates, checkMints } from "./checks/mints.js";
import { checkSubledger } from "./checks/subledger.js";
import { checkTotals } from "./checks/totals.js";
import {
  accountTotals,
  type AccountTotals,
  checkStatements,
  payoutTotals,
  type PayoutTotals,
  type StatementFinding,
  statementFindings,
  type VerdictTotals,
  verdictTotals,
} from "./statements.js";
import { type Bridge, bridgeAt, type Control, controlNow, type Subledger, subledgerAt } from "./totals.js";
import type { WalletsCompared } from "./wallets.js";

/** What the bank's own side adds up to. */
export interface BookTotals {
  readonly subledger: Subledger;
  readonly control: Control;
  readonly bridge: Bridge;
  readonly accounts: readonly AccountTotals[];
  readonly verdicts: readonly VerdictTotals[];
  readonly payouts: PayoutTotals;
  readonly findings: readonly StatementFinding[];
}

/** Every check; what they found stays in the database transaction's own table. */
export async function findDifferences(
  { accounts, settings }: Gateway,
  look: Look,
  chain: ChainTotals,
  wallets: WalletsCompared,
): Promise<BookTotals> {
  await openDifferences(look.trx);
  await checkMints(look);
  await checkDuplicates(look);
  await checkBurns(look);
  await checkReturns(look);
  await checkControl(look);
  await checkSubledger(look);
  await checkStatements(look, accounts);
  for (const { wallet, chain: stored, subledger: known } of wallets.listed) {
    const amount = stored > known ? stored - known : known - stored;
    const message = `the chain has ${stored} minor units, the subledger ${known}`;
    await add(
      look,
      "SUPPLY",
      sql`select ${`wallet:${wallet}`}::text, ${amount}::numeric, ${message}::text, null::timestamptz`,
    );
  }
  const subledger = await subledgerAt(look);
  const control = await controlNow(look);
  const bridge = await bridgeAt(look, subledger, control);
  await checkTotals(look, { chain, subledger, bridge });
  await judge(look, settings.reconciliation.materialAbove[look.currency] ?? 0n);
  return {
    subledger,
    control,
    bridge,
    accounts: await accountTotals(look, accounts),
    verdicts: await verdictTotals(look, accounts),
    payouts: await payoutTotals(look, accounts),
    findings: await statementFindings(look, accounts),
  };
}
