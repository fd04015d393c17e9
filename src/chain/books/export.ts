import { isoDate } from "../../errors/index.js";
import { approvalRows } from "./approvalRows.js";
import { type Books, contradictionsIn } from "./books.js";
import {
  blockRows,
  clearanceRows,
  custodyRows,
  lienRows,
  limitRows,
  orderRows,
  resolutionRows,
  sweepRows,
  thresholdRows,
  travelRecordRows,
} from "./lawRows.js";
import { countryRows, institutionRows, partyRows, programmeRows, walletCodeRows, walletRows } from "./registerRows.js";
import type { Cell, Row } from "./rows.js";
import { holderRows, holdRows, quotaRows, redemptionRows, referenceRows, tokenRows } from "./tokenRows.js";

/*
 * The books as an auditor takes them away: one JSON of the whole, and CSV files of what is read most. docs/operations/audit.md
 * says what is in each.
 */

const FORMAT = "vostro-books-1";

/** Sections of the export, in its order. */
const SECTIONS = {
  tokens: tokenRows,
  holders: holderRows,
  holds: holdRows,
  redemptions: redemptionRows,
  references: referenceRows,
  quotas: quotaRows,
  parties: partyRows,
  wallets: walletRows,
  walletCodes: walletCodeRows,
  countries: countryRows,
  programmeZones: programmeRows,
  institutions: institutionRows,
  orders: orderRows,
  liens: lienRows,
  blocks: blockRows,
  custodyAccounts: custodyRows,
  sweeps: sweepRows,
  approvals: approvalRows,
  clearances: clearanceRows,
  travelRecords: travelRecordRows,
  travelThresholds: thresholdRows,
  limits: limitRows,
  resolutions: resolutionRows,
} as const satisfies Record<string, (books: Books) => Row[]>;

export type SectionName = keyof typeof SECTIONS;

/** Sections that are written as CSV too, with their columns: the header stands there even where there is no row. */
export const CSV_COLUMNS = {
  holders: [
    ...["currency", "party", "wallet", "balance", "balance_minor", "held", "held_minor", "liens", "liens_minor"],
    ...["available", "available_minor", "zone", "admitted", "blocked", "limited", "retired"],
    ...["valid_until", "valid_until_unix"],
  ],
  holds: [
    ...["currency", "hold", "status", "payer", "payer_party", "payee", "assignee", "notary", "cleared", "amount"],
    ...["amount_minor", "remaining", "remaining_minor", "placed", "placed_unix", "expires", "expires_unix", "terms"],
  ],
  liens: [...["currency", "lien", "order", "account", "party", "placed", "placed_minor", "left", "left_minor", "lies"]],
  orders: [
    ...["order", "authority", "document", "issued", "issued_unix", "valid_until", "valid_until_unix", "filed_block"],
    ...["acts", "live_blocks", "live_liens"],
  ],
  approvals: [
    ...[
      "block",
      "kind",
      "act",
      "sender",
      "approver",
      "currency",
      "amount",
      "amount_minor",
      "about",
      "order",
      "grounds",
    ],
  ],
  clearances: [
    ...["currency", "payer", "payee", "amount", "amount_minor", "state", "expires", "expires_unix", "case", "sender"],
    ...["approver", "granted_block", "ended_block"],
  ],
  parties: [
    ...["party", "kind", "residency", "control", "home_bank", "zone", "admitted", "blocked", "blocks", "limited"],
    ...[
      "closed",
      "valid_until",
      "valid_until_unix",
      "lei",
      "programme",
      "settlement_account",
      "wallets",
      "lost_wallets",
    ],
  ],
  references: ["currency", "reference", "text", "payee", "party", "amount", "amount_minor", "block"],
} as const satisfies Partial<Record<SectionName, readonly string[]>>;

export type CsvSection = keyof typeof CSV_COLUMNS;

/** The export: what it is of, and its rows by section. */
export interface ExportedBooks {
  readonly format: string;
  readonly bank: string;
  readonly chainId: number;
  readonly block: number;
  /** tells that the chain is still the one that was read */
  readonly blockHash: string;
  /** ISO 8601 */
  readonly time: string;
  readonly events: number;
  readonly contradictions: readonly string[];
  readonly sections: Readonly<Record<SectionName, readonly Row[]>>;
}

export function exportBooks(books: Books): ExportedBooks {
  const { bank, chainId, block, blockHash, time, events } = books;
  const sections = Object.entries(SECTIONS).map(([name, rows]) => [name, rows(books)] as const);
  return {
    ...{ format: FORMAT, bank, chainId, block, blockHash, time: isoDate(time), events: events.length },
    contradictions: contradictionsIn(books),
    sections: Object.fromEntries(sections) as unknown as ExportedBooks["sections"],
  };
}

/** One JSON object; whole numbers of the chain are texts, so that no reader rounds them. */
export const booksToJson = ({ sections, ...head }: ExportedBooks): string =>
  `${JSON.stringify({ ...head, ...sections }, undefined, 1)}\n`;

/** A section as CSV (RFC 4180). @throws Error when a row has other columns: the two lists here would not agree */
export function sectionToCsv({ sections }: ExportedBooks, name: CsvSection): string {
  const columns: readonly string[] = CSV_COLUMNS[name];
  const lines = sections[name].map((row) => {
    if (Object.keys(row).join() !== columns.join())
      throw new Error(`${name} has the columns ${Object.keys(row).join()}`);
    return columns.map((column) => cell(row[column]!)).join(",");
  });
  return `${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
