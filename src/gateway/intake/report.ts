import type { EntryVerdictName } from "../../store/tables/index.js";
import type { JudgedEntry } from "./judged.js";

/** What became of a file. */
export interface ImportReport {
  /** row of the file */
  readonly file: number;
  readonly name: string;
  readonly sha256: string;
  /** duplicate: the same bytes were here before; only the delivery was counted */
  readonly state: "imported" | "refused" | "duplicate";
  /** how often the same bytes came */
  readonly deliveries: number;
  readonly kind?: string;
  readonly messageId?: string;
  /** refused: where the file is wrong, and what to do */
  readonly problem?: string;
  readonly counts: Counts;
}

export interface Counts {
  readonly statements: number;
  readonly entries: number;
  /** entries by verdict; together every entry */
  readonly verdicts: Readonly<Record<EntryVerdictName, number>>;
  /** new deposits that may be minted, and what they come to by currency, minor units */
  readonly ready: number;
  readonly accepted: Readonly<Record<string, bigint>>;
  /** new deposits that wait for a person */
  readonly suspended: number;
  readonly findings: number;
  /** payment messages (pain.002, pacs.002, pacs.004, camt.056, camt.029) */
  readonly records: number;
}

/** Counts as a file is read. */
export class ImportCounts implements Counts {
  statements = 0;
  entries = 0;
  readonly verdicts = { deposit: 0, payout: 0, return: 0, suspense: 0, ignored: 0 };
  ready = 0;
  readonly accepted: Record<string, bigint> = {};
  suspended = 0;
  findings = 0;
  records = 0;

  add({ verdict, deposits }: JudgedEntry): void {
    this.entries++;
    this.verdicts[verdict]++;
    for (const { deposit, attribution } of deposits) {
      if (verdict === "deposit" && attribution?.to === "customer") {
        this.ready++;
        this.accepted[deposit.currency] = (this.accepted[deposit.currency] ?? 0n) + deposit.amount;
      } else this.suspended++;
    }
  }
}
