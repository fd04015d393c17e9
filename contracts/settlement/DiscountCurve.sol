// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DiscountPoint} from "../interfaces/Invoices.sol";

/// @title DiscountCurve
/// @notice What an early payment may deduct: up to 8 points, straight lines between them, flat beyond the earliest.
/// @dev Points go from the due date backwards: seconds rise strictly, basis points never fall. So who pays later never
/// deducts more. Between the due date and the first point there is no discount.
library DiscountCurve {
    uint256 internal constant MAX_POINTS = 8;
    uint256 private constant WHOLE = 10_000;

    /// @notice 1 to 8 points that rise, below 10,000 basis points.
    function isValid(DiscountPoint[] calldata points) internal pure returns (bool) {
        uint256 count = points.length;
        if (count == 0 || count > MAX_POINTS) return false;
        for (uint256 i = 1; i < count; ++i) {
            if (
                points[i].secondsBefore <= points[i - 1].secondsBefore ||
                points[i].basisPoints < points[i - 1].basisPoints
            ) return false;
        }
        // Seconds within 64 bits keep every product below far from 2^256.
        return points[count - 1].basisPoints < WHOLE && points[count - 1].secondsBefore <= type(uint64).max;
    }

    /// @notice The discount on `amount` (64 bits and a tolerance) this many seconds before the due date.
    /// @dev Rounded down once, at the very end: in the creditor's favour. The caller has checked `isValid`.
    function discountOn(
        uint256 amount,
        DiscountPoint[] calldata points,
        uint256 secondsBefore
    ) internal pure returns (uint256) {
        uint256 i = points.length;
        while (i != 0 && points[i - 1].secondsBefore > secondsBefore) --i;
        // points[i - 1] is the last that has been reached.
        if (i == 0) return 0;
        DiscountPoint calldata from = points[i - 1];
        if (i == points.length) return (amount * from.basisPoints) / WHOLE;
        uint256 span = points[i].secondsBefore - from.secondsBefore;
        uint256 rise = (points[i].basisPoints - from.basisPoints) * (secondsBefore - from.secondsBefore);
        return (amount * (from.basisPoints * span + rise)) / (WHOLE * span);
    }
}
