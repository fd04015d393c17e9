import { controlSum } from "../layout/amounts.js";
import type { XmlNode } from "../layout/render.js";
import type { HolderEntry, HolderStatement } from "./types.js";

type Total = (statement: HolderStatement) => readonly HolderEntry[];

const all: Total = ({ entries }) => entries;
const credits: Total = ({ entries }) => entries.filter(({ creditDebit }) => creditDebit === "CRDT");
const debits: Total = ({ entries }) => entries.filter(({ creditDebit }) => creditDebit === "DBIT");

/** What the entries added to the account; below zero what they took. */
export const netOf = (entries: readonly Pick<HolderEntry, "amount" | "creditDebit">[]): bigint =>
  entries.reduce((sum, { amount, creditDebit }) => (creditDebit === "CRDT" ? sum + amount : sum - amount), 0n);

/** `TxsSummry`. Everything in it is computed once the statement is known to be right. */
export function summaryNode(statement: HolderStatement): XmlNode {
  const decimal = (amount: bigint): string => controlSum([{ amount, currency: statement.currency.trim() }]);
  const net = (): bigint => netOf(statement.entries);
  const totals = (total: Total): readonly XmlNode[] => [
    { tag: "NbOfNtries", content: () => String(total(statement).length) },
    { tag: "Sum", content: () => decimal(total(statement).reduce((sum, { amount }) => sum + amount, 0n)) },
  ];
  const totalNet: readonly XmlNode[] = [
    { tag: "Amt", content: () => decimal(net() < 0n ? -net() : net()) },
    { tag: "CdtDbtInd", content: () => (net() < 0n ? "DBIT" : "CRDT") },
  ];
  return {
    tag: "TxsSummry",
    content: [
      { tag: "TtlNtries", content: [...totals(all), { tag: "TtlNetNtry", content: totalNet }] },
      { tag: "TtlCdtNtries", content: totals(credits) },
      { tag: "TtlDbtNtries", content: totals(debits) },
    ],
  };
}
