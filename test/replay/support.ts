import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const HEADER =
  "countrycode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate";

/** A row as the sample has them; what is not named is a paper invoice of USD 50.39, issued, due and paid in early 2012. */
export function rowOf(number: number, changes: Partial<Record<string, string>> = {}): string {
  const values = {
    country: "770",
    customer: "A-1",
    invoiced: "03/01/2012",
    due: "02/02/2012",
    amount: "50.39",
    disputed: "No",
    settled: "23/01/2012",
    ...changes,
  };
  const { country, customer, invoiced, due, amount, disputed, settled } = values;
  return `${country},${customer},31/12/2012,${number},${invoiced},${due},${amount},${disputed},${settled},Paper,20,0`;
}

export const fileOf = (...rows: string[]): string => [HEADER, ...rows].join("\n");

/** A folder of the test file's own, and a writer of files in it. */
export function useFiles(): (name: string, text: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "vostro-replay-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
}
