import { expect } from "chai";

import type { Gateway } from "../../../src/gateway/gateway.js";
import { message, ntry, statement, tx } from "../../iso20022/support.js";
import { admit, bring, cases, controlAccount, deposits, emptyStore, freshGateway, verdicts } from "./support.js";

const UETR = "8a562c67-ca16-48ba-b074-65581be6f001";
const HOLD = `0x${"11".repeat(32)}`;
const file = (...entries: readonly string[]): string => message(statement(entries.join("")));
const byUetr = `<UETR>${UETR}</UETR>`;

/** pain.002 of one transaction. */
const pain002 = (status: string): string =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>` +
  `<GrpHdr><MsgId>P-1</MsgId><CreDtTm>2026-11-20T10:00:00Z</CreDtTm></GrpHdr>` +
  `<OrgnlGrpInfAndSts><OrgnlMsgId>OUT-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>` +
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>I-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>E2E-1</OrgnlEndToEndId>` +
  `<OrgnlUETR>${UETR}</OrgnlUETR><TxSts>${status}</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>` +
  `</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`;

describe("what a file says of redemptions", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await freshGateway();
  });
  beforeEach(async () => {
    await emptyStore(gateway);
    await admit(gateway, ",,Alice");
    await gateway.store
      .insertInto("redemption")
      .values({
        id: HOLD,
        currency: "USD",
        payer: "0x01",
        amount: 1000n,
        settlement_account: "0x02",
        salt: "0x03",
        expiry: 1,
        hold: "{}",
        state: "filed",
        uetr: UETR,
        end_to_end_id: "E2E-1",
        requested_block: 1,
      })
      .execute();
  });

  const messages = () =>
    gateway.store
      .selectFrom("payment_message")
      .select([
        "kind",
        "position",
        "uetr",
        "end_to_end_id",
        "status",
        "outcome",
        "amount",
        "reason",
        "redemption",
        "handled",
      ])
      .orderBy("id")
      .execute();

  it("a pending, foreign or unknown debit pays none", async () => {
    const end = tx("<EndToEndId>E2E-1</EndToEndId>", "10.00");
    await bring(
      gateway,
      file(
        ntry({ direction: "DBIT", details: end, status: "<Cd>PDNG</Cd>" }),
        ntry({ direction: "DBIT", details: tx("<EndToEndId>E2E-2</EndToEndId>", "10.00") }),
        ntry({ direction: "DBIT", currency: "EUR", details: end.replace("USD", "EUR") }),
      ),
    );
    expect(await verdicts(gateway)).to.deep.equal(Array(3).fill("ignored: debit"));
    expect(await messages()).to.deep.equal([]);
  });

  it("a booked debit that names it is its proof of payment, alone or in a batch", async () => {
    const batch = tx("<EndToEndId>E2E-9</EndToEndId>", "5.00") + tx(byUetr, "10.00");
    await bring(gateway, file(ntry({ direction: "DBIT", amount: "15.00", details: batch, ref: "B-1" })));
    expect(await verdicts(gateway)).to.deep.equal(["payout: redemption"]);
    expect(await messages()).to.deep.equal([
      {
        kind: "camt.053",
        position: 0,
        uetr: UETR,
        end_to_end_id: null,
        status: "BOOK",
        outcome: "paid",
        amount: 1000n,
        reason: null,
        redemption: HOLD,
        handled: null,
      },
    ]);
  });

  it("money back opens its case, once, however often it is reported, and is never minted by a batch", async () => {
    const back = file(ntry({ ref: "X", reversal: "true", details: tx(byUetr, "10.00") }));
    await bring(gateway, back);
    await bring(gateway, `${back}\n`);
    const rows = await gateway.store.selectFrom("return_case").select(["redemption", "amount", "state"]).execute();
    expect(rows).to.deep.equal([{ redemption: HOLD, amount: 1000n, state: "open" }]);
    expect(await deposits(gateway)).to.deep.equal(["1000 suspense"]);
    expect(await controlAccount(gateway)).to.deep.equal({});
    expect(await cases(gateway)).to.deep.equal([]);
    expect(await verdicts(gateway)).to.deep.equal(["return: returned", "ignored: duplicate"]);
  });

  it("money back under the reference of the booked pay-out is found too; without any, a person looks", async () => {
    const end = tx("<EndToEndId>E2E-1</EndToEndId>", "10.00");
    await bring(gateway, file(ntry({ direction: "DBIT", ref: "B-1", details: end })));
    await bring(gateway, file(ntry({ reversal: "true", ref: "B-1" }), ntry({ reversal: "true", ref: "B-2" })));
    const found = await gateway.store.selectFrom("deposit").select("return_of").orderBy("id").execute();
    expect(found.map(({ return_of }) => return_of)).to.deep.equal([HOLD, null]);
    expect(await cases(gateway)).to.deep.equal(["returned (treasury)"]);
  });

  it("a credit that the bank takes back goes to a person", async () => {
    await bring(gateway, file(ntry({ direction: "DBIT", reversal: "true" })));
    expect(await verdicts(gateway)).to.deep.equal(["suspense: credit-reversed"]);
    expect(await cases(gateway)).to.deep.equal(["credit-reversed (treasury)"]);
  });

  it("a pain.002 is a payment message that nobody has handled, once", async () => {
    const report = await bring(gateway, pain002("RJCT"));
    expect(report).to.include({ state: "imported", kind: "pain.002", messageId: "P-1" });
    await bring(gateway, pain002("RJCT"));
    const [only, ...more] = await messages();
    expect(more).to.deep.equal([]);
    expect(only).to.include({
      uetr: UETR,
      end_to_end_id: "E2E-1",
      status: "RJCT",
      outcome: "rejected",
      reason: "AC04",
    });
    expect(only).to.include({ redemption: null, handled: null });
  });

  it("a pain.002 with a transaction that cannot be read opens a case that says where", async () => {
    await bring(gateway, pain002("RJCT").replace(UETR, "not-a-uuid"));
    const { reason, message: text } = await gateway.store.selectFrom("suspense").selectAll().executeTakeFirstOrThrow();
    expect(reason).to.equal("unreadable");
    expect(text).to.include("OrgnlUETR");
  });
});
