import { expect } from "chai";

import {
  AmountFieldError,
  DateFieldError,
  type Entry,
  type FieldError,
  TextFieldError,
  type UnreadableEntry,
} from "../../src/iso20022/index.js";
import { gathered, streamed } from "./streaming.js";
import { message, ntry, statement, tx } from "./support.js";

/** The middle one of three entries on lines 3, 4 and 5; the other two must be read. */
async function middle(entry: string): Promise<Entry | UnreadableEntry> {
  const file = message(statement(`\n${ntry()}\n${entry}\n${ntry()}`));
  const [only] = gathered(await streamed(file)).statements;
  const all = [...(only?.entries ?? []), ...(only?.unreadable ?? [])].sort((a, b) => a.index - b.index);
  expect([all[0]?.amount, all.length, all[2]?.amount]).to.deep.equal([1000n, 3, 1000n]);
  return all[1] as Entry | UnreadableEntry;
}

async function problem(entry: string): Promise<FieldError> {
  const read = await middle(entry);
  const [first, ...more] = "problems" in read ? read.problems : [];
  expect(more).to.deep.equal([]);
  if (first === undefined) throw new Error("expected a problem, the entry was read");
  expect(first).to.include({ file: "test.xml", entry: 2, line: 4 });
  return first;
}

const named = (name: string): string =>
  ntry({ details: tx("", undefined, `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties>`) });

describe("a hostile entry is reported by line, entry and field, and hides no other", () => {
  it("a negative amount, six significant decimals, 10^400, an amount in full-width digits", async () => {
    for (const amount of ["-0.01", "1.000001", "9".repeat(400), "\uff11.00", "0x10", "1e3", "Infinity", "NaN"]) {
      const error = await problem(ntry({ amount }));
      expect(error, amount).to.be.instanceOf(AmountFieldError).with.property("path", "Stmt[1]/Ntry[2]/Amt");
      expect(error.message.length).to.be.lessThan(400);
    }
  });

  it("dates beyond the calendar", async () => {
    for (const booked of ["10000-01-01", "+10000-01-01", "2026-13-01", "2026-00-10", "2026-11-00", "2100-02-29"]) {
      const error = await problem(ntry({ booked }));
      expect(error, booked).to.be.instanceOf(DateFieldError).with.property("path", "Stmt[1]/Ntry[2]/BookgDt/Dt");
    }
  });

  it("a field of a detail: the path to it", async () => {
    const details = tx("<EndToEndId>E1</EndToEndId>", "10.00") + tx("<UETR>no</UETR>", "10.00");
    const error = await problem(ntry({ details }));
    expect(error).to.be.instanceOf(TextFieldError);
    expect(error.message).to.match(
      /^test\.xml, line 4, entry 2, Stmt\[1\]\/Ntry\[2\]\/NtryDtls\/TxDtls\[2\]\/Refs\/UETR: /,
    );
  });

  it("mark-up where a name should be", async () => {
    const error = await problem(named("<script>alert(1)</script>"));
    expect(error).to.be.instanceOf(TextFieldError);
    expect(error.path).to.equal("Stmt[1]/Ntry[2]/NtryDtls/TxDtls/RltdPties/Dbtr/Pty/Nm");
  });

  it("only elements of another namespace: as if they were not there", async () => {
    const foreign = ntry().replace(/<Amt .*<\/Amt>/, `<x:Amt xmlns:x="urn:other" Ccy="USD">10.00</x:Amt>`);
    expect((await problem(foreign)).path).to.equal("Stmt[1]/Ntry[2]/Amt");
  });
});

describe("an entry that only looks hostile is read as it is written", () => {
  it("script, SQL and templates in a name stay text", async () => {
    for (const name of [`<script>alert("x")</script>`, `'; DROP TABLE deposits; --`, "${process.exit()}", "{{7*7}}"]) {
      const read = (await middle(named(name.replace(/</g, "&lt;")))) as Entry;
      expect(read.details[0]?.debtor.name).to.equal(name);
      const inCdata = (await middle(named(`<![CDATA[${name}]]>`))) as Entry;
      expect(inCdata.details[0]?.debtor.name).to.equal(name);
    }
  });

  it("a date in the far future, a leap day", async () => {
    for (const booked of ["9999-12-31", "2400-02-29", "0001-01-01"]) {
      expect(await middle(ntry({ booked }))).to.have.property("bookingDate", booked);
    }
  });

  it("elements of another namespace with the names of fields beside the real ones", async () => {
    const foreign = `<Amt xmlns="urn:other" Ccy="USD">99.00</Amt><x:Ntry xmlns:x="urn:other"><x:Amt>1</x:Amt></x:Ntry>`;
    expect(await middle(ntry({ extra: foreign }))).to.include({ amount: 1000n, currency: "USD" });
  });

  it("entries of another namespace are none", async () => {
    const foreign = `<Ntry xmlns="urn:other"><Amt Ccy="USD">99.00</Amt></Ntry>`;
    const events = await streamed(message(statement(ntry() + foreign + ntry())));
    expect(events.filter((event) => event.is === "entry")).to.have.length(2);
  });

  it("names that JavaScript knows", async () => {
    const extra = "<constructor>1</constructor><toString/><hasOwnProperty/>";
    expect(await middle(ntry({ extra }).replace("<Amt ", `<Amt constructor="1" toString="2" `))).to.include({
      amount: 1000n,
    });
  });
});
