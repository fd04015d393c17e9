import { expect } from "chai";

import { DAY, dayOf, readInvoiceFile, ReplayFileError } from "../../src/replay/invoiceFile.js";
import { fileOf, HEADER, rowOf } from "./support.js";

describe("a receivables file", () => {
  describe("is refused whole, naming the line and what is wrong", () => {
    const cases: [name: string, text: string, words: RegExp][] = [
      ["nothing in it", "", /line 1: the header lacks countrycode, customerid/],
      ["no rows", HEADER, /line 1: there are no invoices/],
      ["a column is missing", HEADER.replace("Disputed,", "") + "\n1", /line 1: the header lacks disputed/],
      [
        "a day that no calendar has",
        fileOf(rowOf(1, { due: "31/02/2012" })),
        /line 2: duedate "31\/02\/2012" is no day/,
      ],
      [
        "a day as Americans write it",
        fileOf(rowOf(1, { settled: "01/23/2012" })),
        /settleddate "01\/23\/2012" is no day/,
      ],
      ["no amount", fileOf(rowOf(1), rowOf(2, { amount: "" })), /line 3: invoiceamount "" is no amount/],
      ["a third decimal", fileOf(rowOf(1, { amount: "1.005" })), /line 2: invoiceamount "1\.005" is no amount/],
      ["nothing due", fileOf(rowOf(1, { amount: "0.00" })), /line 2: invoiceamount is zero/],
      ["neither yes nor no", fileOf(rowOf(1, { disputed: "Maybe" })), /disputed is neither Yes nor No/],
      ["due before issued", fileOf(rowOf(1, { due: "02/01/2012" })), /duedate is before invoicedate/],
      ["paid before issued", fileOf(rowOf(1, { settled: "02/01/2012" })), /settleddate is before invoicedate/],
      ["a number twice", fileOf(rowOf(7), rowOf(8), rowOf(7)), /line 4: invoicenumber 7 is in line 2\. Keep one/],
      ["no customer", fileOf(rowOf(1, { customer: "" })), /line 2: customerid is empty/],
      ["a stray quote", fileOf(rowOf(1), `"${rowOf(2)}`), /line 3: a quote that does not open or close/],
    ];
    for (const [name, text, words] of cases) {
      it(name, () => expect(() => readInvoiceFile(text, "ar.csv")).to.throw(ReplayFileError, words));
    }
  });

  it("is read to the cent and the day, whatever the order of its columns", () => {
    const [row] = readInvoiceFile(fileOf(rowOf(280670965)), "ar.csv");
    expect(row).to.include({ line: 2, customer: "A-1", number: "280670965", amount: 5_039n, disputed: false });
    expect([row!.invoiced, row!.due, row!.settled].map(dayOf)).to.deep.equal([
      "2012-01-03",
      "2012-02-02",
      "2012-01-23",
    ]);
    expect(row!.settled - row!.invoiced).to.equal(20n * DAY);
  });
});
