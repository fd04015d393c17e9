import { Signature, type TypedDataDomain, type Wallet, id } from "ethers";

import { hasZeroByte } from "./accounts.js";
import { AMOUNT, EXPIRY } from "./conditions.js";

export const TRANSFER_WITH_AUTHORIZATION =
  "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)";

const TYPES = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
};

/**
 * The arguments of transferWithAuthorization. The nonce is one for which no part of the signature is lucky: no zero
 * byte, and v of 28, which a check of "27 or 28" reaches last (20 gas in Circle's).
 */
export async function authorization(payer: Wallet, payee: string, domain: TypedDataDomain): Promise<unknown[]> {
  for (let attempt = 0; ; attempt++) {
    const nonce = id(`authorization ${attempt}`);
    const message = { from: payer.address, to: payee, value: AMOUNT, validAfter: 0, validBefore: EXPIRY, nonce };
    const { v, r, s } = Signature.from(await payer.signTypedData(domain, TYPES, message));
    if (v === 28 && ![nonce, r, s].some(hasZeroByte)) return [...Object.values(message), v, r, s];
  }
}
