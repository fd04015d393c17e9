// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPartyLimits} from "../interfaces/IPartyLimits.sol";
import {Clearances} from "./Clearances.sol";

/// @title TravelRecords
/// @notice The travel rule (FATF recommendation 16): where payer and payee are served by different institutions, a payment
/// from a threshold on needs a record that the one has told the other who pays whom. Only its salted hash is on chain.
abstract contract TravelRecords is Clearances {
    uint256 private constant LONGEST = 30 days;

    struct Filed {
        bytes32 record;
        uint256 expiry;
    }

    mapping(bytes32 payment => Filed) private _filed;
    mapping(address token => uint256) private _thresholds;

    /// @inheritdoc IPartyLimits
    function fileTravelRecord(
        address token,
        address payer,
        address payee,
        uint256 amount,
        bytes32 record,
        uint256 expiry
    ) external restricted {
        if (record == 0 || block.timestamp >= expiry || expiry > block.timestamp + LONGEST) {
            revert TravelRecordInvalid();
        }
        _filed[_payment(token, payer, payee, amount)] = Filed(record, expiry);
        emit TravelRecordFiled(token, payer, payee, amount, record, expiry);
    }

    /// @inheritdoc IPartyLimits
    function raiseTravelThreshold(address token, uint256 threshold) external restricted {
        uint256 current = _thresholds[token];
        if (threshold <= current) revert TravelThresholdUnchanged(current, threshold);
        _requireListed(token);
        _setThreshold(token, threshold);
    }

    /// @inheritdoc IPartyLimits
    function lowerTravelThreshold(address token, uint256 threshold) external restricted {
        uint256 current = _thresholds[token];
        if (threshold >= current) revert TravelThresholdUnchanged(current, threshold);
        _setThreshold(token, threshold);
    }

    function _setThreshold(address token, uint256 threshold) private {
        _thresholds[token] = threshold;
        emit TravelThresholdSet(token, threshold);
    }

    function _isFiled(address token, address payer, address payee, uint256 amount) internal view returns (bool) {
        return block.timestamp < _filed[_payment(token, payer, payee, amount)].expiry;
    }

    function _useTravelRecord(address token, address payer, address payee, uint256 amount) internal {
        bytes32 payment = _payment(token, payer, payee, amount);
        emit TravelRecordUsed(token, payer, payee, amount, _filed[payment].record);
        delete _filed[payment];
    }

    /// @inheritdoc IPartyLimits
    function travelRecordOf(
        address token,
        address payer,
        address payee,
        uint256 amount
    ) external view returns (bytes32 record, uint256 expiry) {
        Filed storage filed = _filed[_payment(token, payer, payee, amount)];
        return (filed.record, filed.expiry);
    }

    /// @inheritdoc IPartyLimits
    function travelThresholdOf(address token) public view returns (uint256) {
        return _thresholds[token];
    }
}
