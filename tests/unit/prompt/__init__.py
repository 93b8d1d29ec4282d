"""What the reader is asked, what it may answer, and which examples it sees."""
