"""The ballot box: entries in order, the state of each slot, the Merkle log over them, receipts."""
