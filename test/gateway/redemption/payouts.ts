import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { deliverPayouts, submitRedemptions, writePayouts } from "../../../src/gateway/redemption/index.js";
import { broadcastSigned, signQueued, watchTransactions } from "../../../src/gateway/transactions/index.js";
import { describeShared, sharedFile } from "../../iso20022/support.js";
import { drain, SETTINGS } from "../support/world.js";
import { type Desk, NORDHAVEN, openRedemptions, OUTCOMES, PACIFIC } from "./support.js";

const PACS_008 = { message: "pacs.008", interbank: { instructedBic: "DEUTDEFFXXX" } } as const;

describe("Payment files", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions({ redemption: { fileItems: 2 } });
  });
  after(async () => desk.close());

  const files = () => desk.store.selectFrom("payout_file").selectAll().orderBy("id").execute();
  const seal = (gateway = desk.gateway) =>
    drain(gateway, [
      submitRedemptions(),
      (worker) => signQueued(worker, OUTCOMES),
      broadcastSigned,
      (worker) => watchTransactions(worker, OUTCOMES),
    ]);

  it("are not written for a seal that is mined but not final", async () => {
    const finality = { ...SETTINGS.finality, smallUpTo: {}, large: 3 };
    const slow = { ...desk.gateway, settings: { ...desk.gateway.settings, finality } };
    const { id } = await desk.request(PACIFIC, 5_00n);
    await seal(slow);
    expect(await desk.state(id)).to.equal("sealed");
    expect(await writePayouts(slow)).to.equal(0);
    expect(await files()).to.deep.equal([]);
    await desk.world.mine(3);
    await desk.store.updateTable("chain_tx").set({ leased_until: null }).execute();
    await seal(slow);
    expect(await desk.state(id)).to.equal("payable");
    expect(await writePayouts(slow)).to.equal(1);
  });

  it("take what is sealed, so many at once, each once", async () => {
    const ids: string[] = [];
    for (const customer of [PACIFIC, NORDHAVEN, PACIFIC]) ids.push((await desk.request(customer, 6_00n)).id);
    await seal();
    const before = (await files()).length;
    await Promise.all([writePayouts(desk.gateway), writePayouts(desk.world.worker("worker-2"))]);
    await drain(desk.gateway, [writePayouts]);
    const written = (await files()).slice(before);
    expect(written.map(({ count, total }) => [count, total])).to.deep.equal([
      [2, 12_00n],
      [1, 6_00n],
    ]);
    for (const id of ids) {
      const { end_to_end_id, uetr } = await desk.row(id);
      const holding = written.filter(({ content }) => content.includes(uetr) && content.includes(end_to_end_id));
      expect(holding).to.have.length(1);
    }
  });

  it("are delivered whole, and with the same name and bytes when it is not certain that they were", async () => {
    const folder = mkdtempSync(join(tmpdir(), "vostro-core-"));
    const deliver = deliverPayouts(folder);
    const written = (await files()).length;
    expect(await deliver(desk.gateway)).to.equal(written);
    const names = readdirSync(folder).sort();
    const bytes = () => names.map((name) => readFileSync(join(folder, name), "utf8"));
    const first = bytes();
    // Killed between the file and its mark; and a remainder of an earlier death lies about.
    await desk.store.updateTable("payout_file").set({ state: "written", delivered_at: null }).execute();
    writeFileSync(join(folder, `.${names[0]!}.partial`), "half");
    expect(await deliver(desk.gateway)).to.equal(written);
    expect(await deliver(desk.gateway)).to.equal(0);
    expect(readdirSync(folder).sort()).to.deep.equal(names);
    expect(bytes()).to.deep.equal(first);
    expect(names.every((name) => /^pain\.001-VP[0-9a-f]{32}\.xml$/.test(name))).to.equal(true);
    rmSync(folder, { recursive: true });
  });

  it("are not delivered when the store no longer has what was written", async () => {
    const [file] = await files();
    await desk.store
      .updateTable("payout_file")
      .set({ state: "written", content: file!.content.replace("5.00", "9.00") })
      .where("id", "=", file!.id)
      .execute();
    const error = await deliverPayouts(desk.folder)(desk.gateway).catch((reason: unknown) => reason as Error);
    expect(error).to.be.instanceOf(Error).with.property("message").that.includes("is not what was written");
    expect(readdirSync(desk.folder)).to.deep.equal([]);
    await desk.store
      .updateTable("payout_file")
      .set({ state: "delivered", content: file!.content })
      .where("id", "=", file!.id)
      .execute();
  });

  it("need, as pacs.008, the bank that they go to: without it nothing is sealed", async () => {
    const redemption = { ...desk.gateway.settings.redemption, message: "pacs.008" as const };
    const gateway = { ...desk.gateway, settings: { ...desk.gateway.settings, redemption } };
    const { id } = await desk.request(PACIFIC, 1_00n);
    await drain(gateway, [submitRedemptions()]);
    expect(await desk.cases(id)).to.deep.equal(["payment-cannot-be-written"]);
  });

  describeShared("against the schema", () => {
    for (const [name, schema, more] of [
      ["pain.001", "pain.001.001.10", {}],
      ["pacs.008", "pacs.008.001.09", PACS_008],
    ] as const) {
      it(`are valid ${schema}`, async () => {
        const redemption = { ...desk.gateway.settings.redemption, ...more };
        const gateway = { ...desk.gateway, settings: { ...desk.gateway.settings, redemption } };
        await desk.request(PACIFIC, 8_01n);
        await desk.request(NORDHAVEN, 9_02n);
        await seal(gateway);
        await writePayouts(gateway);
        const { content, format, total } = (await files()).at(-1)!;
        expect([format, total]).to.deep.equal([name, 17_03n]);
        expect(content).to.include("17.03").and.to.include("DE46700000000123456789");
        const { validateXML } = await import("xmllint-wasm");
        const { valid, errors } = await validateXML({
          xml: [{ fileName: "payout.xml", contents: content }],
          schema: [{ fileName: "payout.xsd", contents: sharedFile(`iso20022-xsd/${schema}.xsd`) }],
        });
        expect(errors).to.deep.equal([]);
        expect(valid).to.equal(true);
      });
    }
  });
});
