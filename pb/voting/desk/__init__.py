"""The polling place: who may have a paper ballot. A name read from a document is compared and never kept."""
