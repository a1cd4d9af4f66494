"""The explorers of the book, one file each."""
