import { expect } from "chai";
import { encodeBytes32String } from "ethers";

import {
  authorityCode,
  blockUnderOrder,
  buildLegalOrder,
  type LegalOrderRequest,
  legalOrderHash,
  legalOrderId,
  readLegalOrder,
  signLegalAct,
} from "../../src/chain/index.js";
import { bytes32, DAY, partyOf, refusalOf } from "../chain/support.js";
import { ISSUED, ORDER_ID, useLaw } from "./support.js";

const load = await useLaw();

describe("buildLegalOrder", () => {
  it("refuses an order without authority, document, number or dates, and names the field", async () => {
    const { bank, now } = await load();
    const good: LegalOrderRequest = { id: ORDER_ID, authority: "HK-HCA", documentHash: bytes32(1), issuedAt: ISSUED };
    const cases: [Partial<LegalOrderRequest>, field: string, RegExp][] = [
      [{ authority: "" }, "authority", /^The order's authority is missing\. Give the code or LEI of who issued/],
      [{ authority: bytes32(0) }, "authority", /authority is missing/],
      [{ authority: "0x12" }, "authority", /is not 32 bytes: "0x12"/],
      [{ authority: "ß".repeat(17) }, "authority", /is longer than 32 bytes/],
      [{ id: bytes32(0) }, "id", /^The order's id is missing/],
      [{ id: "2026/17" }, "id", /is not 32 bytes: "2026\/17"/],
      [{ documentHash: bytes32(0) }, "documentHash", /^The hash of the order's document is missing/],
      [{ documentHash: "" }, "documentHash", /is not 32 bytes: ""/],
      [{ issuedAt: 0n }, "issuedAt", /which lies ahead or is no time/],
      [{ issuedAt: (await now()) + DAY }, "issuedAt", /which lies ahead/],
      [{ validUntil: ISSUED - 1n }, "validUntil", /before it was issued/],
      [{ validUntil: ISSUED + 1n }, "validUntil", /which has passed\. Ask the authority for a new order/],
    ];
    for (const [change, field, words] of cases) {
      const error = await refusalOf(buildLegalOrder(bank, { ...good, ...change }));
      expect([error.name, error.args["field"]], field).to.deep.equal(["BadLegalOrder", field]);
      expect(error.message).to.match(words);
    }
    expect((await buildLegalOrder(bank, { ...good, validUntil: (await now()) + 60n })).id).to.equal(ORDER_ID);
  });

  it("refuses another order under a number on file, and says which field is another", async () => {
    const { bank, order, COMPLIANCE, COMPLIANCE_APPROVER, terms, now } = await load();
    expect(await readLegalOrder(bank, ORDER_ID)).to.equal(undefined);
    const block = { order, party: partyOf("bob") };
    const approval = await signLegalAct(bank, COMPLIANCE_APPROVER, "BlockParty", block, await terms());
    await blockUnderOrder(bank, COMPLIANCE, block, approval);
    expect(await readLegalOrder(bank, ORDER_ID)).to.deep.equal(order);
    const { id, authority, documentHash, issuedAt } = order;
    const cases: [Partial<LegalOrderRequest>, string, RegExp][] = [
      [
        { authority: "DE-LG-KIEL" },
        "authority",
        /^The order's authority is on file as DE-AG-HAMBURG, not DE-LG-KIEL\./,
      ],
      [{ documentHash: bytes32(2) }, "documentHash", /is on file as 0x0+d0c, not 0x0+2\./],
      [{ issuedAt: issuedAt - DAY }, "issuedAt", /on file as 2026-11-01T00:00:00Z, not 2026-10-31/],
      [{ validUntil: (await now()) + DAY }, "validUntil", /last day is on file as until lifted, not 2026-11-03/],
    ];
    for (const [change, field, words] of cases) {
      const request = { id, authority, documentHash, issuedAt, ...change };
      const error = await refusalOf(buildLegalOrder(bank, request));
      expect([error.name, error.args["field"]]).to.deep.equal(["OrderMismatch", field]);
      expect(error.sentence).to.match(words);
    }
    expect(await buildLegalOrder(bank, { id, authority, documentHash, issuedAt })).to.deep.equal(order);
  });

  it("hashes as the contract does; the number is salted and the authority readable", async () => {
    const { bank, order } = await load();
    expect(await bank.legalOrders.hashOrder(order)).to.equal(legalOrderHash(order));
    expect(authorityCode("DE-AG-HAMBURG")).to.equal(encodeBytes32String("DE-AG-HAMBURG"));
    expect(legalOrderId(bytes32(1), "2026/17")).to.not.equal(legalOrderId(bytes32(2), "2026/17"));
    expect(() => legalOrderId("0x", "2026/17")).to.throw(/salt is not 32 bytes/);
  });
});
