import { connectTransfer, moveCalls, moveLiability, type LeftRow, type LiabilityMoved } from "../resolution/index.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { perform, receipt } from "./perform.js";
import { count, every } from "./progress.js";
import { ownRegisterIn } from "./resolutionFiles.js";
import { personOf } from "./signers.js";

/** Of more rows than these only totals are said; --json has them all. */
const NAMED = 20;

/** Moves rows of the register to the successor, page by page; run again, it moves what has become free. */
export async function move(context: Context): Promise<Outcome> {
  const { bank } = context;
  const register = await ownRegisterIn(context);
  const { currency } = register;
  const transfer = connectTransfer(bank, context.address("transfer"));
  const wallets = context.readIf("wallets", (text) =>
    text.split(",").map((wallet) => checkedAddress(wallet.trim(), "--wallets")),
  );
  const rows = wallets?.length ?? register.holders;
  const progress = every(500, rows, "moved", context);
  const does = `Moves ${count(rows)} row(s) of the register of ${currency} to the successor bank.`;
  return perform(context, {
    does,
    sender: await personOf(context, "RESOLUTION"),
    as: "RESOLUTION",
    calls: () => moveCalls(bank, transfer, register, wallets === undefined ? {} : { wallets }),
    send: (signer) =>
      moveLiability(bank, transfer, signer, register, {
        ...(wallets === undefined ? {} : { wallets }),
        onProgress: (looked) => progress(looked),
      }),
    done: (result) => outcome(context, currency, result),
  });
}

function outcome(context: Context, currency: string, result: LiabilityMoved): Outcome {
  const { moved, left, amount, done, transactions, gas } = result;
  const money = (minor: bigint): string => context.money(minor, currency);
  const partly = moved.filter((row) => row.left > 0n);
  const lines = [
    `Moved ${money(amount)} of ${count(moved.length)} row(s); ${count(done)} had moved before, of ${count(left.length)} nothing moved.`,
    ...few(
      partly,
      (row) => `LEFT, ${row.wallet} (party ${row.party}): ${money(row.left)} is on hold, under a lien or redeemed`,
    ),
    ...few(left, (row: LeftRow) => `NOT MOVED, ${row.wallet} (party ${row.party}): ${row.reason}`),
    ...(partly.length + left.length > NAMED ? ["The rows are in the output of --json."] : []),
    ...few(transactions, receipt),
    `${count(transactions.length)} transaction(s), ${count(gas)} gas.`,
  ];
  // What stayed needs a person: a script must notice.
  const failed = partly.length + left.length > 0;
  return { text: lines.join("\n"), data: { currency, amount, done, moved, left, gas, transactions }, failed };
}

const few = <T>(items: readonly T[], line: (item: T) => string): string[] =>
  items.length > NAMED ? [] : items.map((item) => line(item));
