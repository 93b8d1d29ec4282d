"""What holds for every Google API alike: discovery documents, errors, field masks, tokens, quotas."""
