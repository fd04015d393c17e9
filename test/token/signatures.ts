import { expect } from "chai";
import { concat, getBytes, N, toBeHex, Wallet, type Signer, type TypedDataDomain } from "ethers";
import { privateKeyToAccount } from "viem/accounts";
import { domainOf, FORMS, sign, TYPES, type Form, type SignedType } from "../support/signing.js";
import { ALICE_BALANCE, goodStanding, useToken, type TokenFixture } from "../support/token.js";
import { packStanding } from "../support/words.js";

const load = await useToken();
type Sent = ReturnType<TokenFixture["pay"]>;

/** One act that a customer allows by signature: what it signs, and how somebody submits it. */
interface SignedAct {
  type: SignedType;
  prepare(
    fixture: TokenFixture,
    signer: { address: string },
  ): Promise<{ message: object; submit: (signature: string) => Sent }>;
}

const holdAct = (
  submit: (fixture: TokenFixture, hold: Awaited<ReturnType<TokenFixture["holdOf"]>>, signature: string) => Sent,
): SignedAct => ({
  type: "Hold",
  async prepare(fixture, signer) {
    const hold = await fixture.holdOf({ payer: signer.address, amount: 1_000n });
    return { message: hold, submit: (signature) => submit(fixture, hold, signature) };
  },
});

const formsOf = (act: (form: Form) => SignedAct): Array<[string, SignedAct]> => FORMS.map((form) => [form, act(form)]);

/** Every function of the token that takes a signature (abi.ts proves that none is missing). */
const SIGNED_ACTS: Array<[name: string, form: string, act: SignedAct]> = [
  ...formsOf((form) => ({
    type: "Permit",
    async prepare(fixture, signer) {
      const message = await fixture.permitOf(signer, fixture.carol, 1_000n);
      return { message, submit: (signature) => fixture.permit(fixture.relayer, message, signature, form) };
    },
  })).map(([form, act]) => ["permit", form, act] as [string, string, SignedAct]),
  ...(["transfer", "receive"] as const).flatMap((name) =>
    formsOf((form) => ({
      type: name === "transfer" ? "TransferWithAuthorization" : "ReceiveWithAuthorization",
      async prepare(fixture, signer) {
        const message = await fixture.authorizationOf(signer, fixture.bob, 1_000n);
        return { message, submit: (signature) => fixture.authorized(name, fixture.bob, message, signature, form) };
      },
    })).map(([form, act]) => [`${name}WithAuthorization`, form, act] as [string, string, SignedAct]),
  ),
  ...formsOf((form) => ({
    type: "CancelAuthorization",
    async prepare(fixture, signer) {
      const message = { authorizer: signer.address, nonce: "0x" + "5a".repeat(32) };
      const submit = (signature: string) =>
        fixture.cancel(fixture.relayer, signer.address, message.nonce, signature, form);
      return { message, submit };
    },
  })).map(([form, act]) => ["cancelAuthorization", form, act] as [string, string, SignedAct]),
  [
    "placeHoldWithAuthorization",
    "bytes",
    holdAct(({ as, relayer }, hold, signature) => as(relayer).placeHoldWithAuthorization(hold, signature)),
  ],
  ["executeSigned", "bytes", holdAct(({ as, notary }, hold, signature) => as(notary).executeSigned(hold, signature))],
];

const HONEST = 0;
const MANNERS = {
  "gives a wrong answer": 1,
  reverts: 2,
  "burns all its gas": 3,
  "returns 300 KB": 4,
  "answers in four bytes": 5,
} as const;

