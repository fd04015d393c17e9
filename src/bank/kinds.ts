/** What a party is to the bank: `PartyKind` of `contracts/types/PartyProfile.sol`, in its order (a test compares them). */
export const PARTY_KINDS = ["client", "client-of-client", "bank", "escrow", "fx-desk"] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

export const isPartyKind = (text: string): text is PartyKind => (PARTY_KINDS as readonly string[]).includes(text);
