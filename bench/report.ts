import { AMOUNT, BATCH_SIZE, HARDFORK } from "./conditions.js";
import { ACTS, CONTRACTS, type ContractName, type Contributor, type GasRecord, type Measurements } from "./measure.js";

type Rows = Record<string, Partial<Record<ContractName, number>>>;

function contractsOf(rows: Rows): ContractName[] {
  return CONTRACTS.filter((contract) => Object.values(rows).some((row) => row[contract] !== undefined));
}

function table(heading: string, rows: Rows, format: (value: number, row: string) => string): string {
  const contracts = contractsOf(rows);
  const lines = [
    [heading, ...contracts],
    ...Object.entries(rows).map(([name, row]) => [
      name,
      ...contracts.map((contract) => {
        const value = row[contract];
        return value === undefined ? "-" : format(value, name);
      }),
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const align = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!);
  return lines.map((line) => line.map(align).join("  ").trimEnd()).join("\n");
}

const conditions = [
  `Conditions: gasUsed of receipts, hardfork ${HARDFORK}; each act a transaction of its own, so storage is cold;`,
  `  amount ${AMOUNT}; addresses without zero bytes; both parties hold a balance before and after, a new holder excepted;`,
  `  an Item is 1/${BATCH_SIZE} of a batch of ${BATCH_SIZE}: mint and transfer to existing holders, onboarding of unknown wallets;`,
  "  an order is everything its parties and the notary send: for a token without holds, approve + fund + pay by escrow;",
  "  payment versus payment sent by the taker; for a token without holds, two approvals and a swap at the dealer's signed price;",
  "  interbank: burn, settlement leg and mint at three banks, sent by the payer; netting: 1,000 obligations among 20 parties,",
  `  on signatures alone; a payout item is 1/${BATCH_SIZE} of a strict payout signed by its payer; an invoice is paid by a relayer.`,
].join("\n");

const grouped = (value: number): string => value.toLocaleString("en-US");

export function render({ gas, detail }: Measurements, contributors: readonly Contributor[]): string {
  const rows = gas as Rows;
  const base: ContractName = contractsOf(rows).includes("vostroProxy") ? "vostroProxy" : "ozErc20";
  const comparable = Object.fromEntries(Object.entries(rows).filter(([, row]) => row[base] !== undefined));
  const ratio = (value: number, act: string): string => (value / comparable[act]![base]!).toFixed(2);
  const settings = contributors.map(({ contract, settings }) => `  ${contract}: ${settings}`).join("\n");
  return [
    table("gas used by the whole transaction", rows, grouped),
    table(`gas / ${base}`, comparable, ratio),
    table("parts and variants", detail, grouped),
    conditions,
    `How each was built:\n${settings}`,
  ].join("\n\n");
}

/** Every act and contract on which two records differ, absent figures included. */
export function differences(committed: GasRecord, measured: GasRecord): string[] {
  const keys = new Set([...ACTS, ...Object.keys(committed)]) as Set<(typeof ACTS)[number]>;
  return [...keys].flatMap((act) => {
    const [before, now] = [committed[act] ?? {}, measured[act] ?? {}];
    const contracts = new Set([...Object.keys(before), ...Object.keys(now)]) as Set<ContractName>;
    return [...contracts]
      .filter((contract) => before[contract] !== now[contract])
      .map((c) => `${act} ${c}: committed ${before[c] ?? "absent"}, measured ${now[c] ?? "absent"}`);
  });
}