for (const [name, form, act] of SIGNED_ACTS) {
  describe(`${name} (${form}) accepts a signature`, () => {
    /** Alice's key signs for `signer`: herself, or a smart account of hers. */
    async function signedFor(fixture: TokenFixture, signer: { address: string }, key: Signer = fixture.alice) {
      const { message, submit } = await act.prepare(fixture, signer);
      const by = (domain?: TypedDataDomain) => sign(fixture.token, key, act.type, message, domain);
      return { message, submit, signature: await by(), by };
    }

    it("of a smart account whose owner has signed", async () => {
      const fixture = await load();
      const wallet = await fixture.deployWallet(fixture.alice, HONEST);
      await fixture.pay(fixture.alice, wallet, 5_000n);
      const { submit, signature } = await signedFor(fixture, wallet);
      await submit(signature);
    });

    it("of a smart account, but not if another key has signed", async () => {
      const fixture = await load();
      const wallet = await fixture.deployWallet(fixture.alice, HONEST);
      await fixture.pay(fixture.alice, wallet, 5_000n);
      const { submit, signature } = await signedFor(fixture, wallet, fixture.bob);
      await fixture.refuses(submit(signature), "InvalidSignature", wallet.address);
    });

    for (const [manner, number] of Object.entries(MANNERS)) {
      it(`not of a smart account that ${manner}`, async () => {
        const fixture = await load();
        const wallet = await fixture.deployWallet(fixture.alice, number);
        await fixture.pay(fixture.alice, wallet, 5_000n);
        const { submit, signature } = await signedFor(fixture, wallet);
        await fixture.refuses(submit(signature), "InvalidSignature", wallet.address);
      });
    }

    it("of the key of an account that delegated its code (EIP-7702), whatever that code answers", async () => {
      const fixture = await load();
      const { alice } = fixture;
      const delegate = await fixture.deployWallet(fixture.bob, MANNERS.reverts);
      await fixture.helpers.setCode(alice.address, concat(["0xef0100", delegate.address]));
      const { submit, signature } = await signedFor(fixture, alice);
      expect(await fixture.ethers.provider.getCode(alice)).to.match(/^0xef0100/);
      await submit(signature);
    });

    it("not made for another chain, another contract, another name or version", async () => {
      const fixture = await load();
      const { token, alice, manager } = fixture;
      const { submit, by } = await signedFor(fixture, alice);
      const domain = await domainOf(token);
      const others = [
        { ...domain, chainId: 1n },
        { ...domain, verifyingContract: await manager.getAddress() },
        { ...domain, verifyingContract: await fixture.implementation.getAddress() },
        { ...domain, name: "XUSD" },
        { ...domain, version: "2" },
      ];
      for (const other of others) await fixture.refuses(submit(await by(other)), "InvalidSignature", alice);
      await submit(await by(domain));
    });

    if (form === "bytes") {
      it("not in its malleable, its compact, or no form at all", async () => {
        const fixture = await load();
        const { submit, signature } = await signedFor(fixture, fixture.alice);
        const bytes = getBytes(signature);
        const s = BigInt(signature.slice(0, 2) + signature.slice(66, 130));
        const malleable = concat([bytes.slice(0, 32), toBeHex(N - s, 32), bytes[64] === 27 ? "0x1c" : "0x1b"]);
        const compact = concat([bytes.slice(0, 32), bytes.slice(32, 64)]);
        for (const other of [malleable, compact, "0x", concat([signature, "0x00"])]) {
          await fixture.refuses(submit(other), "InvalidSignature", fixture.alice);
        }
        await submit(signature);
      });
    }

    it("made by ethers and by viem alike: the same bytes", async () => {
      const fixture = await load();
      const { token, registry, alice, as, pay } = fixture;
      const key = new Wallet("0x" + "42".repeat(32));
      await as(registry).setStanding([key.address], packStanding(goodStanding(1)));
      await pay(alice, key, 5_000n);
      const { message, submit, signature } = await signedFor(fixture, key, key);
      const signedByViem = await privateKeyToAccount(key.privateKey as `0x${string}`).signTypedData({
        domain: viemDomain(await domainOf(token)),
        types: TYPES,
        primaryType: act.type,
        message: message as Record<string, unknown>,
      });
      expect(signedByViem).to.equal(signature);
      await submit(signedByViem);
    });
  });
}

describe("a signature", () => {
  for (const [manner, number] of Object.entries(MANNERS)) {
    it(`costs at most 300,000 gas more than an account without code when a smart account ${manner}`, async () => {
      const fixture = await load();
      const wallet = await fixture.deployWallet(fixture.alice, number);
      const extra = (await gasOfRefusal(fixture, wallet)) - (await gasOfRefusal(fixture, fixture.alice));
      expect(extra).to.be.within(manner === "burns all its gas" ? 299_000n : 0n, 301_000n);
    });
  }

  it("that a smart account gave is worth nothing once the account is blocked", async () => {
    const fixture = await load();
    const { alice, bob, relayer, push, pay, deployWallet, authorizationOf, signed, authorized, refuses } = fixture;
    const wallet = await deployWallet(alice, HONEST);
    await pay(alice, wallet, 5_000n);
    const message = await authorizationOf(wallet, bob, 1_000n);
    const signature = await signed(alice, "TransferWithAuthorization", message);
    await push(wallet, { blocked: true });
    await refuses(authorized("transfer", relayer, message, signature, "bytes"), "ERC7943CannotSend", wallet.address);
  });

  it("is not needed by a smart account that calls for itself", async () => {
    const { token, alice, bob, pay, deployWallet } = await load();
    const wallet = await deployWallet(alice, HONEST);
    await pay(alice, wallet, 5_000n);
    const payment = token.interface.encodeFunctionData("transfer(address,uint256)", [bob.address, 4_000n]);
    await wallet.execute(token, payment);
    expect(await token.balanceOf(wallet)).to.equal(1_000n);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - 5_000n);
  });
});

function viemDomain({ name, version, chainId, verifyingContract }: Awaited<ReturnType<typeof domainOf>>) {
  return {
    name: name!,
    version: version!,
    chainId: BigInt(chainId!),
    verifyingContract: verifyingContract as `0x${string}`,
  };
}

/** Submits a hold that bob has signed for `signer`, with gas to spare, and says what the refusal used. */
async function gasOfRefusal(fixture: TokenFixture, signer: { address: string }): Promise<bigint> {
  const { ethers, bob, relayer, as, holdOf, signed } = fixture;
  const hold = await holdOf({ payer: signer.address });
  const signature = await signed(bob, "Hold", hold);
  await as(relayer)
    .placeHoldWithAuthorization(hold, signature, { gasLimit: 5_000_000n })
    .catch(() => undefined);
  return (await ethers.provider.getBlock("latest"))!.gasUsed;
}
