import { expect } from "chai";

import { ALICE, BOB, indexOf, jsonOf, useStage } from "./support.js";

const load = await useStage();
const HEADER = "payee,amount,reference";
const NOBODY = "0x000000000000000000000000000000000000dEaD";
const BY_ALICE = { currency: "USD", as: indexOf("alice") };

describe("payout", () => {
  it("ends with 2 and names file, line and column; nothing is sent", async () => {
    const { run, file, height } = await load();
    const before = await height();
    const cases: [text: string, words: RegExp][] = [
      ["payee,amount", /p\.csv, header: has payee,amount\. Write payee,amount,reference\.$/],
      [HEADER, /p\.csv: has no rows/],
      [`${HEADER}\n${BOB},1.00,a\n${BOB.toLowerCase()},1.00,b`, /line 3, payee: .* is not a checksummed address/],
      [`${HEADER}\n${BOB},1.001,a`, /line 2, amount: 1\.001 has more decimals than USD has minor units/],
      [`${HEADER}\n${BOB},0,a`, /line 2, amount: is zero/],
      [`${HEADER}\n${BOB},1.00,${"x".repeat(33)}`, /line 2, reference: .* has 33 bytes/],
    ];
    for (const [text, words] of cases) {
      const ended = await run("payout", { ...BY_ALICE, file: await file("p.csv", text) });
      expect(ended.exitCode).to.equal(2);
      expect(ended.complaint).to.match(words);
    }
    expect((await run("payout", BY_ALICE)).complaint).to.match(/^--file: is missing/);
    expect(await height()).to.equal(before);
  });

  it("ends with 1 and pays nobody when one is refused, unless it is lenient", async () => {
    const { run, file, bank, height } = await load();
    const path = await file("p.csv", `${HEADER}\n${BOB},1.00,RE-1\n${NOBODY},2.00,\n${BOB},3.00,RE-3`);
    const before = await height();
    const strict = await run("payout", { ...BY_ALICE, file: path });
    expect(strict.exitCode).to.equal(1);
    expect(strict.output).to.match(
      /^Nothing was paid: 1 of 3 payments are refused\.\nRefused, line 3: USD 2\.00 to 0x0+dEaD\. ERC7943CannotReceive: /,
    );
    expect(await height()).to.equal(before);

    const lenient = await run("payout", { ...BY_ALICE, file: path, lenient: true, json: true });
    expect(lenient.exitCode).to.equal(1);
    expect(jsonOf(lenient)).to.deep.include({ ok: false, paid: "400", refused: "200" });
    const rows = jsonOf(lenient)["results"] as { line: number; result: string }[];
    expect(rows.map(({ line, result }) => [line, result])).to.deep.equal([
      [2, "paid"],
      [3, "refused"],
      [4, "paid"],
    ]);
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(400n);
  });

  it("rehearses, then ends with 0 when all are paid", async () => {
    const { run, file, bank, height } = await load();
    const path = await file("p.csv", `${HEADER}\n${BOB},1.00,RE-1\n${BOB},0.50,`);
    const before = await height();
    const rehearsal = await run("payout", { ...BY_ALICE, file: path, dryRun: true });
    expect([rehearsal.exitCode, await height()]).to.deep.equal([0, before]);
    expect(rehearsal.output).to.match(/^Would pay 2 of 2 payments, USD 1\.50, from 0x/);
    expect(rehearsal.output).to.contain(`Must sign: ${ALICE} as CUSTOMER, sends it\nNothing was sent.`);
    const ended = await run("payout", { ...BY_ALICE, file: path });
    expect(ended.exitCode).to.equal(0);
    expect(ended.output).to.match(/^Paid 2 of 2 payments, USD 1\.50, from 0x\w+\.\nTransaction 0x/);
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(150n);
  });
});
