// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @notice What a token without holds needs to secure an order: custody until a notary pays or time gives it back.
/// @dev As lean as such a contract gets and still be usable: an order is one storage word under the hash of its terms,
///      cleared (with its refund) when it ends. Anything a production escrow adds can only cost more.
contract OrderEscrow {
    IERC20 private immutable _token;
    address private immutable _notary;

    /// @dev 1 while the order with these terms is funded.
    mapping(bytes32 order => uint256) private _funded;

    event Funded(bytes32 indexed order, address indexed payer, address indexed payee, uint256 amount, uint256 expiry);
    event Paid(bytes32 indexed order);
    event Returned(bytes32 indexed order);

    error AlreadyFunded();
    error NotFunded();
    error NotNotary();
    error NotExpired();
    error TransferFailed();

    constructor(IERC20 token, address notary) {
        _token = token;
        _notary = notary;
    }

    function fund(address payee, uint256 amount, uint256 expiry, bytes32 reference_) external {
        bytes32 order = _order(msg.sender, payee, amount, expiry, reference_);
        if (_funded[order] != 0) revert AlreadyFunded();
        _funded[order] = 1;
        if (!_token.transferFrom(msg.sender, address(this), amount)) revert TransferFailed();
        emit Funded(order, msg.sender, payee, amount, expiry);
    }

    function pay(address payer, address payee, uint256 amount, uint256 expiry, bytes32 reference_) external {
        if (msg.sender != _notary) revert NotNotary();
        bytes32 order = _close(payer, payee, amount, expiry, reference_);
        if (!_token.transfer(payee, amount)) revert TransferFailed();
        emit Paid(order);
    }

    function giveBack(address payer, address payee, uint256 amount, uint256 expiry, bytes32 reference_) external {
        if (block.timestamp < expiry) revert NotExpired();
        bytes32 order = _close(payer, payee, amount, expiry, reference_);
        if (!_token.transfer(payer, amount)) revert TransferFailed();
        emit Returned(order);
    }

    function _close(
        address payer,
        address payee,
        uint256 amount,
        uint256 expiry,
        bytes32 reference_
    ) private returns (bytes32 order) {
        order = _order(payer, payee, amount, expiry, reference_);
        if (_funded[order] == 0) revert NotFunded();
        delete _funded[order];
    }

    function _order(
        address payer,
        address payee,
        uint256 amount,
        uint256 expiry,
        bytes32 reference_
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(payer, payee, amount, expiry, reference_));
    }
}
