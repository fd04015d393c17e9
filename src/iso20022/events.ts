import type { StatementTail } from "./statement.js";
import type { BankFile, Entry, StatementHead, UnreadableEntry } from "./types.js";

/** What is read of a file, in its order: message, then for each statement its head, its entries, its end. */
export type BankEvent =
  | ({ readonly is: "message" } & Pick<BankFile, "kind" | "version" | "messageId">)
  | { readonly is: "statement"; readonly statement: StatementHead }
  | { readonly is: "entry"; readonly entry: Entry | UnreadableEntry }
  | ({
      readonly is: "statement-end";
      /** 1-based position of the statement in the file */
      readonly index: number;
      readonly entryCount: number;
    } & StatementTail);

/** The same, and at last the file itself: only then is it known to be complete. */
export type StreamEvent =
  | BankEvent
  | {
      readonly is: "end";
      readonly bytes: number;
      /** of the bytes as they came, lower case hexadecimal */
      readonly sha256: string;
    };
