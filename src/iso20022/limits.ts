/**
 * What one part of a message may hold. The schemas stay far below; a file beyond is refused, so that no part of it can
 * eat the memory. A "part" is one entry, or all of a statement but its entries.
 */
export interface XmlLimits {
  /** elements inside each other */
  readonly depth: number;
  /** attributes of one element, namespace declarations included */
  readonly attributes: number;
  /** UTF-16 units of one text, or of what stands between two texts or tags; give or take one piece of input */
  readonly text: number;
  /** elements of one part */
  readonly elements: number;
  /** UTF-16 units of one part's texts and attribute values */
  readonly characters: number;
}

/**
 * An entry of 100,000 details with ten elements each is within. What one entry may take of memory is bounded by these
 * together; test/iso20022/hostile-size.ts tries them.
 */
export const PART_LIMITS: XmlLimits = {
  depth: 64,
  attributes: 64,
  text: 1024 * 1024,
  elements: 1_100_000,
  characters: 32 * 1024 * 1024,
};

/** For a message held whole, which is at most `DEFAULT_MAX_BYTES` long. */
export const WHOLE_LIMITS: XmlLimits = { ...PART_LIMITS, elements: 4_000_000, characters: 64 * 1024 * 1024 };
