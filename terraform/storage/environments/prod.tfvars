# Old versions are kept, in A and in B: docs/operations.md says what that costs and means for privacy.
access_logs = true
