import { AbiCoder, type Wallet, getBytes, id, keccak256, toUtf8Bytes } from "ethers";

import type { Deployed } from "../chain.js";
import type { Bench } from "../measure.js";
import { trexCode } from "./trexCode.js";

const TOPIC = id("CLAIM_TOPIC");
const ECDSA_SCHEME = 1;
const CLAIM_SIGNER = 3;
const ECDSA_KEY = 1;

const encode = (types: string[], values: unknown[]): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values));

export interface Claimant {
  identity: Deployed;
  /** Holds the identity's management key. */
  customer: Wallet;
}

/** Deploys a claim issuer and has it confirm one topic for one identity; returns what a suite must be told of it. */
export async function issueClaim(
  { chain, accounts }: Bench,
  { identity, customer }: Claimant,
): Promise<{ claimTopics: string[]; issuers: string[]; issuerClaims: string[][] }> {
  const [manager, signer] = [accounts.next(), accounts.next()];
  const issuer = await chain.deploy(accounts.deployer(), trexCode("ClaimIssuer", "@onchain-id/solidity/contracts"), [
    manager.address,
  ]);
  const key = encode(["address"], [signer.address]);
  await chain.send(manager, issuer, "addKey", [key, CLAIM_SIGNER, ECDSA_KEY]);

  const data = toUtf8Bytes("Some claim public data.");
  const claim = encode(["address", "uint256", "bytes"], [identity.address, TOPIC, data]);
  const signature = await signer.signMessage(getBytes(claim));
  await chain.send(customer, identity, "addClaim", [TOPIC, ECDSA_SCHEME, issuer.address, signature, data, ""]);
  return { claimTopics: [TOPIC], issuers: [issuer.address], issuerClaims: [[TOPIC]] };
}
