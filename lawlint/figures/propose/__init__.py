"""What may belong together, kind by kind: each module only proposes claims with the evidence of words and layout."""
