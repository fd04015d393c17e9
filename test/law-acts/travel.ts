import { expect } from "chai";
import { hexlify, toUtf8Bytes } from "ethers";

import { countryCode } from "../../src/bank/countries.js";
import {
  admitParties,
  fileTravelRecord,
  lowerTravelThreshold,
  pay,
  raiseLimits,
  raiseTravelThreshold,
  readTravelRecord,
  readTravelThreshold,
  travelRecordHash,
} from "../../src/chain/index.js";
import { bytes32, DAY, refusalOf, VALID_UNTIL } from "../chain/support.js";
import { useLaw } from "./support.js";

const load = await useLaw();
const RECORD = travelRecordHash(bytes32(1), "TR-1");
const LIMITS = { windowHours: 24 };

/** A payment of alice's, the bank's own client, to a client of another institution. */
async function abroad() {
  const law = await load();
  const { bank, alice, people, POLICY_ADMIN, REGISTRAR, LIMITS_OFFICER } = law;
  const lei = hexlify(toUtf8Bytes("984500QUAYSIDESAVB53"));
  await bank.partyRegistry.connect(POLICY_ADMIN).setInstitution(1, lei);
  const payee = people.stranger.address;
  await admitParties(bank, REGISTRAR, [
    {
      ...{ id: 700n, wallets: [payee], validUntil: VALID_UNTIL, limited: true },
      profile: { residency: countryCode("US"), kind: "client-of-client", homeBank: 1 },
    },
  ]);
  await raiseLimits(bank, LIMITS_OFFICER, [{ currency: "USD", parties: [700n], limits: LIMITS }]);
  const payment = { currency: "USD", payer: alice.address, payee, amount: 150_000n };
  const send = (amount = 150_000n) => pay(bank, alice, { currency: "USD", to: payee, amount });
  return { ...law, payment, send };
}

describe("fileTravelRecord", () => {
  it("refuses an empty record, an end in the past or beyond 30 days, and anyone but the service", async () => {
    const { bank, payment, now, TRAVEL_RULE, COMPLIANCE } = await abroad();
    const time = await now();
    const refused = async (change: object, by = TRAVEL_RULE) =>
      (await refusalOf(fileTravelRecord(bank, by, { ...payment, record: RECORD, ...change }))).name;
    expect(await refused({ record: bytes32(0) })).to.equal("BadTravelRecord");
    expect(await refused({ expiry: time })).to.equal("BadTravelRecord");
    expect(await refused({ expiry: time + 30n * DAY + 60n })).to.equal("BadTravelRecord");
    expect(await refused({ amount: 0n })).to.equal("BadAmount");
    expect(await refused({ record: "TR-1" })).to.equal("BadBytes");
    expect(await refused({}, COMPLIANCE)).to.equal("AccessManagedUnauthorized");
  });

  it("lets exactly that payment pass, once", async () => {
    const { bank, payment, send, TRAVEL_RULE } = await abroad();
    expect((await refusalOf(send())).name).to.equal("TravelRecordMissing");
    expect(await readTravelRecord(bank, payment)).to.equal(undefined);
    await fileTravelRecord(bank, TRAVEL_RULE, { ...payment, record: RECORD });
    expect(await readTravelRecord(bank, payment)).to.include({ record: RECORD, live: true });
    await send();
    expect((await refusalOf(send())).name).to.equal("TravelRecordMissing");
  });
});

describe("raiseTravelThreshold and lowerTravelThreshold", () => {
  it("go one way each, and say from which amount a record is needed", async () => {
    const { bank, send, LIMITS_OFFICER, COMPLIANCE } = await abroad();
    expect(await readTravelThreshold(bank, "USD")).to.equal(0n);
    const refused = async (act: Promise<unknown>) => (await refusalOf(act)).name;
    expect(await refused(lowerTravelThreshold(bank, COMPLIANCE, "USD", 1n))).to.equal("TravelThresholdUnchanged");
    await raiseTravelThreshold(bank, LIMITS_OFFICER, "USD", 100_000n);
    expect(await refused(raiseTravelThreshold(bank, LIMITS_OFFICER, "USD", 100_000n))).to.equal(
      "TravelThresholdUnchanged",
    );
    await send(99_999n);
    expect(await refused(send(100_000n))).to.equal("TravelRecordMissing");
    await lowerTravelThreshold(bank, COMPLIANCE, "USD", 50_000n);
    expect(await refused(send(50_000n))).to.equal("TravelRecordMissing");
  });
});
