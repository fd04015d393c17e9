import { expect } from "chai";
import { hexlify, toUtf8Bytes } from "ethers";
import { PartyKind } from "../support/words.js";
import { NO_LEI, useBank } from "../issuance/support.js";

const load = await useBank();

const LEI = hexlify(toUtf8Bytes("984500MERIDIANTRD056"));
const OTHER = hexlify(toUtf8Bytes("529900T8BM49AURSDO55"));

describe("setInstitution", () => {
  it("is refused for number 0, which is the bank itself, and without an LEI", async () => {
    const { registry, policyAdmin, refuses } = await load();
    await refuses(registry.connect(policyAdmin).setInstitution(0, LEI), registry, "InstitutionUnknown", 0n);
    await refuses(registry.connect(policyAdmin).setInstitution(7, NO_LEI), registry, "InstitutionUnknown", 7n);
  });

  it("names institutions of any number from 1 to 255, each its own", async () => {
    const { registry, policyAdmin, emits } = await load();
    await emits(registry.connect(policyAdmin).setInstitution(1, LEI), ["InstitutionSet", 1n, LEI]);
    await emits(registry.connect(policyAdmin).setInstitution(255, OTHER), ["InstitutionSet", 255n, OTHER]);
    expect(await registry.institutionOf(1)).to.equal(LEI);
    expect(await registry.institutionOf(255)).to.equal(OTHER);
    for (const number of [0, 2, 254]) expect(await registry.institutionOf(number)).to.equal(NO_LEI);
  });

  it("corrects an LEI, which touches no party", async () => {
    const { registry, registrar, policyAdmin, carol, admissionOf } = await load();
    await registry.connect(policyAdmin).setInstitution(7, LEI);
    const served = admissionOf(carol, 103n, { kind: PartyKind.ClientOfClient, homeBank: 7, limited: true });
    await registry.connect(registrar).admit([served]);
    await registry.connect(policyAdmin).setInstitution(7, OTHER);
    expect(await registry.institutionOf(7)).to.equal(OTHER);
    expect(await registry.profileOf(103n)).to.equal(served.profile);
  });
});
