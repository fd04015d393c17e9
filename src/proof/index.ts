export { checkClaim, checkOffline, type Check, type CheckedClaim, type CheckName } from "./check.js";
export { buildClaims, type Claim, type ClaimProof, type Claims, holdersIn, proveClaim, proveClaims } from "./claims.js";
export { type Commitment, firstCommitmentAfter, lastCommitment } from "./commitment.js";
export { claimsToJson, proofToJson, readClaimProof, readClaims } from "./files.js";
export type { ClaimsPlace, SumNode } from "./hash.js";
export { claimsAt } from "./holders.js";
export type { PathStep } from "./sumTree.js";
export { problemOf } from "./verify.js";
