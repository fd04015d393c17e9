import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { buildInterbankPayment, clearingUetr, type PaymentRequest } from "../../../src/settlement/clearing/index.js";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const REQUEST: PaymentRequest = {
  senderToken: address("1"),
  receiverToken: address("2"),
  settlementToken: address("3"),
  payer: address("4"),
  payee: address("5"),
  amount: 125_000n,
  uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d",
  expiry: 1_900_000_000n,
  remittance: `0x${"5a".repeat(32)}`,
};

describe("building an interbank payment", () => {
  it("writes the UETR in the one form that desk and tokens know", () => {
    const uetr = `0x97ed48277b6f4491a06fb548d5a7512d${"00".repeat(16)}`;
    expect(clearingUetr("97ED4827-7B6F-4491-A06F-B548D5A7512D")).to.equal(uetr);
    expect(buildInterbankPayment(REQUEST).uetr).to.equal(uetr);
  });

  it("without a settlement token is one that settles with evidence", () => {
    const { settlementToken: _left, ...offChain } = REQUEST;
    expect(buildInterbankPayment(offChain).settlementToken).to.equal(ZeroAddress);
  });

  it("refuses what the desk would refuse, before anybody signs", () => {
    for (const [change, name] of [
      [{ uetr: "97ed4827-7b6f-1491-a06f-b548d5a7512d" }, "BadUetr"],
      [{ amount: 0n }, "BadAmount"],
      [{ payee: ZeroAddress }, "BadAddress"],
      [{ receiverToken: address("1") }, "BadPayment"],
      [{ settlementToken: address("2") }, "BadPayment"],
      [{ remittance: "0x5a" }, "BadBytes"],
    ] as const) {
      expect(() => buildInterbankPayment({ ...REQUEST, ...change }))
        .to.throw()
        .with.property("name", name);
    }
  });
});
